//! What is refused of a record, and that the others of its request are not hindered.

use serde_json::{Value, json};

use crate::caller::Caller;

fn create(record: &Value) -> Value {
    json!({"brmObjects": record})
}

fn update(id: &str, record: Value) -> Value {
    let mut record = record;
    record["Id"] = json!(id);
    json!({"brmObjects": record})
}

#[test]
fn each_rule_of_a_create_is_held_and_names_its_field() {
    let caller = Caller::plain();
    caller.account("A");
    let account = |changes: Value| {
        let mut record = json!({"Name": "A", "AccountTypeId": "1", "Status": "ACTIVE"});
        for (name, value) in changes.as_object().unwrap() {
            record[name] = value.clone();
        }
        create(&record)
    };
    for (body, code, field) in [
        (account(json!({"Name": null})), "SIMULATED_REQUIRED", "Name"),
        (account(json!({"Name": ""})), "SIMULATED_REQUIRED", "Name"),
        (
            account(json!({"AccountTypeId": null})),
            "SIMULATED_ONE_OF",
            "AccountTypeId",
        ),
        (
            account(json!({"AccountType": "Required"})),
            "SIMULATED_ONE_OF",
            "AccountType",
        ),
        (account(json!({"Id": "27471"})), "SIMULATED_READ_ONLY", "Id"),
        (
            account(json!({"Created": "2014-11-03T18:26:11Z"})),
            "SIMULATED_READ_ONLY",
            "Created",
        ),
        (
            account(json!({"InvoiceAtThisLevel": "2"})),
            "SIMULATED_INVALID_VALUE",
            "InvoiceAtThisLevel",
        ),
        (
            account(json!({"Name": true})),
            "SIMULATED_INVALID_VALUE",
            "Name",
        ),
        (
            account(json!({"Name": {}})),
            "SIMULATED_INVALID_VALUE",
            "Name",
        ),
        (
            account(json!({"ParentAccountId": "404"})),
            "SIMULATED_NO_SUCH_REFERENCE",
            "ParentAccountId",
        ),
        (
            account(json!({"ParentAccountId": "x"})),
            "SIMULATED_INVALID_VALUE",
            "ParentAccountId",
        ),
        (
            account(json!({"nrRegion": "EMEA"})),
            "SIMULATED_UNKNOWN_FIELD",
            "nrRegion",
        ),
        (
            account(json!({"DOCUMENT": "x"})),
            "SIMULATED_READ_ONLY",
            "DOCUMENT",
        ),
        (
            account(json!({"fieldsToNull": "Description"})),
            "SIMULATED_INVALID_VALUE",
            "Description",
        ),
    ] {
        let refused = caller.refused("POST", "account", &body);
        assert_eq!(refused, (code.to_owned(), field.to_owned()), "{body}");
    }
    let unknown = json!({"Name": "A", "AccountType": "Unknown", "Status": "ACTIVE"});
    let refused = caller.refused("POST", "account", &create(&unknown));
    assert_eq!(refused.0, "SIMULATED_NO_SUCH_REFERENCE");
    let long = json!({"RequestBody": "x".repeat(4001)});
    let refused = caller.refused("POST", "BULK_API_REQUEST", &create(&long));
    assert_eq!(refused.0, "SIMULATED_TOO_LONG");
}

