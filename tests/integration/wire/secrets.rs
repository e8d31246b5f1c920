//! A secret never shows: a canary in every secret place, and every way of showing it.

use billbind::billingplatform::{
    BillingProfile, Contract, Session, account, billing_profile, contract, login, oauth_token,
};
use billbind::{Answer, Key, Raw, Secret};

use super::support::{BASE, decode, error_of, ok, rendered};

const CANARY: &str = "CANARY4111111111111111";

/// The secret fields of `BILLING_PROFILE`: cards, banks, tokens, identity.
const SECRET_FIELDS: [&str; 11] = [
    "AchBankAbaCode",
    "AchBankAcctName",
    "AchBankAcctNum",
    "AchMandateReference",
    "AchUniqueRef",
    "CreditCardCCV",
    "CreditCardExpDate",
    "CreditCardName",
    "CreditCardNumber",
    "CreditCardToken",
    "NationalIdentityNumber",
];

fn assert_hides(shown: &str) {
    for part in [CANARY, "CANARY", "1111"] {
        assert!(!shown.contains(part), "{shown}");
    }
}

#[test]
fn a_record_hides_its_secrets() {
    let members: Vec<String> = SECRET_FIELDS
        .iter()
        .map(|name| format!(r#""{name}": "{CANARY}""#))
        .collect();
    let body = format!(
        r#"{{"retrieveResponse": {{"BillTo": "John", {}}}}}"#,
        members.join(", ")
    );
    let profile = decode(&billing_profile::retrieve_by_id(1), &body);
    let exposed = profile.credit_card_number.as_ref().map(Secret::expose);
    assert_eq!(exposed, Some(CANARY), "the program gets it");
    assert_eq!(
        profile.extra,
        billbind::Extra::default(),
        "all are known as secrets"
    );
    for shown in [format!("{profile:?}"), format!("{profile:#?}")] {
        assert_hides(&shown);
        assert!(shown.contains("John"), "{shown}");
        for name in SECRET_FIELDS {
            assert!(shown.contains(name), "{shown} names {name}");
        }
    }
    assert_hides(&format!("{:?}", profile.credit_card_number));
}

#[test]
fn unknown_fields_and_misfits_hide_their_values() {
    let body = format!(
        r#"{{"retrieveResponse": {{"nrPin": "{CANARY}", "CreditCardNumber": {{"a": "{CANARY}"}}, "PaymentTermDays": "{CANARY}"}}}}"#
    );
    let profile = decode(&billing_profile::retrieve_by_id(1), &body);
    assert_eq!(profile.extra.misfits().len(), 2);
    let raw = profile.extra.get("nrPin").expect("it is kept");
    assert_eq!(raw.as_text().as_deref(), Some(CANARY));
    assert_hides(&format!("{profile:?} {profile:#?}"));
    assert_hides(&format!("{:?} {raw:?}", profile.extra));
    assert_hides(&format!("{:?}", profile.extra.misfits()));
    let error = raw.read::<bool>().expect_err("it is no flag");
    assert_hides(&format!("{error} {error:?}"));
}

#[test]
fn a_row_of_a_query_hides_its_values() {
    let body = format!(r#"{{"queryResponse": [{{"CreditCardNumber": "{CANARY}"}}]}}"#);
    let rows = decode(&billbind::billingplatform::query("SELECT 1"), &body);
    assert_eq!(
        rows[0].get("creditcardnumber").and_then(Raw::as_text),
        Some(CANARY.into())
    );
    assert_hides(&format!("{rows:?} {rows:#?}"));
}

#[test]
fn a_draft_hides_its_secrets_however_they_were_set() {
    let typed = BillingProfile::changes(1)
        .credit_card_number(CANARY)
        .credit_card_ccv(CANARY)
        .credit_card_token(CANARY)
        .ach_bank_acct_num(CANARY);
    assert_hides(&format!("{typed:?} {typed:#?}"));
    assert!(format!("{typed:?}").contains("CreditCardNumber"));

    for name in SECRET_FIELDS {
        let custom = BillingProfile::changes(1).custom(name, CANARY);
        assert_hides(&format!("{custom:?}"));
    }
    let unknown = BillingProfile::changes(1)
        .custom("nrPin", CANARY)
        .custom("nrJson", Raw::text(CANARY))
        .custom("nrSecret", Secret::new(CANARY))
        .custom("nrList", vec![CANARY]);
    assert_hides(&format!("{unknown:?} {unknown:#?}"));
}

#[test]
fn a_key_hides_what_may_be_a_secret() {
    let key = Key::<BillingProfile>::custom("CreditCardToken", CANARY);
    assert_hides(&format!("{key:?}"));
    assert!(format!("{key:?}").contains("CreditCardToken"));
    assert_hides(&format!("{:?}", billbind::Reference::Key(key.clone())));
    let upsert = BillingProfile::upsert(key);
    assert_hides(&format!("{upsert:?} {upsert:#?}"));
    let upsert = BillingProfile::upsert(Key::custom("nrPin", CANARY));
    assert_hides(&format!("{upsert:?}"));
    let looked_up = Contract::changes(1).account_id(Key::custom("nrPin", CANARY));
    assert_hides(&format!("{looked_up:?} {looked_up:#?}"));
    // A documented key is no secret.
    let key = contract::key::contract_number("C-1");
    assert!(format!("{key:?}").contains("C-1"));
    assert!(format!("{:?}", Contract::upsert(key)).contains("C-1"));
}

#[test]
fn a_request_hides_its_body_its_query_and_its_headers() {
    let update = billing_profile::update(&BillingProfile::changes(1).credit_card_number(CANARY))
        .authorized(&Session::from_id(CANARY));
    assert_hides(&format!("{update:?} {:?}", rendered(&update)));
    let sent = rendered(&update);
    assert_hides(&format!("{:?}", sent.headers));
    let login = login("user", &Secret::new(CANARY));
    assert_hides(&format!("{login:?} {:?}", rendered(&login)));
    let token = oauth_token("client", &Secret::new(CANARY));
    assert_hides(&format!("{token:?} {:?}", rendered(&token)));
    let bearer = account::retrieve_by_id(1).authorized(&Session::from_token(CANARY));
    assert_hides(&format!("{bearer:?} {:?}", rendered(&bearer)));
    let filtered = account::retrieve(&account::COL.name.eq(CANARY));
    assert_hides(&format!("{filtered:?} {:?}", rendered(&filtered)));
}

#[test]
fn a_session_and_an_answer_hide_what_they_hold() {
    let body = format!(
        r#"{{"loginResponse": [{{"SessionID": "{CANARY}", "ErrorCode": "0", "ErrorText": []}}]}}"#
    );
    let session = decode(&login("u", &Secret::new("p")), &body);
    assert_eq!(session.secret().expose(), CANARY);
    assert_hides(&format!("{session:?} {:?}", session.secret()));
    assert_hides(&format!("{:?}", ok(&body)));
    let body = format!(
        r#"{{"access_token": "{CANARY}", "refresh_token": "{CANARY}", "expires_in": 3600}}"#
    );
    let session = decode(&oauth_token("c", &Secret::new("s")), &body);
    assert_hides(&format!("{session:?} {:?}", session.refresh_token()));
}

#[test]
fn the_excerpt_of_a_decode_failure_hides_the_secrets_around_it() {
    for name in SECRET_FIELDS.into_iter().chain(["nrPin", "SessionID"]) {
        for value in [
            format!(r#""{CANARY}""#),
            format!(r#"{{"Name": "{CANARY}", "x": ["{CANARY}"]}}"#),
            format!(r#"["{CANARY}", 1]"#),
        ] {
            for broken in [
                r#""PaymentTermDays": "thirty""#,
                r#""Status": x"#,
                r#""Status""#,
            ] {
                let body = format!(
                    r#"{{"retrieveResponse": [{{"BillTo": "John", "{name}": {value}, {broken}, "{name}": {value}}}]}}"#
                );
                let request = billing_profile::retrieve_by_id(1).strict();
                let error = error_of(&request, &ok(&body));
                let excerpt = error.excerpt().expect("there is an excerpt");
                assert_hides(excerpt);
                assert!(excerpt.contains("John"), "{excerpt}");
                assert_hides(&format!("{error} {error:?} {error:#?}"));
            }
        }
    }
}

#[test]
fn a_truncated_answer_hides_its_secrets_at_every_byte() {
    let body = format!(
        r#"{{"retrieveResponse": [{{"BillTo": "John", "CreditCardNumber": "{CANARY}", "nrPin": ["{CANARY}"], "Status": "ACTIVE"}}]}}"#
    );
    for length in 0..body.len() {
        let answer = Answer::new(200, &body.as_bytes()[..length]);
        let error = error_of(&billing_profile::retrieve_by_id(1), &answer);
        assert_hides(&format!("{error} {error:?}"));
    }
}

#[test]
fn answers_of_no_known_shape_hide_their_values() {
    for body in [
        CANARY.to_owned(),
        format!(r#""{CANARY}""#),
        format!(r#"["{CANARY}"]"#),
        format!(r#"[1, {{"Status": "x"}}, "{CANARY}"]"#),
        format!("{{\"{CANARY}"),
        format!("<html>{CANARY}</html>"),
        format!(r#"{{"token": "{CANARY}"}}"#),
        format!(r#"{{"retrieveResponse": "{CANARY}"}}"#),
        format!(r#"{{"updateResponse": ["{CANARY}"]}}"#),
        format!(r#"{{"loginResponse": {{"SessionID": ["{CANARY}"]}}}}"#),
        format!(r#"{{"loginResponse": "{CANARY}"}}"#),
        format!(r#"{{"error": {{"session": "{CANARY}"}}, "message": {{"token": "{CANARY}"}}}}"#),
        format!(r#"{{"errors": [{{"error_text": {{"password": "{CANARY}"}}}}]}}"#),
        format!(
            r#"{{"updateResponse": [{{"ErrorCode": "1", "ErrorText": {{"CreditCardNumber": "{CANARY}"}}}}]}}"#
        ),
        format!(r#"{{"file_downloadResponse": [{{"ErrorCode": "0", "Data": "{CANARY}#"}}]}}"#),
    ] {
        for status in [200, 302, 400, 401, 404, 500] {
            let answer = Answer::new(status, body.as_str());
            let changes = BillingProfile::changes(1);
            let field = billbind::FileField::custom("F");
            for shown in [
                format!("{:?}", billing_profile::retrieve_by_id(1).decode(&answer)),
                format!("{:?}", billing_profile::update(&changes).decode(&answer)),
                format!(
                    "{:?}",
                    billing_profile::update_many(&[changes]).decode(&answer)
                ),
                format!("{:?}", login("u", &Secret::new("p")).decode(&answer)),
                format!("{:?}", oauth_token("u", &Secret::new("p")).decode(&answer)),
                format!(
                    "{:?}",
                    billing_profile::download_file(1, &field)
                        .decode(&answer)
                        .map(drop)
                ),
            ] {
                assert_hides(&shown);
            }
        }
    }
}

#[test]
fn a_refused_request_hides_its_secrets() {
    let request = account::retrieve_by_id(1).authorized(&Session::from_id(format!("{CANARY}\n")));
    let error = request.render(BASE).expect_err("refused");
    assert_hides(&format!("{error} {error:?}"));
    let base = format!("https://user:{CANARY}@my.billingplatform.com/myorg");
    let error = request.render(&base).expect_err("refused");
    assert_hides(&format!("{error} {error:?}"));
}

#[test]
fn a_result_that_names_a_secret_in_its_whole_record_hides_it() {
    // The reference of some versions answers a write with the whole record.
    let body = format!(
        r#"{{"retrieveResponse": [{{"Id": "1", "CreditCardNumber": "{CANARY}"}}, {{"Id": "2", "CreditCardNumber": "{CANARY}"}}]}}"#
    );
    let error = error_of(
        &billing_profile::update(&BillingProfile::changes(1)),
        &ok(&body),
    );
    assert_hides(&format!("{error} {error:?}"));
}

#[test]
fn an_answer_whose_quotes_went_astray_shows_no_secret_behind_them() {
    for number in [format!("\"{CANARY}\""), "4111111111111111".to_owned()] {
        let body = format!(
            r#"{{"retrieveResponse": [{{"Attention": "a"b", "CreditCardNumber": {number}, "City": "x"}}]}}"#
        );
        let error = error_of(&billing_profile::retrieve_by_id(1), &ok(&body));
        assert_hides(&format!("{error} {error:?} {:?}", error.excerpt()));
        assert!(
            error
                .excerpt()
                .is_some_and(|excerpt| excerpt.contains("Attention")),
            "{error}"
        );
    }
}

#[test]
fn a_server_that_repeats_a_secret_is_not_repeated() {
    let changes = BillingProfile::changes(1).credit_card_number(CANARY);
    for body in [
        format!(
            r#"{{"updateResponse": [{{"ErrorCode": "7", "ErrorText": "Value {CANARY} is too long"}}]}}"#
        ),
        format!(r#"{{"error": "bad {CANARY}", "message": "Value {CANARY}"}}"#),
    ] {
        let error = error_of(&billing_profile::update(&changes), &ok(&body));
        assert_hides(&format!(
            "{error} {error:?} {:?} {:?}",
            error.text(),
            error.code()
        ));
    }
    let body =
        format!(r#"{{"updateResponse": [{{"ErrorCode": "7", "ErrorText": "Value {CANARY}"}}]}}"#);
    let batch = billing_profile::update_many(&[changes])
        .decode(&ok(&body))
        .expect("results");
    assert_hides(&format!("{batch:?}"));
    let session = Session::from_id(CANARY);
    let request = account::retrieve_by_id(1).authorized(&session);
    let answer = Answer::new(
        500,
        format!(r#"{{"errors": [{{"error_text": "{CANARY}", "error_code": "X"}}]}}"#),
    );
    assert_hides(&error_of(&request, &answer).to_string());
}

#[test]
fn a_long_text_of_the_server_is_cut() {
    let body = format!(
        r#"{{"error": "x", "message": "{}"}}"#,
        "long ".repeat(1_000_000)
    );
    let error = error_of(&account::retrieve_by_id(1), &Answer::new(500, body));
    assert!(error.to_string().len() < 2000);
}

#[test]
fn a_secret_key_that_the_server_repeats_is_not_repeated() {
    let upsert = BillingProfile::upsert(Key::custom("nrCard", Secret::new(CANARY)));
    let body =
        format!(r#"{{"upsertResponse": [{{"ErrorCode": "7", "ErrorText": "No {CANARY}"}}]}}"#);
    assert_hides(&error_of(&billing_profile::upsert(&upsert), &ok(&body)).to_string());
}
