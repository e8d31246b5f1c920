//! Typed bindings for billing platforms, generated from YAML schemas.
//!
//! Each system is a module, each of its entities a module in it. A record is read into a plain
//! struct, written through a builder that cannot be built before every required field is set, and
//! changed by drafts that tell "leave it", "set it" and "clear it" apart:
//!
//! ```
//! # #[cfg(feature = "client")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use billbind::billingplatform::{Account, BlockingClient, Credentials, account};
//!
//! # let server = billbind::client::InProcess::new(|request| Ok(match request.url.ends_with("/login") {
//! #     true => billbind::Answer::new(200, r#"{"loginResponse": [{"SessionID": "s", "ErrorCode": "0", "ErrorText": []}]}"#),
//! #     false => billbind::Answer::new(200, r#"{"createResponse": [{"ErrorCode": "0", "ErrorText": " ", "Id": "27471"}],
//! #         "updateResponse": [{"ErrorCode": "0", "Id": "27471"}],
//! #         "retrieveResponse": [{"Id": "27471", "Status": "FROZEN", "nrRegion": "EMEA"}]}"#),
//! # }));
//! let client = BlockingClient::builder("https://sandbox.billingplatform.com/myorg")
//!     .credentials(Credentials::login("my.username", "password"))
//! #   .transport(server)
//!     .build()?;
//!
//! let new = Account::builder()
//!     .name("My First Account")
//!     .status(account::Status::Active)
//!     .account_type("Required")
//!     .custom("nrRegion", "EMEA") // a field that this organization added
//!     .build();
//! let created = client.send(account::create(&new))?;
//!
//! let changes = Account::changes(&created.id)
//!     .status(account::Status::Deactivated)
//!     .clear_description(); // sent as `fieldsToNull`
//! client.send(account::update(&changes))?;
//!
//! let filter = account::COL.status.ne(account::Status::Active).and(account::COL.id.ge(20000));
//! for account in client.send(account::retrieve(&filter))? {
//!     let region: Option<String> = account.extra.read("nrRegion")?;
//!     println!("{:?} is {:?} in {region:?}", account.id, account.status);
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "client"))]
//! # fn main() {}
//! ```
//!
//! The client logs in, stays logged in, and sends again what is safe to send again. A create is never
//! done twice: where nobody can know whether it was done, the error [says so](Error::is_uncertain).
//! With the feature `async` the same is `Client` and ends in `.await`. All that the module `client`
//! has is for settings, layers and HTTP stacks of your own.
//!
//! Without these features there is no IO here: a request is plain data that is rendered to method,
//! URL, headers and body, and decodes its answer.
//!
//! ```
//! use billbind::Answer;
//! use billbind::billingplatform::{Session, account};
//!
//! # fn main() -> Result<(), billbind::Error> {
//! let request = account::retrieve_by_id(27471).authorized(&Session::from_id("5F3A"));
//! let rendered = request.render("https://sandbox.billingplatform.com/myorg")?;
//! assert_eq!(rendered.url, "https://sandbox.billingplatform.com/myorg/rest/2.0/ACCOUNT/27471");
//!
//! let answer = Answer::new(200, r#"{"retrieveResponse": [{"Id": "27471", "Name": "Blue Ltd"}]}"#);
//! assert_eq!(request.decode(&answer)?.name.as_deref(), Some("Blue Ltd"));
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
//! # let answer = billbind::Answer::new(200,
//! #     r#"{"queryResponse": [{"Id": null, "Status": "CLOSED", "TOTAL": "25024"}]}"#);
//! let name = invoice::PATH.billing_profile.then(&billing_profile::PATH.account).col(&account::COL.name);
//! let totals = invoice::query()
//!     .select((&invoice::COL.status, invoice::COL.grand_total_amount.sum().alias("total")))
//!     .filter(name.starts_with("Blue"))
//!     .group_by(&invoice::COL.status);
//! let request = totals.request(); // to be sent by a client
//! # assert!(request.render("https://sandbox.billingplatform.com/myorg").is_ok());
//! for row in request.decode(&answer)? {
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
//!
//! # Features
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `billingplatform` (on by default) | the bindings for the BillingPlatform REST API 2.0 |
//! | `client` | a client that logs in and repeats what is safe to repeat, over an HTTP stack of your own |
//! | `async` | the same over reqwest and tokio |
//! | `blocking` | the same over ureq, without tokio |
//! | `tracing` | a span per call and per attempt of a client |
//! | `serde` | records, enums, ids and values in serde's formats, for your own storage: see the module `storage` |
//! | `rust_decimal` | `TryFrom` and `From` between [`Decimal`] and that of rust_decimal 1 |
//! | `jiff` | `TryFrom` between [`Date`], [`DateTime`] and `civil::Date`, `civil::DateTime`, `Timestamp` of jiff 1 |
//! | `chrono` | `TryFrom` between them and `NaiveDate`, `NaiveDateTime`, `DateTime<Utc>`, `DateTime<FixedOffset>` of chrono 0.4 |
//! | `time` | `TryFrom` between them and `Date`, `PrimitiveDateTime`, `OffsetDateTime` of time 0.3 |
//!
//! A conversion that would lose something is an error which says what. The text that a date came
//! from stays behind, and so does the distance from UTC where the other type is a bare moment.

