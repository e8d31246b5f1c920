//! When a request may be sent: requests per second, and requests at the same time. No clock and no
//! lock of its own.
//!
//! A server that answers 429 says that these are too many, whatever was set: both are halved. They
//! recover by time, slowly, since the server does not say how many are right.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How long it takes to recover from nothing to what was set.
const RECOVERY: Duration = Duration::from_secs(60);

/// Smallest part of what was set that is left, however often the server refuses.
const LEAST: f64 = 1.0 / 64.0;

/// Longest time that one answer can hold up all requests. The call that was answered so waits as
/// long as it was asked to; see the retries.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What is allowed while no server refuses.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Rates {
    /// Requests per second, evenly spaced.
    pub(crate) per_second: Option<f64>,
    /// Requests at the same time.
    pub(crate) at_once: Option<usize>,
}

/// Who waits to send, and how many do send.
#[derive(Debug)]
pub(crate) struct Throttle {
    rates: Rates,
    /// Those who wait, in the order in which they came.
    queue: VecDeque<u64>,
    next_ticket: u64,
    in_flight: usize,
    /// What part of the rates is allowed.
    part: f64,
    part_at: Option<Instant>,
    /// How many requests at once were too many, where no number was set.
    too_many: Option<usize>,
    /// Counts the halvings: what was sent before one tells nothing of what it is good for.
    halvings: u64,
    /// The earliest next start, by the requests per second.
    next_start: Option<Instant>,
    /// The earliest next start, by what the server asked for.
    paused_until: Option<Instant>,
}

/// The right to send one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Start {
    /// Not before this.
    pub(crate) at: Instant,
    halvings: u64,
}

/// How a request ended, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// In any other way.
    Other,
    /// The server said that these are too many requests, and how long to wait where it did.
    Refused { asked: Option<Duration> },
}

impl Throttle {
    pub(crate) fn new(rates: Rates) -> Self {
        Self {
            rates,
            queue: VecDeque::new(),
            next_ticket: 0,
            in_flight: 0,
            part: 1.0,
            part_at: None,
            too_many: None,
            halvings: 0,
            next_start: None,
            paused_until: None,
        }
    }

    /// Joins those who wait.
    pub(crate) fn join(&mut self) -> u64 {
        self.next_ticket += 1;
        self.queue.push_back(self.next_ticket);
        self.next_ticket
    }

    /// Leaves those who wait.
    pub(crate) fn leave(&mut self, ticket: u64) {
        self.queue.retain(|other| *other != ticket);
    }

    /// Who is next, where one more may send.
    pub(crate) fn next(&mut self, now: Instant) -> Option<u64> {
        self.recover(now);
        let ticket = self.queue.front().copied()?;
        (self.in_flight < self.allowed_at_once()).then_some(ticket)
    }

    /// Lets the holder of a ticket send, where it is its turn. Whoever is let has to say when it is
    /// [over](Throttle::finish), also where nothing was sent.
    pub(crate) fn start(&mut self, ticket: u64, now: Instant) -> Option<Start> {
        if self.next(now) != Some(ticket) {
            return None;
        }
        self.queue.pop_front();
        self.in_flight += 1;
        let at = [self.next_start, self.paused_until]
            .into_iter()
            .flatten()
            .fold(now, Instant::max);
        if let Some(per_second) = self.rates.per_second {
            let apart = Duration::try_from_secs_f64(1.0 / (per_second * self.part));
            // A rate that is next to nothing: nobody is let before the end of time.
            self.next_start = at.checked_add(apart.unwrap_or(Duration::MAX)).or(Some(at));
        }
        Some(Start {
            at,
            halvings: self.halvings,
        })
    }

