//! The protocol of BillingPlatform's REST API 2.0: how its operations are written on the wire.
//!
//! Everything here comes from two of the vendor's pages, cited by name: *Authentication* and *REST
//! Methods*, the latter with its chapter (`REST Methods, UPDATE`). The oddities of answers come also
//! from the vendor's reference and from public clients. Generated request functions are one line
//! each over this module; [`login`], [`logout`], [`oauth_token`], [`query()`] and [`raw`] belong to
//! no entity and are called directly, and so is [`dynamic`], for entities that no schema describes.

mod answer;
#[cfg(feature = "client")]
mod catalogue;
#[cfg(feature = "client")]
mod credentials;
mod delete;
pub mod dynamic;
#[doc(hidden)]
pub mod example;
mod file;
mod query;
mod read;
mod session;
mod write;

use std::borrow::Cow;

use crate::json::Members;
use crate::request::{Method, Request, RequestProof, Retry, Subject, System};
use crate::table::TableRef;
use crate::value::NumberForm;
use crate::{Entity, Raw};

pub use crate::row::Row;
#[cfg(feature = "client")]
pub use credentials::{BlockingClient, Client, Credentials};
pub use delete::{Deletes, Deletion};
pub use file::{download_file_to, upload_file_from};
pub use query::{
    Aggregate, Children, ColumnList, Expression, MAX_PAGE, MAX_STATEMENT_IN_URL, Order, OrderList,
    Query, Records, Rows, Selection, Selects, Summable, Unselected, query,
};
pub use session::{Session, login, logout, oauth_token};
pub use write::{Batch, BatchRefusal, RecordError, Written};

/// The operations of entities, called by generated request functions.
#[doc(hidden)]
pub mod operations {
    pub use super::delete::{delete, delete_many, undelete};
    pub use super::file::{download_file, upload_file};
    pub use super::query::query_records as query;
    pub use super::read::{retrieve, retrieve_by_id, retrieve_by_ids};
    pub use super::write::{
        create, create_many, create_or_overwrite, update, update_many, upsert, upsert_many,
    };
}

/// The system that these requests are for.
#[derive(Debug, Clone, Copy)]
pub struct BillingPlatform;

impl System for BillingPlatform {
    const NAME: &'static str = "BillingPlatform";
}

/// The member that holds the records of a write.
const RECORDS: &str = "brmObjects";

/// REST Methods writes every scalar as text.
const NUMBERS: NumberForm = NumberForm::Text;

/// A request to any path of the API, for what no typed function covers.
///
/// `path` is the list of segments under the organization, each escaped. The answer is the body as
/// it came. A repetition is taken to do the work twice unless the method is GET.
///
/// ```
/// use billbind_runtime::billingplatform::raw;
/// use billbind_runtime::Method;
///
/// let request = raw(Method::Get, &["rest", "2.0", "ACCOUNT", "27471"], None);
/// let rendered = request.render("https://my.billingplatform.com/myorg")?;
/// assert_eq!(rendered.url, "https://my.billingplatform.com/myorg/rest/2.0/ACCOUNT/27471");
/// # Ok::<(), billbind_runtime::Error>(())
/// ```
pub fn raw(method: Method, path: &[&str], body: Option<Raw>) -> Request<BillingPlatform, Raw> {
    let retry = if method == Method::Get {
        Retry::Read
    } else {
        Retry::Once
    };
    let subject = Subject {
        operation: "raw",
        retry,
        ..Subject::default()
    };
    let request = Request::new(method, path, subject, answer::decode_raw);
    match body {
        Some(body) => request.with_json(body.as_json().as_bytes().to_vec()),
        None => request,
    }
}

impl Request<BillingPlatform, Raw> {
    /// Adds a parameter to the URL of a raw request.
    pub fn parameter(self, name: &'static str, value: impl Into<String>) -> Self {
        self.with_query(name, value.into())
    }
}

impl<T> Request<BillingPlatform, T> {
    /// Adds the session to the request (header `sessionid`, or `Authorization` for a token).
    pub fn authorized(mut self, session: &Session) -> Self {
        // One proof at a time, also where an earlier one was of the other kind.
        self.headers
            .retain(|(name, _)| !matches!(*name, "sessionid" | "authorization"));
        self.subject.secrets.push(session.secret().clone());
        self.subject.proof = RequestProof::Given;
        let (name, value) = session.header();
        self.with_header(name, value)
    }
}

/// The entity that a request is about.
struct Target {
    entity: Cow<'static, str>,
    /// Its table, where the request needs it.
    table: Option<TableRef>,
}

impl Target {
    fn of<E: Entity>() -> Self {
        Self {
            entity: Cow::Borrowed(E::WIRE_NAME),
            table: None,
        }
    }

    fn of_table(table: TableRef) -> Self {
        Self {
            entity: table.entity(),
            table: Some(table),
        }
    }
}

fn subject(target: Target, operation: &'static str, retry: Retry, sent: usize) -> Subject {
    Subject {
        entity: Some(target.entity),
        table: target.table,
        operation,
        retry,
        sent,
        ids: Vec::new(),
        selected: Vec::new(),
        secrets: Vec::new(),
        proof: RequestProof::default(),
        download: None,
    }
}

/// A request on an entity: `/rest/2.0/<path>/<ENTITY>`.
fn path<'a>(operation: &'a [&'a str], entity: &'a str) -> Vec<&'a str> {
    [&["rest", "2.0"], operation, &[entity]].concat()
}

/// Most bytes that are set aside for records that are not written yet.
const MOST_ROOM: usize = 1024 * 1024;

/// Writes a body of records: one as an object, several as a list (REST Methods, message bodies).
fn records_body<T>(
    key: Option<&str>,
    records: &[T],
    single: bool,
    mut write: impl FnMut(&mut Vec<u8>, &T),
) -> Vec<u8> {
    let mut json = Vec::with_capacity(256);
    let mut members = Members::open(&mut json);
    if let Some(key) = key {
        crate::json::write_text(members.member("externalIDFieldName"), key);
    }
    let place = members.member(RECORDS);
    match records {
        [record] if single => write(place, record),
        _ => {
            let mut left = records.len();
            crate::json::write_list(place, records, |json, record| {
                let before = json.len();
                write(json, record);
                // Records of one request are mostly much alike: room for all of them at once. A
                // first one that is much longer than the others must not cost more than that.
                if left == records.len() {
                    let room = (json.len() - before + 1).saturating_mul(left) / 8 * 9;
                    json.reserve(room.min(MOST_ROOM));
                }
                left -= 1;
            });
        }
    }
    members.close();
    json
}

#[cfg(test)]
mod tests {
    use super::{MOST_ROOM, records_body};

    #[test]
    fn one_long_record_among_many_takes_no_room_for_as_many_long_ones() {
        let mut records = vec!["x".repeat(MOST_ROOM)];
        records.resize(5_000, String::new());
        let body = records_body(None, &records, false, |json, record| {
            crate::json::write_text(json, record);
        });
        assert!(body.capacity() < 4 * MOST_ROOM, "{}", body.capacity());
    }
}
