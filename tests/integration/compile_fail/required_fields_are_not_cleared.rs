//! A record that was created with a name keeps one.
// expects: no method named `clear_name` found for struct `billbind::billingplatform::account::Draft<

use billbind::billingplatform::Account;

fn main() {
    drop(Account::changes(1).clear_name());
}
