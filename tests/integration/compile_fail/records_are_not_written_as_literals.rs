//! A record with a field more must break nobody.
// expects: cannot create non-exhaustive struct using struct expression

use billbind::billingplatform::Account;

fn main() {
    drop(Account {
        id: None,
        ..Account::default()
    });
}
