//! Time as a port, so that tests and sandboxes choose it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tracing::warn;

/// A moment: whole microseconds since 1970-01-01T00:00:00Z, as the database keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The moment that many microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This moment plus a duration; the latest moment where that does not fit.
    pub fn plus(self, by: Duration) -> Self {
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(by))
    }

    /// This moment minus a duration; the earliest moment where that does not fit.
    pub fn minus(self, by: Duration) -> Self {
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(by))
    }

    /// How long after `earlier` this is; zero if it is before it.
    pub fn since(self, earlier: Time) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The calendar date of this moment in UTC.
    pub fn date(self) -> jiff::civil::Date {
        self.timestamp().to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::MAX)
    }
}

impl std::fmt::Display for Time {
    /// RFC 3339 in UTC with six fractional digits: `2026-03-02T15:04:05.123456Z`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.6}", self.timestamp())
    }
}

/// Says what time it is, in microseconds, never backwards within one process, but for a machine
/// whose clock was more than a day ahead and is set right.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Time;
}

/// The machine's clock, made fit for records: when it is set back, this one goes on at half its
/// pace until the machine's has caught up, so that leases end, due work comes due, and later records
/// have later times. When it is set forward, or back by more than a day, this one follows. Several
/// processes on one database need machines whose clocks agree to within a few seconds.
#[derive(Clone, Debug)]
pub struct SystemClock(Arc<Mutex<Pace>>);

impl SystemClock {
    /// A clock that does not begin before a moment: the last that an earlier process recorded.
    pub fn not_before(floor: Time) -> Self {
        let pace = Pace { at: Instant::now(), time: floor.0, slow: false };
        Self(Arc::new(Mutex::new(pace)))
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Time {
        let mut pace = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Time(pace.step(Instant::now(), Timestamp::now().as_microsecond()))
    }
}

/// A step back that is larger than this is followed: the clock was wrong before, not now.
const LARGEST_STEP: i64 = 24 * 3_600 * 1_000_000;

/// The last moment at which the machine's clock was taken at its word.
#[derive(Debug)]
struct Pace {
    at: Instant,
    time: i64,
    slow: bool,
}

impl Pace {
    fn step(&mut self, at: Instant, machine: i64) -> i64 {
        let since = i64::try_from(at.saturating_duration_since(self.at).as_micros());
        let slow = self.time.saturating_add(since.unwrap_or(i64::MAX) / 2);
        let behind = slow.saturating_sub(machine);
        if (1..=LARGEST_STEP).contains(&behind) {
            if !self.slow && behind > 1_000_000 {
                warn!(seconds = behind / 1_000_000, "the machine's clock is behind our records");
                self.slow = true;
            }
            return slow;
        }
        *self = Self { at, time: machine, slow: false };
        machine
    }
}

/// A clock that moves only when told to, for tests.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that stands at `start`.
    pub fn at(start: Time) -> Self {
        Self(Arc::new(AtomicI64::new(start.micros())))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_prints_as_rfc_3339_with_six_digits() {
        for (micros, text) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (1_772_463_845_123_456, "2026-03-02T15:04:05.123456Z"),
            (1_772_463_845_000_000, "2026-03-02T15:04:05.000000Z"),
        ] {
            assert_eq!(Time::from_micros(micros).to_string(), text);
        }
    }

    #[test]
    fn a_machine_clock_that_is_set_back_is_absorbed() {
        const S: i64 = 1_000_000;
        let start = Instant::now();
        let mut pace = Pace { at: start, time: 0, slow: false };
        // Seconds since the start, what the machine says, what we say.
        for (seconds, machine, ours) in [
            (0, 1_000 * S, 1_000 * S),
            (10, 1_010 * S, 1_010 * S),
            // An hour forward.
            (11, 4_611 * S, 4_611 * S),
            // A hundred seconds back: half the pace until the machine has caught up.
            (21, 4_521 * S, 4_616 * S),
            (31, 4_531 * S, 4_621 * S),
            (211, 4_711 * S, 4_711 * S),
            (221, 4_721 * S, 4_721 * S),
            // More than a day back: it was wrong before.
            (231, -90_000 * S, -90_000 * S),
        ] {
            let at = start + Duration::from_secs(seconds);
            assert_eq!(pace.step(at, machine), ours, "after {seconds} s");
        }
    }

    #[test]
    fn a_clock_begins_where_the_records_end() {
        let clock = SystemClock::not_before(Time::from_micros(0));
        let later = clock.now().plus(Duration::from_secs(1_800));
        let restarted = SystemClock::not_before(later);
        let first = restarted.now();
        assert!(first >= later && restarted.now() >= first);
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Time::from_micros(5).since(Time::from_micros(9)), Duration::ZERO);
        assert_eq!(Time::from_micros(1).plus(Duration::MAX).micros(), i64::MAX);
    }
}
