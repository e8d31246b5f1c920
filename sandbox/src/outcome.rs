//! What becomes of a request where a connection may break.

use crate::Outgoing;

/// What becomes of a request: an answer, or a connection that breaks on request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An answer arrives.
    Answer(Outgoing),
    /// The connection is closed without an answer.
    Closed {
        /// Whether the request changed any record.
        applied: bool,
    },
    /// The connection is closed in the middle of the answer's body.
    Cut {
        /// What arrives: the whole head, and a part of the body.
        answer: Outgoing,
        /// The length of the whole body, as the header `Content-Length` has it.
        length: usize,
    },
}

impl Outcome {
    /// The answer, where all of it arrives.
    #[must_use]
    pub fn answer(self) -> Option<Outgoing> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Closed { .. } | Self::Cut { .. } => None,
        }
    }
}
