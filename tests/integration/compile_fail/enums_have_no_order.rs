//! The order of an enum's texts means nothing.
// expects: has no order
// expects: `lt`, `le`, `gt`, `ge` and `between` are for numbers, dates, ids and text

use billbind::billingplatform::account;

fn main() {
    drop(account::COL.status.lt(account::Status::Active));
}
