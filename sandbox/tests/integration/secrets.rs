//! Secrets of requests are found nowhere in what the sandbox says of itself.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use billbind_sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use crate::caller::Caller;

/// In every secret of this test.
const CANARY: &str = "canary";

#[test]
fn no_secret_is_in_the_log_or_in_debug_output() {
    let told = Arc::new(Mutex::new(String::new()));
    let listener = Arc::clone(&told);
    let options = Options::new()
        .user("my.username", "password")
        .user("jane", "canary-password")
        .client("robot", "canary-client-secret")
        .on_request(move |exchange| {
            let mut told = listener.lock().unwrap();
            writeln!(told, "{exchange}\n{exchange:?}").unwrap();
        });
    let mut caller = Caller::new(&options);
    let login = json!({"username": "jane", "password": "canary-password"});
    let (_, answer) = caller.send("POST", "login", &[], login.to_string());
    caller.session = answer["loginResponse"][0]["SessionID"]
        .as_str()
        .unwrap()
        .to_owned();
    let wrong = json!({"username": "jane", "password": "canary-wrong"});
    caller.send("POST", "login", &[], wrong.to_string());
    // Base64 of robot:canary-client-secret.
    let basic = [(
        "authorization",
        "Basic cm9ib3Q6Y2FuYXJ5LWNsaWVudC1zZWNyZXQ=",
    )];
    let token = "/myorg/auth/1.0/authenticate?grant_type=client_credentials";
    let (status, tokens) = caller.send_to("POST", token, &basic, "");
    assert_eq!(status, 200);
    let access = tokens["access_token"].as_str().unwrap().to_owned();

    let account = caller.account("A");
    let profile = json!({"brmObjects": {
        "AccountId": account, "CreditCardNumber": "canary-4111", "CreditCardCCV": "canary-123",
        "BillTo": "canary-body", "CurrencyCode": "USD", "NoSuchField": "canary-unknown",
    }});
    caller.call("POST", "BILLING_PROFILE", &profile);
    for resource in [
        "BILLING_PROFILE?queryAnsiSql=CreditCardNumber=%27canary-4111%27",
        "query?sql=SELECT+Id+FROM+BILLING_PROFILE+WHERE+CreditCardNumber=%27canary-4111%27",
        "query?sql=SELECT+Id+FROM+ACCOUNT+WHERE+Name=%27canary-never+ends",
        "account?other=canary-parameter",
    ] {
        caller.call("GET", resource, &Value::Null);
    }
    let statement = json!({"sql": "SELECT Id FROM ACCOUNT WHERE Name = 'canary-posted'"});
    caller.call("POST", "query", &statement);
    let dead = [
        ("sessionid", "canary-session"),
        ("x-other", "canary-header"),
    ];
    caller.send("GET", "ACCOUNT/1", &dead, "");

    let Caller { sandbox, session } = caller;
    let told = told.lock().unwrap().clone();
    assert!(told.lines().count() >= 20, "{told}");
    let all = [
        told,
        sandbox.log(),
        format!("{:?}", sandbox.requests()),
        format!("{sandbox:?} {options:?}"),
    ];
    for text in &all {
        for secret in [
            CANARY,
            session.as_str(),
            access.as_str(),
            "cm9ib3Q6",
            "4111",
        ] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    // What is no secret is there: it would be easy to say nothing at all.
    let log = sandbox.log();
    assert!(log.contains("statement CreditCardNumber=?"), "{log}");
    assert!(log.contains("create BILLING_PROFILE -> 200"), "{log}");
}

#[test]
fn an_error_at_the_start_holds_no_secret() {
    let options = Options::new()
        .user("jane", "canary-password")
        .schemas("no/such/folder");
    let error = Sandbox::new(&options).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(CANARY));
}
