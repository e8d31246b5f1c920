//! URLs and headers: no value becomes a path, a query or a header.

use billbind::billingplatform::{Account, Request, Session, account, contract, raw};
use billbind::{ErrorKind, Filter, Method};

use super::support::{BASE, header, query_decoded, refused, rendered};

/// Texts that mean something in a URL.
const HOSTILE: [&str; 14] = [
    "a/b",
    "../../login",
    "/",
    "..\\..",
    "?queryAnsiSql=1=1",
    "#x",
    "%2e%2e",
    "%2e",
    "..%2f..",
    ";x=1",
    "a b",
    "a\r\nHost: evil",
    "é\u{202e}",
    "@evil.example",
];

#[test]
fn a_hostile_id_never_changes_the_path() {
    for id in HOSTILE {
        let sent = rendered(&account::retrieve_by_id(id));
        let last = sent
            .url
            .strip_prefix(&format!("{BASE}/rest/2.0/ACCOUNT/"))
            .unwrap_or_else(|| panic!("{}", sent.url));
        assert!(
            last.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)),
            "{last}"
        );
        assert!(!matches!(last, "" | "." | ".."), "{id:?}");
        assert_eq!(query_decoded(last), id, "it arrives as it was");
    }
}

#[test]
fn an_id_that_would_be_a_step_in_the_path_is_refused() {
    for id in ["", ".", ".."] {
        let error = refused(&account::retrieve_by_id(id));
        assert_eq!(error.entity(), Some("ACCOUNT"));
        assert!(error.to_string().contains("nothing was sent"), "{error}");
        refused(&account::download_file(id, &account::file::DOCUMENT));
        refused(&account::upload_file(
            id,
            &account::file::DOCUMENT,
            "a",
            b"b",
        ));
    }
}

#[test]
fn the_segments_of_a_raw_request_stay_segments() {
    for segment in HOSTILE {
        let request = raw(Method::Get, &["rest", "2.0", segment, "x"], None);
        let sent = rendered(&request);
        assert_eq!(sent.url.split('/').count(), BASE.split('/').count() + 4);
        assert!(!sent.url.contains(['?', '#', '\\']), "{}", sent.url);
    }
    refused(&raw(Method::Get, &["rest", "..", "login"], None));
}

#[test]
fn a_hostile_filter_stays_one_parameter() {
    for text in HOSTILE.into_iter().chain(["a&sql=1", "a=b", "+", "100%"]) {
        let sent = rendered(&account::retrieve(&account::COL.name.eq(text)));
        let (path, sql) = sent.url.split_once("?queryAnsiSql=").expect("a condition");
        assert_eq!(path, format!("{BASE}/rest/2.0/ACCOUNT"));
        assert!(!sql.contains(['&', '#', '?', '+', ' ', '=']), "{sql}");
        assert_eq!(query_decoded(sql), format!("Name = '{text}'"));
    }
    let sent = rendered(&account::retrieve(&Filter::raw("Name='a' & b")));
    let (_, sql) = sent.url.split_once("?queryAnsiSql=").expect("a condition");
    assert_eq!(query_decoded(sql), "(Name='a' & b)");
}

#[test]
fn the_parameters_of_a_raw_request_are_escaped() {
    let request = raw(Method::Get, &["rest", "2.0", "ACCOUNT"], None)
        .parameter("queryAnsiSql", "Id>=1&x=2")
        .parameter("page", "1 2");
    assert_eq!(
        rendered(&request).url,
        format!("{BASE}/rest/2.0/ACCOUNT?queryAnsiSql=Id%3E%3D1%26x%3D2&page=1%202")
    );
}

#[test]
fn a_session_never_becomes_a_second_header() {
    for id in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "é", "\u{7f}"] {
        for session in [Session::from_id(id), Session::from_token(id)] {
            let request = account::retrieve_by_id(1).authorized(&session);
            let error = refused(&request);
            assert!(error.to_string().contains("header"), "{error}");
            assert!(!error.to_string().contains("Evil"), "{error}");
            // A good session mends it.
            let mended = request.authorized(&Session::from_id("good"));
            let sent = rendered(&mended);
            assert_eq!(header(&sent, "sessionid").as_deref(), Some("good"));
        }
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let request = account::upsert_many(&[]).authorized(&Session::from_id("a\nb"));
    let error = request.render("http://example.com").expect_err("refused");
    let shown = error.to_string();
    for part in ["no record", "header", "HTTPS"] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn a_base_url_may_end_in_a_slash_or_be_loopback() {
    let request = contract::retrieve_by_id(1);
    for base in [
        "https://my.billingplatform.com/myorg",
        "https://my.billingplatform.com/myorg/",
        "https://my.billingplatform.com/myorg//",
    ] {
        let sent = request.render(base).expect("it can be sent");
        assert_eq!(
            sent.url,
            "https://my.billingplatform.com/myorg/rest/2.0/CONTRACT/1"
        );
    }
    let sent = request
        .render("http://127.0.0.1:8080/o")
        .expect("it can be sent");
    assert_eq!(sent.url, "http://127.0.0.1:8080/o/rest/2.0/CONTRACT/1");
}

#[test]
fn what_is_no_base_url_is_refused_and_not_repeated() {
    let request: Request<Account> = account::retrieve_by_id(1);
    for base in [
        "",
        "my.billingplatform.com/canary",
        "http://my.billingplatform.com/canary",
        "http://127.0.0.1.evil.example/canary",
        "http://[::1].evil.example/canary",
        "https://user:canary@my.billingplatform.com/myorg",
        "https:///canary",
        "https://my.billingplatform.com/myorg?canary",
        "https://my.billingplatform.com/myorg#canary",
        "https://my.billingplatform.com/my canary",
        "https://my.billingplatform.com\r\n/canary",
        "file:///canary",
    ] {
        let error = request.render(base).expect_err(base);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{base}");
        assert!(!error.to_string().contains("canary"), "{error}");
    }
}
