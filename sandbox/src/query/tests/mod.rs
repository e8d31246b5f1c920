//! Tests of the query language, against the shipped schemas.

mod conditions;
mod groups;
mod hostile;
mod plans;
mod random;
mod records;
mod refusals;

use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime};

use rusqlite::Connection;
use serde_json::Value as Json;

use super::{QueryError, matching, register, select};
use crate::organization::Organization;
use crate::store::{Store, quoted, stored};

/// Reading the schemas takes longer than most tests.
static ORGANIZATION: LazyLock<Arc<Organization>> =
    LazyLock::new(|| Organization::shipped().expect("the shipped schemas are right"));

/// An organization with records.
pub(super) struct World {
    organization: &'static Organization,
    store: Store,
}

impl World {
    /// Without records.
    pub(super) fn empty() -> Self {
        let organization = &**ORGANIZATION;
        let store = Store::open(None, organization).expect("a database in memory");
        Self {
            organization,
            store,
        }
    }

    /// Three accounts, two with invoices, and some activities.
    pub(super) fn new() -> Self {
        let world = Self::empty();
        for (id, name, parent, deleted) in [
            (1, "BILLING PLATFORM", "", 0),
            (10, "Blue Sky", "1", 0),
            (11, "Deep Blue", "10", 0),
            (12, "Red", "", 0),
            (13, "Gone Blue", "", 1),
        ] {
            world.insert(
                "ACCOUNT",
                &[
                    ("Id", &id.to_string()),
                    ("Name", name),
                    ("ParentAccountId", parent),
                    ("Status", "ACTIVE"),
                    ("Created", "2014-11-03T18:26:11Z"),
                ],
                deleted,
            );
        }
        for (id, account) in [("20", "10"), ("21", "11"), ("22", "12"), ("23", "13")] {
            world.insert(
                "BILLING_PROFILE",
                &[("Id", id), ("AccountId", account), ("CurrencyCode", "USD")],
                0,
            );
        }
        for (id, profile, status, amount, due, void) in [
            ("30", "20", "CLOSED", "25000.00", "2015-05-05", "0"),
            ("31", "21", "CLOSED", "24", "2015-06-05", "0"),
            ("32", "20", "CURRENT", "100.50", "2015-07-05", "1"),
            ("33", "21", "CURRENT", "0.5", "", ""),
            ("34", "22", "CURRENT", "1000000", "2016-01-01", "0"),
            ("35", "23", "CLOSED", "7", "2016-01-01", "0"),
        ] {
            world.insert(
                "INVOICE",
                &[
                    ("Id", id),
                    ("BillingProfileId", profile),
                    ("Status", status),
                    ("GrandTotalAmount", amount),
                    ("DueDate", due),
                    ("VoidFlag", void),
                ],
                0,
            );
        }
        for (id, invoice, date, deleted) in [
            ("40", "30", "2015-02-01", 0),
            ("41", "30", "2015-01-01", 0),
            ("42", "32", "2015-03-01", 0),
            ("43", "30", "2015-01-15", 1),
        ] {
            world.insert(
                "ACTIVITY",
                &[
                    ("Id", id),
                    ("InvoiceId", invoice),
                    ("ActivityDate", date),
                    ("AccountId", "10"),
                    ("Quantity", "1"),
                ],
                deleted,
            );
        }
        world.insert(
            "CURRENCY",
            &[
                ("Id", "USD"),
                ("CurrencyName", "Dollar"),
                ("CostRoundingRule", "Math Round"),
            ],
            0,
        );
        for (id, lower, upper) in [("50", "0", "10"), ("51", "11", "-1")] {
            world.insert(
                "PRICING",
                &[
                    ("Id", id),
                    ("LowerBand", lower),
                    ("UpperBand", upper),
                    ("RateSource", "S"),
                    ("Rate", ".10"),
                ],
                0,
            );
        }
        world
    }

    /// Puts a record into its table; an empty text is a value that is not there.
    pub(super) fn insert(&self, entity: &str, fields: &[(&str, &str)], deleted: i64) {
        let entity = self
            .organization
            .entity_in_any_case(entity)
            .expect("an entity");
        let mut names = vec![quoted(crate::store::DELETED)];
        let mut values = vec![rusqlite::types::Value::Integer(deleted)];
        for (name, text) in fields.iter().filter(|(_, text)| !text.is_empty()) {
            let field = entity
                .field(name)
                .unwrap_or_else(|| panic!("no field {name}"));
            names.push(quoted(name));
            values.push(stored(&field.kind, text).expect("a value of the field"));
        }
        let places = vec!["?"; names.len()].join(", ");
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({places})",
            quoted(&entity.name),
            names.join(", ")
        );
        self.with(|connection| {
            connection
                .execute(&sql, rusqlite::params_from_iter(values))
                .expect("it is inserted")
        });
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        self.store
            .transaction(|transaction| Ok::<T, rusqlite::Error>(work(transaction)))
            .expect("a transaction")
    }

    pub(super) fn try_select(&self, statement: &str) -> Result<Vec<Json>, QueryError> {
        self.with(|connection| select(self.organization, connection, now(), statement))
    }

    /// The rows of a statement that must work.
    pub(super) fn select(&self, statement: &str) -> Json {
        match self.try_select(statement) {
            Ok(rows) => Json::Array(rows),
            Err(error) => panic!("{statement}: {error}"),
        }
    }

    pub(super) fn try_matching(
        &self,
        entity: &str,
        condition: &str,
    ) -> Result<Vec<String>, QueryError> {
        let entity = self
            .organization
            .entity_in_any_case(entity)
            .expect("an entity");
        let ids = self
            .with(|connection| matching(self.organization, connection, now(), entity, condition))?;
        Ok(ids
            .into_iter()
            .map(|id| match id {
                rusqlite::types::Value::Integer(id) => id.to_string(),
                rusqlite::types::Value::Text(id) => id,
                other => panic!("no id: {other:?}"),
            })
            .collect())
    }

    /// The ids of the records that meet a condition that must work, with blanks between them.
    pub(super) fn matching(&self, entity: &str, condition: &str) -> String {
        match self.try_matching(entity, condition) {
            Ok(ids) => ids.join(" "),
            Err(error) => panic!("{condition}: {error}"),
        }
    }

    /// Why a statement is refused.
    pub(super) fn refusal(&self, statement: &str) -> String {
        match self.try_select(statement) {
            Ok(rows) => panic!("{statement} gives {rows:?}"),
            Err(error) => error.text().to_owned(),
        }
    }
}

/// The first of January of 2016, noon.
pub(super) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_451_649_600)
}

#[test]
fn the_functions_can_be_made_known_twice() {
    let connection = Connection::open_in_memory().expect("a database");
    register(&connection).expect("once");
    register(&connection).expect("twice");
}