#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Formatted by the generator; `codegen --check` keeps it as it is.
#[cfg(feature = "billingplatform")]
#[rustfmt::skip]
pub mod billingplatform;

#[cfg(any(
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "time"
))]
pub use billbind_runtime::ConversionError;
/// What drives requests: settings of clients, layers, and the border to HTTP stacks of your own.
/// `Client`, `BlockingClient` and `Credentials` are in the module of each system.
///
/// ```
/// use billbind::billingplatform::{Account, BlockingClient, Credentials, account};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = billbind::client::InProcess::new(|request| {
/// #     Ok(billbind::Answer::new(200, match request.url.ends_with("/login") {
/// #         true => r#"{"loginResponse": [{"SessionID": "s", "ErrorCode": "0", "ErrorText": []}]}"#,
/// #         false => r#"{"createResponse": [{"ErrorCode": "0", "ErrorText": " ", "Id": "27471"}]}"#,
/// #     }))
/// # });
/// let client = BlockingClient::builder("https://sandbox.billingplatform.com/myorg")
///     .credentials(Credentials::login("my.username", "password"));
/// # let client = client.transport(server);
/// let client = client.build()?;
///
/// let new = Account::builder()
///     .name("My First Account")
///     .status(account::Status::Active)
///     .account_type("Required")
///     .build();
/// match client.send(account::create(&new)) {
///     Ok(created) => println!("{:?}", created.id),
///     // The connection broke, and a second create could bill twice: it is not sent again.
///     Err(error) if error.is_uncertain() => println!("look for it first: {error}"),
///     Err(error) => return Err(error.into()),
/// }
/// // By a key it can be repeated, and the client does so.
/// let key = account::Key::custom("my_external_key", "unique_value_12345");
/// client.send(account::create_or_overwrite(key, &new))?;
/// # Ok(())
/// # }
/// ```
#[cfg(feature = "client")]
pub use billbind_runtime::client;
/// Records, enums and values are put into structs of your own like any others:
///
/// ```
/// use billbind::billingplatform::{Account, account};
/// use billbind::{Date, Decimal};
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Mirrored {
///     account: Account,
///     parent: Option<account::Id>,
///     status: account::Status,
///     limit: Decimal,
///     seen_on: Date,
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = r#"{
///     "account": {"Id": "27471", "Name": "Blue", "nrRegion": "EMEA", "$kept": [["nrRate", "1.10"]]},
///     "parent": null,
///     "status": "ACTIVE",
///     "limit": "1000.00",
///     "seen_on": "20150505"
/// }"#;
/// let mirrored: Mirrored = serde_json::from_str(text)?;
/// assert_eq!(mirrored.account.name.as_deref(), Some("Blue"));
/// let rate: Option<Decimal> = mirrored.account.extra.read("nrRate")?;
/// assert_eq!(rate, Some("1.10".parse()?));
/// let again: serde_json::Value = serde_json::from_str(&serde_json::to_string(&mirrored)?)?;
/// assert_eq!(again, serde_json::from_str::<serde_json::Value>(text)?);
/// # Ok(())
/// # }
/// ```
///
/// A secret is left out unless told:
///
/// ```
/// use billbind::billingplatform::BillingProfile;
/// use billbind::{Secret, storage::WithSecrets};
///
/// let mut profile = BillingProfile::default();
/// profile.credit_card_number = Some(Secret::new("4111111111111111"));
/// assert_eq!(serde_json::to_string(&profile)?, "{}");
/// assert_eq!(
///     serde_json::to_string(&WithSecrets(&profile))?,
///     r#"{"CreditCardNumber":"4111111111111111"}"#
/// );
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Vaulted {
///     #[serde(with = "billbind::storage::with_secrets")]
///     profile: BillingProfile,
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// So a struct with a secret does not compile before somebody has decided:
///
/// ```compile_fail,E0277
/// #[derive(serde::Serialize)]
/// struct Vaulted {
///     token: billbind::Secret,
/// }
/// ```
#[cfg(feature = "serde")]
pub use billbind_runtime::storage;
pub use billbind_runtime::{
    Access, Answer, Answered, Body, Column, DEFAULT_MAX_BODY, DEFAULT_MAX_FILE, Date, DateTime,
    Decimal, Draft, EachGroup, EachRecord, Entity, Enumeration, Error, ErrorKind, Extra, Field,
    FieldValue, FileField, FileSink, FileSource, Filter, Having, Id, IdOf, Key, Kind, MAX_URL,
    Method, Misfit, Names, ParseError, Path, Raw, Record, Reference, RenderedRequest, Request,
    Retry, Row, RowValues, Rule, Rules, Secret, System, Table, Time, UnknownValue, Value,
    Violation, purpose,
};
