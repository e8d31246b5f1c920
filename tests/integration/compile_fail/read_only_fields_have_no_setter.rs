//! The server alone fills `Created`.
// expects: no method named `created` found for struct `billbind::billingplatform::account::Draft<

use billbind::DateTime;
use billbind::billingplatform::Account;

fn set(created: DateTime) {
    drop(Account::changes(1).created(created));
}

fn main() {}
