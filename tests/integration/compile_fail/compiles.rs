//! The right way of everything that the other cases get wrong.

use billbind::billingplatform::{Account, Currency, Product, account, currency, product};
use billbind::{Request, Secret, billingplatform::BillingPlatform};

fn send<T>(_: &Request<BillingPlatform, T>) {}

fn main() {
    let new = Account::builder()
        .name("My First Account")
        .status(account::Status::Active)
        .account_type("Required")
        .parent_account_id(account::Id::from(1))
        .country_id(billbind::billingplatform::country::Key::custom("Code", "US"))
        .build();
    send(&account::create(&new));
    send(&account::create_many(std::slice::from_ref(&new)));
    let by_id = Account::builder()
        .account_type_id(681)
        .status(account::Status::custom("FROZEN"))
        .name("My First Account")
        .build();
    send(&account::create(&by_id));
    let currency = Currency::builder().id("USD");
    let _ = currency;

    let id = account::Id::from("27471");
    let changes = Account::changes(&id)
        .status(account::Status::Deactivated)
        .clear_description()
        .clear([account::Nullable::Description]);
    send(&account::update(&changes));
    send(&account::retrieve_by_id(&id));

    let filter = account::COL
        .rate_hierarchy
        .eq(true)
        .and(account::COL.status.ne(account::Status::Active))
        .and(account::COL.name.like("%a%"))
        .and(account::COL.id.gt(20000))
        .and(account::PATH.parent_account.col(&account::COL.name).eq("a"));
    send(&account::retrieve(&filter));
    send(&product::retrieve(&product::COL.id.is_not_null()));
    let _ = (Product::builder(), currency::COL.id.eq("USD"), Secret::new("x"));

    let name = account::PATH.parent_account.col(&account::COL.name);
    let children = account::query()
        .select((&account::COL.id, &name))
        .children_of(&account::PATH.parent_account);
    let query = account::query()
        .select((&account::COL.status, account::COL.id.count(), name, children))
        .filter(account::COL.name.contains("a"))
        .order_by((account::COL.created.desc(), &account::COL.id));
    send(&query.request());
    send(&account::query().columns(&account::COL.id).page(2, 100).request());

    let record = Account::default();
    match record.status {
        Some(account::Status::Active) => {}
        Some(_) | None => {}
    }
}