#[test]
fn a_record_that_is_refused_hinders_no_other() {
    let caller = Caller::plain();
    let good = |name: &str| json!({"Name": name, "AccountTypeId": "1", "Status": "ACTIVE"});
    let body = json!({"brmObjects": [good("A"), {"Name": "B"}, good("C")]});
    let (status, answer) = caller.call("POST", "account", &body);
    assert_eq!(status, 200);
    let results = answer["createResponse"].as_array().unwrap();
    let codes: Vec<&str> = results
        .iter()
        .map(|result| result["ErrorCode"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["0", "SIMULATED_REQUIRED", "0"]);
    assert_eq!(results[1]["ErrorElementField"], "Status");
    assert_eq!(results[1]["Id"], " ");
    let third = results[2]["Id"].as_str().unwrap();
    assert_eq!(caller.record("ACCOUNT", third).unwrap()["Name"], "C");
}

#[test]
fn values_come_back_as_text_in_one_form() {
    let caller = Caller::plain();
    let id = caller.account("A");
    let body = format!(
        r#"{{"brmObjects": {{"AccountId": {id}, "ProductId": 12670, "Quantity": 1.50,
            "StartDate": "2015-05-05", "EndDate": "20150606", "RateOverride": ".1",
            "TrialEndDate": null, "Name": 7}}}}"#
    );
    let header = [("sessionid", caller.session.as_str())];
    let (_, answer) = caller.send("POST", "ACCOUNT_PRODUCT", &header, body);
    let product = answer["createResponse"][0]["Id"].as_str().unwrap();
    let record = caller.record("ACCOUNT_PRODUCT", product).unwrap();
    for (name, value) in [
        ("Id", product),
        ("AccountId", id.as_str()),
        ("Quantity", "1.50"),
        ("RateOverride", "0.1"),
        ("StartDate", "2015-05-05"),
        ("EndDate", "2015-06-06"),
        ("Name", "7"),
    ] {
        assert_eq!(record[name], value, "{name}");
    }
    assert_eq!(record.get("TrialEndDate"), None, "nothing is left out");

    let flags = json!({"Name": "B", "AccountTypeId": 1, "Status": "ACTIVE",
        "InvoiceAtThisLevel": 1, "RateHierarchy": "0", "AllowPricingInDifferentCurrency": true});
    let account = caller
        .record("ACCOUNT", &caller.create("ACCOUNT", &flags))
        .unwrap();
    assert_eq!(account["InvoiceAtThisLevel"], "1");
    assert_eq!(account["RateHierarchy"], "0");
    assert_eq!(account["AllowPricingInDifferentCurrency"], "1");

    let list = json!({"RequestName": "r", "Columns": ["Id", "Name"]});
    let request = caller.create("BULK_API_REQUEST", &list);
    let request = caller.record("BULK_API_REQUEST", &request).unwrap();
    assert_eq!(request["Columns"], json!(["Id", "Name"]));
}

#[test]
fn the_platform_fills_who_and_when() {
    let caller = Caller::plain();
    let account = caller.record("ACCOUNT", &caller.account("A")).unwrap();
    let created = account["Created"].as_str().unwrap();
    assert!(created.len() == 24 && created.ends_with('Z'), "{created}");
    assert_eq!(account["Updated"], created);
    let user = account["CreatedUserId"].as_str().unwrap();
    assert_eq!(
        caller.record("USER", user).unwrap()["Username"],
        "my.username"
    );
    assert_eq!(account["UpdatedUserId"], user);
}

#[test]
fn fields_to_null_clears_what_may_be_empty_and_nothing_else() {
    let caller = Caller::plain();
    let record = json!({"Name": "A", "AccountTypeId": "1", "Status": "ACTIVE",
        "Description": "d", "ActivityTimeZone": "z"});
    let id = caller.create("ACCOUNT", &record);
    // What is given as nothing stays as it is: clearing has its own way.
    let (_, answer) = caller.call("PUT", "account", &update(&id, json!({"Description": null})));
    assert_eq!(answer["updateResponse"][0]["ErrorCode"], "0");
    assert_eq!(caller.record("ACCOUNT", &id).unwrap()["Description"], "d");

    for (names, code) in [
        (json!("Name"), "SIMULATED_NOT_NULLABLE"),
        (json!(["Description", "Created"]), "SIMULATED_NOT_NULLABLE"),
        (json!("Id"), "SIMULATED_NOT_NULLABLE"),
        (json!(["NoSuchField"]), "SIMULATED_UNKNOWN_FIELD"),
        (json!({}), "SIMULATED_INVALID_VALUE"),
    ] {
        let body = update(&id, json!({"fieldsToNull": names}));
        assert_eq!(caller.refused("PUT", "account", &body).0, code, "{body}");
    }
    let both = update(
        &id,
        json!({"fieldsToNull": "Description", "Description": "e"}),
    );
    assert_eq!(caller.refused("PUT", "account", &both).1, "Description");
    assert_eq!(caller.record("ACCOUNT", &id).unwrap()["Description"], "d");

    let body = update(
        &id,
        json!({"fieldsToNull": ["Description", "ActivityTimeZone"]}),
    );
    caller.call("PUT", "account", &body);
    let account = caller.record("ACCOUNT", &id).unwrap();
    assert_eq!(
        account
            .get("Description")
            .or(account.get("ActivityTimeZone")),
        None
    );
}

#[test]
fn an_update_needs_a_record_that_is_there() {
    let caller = Caller::plain();
    let missing = caller.refused("PUT", "account", &json!({"brmObjects": {"Name": "x"}}));
    assert_eq!(missing, ("SIMULATED_REQUIRED".into(), "Id".into()));
    let unknown = caller.refused("PUT", "account", &update("404", json!({"Name": "x"})));
    assert_eq!(unknown, ("SIMULATED_NO_SUCH_RECORD".into(), "Id".into()));
}

