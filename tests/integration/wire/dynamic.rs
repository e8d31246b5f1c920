//! Entities that no schema describes: the same requests as those of described ones, byte for byte,
//! and the same reading of answers.

use billbind::billingplatform::dynamic::{self, DynamicEntity, DynamicRecord};
use billbind::billingplatform::{
    Account, AccountProduct, ContractRate, Deletion, Request, account, account_product,
    contract_rate,
};
use billbind::storage::WithSecrets;
use billbind::{
    Answer, Date, DateTime, Decimal, ErrorKind, FileField, Key, Raw, Record, Retry, Secret,
};

use super::support::{BASE, decode, error_of, ok, refused, rendered, sent_text};

fn entity(name: &str) -> DynamicEntity {
    dynamic::entity(name).unwrap_or_else(|error| panic!("{error}"))
}

/// That two requests are the same: on the wire, in what they are called, in what a repetition
/// means.
fn assert_same<T, U>(described: &Request<T>, dynamic: &Request<U>) {
    let (left, right) = (rendered(described), rendered(dynamic));
    assert_eq!(sent_text(&left), sent_text(&right));
    assert_eq!(
        (left.method, left.url, left.headers),
        (right.method, right.url, right.headers)
    );
    assert_eq!(
        (described.entity(), described.operation(), described.retry()),
        (dynamic.entity(), dynamic.operation(), dynamic.retry())
    );
}

#[test]
fn creates_are_the_bytes_of_a_described_entitys() {
    let dynamic = entity("ACCOUNT");
    // REST Methods, CREATE and the message bodies.
    let described = Account::builder()
        .name("My First Account")
        .account_type("Required")
        .status(account::Status::Active)
        .description("First Test Account")
        .build();
    let new = dynamic
        .new_record()
        .set("Name", "My First Account")
        .set("AccountType", "Required")
        .set("Status", "ACTIVE")
        .set("Description", "First Test Account");
    assert_same(&account::create(&described), &dynamic::create(&new));
    assert_same(
        &account::create_many(&[described.clone(), described.clone()]),
        &dynamic::create_many(&dynamic, &[new.clone(), new.clone()]),
    );
    assert_same(
        &account::create_many(&[described]),
        &dynamic::create_many(&dynamic, &[new]),
    );
}

#[test]
fn changes_are_the_bytes_of_a_described_entitys() {
    let dynamic = entity("ACCOUNT");
    let described = Account::changes(27471)
        .name("My First Account")
        .status(account::Status::Deactivated)
        .clear_custom("SomeFieldName1")
        .clear_custom("SomeFieldName2");
    let changes = dynamic
        .changes(27471)
        .set("Name", "replaced")
        .set("SomeFieldName1", "cleared")
        .set("Name", "My First Account")
        .set("Status", "DEACTIVATED")
        .clear("SomeFieldName1")
        .clear("SomeFieldName2");
    assert_same(&account::update(&described), &dynamic::update(&changes));
    assert_same(
        &account::update_many(&[described]),
        &dynamic::update_many(&dynamic, &[changes]),
    );
    let described = Account::changes(1).clear_custom("SomeFieldName");
    let changes = dynamic.changes("1").clear("SomeFieldName");
    assert_same(&account::update(&described), &dynamic::update(&changes));
}

#[test]
fn upserts_are_the_bytes_of_a_described_entitys_and_as_repeatable() {
    let dynamic = entity("ACCOUNT");
    let described = Account::upsert(Key::custom("my_external_key", "unique_value_12345"))
        .name("My First Account")
        .status(account::Status::Deactivated);
    let upsert = dynamic
        .upsert(dynamic::Key::custom(
            "my_external_key",
            "unique_value_12345",
        ))
        .set("Name", "My First Account")
        .set("Status", "DEACTIVATED");
    assert_same(&account::upsert(&described), &dynamic::upsert(&upsert));
    assert_same(
        &account::upsert_many(&[described]),
        &dynamic::upsert_many(&dynamic, &[upsert]),
    );
    // By an id that the server makes, it inserts under another one where it finds none.
    assert_same(
        &account::upsert(&Account::upsert(1)),
        &dynamic::upsert(&dynamic.upsert(1)),
    );
    assert_eq!(dynamic::upsert(&dynamic.upsert(1)).retry(), Retry::Once);
}

