//! The ten steps, each as typed code.
//!
//! Where the vendor's page goes on with the id of a record that it did not create, the steps go on
//! with the record that they created; product, package, template and the like are those of the page.

use std::error::Error;

use billbind::Date;
use billbind::billingplatform::{
    Account, AccountPackage, AccountProduct, BillingProfile, Contract, ContractRate, Pricing,
    account, account_package, account_product, billing_profile, contract, contract_rate, pricing,
};

use crate::narrator::{Narrator, outcome, step};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Goes through all of them.
pub(crate) async fn all(narrator: &Narrator) -> Outcome<()> {
    let account = create_account(narrator).await?;
    add_billing_profile(narrator, &account).await?;
    let contract = add_contract(narrator, &account).await?;
    let contract_rate = add_contract_rate(narrator, &contract).await?;
    let account_product = add_account_product(narrator, &account).await?;
    add_account_package(narrator, &account).await?;
    retrieve_account_product(narrator, &account_product).await?;
    update_rate(narrator).await?;
    retrieve_contract_rate(narrator, &contract_rate).await?;
    delete_contract_rate(narrator, contract_rate).await
}

async fn create_account(narrator: &Narrator) -> Outcome<account::Id> {
    step(1, "Create an account");
    let new = Account::builder()
        .name("Account001")
        .account_type("Required")
        .status(account::Status::Active)
        .description("My Account")
        .build();
    let created = narrator.send(account::create(&new)).await?;
    outcome(&format!("account {} is there", created.id));
    Ok(created.id)
}

async fn add_billing_profile(narrator: &Narrator, account: &account::Id) -> Outcome<()> {
    step(2, "Add a billing profile to the account");
    let new = BillingProfile::builder()
        .account_id(account)
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
    let created = narrator.send(billing_profile::create(&new)).await?;
    outcome(&format!(
        "billing profile {} bills account {account} every month",
        created.id
    ));
    Ok(())
}

async fn add_contract(narrator: &Narrator, account: &account::Id) -> Outcome<contract::Id> {
    step(3, "Add an account contract");
    let new = Contract::builder()
        .account_id(account)
        .contract_number("REST TEST002")
        .contract_status(contract::ContractStatus::Active)
        .start_date(Date::new(2015, 5, 5)?)
        .on_end_date(contract::OnEndDate::Renew)
        .end_date(Date::new(2016, 6, 6)?)
        .rate_class_id(10762)
        .build();
    let created = narrator.send(contract::create(&new)).await?;
    outcome(&format!(
        "contract {} runs to 2016-06-06, and renews",
        created.id
    ));
    Ok(created.id)
}

async fn add_contract_rate(
    narrator: &Narrator,
    contract: &contract::Id,
) -> Outcome<contract_rate::Id> {
    step(4, "Add a contract rate");
    let new = ContractRate::builder()
        .contract_id(contract)
        .start_date(Date::new(2015, 5, 5)?)
        .end_date(Date::new(2015, 6, 6)?)
        .product_id(12670)
        .build();
    let created = narrator.send(contract_rate::create(&new)).await?;
    outcome(&format!(
        "contract rate {} is in contract {contract}",
        created.id
    ));
    Ok(created.id)
}

async fn add_account_product(
    narrator: &Narrator,
    account: &account::Id,
) -> Outcome<account_product::Id> {
    step(5, "Add an account product");
    let new = AccountProduct::builder()
        .account_id(account)
        .start_date(Date::new(2015, 5, 5)?)
        .end_date(Date::new(2015, 6, 6)?)
        .product_id(12670)
        .rating_method_id(2861)
        .quantity(1)
        .build();
    let created = narrator.send(account_product::create(&new)).await?;
    outcome(&format!("account product {} is there", created.id));
    Ok(created.id)
}

async fn add_account_package(narrator: &Narrator, account: &account::Id) -> Outcome<()> {
    step(6, "Add an account package");
    let new = AccountPackage::builder()
        .account_id(account)
        .start_date(Date::new(2015, 5, 5)?)
        .end_date(Date::new(2015, 6, 6)?)
        .package_id(152)
        .build();
    let created = narrator.send(account_package::create(&new)).await?;
    outcome(&format!("account package {} is there", created.id));
    Ok(())
}

async fn retrieve_account_product(narrator: &Narrator, id: &account_product::Id) -> Outcome<()> {
    step(7, "Retrieve an account product");
    let product = narrator.send(account_product::retrieve_by_id(id)).await?;
    let quantity = product.quantity.map(|quantity| quantity.to_string());
    let start = product.start_date.map(|date| date.to_string());
    outcome(&format!(
        "{} of product 12670, from {}",
        quantity.as_deref().unwrap_or("nothing"),
        start.as_deref().unwrap_or("nobody knows when")
    ));
    Ok(())
}

async fn update_rate(narrator: &Narrator) -> Outcome<()> {
    step(8, "Update the rate on the account product");
    let changes = Pricing::changes(813_877).rate(99).currency_code("USD");
    narrator.send(pricing::update(&changes)).await?;
    let pricing = narrator.send(pricing::retrieve_by_id(813_877)).await?;
    let rate = pricing.rate.ok_or("the price has no rate")?;
    outcome(&format!(
        "price 813877, one of those that the vendor's examples mention, is {rate} USD now"
    ));
    Ok(())
}

async fn retrieve_contract_rate(narrator: &Narrator, id: &contract_rate::Id) -> Outcome<()> {
    step(9, "Retrieve a contract rate");
    let rate = narrator.send(contract_rate::retrieve_by_id(id)).await?;
    let end = rate.end_date.ok_or("the contract rate has no end")?;
    outcome(&format!("contract rate {id} ends on {end}"));
    Ok(())
}

async fn delete_contract_rate(narrator: &Narrator, id: contract_rate::Id) -> Outcome<()> {
    step(10, "Delete a contract rate");
    narrator.send(contract_rate::delete(&id)).await?;
    let gone = narrator.send(contract_rate::retrieve_by_id(&id)).await;
    match gone {
        Err(error) if error.is_not_found() => {
            outcome("it is gone: asked for again, it is not found");
        }
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("it is still there".into()),
    }
    Ok(())
}
