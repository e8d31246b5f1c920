//! Each operation, typed, with both clients: what is written is what is read afterwards.

use billbind::billingplatform::{
    Account, Client, Contract, Credentials, Deletion, account, contract, dynamic, raw,
};
use billbind::{Date, ErrorKind, Method, Raw, Rule};
use billbind_sandbox::{Operation, Options, Sandbox};

use super::stage::{Caller, async_in_process, in_process, new_account, with_each_client};

#[test]
fn a_record_is_created_read_changed_and_emptied() {
    with_each_client(&Options::new(), |caller, _| {
        let new = Account::builder()
            .name("O'Neil & Söhne, 100%")
            .status(account::Status::Active)
            .account_type("Required")
            .description("first")
            .invoice_at_this_level(true)
            .parent_account_id(1)
            .build();
        let id = caller.get(account::create(&new)).id;

        let read = caller.get(account::retrieve_by_id(&id));
        assert_eq!(read.id.as_ref(), Some(&id));
        assert_eq!(read.name.as_deref(), Some("O'Neil & Söhne, 100%"));
        assert_eq!(read.status, Some(account::Status::Active));
        assert_eq!(read.description.as_deref(), Some("first"));
        assert_eq!(read.invoice_at_this_level, Some(true));
        assert_eq!(read.account_type_id, Some(1.into()));
        assert_eq!(read.parent_account_id, Some(1.into()));
        assert_eq!(
            read.parent_account_name.as_deref(),
            Some("BILLING PLATFORM")
        );
        assert!(read.created.is_some() && read.extra.misfits().is_empty());

        let changes = Account::changes(&id)
            .status(account::Status::Deactivated)
            .invoice_at_this_level(false)
            .clear_description()
            .clear_parent_account_id();
        assert_eq!(caller.get(account::update(&changes)).id, id);
        let read = caller.get(account::retrieve_by_id(&id));
        assert_eq!(read.status, Some(account::Status::Deactivated));
        assert_eq!(read.invoice_at_this_level, Some(false));
        assert_eq!((read.description, read.parent_account_id), (None, None));
        // What a change does not name stays.
        assert_eq!(read.name.as_deref(), Some("O'Neil & Söhne, 100%"));
        assert_eq!(read.account_type_id, Some(1.into()));
    });
}

#[test]
fn of_many_records_each_is_written_or_refused_by_itself() {
    with_each_client(&Options::new(), |caller, _| {
        let orphan = Account::builder()
            .name("orphan")
            .status(account::Status::Active)
            .account_type("Required")
            .parent_account_id(999_999)
            .build();
        let new = [new_account("a"), orphan, new_account("b")];
        let batch = caller.get(account::create_many(&new));
        let refused: Vec<_> = batch.refused().collect();
        assert_eq!(refused.len(), 1);
        let (at, error) = refused[0];
        assert_eq!(at, 1);
        assert_eq!(error.field.as_deref(), Some("ParentAccountId"));
        assert!(!error.is_unclear);
        let results = batch.results();
        let ids = [0, 2].map(|at: usize| results[at].as_ref().unwrap().id.clone());
        assert!(caller.accounts_named("orphan").is_empty());

        let changes = [
            Account::changes(&ids[0]).description("one"),
            Account::changes(999_999).description("none"),
            Account::changes(&ids[1]).description("two"),
        ];
        let batch = caller.get(account::update_many(&changes));
        assert_eq!(batch.refused().map(|(at, _)| at).collect::<Vec<_>>(), [1]);
        let read = caller.get(account::retrieve_by_ids(&ids));
        let mut descriptions: Vec<_> = read
            .iter()
            .map(|read| read.description.as_deref())
            .collect();
        descriptions.sort_unstable();
        assert_eq!(descriptions, [Some("one"), Some("two")]);

        let single = caller.send(account::update(&Account::changes(999_999).description("x")));
        assert!(single.unwrap_err().is_record_refused());

        let ids = ids.map(Deletion::from);
        let deleted = caller.get(account::delete_many(&ids)).all();
        assert_eq!(deleted.unwrap().len(), 2);
        assert!(caller.accounts_named("a").is_empty());
    });
}

