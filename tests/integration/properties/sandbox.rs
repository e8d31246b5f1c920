//! The sandbox runs every statement that the builder writes.

use billbind::Filter;
use billbind::billingplatform::{BillingProfile, account, activity, billing_profile, invoice};
use billbind_sandbox::{Incoming, Options, Sandbox};
use proptest::prelude::*;
use serde_json::Value;

use super::filters::meant;

struct Caller {
    sandbox: Sandbox,
    session: Vec<u8>,
}

thread_local! {
    static CALLER: Caller = Caller::new();
}

impl Caller {
    fn new() -> Self {
        let sandbox = Sandbox::new(&Options::new().examples(true)).expect("it starts");
        let login = r#"{"username": "my.username", "password": "password"}"#;
        let answer = send(&sandbox, "login", login, &[]);
        let session = answer.1["loginResponse"][0]["SessionID"]
            .as_str()
            .expect("a session");
        let session = session.as_bytes().to_vec();
        Self { sandbox, session }
    }
}

fn send(sandbox: &Sandbox, resource: &str, body: &str, session: &[u8]) -> (u16, Value) {
    let answer = sandbox.answer(&Incoming {
        method: "POST".to_owned(),
        path: format!("/myorg/rest/2.0/{resource}"),
        headers: vec![("sessionid".to_owned(), session.to_vec())],
        body: body.as_bytes().to_vec(),
        ..Incoming::default()
    });
    (
        answer.status,
        serde_json::from_slice(&answer.body).expect("JSON"),
    )
}

/// Why the sandbox refuses a statement.
fn refusal(statement: &str) -> Option<String> {
    let body = serde_json::json!({ "sql": statement }).to_string();
    let (status, answer) =
        CALLER.with(|caller| send(&caller.sandbox, "query", &body, &caller.session));
    match status {
        200 | 404 => None,
        _ => Some(
            answer["errors"][0]["error_text"]
                .as_str()
                .unwrap_or("?")
                .to_owned(),
        ),
    }
}

/// Whether a refusal is the statement's own fault: columns that the organization does not have, and
/// ids that are none.
fn is_meant(refusal: &str) -> bool {
    refusal.contains("has no field `nr")
        || refusal.contains("is no relation of")
        || refusal.contains("a whole number is expected")
        || refusal.contains("a decimal number of at most 38 digits")
        || refusal.contains("NUL character")
}

proptest! {
    #[test]
    fn the_sandbox_takes_every_filter_of_the_builder((filter, _) in meant()) {
        let query = billing_profile::query().columns(&billing_profile::COL.id).filter(filter);
        let statement = query.to_sql();
        if let Some(refusal) = refusal(&statement) {
            prop_assert!(is_meant(&refusal), "{refusal}: {statement}");
        }
    }
}

#[test]
fn the_sandbox_takes_every_clause_of_the_builder() {
    let name = invoice::PATH
        .billing_profile
        .then(&billing_profile::PATH.account)
        .col(&account::COL.name);
    let lines = activity::query()
        .columns((&activity::COL.id, &activity::COL.activity_date))
        .filter(activity::COL.quantity.gt(0))
        .order_by(activity::COL.activity_date.desc())
        .children_of(&activity::PATH.invoice);
    let total = invoice::COL.grand_total_amount.sum().alias("total");
    for statement in [
        invoice::query().all_columns().to_sql(),
        billing_profile::query().all_columns().page(2, 10).to_sql(),
        account::query().all_columns().to_sql(),
        invoice::query()
            .select((&invoice::COL.id, &name, lines))
            .order_by(&name)
            .page(0, 5)
            .to_sql(),
        invoice::query()
            .select((
                &invoice::COL.status,
                &name,
                total.clone(),
                invoice::COL.id.count(),
                invoice::COL.due_date.max(),
            ))
            .filter(name.like("%Blue%"))
            .group_by((&invoice::COL.status, &name))
            .having(
                invoice::COL
                    .id
                    .count()
                    .between(1, 5)
                    .or(invoice::COL.grand_total_amount.avg().gt(1)),
            )
            .order_by((total.desc(), &invoice::COL.status))
            .page(1, 10)
            .to_sql(),
        billing_profile::query()
            .columns(&billing_profile::COL.id)
            .filter(Filter::<BillingProfile>::all([]))
            .filter(Filter::any([]))
            .filter(Filter::raw("ROWNUM < 1000"))
            .to_sql(),
        invoice::query()
            .columns(&invoice::COL.id)
            .offset(u64::MAX)
            .to_sql(),
    ] {
        assert_eq!(refusal(&statement), None, "{statement}");
    }
}
