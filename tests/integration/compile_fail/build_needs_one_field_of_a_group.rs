//! Neither `AccountTypeId` nor `AccountType` is given.
// expects: the required field `AccountTypeIdOrAccountTypeOfAccount` is not set
// expects: the setter of `FieldOfEntity` is `field`; of a group (`AOrB`) exactly one is set

use billbind::billingplatform::{Account, account};

fn main() {
    let new = Account::builder().name("a").status(account::Status::Active);
    drop(new.build());
}
