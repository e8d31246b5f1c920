//! Files on their way to and from a system, never in memory as a whole.
//!
//! Systems carry files as base64 in JSON. [`encode`] writes such a body from what a [`FileSource`]
//! gives, [`extract`] takes the file out of such an answer for a [`FileSink`]; both work part by
//! part, and neither knows which system it is for.

pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod extract;
pub(crate) mod receive;
mod sink;
mod source;

pub use sink::FileSink;
pub use source::FileSource;
