//! Create, update and upsert with the texts of REST Methods.

use billbind::billingplatform::{Account, account};
use billbind::{Key, Method, Raw, Retry};

use super::support::{MY, assert_sends, body, decode, header, json, rendered, sent_text};

const ACCOUNT_URL: &str = "https://my.billingplatform.com/myorg/rest/2.0/account";

fn account_named(name: &str) -> account::New {
    Account::builder()
        .name(name)
        .status(account::Status::Active)
        .account_type("Required")
        .build()
}

#[test]
fn the_body_for_a_single_record_is_the_vendors() {
    assert_sends(
        &account::create(&account_named("My New Rest Account")),
        Method::Post,
        ACCOUNT_URL,
        r#"{
	"brmObjects":{
		"Name":"My New Rest Account",
		"Status":"ACTIVE",
		"AccountType":"Required"
	}
}"#,
    );
}

#[test]
fn the_body_for_several_records_is_the_vendors() {
    let new: Vec<account::New> = (1..=4)
        .map(|number| account_named(&format!("My New REST Account 0{number}")))
        .collect();
    assert_sends(
        &account::create_many(&new),
        Method::Post,
        ACCOUNT_URL,
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
}

#[test]
fn create_is_sent_and_answered_as_the_vendor_shows_it() {
    let new = Account::builder()
        .name("My First Account")
        .account_type("Required")
        .status(account::Status::Active)
        .description("First Test Account")
        .build();
    let request = account::create(&new);
    assert_sends(
        &request,
        Method::Post,
        ACCOUNT_URL,
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
    let written = decode(
        &request,
        r#"{
	"createResponse": [
	{
		"ErrorCode": "0",
		"ErrorText": " ",
		"ErrorElementField": " ",
		"Id": "27471"
	}
	]
}"#,
    );
    assert_eq!(written.id, account::Id::from(27471));
    assert_eq!(written.created, None);
}

#[test]
fn update_is_sent_and_answered_as_the_vendor_shows_it() {
    let changes = Account::changes(27471)
        .name("My First Account")
        .status(account::Status::Deactivated);
    let request = account::update(&changes);
    // The vendor's sample forgets the comma after the id.
    assert_sends(
        &request,
        Method::Put,
        ACCOUNT_URL,
        r#"{
	"brmObjects":
	{
		"Name":  "My First Account",
		"Id": "27471",
		"Status": "DEACTIVATED"
	}
}"#,
    );
    let written = decode(
        &request,
        r#"{
	"updateResponse": [
	{
		"ErrorCode": "0",
		"ErrorText": " ",
		"ErrorElementField": " ",
		"Id": "27471"
	}
	]
}"#,
    );
    assert_eq!(written.id, account::Id::from(27471));
}

#[test]
fn one_field_to_null_is_a_text_in_an_update() {
    // The vendor's sample elides the id: `"Id":...`.
    assert_sends(
        &account::update(&Account::changes(27471).clear_custom("SomeFieldName")),
        Method::Put,
        ACCOUNT_URL,
        r#"{
	"brmObjects":
	{
		"fieldsToNull":"SomeFieldName",
		"Id":"27471"
	}
}"#,
    );
}

#[test]
fn several_fields_to_null_are_a_list_in_an_update() {
    // The vendor's sample elides the id and the names between the second and the last.
    assert_sends(
        &account::update(
            &Account::changes(27471)
                .clear_custom("SomeFieldName1")
                .clear_custom("SomeFieldName2")
                .clear_custom("SomeFieldNameX"),
        ),
        Method::Put,
        ACCOUNT_URL,
        r#"{
	"brmObjects":
	{
		"fieldsToNull":[
			"SomeFieldName1",
			"SomeFieldName2",
			"SomeFieldNameX"
		],
		"Id":"27471"
	}
}"#,
    );
}

#[test]
fn upsert_is_sent_and_answered_as_the_vendor_shows_it() {
    let upsert = Account::upsert(Key::custom("my_external_key", "unique_value_12345"))
        .name("My First Account")
        .status(account::Status::Deactivated);
    let request = account::upsert(&upsert);
    // The vendor's sample forgets the comma after the key's value.
    assert_sends(
        &request,
        Method::Patch,
        ACCOUNT_URL,
        r#"{
	"externalIDFieldName":"my_external_key",
	"brmObjects":
	{
		"Name":  "My First Account",
		"my_external_key": "unique_value_12345",
		"Status": "DEACTIVATED"
	}
}"#,
    );
    let written = decode(
        &request,
        r#"{
	"upsertResponse": [
	{
		"ErrorCode": "0",
		"ErrorText": " ",
		"ErrorElementField": " ",
		"Id": "27471"
	}
	]
}"#,
    );
    assert_eq!(written.id, account::Id::from(27471));
}

