//! The id of a product names no account in the recycle bin.
// expects: is not the id of a record of `Account`

use billbind::billingplatform::{account, product};

fn main() {
    drop(account::undelete(&product::Id::from(1)));
}
