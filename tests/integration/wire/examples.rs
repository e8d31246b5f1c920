//! What the documentation of the bindings calls to prove the examples of the schemas: it must fail
//! where an example says something else.

use std::panic::catch_unwind;

use billbind::billingplatform::{Account, account};
use billbind_runtime::billingplatform::example;

fn fails(check: impl FnOnce() + std::panic::UnwindSafe) -> bool {
    catch_unwind(check).is_err()
}

#[test]
fn an_example_that_says_another_request_fails() {
    let sends = |records: &'static str| {
        !fails(move || {
            let changes = Account::changes(7).name("Blue").clear_description();
            example::assert_sends(&account::update(&changes), records);
        })
    };
    assert!(sends(
        r#"[{"Name": "Blue", "Id": "7", "Description": null}]"#
    ));
    for records in [
        r#"[{"Name": "Blue", "Id": "7"}]"#,
        r#"[{"Name": "Blue", "Id": "7", "Description": null, "Status": "ACTIVE"}]"#,
        r#"[{"Name": "blue", "Id": "7", "Description": null}]"#,
        r#"[{"Name": "Blue", "Id": "7", "Description": null}, {"Id": "8"}]"#,
        "[]",
    ] {
        assert!(!sends(records), "{records}");
    }
}

#[test]
fn an_example_whose_request_cannot_be_sent_fails() {
    assert!(fails(|| {
        let changes = Account::changes("").name("Blue");
        example::assert_sends(
            &account::update(&changes),
            r#"[{"Id": "", "Name": "Blue"}]"#,
        );
    }));
}

#[test]
fn an_example_that_says_another_key_id_or_condition_fails() {
    let upsert = || account::upsert(&Account::upsert(account::Key::custom("nrKey", "x")));
    example::assert_finds_by(&upsert(), "nrKey");
    assert!(fails(move || example::assert_finds_by(
        &upsert(),
        "nrOther"
    )));
    let read = || account::retrieve_by_id("A/ 1");
    example::assert_asks_for(&read(), "A/ 1");
    assert!(fails(move || example::assert_asks_for(&read(), "1")));
    let filter = || account::retrieve(&account::COL.name.eq("a b"));
    example::assert_filters(&filter(), "Name='a b'");
    assert!(fails(move || example::assert_filters(
        &filter(),
        "Name='ab'"
    )));
}

#[test]
fn an_example_whose_answer_is_read_otherwise_fails() {
    let reads = |answered: &'static str, said: &'static str| {
        !fails(move || {
            let request = account::retrieve(&account::COL.id.ge(1));
            let records = request.decode(&example::answer(&request, answered));
            example::assert_reads(&records.expect("it can be read"), said);
        })
    };
    let answered = r#"[{"Id": "7", "Created": "2014-11-03T18:26:11.000Z", "nrField": "x"}]"#;
    assert!(reads(answered, answered));
    assert!(reads(answered, r#"[{"Id": "7", "Name": null}]"#));
    assert!(!reads(answered, r#"[{"Id": "7", "Name": "Blue"}]"#));
    assert!(!reads(answered, r#"[{"Id": null}]"#));
    assert!(!reads(answered, r#"[{"nrOther": "x"}]"#));
    assert!(!reads(answered, "[]"));
    let misfit = r#"[{"Id": "7", "Created": "yesterday"}]"#;
    assert!(!reads(misfit, r#"[{"Id": "7"}]"#));
}
