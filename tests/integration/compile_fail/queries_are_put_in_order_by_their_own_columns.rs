//! Accounts are not put in order by what products have.
// expects: a query on `Account` cannot be put in order by

use billbind::billingplatform::{account, product};

fn main() {
    drop(account::query().order_by(product::COL.name.desc()));
}
