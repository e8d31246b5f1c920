//! The id of a record that was read may be missing.
// expects: is not the id of a record of `Account`
// expects: the id of a record that was read is an `Option`: take it out first

use billbind::billingplatform::{Account, account};

fn main() {
    let account = Account::default();
    drop(account::retrieve_by_id(account.id));
}
