//! A new product is no new account.
// expects: billingplatform::account::Draft<
// expects: billingplatform::product::Draft<

use billbind::billingplatform::{account, product};

fn create(product: &product::New) {
    drop(account::create(product));
}

fn main() {}