#[test]
fn an_upsert_creates_under_a_key_and_then_changes() {
    with_each_client(&Options::new(), |caller, _| {
        let key = |text: &str| account::Key::custom("my_external_key", text);
        let upsert = |text: &str, name: &str| {
            Account::upsert(key(text))
                .name(name)
                .status(account::Status::Active)
                .account_type("Required")
        };
        let first = caller.get(account::upsert(&upsert("k1", "first").description("kept")));
        let again = caller.get(account::upsert(&upsert("k1", "second")));
        assert_eq!(again.id, first.id);
        assert!(caller.accounts_named("first").is_empty());
        let found = caller.accounts_named("second");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].description.as_deref(), Some("kept"));
        let kept: Option<String> = found[0].extra.read("my_external_key").unwrap();
        assert_eq!(kept.as_deref(), Some("k1"));

        let both = [upsert("k1", "third"), upsert("k2", "other")];
        let written = caller.get(account::upsert_many(&both)).all().unwrap();
        assert_eq!(written[0].id, first.id);
        assert_ne!(written[1].id, first.id);

        let new = new_account("fourth");
        let over = caller.get(account::create_or_overwrite(key("k1"), &new));
        assert_eq!(over.id, first.id);
        let fresh = caller.get(account::create_or_overwrite(key("k3"), &new));
        assert_eq!(caller.accounts_named("fourth").len(), 2);
        assert_ne!(fresh.id, first.id);
    });
}

#[test]
fn a_record_is_pointed_at_by_id_or_by_key() {
    with_each_client(&Options::new(), |caller, _| {
        let key = || account::Key::custom("my_external_key", "owner");
        let owner = caller.get(account::create_or_overwrite(key(), &new_account("owner")));
        let contract = |number: &str| {
            Contract::builder()
                .contract_number(number)
                .start_date(Date::new(2026, 1, 31).unwrap())
                .on_end_date(contract::OnEndDate::Terminate)
        };
        let by_key = contract("C1").account_id(key()).build();
        let by_id = contract("C2").account_id(&owner.id).build();
        for new in [by_key, by_id] {
            let id = caller.get(contract::create(&new)).id;
            let read = caller.get(contract::retrieve_by_id(id));
            assert_eq!(read.account_id.as_ref(), Some(&owner.id));
            assert_eq!(read.start_date, Some(Date::new(2026, 1, 31).unwrap()));
        }
        let nobody = account::Key::custom("my_external_key", "nobody");
        let stray = contract("C3").account_id(nobody).build();
        let error = caller.send(contract::create(&stray)).unwrap_err();
        assert!(
            error.is_record_refused() && error.attempts() == 1,
            "{error}"
        );

        // By the key that the vendor documents.
        let over = contract("C1").account_id(&owner.id).build();
        let number = contract::key::contract_number;
        caller.get(contract::create_or_overwrite(number("C1"), &over));
        let end = Date::new(2027, 2, 1).unwrap();
        let change = Contract::upsert(number("C2")).end_date(end);
        let id = caller.get(contract::upsert(&change)).id;
        assert_eq!(caller.get(contract::retrieve_by_id(id)).end_date, Some(end));
        let all = caller.get(contract::retrieve(&contract::COL.account_id.eq(&owner.id)));
        assert_eq!(all.len(), 2);

        let error = caller.send(account::delete(&owner.id)).unwrap_err();
        assert!(error.is_record_refused(), "contracts point at it: {error}");
    });
}

