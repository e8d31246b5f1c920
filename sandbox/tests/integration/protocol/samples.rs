//! Every request of "Authentication" and "REST Methods" word for word, with its slips of JSON
//! mended, and what those pages answer.

use serde_json::{Value, json};

use crate::caller::Caller;

/// The results that the page shows for a write.
fn written(key: &str, id: &str) -> Value {
    json!({key: [{"ErrorCode": "0", "ErrorText": " ", "ErrorElementField": " ", "Id": id}]})
}

fn deleted(id: &str) -> Value {
    json!({"deleteResponse": [{"ErrorCode": "0", "ErrorText": " ", "Id": id, "Success": "true"}]})
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The answer to a create, but for the id, which is a new one.
fn assert_created(caller: &Caller, entity: &str, body: &str) -> String {
    let (status, answer) = caller.call("POST", entity, &parsed(body));
    let id = answer["createResponse"][0]["Id"].as_str().unwrap_or("none");
    assert_eq!(
        (status, &answer),
        (200, &written("createResponse", id)),
        "{body}"
    );
    assert!(id.parse::<i64>().unwrap() > 1_000_000, "{id}");
    id.to_owned()
}

#[test]
fn login_and_logout() {
    let caller = Caller::plain();
    let login = r#"{
	"username":"my.username",
	"password":"password"
}"#;
    let (status, answer) = caller.send("POST", "login", &[], login);
    assert_eq!(status, 200);
    let session = answer["loginResponse"][0]["SessionID"].as_str().unwrap();
    assert_eq!(
        session.len(),
        "qIYsMgFsRbbXRUlxaLnTFWPxbdfCiYabkmBGvzgj".len()
    );
    let expected = json!({
        "loginResponse": [{"SessionID": session, "ErrorCode": "0", "ErrorText": []}]
    });
    assert_eq!(answer, expected);
    let header = [("sessionid", session)];
    let (status, answer) = caller.send("POST", "logout", &header, "{}");
    assert_eq!((status, answer), (200, json!("{}")));
}

#[test]
fn create_one_account_and_several() {
    let caller = Caller::plain();
    assert_created(
        &caller,
        "account",
        r#"{
	"brmObjects":{
		"Name":"My New Rest Account",
		"Status":"ACTIVE",
		"AccountType":"Required"
	}
}"#,
    );
    let id = assert_created(
        &caller,
        "account",
        r#"{
	"brmObjects":
	{
		"Name": "My First Account",
		"AccountType":"Required",
		"Status":"ACTIVE",
		"Description":"First Test Account"
	}
}"#,
    );
    let account = caller.record("ACCOUNT", &id).unwrap();
    assert_eq!(account["AccountTypeId"], "1", "the type was found by name");
    assert_eq!(account["Description"], "First Test Account");

    let several = parsed(
        r#"{
	"brmObjects":[
		{
			"Name":"My New REST Account 01",
			"Status":"ACTIVE",
			"AccountType":"Required"
		},
		{
			"Name":"My New REST Account 02",
			"Status":"ACTIVE",
			"AccountType":"Required"
		},
		{
			"Name":"My New REST Account 03",
			"Status":"ACTIVE",
			"AccountType":"Required"
		},
		{
			"Name":"My New REST Account 04",
			"Status":"ACTIVE",
			"AccountType":"Required"
		}
	]
}"#,
    );
    let (status, answer) = caller.call("POST", "account", &several);
    assert_eq!(status, 200);
    let results = answer["createResponse"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for (at, result) in results.iter().enumerate() {
        assert_eq!(result["ErrorCode"], "0");
        let account = caller
            .record("ACCOUNT", result["Id"].as_str().unwrap())
            .unwrap();
        let name = format!("My New REST Account 0{}", at + 1);
        assert_eq!(account["Name"], name.as_str(), "results are in order");
    }
}

