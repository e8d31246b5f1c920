//! Logging in and out: sessions by user and password, and by OAuth client credentials.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::BillingPlatform;
use super::answer::{
    Verdict, accept, expect_object, first_object, no_result, text, unexpected, vendor_error,
};
use crate::Secret;
use crate::answer::Answer;
use crate::error::{Error, ErrorKind};
use crate::json::write_text;
use crate::request::{Limits, Method, Request, RequestProof, Retry, Subject};

/// Proof of a login, sent with every other request.
///
/// A session by user and password ends after two hours without a request (REST Methods, LOGIN).
#[derive(Clone)]
pub struct Session {
    proof: Proof,
    refresh_token: Option<Secret>,
    expires_in: Option<Duration>,
}

#[derive(Clone)]
enum Proof {
    SessionId(Secret),
    Bearer(Secret),
}

impl Session {
    /// A session whose id is already known.
    pub fn from_id(id: impl Into<Secret>) -> Self {
        Self {
            proof: Proof::SessionId(id.into()),
            refresh_token: None,
            expires_in: None,
        }
    }

    /// A session by an access token.
    pub fn from_token(token: impl Into<Secret>) -> Self {
        Self {
            proof: Proof::Bearer(token.into()),
            refresh_token: None,
            expires_in: None,
        }
    }

    /// The session id or access token.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        match &self.proof {
            Proof::SessionId(secret) | Proof::Bearer(secret) => secret,
        }
    }

    /// The refresh token that came with an access token.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&Secret> {
        self.refresh_token.as_ref()
    }

    /// How long the access token lives, counted from the answer. That the number means seconds is
    /// inferred; the vendor does not say.
    #[must_use]
    pub fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }

    /// Whether the session came of a login, which a logout ends.
    #[cfg(feature = "client")]
    pub(super) fn is_by_login(&self) -> bool {
        matches!(self.proof, Proof::SessionId(_))
    }

    /// The header that carries the session. The text of Authentication names `Authorization` with a
    /// prefix; its samples, all of REST Methods and the known clients use `sessionid`.
    pub(super) fn header(&self) -> (&'static str, Secret) {
        match &self.proof {
            Proof::SessionId(id) => ("sessionid", id.clone()),
            Proof::Bearer(token) => (
                "authorization",
                Secret::new(format!("Bearer {}", token.expose())),
            ),
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.proof {
            Proof::SessionId(_) => "Session(id)",
            Proof::Bearer(_) => "Session(token)",
        })
    }
}

/// Logs in with user and password (Authentication; REST Methods, LOGIN).
///
/// # Errors
/// On decoding: [`ErrorKind::LoginRefused`] where the server says so or gives no session.
pub fn login(user: &str, password: &Secret) -> Request<BillingPlatform, Session> {
    let mut json = Vec::new();
    let mut members = crate::json::Members::open(&mut json);
    write_text(members.member("username"), user);
    write_text(members.member("password"), password.expose());
    members.close();
    let subject = Subject {
        secrets: vec![password.clone()],
        operation: "login",
        retry: Retry::Idempotent,
        proof: RequestProof::NotNeeded,
        ..Subject::default()
    };
    Request::new(
        Method::Post,
        &["rest", "2.0", "login"],
        subject,
        decode_login,
    )
    .with_json(json)
}

/// Ends the session that the request is [authorized](Request::authorized) with (REST Methods,
/// LOGOUT).
pub fn logout() -> Request<BillingPlatform, ()> {
    let subject = Subject {
        operation: "logout",
        retry: Retry::Idempotent,
        ..Subject::default()
    };
    Request::new(
        Method::Post,
        &["rest", "2.0", "logout"],
        subject,
        |subject, limits, answer| {
            // The body is `"{}"` in REST Methods and an object elsewhere; 200 is all that counts.
            accept(subject, limits, answer).map(drop)
        },
    )
    .with_json(b"{}".to_vec())
}

/// Gets an access token for OAuth client credentials.
///
/// No page of the vendor describes this; it is what the public client program
/// forgineer/billingplatform-py does.
///
/// # Errors
/// On decoding: [`ErrorKind::LoginRefused`] where the server gives no token.
pub fn oauth_token(client_id: &str, client_secret: &Secret) -> Request<BillingPlatform, Session> {
    let pair = STANDARD.encode(format!("{client_id}:{}", client_secret.expose()));
    let subject = Subject {
        secrets: vec![client_secret.clone()],
        operation: "oauth_token",
        retry: Retry::Idempotent,
        proof: RequestProof::NotNeeded,
        ..Subject::default()
    };
    let path = ["auth", "1.0", "authenticate"];
    Request::new(Method::Post, &path, subject, decode_token)
        .with_query("grant_type", "client_credentials")
        .with_header("authorization", Secret::new(format!("Basic {pair}")))
}

fn decode_login(subject: &Subject, limits: &Limits, answer: &Answer) -> Result<Session, Error> {
    let body = accept(subject, limits, answer).map_err(refused)?;
    let members = expect_object(subject, body)?;
    let response = members
        .get("loginResponse")
        .ok_or_else(|| refused(no_result(subject, body, "loginResponse")))?;
    let result = first_object(response)
        .ok_or_else(|| unexpected(subject, body, "loginResponse", "an object with `SessionID`"))?;
    let verdict = Verdict::of(&result);
    match text(&result, "SessionID") {
        Some(id) if verdict.succeeded != Some(false) => Ok(Session::from_id(id)),
        _ => Err(Error::new(ErrorKind::LoginRefused, None, subject.operation)
            .with_status(answer.status)
            .with_vendor(subject.told(verdict.code), subject.told(verdict.text))),
    }
}

fn decode_token(subject: &Subject, limits: &Limits, answer: &Answer) -> Result<Session, Error> {
    let body = accept(subject, limits, answer).map_err(refused)?;
    let members = expect_object(subject, body)?;
    let Some(token) = text(&members, "access_token") else {
        let (code, text) = vendor_error(&members);
        return Err(Error::new(ErrorKind::LoginRefused, None, subject.operation)
            .with_status(answer.status)
            .with_vendor(subject.told(code), subject.told(text)));
    };
    let seconds = text(&members, "expires_in").and_then(|seconds| seconds.parse().ok());
    Ok(Session {
        proof: Proof::Bearer(token.into()),
        refresh_token: text(&members, "refresh_token").map(Secret::from),
        expires_in: seconds.map(Duration::from_secs),
    })
}

/// A login that is answered with 401 or a coded refusal was refused.
fn refused(error: Error) -> Error {
    match error.kind() {
        ErrorKind::SessionInvalid | ErrorKind::Refused => error.into_login_refused(),
        _ => error,
    }
}
