//! Tomorrow's schema, or tomorrow's answer, may have a value more.
// expects: non-exhaustive patterns
// expects: Status` is marked as non-exhaustive

use billbind::billingplatform::account::Status;

fn is_open(status: &Status) -> bool {
    match status {
        Status::Active => true,
        Status::Deactivated | Status::Inactive | Status::Unknown(_) => false,
    }
}

fn main() {}
