//! How many repetitions all calls of a client together may make.
//!
//! Retries of one call are few; those of all calls to a server that is down are as many as there are
//! calls. The budget is a bucket: each repetition takes one out, each answer puts one back in. So a
//! server that fails now and then is retried always, and one that is down only as often as the bucket
//! is deep.

use std::sync::atomic::{AtomicU32, Ordering};

/// The budget of a client.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    pub(crate) fn new(most: u32) -> Self {
        Self {
            left: AtomicU32::new(most),
            most,
        }
    }

    /// Takes one repetition, where there is one.
    pub(crate) fn take(&self) -> bool {
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            })
            .is_ok()
    }

    /// Puts one back: for an answer, or for one that was taken and not needed.
    pub(crate) fn put_back(&self) {
        let most = self.most;
        // Fails only where the bucket is full.
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                (left < most).then(|| left + 1)
            });
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn a_budget_ends_and_answers_fill_it_up_to_the_brim() {
        let budget = Budget::new(2);
        assert!(budget.take() && budget.take());
        assert!(!budget.take());
        budget.put_back();
        assert!(budget.take() && !budget.take());
        for _ in 0..5 {
            budget.put_back();
        }
        assert!(budget.take() && budget.take() && !budget.take());
    }
}
