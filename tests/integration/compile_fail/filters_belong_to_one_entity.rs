//! A condition on products says nothing of accounts.
// expects: expected `&Filter<Account>`, found `&Filter<Product>`

use billbind::billingplatform::{account, product};

fn main() {
    drop(account::retrieve(&product::COL.id.eq(1)));
}
