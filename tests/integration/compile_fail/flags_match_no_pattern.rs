//! A flag is yes or no, not text.
// expects: a column of `bool` is not matched by patterns
// expects: `like` is for columns of text

use billbind::billingplatform::account;

fn main() {
    drop(account::COL.rate_hierarchy.like(true));
}