#[test]
fn every_kind_of_value_has_the_bytes_of_a_described_fields() {
    let day: Date = "2015-05-05".parse().expect("a date");
    let moment: DateTime = "2014-11-03T20:26:11+02:00"
        .parse()
        .expect("a date and time");
    let rate: Decimal = "1.10".parse().expect("a number");
    let described = ContractRate::changes(1)
        .custom("Rate", rate)
        .custom("nrDay", day)
        .custom("nrMoment", moment)
        .custom("nrFlag", true)
        .custom("nrCount", 7)
        .custom("nrList", vec!["a", "b"])
        .custom("nrRaw", Raw::json("[1, 2.50]").expect("it is JSON"))
        .custom(
            "ParentAccountObj",
            Key::<Account>::custom("my_external_key", "k"),
        );
    let changes = entity("CONTRACT_RATE")
        .changes(1)
        .set("Rate", rate)
        .set("nrDay", day)
        .set("nrMoment", moment)
        .set("nrFlag", true)
        .set("nrCount", 7)
        .set("nrList", vec!["a", "b"])
        .set("nrRaw", Raw::json("[1, 2.50]").expect("it is JSON"))
        .set(
            "ParentAccountObj",
            Key::<Account>::custom("my_external_key", "k"),
        );
    assert_same(
        &contract_rate::update(&described),
        &dynamic::update(&changes),
    );
    let product = AccountProduct::changes(1).account_id(Key::custom("my_external_key", "k"));
    let changes = entity("ACCOUNT_PRODUCT")
        .changes(1)
        .set("AccountObj", dynamic::Key::custom("my_external_key", "k"));
    assert_same(
        &account_product::update(&product),
        &dynamic::update(&changes),
    );
}

#[test]
fn reads_are_those_of_a_described_entity() {
    let dynamic = entity("ACCOUNT");
    let filter = dynamic
        .column::<String>("Name")
        .expect("a name")
        .like("%O'Hara%")
        .and(
            dynamic
                .column::<dynamic::Id>("Id")
                .expect("a name")
                .ge(20000),
        );
    assert_same(
        &account::retrieve(
            &account::COL
                .name
                .like("%O'Hara%")
                .and(account::COL.id.ge(20000)),
        ),
        &dynamic::retrieve(&dynamic, &filter),
    );
    assert_same(
        &account::retrieve_by_id(27471),
        &dynamic::retrieve_by_id(&dynamic, 27471),
    );
    assert_same(
        &account::retrieve_by_ids(&[1.into(), 2.into()]),
        &dynamic::retrieve_by_ids(&dynamic, &[1.into(), 2.into()]),
    );
    assert!(dynamic.column::<String>("1=1 OR x").is_err());
}

#[test]
fn deletes_and_files_are_those_of_a_described_entity() {
    let dynamic = entity("ACCOUNT");
    assert_same(
        &account::delete(Deletion::new(1).empty_recycle_bin(true)),
        &dynamic::delete(&dynamic, Deletion::new(1).empty_recycle_bin(true)),
    );
    assert_same(
        &account::delete_many(&[Deletion::new(1), Deletion::new(2)]),
        &dynamic::delete_many(&dynamic, &[Deletion::new(1), Deletion::new(2)]),
    );
    assert_same(&account::undelete(1), &dynamic::undelete(&dynamic, 1));
    assert_same(
        &account::upload_file(1, &FileField::custom("nrFile"), "a.txt", b"hello"),
        &dynamic::upload_file(&dynamic, 1, &FileField::custom("nrFile"), "a.txt", b"hello"),
    );
    assert_same(
        &account::download_file(1, &FileField::custom("nrFile")),
        &dynamic::download_file(&dynamic, 1, &FileField::custom("nrFile")),
    );
}

