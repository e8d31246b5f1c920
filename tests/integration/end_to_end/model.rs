//! Random sequences of operations: bindings, client and sandbox together agree with a map in memory.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use billbind::Error;
use billbind::billingplatform::{Account, Deletion, Written, account};
use billbind_sandbox::{Options, Sandbox};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

use super::stage::Caller;

/// What is done. Records are named by their place among all that were ever created.
#[derive(Debug, Clone)]
enum Step {
    Create {
        values: Values,
        key: Option<u8>,
    },
    Update {
        at: usize,
        changes: Changes,
    },
    Upsert {
        key: u8,
        changes: Changes,
        values: Values,
    },
    Overwrite {
        key: u8,
        values: Values,
    },
    Delete {
        at: usize,
        purge: Option<bool>,
    },
    Undelete {
        at: usize,
    },
    Retrieve {
        at: usize,
    },
    Find {
        condition: Condition,
    },
}

#[derive(Debug, Clone, PartialEq)]
struct Values {
    name: String,
    description: Option<String>,
    is_active: bool,
    flag: Option<bool>,
}

/// What a change does to the fields that it names.
#[derive(Debug, Clone)]
struct Changes {
    name: Option<String>,
    description: Change<String>,
    is_active: Option<bool>,
    flag: Change<bool>,
}

/// What becomes of a field that may be empty.
#[derive(Debug, Clone)]
enum Change<T> {
    Leave,
    Set(T),
    Clear,
}

impl<T: Clone> Change<T> {
    fn make(&self, value: &mut Option<T>) {
        match self {
            Self::Leave => {}
            Self::Set(new) => *value = Some(new.clone()),
            Self::Clear => *value = None,
        }
    }
}

#[derive(Debug, Clone)]
enum Condition {
    NameIs(String),
    NameContains(String),
    NameStartsWith(String),
    DescriptionIsNull,
    IsActive(bool),
    ActiveAndNameIsNot(String),
    KeyIs(u8),
}

/// Where a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Live,
    RecycleBin,
    Gone,
}

#[derive(Debug, Clone)]
struct Kept {
    values: Values,
    key: Option<u8>,
    place: Place,
}

/// What the sandbox should hold: records by the order in which they were created.
#[derive(Default)]
struct Model {
    records: Vec<Kept>,
    ids: Vec<account::Id>,
}

impl Model {
    /// The live record that has a key.
    fn with_key(&self, key: u8) -> Option<usize> {
        let is_it = |kept: &Kept| kept.place == Place::Live && kept.key == Some(key);
        self.records.iter().position(is_it)
    }

    fn place(&self, at: usize) -> Place {
        self.records.get(at).map_or(Place::Gone, |kept| kept.place)
    }

    /// A record that nobody has where the place is behind all records.
    fn id(&self, at: usize) -> account::Id {
        self.ids.get(at).cloned().unwrap_or_else(|| 999_999.into())
    }

    fn live(&self, is_wanted: impl Fn(&Kept) -> bool) -> BTreeMap<String, Kept> {
        let kept = self.records.iter().zip(&self.ids);
        kept.filter(|(kept, _)| kept.place == Place::Live && is_wanted(kept))
            .map(|(kept, id)| (id.as_str().to_owned(), kept.clone()))
            .collect()
    }

    fn add(&mut self, values: Values, key: Option<u8>, id: account::Id) {
        assert!(!self.ids.contains(&id), "an id is never given again");
        self.ids.push(id);
        self.records.push(Kept {
            values,
            key,
            place: Place::Live,
        });
    }
}

impl Changes {
    fn make(&self, values: &mut Values) {
        if let Some(name) = &self.name {
            values.name.clone_from(name);
        }
        self.description.make(&mut values.description);
        if let Some(is_active) = self.is_active {
            values.is_active = is_active;
        }
        self.flag.make(&mut values.flag);
    }

    /// A draft that changes what this does.
    fn to_draft(&self, id: account::Id) -> account::Changes {
        let mut draft = Account::changes(id);
        if let Some(name) = &self.name {
            draft = draft.name(name);
        }
        draft = match &self.description {
            Change::Set(text) => draft.description(text),
            Change::Clear => draft.clear_description(),
            Change::Leave => draft,
        };
        if let Some(is_active) = self.is_active {
            draft = draft.status(status(is_active));
        }
        match self.flag {
            Change::Set(flag) => draft.rate_hierarchy(flag),
            Change::Clear => draft.clear_rate_hierarchy(),
            Change::Leave => draft,
        }
    }
}