#[test]
fn update_and_upsert() {
    let caller = Caller::with_examples();
    let update = r#"{
	"brmObjects":
	{
		"Name":  "My First Account",
		"Id": "27471",
		"Status": "DEACTIVATED"
	}
}"#;
    let (status, answer) = caller.call("PUT", "account", &parsed(update));
    assert_eq!((status, answer), (200, written("updateResponse", "27471")));
    let account = caller.record("ACCOUNT", "27471").unwrap();
    assert_eq!(account["Status"], "DEACTIVATED");
    assert_eq!(account["Description"], "First Test Account");

    let clear = json!({"brmObjects": {"fieldsToNull": "Description", "Id": "27471"}});
    let (status, answer) = caller.call("PUT", "account", &clear);
    assert_eq!((status, answer), (200, written("updateResponse", "27471")));
    let account = caller.record("ACCOUNT", "27471").unwrap();
    assert_eq!(account.get("Description"), None);

    let upsert = r#"{
	"externalIDFieldName":"my_external_key",
	"brmObjects":
	{
		"Name":  "My First Account",
		"my_external_key": "unique_value_12345",
		"Status": "DEACTIVATED"
	}
}"#;
    let (status, answer) = caller.call("PATCH", "account", &parsed(upsert));
    assert_eq!((status, answer), (200, written("upsertResponse", "27471")));

    let clear = json!({
        "externalIDFieldName": "my_external_key",
        "brmObjects": {
            "fieldsToNull": ["Description", "ActivityTimeZone"],
            "my_external_key": "unique_value_12345",
        }
    });
    let (status, answer) = caller.call("PATCH", "account", &clear);
    assert_eq!((status, answer), (200, written("upsertResponse", "27471")));
}

#[test]
fn retrieve_by_a_condition() {
    let caller = Caller::with_examples();
    let (status, answer) = caller.call("GET", "account?queryAnsiSql=Id>=20000", &Value::Null);
    assert_eq!(status, 200, "{answer}");
    let expected = parsed(
        r#"{
	"retrieveResponse": [
	{
		"Id": "20000",
		"Name": "PciptzAMie",
		"Created": "2014-11-03T18:26:11.000Z",
		"AccountTypeId": "1",
		"ParentAccountId": "1",
		"ParentAccountName": "BILLING PLATFORM",
		"Status": "ACTIVE",
		"Type": "Partner Retail"
	},
	{
		"Id": "20001",
		"Name": "bAQXftoxnU",
		"Created": "2014-11-03T18:26:11.000Z",
		"AccountTypeId": "1",
		"ParentAccountId": "1",
		"ParentAccountName": "BILLING PLATFORM",
		"Status": "ACTIVE",
		"Type": "Partner"
	}
	]
}"#,
    );
    let records = answer["retrieveResponse"].as_array().unwrap();
    assert_eq!(
        records[..2],
        *expected["retrieveResponse"].as_array().unwrap()
    );
    assert!(
        records.len() > 2,
        "the other accounts of the page are there too"
    );

    let none = caller.call("GET", "account?queryAnsiSql=Id%3C0", &Value::Null);
    assert_eq!(none.0, 404, "{}", none.1);
}

#[test]
fn query_with_sums() {
    let caller = Caller::with_examples();
    let resource = "query?sql=SELECT+Status%2C+Sum%28GrandTotalAmount%29+as+total++FROM+Invoice++\
                    WHERE+BillingProfileObj.AccountObj.Name+like+%27%25Blue%25%27+GROUP+BY+Status";
    let expected = parsed(
        r#"{
    "queryResponse": [
        {
            "Id": null,
            "Status": "CLOSED",
            "TOTAL": "25024"
        },
        {
            "Id": null,
            "Status": "CURRENT",
            "TOTAL": "101"
        }
    ]
}"#,
    );
    assert_eq!(
        caller.call("GET", resource, &Value::Null),
        (200, expected.clone())
    );
    let sql = "SELECT Status, Sum(GrandTotalAmount) as total  FROM Invoice  \
               WHERE BillingProfileObj.AccountObj.Name like '%Blue%' GROUP BY Status";
    let posted = caller.call("POST", "query", &json!({"sql": sql}));
    assert_eq!(posted, (200, expected));
}

