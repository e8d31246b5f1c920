//! A parent account has no columns of a product.
// expects: expected `&Column<Account, _>`, found `&Column<Product, String>`

use billbind::billingplatform::{account, product};

fn main() {
    drop(account::PATH.parent_account.col(&product::COL.name));
}
