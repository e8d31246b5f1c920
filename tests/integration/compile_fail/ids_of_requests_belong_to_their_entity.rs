//! The id of a product finds no account.
// expects: is not the id of a record of `Account`
// expects: an id belongs to its entity
// expects: ids of other entities are not accepted; text and whole numbers are taken as ids

use billbind::billingplatform::{account, product};

fn main() {
    drop(account::retrieve_by_id(product::Id::from(1)));
}