#[test]
fn a_condition_that_cannot_be_run_is_refused_in_the_shape_of_the_page() {
    let caller = Caller::plain();
    let (status, answer) = caller.call("GET", "account?queryAnsiSql=Id%3E%3E1", &Value::Null);
    assert_eq!(status, 500);
    let error = &answer["errors"][0];
    assert_eq!(error["error_code"], "INVALID_GET_REQUEST_QUERY");
    assert!(error["error_text"].is_string());
    for resource in ["account", "account?queryAnsiSql=", "query", "query?sql=%ff"] {
        let (status, answer) = caller.call("GET", resource, &Value::Null);
        assert_eq!(
            (status, &answer["error"]),
            (400, &json!("bad_request")),
            "{resource}"
        );
    }
}

#[test]
fn delete_and_undelete() {
    let caller = Caller::with_examples();
    let one = r#"{
	"brmObjects":{
		"Id":"27456"
	}
}"#;
    let (status, answer) = caller.call("DELETE", "delete/account", &parsed(one));
    assert_eq!((status, answer), (200, deleted("27456")));
    let back = json!({"Id": "27456"});
    let (status, answer) = caller.call("DELETE", "undelete/account", &back);
    assert_eq!((status, answer), (200, deleted("27456")));

    let several = r#"{
	"brmObjects":[
		{
			"Id":"27456",
			"EmptyRecycleBin":"0"
		},
		{
			"Id":"27457",
			"EmptyRecycleBin":"0"
		},
		{
			"Id":"27458",
			"EmptyRecycleBin":"1"
		}
	]
}"#;
    let (status, answer) = caller.call("DELETE", "delete/account", &parsed(several));
    assert_eq!(status, 200);
    let ids = ["27456", "27457", "27458"];
    let expected = ids.map(|id| deleted(id)["deleteResponse"][0].clone());
    assert_eq!(answer, json!({"deleteResponse": expected}));

    let undelete = r#"{
	"Id":"27417"
}"#;
    assert_eq!(caller.record("ACCOUNT", "27417"), None);
    let (status, answer) = caller.call("DELETE", "undelete/account", &parsed(undelete));
    assert_eq!((status, answer), (200, deleted("27417")));
    assert!(caller.record("ACCOUNT", "27417").is_some());
}

