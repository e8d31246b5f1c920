//! Who may ask: logins, OAuth tokens, and the sessions that are alive.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::refusal::Refusal;
use crate::http::Incoming;

/// "REST Methods, LOGIN": the session times out after 2 hours of inactivity.
pub(crate) const IDLE_LIMIT: Duration = Duration::from_secs(2 * 60 * 60);

/// As long as the session in the vendor's sample of a login.
const SESSION_LENGTH: usize = 40;

/// Most sessions that are kept: those that were not used for longest make room.
const MAX_SESSIONS: usize = 100_000;

/// A name and the secret that proves it: a user's or an OAuth client's.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) name: String,
    pub(crate) secret: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Credentials({})", self.name)
    }
}

/// Credentials that are accepted, and the sessions that were opened with them.
pub(crate) struct Sessions {
    users: Vec<Credentials>,
    clients: Vec<Credentials>,
    idle_limit: Duration,
    alive: Mutex<HashMap<String, Session>>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sessions")
            .field("users", &self.users)
            .field("clients", &self.clients)
            .field("idle_limit", &self.idle_limit)
            .field("alive", &self.lock().len())
            .finish()
    }
}

#[derive(Debug)]
struct Session {
    /// Name of the user or client.
    owner: String,
    last_used: SystemTime,
}

impl Sessions {
    /// Who may log in, and how long their sessions live without a request.
    pub(crate) fn new(
        users: Vec<Credentials>,
        clients: Vec<Credentials>,
        idle_limit: Duration,
    ) -> Self {
        Self {
            users,
            clients,
            idle_limit,
            alive: Mutex::default(),
        }
    }

    /// How long a session lives without a request.
    pub(crate) fn idle_limit(&self) -> Duration {
        self.idle_limit
    }

    /// The names of all who can open a session, users first.
    pub(crate) fn owners(&self) -> impl Iterator<Item = &str> {
        let all = self.users.iter().chain(&self.clients);
        all.map(|credentials| credentials.name.as_str())
    }

    /// A session for a user, unless name or password is wrong.
    pub(crate) fn log_in(&self, name: &str, password: &str, now: SystemTime) -> Option<String> {
        accepts(&self.users, name, password).then(|| self.open(name, now))
    }

    /// An access token and a refresh token for an OAuth client, unless id or secret is wrong.
    pub(crate) fn tokens(&self, authorization: &str, now: SystemTime) -> Option<[String; 2]> {
        let (id, secret) = basic(authorization)?;
        accepts(&self.clients, &id, &secret).then(|| [self.open(&id, now), self.open(&id, now)])
    }

    /// The owner of the session that a request names; the session is used by that.
    pub(crate) fn owner(&self, incoming: &Incoming, now: SystemTime) -> Result<String, Refusal> {
        let session = session_of(incoming)?;
        let mut alive = self.lock();
        let Some(found) = alive.get_mut(session) else {
            return Err(Refusal::DeadSession);
        };
        if is_over(found, now, self.idle_limit) {
            alive.remove(session);
            return Err(Refusal::DeadSession);
        }
        found.last_used = now;
        Ok(found.owner.clone())
    }

    /// Ends the session that a request names, if it names one that is alive.
    pub(crate) fn end(&self, incoming: &Incoming) {
        if let Ok(session) = session_of(incoming) {
            self.lock().remove(session);
        }
    }

    /// Ends all sessions.
    pub(crate) fn end_all(&self) {
        self.lock().clear();
    }

    fn open(&self, owner: &str, now: SystemTime) -> String {
        let session: String = std::iter::repeat_with(fastrand::alphanumeric)
            .take(SESSION_LENGTH)
            .collect();
        let mut alive = self.lock();
        if alive.len() >= MAX_SESSIONS {
            make_room(&mut alive, now, self.idle_limit);
        }
        let opened = Session {
            owner: owner.to_owned(),
            last_used: now,
        };
        alive.insert(session.clone(), opened);
        session
    }

    /// A panic cannot leave a session half changed.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.alive.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn accepts(known: &[Credentials], name: &str, secret: &str) -> bool {
    known
        .iter()
        .any(|credentials| credentials.name == name && credentials.secret == secret)
}

fn is_over(session: &Session, now: SystemTime, idle_limit: Duration) -> bool {
    // A clock that was put back makes no session older.
    let idle = now.duration_since(session.last_used).unwrap_or_default();
    idle > idle_limit
}

/// Removes the sessions that are over, or the older half where none is: so that the work is small
/// per login.
fn make_room(alive: &mut HashMap<String, Session>, now: SystemTime, idle_limit: Duration) {
    alive.retain(|_, session| !is_over(session, now, idle_limit));
    if alive.len() >= MAX_SESSIONS {
        let mut times: Vec<SystemTime> = alive.values().map(|session| session.last_used).collect();
        let (_, middle, _) = times.select_nth_unstable(MAX_SESSIONS / 2);
        let middle = *middle;
        alive.retain(|_, session| session.last_used > middle);
    }
}

/// The session that a request names.
///
/// The vendor shows three forms ("Authentication"): the header `sessionid`, and `Authorization` with
/// `sessionid` or `Session` before the id; with OAuth it is `Authorization: Bearer`. Where both
/// headers are there, as in samples of the vendor's reference, `sessionid` counts.
fn session_of(incoming: &Incoming) -> Result<&str, Refusal> {
    let named = incoming.header("sessionid").map(str::trim);
    let authorized = || {
        let (scheme, session) = incoming.header("authorization")?.trim().split_once(' ')?;
        ["sessionid", "session", "bearer"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
            .then(|| session.trim())
    };
    named
        .filter(|session| !session.is_empty())
        .or_else(authorized)
        .filter(|session| !session.is_empty())
        // The text of the sample in "Authentication".
        .ok_or_else(|| Refusal::Unauthorized("Invalid session ID".to_owned()))
}

/// Name and password in the value of an `Authorization: Basic` header.
fn basic(authorization: &str) -> Option<(String, String)> {
    let (scheme, encoded) = authorization.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (name, secret) = decoded.split_once(':')?;
    Some((name.to_owned(), secret.to_owned()))
}
