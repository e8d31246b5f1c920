//! The parent of an account is an account.
// expects: does not name a record of `Account`
// expects: an id belongs to its entity
// expects: ids of other entities are not accepted; text and whole numbers are taken as ids

use billbind::billingplatform::{Account, product};

fn main() {
    drop(Account::changes(1).parent_account_id(product::Id::from(1)));
}
