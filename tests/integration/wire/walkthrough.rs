//! The ten steps of REST Methods, "Putting it all together", each with the typed builders.

use billbind::billingplatform::{
    Account, AccountPackage, AccountProduct, BillingProfile, Contract, ContractRate, Pricing,
    account, account_package, account_product, billing_profile, contract, contract_rate, pricing,
};
use billbind::{Date, Method};

use super::support::assert_sends;

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

#[test]
fn step_1_creates_an_account() {
    let new = Account::builder()
        .name("Account001")
        .account_type("Required")
        .status(account::Status::Active)
        .description("My Account")
        .build();
    assert_sends(
        &account::create(&new),
        Method::Post,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/account",
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
}

#[test]
fn step_2_adds_a_billing_profile() {
    let new = BillingProfile::builder()
        .account_id(27471)
        .billing_cycle(billing_profile::BillingCycle::Monthly)
        .billing_close_date("31")
        .payment_term_days(30)
        .monthly_billing_date("1")
        .invoice_template_id(63)
        .billing_method(billing_profile::BillingMethod::Mail)
        .bill_to("John Doe")
        .address1("742 Evergreen Terrace")
        .country("USA")
        .time_zone_id(1)
        .email("johndoe@companymail.com")
        .currency_code("USD")
        .build();
    assert_sends(
        &billing_profile::create(&new),
        Method::Post,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/BILLING_PROFILE",
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
}

#[test]
fn step_3_adds_a_contract() {
    let new = Contract::builder()
        .account_id(27465)
        .contract_number("REST TEST002")
        .contract_status(contract::ContractStatus::Active)
        .start_date(date("20150505"))
        .on_end_date(contract::OnEndDate::Renew)
        .end_date(date("20160606"))
        .rate_class_id(10762)
        .build();
    assert_sends(
        &contract::create(&new),
        Method::Post,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/CONTRACT",
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
}

#[test]
fn step_4_adds_a_contract_rate() {
    let new = ContractRate::builder()
        .contract_id(412)
        .start_date(date("20150505"))
        .end_date(date("20150606"))
        .product_id(12670)
        .build();
    // The vendor's sample has a comma after the last member.
    assert_sends(
        &contract_rate::create(&new),
        Method::Post,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/CONTRACT_RATE",
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
}

#[test]
fn step_5_adds_an_account_product() {
    let new = AccountProduct::builder()
        .account_id(27465)
        .start_date(date("20150505"))
        .end_date(date("20150606"))
        .product_id(12670)
        .rating_method_id(2861)
        .quantity(1)
        .build();
    assert_sends(
        &account_product::create(&new),
        Method::Post,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/ACCOUNT_PRODUCT",
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
}

#[test]
fn step_6_adds_an_account_package() {
    let new = AccountPackage::builder()
        .account_id(27465)
        .start_date(date("20150505"))
        .end_date(date("20150606"))
        .package_id(152)
        .build();
    assert_sends(
        &account_package::create(&new),
        Method::Post,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/ACCOUNT_PACKAGE",
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
}

#[test]
fn step_7_retrieves_an_account_product() {
    assert_sends(
        &account_product::retrieve_by_id(4652),
        Method::Get,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/ACCOUNT_PRODUCT/4652",
        "",
    );
}

#[test]
fn step_8_updates_the_rate_on_the_account_product() {
    let changes = Pricing::changes(813_877).rate(99).currency_code("USD");
    assert_sends(
        &pricing::update(&changes),
        Method::Put,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/PRICING",
        r#"{
	"brmObjects":
	{
		"Id":"813877",
		"Rate":"99",
		"CurrencyCode":"USD"
	}
}"#,
    );
}

#[test]
fn step_9_retrieves_a_contract_rate() {
    assert_sends(
        &contract_rate::retrieve_by_id(4652),
        Method::Get,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/CONTRACT_RATE/4652",
        "",
    );
}

#[test]
fn step_10_deletes_a_contract_rate() {
    assert_sends(
        &contract_rate::delete(contract_rate::Id::from(2215)),
        Method::Delete,
        "https://sandbox.billingplatform.com/myorg/rest/2.0/delete/CONTRACT_RATE",
        r#"{
	"brmObjects":{
		"Id":"2215"
	}
}"#,
    );
}
