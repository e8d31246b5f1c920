//! A local server that speaks the protocol of BillingPlatform, keeps state and is driven by the
//! checked model of the schemas.
//!
//! Inside of a test, [`start`] listens on a free port until its handle is dropped; [`Options`] has
//! users, schemas, a file for the records, examples and a clock. Without a socket, [`Sandbox`] takes
//! requests as plain data. [`Rule`] and [`Fault`] let things go wrong, and
//! [`requests`](Sandbox::requests) tells what the sandbox saw.
//!
//! ```text
//! server      a socket             -> Incoming, Outcome     axum; limits, and connections that break
//! sandbox     Incoming             -> Outcome               faults, and a record of each request
//! protocol    Incoming             -> Outgoing              operations and the vendor's shapes
//! query       text of a statement  -> rows                  checked against the model
//! store       records              -> SQLite                one table per entity
//! ```
//!
//! What the vendor's pages leave open is decided here, and listed in the README under "Simulated".

#![deny(missing_docs)]

mod clock;
mod error;
mod examples;
mod faults;
mod http;
mod log;
mod operation;
mod options;
mod organization;
mod outcome;
mod protocol;
mod query;
mod running;
mod sandbox;
mod server;
mod store;

pub use error::{StartError, StartProblem};
pub use faults::{Call, ErrorShape, Fault, NotAFault, RetryAfter, Rule};
pub use http::{Incoming, Outgoing};
pub use log::Exchange;
pub use operation::Operation;
pub use options::Options;
pub use outcome::Outcome;
pub use protocol::RecordError;
pub use running::{Server, start};
pub use sandbox::Sandbox;

/// The samples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The samples of the guide.
#[cfg(doctest)]
#[doc = include_str!("../../docs/sandbox.md")]
struct Guide;
