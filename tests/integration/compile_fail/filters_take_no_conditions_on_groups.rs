//! A condition on an aggregate is for `having`.
// expects: expected `Filter<Account>`, found `Filter<Account, EachGroup>`

use billbind::billingplatform::account;

fn main() {
    drop(account::query().filter(account::COL.id.count().gt(1)));
}
