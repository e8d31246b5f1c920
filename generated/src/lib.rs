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
//!
//! The query language of BillingPlatform has a builder, which answers records or typed rows:
//!
//! ```
//! use billbind::billingplatform::{account, billing_profile, invoice};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let base_url = "https://sandbox.billingplatform.com/myorg";
//! # let send = |_: billbind::RenderedRequest| billbind::Answer::new(200,
//! #     r#"{"queryResponse": [{"Id": null, "Status": "CLOSED", "TOTAL": "25024"}]}"#);
//! let name = invoice::PATH.billing_profile.then(&billing_profile::PATH.account).col(&account::COL.name);
//! let totals = invoice::query()
//!     .select((&invoice::COL.status, invoice::COL.grand_total_amount.sum().alias("total")))
//!     .filter(name.starts_with("Blue"))
//!     .group_by(&invoice::COL.status);
//! for row in totals.request().decode(&send(totals.request().render(base_url)?))? {
//!     let (status, total) = row.values; // Option<invoice::Status>, Option<Decimal>
//!     println!("{status:?}: {total:?}");
//! }
//!
//! let newest = invoice::query().columns((&invoice::COL.id, &invoice::COL.due_date));
//! let newest = newest.order_by(invoice::COL.due_date.desc()).page(0, 100); // records, the first hundred
//! println!("{}", newest.to_sql());
//! # Ok(())
//! # }
//! ```

#![deny(missing_docs)]

// Formatted by the generator; `codegen --check` keeps it as it is.
#[cfg(feature = "billingplatform")]
#[rustfmt::skip]
pub mod billingplatform;

pub use billbind_runtime::{
    Access, Answer, Answered, Column, DEFAULT_MAX_BODY, Date, DateTime, Decimal, Draft, EachGroup,
    EachRecord, Entity, Enumeration, Error, ErrorKind, Extra, Field, FieldValue, FileField, Filter,
    Having, Id, Key, Kind, Method, Misfit, Names, ParseError, Path, Raw, Record, Reference,
    RenderedRequest, Request, Retry, Row, RowValues, Secret, System, Table, Time, UnknownValue,
    Value, purpose,
};
