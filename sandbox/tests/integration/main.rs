//! The sandbox as its users meet it: whole requests in, whole answers out.

mod caller;
#[cfg(unix)]
mod command;
mod curl;
mod faults;
mod hostile;
mod organizations;
mod protocol;
mod query;
mod raw;
mod secrets;
mod server;
