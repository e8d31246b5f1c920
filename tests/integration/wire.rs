//! What goes over the wire: the vendor's own requests and answers, and every oddity of the protocol.

mod addresses;
mod authentication;
mod bodies;
mod deletes;
mod dynamic;
mod encoding;
mod examples;
mod failures;
mod files;
mod hostile;
mod keys;
mod login;
mod misfits;
mod queries;
mod reads;
mod results;
mod secrets;
mod support;
mod unknown;
mod validation;
mod values;
mod walkthrough;
mod writes;
