//! Accounts are not grouped by what products have.
// expects: is no column of `Account`

use billbind::billingplatform::{account, product};

fn main() {
    drop(account::query().group_by(&product::COL.name));
}
