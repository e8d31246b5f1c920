//! Random sequences of writes agree with a plain model in memory, record by record.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::caller::Caller;

/// What must be true of an account: it exists, in the recycle bin or not, with these values.
#[derive(Debug, Clone)]
struct Account {
    name: String,
    key: Option<String>,
    description: Option<String>,
    parent: Option<String>,
    is_live: bool,
}

/// The accounts that a sequence made, by their ids.
#[derive(Debug, Default)]
struct Model {
    accounts: BTreeMap<String, Account>,
}

impl Model {
    fn live(&self, id: &str) -> Option<&Account> {
        self.accounts.get(id).filter(|account| account.is_live)
    }

    fn with_key(&self, key: &str) -> Option<String> {
        let mut accounts = self.accounts.iter();
        let found =
            accounts.find(|(_, account)| account.is_live && account.key.as_deref() == Some(key));
        found.map(|(id, _)| id.clone())
    }

    fn is_pointed_at(&self, target: &str) -> bool {
        self.accounts.iter().any(|(id, account)| {
            id != target && account.is_live && account.parent.as_deref() == Some(target)
        })
    }
}

/// A sequence in which everything that may happen to an account happens to a few of them, so that
/// they meet often.
struct Sequence {
    random: fastrand::Rng,
    caller: Caller,
    model: Model,
}

impl Sequence {
    fn step(&mut self) {
        match self.random.u8(..100) {
            0..30 => self.create(),
            30..50 => self.update(),
            50..70 => self.upsert(),
            70..85 => self.delete(),
            _ => self.undelete(),
        }
    }

    /// An id that exists, or did, or never will.
    fn any_id(&mut self) -> String {
        let count = self.model.accounts.len();
        let at = self.random.usize(..=count);
        let id = self.model.accounts.keys().nth(at);
        id.cloned().unwrap_or_else(|| "404".to_owned())
    }

    fn any_key(&mut self) -> String {
        format!("k{}", self.random.u8(..6))
    }

    /// Values of a record, and what they make of an account.
    fn values(&mut self) -> (Value, Account) {
        let mut account = Account {
            name: format!("n{}", self.random.u8(..)),
            key: None,
            description: None,
            parent: None,
            is_live: true,
        };
        let mut record = json!({"Name": account.name});
        if self.random.bool() {
            let key = self.any_key();
            record["my_external_key"] = json!(key);
            account.key = Some(key);
        }
        if self.random.bool() {
            record["Description"] = json!("d");
            account.description = Some("d".to_owned());
        }
        if self.random.u8(..4) == 0 {
            let parent = self.any_id();
            record["ParentAccountId"] = json!(parent);
            account.parent = Some(parent);
        }
        (record, account)
    }

    /// Whether the rules let an account have these values.
    fn fits(&self, account: &Account, itself: Option<&str>) -> bool {
        let key = account.key.as_deref();
        let other = key.and_then(|key| self.model.with_key(key));
        let is_unique = other.is_none() || other.as_deref() == itself;
        let parent = account.parent.as_deref();
        is_unique && parent.is_none_or(|parent| self.model.live(parent).is_some())
    }

    fn create(&mut self) {
        let (mut record, account) = self.values();
        record["AccountTypeId"] = json!("1");
        record["Status"] = json!("ACTIVE");
        let fits = self.fits(&account, None);
        let (id, done) = self.write("POST", &json!({"brmObjects": record}));
        assert_eq!(done, fits, "create {account:?}");
        if done {
            assert!(
                !self.model.accounts.contains_key(&id),
                "{id} is given twice"
            );
            self.model.accounts.insert(id, account);
        }
    }

    fn update(&mut self) {
        let id = self.any_id();
        let (mut record, account) = self.values();
        record["Id"] = json!(id);
        let clears = account.description.is_none() && self.random.bool();
        if clears {
            record["fieldsToNull"] = json!(["Description"]);
        }
        let fits = self.model.live(&id).is_some() && self.fits(&account, Some(&id));
        let (_, done) = self.write("PUT", &json!({"brmObjects": [record]}));
        assert_eq!(done, fits, "update {id} {account:?}");
        if done {
            self.change(&id, account, clears);
        }
    }

