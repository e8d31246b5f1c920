//! Typed bindings for billing platforms, generated from YAML schemas.
//!
//! Each system is a module, each of its entities a module in it. A record is read into a plain
//! struct, written through a builder that cannot be built before every required field is set, and
//! changed by drafts that tell "leave it", "set it" and "clear it" apart:
//!
//! ```
//! use billbind::billingplatform::{Account, account, login};
//! use billbind::{Answer, Secret};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let send = |request: billbind::RenderedRequest| match request.url.ends_with("/login") {
//! #     true => Answer::new(200, r#"{"loginResponse": [{"SessionID": "s", "ErrorCode": "0", "ErrorText": []}]}"#),
//! #     false => Answer::new(200, r#"{"createResponse": [{"ErrorCode": "0", "ErrorText": " ", "Id": "27471"}],
//! #         "updateResponse": [{"ErrorCode": "0", "Id": "27471"}],
//! #         "retrieveResponse": [{"Id": "27471", "Status": "FROZEN", "nrRegion": "EMEA"}]}"#),
//! # };
//! // Requests are plain data: `send` is your own HTTP stack.
//! let base_url = "https://sandbox.billingplatform.com/myorg";
//! let request = login("my.username", &Secret::new("password"));
//! let session = request.decode(&send(request.render(base_url)?))?;
//!
//! let new = Account::builder()
//!     .name("My First Account")
//!     .status(account::Status::Active)
//!     .account_type("Required")
//!     .custom("nrRegion", "EMEA") // a field that this organization added
//!     .build();
//! let request = account::create(&new).authorized(&session);
//! let created = request.decode(&send(request.render(base_url)?))?;
//!
//! let changes = Account::changes(&created.id)
//!     .status(account::Status::Deactivated)
//!     .clear_description(); // sent as `fieldsToNull`
//! let request = account::update(&changes).authorized(&session);
//! request.decode(&send(request.render(base_url)?))?;
//!
//! let filter = account::COL.status.ne(account::Status::Active).and(account::COL.id.ge(20000));
//! let request = account::retrieve(&filter).authorized(&session);
//! for account in request.decode(&send(request.render(base_url)?))? {
//!     let region: Option<String> = account.extra.read("nrRegion")?;
//!     println!("{:?} is {:?} in {region:?}", account.id, account.status);
//! }
//! # Ok(())
//! # }
//! ```

#![deny(missing_docs)]

// Formatted by the generator; `codegen --check` keeps it as it is.
#[cfg(feature = "billingplatform")]
#[rustfmt::skip]
pub mod billingplatform;

pub use billbind_runtime::{
    Access, Answer, Column, DEFAULT_MAX_BODY, Date, DateTime, Decimal, Draft, Entity, Enumeration,
    Error, ErrorKind, Extra, Field, FieldValue, FileField, Filter, Id, Key, Kind, Method, Misfit,
    Names, ParseError, Path, Raw, Record, Reference, RenderedRequest, Request, Retry, Secret,
    System, Table, Time, UnknownValue, Value, purpose,
};
