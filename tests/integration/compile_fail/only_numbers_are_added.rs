//! Names have no sum.
// expects: values of `String` cannot be added
// expects: `sum` and `avg` are for columns of numbers

use billbind::billingplatform::account;

fn main() {
    drop(account::COL.name.sum());
}
