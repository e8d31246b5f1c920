//! The protocol: what the vendor's pages show, and the rules behind it.

mod deletes;
mod files;
mod routes;
mod samples;
mod sequences;
mod sessions;
mod writes;
