//! `AccountTypeId` and `AccountType` exclude each other.
// expects: exactly one field of this group can be set, and one is set already
// expects: a second field of the same group

use billbind::billingplatform::Account;

fn main() {
    drop(Account::builder().account_type("Required").account_type_id(1));
}
