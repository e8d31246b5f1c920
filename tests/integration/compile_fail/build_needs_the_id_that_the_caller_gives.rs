//! The id of a currency is its code, which nobody but the caller can give.
// expects: the required field `IdOfCurrency` is not set

use billbind::billingplatform::{Currency, currency};

fn main() {
    let new = Currency::builder()
        .cost_rounding_rule(currency::CostRoundingRule::RoundUp)
        .tax_cost_rounding_rule("Round Up");
    drop(new.build());
}
