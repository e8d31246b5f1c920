//! `Name` is missing.
// expects: the required field `NameOfAccount` is not set
// expects: `build()` can be called when every required field is set

use billbind::billingplatform::{Account, account};

fn main() {
    let new = Account::builder()
        .status(account::Status::Active)
        .account_type("Required");
    drop(new.build());
}
