//! The stored form: what it looks like, what it keeps, and what becomes of it when the schema
//! changes.

use billbind::billingplatform::{Account, BillingProfile, Row, account, billing_profile, query};
use billbind::storage::WithSecrets;
use billbind::{Answer, Date, DateTime, Decimal, Id, Raw, Record, Secret};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

mod formats;
mod sample;

/// The account in an answer with these members.
fn account(members: &str) -> Account {
    let body = format!(r#"{{"retrieveResponse": [{{{members}}}]}}"#);
    account::retrieve_by_id(1)
        .decode(&Answer::new(200, body))
        .expect("it is an answer")
}

fn profile(members: &str) -> BillingProfile {
    let body = format!(r#"{{"retrieveResponse": [{{{members}}}]}}"#);
    billing_profile::retrieve_by_id(1)
        .decode(&Answer::new(200, body))
        .expect("it is an answer")
}

fn stored(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it can be stored")
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

#[test]
fn every_kind_of_value_has_its_documented_form() {
    let profile = profile(
        r#""Id": 7, "Address1": " a \"b\" ", "PaymentTermDays": "30", "AccountBalance": 1.10,
           "ManualCloseFlag": "1", "AchMandateEnabledFlag": "0", "PeriodCutoffDate": "20150505",
           "Created": "2014-11-03T18:26:11.000Z", "BillingMethod": "BARTER", "Address2": "",
           "CreditCardNumber": "4111", "Email": null"#,
    );
    assert_eq!(
        serde_json::to_value(&profile).expect("it can be stored"),
        json!({
            "Id": "7",
            "Address1": " a \"b\" ",
            "PaymentTermDays": 30,
            "AccountBalance": "1.10",
            "ManualCloseFlag": true,
            "AchMandateEnabledFlag": false,
            "PeriodCutoffDate": "20150505",
            "Created": "2014-11-03T18:26:11.000Z",
            "BillingMethod": "BARTER",
            "Address2": "",
        })
    );
}

#[test]
fn unknown_fields_stand_under_their_names_where_nothing_is_lost_and_in_kept_elsewhere() {
    let account = account(
        r#""nrText": "EMEA", "nrFlag": true, "nrCount": 7, "nrRate": 1.10, "nrBig": 9007199254740993,
           "nrZero": -0, "nrEscaped": "\u0041", "nrNewline": "a\nb", "nrNull": null,
           "nrList": [1,  2.50], "nrText": "APAC", "$kept": "x", "Created": "yesterday",
           "Name": "first", "Name": "second""#,
    );
    let text = stored(&account);
    assert_eq!(
        read::<serde_json::Value>(&text),
        json!({
            "Name": "first",
            "nrText": "EMEA",
            "nrFlag": true,
            "nrCount": 7,
            "nrNewline": "a\nb",
            "$kept": [
                ["nrRate", "1.10"],
                ["nrBig", "9007199254740993"],
                ["nrZero", "-0"],
                ["nrEscaped", r#""\u0041""#],
                ["nrNull", "null"],
                ["nrList", "[1,  2.50]"],
                ["nrText", r#""APAC""#],
                ["$kept", r#""x""#],
                ["Created", r#""yesterday""#],
                ["Name", r#""second""#],
            ],
        })
    );
    assert_eq!(read::<Account>(&text), account);
}

#[test]
fn secrets_are_left_out_unless_told_also_where_they_did_not_fit() {
    let profile = profile(
        r#""Id": "7", "CreditCardNumber": "4111", "CreditCardCCV": {"a": "999"}, "AchBankAbaCode": 5"#,
    );
    assert_eq!(profile.extra.misfits().len(), 1);
    assert_eq!(stored(&profile), r#"{"Id":"7"}"#);
    let text = stored(&WithSecrets(&profile));
    assert_eq!(
        read::<serde_json::Value>(&text),
        json!({
            "Id": "7",
            "CreditCardNumber": "4111",
            "AchBankAbaCode": "5",
            "$kept": [["CreditCardCCV", r#"{"a": "999"}"#]],
        })
    );
    assert_eq!(read::<BillingProfile>(&text), profile);
}

#[test]
fn secrets_of_records_in_structs_and_lists_are_told_by_the_field() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Vaulted {
        #[serde(with = "billbind::storage::with_secrets")]
        profiles: Vec<BillingProfile>,
        #[serde(with = "billbind::storage::with_secrets")]
        first: Option<BillingProfile>,
        #[serde(with = "billbind::storage::with_secrets")]
        token: Secret,
        shown: BillingProfile,
    }
    let profile = profile(r#""CreditCardNumber": "4111""#);
    let vaulted = Vaulted {
        profiles: vec![profile.clone()],
        first: Some(profile.clone()),
        token: Secret::new("t"),
        shown: BillingProfile::default(),
    };
    let text = stored(&vaulted);
    assert_eq!(
        text,
        r#"{"profiles":[{"CreditCardNumber":"4111"}],"first":{"CreditCardNumber":"4111"},"token":"t","shown":{}}"#
    );
    assert_eq!(read::<Vaulted>(&text), vaulted);
}

#[test]
fn what_the_schema_learns_is_found_in_the_field() {
    // A row has no fields: it is the record of a schema that knows nothing.
    let rows = query("SELECT * FROM ACCOUNT").decode(&Answer::new(
        200,
        r#"{"queryResponse": [{"Id": 27471, "Status": "ACTIVE", "RateHierarchy": "1", "Created": "yesterday", "Name": "\u0041", "nrRate": 1.10}]}"#,
    ));
    let rows: Vec<Row> = rows.expect("it is an answer");
    let account: Account = read(&stored(&rows[0]));
    assert_eq!(account.id, Some(account::Id::from(27471)));
    assert_eq!(account.status, Some(account::Status::Active));
    assert_eq!(account.rate_hierarchy, Some(true));
    assert_eq!(account.name.as_deref(), Some("A"));
    assert_eq!(account.extra.misfits()[0].path(), "Created");
    assert_eq!(account.extra.get("nrRate").map(Raw::as_json), Some("1.10"));
}

#[test]
fn what_the_schema_drops_is_kept() {
    let account = account(r#""Id": "1", "RateHierarchy": "1", "Created": "x", "nrRate": 1.10"#);
    let row: Row = read(&stored(&account));
    assert_eq!(row.read::<String>("Id"), Ok(Some("1".to_owned())));
    assert_eq!(row.read::<bool>("RateHierarchy"), Ok(Some(true)));
    assert_eq!(row.get("Created").map(Raw::as_json), Some(r#""x""#));
    assert_eq!(row.get("nrRate").map(Raw::as_json), Some("1.10"));
}

#[test]
fn what_was_written_by_hand_is_read_as_an_answer_would_be() {
    let profile: BillingProfile = read(
        r#"{"Id": 7, "PaymentTermDays": "30", "AccountBalance": 5, "ManualCloseFlag": "Y",
            "Email": null, "PeriodCutoffDate": {"year": 2015}, "nrMap": {"a": [1, null, {"b": "\n"}]}}"#,
    );
    assert_eq!(profile.id, Some("7".into()));
    assert_eq!(profile.payment_term_days, Some(30));
    assert_eq!(profile.account_balance, Some(5.into()));
    assert_eq!(profile.manual_close_flag, Some(true));
    assert_eq!(profile.email, None);
    let misfit = &profile.extra.misfits()[0];
    assert_eq!(
        (misfit.path(), misfit.value().expose()),
        ("PeriodCutoffDate", r#"{"year":2015}"#)
    );
    assert_eq!(
        profile.extra.get("nrMap").map(Raw::as_json),
        Some(r#"{"a":[1,null,{"b":"\n"}]}"#)
    );
}

#[test]
fn what_is_no_stored_record_is_an_error_that_says_what_is_wanted() {
    for (text, part) in [
        ("[]", "a stored record of ACCOUNT: a map"),
        (r#""x""#, "a stored record of ACCOUNT: a map"),
        (
            r#"{"$kept": [["nrRate", "1.10 2"]]}"#,
            "`nrRate` in `$kept`",
        ),
        (r#"{"$kept": {"nrRate": "1.10"}}"#, "a sequence"),
    ] {
        let error = serde_json::from_str::<Account>(text).expect_err(text);
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[test]
fn the_sample_of_the_documentation_is_read_and_stored_again() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/storage.md");
    let page = std::fs::read_to_string(page).expect("the page can be read");
    let (_, rest) = page.split_once("```json\n").expect("it has a sample");
    let (sample, _) = rest.split_once("```").expect("the sample has an end");
    let account: Account = read(sample);
    assert_eq!(account.rate_hierarchy, Some(true));
    assert_eq!(account.extra.misfits()[0].path(), "AccountTypeId");
    assert_eq!(
        serde_json::to_value(&account).expect("it can be stored"),
        read::<serde_json::Value>(sample)
    );
}

#[test]
fn the_small_types_are_their_texts() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Mine {
        id: Id<Account>,
        status: account::Status,
        custom: account::Status,
        rate: Decimal,
        day: Date,
        moment: DateTime,
        raw: Raw,
    }
    let text = r#"{"id":"27471","status":"ACTIVE","custom":"FROZEN","rate":"1.10","day":"20150505","moment":"2014-11-03 18:26","raw":"[1, 2.50]"}"#;
    let mine: Mine = read(text);
    assert_eq!(mine.status, account::Status::Active);
    assert_eq!(mine.rate.scale(), 2);
    assert_eq!(stored(&mine), text);
    assert_eq!(read::<Id<Account>>("27471"), Id::from(27471));
    assert_eq!(read::<Decimal>("-5"), Decimal::from(-5));
    assert_eq!(read::<Secret>(r#""4111""#), Secret::new("4111"));
    for (text, part) in [("1.10", "a float would lose digits"), (r#""x""#, "12.50")] {
        let error = serde_json::from_str::<Decimal>(text).expect_err(text);
        assert!(error.to_string().contains(part), "{error}");
    }
    let error = serde_json::from_str::<Date>(r#""5 May""#).expect_err("no date");
    assert!(error.to_string().contains("2015-05-05"), "{error}");
}

/// Every record can be stored; this is a test by being compiled.
#[expect(dead_code, reason = "it is a test by being compiled")]
fn every_record_of_the_bindings_can_be_stored(account: &Account, profile: &BillingProfile) {
    fn can_be_stored<R: Record + Serialize + DeserializeOwned>(_: &R) {}
    can_be_stored(account);
    can_be_stored(profile);
}