    fn upsert(&mut self) {
        let (mut record, mut account) = self.values();
        let key = self.any_key();
        record["my_external_key"] = json!(key);
        account.key = Some(key.clone());
        let found = self.model.with_key(&key);
        let is_complete = self.random.bool();
        if is_complete {
            record["AccountTypeId"] = json!("1");
            record["Status"] = json!("ACTIVE");
        }
        let fits = self.fits(&account, found.as_deref()) && (found.is_some() || is_complete);
        let body = json!({"externalIDFieldName": "my_external_key", "brmObjects": record});
        let (id, done) = self.write("PATCH", &body);
        assert_eq!(done, fits, "upsert {account:?}");
        match found {
            _ if !done => {}
            Some(found) => {
                assert_eq!(id, found);
                self.change(&id, account, false);
            }
            None => {
                self.model.accounts.insert(id, account);
            }
        }
    }

    fn change(&mut self, id: &str, changes: Account, clears: bool) {
        let account = self.model.accounts.get_mut(id).unwrap();
        account.name = changes.name;
        account.key = changes.key.or(account.key.take());
        account.parent = changes.parent.or(account.parent.take());
        account.description = match changes.description {
            None if clears => None,
            given => given.or(account.description.take()),
        };
    }

    fn delete(&mut self) {
        let id = self.any_id();
        let purges = self.random.u8(..3) == 0;
        let record = json!({"Id": id, "EmptyRecycleBin": if purges { "1" } else { "0" }});
        let expected = match self.model.accounts.get(&id) {
            None => false,
            Some(account) if account.is_live => !self.model.is_pointed_at(&id),
            Some(_) => purges,
        };
        let (_, done) = self.write("DELETE delete", &json!({"brmObjects": record}));
        assert_eq!(done, expected, "delete {id}");
        if done && purges {
            self.model.accounts.remove(&id);
        } else if done {
            self.model.accounts.get_mut(&id).unwrap().is_live = false;
        }
    }

    fn undelete(&mut self) {
        let id = self.any_id();
        let expected = self.model.accounts.get(&id).is_some_and(|account| {
            let mut restored = account.clone();
            // A record may point at itself.
            restored.parent = restored.parent.filter(|parent| *parent != id);
            !account.is_live && self.fits(&restored, None)
        });
        let (_, done) = self.write("DELETE undelete", &json!({"Id": id}));
        assert_eq!(done, expected, "undelete {id}");
        if done {
            self.model.accounts.get_mut(&id).unwrap().is_live = true;
        }
    }

    /// Sends a write of one account and gives its id, and whether it was accepted.
    fn write(&self, method: &str, body: &Value) -> (String, bool) {
        let (method, resource) = match method.split_once(' ') {
            Some((method, word)) => (method, format!("{word}/account")),
            None => (method, "account".to_owned()),
        };
        let (status, answer) = self.caller.call(method, &resource, body);
        assert_eq!(status, 200, "{answer}");
        let (_, results) = answer.as_object().unwrap().iter().next().unwrap();
        let id = results[0]["Id"].as_str().unwrap().to_owned();
        (id, results[0]["ErrorCode"] == "0")
    }

    /// Every account is what the model says, read one by one and by a condition.
    fn compare(&self) {
        let resource = "account?queryAnsiSql=Id%3E1000000";
        let (status, answer) = self.caller.call("GET", resource, &Value::Null);
        let listed: Vec<Value> = match status {
            200 => answer["retrieveResponse"].as_array().unwrap().clone(),
            404 => Vec::new(),
            _ => panic!("{status}: {answer}"),
        };
        let live = self
            .model
            .accounts
            .iter()
            .filter(|(_, account)| account.is_live);
        assert_eq!(listed.len(), live.clone().count());
        for ((id, account), listed) in live.zip(&listed) {
            assert_eq!(listed["Id"], id.as_str());
            let text = |name: &str| listed[name].as_str().map(str::to_owned);
            assert_eq!(text("Name").as_ref(), Some(&account.name), "{id}");
            assert_eq!(text("my_external_key"), account.key, "{id}");
            assert_eq!(text("Description"), account.description, "{id}");
            assert_eq!(text("ParentAccountId"), account.parent, "{id}");
        }
        for (id, account) in &self.model.accounts {
            assert_eq!(self.caller.record("ACCOUNT", id).is_some(), account.is_live);
        }
    }
}

#[test]
fn random_sequences_of_writes_agree_with_a_plain_model() {
    for seed in 0..8 {
        let mut sequence = Sequence {
            random: fastrand::Rng::with_seed(seed),
            caller: Caller::plain(),
            model: Model::default(),
        };
        for step in 0..150 {
            sequence.step();
            if step % 10 == 0 {
                sequence.compare();
            }
        }
        sequence.compare();
    }
}
