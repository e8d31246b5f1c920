//! Typed bindings and both real clients against the sandbox: what each operation does, what a client
//! makes of each fault, and that no create is done twice.

mod canary;
mod faults;
mod files;
mod model;
mod once;
mod operations;
mod queries;
mod sessions;
mod stage;
mod walk_through;
