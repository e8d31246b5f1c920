//! From the parser's tree to a checked statement: an allow-list.
//!
//! Every structure of the parser is taken apart with all of its parts, so that a clause that is not
//! known here, or that a later version of the parser knows, is refused and never passed over.

mod clauses;
mod conditions;
mod from;
mod groups;
mod items;
mod names;
mod operands;
mod outer;
mod scope;
mod values;

pub(super) use clauses::{read_condition, read_statement};
pub(super) use operands::MIDNIGHT;
