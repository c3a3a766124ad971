//! Calendar dates inside numbers.

/// A day as year, month, day.
pub(crate) type Day = (i16, u8, u8);

/// Whether a day exists in the Gregorian calendar.
pub(crate) fn exists((year, month, day): Day) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// Two digits as a number.
pub(crate) fn pair(chars: &[u8], at: usize) -> u8 {
    chars[at].wrapping_sub(b'0').wrapping_mul(10).wrapping_add(chars[at + 1].wrapping_sub(b'0'))
}

/// Six digits as year of century, month and day.
pub(crate) fn year_first(chars: &[u8]) -> (u8, u8, u8) {
    (pair(chars, 0), pair(chars, 2), pair(chars, 4))
}

/// The day in a given century, if it exists.
pub(crate) fn in_century(century: i16, (year, month, day): (u8, u8, u8)) -> Option<Day> {
    let date = (century + i16::from(year), month, day);
    exists(date).then_some(date)
}

/// Whether the day exists in the twentieth or in the twenty-first century.
pub(crate) fn in_either_century(short: (u8, u8, u8)) -> bool {
    in_century(1900, short).or(in_century(2000, short)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leap_days_follow_the_gregorian_rule() {
        for (date, expected) in [
            ((2000, 2, 29), true),
            ((1900, 2, 29), false),
            ((2024, 2, 29), true),
            ((2023, 2, 29), false),
            ((1999, 4, 31), false),
            ((1999, 12, 31), true),
            ((1999, 13, 1), false),
            ((1999, 0, 1), false),
            ((1999, 1, 0), false),
        ] {
            assert_eq!(exists(date), expected, "{date:?}");
        }
        assert!(in_either_century((0, 2, 29)));
        assert!(!in_either_century((1, 2, 29)));
    }
}
