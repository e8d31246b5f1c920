//! Retrieve and query: the vendor's own samples and the two shapes that answers come in.

use billbind::billingplatform::{Account, Request, Row, account, query};
use billbind::{Column, Decimal, Method, Raw};

use super::support::{
    BASE, MY, assert_sends, decode, error_of, ok, query_decoded, refused, rendered,
};

/// REST Methods, sample of a retrieve's answer.
const RETRIEVED: &str = r#"{
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
}"#;

fn all() -> Request<Vec<Account>> {
    account::retrieve(&account::COL.id.ge(20000))
}

#[test]
fn retrieve_is_sent_as_the_vendor_shows_it() {
    let sent = all().render(MY).expect("it can be sent");
    assert_eq!(sent.method, Method::Get);
    assert!(sent.body.is_none());
    // The vendor's sample writes the condition unencoded and without blanks.
    let sample = "https://my.billingplatform.com/myorg/rest/2.0/account?queryAnsiSql=Id>=20000";
    let without_blanks = query_decoded(&sent.url).replace(' ', "");
    assert!(
        without_blanks.eq_ignore_ascii_case(sample),
        "{without_blanks}"
    );
    assert!(!sent.url.contains(['>', ' ']), "{} is encoded", sent.url);
}

#[test]
fn every_field_of_the_vendors_retrieve_answer_is_typed() {
    let accounts = decode(&all().strict(), RETRIEVED);
    assert_eq!(accounts.len(), 2);
    let first = &accounts[0];
    assert_eq!(first.id, Some(account::Id::from(20000)));
    assert_eq!(first.name.as_deref(), Some("PciptzAMie"));
    let created = first.created.expect("it has a time");
    assert_eq!(created.as_str(), "2014-11-03T18:26:11.000Z");
    assert_eq!(created.offset_minutes(), Some(0));
    assert_eq!(first.account_type_id, Some("1".into()));
    assert_eq!(first.parent_account_id, Some("1".into()));
    assert_eq!(
        first.parent_account_name.as_deref(),
        Some("BILLING PLATFORM")
    );
    assert_eq!(first.status, Some(account::Status::Active));
    assert_eq!(first.r#type.as_deref(), Some("Partner Retail"));
    assert_eq!(first.extra, billbind::Extra::default());
    assert_eq!(accounts[1].id, Some(account::Id::from(20001)));
    assert_eq!(accounts[1].r#type.as_deref(), Some("Partner"));
    // Fields that the answer leaves out.
    assert_eq!(first.description, None);
}

#[test]
fn one_record_may_come_as_an_object_or_as_a_list() {
    let object = r#"{"retrieveResponse": {"Id": "4652", "Name": "A"}}"#;
    let list = r#"{"retrieveResponse": [{"Id": "4652", "Name": "A"}]}"#;
    for body in [object, list] {
        let one = decode(&account::retrieve_by_id(4652), body);
        assert_eq!(one.name.as_deref(), Some("A"), "{body}");
        let many = decode(&all(), body);
        assert_eq!(many, [one], "{body}");
    }
}

#[test]
fn no_rows_may_come_as_nothing() {
    for body in [
        r#"{"retrieveResponse": []}"#,
        r#"{"retrieveResponse": null}"#,
    ] {
        assert_eq!(decode(&all(), body), [], "{body}");
        let error = error_of(&account::retrieve_by_id(1), &ok(body));
        assert!(error.is_not_found(), "{body}");
    }
}

#[test]
fn records_with_the_same_id_are_all_kept() {
    // The vendor's guide shows a retrieve that repeats an id.
    let rows = decode(
        &all(),
        r#"{"retrieveResponse": [{"Id": "1", "Name": "A"}, {"Id": "1", "Name": "B"}]}"#,
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].name.as_deref(), Some("B"));
}

#[test]
fn members_beside_the_records_are_passed_over() {
    let body = r#"{"took": {"ms": [1]}, "retrieveResponse": [{"Id": "1"}], "more": false}"#;
    assert_eq!(decode(&all(), body).len(), 1);
}

#[test]
fn a_list_of_ids_is_retrieved_by_a_condition() {
    let ids = [account::Id::from(20000), account::Id::from("A'1")];
    let sent = rendered(&account::retrieve_by_ids(&ids));
    let (path, sql) = sent.url.split_once("?queryAnsiSql=").expect("a condition");
    assert_eq!(path, format!("{BASE}/rest/2.0/ACCOUNT"));
    assert_eq!(query_decoded(sql), "Id IN (20000, 'A''1')");
}

#[test]
fn a_query_is_sent_as_the_vendor_shows_it() {
    // `<yourOrg>` stands for the organization.
    let sample = "https://sandbox.billingplatform.com/myorg/rest/2.0/query?sql=SELECT+Status%2C+Sum%28GrandTotalAmount%29+as+total++FROM+Invoice++WHERE+BillingProfileObj.AccountObj.Name+like+%27%25Blue%25%27+GROUP+BY+Status";
    let request = query(
        "SELECT Status, Sum(GrandTotalAmount) as total  FROM Invoice  WHERE BillingProfileObj.AccountObj.Name like '%Blue%' GROUP BY Status",
    );
    let sent = rendered(&request);
    assert_eq!(sent.method, Method::Get);
    assert!(sent.body.is_none());
    assert_eq!(query_decoded(&sent.url), query_decoded(sample));
    // A blank is `%20`: unlike `+` it means a blank to every server.
    assert!(!sent.url.contains('+'), "{}", sent.url);
}

#[test]
fn a_queries_answer_is_read_by_alias_whatever_its_case() {
    // REST Methods, sample of a query's answer.
    let rows = decode(
        &query("SELECT 1"),
        r#" {
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
    let totals: Vec<Option<Decimal>> = rows
        .iter()
        .map(|row| row.read("total").expect("a decimal"))
        .collect();
    assert_eq!(totals, [Some(25024.into()), Some(101.into())]);
    let statuses: Vec<Option<String>> = rows
        .iter()
        .map(|row| row.read("Status").expect("a text"))
        .collect();
    assert_eq!(
        statuses,
        [Some("CLOSED".to_owned()), Some("CURRENT".to_owned())]
    );
    let id: Option<String> = rows[0].read("Id").expect("nothing is no error");
    assert_eq!(id, None);
    assert_eq!(rows[0].get("Id").map(Raw::as_json), Some("null"));
    let names: Vec<&str> = rows[0].columns().map(|(name, _)| name).collect();
    assert_eq!(names, ["Id", "Status", "TOTAL"]);
}

#[test]
fn a_queries_parent_is_readable_nested_and_flat() {
    let rows = decode(
        &query("SELECT 1"),
        r#"{"queryResponse": [{"AccountObj": {"Name": "Blue"}, "AccountTypeIdObj.AccountType": "Retail"}]}"#,
    );
    let flat: Option<String> = rows[0]
        .read("AccountTypeIdObj.AccountType")
        .expect("a text");
    assert_eq!(flat.as_deref(), Some("Retail"));
    assert_eq!(
        rows[0].get("AccountObj").map(Raw::as_json),
        Some(r#"{"Name": "Blue"}"#)
    );
}

#[test]
fn a_query_of_one_row_may_come_as_an_object() {
    let rows: Vec<Row> = decode(&query("SELECT 1"), r#"{"queryResponse": {"N": "1"}}"#);
    assert_eq!(rows.len(), 1);
}

#[test]
fn the_answer_of_another_operation_is_no_answer() {
    let error = error_of(&all(), &ok(r#"{"queryResponse": [{"Id": "1"}]}"#));
    assert_eq!(error.kind(), billbind::ErrorKind::UnexpectedAnswer);
    assert_eq!(error.path(), Some("retrieveResponse"));
}

#[test]
fn pages_are_asked_for_by_row_number() {
    // The vendor's guide pages a retrieve with `ROWNUM`.
    let row = Column::<Account, i64>::custom("ROWNUM").expect("a name");
    let request = account::retrieve(&row.between(0, 20));
    let sent = rendered(&request);
    assert!(
        query_decoded(&sent.url).ends_with("?queryAnsiSql=ROWNUM BETWEEN 0 AND 20"),
        "{}",
        sent.url
    );
    assert_sends(
        &account::retrieve_by_id(4652),
        Method::Get,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/ACCOUNT/4652",
        "",
    );
}

#[test]
fn a_url_that_not_every_server_takes_is_refused_with_what_to_do() {
    let ids =
        |count: u32| -> Vec<account::Id> { (0..count).map(|id| (10_000 + id).into()).collect() };
    let few = account::retrieve_by_ids(&ids(500));
    assert!(rendered(&few).url.len() <= 8_000);
    let many = account::retrieve_by_ids(&ids(1_000));
    let error = refused(&many);
    let shown = error.to_string();
    assert!(
        shown.contains("8000 bytes") && shown.contains("query()"),
        "{shown}"
    );

    let long = account::COL.name.eq("é".repeat(2_000));
    assert!(
        refused(&account::retrieve(&long))
            .to_string()
            .contains("8000 bytes")
    );
    // A long statement of a query goes as POST.
    let request = account::query()
        .columns(&account::COL.id)
        .filter(long)
        .request();
    assert_eq!(rendered(&request).method, Method::Post);
}
