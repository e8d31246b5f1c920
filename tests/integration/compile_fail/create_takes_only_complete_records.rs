//! A builder is no record yet.
// expects: expected `&Draft<Complete>`, found `&Draft<Create<

use billbind::billingplatform::{Account, account};

fn main() {
    drop(account::create(&Account::builder().name("a")));
}
