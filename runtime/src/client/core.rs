//! What both kinds of clients are made of, and what they do alike between the steps of the machine.

use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::authenticate::Authenticate;
use super::budget::Budget;
use super::builder::misconfigured;
use super::existence::{Existence, Existences};
use super::gate::Gate;
use super::layer::{AttemptEnd, AttemptView, Layer};
use super::machine::{Machine, Matter, Moment};
use super::options::Limits;
use super::pages::Sight;
use super::retry::Backoff;
use super::session::Lease;
use super::transport::{Reception, TransportError};
use super::turnstile::Turnstile;
use crate::answer::Answer;
use crate::base_url::BaseUrl;
use crate::body::Body;
use crate::error::Error;
use crate::request::{RenderedRequest, Request, RequestProof, Retry};
use crate::secret::Secret;

/// The parts of a client; `T` is its kind of transport.
pub(super) struct Core<S: Authenticate, T: ?Sized> {
    pub(super) base_url: BaseUrl,
    pub(super) credentials: Option<S::Credentials>,
    pub(super) gate: Gate<S::Session>,
    pub(super) turnstile: Turnstile,
    pub(super) existences: Existences,
    pub(super) limits: Limits,
    pub(super) backoff: Backoff,
    pub(super) budget: Arc<Budget>,
    pub(super) layers: Vec<Arc<dyn Layer>>,
    pub(super) logout_on_drop: bool,
    pub(super) transport: Arc<T>,
}

impl<S: Authenticate, T: ?Sized> Core<S, T> {
    /// Makes a request ready to be sent, and refuses one that must not be sent.
    pub(super) fn outgoing<R>(&self, request: &Request<S, R>) -> Result<Outgoing, Error> {
        let needs_session =
            self.credentials.is_some() && request.subject.proof == RequestProof::Missing;
        let rendered = request.render_under(&self.base_url)?;
        Ok(Outgoing {
            matter: Matter::of(request, needs_session),
            headers: rendered.headers.clone(),
            rendered,
        })
    }

    pub(super) fn machine(&self, matter: &Matter, limits: Limits, now: Instant) -> Machine {
        Machine::new(
            matter.clone(),
            limits,
            self.backoff,
            Arc::clone(&self.budget),
            fastrand::Rng::new(),
            now,
        )
    }

    /// Makes the next attempt of a request, and gives the secret that is new in it.
    pub(super) fn prepare(
        &self,
        outgoing: &mut Outgoing,
        machine: &Machine,
        number: u32,
        lease: Option<&Lease<S::Session>>,
    ) -> Option<Secret> {
        let headers = &mut outgoing.rendered.headers;
        headers.clone_from(&outgoing.headers);
        let secret = lease.map(|lease| {
            let proof = S::proof(&lease.session);
            headers.push((proof.header, proof.value));
            proof.secret
        });
        if !self.layers.is_empty() {
            let mut view = outgoing.view(machine, number);
            for layer in &self.layers {
                layer.before(&mut view);
            }
        }
        secret
    }

    /// Shows layers how an attempt ended.
    pub(super) fn show(
        &self,
        outgoing: &mut Outgoing,
        machine: &Machine,
        number: u32,
        result: &Result<Answer, TransportError>,
    ) {
        if self.layers.is_empty() {
            return;
        }
        let end = match result {
            Ok(answer) => AttemptEnd::Answered(answer),
            Err(error) => AttemptEnd::Failed(error),
        };
        let view = outgoing.view(machine, number);
        for layer in self.layers.iter().rev() {
            layer.after(&view, &end);
        }
    }

    /// The request that logs in.
    pub(super) fn login(&self) -> Result<Request<S, S::Session>, Error> {
        match &self.credentials {
            Some(credentials) => Ok(S::login(credentials)),
            // Without them no call asks for a session.
            None => Err(misconfigured("there are no credentials".to_owned())),
        }
    }

    /// What is in doubt after a call, where something is.
    pub(super) fn doubt<R>(&self, matter: &Matter, decoding: &Decoding<S, R>) -> Option<Doubt<S>> {
        let is_doubtful = matter.class == Retry::Read && decoding.status == Some(404);
        let entity = matter.entity.as_deref().filter(|_| is_doubtful)?;
        Some(match self.existences.get(entity) {
            Some(known) => Doubt::Settled(known),
            // The session of a request that brings its own is not the client's to use.
            None if !matter.needs_session => Doubt::Settled(Existence::Unknown),
            None => match S::existence(entity) {
                Some(question) => Doubt::Ask(Box::new(question)),
                None => Doubt::Settled(Existence::Unknown),
            },
        })
    }

    /// Keeps what the server said of an entity.
    pub(super) fn learn(&self, matter: &Matter, said: Result<Existence, Error>) -> Existence {
        let existence = match said {
            Ok(existence) => existence,
            // A refusal stays one; anything else may be better the next time.
            Err(error) if error.kind() == crate::ErrorKind::Refused => Existence::Unknown,
            Err(_) => return Existence::Unknown,
        };
        if let Some(entity) = &matter.entity {
            self.existences.put(entity, existence);
        }
        existence
    }
}

