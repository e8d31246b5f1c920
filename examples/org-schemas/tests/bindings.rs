//! What the bindings of the extended schemas send and read.

use billbind_runtime::{Answer, Date, Entity as _, Id};
use org_schemas::billingplatform::{Account, Invoice, Site, account, site};
use serde_json::{Value, json};

const BASE: &str = "https://sandbox.billingplatform.com/myorg";

fn body_of(sent: billbind_runtime::RenderedRequest) -> Value {
    let body = sent.body.expect("it has a body");
    serde_json::from_slice(body.as_bytes().expect("it is bytes")).expect("the body is JSON")
}

#[test]
fn shipped_and_own_fields_are_set_alike() {
    // It cannot be built without the parent, which the correction requires, nor without our region.
    let new = Account::builder()
        .name("Branch 7")
        .status(account::Status::Frozen)
        .account_type("Required")
        .parent_account_id(27465)
        .nr_region(account::NrRegion::Emea)
        .nr_site_id(site::Id::new("311"))
        .nr_contract_end(Date::new(2027, 3, 31).expect("a day of the calendar"))
        .build();
    let sent = account::create(&new).render(BASE).expect("it can be sent");
    assert_eq!(sent.url, format!("{BASE}/rest/2.0/ACCOUNT"));
    let expected = json!({"brmObjects": {
        "Name": "Branch 7",
        "Status": "FROZEN",
        "AccountType": "Required",
        "ParentAccountId": "27465",
        "nrRegion": "EMEA",
        "nrSiteId": "311",
        "nrContractEnd": "20270331",
    }});
    assert_eq!(body_of(sent), expected);
}

#[test]
fn own_fields_are_read_into_the_shipped_record() {
    let filter = account::COL.nr_region.eq(account::NrRegion::Emea);
    let body = r#"{"retrieveResponse": [{"Id": "7", "Name": "Branch 7", "Status": "FROZEN",
        "nrRegion": "EMEA", "nrSiteId": 311, "nrOther": "x"}]}"#;
    let accounts = account::retrieve(&filter)
        .decode(&Answer::new(200, body))
        .expect("an answer as documented");
    let [account] = &accounts[..] else {
        panic!("one record: {accounts:?}");
    };
    assert_eq!(account.name.as_deref(), Some("Branch 7"));
    assert_eq!(account.status, Some(account::Status::Frozen));
    assert_eq!(account.nr_region, Some(account::NrRegion::Emea));
    assert_eq!(account.nr_site_id, Some(311.into()));
    assert_eq!(
        account.extra.read("nrOther").expect("a text"),
        Some("x".to_owned())
    );
}

#[test]
fn own_entities_point_at_shipped_ones_and_are_pointed_at() {
    let account: account::Id = 7.into();
    let new = Site::builder().code("NET-17").account_id(&account).build();
    let sent = site::create(&new).render(BASE).expect("it can be sent");
    assert_eq!(sent.url, format!("{BASE}/rest/2.0/SITE"));
    let expected = json!({"brmObjects": {"Code": "NET-17", "AccountId": "7"}});
    assert_eq!(body_of(sent), expected);
    let filter = account::PATH.nr_site.col(&site::COL.code).eq("NET-17");
    assert_eq!(filter.to_sql(), "nrSiteObj.Code = 'NET-17'");
}

#[test]
fn what_is_not_selected_is_known_by_name() {
    let _: Id<Invoice> = 1.into();
    let profile = org_schemas::billingplatform::billing_profile::BillingProfile::WIRE_NAME;
    assert_eq!(profile, "BILLING_PROFILE");
}
