//! A key of contracts finds no account.
// expects: does not name a record of `Account`
// expects: an id belongs to its entity

use billbind::billingplatform::{Account, contract};

fn main() {
    drop(Account::upsert(contract::key::contract_number("TEST002")));
}
