//! What sends requests to BillingPlatform does not send another system's.
// expects: found `&Request<Ledger, ()>`

use billbind::billingplatform::BillingPlatform;
use billbind::{Request, System};

struct Ledger;

impl System for Ledger {
    const NAME: &'static str = "Ledger";
}

fn send<T>(_: &Request<BillingPlatform, T>) {}

fn send_there(request: &Request<Ledger, ()>) {
    send(request);
}

fn main() {}
