//! The protocol: what the vendor's pages show, and the rules behind it.

mod routes;
mod samples;
mod sessions;
mod writes;
