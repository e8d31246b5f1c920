//! The body of an upload on its way to an HTTP stack: what fails on this side is told apart from
//! what fails on the connection.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::transport::{Delivery, TransportError, TransportErrorKind};
use crate::RenderedRequest;

/// Reads the body of an upload.
pub(super) struct Upload {
    reader: Box<dyn Read + Send>,
    failure: Failure,
}

/// Why the source of an upload failed, where it did.
#[derive(Clone, Default)]
pub(super) struct Failure(Arc<Mutex<Option<TransportError>>>);

impl Failure {
    /// Takes the failure out.
    pub(super) fn take(&self) -> Option<TransportError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Upload {
    /// Begins to read the body of a request, where it is not in memory.
    pub(super) fn of(request: &RenderedRequest) -> Result<Option<Self>, TransportError> {
        let Some(body) = request
            .body
            .as_ref()
            .filter(|body| body.as_bytes().is_none())
        else {
            return Ok(None);
        };
        let reader = body
            .open()
            .map_err(|cause| local(Delivery::NotSent, &cause))?;
        Ok(Some(Self {
            reader,
            failure: Failure::default(),
        }))
    }

    /// The size of the body, where it is not in memory and yet known.
    pub(super) fn length_of(request: &RenderedRequest) -> Option<u64> {
        let body = request
            .body
            .as_ref()
            .filter(|body| body.as_bytes().is_none())?;
        body.length()
    }

    /// Where it will be said why the source failed.
    pub(super) fn failure(&self) -> Failure {
        self.failure.clone()
    }
}

impl Read for Upload {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).inspect_err(|cause| {
            if cause.kind() != io::ErrorKind::Interrupted {
                // The head of the request has been sent by then; a server knows from it that the
                // body is not whole.
                let mut failure = self
                    .failure
                    .0
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                *failure = Some(local(Delivery::Unknown, cause));
            }
        })
    }
}

fn local(delivery: Delivery, cause: &io::Error) -> TransportError {
    let message = format!("the file to upload could not be read: {cause}");
    TransportError::new(TransportErrorKind::LocalIo, delivery, message)
}