impl Values {
    fn to_draft(&self, key: Option<u8>) -> account::New {
        let mut draft = Account::builder();
        if let Some(description) = &self.description {
            draft = draft.description(description);
        }
        if let Some(flag) = self.flag {
            draft = draft.rate_hierarchy(flag);
        }
        if let Some(key) = key {
            draft = draft.custom(KEY, key_text(key));
        }
        let draft = draft.name(&self.name).account_type_id(1);
        draft.status(status(self.is_active)).build()
    }

    fn of(record: &Account) -> Self {
        Self {
            name: record.name.clone().unwrap_or_default(),
            description: record.description.clone(),
            is_active: record.status == Some(account::Status::Active),
            flag: record.rate_hierarchy,
        }
    }
}

/// An external key of this organization.
const KEY: &str = "my_external_key";

fn key_text(key: u8) -> String {
    format!("0{key}")
}

fn status(is_active: bool) -> account::Status {
    if is_active {
        account::Status::Active
    } else {
        account::Status::Deactivated
    }
}

impl Condition {
    fn to_filter(&self) -> account::Filter {
        let name = &account::COL.name;
        match self {
            Self::NameIs(text) => name.eq(text.as_str()),
            Self::NameContains(text) => name.contains(text),
            Self::NameStartsWith(text) => name.starts_with(text),
            Self::DescriptionIsNull => account::COL.description.is_null(),
            Self::IsActive(is_active) => account::COL.status.eq(status(*is_active)),
            Self::ActiveAndNameIsNot(text) => {
                let is_active = account::COL.status.eq(status(true));
                is_active.and(name.eq(text.as_str()).not())
            }
            Self::KeyIs(key) => {
                let column: billbind::Column<Account, String> =
                    billbind::Column::custom(KEY).unwrap();
                column.eq(key_text(*key))
            }
        }
    }

    /// Whether its text has a letter that a pattern takes for another: nothing is known that would
    /// keep the server from it, so it is not sent.
    fn is_a_pattern(&self) -> bool {
        match self {
            Self::NameContains(text) | Self::NameStartsWith(text) => text.contains(['%', '_']),
            _ => false,
        }
    }

    fn is_met_by(&self, kept: &Kept) -> bool {
        let values = &kept.values;
        match self {
            Self::NameIs(text) => values.name == *text,
            Self::NameContains(text) => values.name.contains(text),
            Self::NameStartsWith(text) => values.name.starts_with(text),
            Self::DescriptionIsNull => values.description.is_none(),
            Self::IsActive(is_active) => values.is_active == *is_active,
            Self::ActiveAndNameIsNot(text) => values.is_active && values.name != *text,
            Self::KeyIs(key) => kept.key == Some(*key),
        }
    }
}

/// Says that a write was refused, for the reason that the model has, or done.
fn assert_written(
    result: Result<Written<Account>, Error>,
    is_allowed: bool,
    step: &Step,
) -> Option<account::Id> {
    match result {
        Ok(written) => {
            assert!(is_allowed, "it should be refused: {step:?}");
            Some(written.id)
        }
        Err(error) => {
            assert!(error.is_record_refused(), "{step:?}: {error}");
            assert!(!is_allowed, "{step:?}: {error}");
            None
        }
    }
}

