//! A record has no place for an aggregate.
// expects: is no column of `Account`
// expects: aggregates and children are for `select`

use billbind::billingplatform::account;

fn main() {
    drop(account::query().columns(account::COL.id.count()));
}
