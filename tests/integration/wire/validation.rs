//! What breaks a rule of its schema is not sent, and everything that is wrong is said at once.
//!
//! BillingPlatform documents no lengths, scales or closed enums, so a made-up system proves them.

use billbind::billingplatform::{Account, Contract, account, contract};
use billbind::{Access, Date, DateTime, Decimal, Key, Kind, Raw, Rule, Secret, Value, Violation};
use billbind_tests::workshop::{Order, Tool, customer, order, tool};

use super::support::{body, record, refused, rendered};

/// What may be told to no one.
const CANARY: &str = "canary-4111-1111";

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn json(text: &str) -> Value {
    Raw::json(text).expect("JSON").into()
}

/// What is wrong with an update that sets a field through `custom`.
fn custom(field: &str, value: impl Into<Value>) -> Vec<Violation> {
    let changes = Order::changes(1).custom(field, value);
    order::update(&changes).violations().to_vec()
}

/// Field and rule of each violation.
fn rules(violations: &[Violation]) -> Vec<(Option<&str>, &Rule)> {
    violations
        .iter()
        .map(|violation| (violation.field(), violation.rule()))
        .collect()
}

/// The one violation as a sentence.
fn sentence(violations: &[Violation]) -> String {
    let [violation] = violations else {
        panic!("one violation is wanted: {violations:#?}");
    };
    violation.to_string()
}

#[test]
fn a_record_within_its_limits_is_sent() {
    let new = Order::builder()
        .title("ten chars!")
        .customer_name("Ada")
        .kind(order::Kind::NewWork)
        .mood(order::Mood::custom("ODD"))
        .price(decimal("12.50"))
        .weight(decimal("0.12345678901234567890"))
        .pieces(-3)
        .urgent(true)
        .paid(false)
        .closed(true)
        .due("2015-05-05".parse().expect("a date"))
        .begun("2015-05-05".parse().expect("a date"))
        .pin("1234")
        .tags(vec!["a".to_owned(), "12345".to_owned()])
        .parts(vec![decimal("1.5"), decimal("2")])
        .layout(Raw::json("[null]").expect("JSON"))
        .custom("nrAnything", "of any length at all")
        .build();
    let request = order::create(&new);
    assert_eq!(request.violations(), []);
    assert_eq!(
        record(&request),
        serde_json::json!({
            "Title": "ten chars!", "CustomerName": "Ada", "Kind": "NEW WORK", "Mood": "ODD",
            "Price": "12.50", "Weight": "0.12345678901234567890", "Pieces": "-3", "Urgent": "Y",
            "Paid": "0", "Closed": true, "Due": "2015-05-05", "Begun": "20150505", "Pin": "1234",
            "Tags": ["a", "12345"], "Parts": ["1.5", "2"], "Layout": [null],
            "nrAnything": "of any length at all"
        })
    );
}

#[test]
fn a_length_is_counted_in_characters() {
    let ten = "ëëëëëëëëë😀";
    assert_eq!(ten.chars().count(), 10);
    let fits = order::update(&Order::changes(1).title(ten));
    assert_eq!(fits.violations(), []);
    let long = order::update(&Order::changes(1).title(format!("{ten}x")));
    assert_eq!(
        rules(long.violations()),
        [(Some("Title"), &Rule::MaxLength(10))]
    );
    assert_eq!(
        sentence(long.violations()),
        "record 0, field `Title`: a text of 11 characters is too long, at most 10 are allowed; \
         shorten it"
    );
}

#[test]
fn a_scale_counts_every_digit_after_the_point() {
    for (price, fits) in [
        ("1", true),
        ("-1.25", true),
        ("1.250", false),
        ("1e-3", false),
    ] {
        let request = order::update(&Order::changes(1).price(decimal(price)));
        assert_eq!(request.violations().is_empty(), fits, "{price}");
        assert_eq!(custom("Price", price).is_empty(), fits, "{price}");
    }
    let request = order::update(&Order::changes(1).price(decimal("1.234")));
    assert_eq!(
        sentence(request.violations()),
        "record 0, field `Price`: the number \"1.234\" has too many digits after the point, at \
         most 2 are allowed; round it"
    );
}

#[test]
fn a_closed_enum_takes_its_values_only_and_an_open_one_takes_any() {
    assert_eq!(custom("Kind", "NEW WORK"), []);
    assert_eq!(custom("Kind", order::Kind::Repair), []);
    assert_eq!(custom("Mood", "ODD"), []);
    assert_eq!(
        sentence(&custom("Kind", "new work")),
        "record 0, field `Kind`: the text \"new work\" is not in the closed list of values; use \
         one of `REPAIR`, `NEW WORK`"
    );
    assert_eq!(
        custom("Kind", true)[0].rule(),
        &Rule::Kind(Kind::ClosedEnum(&["REPAIR", "NEW WORK"]))
    );
}

