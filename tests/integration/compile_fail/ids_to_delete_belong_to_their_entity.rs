//! The id of a product names no account to delete.
// expects: does not name a record of `Account` to delete
// expects: an id belongs to its entity
// expects: ids of other entities are not accepted; text and whole numbers are taken as ids

use billbind::billingplatform::{account, product};

fn main() {
    drop(account::delete(product::Id::from(1)));
}
