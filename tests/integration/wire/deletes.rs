//! Delete and undelete with the texts of REST Methods.

use billbind::Method;
use billbind::billingplatform::{Deletion, account};

use super::support::{assert_sends, decode, refused};

const DELETE_URL: &str = "https://my.billingplatform.com/myorg/rest/2.0/delete/account";

#[test]
fn delete_is_sent_and_answered_as_the_vendor_shows_it() {
    let request = account::delete(account::Id::from(27456));
    assert_sends(
        &request,
        Method::Delete,
        DELETE_URL,
        r#"{
	"brmObjects":{
		"Id":"27456"
	}
}"#,
    );
    let written = decode(
        &request,
        r#"{
	"deleteResponse": [
	{
		"ErrorCode": "0",
		"ErrorText": " ",
		"Id": "27456",
		"Success": "true"
	}
	]
}"#,
    );
    assert_eq!(written.id, account::Id::from(27456));
}

#[test]
fn delete_many_says_of_each_record_whether_it_is_purged() {
    let request = account::delete_many(&[
        Deletion::new(27456).empty_recycle_bin(false),
        Deletion::new(27457).empty_recycle_bin(false),
        Deletion::new(27458).empty_recycle_bin(true),
    ]);
    assert_sends(
        &request,
        Method::Delete,
        DELETE_URL,
        r#"{
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
}"#,
    );
}

#[test]
fn one_record_can_be_purged() {
    assert_sends(
        &account::delete(Deletion::new(27456).empty_recycle_bin(true)),
        Method::Delete,
        DELETE_URL,
        r#"{"brmObjects": {"Id": "27456", "EmptyRecycleBin": "1"}}"#,
    );
}

#[test]
fn undelete_is_sent_without_a_wrapper_and_answered_as_a_delete() {
    let request = account::undelete(27417);
    assert_sends(
        &request,
        Method::Delete,
        "https://my.billingplatform.com/myorg/rest/2.0/undelete/account",
        r#"{
	"Id":"27417"
}"#,
    );
    let written = decode(
        &request,
        r#"{
	"deleteResponse": [
	{
		"ErrorCode": "0",
		"ErrorText": " ",
		"Id": "27417",
		"Success": "true"
	}
	]
}"#,
    );
    assert_eq!(written.id, account::Id::from(27417));
}

#[test]
fn undelete_may_be_answered_under_its_own_name() {
    // So the documentation of the public client says.
    let written = decode(
        &account::undelete(27417),
        r#"{"undeleteResponse": [{"ErrorCode": "0", "Id": "27417", "Success": "true"}]}"#,
    );
    assert_eq!(written.id, account::Id::from(27417));
}

#[test]
fn a_delete_of_no_record_is_refused_before_it_is_sent() {
    let error = refused(&account::delete_many(&[]));
    assert!(error.to_string().contains("no record"), "{error}");
}

#[test]
fn a_record_without_an_id_is_refused_before_it_is_sent() {
    for error in [
        refused(&account::delete(account::Id::from(""))),
        refused(&account::delete_many(&[
            Deletion::new(1),
            Deletion::new(" "),
        ])),
        refused(&account::undelete("")),
    ] {
        assert!(error.to_string().contains("`Id`"), "{error}");
    }
}
