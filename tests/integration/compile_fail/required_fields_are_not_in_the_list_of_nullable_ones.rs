//! A record that was created with a name keeps one.
// expects: named `Name` found for enum `billbind::billingplatform::account::Nullable`

use billbind::billingplatform::{Account, account};

fn main() {
    drop(Account::changes(1).clear([account::Nullable::Name]));
}