#[test]
fn an_upsert_adds_once_and_then_changes() {
    let caller = Caller::plain();
    let body = |name: &str| {
        json!({"externalIDFieldName": "my_external_key", "brmObjects": {
            "Name": name, "my_external_key": "k1", "Status": "ACTIVE", "AccountTypeId": "1"}})
    };
    let (_, first) = caller.call("PATCH", "account", &body("A"));
    let (_, second) = caller.call("PATCH", "account", &body("B"));
    let id = first["upsertResponse"][0]["Id"].as_str().unwrap();
    assert_eq!(first, second);
    assert_eq!(caller.record("ACCOUNT", id).unwrap()["Name"], "B");

    let duplicate = json!({"Name": "C", "my_external_key": "k1", "Status": "ACTIVE",
        "AccountTypeId": "1"});
    let refused = caller.refused("POST", "account", &create(&duplicate));
    assert_eq!(
        refused,
        ("SIMULATED_DUPLICATE_KEY".into(), "my_external_key".into())
    );
    let no_key = json!({"externalIDFieldName": "my_external_key", "brmObjects": {"Name": "A"}});
    let refused = caller.refused("PATCH", "account", &no_key);
    assert_eq!(
        refused,
        ("SIMULATED_REQUIRED".into(), "my_external_key".into())
    );
}

#[test]
fn an_upsert_by_id_changes_or_adds() {
    let caller = Caller::plain();
    let id = caller.account("A");
    let body = |record: Value| json!({"externalIDFieldName": "Id", "brmObjects": record});
    let (_, answer) = caller.call("PATCH", "account", &body(json!({"Id": id, "Name": "B"})));
    assert_eq!(answer["upsertResponse"][0]["Id"], id.as_str());
    let new = json!({"Name": "C", "Status": "ACTIVE", "AccountTypeId": "1"});
    let (_, answer) = caller.call("PATCH", "account", &body(new));
    assert_ne!(answer["upsertResponse"][0]["Id"], id.as_str());
    let unknown = caller.refused("PATCH", "account", &body(json!({"Id": "404", "Name": "C"})));
    assert_eq!(unknown.0, "SIMULATED_NO_SUCH_RECORD");
    // The id of a currency is the caller's.
    let euro = json!({"Id": "EUR", "CostRoundingRule": "Round Up", "TaxCostRoundingRule": "x"});
    for _ in 0..2 {
        let (_, answer) = caller.call("PATCH", "currency", &body(euro.clone()));
        assert_eq!(answer["upsertResponse"][0]["ErrorCode"], "0", "{answer}");
        assert_eq!(answer["upsertResponse"][0]["Id"], "EUR");
    }
    let twice = caller.refused("POST", "currency", &create(&euro));
    assert_eq!(twice, ("SIMULATED_DUPLICATE_KEY".into(), "Id".into()));
}

#[test]
fn a_reference_may_be_written_as_a_look_up() {
    let caller = Caller::plain();
    let account = caller.account("Blue North");
    caller.account("Twin");
    caller.account("Twin");
    let contract = |number: &str, account: Value| {
        create(
            &json!({"ContractNumber": number, "StartDate": "20150505", "OnEndDate": "Renew",
            "AccountObj": account}),
        )
    };
    let (_, answer) = caller.call(
        "POST",
        "contract",
        &contract("1", json!({"Name": "Blue North"})),
    );
    let id = answer["createResponse"][0]["Id"].as_str().unwrap();
    assert_eq!(
        caller.record("CONTRACT", id).unwrap()["AccountId"],
        account.as_str()
    );
    for (object, code) in [
        (json!({"Name": "Nobody"}), "SIMULATED_NO_SUCH_REFERENCE"),
        (json!({"Name": "Twin"}), "SIMULATED_AMBIGUOUS_KEY"),
        (json!({"NoSuchField": "x"}), "SIMULATED_UNKNOWN_FIELD"),
        (json!({}), "SIMULATED_INVALID_VALUE"),
        (
            json!({"Name": "Twin", "Id": account}),
            "SIMULATED_INVALID_VALUE",
        ),
        (json!("Blue North"), "SIMULATED_INVALID_VALUE"),
    ] {
        let refused = caller.refused("POST", "contract", &contract("2", object.clone()));
        assert_eq!(refused, (code.into(), "AccountObj".into()), "{object}");
    }
    let neither = caller.refused("POST", "contract", &contract("2", Value::Null));
    assert_eq!(neither, ("SIMULATED_REQUIRED".into(), "AccountId".into()));
}

