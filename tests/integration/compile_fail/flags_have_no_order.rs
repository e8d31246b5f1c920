//! A flag is yes or no, not a number.
// expects: a column of `bool` has no order
// expects: `lt`, `le`, `gt`, `ge` and `between` are for numbers, dates, ids and text

use billbind::billingplatform::account;

fn main() {
    drop(account::COL.rate_hierarchy.gt(false));
}
