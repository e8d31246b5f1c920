//! A condition stands in the URL, which servers log.
// expects: Secret` cannot be compared with a value
// expects: only `is_null` and `is_not_null` are for columns of this type

use billbind::billingplatform::billing_profile;

fn main() {
    drop(billing_profile::COL.ach_bank_acct_num.eq("123"));
}
