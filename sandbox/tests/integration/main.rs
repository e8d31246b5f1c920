//! The sandbox as its users meet it: whole requests in, whole answers out.

mod caller;
mod organizations;
mod protocol;
mod query;
