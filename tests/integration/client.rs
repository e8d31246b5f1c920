//! What the clients do between a request and its answer, over a transport that follows a script.

mod crowds;
mod layers;
mod logout;
mod once;
mod paging;
mod plain;
mod retries;
mod scripted;
mod sessions;
mod traces;
mod uncertain;
