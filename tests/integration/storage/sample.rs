//! A record with a field of every kind, also of those that the bindings have none of.

use billbind::billingplatform::account::Status;
use billbind::{
    Answer, Date, DateTime, Decimal, Entity, Extra, Field, Id, Kind, Raw, Rules, Secret, Table,
};
use billbind_runtime::billingplatform::operations;
use billbind_runtime::{
    DateForm, DateTimeForm, FlagForm, Slot, Slots, clone_record, debug_record, records_are_equal,
    store_record,
};

#[derive(Default)]
pub(super) struct Sample {
    pub(super) id: Option<Id<Sample>>,
    pub(super) name: Option<String>,
    pub(super) count: Option<i64>,
    pub(super) rate: Option<Decimal>,
    pub(super) flag: Option<bool>,
    pub(super) day: Option<Date>,
    pub(super) moment: Option<DateTime>,
    pub(super) status: Option<Status>,
    pub(super) raw: Option<Raw>,
    pub(super) texts: Option<Vec<String>>,
    pub(super) counts: Option<Vec<i64>>,
    pub(super) flags: Option<Vec<bool>>,
    pub(super) raws: Option<Vec<Raw>>,
    pub(super) secret: Option<Secret>,
    pub(super) secrets: Option<Vec<Secret>>,
    pub(super) extra: Extra,
}

store_record!(Sample);

/// Names of the fields that hold secrets; nobody reads the last.
pub(super) const SECRETS: [&str; 3] = ["Secret", "Secrets", "Password"];

static TABLE: Table = Table::new(
    "SAMPLE",
    0,
    &[
        field("Id", Kind::Id),
        field("Name", Kind::Text),
        field("Count", Kind::Integer),
        field("Rate", Kind::Decimal),
        field("Flag", Kind::Flag(FlagForm::ZeroOne)),
        field("Day", Kind::Date(DateForm::Compact)),
        field("Moment", Kind::DateTime(DateTimeForm::Zulu)),
        field("Status", Kind::Enum),
        field("Raw", Kind::Raw),
        field("Texts", Kind::List(&Kind::Text)),
        field("Counts", Kind::List(&Kind::Integer)),
        field("Flags", Kind::List(&Kind::Flag(FlagForm::ZeroOne))),
        field("Raws", Kind::List(&Kind::Raw)),
        field("Secret", Kind::Secret),
        field("Secrets", Kind::List(&Kind::Secret)),
        field("Password", Kind::Secret),
    ],
);

const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        rules: Rules::OPTIONAL,
    }
}

/// The record in an answer that holds this JSON object.
pub(super) fn sample(object: &str) -> Sample {
    let answer = Answer::new(200, format!(r#"{{"retrieveResponse": {object}}}"#));
    operations::retrieve_by_id(&TABLE, &Id::<Sample>::from(1))
        .decode(&answer)
        .unwrap_or_else(|error| panic!("{error} in {object}"))
}

impl Entity for Sample {
    const WIRE_NAME: &'static str = "SAMPLE";
}

impl Slots for Sample {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn slots(&self, visit: &mut dyn FnMut(&[&dyn Slot], &Extra)) {
        visit(
            &[
                &self.id,
                &self.name,
                &self.count,
                &self.rate,
                &self.flag,
                &self.day,
                &self.moment,
                &self.status,
                &self.raw,
                &self.texts,
                &self.counts,
                &self.flags,
                &self.raws,
                &self.secret,
                &self.secrets,
            ],
            &self.extra,
        );
    }

    fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Slot], &mut Extra)) {
        visit(
            &mut [
                &mut self.id,
                &mut self.name,
                &mut self.count,
                &mut self.rate,
                &mut self.flag,
                &mut self.day,
                &mut self.moment,
                &mut self.status,
                &mut self.raw,
                &mut self.texts,
                &mut self.counts,
                &mut self.flags,
                &mut self.raws,
                &mut self.secret,
                &mut self.secrets,
            ],
            &mut self.extra,
        );
    }
}

impl Clone for Sample {
    fn clone(&self) -> Self {
        clone_record(self)
    }
}

impl PartialEq for Sample {
    fn eq(&self, other: &Self) -> bool {
        records_are_equal(self, other)
    }
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        debug_record(self, "Sample", formatter)
    }
}
