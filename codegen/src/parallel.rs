//! Work on many things of the same kind, on all processors.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

/// Fewer things than this are not worth a thread.
const FEW: usize = 4;

/// Does the same to each of them; the results are in their order, however the work was shared.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    #[cfg(test)]
    if let Some(schedule) = schedule::current() {
        let order = schedule.order(items.len());
        return share(items, work, schedule.workers, |turn| order[turn]);
    }
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = processors.min(items.len() / FEW);
    if workers < 2 {
        return items.iter().map(work).collect();
    }
    share(items, work, workers, |turn| turn)
}

/// The same on so many threads; `item_at` says whose turn it is.
fn share<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    workers: usize,
    item_at: impl Fn(usize) -> usize + Sync,
) -> Vec<R> {
    // Each takes the next one, since some are a hundred times as large as others.
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let take = || {
        let mut own = Vec::new();
        loop {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            if turn >= items.len() {
                break;
            }
            let at = item_at(turn);
            own.push((at, work(&items[at])));
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

/// Lets a test say how work is shared: nothing that is made may depend on it.
#[cfg(test)]
pub(crate) mod schedule {
    use std::cell::Cell;

    /// So many threads, which take the items in an order that follows from the seed.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Schedule {
        pub(crate) workers: usize,
        pub(crate) seed: u64,
    }

    thread_local! {
        static CURRENT: Cell<Option<Schedule>> = const { Cell::new(None) };
    }

    /// Does something whose calls of [`map`](super::map) share their work so.
    pub(crate) fn with<R>(schedule: Schedule, work: impl FnOnce() -> R) -> R {
        let before = CURRENT.replace(Some(schedule));
        let result = work();
        CURRENT.set(before);
        result
    }

    pub(super) fn current() -> Option<Schedule> {
        CURRENT.get()
    }

    impl Schedule {
        /// Every number below `count` once. The seed 0 leaves them in their order.
        pub(super) fn order(self, count: usize) -> Vec<usize> {
            let mut order: Vec<usize> = (0..count).collect();
            if self.seed != 0 {
                let mut state = self.seed;
                order.sort_by_cached_key(|_| {
                    // The steps of the generator xorshift64.
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    state
                });
            }
            order
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;
    use std::time::Duration;

    use super::schedule::{Schedule, with};
    use super::{map, share};

    #[test]
    fn results_are_in_the_order_of_what_they_are_made_of() {
        for count in [0, 1, 7, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), doubled);
            for workers in [1, 2, 3, 16] {
                for seed in [0, 1, 2] {
                    let made = with(Schedule { workers, seed }, || map(&items, |item| item * 2));
                    assert_eq!(
                        made, doubled,
                        "{count} items, {workers} workers, seed {seed}"
                    );
                }
            }
        }
    }

    #[test]
    fn results_are_in_order_also_where_the_first_ends_last() {
        let items = [0, 1, 2, 3];
        let all_began = Barrier::new(items.len());
        let work = |item: &u64| {
            all_began.wait();
            thread::sleep(Duration::from_millis(20 * (3 - item)));
            *item
        };
        assert_eq!(share(&items, work, items.len(), |turn| turn), items);
    }

    #[test]
    fn a_schedule_is_a_real_shuffle_that_ends_with_its_test() {
        let schedule = Schedule {
            workers: 2,
            seed: 5,
        };
        let order = schedule.order(100);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert!(order != sorted && sorted == (0..100).collect::<Vec<_>>());
        with(schedule, || assert!(super::schedule::current().is_some()));
        assert!(super::schedule::current().is_none());
    }

    #[test]
    #[should_panic(expected = "the work failed")]
    fn a_panic_in_any_worker_is_a_panic_here() {
        let items: Vec<usize> = (0..100).collect();
        map(&items, |item| assert_ne!(*item, 50, "the work failed"));
    }
}
