//! A query that selects nothing is no request.
// expects: the query selects nothing yet
// expects: call `columns` for records, or `select` for rows

use billbind::billingplatform::account;

fn main() {
    drop(account::query().request());
}