/// Does a step, and compares what came of it.
fn act(caller: &Caller, model: &mut Model, step: &Step) {
    match step {
        Step::Create { values, key } => {
            let is_free = key.is_none_or(|key| model.with_key(key).is_none());
            let result = caller.send(account::create(&values.to_draft(*key)));
            if let Some(id) = assert_written(result, is_free, step) {
                model.add(values.clone(), *key, id);
            }
        }
        Step::Update { at, changes } => {
            let is_live = model.place(*at) == Place::Live;
            let draft = changes.to_draft(model.id(*at));
            if assert_written(caller.send(account::update(&draft)), is_live, step).is_some() {
                changes.make(&mut model.records[*at].values);
            }
        }
        Step::Upsert {
            key,
            changes,
            values,
        } => {
            let mut upsert = Account::upsert(account::Key::custom(KEY, key_text(*key)));
            let found = model.with_key(*key);
            let mut after = if let Some(at) = found {
                model.records[at].values.clone()
            } else {
                // What is new needs all that a record needs.
                upsert = upsert.name(&values.name).account_type_id(1);
                upsert = upsert.status(status(values.is_active));
                Values {
                    description: None,
                    flag: None,
                    ..values.clone()
                }
            };
            if let Some(name) = &changes.name {
                upsert = upsert.name(name);
            }
            if let Change::Set(description) = &changes.description {
                upsert = upsert.description(description);
            }
            if let Some(is_active) = changes.is_active {
                upsert = upsert.status(status(is_active));
            }
            // A create has nothing to clear, and the test does not know in advance which it is.
            let made = match &changes.description {
                Change::Clear => Change::Leave,
                other => other.clone(),
            };
            let made = Changes {
                description: made,
                flag: Change::Leave,
                ..changes.clone()
            };
            made.make(&mut after);
            let result = caller.send(account::upsert(&upsert));
            let id = assert_written(result, true, step).unwrap();
            keep(model, found, after, *key, id);
        }
        Step::Overwrite { key, values } => {
            let found = model.with_key(*key);
            let mut after = values.clone();
            if let Some(at) = found {
                // What is not set is not overwritten.
                let before = &model.records[at].values;
                after.description = after.description.or_else(|| before.description.clone());
                after.flag = after.flag.or(before.flag);
            }
            let id = account::Key::custom(KEY, key_text(*key));
            let result = caller.send(account::create_or_overwrite(id, &values.to_draft(None)));
            let id = assert_written(result, true, step).unwrap();
            keep(model, found, after, *key, id);
        }
        Step::Delete { at, purge } => {
            let place = model.place(*at);
            let is_purge = *purge == Some(true);
            let is_allowed = place == Place::Live || (place == Place::RecycleBin && is_purge);
            let deletion = Deletion::new(model.id(*at));
            let deletion = match purge {
                Some(purge) => deletion.empty_recycle_bin(*purge),
                None => deletion,
            };
            if assert_written(caller.send(account::delete(deletion)), is_allowed, step).is_some() {
                let place = if is_purge {
                    Place::Gone
                } else {
                    Place::RecycleBin
                };
                model.records[*at].place = place;
            }
        }
        Step::Undelete { at } => {
            let is_free = |key: Option<u8>| key.is_none_or(|key| model.with_key(key).is_none());
            let is_allowed =
                model.place(*at) == Place::RecycleBin && is_free(model.records[*at].key);
            let result = caller.send(account::undelete(model.id(*at)));
            if assert_written(result, is_allowed, step).is_some() {
                model.records[*at].place = Place::Live;
            }
        }
        Step::Retrieve { at } => match caller.send(account::retrieve_by_id(model.id(*at))) {
            Ok(record) => {
                assert_eq!(model.place(*at), Place::Live, "{step:?}");
                assert_is(&record, &model.records[*at]);
            }
            Err(error) => {
                assert!(error.is_not_found(), "{step:?}: {error}");
                assert_ne!(model.place(*at), Place::Live, "{step:?}");
            }
        },
        Step::Find { condition } if condition.is_a_pattern() => {
            let request = account::retrieve(&condition.to_filter());
            let error = caller.send(request).unwrap_err();
            assert!(error.is_invalid_request(), "{step:?}: {error}");
        }
        Step::Find { condition } => {
            let wanted = model.live(|kept| condition.is_met_by(kept));
            compare(caller, condition.to_filter(), &wanted, step);
        }
    }
}

/// Keeps what an upsert wrote: into the record that the key found, or as a new one.
fn keep(model: &mut Model, found: Option<usize>, after: Values, key: u8, id: account::Id) {
    match found {
        Some(at) => {
            assert_eq!(model.ids[at], id);
            model.records[at].values = after;
        }
        None => model.add(after, Some(key), id),
    }
}

/// The record that every sandbox has from the start is none of the model's.
fn compare(caller: &Caller, filter: account::Filter, wanted: &BTreeMap<String, Kept>, what: &Step) {
    let filter = filter.and(account::COL.id.gt(1));
    let found = caller.get(account::retrieve(&filter).empty_on_not_found());
    assert_eq!(found.len(), wanted.len(), "{what:?}");
    for record in &found {
        let id = record.id.as_ref().unwrap().as_str();
        let kept = wanted
            .get(id)
            .unwrap_or_else(|| panic!("{what:?} finds {id}"));
        assert_is(record, kept);
    }
}