#[test]
fn records_are_found_by_id_ids_and_filter() {
    with_each_client(&Options::new(), |caller, _| {
        let names = ["100% sure", "100 percent", "it's_ok", "its-ok"];
        let new = names.map(new_account);
        let written = caller.get(account::create_many(&new)).all().unwrap();
        let ids: Vec<_> = written.into_iter().map(|written| written.id).collect();
        let found = |filter: account::Filter| {
            let read = caller.get(account::retrieve(&filter).empty_on_not_found());
            let mut names: Vec<_> = read.into_iter().filter_map(|read| read.name).collect();
            names.sort_unstable();
            names
        };
        let name = &account::COL.name;
        assert_eq!(found(name.eq("it's_ok")), ["it's_ok"]);
        assert_eq!(found(name.starts_with("100 ")), ["100 percent"]);
        assert_eq!(found(name.contains("'s")), ["it's_ok"]);
        assert_eq!(found(name.like("100%")), ["100 percent", "100% sure"]);
        assert_eq!(found(name.ends_with("ok")), ["it's_ok", "its-ok"]);
        let two = name.is_in(["its-ok", "100 percent"]);
        assert_eq!(found(two.clone()), ["100 percent", "its-ok"]);
        assert_eq!(found(two.and(account::COL.id.gt(&ids[2]))), ["its-ok"]);
        assert_eq!(found(name.eq("nobody")), [""; 0]);

        let read = caller.get(account::retrieve_by_ids(&ids[1..3]));
        assert_eq!(read.len(), 2);
        let error = caller.send(account::retrieve_by_id(999_999)).unwrap_err();
        assert!(error.is_not_found(), "{error}");
        // Asked once, the catalogue says that the entity is there.
        assert!(error.to_string().contains("the entity is there"), "{error}");
    });
}

