//! How two birth dates agree.

use crate::PartialDate;

/// How the birth date of a query agrees with those of a record, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Born {
    /// The same day.
    Equal,
    /// Day and month in the other order.
    Transposed,
    /// One typing mistake apart: the same year and day or month, or one year and the same day.
    Near,
    /// The same year, or within the range; no more is known.
    SameYear,
    /// One year apart.
    NextYear,
    /// Different, but not by far.
    Differs,
    /// Years apart.
    Conflict,
    /// One side does not tell.
    Unknown,
}

/// The best agreement with any of the dates of a record.
pub(crate) fn compare(query: Option<PartialDate>, record: &[PartialDate]) -> Born {
    let Some(query) = query else {
        return Born::Unknown;
    };
    record.iter().map(|date| agree(query, *date)).min().unwrap_or(Born::Unknown)
}

/// How two dates agree. Symmetric.
fn agree(a: PartialDate, b: PartialDate) -> Born {
    let years = apart(a, b);
    let circa = a.circa || b.circa;
    let ranged = a.until_year.is_some() || b.until_year.is_some();
    if circa || ranged {
        return match years {
            0 => Born::SameYear,
            1 if circa => Born::SameYear,
            1 | 2 => Born::NextYear,
            3..=5 if circa => Born::Differs,
            _ => Born::Conflict,
        };
    }
    match years {
        0 => in_one_year(a, b),
        1 if a.is_full() && (a.month, a.day) == (b.month, b.day) => Born::Near,
        1 => Born::NextYear,
        2 => Born::Differs,
        _ => Born::Conflict,
    }
}

fn in_one_year(a: PartialDate, b: PartialDate) -> Born {
    // Lists write the first of January where they know the year alone.
    let placeholder = |date: PartialDate| date.month == Some(1) && date.day == Some(1);
    if !a.is_full() || !b.is_full() {
        return match (a.month, b.month) {
            (Some(m), Some(n)) if m != n => Born::Differs,
            _ => Born::SameYear,
        };
    }
    if (a.month, a.day) == (b.month, b.day) {
        return Born::Equal;
    }
    if placeholder(a) || placeholder(b) {
        return Born::SameYear;
    }
    if (a.month, a.day) == (b.day, b.month) {
        return Born::Transposed;
    }
    if a.month == b.month || a.day == b.day { Born::Near } else { Born::Differs }
}

/// How many years lie between two dates or ranges; 0 when they meet.
fn apart(a: PartialDate, b: PartialDate) -> u32 {
    let range = |date: PartialDate| {
        let (from, to) = (i32::from(date.year), i32::from(date.until_year.unwrap_or(date.year)));
        (from.min(to), from.max(to))
    };
    let ((a_from, a_to), (b_from, b_to)) = (range(a), range(b));
    (a_from - b_to).max(b_from - a_to).max(0).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_agree_in_their_ways() {
        let day = PartialDate::full(1980, 5, 17);
        let about = PartialDate { circa: true, ..PartialDate::year(1980) };
        let range = PartialDate { until_year: Some(1985), ..PartialDate::year(1980) };
        for (a, b, want) in [
            (day, day, Born::Equal),
            (PartialDate::full(1980, 5, 7), PartialDate::full(1980, 7, 5), Born::Transposed),
            (day, PartialDate::full(1980, 5, 18), Born::Near),
            (day, PartialDate::full(1981, 5, 17), Born::Near),
            (day, PartialDate::year(1980), Born::SameYear),
            (day, PartialDate::full(1980, 1, 1), Born::SameYear),
            (day, PartialDate::year(1981), Born::NextYear),
            (day, PartialDate::full(1980, 11, 2), Born::Differs),
            (day, PartialDate::year(1982), Born::Differs),
            (day, PartialDate::year(1983), Born::Conflict),
            (about, PartialDate::full(1981, 3, 2), Born::SameYear),
            (about, PartialDate::full(1984, 3, 2), Born::Differs),
            (about, PartialDate::full(1990, 3, 2), Born::Conflict),
            (range, PartialDate::full(1983, 3, 2), Born::SameYear),
            (range, PartialDate::full(1995, 3, 2), Born::Conflict),
        ] {
            assert_eq!(agree(a, b), want, "{a:?} {b:?}");
            assert_eq!(agree(b, a), want, "{b:?} {a:?}");
        }
        assert_eq!(compare(Some(day), &[PartialDate::year(1950), day]), Born::Equal);
        assert_eq!(compare(None, &[day]), Born::Unknown);
        assert_eq!(compare(Some(day), &[]), Born::Unknown);
    }
}