#[test]
fn the_items_of_a_list_are_judged_one_by_one() {
    let tags = ["fine", "too long", "good", "too long as well"].map(str::to_owned);
    let request = order::update(&Order::changes(1).tags(tags.to_vec()));
    let found: Vec<_> = request.violations().iter().map(Violation::item).collect();
    assert_eq!(found, [Some(1), Some(3)]);
    assert_eq!(
        request.violations()[0].to_string(),
        "record 0, field `Tags`, item 1: a text of 8 characters is too long, at most 5 are \
         allowed; shorten it"
    );
    assert_eq!(custom("Parts", json("[1.5, \"2.5\"]")), []);
    let found = custom("Parts", json("[1.5, 2.55, {}]"));
    assert_eq!(
        rules(&found),
        [
            (Some("Parts"), &Rule::MaxScale(1)),
            (Some("Parts"), &Rule::Kind(Kind::DecimalTo(1)))
        ]
    );
    assert_eq!(
        sentence(&custom("Tags", "alone")),
        "record 0, field `Tags`: the text \"alone\" is not a list; the field's own setter takes \
         nothing else"
    );
}

#[test]
fn a_value_through_custom_fits_the_kind_of_a_known_field() {
    let date: Date = "2015-05-05".parse().expect("a date");
    let moment: DateTime = "2014-11-03T18:26:11Z".parse().expect("a moment");
    let fitting: [(&str, Value); 30] = [
        ("Title", "text".into()),
        ("Title", 7.into()),
        ("Title", decimal("1.5").into()),
        ("Title", json(r#""text""#)),
        ("CustomerId", 27471.into()),
        ("CustomerId", customer::Id::from(1).into()),
        (
            "CustomerId",
            Key::<customer::Customer>::custom("Code", "A").into(),
        ),
        ("CustomerObj", json(r#"{"Code": "A"}"#)),
        ("Pieces", "-12".into()),
        ("Pieces", decimal("12").into()),
        ("Pieces", json("12")),
        ("Weight", ".5".into()),
        ("Weight", 5.into()),
        ("Urgent", "Y".into()),
        ("Paid", "1".into()),
        ("Paid", 0.into()),
        ("Closed", true.into()),
        ("Closed", json("false")),
        ("Due", "2015-05-05".into()),
        ("Due", date.into()),
        ("Begun", "20150505".into()),
        ("Seen", "2014-11-03 18:26:11".into()),
        ("Seen", moment.into()),
        ("Sent", "2014-11-03T18:26:11Z".into()),
        ("Sent", "2014-11-03T18:26:11.000Z".into()),
        ("Pin", Secret::new("1234").into()),
        ("Tags", vec!["a", "b"].into()),
        ("Layout", json(r#"{"any": "thing"}"#)),
        ("Title2", json("[true, null]")),
        ("title", true.into()),
    ];
    for (field, value) in fitting {
        assert_eq!(custom(field, value.clone()), [], "{field} {value:?}");
    }
    let misfits: [(&str, Value); 28] = [
        ("Title", true.into()),
        ("Title", date.into()),
        ("Title", json("true")),
        ("Title", json(r#"{"a": 1}"#)),
        ("Title", vec!["a"].into()),
        ("CustomerId", decimal("1.5").into()),
        ("CustomerId", json(r#"{"Code": "A"}"#)),
        ("CustomerObj", "A".into()),
        ("Pieces", "abc".into()),
        ("Pieces", "12.0".into()),
        ("Pieces", "".into()),
        ("Pieces", decimal("1.5").into()),
        ("Pieces", true.into()),
        ("Weight", "1,000.50".into()),
        ("Weight", "NaN".into()),
        ("Urgent", "1".into()),
        ("Urgent", "y".into()),
        ("Urgent", 1.into()),
        ("Paid", "true".into()),
        ("Paid", 2.into()),
        ("Closed", "true".into()),
        ("Due", "20150505".into()),
        ("Due", "2015-02-29".into()),
        ("Begun", "2015-05-05".into()),
        ("Begun", moment.into()),
        ("Seen", "2014-11-03T18:26:11Z".into()),
        ("Sent", "2014-11-03T20:26:11+02:00".into()),
        ("Sent", date.into()),
    ];
    for (field, value) in misfits {
        let found = custom(field, value.clone());
        let [violation] = &found[..] else {
            panic!("{field} {value:?}: {found:?}");
        };
        assert_eq!(violation.field(), Some(field));
        assert!(matches!(violation.rule(), Rule::Kind(_)), "{violation}");
    }
    assert_eq!(
        sentence(&custom("Pieces", "abc")),
        "record 0, field `Pieces`: the text \"abc\" is not a whole number; the field's own setter \
         takes nothing else"
    );
}

#[test]
fn an_empty_id_or_key_of_another_record_names_nothing() {
    for request in [
        order::update(&Order::changes(1).customer_id("")),
        order::update(&Order::changes(1).customer_id(" ")),
        order::update(&Order::changes(1).customer_id(Key::custom("Code", ""))),
        order::update(&Order::changes(1).customer_id(Key::custom(" ", "A"))),
        order::update(&Order::changes(1).custom("CustomerId", json("\"\""))),
    ] {
        let found = rules(request.violations());
        assert_eq!(found, [(Some("CustomerId"), &Rule::NamesRecord)]);
    }
}

#[test]
fn what_nobody_may_write_is_not_sent() {
    for (field, access) in [
        ("Id", Access::ReadOnly),
        ("State", Access::ReadOnly),
        ("Created", Access::ReadOnly),
        ("OwnerId", Access::ReadOnly),
        ("OwnerObj", Access::ReadOnly),
        ("Rank", Access::QueryOnly),
    ] {
        let found = custom(field, "1");
        assert_eq!(rules(&found), [(Some(field), &Rule::Access(access))]);
    }
    assert_eq!(
        sentence(&custom("Rank", 1)),
        "record 0, field `Rank`: it is seen by queries only; leave it out"
    );
    assert!(sentence(&custom("Sketch", "data")).contains("read-only"));
}

#[test]
fn what_may_not_be_cleared_is_not_cleared() {
    let changes = Order::changes(1)
        .clear_price()
        .clear_custom("nrUnknown")
        .clear_custom("Title")
        .clear_custom("Pieces")
        .clear_custom("State");
    let request = order::update(&changes);
    assert_eq!(
        rules(request.violations()),
        [
            (Some("Title"), &Rule::NotNullable),
            (Some("Pieces"), &Rule::NotNullable),
            (Some("State"), &Rule::Access(Access::ReadOnly)),
        ]
    );
    // Null by hand is a clearing as well; what it means is the system's affair where it may be.
    assert_eq!(custom("Price", json("null")), []);
    assert_eq!(custom("Pieces", json("null"))[0].rule(), &Rule::NotNullable);
}

#[test]
fn a_new_record_has_exactly_one_field_of_a_group() {
    let new = || Order::builder().title("A").customer_id(1);
    assert_eq!(order::create(&new().build()).violations(), []);
    let both = order::create(&new().custom("CustomerName", "Ada").build());
    assert_eq!(
        sentence(both.violations()),
        "record 0: exactly one of `CustomerId`, `CustomerName` is given on create, and this \
         record has `CustomerId`, `CustomerName`"
    );
    assert_eq!(both.violations()[0].field(), None);
    // A look-up object written by hand is the reference itself.
    let by_hand = new().custom("CustomerObj", json(r#"{"Code": "A"}"#));
    assert_eq!(order::create(&by_hand.build()).violations(), []);
    // The rule is about new records.
    let changes = Order::changes(1).customer_id(1).customer_name("Ada");
    assert_eq!(order::update(&changes).violations(), []);
}

#[test]
fn an_upsert_may_leave_out_what_a_new_record_needs() {
    let upsert = Order::upsert(order::key::number("N1")).price(1);
    assert_eq!(order::upsert(&upsert).violations(), []);
    let long = Order::upsert(order::key::number("123456789"));
    assert_eq!(
        rules(order::upsert(&long).violations()),
        [(Some("Number"), &Rule::MaxLength(8))]
    );
    let short = Order::upsert(Key::custom("Number", "12345678"));
    assert_eq!(order::upsert(&short).violations(), []);
}

#[test]
fn an_id_that_the_caller_gives_is_no_read_only_field() {
    let new = Tool::builder().id("hammer").order_id(5).build();
    assert_eq!(record(&tool::create(&new))["Id"], "hammer");
    let nameless = tool::create(&Tool::builder().id("").build());
    assert_eq!(
        rules(nameless.violations()),
        [(Some("Id"), &Rule::NamesRecord)]
    );
}

#[test]
fn all_violations_of_all_records_come_in_one_error() {
    let new = |title: &str| Order::builder().title(title).customer_id(1);
    let request = order::create_many(&[
        new("far too long a title").price(decimal("1.234")).build(),
        new("good").build(),
        new("good")
            .custom("Kind", "GIFT")
            .custom("fieldsToNull", "Title")
            .build(),
    ]);
    let error = refused(&request);
    let found: Vec<_> = error
        .violations()
        .iter()
        .map(|violation| (violation.record(), violation.field()))
        .collect();
    assert_eq!(
        found,
        [
            (0, Some("Title")),
            (0, Some("Price")),
            (2, Some("Kind")),
            (2, Some("fieldsToNull"))
        ]
    );
    assert_eq!(error.violations(), request.violations());
    assert_eq!(
        error.to_string(),
        "ORDER create: the request cannot be sent: record 0, field `Title`: a text of 20 \
         characters is too long, at most 10 are allowed; shorten it; record 0, field `Price`: the \
         number \"1.234\" has too many digits after the point, at most 2 are allowed; round it; \
         record 2, field `Kind`: the text \"GIFT\" is not in the closed list of values; use one of \
         `REPAIR`, `NEW WORK`; record 2, field `fieldsToNull`: this is no field; clearing a \
         field writes it (`clear` or `clear_custom`); mend the request, or render it `without_validation()` where the schema is \
         wrong; nothing was sent"
    );
}

#[test]
fn the_text_of_an_error_stays_short_and_the_error_has_all() {
    let changes: Vec<_> = (0..5000)
        .map(|_| Order::changes(1).title("too long a title"))
        .collect();
    let error = refused(&order::update_many(&changes));
    assert_eq!(error.violations().len(), 5000);
    let text = error.to_string();
    assert!(text.contains("and 4980 more violations"), "{text}");
    assert!(text.len() < 4000, "{}", text.len());
    let value = "x\"\n".repeat(10_000);
    let text = sentence(&custom("Kind", value));
    assert!(text.len() < 300 && !text.contains('\n'), "{text}");
}

#[test]
fn validation_can_be_skipped_and_what_the_protocol_needs_cannot() {
    let changes = Order::changes(1)
        .title("far too long a title")
        .custom("State", "OPEN");
    let request = order::update(&changes);
    assert_eq!(request.violations().len(), 2);
    assert_eq!(
        body(&request.clone().without_validation()),
        serde_json::json!({
            "brmObjects": {"Id": "1", "Title": "far too long a title", "State": "OPEN"}
        })
    );
    let some = request.clone().without_validation_of(&["State"]);
    assert_eq!(
        rules(some.violations()),
        [(Some("Title"), &Rule::MaxLength(10))]
    );
    rendered(&some.without_validation_of(&["Title"]));

    let nameless = Order::changes(" ").custom("", 1).custom("State", 1);
    let error = refused(
        &order::update(&nameless)
            .without_validation()
            .without_validation_of(&["Id", ""]),
    );
    assert_eq!(
        rules(error.violations()),
        [(Some("Id"), &Rule::FindsRecord), (Some(""), &Rule::Named)]
    );
    assert!(!error.to_string().contains("without_validation"), "{error}");
}

#[test]
fn no_violation_shows_a_secret() {
    let secrets: [(&str, Value); 6] = [
        ("Pin", Secret::new(CANARY).into()),
        ("Pin", CANARY.into()),
        ("Pin", json(&format!("{CANARY:?}"))),
        ("Pin", vec![CANARY].into()),
        ("Price", Secret::new(CANARY).into()),
        ("Kind", Secret::new(CANARY).into()),
    ];
    for (field, value) in secrets {
        let changes = Order::changes(1).custom(field, value);
        let error = refused(&order::update(&changes));
        let [violation] = error.violations() else {
            panic!("{error}");
        };
        let shown = format!("{error} {error:?} {violation} {violation:?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert!(shown.contains(field), "{shown}");
    }
    let typed = order::update(&Order::changes(1).pin(CANARY));
    assert_eq!(
        sentence(typed.violations()),
        "record 0, field `Pin`: a text of 16 characters is too long, at most 4 are allowed; \
         shorten it"
    );
}

#[test]
fn the_shipped_schemas_refuse_what_they_document() {
    let changes = Contract::changes(1).custom("StartDate", "2015-05-05");
    let error = refused(&contract::update(&changes));
    assert!(error.to_string().contains("`YYYYMMDD`"), "{error}");
    let both = Account::builder()
        .name("A")
        .status(account::Status::Active)
        .account_type("Required")
        .custom("AccountTypeId", 1)
        .build();
    let error = refused(&account::create(&both));
    assert!(error.to_string().contains("exactly one of"), "{error}");
}
