//! The organization's catalogue of its entities: the entity `ENTITY`, which knows itself too.

use super::BillingPlatform;
use super::query::query;
use crate::client::Existence;
use crate::error::ErrorKind;
use crate::request::Request;
use crate::row::Row;

/// The catalogue's own name.
const CATALOGUE: &str = "ENTITY";

/// Finds out whether the organization has an entity; any case of the name is taken, as in URLs.
///
/// `EntityName` is in the vendor's reference of `ENTITY`; `UPPER` is seen in statements of public
/// client programs.
pub(super) fn existence(entity: &str) -> Request<BillingPlatform, Existence> {
    let entity = entity.to_uppercase();
    let quoted = entity.replace('\'', "''");
    let rows = query(format!(
        "SELECT EntityName FROM {CATALOGUE} WHERE UPPER(EntityName) IN ('{quoted}', '{CATALOGUE}')"
    ));
    let mut request = rows.redecoded(|subject, limits, answer| {
        let rows: Vec<Row> = match super::query::decode_rows(subject, limits, answer) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Existence::Unknown),
            rows => rows?,
        };
        let has = |wanted: &str| {
            rows.iter().any(|row| {
                let name: Option<String> = row.read("EntityName").unwrap_or_default();
                name.is_some_and(|name| name.to_uppercase() == wanted)
            })
        };
        let asked = subject.entity.as_deref().unwrap_or_default();
        Ok(match (has(asked), has(CATALOGUE)) {
            (true, _) => Existence::Exists,
            (false, true) => Existence::Missing,
            (false, false) => Existence::Unknown,
        })
    });
    request.subject.entity = Some(entity.into());
    request
}