#[test]
fn a_deleted_record_comes_back_and_a_purged_one_does_not() {
    with_each_client(&Options::new(), |caller, _| {
        let id = caller.get(account::create(&new_account("a"))).id;
        let is_there = || match caller.send(account::retrieve_by_id(&id)) {
            Ok(_) => true,
            Err(error) if error.is_not_found() => false,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(caller.get(account::delete(&id)).id, id);
        assert!(!is_there());
        assert!(
            caller
                .send(account::delete(&id))
                .unwrap_err()
                .is_record_refused()
        );
        assert_eq!(caller.get(account::undelete(&id)).id, id);
        assert!(is_there());
        caller.get(account::delete(Deletion::new(&id).empty_recycle_bin(true)));
        assert!(!is_there());
        let error = caller.send(account::undelete(&id)).unwrap_err();
        assert!(error.is_record_refused(), "{error}");
    });
}

#[test]
fn an_entity_without_a_schema_is_written_and_read_by_wire_names() {
    with_each_client(&Options::new(), |caller, _| {
        let accounts = dynamic::entity("ACCOUNT").unwrap();
        let new = |name: &str| {
            let new = accounts.new_record().set("Name", name);
            new.set("Status", "ACTIVE").set("AccountTypeId", "1")
        };
        let id = caller
            .get(dynamic::create(&new("a").set("Description", "d")))
            .id;
        let many = dynamic::create_many(&accounts, &[new("b"), new("c")]);
        assert_eq!(caller.get(many).all().unwrap().len(), 2);
        let changes = accounts
            .changes(id.clone())
            .set("Name", "A")
            .clear("Description");
        caller.get(dynamic::update(&changes));
        let read = caller.get(dynamic::retrieve_by_id(&accounts, id.clone()));
        assert_eq!(read.read::<String>("Name").unwrap().as_deref(), Some("A"));
        assert!(read.get("Description").is_none());

        let key = dynamic::Key::custom("my_external_key", "k");
        let upsert = accounts
            .upsert(key)
            .set("Name", "k")
            .set("Status", "ACTIVE");
        let upsert = upsert.set("AccountTypeId", "1");
        let first = caller.get(dynamic::upsert(&upsert)).id;
        assert_eq!(caller.get(dynamic::upsert(&upsert)).id, first);

        let filter = accounts
            .column::<String>("Name")
            .unwrap()
            .is_in(["b", "c", "k"]);
        assert_eq!(caller.get(dynamic::retrieve(&accounts, &filter)).len(), 3);
        let columns = ["Name", "AccountTypeIdObj.AccountType"];
        let rows = caller.get(dynamic::query(&accounts, &columns, &filter));
        assert_eq!(rows.len(), 3);
        let type_name = rows[0]
            .read::<String>("AccountTypeIdObj.AccountType")
            .unwrap();
        assert_eq!(type_name.as_deref(), Some("Required"));

        caller.get(dynamic::delete(&accounts, id.clone()));
        caller.get(dynamic::undelete(&accounts, id));

        let missing = dynamic::entity("NO_SUCH_ENTITY").unwrap();
        let error = caller
            .send(dynamic::retrieve_by_id(&missing, "1"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownEntity, "{error}");
    });
}

#[test]
fn what_no_typed_function_covers_goes_as_a_raw_request() {
    with_each_client(&Options::new(), |caller, _| {
        let body = r#"{"brmObjects": {"Name": "raw", "Status": "ACTIVE", "AccountTypeId": "1"}}"#;
        let body = Raw::json(body).unwrap();
        let path = ["rest", "2.0", "account"];
        let answer = caller.get(raw(Method::Post, &path, Some(body)));
        assert!(
            answer.as_json().contains("createResponse"),
            "{}",
            answer.as_json()
        );
        assert_eq!(caller.accounts_named("raw").len(), 1);
        let answer = caller.get(raw(Method::Get, &["rest", "2.0", "Account", "1"], None));
        assert!(answer.as_json().contains("BILLING PLATFORM"));
    });
}

#[test]
fn a_client_logs_in_once_and_again_after_its_logout() {
    with_each_client(&Options::new(), |caller, sandbox| {
        let count = |operation| {
            let requests = sandbox.requests();
            requests
                .iter()
                .filter(|request| request.operation == operation)
                .count()
        };
        caller.logout().unwrap();
        assert_eq!(sandbox.requests().len(), 0, "there was nothing to end");
        caller.get(account::retrieve_by_id(1));
        caller.get(account::retrieve_by_id(1));
        caller.logout().unwrap();
        assert_eq!((count(Operation::Login), count(Operation::Logout)), (1, 1));
        caller.get(account::retrieve_by_id(1));
        assert_eq!(count(Operation::Login), 2);
        assert!(
            sandbox
                .requests()
                .iter()
                .all(|request| request.status == Some(200))
        );
    });
}

#[test]
fn an_oauth_client_gets_its_tokens_and_others_when_they_are_dead() {
    let sandbox = Sandbox::new(&Options::new().client("robot", "robot-secret")).unwrap();
    let builder = async_in_process(&in_process(&sandbox));
    let client: Client = builder
        .credentials(Credentials::oauth("robot", "robot-secret"))
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for _ in 0..2 {
        runtime
            .block_on(client.send(account::retrieve_by_id(1)))
            .unwrap();
        sandbox.expire_sessions();
    }
    let requests = sandbox.requests();
    let operations: Vec<_> = requests
        .iter()
        .map(|request| request.operation.name())
        .collect();
    assert_eq!(
        operations,
        ["token", "retrieve", "retrieve", "token", "retrieve"]
    );
}

#[test]
fn wrong_credentials_are_told_and_not_tried_again_and_again() {
    let sandbox = Sandbox::new(&Options::new().user("jane", "right")).unwrap();
    for caller in Caller::in_process(&sandbox) {
        sandbox.clear_log();
        for _ in 0..5 {
            let error = caller.send(account::retrieve_by_id(1)).unwrap_err();
            assert!(error.is_login_refused(), "{error}");
        }
        assert_eq!(sandbox.requests().len(), 1, "{}", caller.name());
    }
}

#[test]
fn what_a_schema_forbids_is_refused_before_anything_is_sent() {
    with_each_client(&Options::new(), |caller, sandbox| {
        let no_number = Contract::builder()
            .account_id(account::Id::new(" "))
            .contract_number("")
            .start_date(Date::new(2026, 1, 31).unwrap())
            .on_end_date(contract::OnEndDate::custom("Explode"))
            .custom("EndDate", "someday")
            .build();
        let error = caller.send(contract::create(&no_number)).unwrap_err();
        assert!(
            error.is_invalid_request() && error.attempts() == 0,
            "{error}"
        );
        let fields: Vec<_> = error.violations().iter().map(|v| v.field()).collect();
        for field in ["AccountId", "EndDate"] {
            assert!(fields.contains(&Some(field)), "{error}");
        }
        let changes = Account::changes("").name("x");
        let error = caller.send(account::update(&changes)).unwrap_err();
        assert_eq!(error.violations()[0].rule(), &Rule::FindsRecord);
        let error = caller.send(account::create_many(&[])).unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert!(sandbox.requests().is_empty(), "{}", sandbox.log());
    });
}