fn assert_is(record: &Account, kept: &Kept) {
    assert_eq!(Values::of(record), kept.values);
    let key: Option<String> = record.extra.read(KEY).unwrap();
    assert_eq!(key, kept.key.map(key_text));
    assert_eq!(record.account_type_id, Some(1.into()));
    assert!(record.extra.misfits().is_empty());
}

/// Texts that mean something to somebody on the way: JSON, SQL, patterns, numbers.
fn any_text() -> impl Strategy<Value = String> {
    let odd = [
        "a",
        "A",
        "ab",
        "a%b",
        "a_b",
        "O'Neil",
        "''",
        "\\",
        "\\%",
        "007",
        "1e5",
        "1.10",
        "null",
        "true",
        "[]",
        "{}",
        "\"",
        "a\nb",
        "\u{e4}",
        "\u{1f4b0}",
        "--",
        ";",
        "a&b=c#d?e",
        "+",
        "%41",
    ];
    prop_oneof![
        4 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
        1 => "[!-~]{1,8}",
        1 => "[a-b%_' ]{0,3}[a-b]",
    ]
}

fn any_values() -> impl Strategy<Value = Values> {
    let parts = (
        any_text(),
        prop::option::of(any_text()),
        any::<bool>(),
        any::<Option<bool>>(),
    );
    parts.prop_map(|(name, description, is_active, flag)| Values {
        name,
        description,
        is_active,
        flag,
    })
}

fn any_changes() -> impl Strategy<Value = Changes> {
    let parts = (
        prop::option::of(any_text()),
        any_change(any_text()),
        any::<Option<bool>>(),
        any_change(any::<bool>()),
    );
    parts.prop_map(|(name, description, is_active, flag)| Changes {
        name,
        description,
        is_active,
        flag,
    })
}

fn any_change<T: Clone + std::fmt::Debug>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Change<T>> {
    prop_oneof![
        Just(Change::Leave),
        value.prop_map(Change::Set),
        Just(Change::Clear),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        any_text().prop_map(Condition::NameIs),
        any_text().prop_map(Condition::NameContains),
        any_text().prop_map(Condition::NameStartsWith),
        Just(Condition::DescriptionIsNull),
        any::<bool>().prop_map(Condition::IsActive),
        any_text().prop_map(Condition::ActiveAndNameIsNot),
        (0..4_u8).prop_map(Condition::KeyIs),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    // One behind the records that a sequence creates, now and then.
    let at = || 0..8_usize;
    let key = || 0..4_u8;
    prop_oneof![
        4 => (any_values(), prop::option::of(key())).prop_map(|(values, key)| Step::Create { values, key }),
        4 => (at(), any_changes()).prop_map(|(at, changes)| Step::Update { at, changes }),
        3 => (key(), any_changes(), any_values())
            .prop_map(|(key, changes, values)| Step::Upsert { key, changes, values }),
        2 => (key(), any_values()).prop_map(|(key, values)| Step::Overwrite { key, values }),
        3 => (at(), any::<Option<bool>>()).prop_map(|(at, purge)| Step::Delete { at, purge }),
        2 => at().prop_map(|at| Step::Undelete { at }),
        2 => at().prop_map(|at| Step::Retrieve { at }),
        3 => any_condition().prop_map(|condition| Step::Find { condition }),
    ]
}

/// To start a sandbox takes longer than all steps of a case, so they share one.
static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::new(&Options::new()).unwrap());

/// Deletes what earlier cases left; in the recycle bin it is in nobody's way.
fn clear(caller: &Caller) {
    let left = account::retrieve(&account::COL.id.gt(1));
    let left = caller.get(left.empty_on_not_found());
    let ids = left.into_iter().filter_map(|record| record.id);
    let deletions: Vec<_> = ids.map(Deletion::new).collect();
    if !deletions.is_empty() {
        caller.get(account::delete_many(&deletions)).all().unwrap();
    }
}

proptest! {
    #[test]
    fn random_sequences_of_operations_agree_with_a_map_in_memory(
        steps in prop::collection::vec(any_step(), 1..40),
    ) {
        let callers = Caller::in_process(&SANDBOX);
        clear(&callers[0]);
        let mut model = Model::default();
        for (number, step) in steps.iter().enumerate() {
            act(&callers[number % 2], &mut model, step);
        }
        let all = Step::Find { condition: Condition::IsActive(true) };
        let everything = model.live(|_| true);
        compare(&callers[0], account::COL.id.is_not_null(), &everything, &all);
    }
}
