//! Work on many things of the same kind, on all processors.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

/// Fewer things than this are not worth a thread.
const FEW: usize = 4;

/// Does the same to each of them; the results are in their order, however the work was shared.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = processors.min(items.len() / FEW);
    if workers < 2 {
        return items.iter().map(work).collect();
    }
    // Each takes the next one, since some are a hundred times as large as others.
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let take = || {
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            own.push((at, work(item)));
        }
        // A worker that panicked holds no lock: there is nothing here that could.
        if let Ok(mut done) = done.lock() {
            done.extend(own);
        }
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(take)).collect();
        take();
        for other in others {
            if let Err(panicked) = other.join() {
                panic::resume_unwind(panicked);
            }
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_are_in_the_order_of_what_they_are_made_of() {
        for count in [0, 1, 7, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), doubled);
        }
    }

    #[test]
    #[should_panic(expected = "the work failed")]
    fn a_panic_in_any_worker_is_a_panic_here() {
        let items: Vec<usize> = (0..100).collect();
        map(&items, |item| assert_ne!(*item, 50, "the work failed"));
    }
}
