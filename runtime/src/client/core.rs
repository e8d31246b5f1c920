//! What both kinds of clients are made of, and what they do alike between the steps of the machine.

use std::fmt;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::authenticate::Authenticate;
use super::budget::Budget;
use super::builder::misconfigured;
use super::gate::Gate;
use super::layer::{AttemptEnd, AttemptView, Layer};
use super::machine::{Machine, Matter, Moment};
use super::options::Limits;
use super::retry::Backoff;
use super::session::Lease;
use super::transport::{Reception, TransportError};
use super::turnstile::Turnstile;
use crate::body::Body;
use crate::error::Error;
use crate::request::{Answer, RenderedRequest, Request, RequestProof};
use crate::secret::Secret;

/// The parts of a client; `T` is its kind of transport.
pub(super) struct Core<S: Authenticate, T: ?Sized> {
    pub(super) base_url: String,
    pub(super) credentials: Option<S::Credentials>,
    pub(super) gate: Gate<S::Session>,
    pub(super) turnstile: Turnstile,
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
        let rendered = request.render(&self.base_url)?;
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
        let mut view = outgoing.view(machine, number);
        for layer in &self.layers {
            layer.before(&mut view);
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
    /// Secrets that are the request's own.
    own_secrets: usize,
    value: Option<T>,
}

impl<S: Authenticate, T> Decoding<S, T> {
    pub(super) fn of(request: Request<S, T>) -> Self {
        Self {
            own_secrets: request.subject.secrets.len(),
            request,
            value: None,
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
        secrets.truncate(self.own_secrets);
        secrets.extend(secret);
        match self.request.decode(answer) {
            Ok(value) => {
                self.value = Some(value);
                None
            }
            Err(error) => Some(error),
        }
    }
}
