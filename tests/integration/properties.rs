//! What holds for every value, not only for those that somebody thought of.
//!
//! 256 cases each; `PROPTEST_CASES` raises the number.

mod answers;
mod decimals;
mod dynamic;
mod filters;
mod moments;
mod records;
mod sandbox;
mod sql;
mod statements;
mod urls;
mod validation;
pub(crate) mod values;
