//! What the generated bindings of billbind call: field types, the codec, filters and requests.
//!
//! Generated code carries data and tables; all behaviour is here, once for all entities. Users of
//! the bindings meet these types through the `billbind` crate.

#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod base_url;
pub mod billingplatform;
mod body;
#[cfg(feature = "client")]
pub mod client;
mod column;
#[cfg(any(
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "time"
))]
mod conversions;
mod decimal;
mod decode;
mod dialect;
mod draft;
mod emitted_form;
mod enumeration;
mod error;
mod files;
mod filter;
mod id;
mod json;
mod moment;
mod parse;
pub mod purpose;
mod raw;
mod record;
mod redact;
mod request;
mod row;
mod scan;
mod secret;
#[cfg(feature = "serde")]
pub mod storage;
mod storage_macros;
mod table;
mod validation;
mod value;
mod violation;

pub use answer::{Answer, Headers};
pub use body::Body;
pub use column::{Column, FileField, Path};
#[cfg(any(
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "time"
))]
pub use conversions::ConversionError;
pub use decimal::Decimal;
pub use dialect::{DateLiteral, DateTimeLiteral, Dialect, LikeEscape};
pub use draft::Draft;
pub use enumeration::{Enumeration, UnknownValue};
pub use error::{Error, ErrorKind};
pub use files::{FileSink, FileSource};
pub use filter::{Comparable, EachGroup, EachRecord, Filter, Having, Ordered, Pattern};
pub use id::{Id, IdOf, Key, Names, Reference};
pub use moment::{Date, DateTime, Time};
pub use parse::ParseError;
pub use raw::Raw;
pub use record::{Extra, Misfit, Record, Slots};
pub use request::{
    DEFAULT_MAX_BODY, DEFAULT_MAX_FILE, DEFAULT_MAX_RECORDS, MAX_URL, Method, RenderedRequest,
    Request, Retry, System,
};
pub use row::{Answered, Row, RowValues};
pub use secret::Secret;
pub use table::{Access, DateForm, DateTimeForm, Entity, Field, FlagForm, Kind, Rules, Table};
pub use value::{FieldValue, Slot, Value};
pub use violation::{Rule, Violation};

#[doc(hidden)]
pub use draft::{Nullable, debug_nullable, nullable_position};
#[doc(hidden)]
pub use enumeration::{EnumValues, debug_enum, hash_enum, open_enum_from_text};
#[doc(hidden)]
pub use record::{clone_record, debug_record, records_are_equal};
