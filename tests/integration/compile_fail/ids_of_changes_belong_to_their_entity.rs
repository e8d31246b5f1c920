//! The id of a product names no account to change.
// expects: is not the id of a record of `Account`
// expects: an id belongs to its entity

use billbind::billingplatform::{Account, product};

fn main() {
    drop(Account::changes(product::Id::from(1)).name("A"));
}
