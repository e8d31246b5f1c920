//! What the clients do between a request and its answer, over a transport that follows a script.

mod plain;
mod scripted;
