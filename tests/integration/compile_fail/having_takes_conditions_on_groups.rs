//! A condition on each record is for `filter`.
// expects: expected `Filter<Account, EachGroup>`, found `Filter<Account>`

use billbind::billingplatform::account;

fn main() {
    drop(account::query().having(account::COL.name.eq("a")));
}
