//! The id of a product finds no account.
// expects: `billbind::Id<Account>: From<billbind::Id<billbind::billingplatform::Product>>` is not satisfied

use billbind::billingplatform::{account, product};

fn main() {
    drop(account::retrieve_by_id(product::Id::from(1)));
}