#[test]
fn a_query_names_the_entity_its_columns_and_the_condition() {
    let dynamic = entity("MY_ENTITY");
    let filter = dynamic.column::<String>("Name").expect("a name").eq("a'b");
    let request = dynamic::query(&dynamic, &["Id", "AccountObj.Name"], &filter);
    assert_eq!(
        rendered(&request).url,
        format!(
            "{BASE}/rest/2.0/query?sql=SELECT%20Id%2C%20AccountObj.Name%20FROM%20MY_ENTITY%20WHERE%20Name%20%3D%20%27a%27%27b%27"
        )
    );
    let rows = decode(&request, r#"{"queryResponse": [{"Id": "7", "NAME": "b"}]}"#);
    assert_eq!(rows[0].read::<String>("name"), Ok(Some("b".to_owned())));
    for columns in [&[][..], &["Id", "1 OR x"], &["a..b"], &[""]] {
        refused(&dynamic::query(&dynamic, columns, &filter));
    }
}

#[test]
fn a_record_keeps_every_byte_and_is_read_as_leniently_as_a_described_one() {
    let dynamic = entity("MY_ENTITY");
    let record = decode(
        &dynamic::retrieve_by_id(&dynamic, 7).strict(),
        r#"{"retrieveResponse": [{"Id": 7, "Rate": 1.10, "Flag": "Y", "Day": "20150505 10:11",
            "Escaped": "\u0041", "List": [1,  2.50], "None": null, "Blank": " ", "Name": "a"}]}"#,
    );
    assert_eq!(record.entity(), "MY_ENTITY");
    assert_eq!(record.id(), Some(7.into()));
    let rate: Option<Decimal> = record.read("Rate").expect("a number");
    assert_eq!(rate.map(|rate| rate.to_string()).as_deref(), Some("1.10"));
    assert_eq!(record.read::<bool>("Flag"), Ok(Some(true)));
    assert_eq!(record.read::<String>("Escaped"), Ok(Some("A".to_owned())));
    assert_eq!(
        record
            .read::<Vec<Decimal>>("List")
            .map(|list| list.map(|list| list.len())),
        Ok(Some(2))
    );
    for absent in ["None", "Blank", "Nowhere"] {
        assert_eq!(record.read::<Decimal>(absent), Ok(None), "{absent}");
    }
    let error = record.read::<Decimal>("Name").expect_err("it is text");
    assert_eq!(
        error.expected(),
        "a decimal number of at most 38 digits, like `12.50`"
    );
    let bytes: Vec<(&str, &str)> = record
        .fields()
        .map(|(name, raw)| (name, raw.as_json()))
        .collect();
    assert_eq!(
        bytes,
        [
            ("Id", "7"),
            ("Rate", "1.10"),
            ("Flag", r#""Y""#),
            ("Day", r#""20150505 10:11""#),
            ("Escaped", r#""\u0041""#),
            ("List", "[1,  2.50]"),
            ("None", "null"),
            ("Blank", r#"" ""#),
            ("Name", r#""a""#),
        ]
    );
    assert_eq!(
        format!("{record:?}"),
        r#"MY_ENTITY { extra: ["Id", "Rate", "Flag", "Day", "Escaped", "List", "None", "Blank", "Name"], .. }"#
    );
}

#[test]
fn answers_and_errors_name_the_entity_and_are_those_of_a_described_one() {
    let dynamic = entity("MY_ENTITY");
    let new = dynamic.new_record().set("Name", "a");
    let written = decode(
        &dynamic::create(&new),
        r#"{"createResponse": [{"ErrorCode": "0", "ErrorText": " ", "ErrorElementField": " ", "Id": "27471"}]}"#,
    );
    assert_eq!(written.id, dynamic::Id::from(27471));
    let batch = decode(
        &dynamic::create_many(&dynamic, &[new.clone(), new.clone()]),
        r#"{"createResponse": [{"ErrorCode": "0", "Id": "1"}, {"ErrorCode": "7", "ErrorText": "no", "ErrorElementField": "Name"}]}"#,
    );
    let refusals: Vec<_> = batch
        .refused()
        .map(|(at, refusal)| (at, refusal.field.clone()))
        .collect();
    assert_eq!(refusals, [(1, Some("Name".to_owned()))]);

    let refusal = r#"{"createResponse": [{"ErrorCode": "7", "ErrorText": "no"}]}"#;
    let error = error_of(&dynamic::create(&new), &ok(refusal));
    assert_eq!(error.kind(), ErrorKind::RecordRefused);
    assert_eq!(error.entity(), Some("MY_ENTITY"));
    assert!(error.to_string().starts_with("MY_ENTITY create"), "{error}");
    // The error outlives entity and request.
    drop((new, dynamic));
    assert_eq!(error.entity(), Some("MY_ENTITY"));

    let all = dynamic::Filter::all([]);
    let nothing = Answer::new(404, r#"{"errors": [{"error_code": "NO_RECORDS_FOUND"}]}"#);
    let request = dynamic::retrieve(&entity("MY_ENTITY"), &all);
    assert!(error_of(&request, &nothing).is_not_found());
    let found = request.empty_on_not_found().decode(&nothing);
    assert_eq!(found.map(|records| records.len()).ok(), Some(0));
    let half = ok(r#"{"retrieveResponse": [{"Id": "1"}, {"Id": "2", "Pin": "1234" "#);
    let error = error_of(&dynamic::retrieve(&entity("MY_ENTITY"), &all), &half);
    assert_eq!(
        (error.entity(), error.record()),
        (Some("MY_ENTITY"), Some(1))
    );
    assert!(!error.to_string().contains("1234"), "{error}");
}

#[test]
fn a_name_that_could_become_something_else_is_no_entity() {
    for name in [
        "",
        " ",
        "A B",
        "../ACCOUNT",
        "A/B",
        "A?x=",
        "2FA",
        "ACCOUNT;",
        "É",
        "A.B",
    ] {
        let error = dynamic::entity(name).expect_err(name);
        assert_eq!(
            error.to_string(),
            "expected the name of an entity: letters, digits and `_`, like `MY_ENTITY`"
        );
    }
    assert_eq!(entity("_My_entity2").name(), "_My_entity2");
}

#[test]
fn what_cannot_be_meant_is_not_sent() {
    let (one, other) = (entity("MY_ENTITY"), entity("MY_OTHER"));
    let mixed = [one.new_record().set("a", 1), other.new_record().set("a", 1)];
    let error = refused(&dynamic::create_many(&one, &mixed));
    let text = error.to_string();
    assert!(
        text.contains("record 1: it is one of MY_OTHER, not of MY_ENTITY"),
        "{text}"
    );
    refused(&dynamic::create_many(&one, &[]));
    refused(&dynamic::update(&one.changes(" ").set("a", 1)));
    refused(&dynamic::delete(&one, ""));
    refused(&dynamic::retrieve_by_id(&one, ""));
    refused(&dynamic::retrieve_by_ids(&one, &[]));
    for nameless in [
        refused(&dynamic::create(&one.new_record().set("", 1))),
        refused(&dynamic::update(&one.changes(1).clear(" "))),
    ] {
        assert!(
            nameless
                .to_string()
                .contains("the name of the field is empty"),
            "{nameless}"
        );
    }
    let reserved = refused(&dynamic::create(&one.new_record().set("fieldsToNull", "a")));
    assert!(reserved.to_string().contains("`clear`"), "{reserved}");
}

#[test]
fn fields_that_are_told_to_hold_secrets_are_secrets() {
    let vault = entity("MY_VAULT").with_secret("Pin").with_secret("Key");
    for value in ["Pin 1234 is wrong", "Key 1234 is wrong"] {
        let draft = vault
            .upsert(dynamic::Key::custom("Key", "1234"))
            .set("Pin", 1234)
            .set("Name", "a");
        assert!(!format!("{draft:?}").contains("1234"), "{draft:?}");
        let request = dynamic::upsert(&draft);
        let sent = sent_text(&rendered(&request));
        assert_eq!(
            sent.as_deref(),
            Some(
                r#"{"externalIDFieldName":"Key","brmObjects":{"Key":"1234","Pin":"1234","Name":"a"}}"#
            )
        );
        let refusal =
            format!(r#"{{"upsertResponse": {{"ErrorCode": "7", "ErrorText": "{value}"}}}}"#);
        let error = error_of(&request, &ok(&refusal));
        assert!(!error.to_string().contains("1234"), "{error}");
    }
    assert_eq!(
        vault.new_record().set("Pin", "1"),
        entity("MY_VAULT")
            .with_secret("Pin")
            .with_secret("Key")
            .new_record()
            .set("Pin", "1")
    );

    let record = decode(
        &dynamic::retrieve_by_id(&vault, 7),
        r#"{"retrieveResponse": {"Id": "7", "Pin": "1234", "Rate": 1.10}}"#,
    );
    assert_eq!(record.read::<Secret>("Pin"), Ok(Some(Secret::new("1234"))));
    let stored = serde_json::to_string(&record).expect("it can be stored");
    assert_eq!(stored, r#"{"Id":"7","$kept":[["Rate","1.10"]]}"#);
    let stored = serde_json::to_string(&WithSecrets(&record)).expect("it can be stored");
    assert_eq!(
        stored,
        r#"{"Id":"7","Pin":"1234","$kept":[["Rate","1.10"]]}"#
    );
    let mut reader = serde_json::Deserializer::from_str(&stored);
    let again = vault.read_stored(&mut reader).expect("it can be read");
    assert_eq!(again, record);
    assert_eq!(again.entity(), "MY_VAULT");
    // It still knows what is secret.
    let stored = serde_json::to_string(&again).expect("it can be stored");
    assert!(!stored.contains("1234"), "{stored}");
}

/// What is written for all records takes dynamic ones; this is a test by being compiled.
#[expect(dead_code, reason = "it is a test by being compiled")]
fn a_dynamic_record_is_a_record(record: &DynamicRecord) {
    fn is_record<R: Record>(_: &R) {}
    is_record(record);
}
