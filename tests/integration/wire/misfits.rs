//! Values that do not fit their field's type: kept aside, or an error in strict mode.

use billbind::billingplatform::{
    Account, BillingProfile, Contract, Pricing, Request, account, billing_profile, contract,
    pricing,
};
use billbind::{Error, ErrorKind, Misfit};

use super::support::{decode, error_of, ok};

/// Path and JSON of each misfit.
fn shown(misfits: &[Misfit]) -> Vec<(&str, &str)> {
    misfits
        .iter()
        .map(|misfit| (misfit.path(), misfit.value().expose()))
        .collect()
}

fn strict_error<T>(request: Request<T>, body: &str) -> Error {
    error_of(&request.strict(), &ok(body))
}

#[test]
fn a_misfit_is_kept_with_its_place_and_text_and_the_field_is_absent() {
    let account: Account = decode(
        &account::retrieve_by_id(1),
        r#"{"retrieveResponse": [{"Id": ["1", "2"], "Created": "yesterday", "RateHierarchy": "maybe", "Name": {"a":  1.0}, "Status": {}, "Description": "d"}]}"#,
    );
    assert_eq!(
        shown(account.extra.misfits()),
        [
            ("Id", r#"["1", "2"]"#),
            ("Created", r#""yesterday""#),
            ("RateHierarchy", r#""maybe""#),
            ("Name", r#"{"a":  1.0}"#),
            ("Status", "{}"),
        ]
    );
    assert_eq!(account.id, None);
    assert_eq!(account.created, None);
    assert_eq!(account.rate_hierarchy, None);
    assert_eq!(account.name, None);
    assert_eq!(account.status, None);
    assert_eq!(account.description.as_deref(), Some("d"));
}

#[test]
fn numbers_and_dates_that_do_not_fit_are_misfits() {
    let pricing: Pricing = decode(
        &pricing::retrieve_by_id(1),
        r#"{"retrieveResponse": {"Rate": "$5<br/>", "BuyRate": "1,000.50", "MinCharge": 1e99, "UpperBand": true}}"#,
    );
    let paths: Vec<&str> = pricing.extra.misfits().iter().map(Misfit::path).collect();
    assert_eq!(paths, ["Rate", "BuyRate", "MinCharge", "UpperBand"]);

    let contract: Contract = decode(
        &contract::retrieve_by_id(1),
        r#"{"retrieveResponse": {"StartDate": "05/05/2015", "EndDate": "20150231"}}"#,
    );
    assert_eq!(
        shown(contract.extra.misfits()),
        [
            ("StartDate", r#""05/05/2015""#),
            ("EndDate", r#""20150231""#)
        ]
    );

    for days in [r#""30 days""#, "30.5", "9223372036854775808"] {
        let body = format!(r#"{{"retrieveResponse": {{"PaymentTermDays": {days}}}}}"#);
        let profile: BillingProfile = decode(&billing_profile::retrieve_by_id(1), &body);
        assert_eq!(
            shown(profile.extra.misfits()),
            [("PaymentTermDays", days)],
            "{days}"
        );
        assert_eq!(profile.payment_term_days, None);
    }
}

#[test]
fn one_misfit_does_not_spoil_the_other_records() {
    let accounts = decode(
        &account::retrieve(&account::COL.id.ge(1)),
        r#"{"retrieveResponse": [{"Id": "1"}, {"Id": "2", "Created": 5}, {"Id": "3"}]}"#,
    );
    let ids: Vec<Option<&str>> = accounts
        .iter()
        .map(|account| account.id.as_ref().map(account::Id::as_str))
        .collect();
    assert_eq!(ids, [Some("1"), Some("2"), Some("3")]);
    let counts: Vec<usize> = accounts
        .iter()
        .map(|account| account.extra.misfits().len())
        .collect();
    assert_eq!(counts, [0, 1, 0]);
}

#[test]
fn a_second_value_for_a_field_is_a_misfit() {
    let account = decode(
        &account::retrieve_by_id(1),
        r#"{"retrieveResponse": {"Name": "first", "Name": "second"}}"#,
    );
    assert_eq!(account.name.as_deref(), Some("first"));
    assert_eq!(
        shown(account.extra.misfits()),
        [("Name", r#""second""#)],
        "nothing is lost"
    );
}

#[test]
fn half_a_surrogate_pair_is_a_misfit() {
    let account = decode(
        &account::retrieve_by_id(1),
        r#"{"retrieveResponse": {"Name": "a\ud83d", "nrField": "\udc00", "Id": "1"}}"#,
    );
    assert_eq!(
        shown(account.extra.misfits()),
        [("Name", r#""a\ud83d""#)],
        "Rust's text cannot hold it"
    );
    assert!(account.extra.get("nrField").is_some());
    assert_eq!(account.id, Some("1".into()));
}

#[test]
fn a_misfit_says_what_would_have_fitted() {
    let account = decode(
        &account::retrieve_by_id(1),
        r#"{"retrieveResponse": {"Created": "yesterday"}}"#,
    );
    let misfit = &account.extra.misfits()[0];
    assert!(misfit.expected().contains("date and time"));
    assert_eq!(
        format!("{misfit:?}"),
        format!("Created is not {}", misfit.expected())
    );
}

#[test]
fn strict_mode_names_entity_record_path_and_type() {
    let body = r#"{"retrieveResponse": [{"Id": "1"}, {"Id": "2"}, {"Id": "3", "Name": "Blue", "RateHierarchy": "maybe"}]}"#;
    let error = strict_error(account::retrieve(&account::COL.id.ge(1)), body);
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    assert_eq!(error.entity(), Some("ACCOUNT"));
    assert_eq!(error.operation(), "retrieve");
    assert_eq!(error.record(), Some(2));
    assert_eq!(error.path(), Some("retrieveResponse[2].RateHierarchy"));
    let expected = error.expected().expect("the type");
    assert!(expected.contains("flag"), "{expected}");
    let excerpt = error.excerpt().expect("an excerpt");
    assert!(excerpt.contains("maybe"), "{excerpt}");
    let shown = error.to_string();
    for part in [
        "ACCOUNT retrieve",
        "record 2",
        "retrieveResponse[2].RateHierarchy",
        "flag",
        "maybe",
    ] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn strict_mode_names_the_path_of_a_single_object() {
    let body = r#"{"retrieveResponse": {"Id": "1", "Created": "x"}}"#;
    let error = strict_error(account::retrieve_by_id(1), body);
    assert_eq!(error.path(), Some("retrieveResponse.Created"));
    assert_eq!(error.record(), None);
}

#[test]
fn strict_mode_takes_unknown_fields_and_unknown_enum_values() {
    let account = decode(
        &account::retrieve_by_id(1).strict(),
        r#"{"retrieveResponse": {"nrField": {"a": 1}, "Status": "FROZEN"}}"#,
    );
    assert!(account.extra.get("nrField").is_some());
    assert_eq!(account.status, Some(account::Status::custom("FROZEN")));
}

#[test]
fn an_element_that_is_no_record_is_an_error_with_its_number() {
    for element in ["1", r#""x""#, "[]", "true"] {
        let body = format!(r#"{{"retrieveResponse": [{{"Id": "1"}}, {element}]}}"#);
        let error = error_of(&account::retrieve(&account::COL.id.ge(1)), &ok(&body));
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{element}");
        assert_eq!(error.path(), Some("retrieveResponse[1]"), "{element}");
        assert_eq!(error.record(), Some(1), "{element}");
    }
}

#[test]
fn nothing_in_the_place_of_records_is_no_record() {
    let all = account::retrieve(&account::COL.id.ge(1));
    for body in [
        r#"{"retrieveResponse": null}"#,
        r#"{"retrieveResponse": ""}"#,
        r#"{"retrieveResponse": " "}"#,
        r#"{"retrieveResponse": []}"#,
        r#"{"retrieveResponse": [null]}"#,
    ] {
        assert_eq!(
            all.decode(&ok(body)).map(|records| records.len()).ok(),
            Some(0),
            "{body}"
        );
    }
    let body = r#"{"retrieveResponse": [null, {"Id": "1"}, null]}"#;
    assert_eq!(
        all.decode(&ok(body)).map(|records| records.len()).ok(),
        Some(1)
    );
}

#[test]
fn more_records_than_allowed_are_an_error_that_names_the_limit() {
    let body = r#"{"retrieveResponse": [{"Id": "1"}, {"Id": "2"}, {"Id": "3"}]}"#;
    let all = || account::retrieve(&account::COL.id.ge(1));
    let error = error_of(&all().max_records(2), &ok(body));
    assert_eq!(error.kind(), ErrorKind::AnswerTooLarge);
    assert!(error.to_string().contains("max_records"), "{error}");
    assert!(all().max_records(3).decode(&ok(body)).is_ok());
}
