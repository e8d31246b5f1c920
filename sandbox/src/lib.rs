//! A local server that speaks the protocol of BillingPlatform, keeps state and is driven by the
//! checked model of the schemas.

#![deny(missing_docs)]

mod error;
mod http;
mod organization;
mod query;
mod store;

pub use error::StartError;
pub use http::{Incoming, Outgoing};