#[test]
fn one_field_to_null_is_a_text_in_an_upsert() {
    // The vendor's sample forgets the comma after the key's value and elides what follows.
    assert_sends(
        &account::upsert(
            &Account::upsert(Key::custom("my_external_key", "unique_value_12345"))
                .clear_custom("SomeFieldName"),
        ),
        Method::Patch,
        ACCOUNT_URL,
        r#"{
	"externalIDFieldName":"my_external_key",
	"brmObjects":
	{
		"fieldsToNull":"SomeFieldName",
		"my_external_key": "unique_value_12345"
	}
}"#,
    );
}

#[test]
fn several_fields_to_null_are_a_list_in_an_upsert() {
    // Mended as above; the vendor's sample elides the names between the second and the last.
    assert_sends(
        &account::upsert(
            &Account::upsert(Key::custom("my_external_key", "unique_value_12345"))
                .clear_custom("SomeFieldName1")
                .clear_custom("SomeFieldName2")
                .clear_custom("SomeFieldNameX"),
        ),
        Method::Patch,
        ACCOUNT_URL,
        r#"{
	"externalIDFieldName":"my_external_key",
	"brmObjects":
	{
		"fieldsToNull":[
			"SomeFieldName1",
			"SomeFieldName2",
			"SomeFieldNameX"
		],
		"my_external_key": "unique_value_12345"
	}
}"#,
    );
}

#[test]
fn writes_say_that_their_body_is_json() {
    let new = account_named("A");
    let changes = Account::changes(1);
    let sent = [
        rendered(&account::create(&new)),
        rendered(&account::update(&changes)),
        rendered(&account::delete(account::Id::from(1))),
        rendered(&account::undelete(1)),
    ];
    for request in sent {
        assert_eq!(
            header(&request, "content-type").as_deref(),
            Some("application/json; charset=utf-8"),
            "{request:?}"
        );
    }
}

#[test]
fn what_may_make_a_record_must_not_be_repeated() {
    let new = account_named("A");
    assert_eq!(account::create(&new).retry(), Retry::Once);
    assert_eq!(account::create_many(&[new]).retry(), Retry::Once);
    let changes = Account::changes(1);
    assert_eq!(account::update(&changes).retry(), Retry::Idempotent);
    // An upsert by an id that the server makes inserts under another id where it finds none.
    assert_eq!(account::upsert(&Account::upsert(1)).retry(), Retry::Once);
    let keyed = Account::upsert(Key::custom("my_external_key", "1"));
    assert_eq!(account::upsert(&keyed).retry(), Retry::Idempotent);
    assert_eq!(account::upsert_many(&[keyed]).retry(), Retry::Idempotent);
    assert_eq!(
        account::upsert_many(&[Account::upsert(1)]).retry(),
        Retry::Once
    );
    assert_eq!(
        account::delete(account::Id::from(1)).retry(),
        Retry::Idempotent
    );
    assert_eq!(account::retrieve_by_id(1).retry(), Retry::Read);
}

#[test]
fn several_records_go_as_a_list_even_when_there_is_one() {
    let new = account_named("A");
    assert_eq!(
        body(&account::create_many(&[new]))["brmObjects"],
        json(r#"[{"Name": "A", "Status": "ACTIVE", "AccountType": "Required"}]"#)
    );
    assert_eq!(
        body(&account::update_many(&[Account::changes(1).name("B")]))["brmObjects"],
        json(r#"[{"Id": "1", "Name": "B"}]"#)
    );
}

#[test]
fn an_undocumented_write_goes_out_as_a_raw_request() {
    // PUT `/E/{id}`, which public clients send.
    let body = Raw::json(r#"{"Name": "B", "Rate": 1.10}"#).expect("it is JSON");
    let request =
        billbind::billingplatform::raw(Method::Put, &["rest", "2.0", "ACCOUNT", "1"], Some(body));
    let sent = request.render(MY).expect("it can be sent");
    assert_eq!(sent.url, format!("{MY}/rest/2.0/ACCOUNT/1"));
    assert_eq!(
        sent_text(&sent).as_deref(),
        Some(r#"{"Name": "B", "Rate": 1.10}"#)
    );
    assert_eq!(request.retry(), Retry::Once);
    let answer = decode(&request, r#" {"updateResponse": [{"Rate": 1.10}]} "#);
    assert_eq!(answer.as_json(), r#"{"updateResponse": [{"Rate": 1.10}]}"#);
}