#[test]
fn the_name_of_a_parent_is_shown_and_follows_it() {
    let caller = Caller::plain();
    let parent = caller.account("Blue");
    let child = json!({"Name": "Child", "AccountTypeId": "1", "Status": "ACTIVE",
        "ParentAccountId": parent});
    let child = caller.create("ACCOUNT", &child);
    let shown = || {
        let child = caller.record("ACCOUNT", &child).unwrap();
        child.get("ParentAccountName").cloned()
    };
    assert_eq!(shown(), Some(json!("Blue")));
    caller.call("PUT", "account", &update(&parent, json!({"Name": "Red"})));
    assert_eq!(shown(), Some(json!("Red")));
    let resource = "account?queryAnsiSql=ParentAccountName%3D%27Red%27";
    assert_eq!(caller.call("GET", resource, &Value::Null).0, 200);
    caller.call(
        "PUT",
        "account",
        &update(&child, json!({"ParentAccountId": "1"})),
    );
    assert_eq!(shown(), Some(json!("BILLING PLATFORM")));
    caller.call(
        "PUT",
        "account",
        &update(&child, json!({"fieldsToNull": "ParentAccountId"})),
    );
    assert_eq!(shown(), None);
}

#[test]
fn the_model_is_read_and_not_written() {
    let caller = Caller::plain();
    let record = json!({"brmObjects": {"EntityName": "X"}});
    assert_eq!(
        caller.refused("POST", "entity", &record).0,
        "SIMULATED_READ_ONLY"
    );
    let first = caller.record("ENTITY", "1000001").unwrap();
    assert_eq!(first["EntityName"], "ACCOUNT");
    let field = caller.record("ENTITY_FIELD", "1000001").unwrap();
    assert_eq!(field["EntityId"], "1000001");
    assert_eq!(
        (&field["FieldName"], &field["PrimaryKeyFlag"]),
        (&json!("Id"), &json!("1"))
    );
    let delete = json!({"brmObjects": {"Id": "1000001"}});
    let (_, answer) = caller.call("DELETE", "delete/entity", &delete);
    assert_eq!(answer["deleteResponse"][0]["Success"], "false");
}

#[test]
fn ten_thousand_creates_in_one_request_take_seconds() {
    let caller = Caller::plain();
    let records: Vec<Value> = (0..10_000)
        .map(|at| {
            json!({"Name": format!("A{at}"), "Status": "ACTIVE", "AccountTypeId": "1",
                "my_external_key": format!("k{at}"), "ParentAccountId": "1"})
        })
        .collect();
    let start = std::time::Instant::now();
    let (status, answer) = caller.call("POST", "account", &json!({"brmObjects": records}));
    let took = start.elapsed();
    assert_eq!(status, 200);
    assert_eq!(answer["createResponse"][9_999]["ErrorCode"], "0");
    assert!(took.as_secs() < 30, "{took:?}");
}

#[test]
fn a_test_puts_records_there_as_the_platform_would() {
    let caller = Caller::plain();
    let put = |entity: &str, values: &[(&str, &str)]| caller.sandbox.put_record(entity, values);
    let invoice = put(
        "INVOICE",
        &[("Status", "CLOSED"), ("GrandTotalAmount", "12.50")],
    )
    .unwrap();
    put("INVOICE", &[("Id", &invoice), ("Status", "CURRENT")]).unwrap();
    let resource = "query?sql=SELECT+Status,+GrandTotalAmount+FROM+Invoice";
    let (_, answer) = caller.call("GET", resource, &Value::Null);
    let expected = json!([{"Id": invoice, "Status": "CURRENT", "GrandTotalAmount": "12.50"}]);
    assert_eq!(answer["queryResponse"], expected);
    assert_eq!(put("ACCOUNT", &[("Id", "7")]).unwrap(), "7");
    assert_eq!(
        put("TIME_ZONE", &[("Id", "9"), ("Name", "CET")]).unwrap(),
        "9"
    );
    for (entity, field, value, problem) in [
        ("NONE", "Id", "1", "no entity NONE"),
        ("ENTITY", "EntityName", "X", "no entity ENTITY"),
        ("INVOICE", "Total", "1", "INVOICE has no field Total"),
        ("INVOICE", "GrandTotalAmount", "x", "expected a decimal"),
        (
            "INVOICE",
            "BillingProfileId",
            "404",
            "no record of BILLING_PROFILE",
        ),
        ("ACCOUNT", "DOCUMENT", "x", "a file"),
        ("CURRENCY", "Place", "x", "ids of the caller"),
    ] {
        let error = put(entity, &[(field, value)]).unwrap_err().to_string();
        assert!(error.contains(problem), "{error}");
    }
}
