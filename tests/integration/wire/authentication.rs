//! Logging in, using the session and logging out, as Authentication and REST Methods show it.

use billbind::billingplatform::{Session, account, login, logout, oauth_token};
use billbind::{ErrorKind, Method, Retry, Secret};

use super::support::{assert_sends, decode, error_of, header, ok, rendered};

/// Authentication, example response.
const AUTHENTICATION_ANSWER: &str = r#"{
"loginResponse": [
{
"SessionID": "thisWillBeAStringOfCharacters",
"ErrorCode": "0",
"ErrorText": []
}
]
}"#;

/// REST Methods, LOGIN.
const REST_METHODS_ANSWER: &str = r#"{
	"loginResponse": [
	{
		"SessionID": "qIYsMgFsRbbXRUlxaLnTFWPxbdfCiYabkmBGvzgj",
		"ErrorCode": "0",
		"ErrorText": []
	}
    ]
}"#;

#[test]
fn login_is_sent_as_authentication_shows_it() {
    assert_sends(
        &login("my.username", &Secret::new("password")),
        Method::Post,
        "https://my.billingplatform.com/myorg/rest/2.0/login",
        r#"{
"username": "my.username",
"password": "password"
}"#,
    );
}

#[test]
fn login_is_sent_as_rest_methods_shows_it() {
    assert_sends(
        &login("my.username", &Secret::new("password")),
        Method::Post,
        "https://my.billingplatform.com/myorg/rest/2.0/login",
        r#"{
	"username":"my.username",
	"password":"password"
}"#,
    );
}

#[test]
fn login_carries_no_session() {
    let sent = rendered(&login("my.username", &Secret::new("password")));
    assert_eq!(header(&sent, "sessionid"), None);
    assert_eq!(header(&sent, "authorization"), None);
}

#[test]
fn login_answers_of_both_pages_give_their_session() {
    let request = login("my.username", &Secret::new("password"));
    for (answer, id) in [
        (AUTHENTICATION_ANSWER, "thisWillBeAStringOfCharacters"),
        (
            REST_METHODS_ANSWER,
            "qIYsMgFsRbbXRUlxaLnTFWPxbdfCiYabkmBGvzgj",
        ),
    ] {
        let session = decode(&request, answer);
        assert_eq!(session.secret().expose(), id);
        assert!(session.refresh_token().is_none());
        assert_eq!(session.expires_in(), None);
    }
}

#[test]
fn the_session_goes_into_the_header_that_the_samples_of_both_pages_use() {
    // The text of Authentication says `Authorization`; its cURL and its JavaScript say this:
    let session = decode(&login("u", &Secret::new("p")), AUTHENTICATION_ANSWER);
    let sent = rendered(&account::retrieve_by_id(12345).authorized(&session));
    assert_eq!(
        header(&sent, "sessionid").as_deref(),
        Some("thisWillBeAStringOfCharacters")
    );
    assert_eq!(header(&sent, "authorization"), None);
    assert_sends(
        &account::retrieve_by_id(12345).authorized(&session),
        Method::Get,
        "https://my.billingplatform.com/myorg/rest/2.0/ACCOUNT/12345",
        "",
    );
}

#[test]
fn logout_is_sent_with_the_session_and_an_empty_object() {
    let request = logout().authorized(&Session::from_id("YOUR_SESSION_ID"));
    assert_sends(
        &request,
        Method::Post,
        "https://my.billingplatform.com/myorg/rest/2.0/logout",
        "{}",
    );
    let sent = rendered(&request);
    assert_eq!(
        header(&sent, "sessionid").as_deref(),
        Some("YOUR_SESSION_ID")
    );
}

#[test]
fn logout_takes_every_answer_of_status_200() {
    // The first is the vendor's: a JSON string, not an object.
    for body in [
        r#""{}""#,
        r#"{"logoutResponse": [{"ErrorCode": "0", "ErrorText": " ", "Success": "true"}]}"#,
        "",
    ] {
        decode(&logout(), body);
    }
}

#[test]
fn logout_with_a_dead_session_says_so() {
    // Authentication, example error response.
    let answer = billbind::Answer::new(
        401,
        r#"{
"error": "unauthorized",
"message": "Invalid session ID"
}"#,
    );
    assert!(error_of(&logout(), &answer).is_session_invalid());
}

#[test]
fn a_later_session_replaces_an_earlier_one_of_either_kind() {
    let request = account::retrieve_by_id(1).authorized(&Session::from_id("old"));
    let sent = rendered(&request.clone().authorized(&Session::from_id("new")));
    assert_eq!(header(&sent, "sessionid").as_deref(), Some("new"));

    let sent = rendered(&request.authorized(&Session::from_token("token")));
    assert_eq!(header(&sent, "sessionid"), None);
    assert_eq!(
        header(&sent, "authorization").as_deref(),
        Some("Bearer token")
    );
}

#[test]
fn an_oauth_token_is_asked_for_with_basic_credentials_and_no_body() {
    let request = oauth_token("client", &Secret::new("s3cret:é"));
    assert_sends(
        &request,
        Method::Post,
        "https://my.billingplatform.com/myorg/auth/1.0/authenticate?grant_type=client_credentials",
        "",
    );
    let sent = rendered(&request);
    assert_eq!(
        header(&sent, "authorization").as_deref(),
        Some("Basic Y2xpZW50OnMzY3JldDrDqQ==")
    );
}

#[test]
fn an_oauth_token_is_sent_as_bearer_and_tells_how_long_it_lives() {
    let session = decode(
        &oauth_token("client", &Secret::new("s")),
        r#"{"access_token": "A.b-c", "refresh_token": "R", "token_type": "Bearer", "expires_in": 3600}"#,
    );
    assert_eq!(session.secret().expose(), "A.b-c");
    assert_eq!(
        session.refresh_token().map(Secret::expose),
        Some("R"),
        "the refresh token is kept"
    );
    assert_eq!(
        session.expires_in(),
        Some(std::time::Duration::from_secs(3600))
    );
    let sent = rendered(&account::retrieve_by_id(1).authorized(&session));
    assert_eq!(
        header(&sent, "authorization").as_deref(),
        Some("Bearer A.b-c")
    );
    assert_eq!(header(&sent, "sessionid"), None);
}

#[test]
fn an_oauth_answer_without_a_token_is_a_refused_login() {
    let request = oauth_token("client", &Secret::new("s"));
    for answer in [
        ok(r#"{"error": "invalid_client", "message": "No such client"}"#),
        billbind::Answer::new(
            400,
            r#"{"error": "invalid_client", "message": "No such client"}"#,
        ),
    ] {
        let error = error_of(&request, &answer);
        assert_eq!(error.kind(), ErrorKind::LoginRefused);
        assert_eq!(error.code(), Some("invalid_client"));
        assert_eq!(error.text(), Some("No such client"));
    }
}

#[test]
fn logging_in_and_out_may_be_repeated() {
    assert_eq!(login("u", &Secret::new("p")).retry(), Retry::Idempotent);
    assert_eq!(logout().retry(), Retry::Idempotent);
}