#[test]
fn files_up_and_down() {
    let caller = Caller::with_examples();
    // What the page uploads is this text, over and over.
    let text = "this is a test ".repeat(150);
    let upload = json!({"FileName": "Document.txt", "Data": base64_of(text.as_bytes())});
    let (status, answer) = caller.call("POST", "files/account/27471/DOCUMENT", &upload);
    let expected = json!({"file_uploadResponse": [
        {"ErrorCode": "0", "ErrorText": " ", "ErrorElementField": " "}
    ]});
    assert_eq!((status, answer), (200, expected));

    let (status, answer) = caller.call("GET", "files/account/27471/DOCUMENT", &Value::Null);
    assert_eq!(status, 200);
    let data = answer["file_downloadResponse"][0]["Data"].as_str().unwrap();
    let first = "dGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhp\n\
                 cyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBp\n";
    assert!(data.starts_with(first), "{data}");
    assert!(data.ends_with('\n'));
    assert_eq!(data.replace('\n', ""), base64_of(text.as_bytes()));
    let expected = json!({"file_downloadResponse": [
        {"ErrorCode": "0", "ErrorText": " ", "ErrorElementField": " ", "Data": data}
    ]});
    assert_eq!(answer, expected);
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn putting_it_all_together_with_the_ids_of_the_page() {
    let caller = Caller::with_examples();
    assert_created(
        &caller,
        "account",
        r#"{
	"brmObjects":
	{
		"Name":"Account001",
		"AccountType":"Required",
		"Status":"ACTIVE",
		"Description":"My Account"
	}
}"#,
    );
    assert_created(
        &caller,
        "BILLING_PROFILE",
        r#"{
	"brmObjects":
	{
		"AccountId":"27471",
		"BillingCycle":"MONTHLY",
		"BillingCloseDate":"31",
		"PaymentTermDays":"30",
		"MonthlyBillingDate":"1",
		"InvoiceTemplateId":"63",
		"BillingMethod":"MAIL",
		"BillTo":"John Doe",
		"Address1":"742 Evergreen Terrace",
		"Country":"USA",
		"TimeZoneId":"1",
		"Email":"johndoe@companymail.com",
		"CurrencyCode":"USD"
	}
}"#,
    );
    assert_created(
        &caller,
        "CONTRACT",
        r#"{
	"brmObjects":
	{
		"AccountId": "27465",
		"ContractNumber": "REST TEST002",
		"ContractStatus": "ACTIVE",
		"StartDate":"20150505",
		"OnEndDate":"Renew",
		"EndDate":"20160606",
		"RateClassId":"10762"
	}
}"#,
    );
    let rate = assert_created(
        &caller,
        "CONTRACT_RATE",
        r#"{
	"brmObjects":
	{
		"ContractId": "412",
		"StartDate":"20150505",
		"EndDate":"20150606",
		"ProductId":"12670"
	}
}"#,
    );
    let rate = caller.record("CONTRACT_RATE", &rate).unwrap();
    assert_eq!(rate["StartDate"], "2015-05-05");
    assert_created(
        &caller,
        "ACCOUNT_PRODUCT",
        r#"{
	"brmObjects":
	{
		"AccountId": "27465",
		"StartDate":"20150505",
		"EndDate":"20150606",
		"ProductId":"12670",
		"RatingMethodId":"2861",
		"Quantity":"1"
	}
}"#,
    );
    assert_created(
        &caller,
        "ACCOUNT_PACKAGE",
        r#"{
	"brmObjects":
	{
		"AccountId": "27465",
		"StartDate":"20150505",
		"EndDate":"20150606",
		"PackageId":"152"
	}
}"#,
    );
    let (status, answer) = caller.call("GET", "ACCOUNT_PRODUCT/4652", &Value::Null);
    assert_eq!(status, 200);
    assert_eq!(answer["retrieveResponse"][0]["Id"], "4652");

    let price = r#"{
	"brmObjects":
	{
		"Id":"813877",
		"Rate":"99",
		"CurrencyCode":"USD"
	}
}"#;
    let (status, answer) = caller.call("PUT", "PRICING", &parsed(price));
    assert_eq!((status, answer), (200, written("updateResponse", "813877")));
    assert_eq!(caller.record("PRICING", "813877").unwrap()["Rate"], "99");

    let (status, answer) = caller.call("GET", "CONTRACT_RATE/4652", &Value::Null);
    assert_eq!(status, 200);
    assert_eq!(answer["retrieveResponse"][0]["ContractId"], "412");

    let delete = r#"{
	"brmObjects":{
		"Id":"2215"
	}
}"#;
    let (status, answer) = caller.call("DELETE", "delete/CONTRACT_RATE", &parsed(delete));
    assert_eq!((status, answer), (200, deleted("2215")));
}

#[test]
fn the_calls_of_a_fresh_sandbox_find_what_the_page_takes_for_granted() {
    let caller = Caller::plain();
    let account = caller.create(
        "account",
        &json!({"Name": "A", "AccountType": "Required", "Status": "ACTIVE"}),
    );
    let profile = json!({
        "AccountId": account, "BillingCycle": "MONTHLY", "PaymentTermDays": "30",
        "InvoiceTemplateId": "63", "BillingMethod": "MAIL", "BillTo": "John Doe",
        "Address1": "742 Evergreen Terrace", "TimeZoneId": "1", "CurrencyCode": "USD",
    });
    caller.create("BILLING_PROFILE", &profile);
    let contract = json!({
        "AccountId": account, "ContractNumber": "REST TEST002", "StartDate": "20150505",
        "OnEndDate": "Renew", "RateClassId": "10762",
    });
    let contract = caller.create("CONTRACT", &contract);
    let rate = json!({"ContractId": contract, "StartDate": "20150505", "ProductId": "12670"});
    caller.create("CONTRACT_RATE", &rate);
    let product = json!({
        "AccountId": account, "StartDate": "20150505", "ProductId": "12670",
        "RatingMethodId": "2861", "Quantity": "1",
    });
    caller.create("ACCOUNT_PRODUCT", &product);
    let package = json!({"AccountId": account, "StartDate": "20150505", "PackageId": "152"});
    caller.create("ACCOUNT_PACKAGE", &package);
}