impl<S: Authenticate, T: ?Sized> fmt::Debug for Core<S, T> {
    /// Without credentials and session.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("system", &S::NAME)
            .field("base_url", &self.base_url)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// What a 404 leaves in doubt: whether the entity is there.
pub(super) enum Doubt<S: Authenticate> {
    /// It is known, or cannot be known.
    Settled(Existence),
    /// The server can be asked.
    Ask(Box<Request<S, Existence>>),
}

/// A request as it is sent, whatever its answer is decoded to.
pub(super) struct Outgoing {
    pub(super) matter: Matter,
    pub(super) rendered: RenderedRequest,
    /// Its own headers, to which each attempt adds others.
    headers: Vec<(&'static str, Secret)>,
}

impl Outgoing {
    /// What holds now that an attempt is over.
    pub(super) fn moment(&self, judge: &dyn Judge, now: Instant) -> Moment {
        let is_available = self.rendered.body.as_ref().is_none_or(Body::is_available);
        Moment {
            now,
            clock: SystemTime::now,
            can_replay: is_available && judge.is_available(),
        }
    }

    fn view<'a>(&'a mut self, machine: &'a Machine, number: u32) -> AttemptView<'a> {
        AttemptView {
            request_id: machine.id(),
            matter: &self.matter,
            number,
            request: &mut self.rendered,
        }
    }
}

/// Takes the answers of a call's attempts, and says what they are.
pub(super) trait Judge {
    /// Where the next answer goes.
    fn reception(&mut self) -> Reception<'_>;

    /// Whether an answer can be received from the beginning.
    fn is_available(&self) -> bool;

    /// Decodes an answer, and keeps the value for the caller. `secret` was sent with the attempt.
    fn judge(&mut self, answer: &Answer, secret: Option<Secret>) -> Option<Error>;
}

/// Decodes answers as their request says.
pub(super) struct Decoding<S, T> {
    request: Request<S, T>,
    value: Option<T>,
    /// HTTP status of the last answer.
    status: Option<u16>,
    /// Whether it is a page, which must not be like the one before.
    is_page: bool,
    /// What its body was, in short.
    fingerprint: u64,
}

impl<S: Authenticate, T> Decoding<S, T> {
    pub(super) fn of(request: Request<S, T>) -> Self {
        Self {
            request,
            value: None,
            status: None,
            is_page: false,
            fingerprint: 0,
        }
    }

    /// Says that the answer is a page.
    pub(super) fn of_page(mut self) -> Self {
        self.is_page = true;
        self
    }

    pub(super) fn request(&self) -> &Request<S, T> {
        &self.request
    }

    /// What comes of a call whose 404 was looked into.
    pub(super) fn settle(
        self,
        outcome: Result<(), Error>,
        existence: Option<Existence>,
    ) -> Result<(T, Sight), Error> {
        let sight = Sight {
            fingerprint: self.fingerprint,
            not_found: existence,
        };
        match (outcome, existence) {
            (Err(error), Some(Existence::Exists)) => Err(error.with_entity_existing(true)),
            (Err(error), Some(Existence::Missing)) => Err(error.with_entity_existing(false)),
            (Err(error), _) => Err(error),
            (Ok(()), Some(Existence::Missing)) => {
                let subject = &self.request.subject;
                let kind = crate::ErrorKind::UnknownEntity;
                Err(Error::new(kind, subject.entity.clone(), subject.operation).with_status(404))
            }
            (Ok(()), _) => self.into_value().map(|value| (value, sight)),
        }
    }

    /// The value of the answer that was accepted.
    pub(super) fn into_value(self) -> Result<T, Error> {
        let subject = &self.request.subject;
        // The drivers end without an error only after an answer was accepted.
        self.value.ok_or_else(|| {
            Error::new(
                crate::ErrorKind::UnexpectedAnswer,
                subject.entity.clone(),
                subject.operation,
            )
        })
    }
}

impl<S: Authenticate, T> Judge for Decoding<S, T> {
    fn reception(&mut self) -> Reception<'_> {
        Reception::of(&self.request)
    }

    fn is_available(&self) -> bool {
        let download = self.request.subject.download.as_ref();
        download.is_none_or(|download| download.sink.is_available())
    }

    fn judge(&mut self, answer: &Answer, secret: Option<Secret>) -> Option<Error> {
        let secrets = &mut self.request.subject.secrets;
        // Those of earlier attempts stay: an answer may repeat what one of them was sent with.
        let is_new = |secret: &Secret| {
            secrets
                .iter()
                .all(|known| known.expose() != secret.expose())
        };
        if let Some(secret) = secret.filter(is_new) {
            secrets.push(secret);
        }
        self.status = Some(answer.status);
        if self.is_page {
            let mut hasher = DefaultHasher::new();
            answer.body.hash(&mut hasher);
            self.fingerprint = hasher.finish();
        }
        match self.request.decode(answer) {
            Ok(value) => {
                self.value = Some(value);
                None
            }
            Err(error) => Some(error),
        }
    }
}
