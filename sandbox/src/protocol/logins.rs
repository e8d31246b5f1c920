//! Login and OAuth tokens on the wire, and the users behind them.

use std::collections::HashMap;
use std::time::SystemTime;

use rusqlite::Connection;
use rusqlite::types::Value as Stored;
use serde_json::json;

use super::body::{read_object, text_of};
use super::refusal::Refusal;
use super::sessions::Sessions;
use super::url::parameters;
use super::{Answered, Effect};
use crate::http::Incoming;
use crate::organization::{Entity, EntityId, Field, IdKind, Kind, Organization};
use crate::store::records;

/// A session for user and password.
///
/// How a refused login looks is not documented; a client program treats a missing `SessionID` as
/// one, and the answer has an `ErrorCode`, so it is used.
pub(super) fn log_in(sessions: &Sessions, incoming: &Incoming, now: SystemTime) -> Answered {
    let members = read_object(&incoming.body)?;
    let (Some(name), Some(password)) =
        (text_of(&members, "username"), text_of(&members, "password"))
    else {
        return Err(Refusal::bad_request(
            "The body needs \"username\" and \"password\"",
        ));
    };
    let result = match sessions.log_in(&name, &password, now) {
        // "Authentication": a success has an empty array here.
        Some(session) => json!({"SessionID": session, "ErrorCode": "0", "ErrorText": []}),
        None => refused_login(),
    };
    Ok((json!({"loginResponse": [result]}), Effect::default()))
}

/// The result of a login that is refused.
pub(super) fn refused_login() -> serde_json::Value {
    json!({
        "ErrorCode": "SIMULATED_WRONG_CREDENTIALS",
        "ErrorText": "The username or the password is wrong",
    })
}

/// An access token for the credentials of an OAuth client, as a client program asks for it.
pub(super) fn token(sessions: &Sessions, incoming: &Incoming, now: SystemTime) -> Answered {
    let query = incoming.query.as_deref().unwrap_or_default();
    let parameters = parameters(query).unwrap_or_default();
    let grant = parameters.iter().find(|(name, _)| name == "grant_type");
    if grant.is_none_or(|(_, value)| value != "client_credentials") {
        return Err(Refusal::bad_request(
            "The query needs grant_type=client_credentials",
        ));
    }
    let authorization = incoming.header("authorization").unwrap_or_default();
    let Some([access, refresh]) = sessions.tokens(authorization, now) else {
        return Err(wrong_client());
    };
    let body = json!({
        "access_token": access,
        "refresh_token": refresh,
        "token_type": "Bearer",
        "expires_in": sessions.idle_limit().as_secs(),
    });
    Ok((body, Effect::default()))
}

/// Why no token is given.
pub(super) fn wrong_client() -> Refusal {
    Refusal::Unauthorized(
        "Wrong client: send `Authorization: Basic` with client id and secret".to_owned(),
    )
}

/// Finds or makes the user of each owner of sessions: `CreatedUserId` points at it.
pub(super) fn owners<'a>(
    connection: &Connection,
    organization: &Organization,
    names: impl Iterator<Item = &'a str>,
) -> rusqlite::Result<Option<(EntityId, HashMap<String, Stored>)>> {
    let mut creators = organization
        .entities()
        .iter()
        .filter_map(|entity| entity.field("CreatedUserId")?.target());
    let Some(users) = creators.next().map(|users| organization.entity(users)) else {
        return Ok(None);
    };
    let is_text = |field: &&Field| matches!(field.kind, Kind::Text { .. });
    let user_name = ["Username", "Name"]
        .iter()
        .find_map(|name| users.field(name).filter(is_text));
    let Some(user_name) = user_name else {
        return Ok(None);
    };
    let mut records = HashMap::new();
    for name in names {
        let value = Stored::Text(name.to_owned());
        let found = records::with_value(connection, users, user_name, &value)?;
        let id = match found.into_iter().next() {
            Some(id) => id,
            None => add_user(connection, users, user_name, &value)?,
        };
        records.insert(name.to_owned(), id);
    }
    Ok(Some((users.id, records)))
}

/// The ids of an external entity, and those that a caller gives, are texts: the name is one.
fn add_user(
    connection: &Connection,
    users: &Entity,
    user_name: &Field,
    name: &Stored,
) -> rusqlite::Result<Stored> {
    let mut values = vec![(user_name, name)];
    if users.id_kind() != IdKind::Issued {
        values.push((users.id_field(), name));
    }
    records::insert(connection, users, &values)
}
