//! The ten steps of "Putting it all together" (REST Methods), over HTTP.

use billbind::billingplatform::{
    Account, AccountPackage, AccountProduct, BillingProfile, Contract, ContractRate, Pricing,
    account, account_package, account_product, billing_profile, contract, contract_rate, pricing,
};
use billbind::{Date, Decimal};
use billbind_sandbox::{Operation, Options};

use super::stage::Caller;

#[test]
fn the_ten_steps_work_over_http_with_both_clients() {
    for at in 0..2 {
        let server = Options::new().examples(true).start().unwrap();
        walk(&Caller::over_http(&server)[at]);
        let requests = server.requests();
        let logins = requests
            .iter()
            .filter(|request| request.operation == Operation::Login);
        assert_eq!(logins.count(), 1);
        assert!(
            requests
                .iter()
                .all(|request| request.refused == 0 && matches!(request.status, Some(200 | 404))),
            "{}",
            server.log()
        );
    }
}

fn walk(caller: &Caller) {
    let date = |year, month, day| Date::new(year, month, day).unwrap();
    let account = caller
        .get(account::create(
            &Account::builder()
                .name("Account001")
                .account_type("Required")
                .status(account::Status::Active)
                .description("My Account")
                .build(),
        ))
        .id;
    caller.get(billing_profile::create(
        &BillingProfile::builder()
            .account_id(&account)
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
            .build(),
    ));
    let contract = caller
        .get(contract::create(
            &Contract::builder()
                .account_id(&account)
                .contract_number("REST TEST002")
                .contract_status(contract::ContractStatus::Active)
                .start_date(date(2015, 5, 5))
                .on_end_date(contract::OnEndDate::Renew)
                .end_date(date(2016, 6, 6))
                .rate_class_id(10762)
                .build(),
        ))
        .id;
    let rate = caller
        .get(contract_rate::create(
            &ContractRate::builder()
                .contract_id(&contract)
                .start_date(date(2015, 5, 5))
                .end_date(date(2015, 6, 6))
                .product_id(12670)
                .build(),
        ))
        .id;
    let product = caller
        .get(account_product::create(
            &AccountProduct::builder()
                .account_id(&account)
                .start_date(date(2015, 5, 5))
                .end_date(date(2015, 6, 6))
                .product_id(12670)
                .rating_method_id(2861)
                .quantity(1)
                .build(),
        ))
        .id;
    caller.get(account_package::create(
        &AccountPackage::builder()
            .account_id(&account)
            .start_date(date(2015, 5, 5))
            .end_date(date(2015, 6, 6))
            .package_id(152)
            .build(),
    ));

    let product = caller.get(account_product::retrieve_by_id(&product));
    assert_eq!(product.quantity, Some(Decimal::from(1)));
    assert_eq!(product.account_id.as_ref(), Some(&account));

    let changes = Pricing::changes(813_877).rate(99).currency_code("USD");
    caller.get(pricing::update(&changes));
    let pricing = caller.get(pricing::retrieve_by_id(813_877));
    assert_eq!(pricing.rate, Some(Decimal::from(99)));

    let found = caller.get(contract_rate::retrieve_by_id(&rate));
    assert_eq!(found.contract_id, Some(contract));
    assert_eq!(found.end_date, Some(date(2015, 6, 6)));

    caller.get(contract_rate::delete(&rate));
    let gone = caller.send(contract_rate::retrieve_by_id(&rate));
    assert!(gone.unwrap_err().is_not_found());
}
