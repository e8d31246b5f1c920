//! A query on accounts selects nothing of a package.
// expects: `&Column<Package, String>` cannot be selected of `Account`
// expects: select columns of this entity

use billbind::billingplatform::{account, package};

fn main() {
    drop(account::query().select((&account::COL.id, &package::COL.name)));
}