    /// A request is over.
    pub(crate) fn finish(&mut self, start: Start, ending: Ending, now: Instant) {
        self.recover(now);
        if let Ending::Refused { asked } = ending {
            // Requests that were under way together are refused together, which tells as much as
            // one refusal.
            if start.halvings == self.halvings {
                self.halvings += 1;
                self.too_many.get_or_insert(self.in_flight.max(1));
                self.part = (self.part / 2.0).max(LEAST);
                self.part_at = Some(now);
            }
            let until = asked.and_then(|asked| now.checked_add(asked.min(LONGEST_PAUSE)));
            self.paused_until = self.paused_until.max(until);
        }
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// How many requests are allowed at the same time.
    fn allowed_at_once(&self) -> usize {
        let Some(most) = self.rates.at_once.or(self.too_many) else {
            return usize::MAX;
        };
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number of connections that is that large is none"
        )]
        let part = (most as f64 * self.part) as usize;
        part.clamp(1, most.max(1))
    }

    fn recover(&mut self, now: Instant) {
        let Some(since) = self.part_at else {
            return;
        };
        let passed = now.saturating_duration_since(since);
        self.part += passed.as_secs_f64() / RECOVERY.as_secs_f64();
        self.part_at = Some(now.max(since));
        if self.part >= 1.0 {
            self.part = 1.0;
            self.part_at = None;
            self.too_many = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn throttle(per_second: Option<f64>, at_once: Option<usize>) -> Throttle {
        Throttle::new(Rates {
            per_second,
            at_once,
        })
    }

    /// Lets one more send that has just come.
    fn start(throttle: &mut Throttle, now: Instant) -> Option<Start> {
        let ticket = throttle.join();
        let start = throttle.start(ticket, now);
        if start.is_none() {
            throttle.leave(ticket);
        }
        start
    }

    fn refused() -> Ending {
        Ending::Refused { asked: None }
    }

    #[test]
    fn without_rates_and_refusals_all_may_send_at_once() {
        let mut throttle = throttle(None, None);
        let now = Instant::now();
        for _ in 0..10_000 {
            assert_eq!(start(&mut throttle, now).map(|start| start.at), Some(now));
        }
    }

    #[test]
    fn a_refusal_halves_what_is_allowed_and_time_gives_it_back() {
        let mut throttle = throttle(Some(10.0), Some(8));
        let now = Instant::now();
        let first: Vec<Start> = (0..8).filter_map(|_| start(&mut throttle, now)).collect();
        assert_eq!(first.len(), 8);
        assert!(start(&mut throttle, now).is_none());
        // All eight are refused: that is one refusal.
        for one in first {
            throttle.finish(one, refused(), now);
        }
        assert_eq!(throttle.allowed_at_once(), 4);
        let now = now + SECOND;
        let second: Vec<Start> = (0..8).filter_map(|_| start(&mut throttle, now)).collect();
        assert_eq!(second.len(), 4);
        let apart = second[2].at - second[1].at;
        assert!(apart > Duration::from_millis(190) && apart <= Duration::from_millis(200));
        throttle.finish(second[0], refused(), now);
        assert_eq!(throttle.allowed_at_once(), 2);
        throttle.recover(now + RECOVERY / 2);
        assert_eq!(throttle.allowed_at_once(), 6);
        throttle.recover(now + RECOVERY);
        assert_eq!(throttle.allowed_at_once(), 8);
        assert!(throttle.part_at.is_none());
    }

    #[test]
    fn where_no_number_was_set_a_refusal_tells_one() {
        let mut throttle = throttle(None, None);
        let now = Instant::now();
        let starts: Vec<Start> = (0..20).filter_map(|_| start(&mut throttle, now)).collect();
        throttle.finish(starts[0], refused(), now);
        assert_eq!(throttle.allowed_at_once(), 10);
        for one in &starts[1..] {
            throttle.finish(*one, Ending::Other, now);
        }
        throttle.recover(now + RECOVERY / 4);
        assert_eq!(throttle.allowed_at_once(), 15);
        throttle.recover(now + RECOVERY);
        assert_eq!(throttle.allowed_at_once(), usize::MAX);
    }

    #[test]
    fn a_server_that_asks_for_time_gets_it_from_all_but_not_for_ever() {
        for (asked, waited) in [(5, 5), (100_000, LONGEST_PAUSE.as_secs())] {
            let mut throttle = throttle(None, Some(100));
            let now = Instant::now();
            let one = start(&mut throttle, now).expect("it may");
            let asked = Some(Duration::from_secs(asked));
            throttle.finish(one, Ending::Refused { asked }, now);
            let next = start(&mut throttle, now).expect("it may");
            assert_eq!(next.at - now, Duration::from_secs(waited));
        }
    }

    /// A request of a simulation.
    struct Sent {
        start: Start,
        ends: Instant,
        ending: Ending,
    }

    #[test]
    fn any_sequence_keeps_order_limits_and_rate_and_lets_all_send() {
        for seed in 0..400 {
            let mut random = fastrand::Rng::with_seed(seed);
            let per_second = random.bool().then(|| 0.5 + random.f64() * 50.0);
            let at_once = random.bool().then(|| random.usize(1..6));
            let refusals = random.f64() * 0.5;
            let mut throttle = throttle(per_second, at_once);
            let begin = Instant::now();
            let mut now = begin;
            let mut waiting: VecDeque<u64> = VecDeque::new();
            let mut sending: Vec<Sent> = Vec::new();
            let mut starts: Vec<Instant> = Vec::new();
            let mut to_come = 120;
            while to_come > 0 || !waiting.is_empty() || !sending.is_empty() {
                if to_come > 0 && random.f64() < 0.5 {
                    to_come -= 1;
                    waiting.push_back(throttle.join());
                }
                if random.f64() < 0.05 && !waiting.is_empty() {
                    let gone = waiting.remove(random.usize(..waiting.len()));
                    throttle.leave(gone.expect("there is one"));
                }
                // Only the first may send, and only where there is room.
                for ticket in waiting.iter().skip(1) {
                    assert_eq!(throttle.start(*ticket, now), None, "seed {seed}");
                }
                let next = throttle.next(now);
                assert!(next.is_none() || next == waiting.front().copied());
                if let Some(ticket) = next {
                    let start = throttle.start(ticket, now).expect("it is next");
                    waiting.pop_front();
                    assert!(start.at >= now);
                    starts.push(start.at);
                    let is_refused = random.f64() < refusals;
                    let asked = random
                        .bool()
                        .then(|| Duration::from_millis(random.u64(..3000)));
                    sending.push(Sent {
                        start,
                        ends: start.at + Duration::from_millis(random.u64(1..2000)),
                        ending: if is_refused {
                            Ending::Refused { asked }
                        } else {
                            Ending::Other
                        },
                    });
                } else if sending.is_empty() {
                    assert!(
                        waiting.is_empty(),
                        "seed {seed}: nobody sends, and one waits"
                    );
                }
                assert!(
                    sending.len() <= at_once.unwrap_or(usize::MAX),
                    "seed {seed}"
                );
                if random.bool() {
                    now += Duration::from_millis(random.u64(..300));
                }
                sending.retain(|sent| {
                    let is_over = sent.ends <= now;
                    if is_over {
                        throttle.finish(sent.start, sent.ending, now);
                    }
                    !is_over
                });
            }
            assert_eq!(throttle.in_flight, 0);
            assert!(starts.is_sorted(), "seed {seed}");
            if let Some(per_second) = per_second {
                let apart = Duration::from_secs_f64(0.999 / per_second);
                assert!(
                    starts.is_sorted_by(|one, next| *next - *one >= apart),
                    "seed {seed}"
                );
            }
        }
    }
}
