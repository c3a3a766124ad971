//! Birth dates as lists write them: full, partial, approximate, or a range.

use screening::PartialDate;

/// Reads `26 Dec 1992`, `Dec 1992`, `1992`, `1992-12-26`, `circa 1962`, `1950 to 1955`,
/// `01 Jan 1960 to 31 Dec 1961`; anything else is no date.
pub(super) fn parse(text: &str) -> Option<PartialDate> {
    let text = text.trim().trim_end_matches('.');
    let (circa, text) = approximate(text);
    let date = match range(text) {
        Some((from, until)) => between(single(from)?, single(approximate(until).1)?)?,
        None => single(text)?,
    };
    Some(PartialDate { circa, ..date })
}

fn approximate(text: &str) -> (bool, &str) {
    for opening in ["circa ", "approximately ", "approx. ", "c. ", "around "] {
        if let Some(start) = text.get(..opening.len())
            && start.eq_ignore_ascii_case(opening)
        {
            return (true, text[opening.len()..].trim_start());
        }
    }
    (false, text)
}

fn range(text: &str) -> Option<(&str, &str)> {
    if let Some(range) = text.split_once(" to ") {
        return Some(range);
    }
    text.split_once('-').filter(|(from, until)| from.trim().len() == 4 && until.trim().len() == 4)
}

/// A range within one year is that year; a longer one keeps its first and last year.
fn between(from: PartialDate, until: PartialDate) -> Option<PartialDate> {
    match until.year - from.year {
        ..0 => None,
        0 => {
            let month = from.month.filter(|_| from.month == until.month);
            let day = from.day.filter(|_| month.is_some() && from.day == until.day);
            Some(PartialDate { month, day, ..PartialDate::year(from.year) })
        }
        _ => Some(PartialDate { until_year: Some(until.year), ..PartialDate::year(from.year) }),
    }
}

fn single(text: &str) -> Option<PartialDate> {
    if let Some(date) = iso(text) {
        return Some(date);
    }
    let mut parts = text.split_whitespace();
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), None, ..) => Some(PartialDate::year(year_of(year)?)),
        (Some(month), Some(year), None, _) => {
            let month = Some(month_of(month)?);
            Some(PartialDate { month, ..PartialDate::year(year_of(year)?) })
        }
        (Some(day), Some(month), Some(year), None) => {
            full(year_of(year)?, month_of(month)?, number(day, 1..=2)?)
        }
        _ => None,
    }
}

/// `1967-01-31`, also with a time or a zone behind it.
fn iso(text: &str) -> Option<PartialDate> {
    let day = text.get(..10)?;
    if text[10..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = day.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    full(year_of(year)?, number(month, 2..=2)?, number(day, 2..=2)?)
}

fn full(year: i16, month: u8, day: u8) -> Option<PartialDate> {
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then(|| PartialDate::full(year, month, day))
}

fn year_of(text: &str) -> Option<i16> {
    let year = number::<i16>(text, 4..=4)?;
    (1800..=2100).contains(&year).then_some(year)
}

fn month_of(text: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.trim_end_matches('.').to_ascii_lowercase();
    let found = MONTHS.iter().position(|month| text.len() >= 3 && month.starts_with(&text))?;
    u8::try_from(found + 1).ok()
}

fn number<T: std::str::FromStr>(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<T> {
    let plain = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_the_lists_are_read() {
        let year = PartialDate::year;
        let month = |y, m| PartialDate { month: Some(m), ..year(y) };
        let until = |y, last| PartialDate { until_year: Some(last), ..year(y) };
        let circa = |date| PartialDate { circa: true, ..date };
        for (text, expected) in [
            ("26 Dec 1992", PartialDate::full(1992, 12, 26)),
            ("01 Jan 1960", PartialDate::full(1960, 1, 1)),
            ("10 October 1969", PartialDate::full(1969, 10, 10)),
            ("29 Feb 1960", PartialDate::full(1960, 2, 29)),
            ("Dec 1992", month(1992, 12)),
            ("Nov. 1973 ", month(1973, 11)),
            ("1992", year(1992)),
            ("1992.", year(1992)),
            ("circa 1962", circa(year(1962))),
            ("circa Mar 1961", circa(month(1961, 3))),
            ("circa 07 Jul 1966", circa(PartialDate::full(1966, 7, 7))),
            ("Approximately 1957", circa(year(1957))),
            ("1950 to 1955", until(1950, 1955)),
            ("circa 1979-1982", circa(until(1979, 1982))),
            ("01 Jan 1960 to 31 Dec 1960", year(1960)),
            ("01 Mar 1960 to 31 Mar 1960", month(1960, 3)),
            ("Mar 1962 to Feb 1963", until(1962, 1963)),
            ("21 Mar 1961 to 20 Mar 1962", until(1961, 1962)),
            ("1967-01-31", PartialDate::full(1967, 1, 31)),
            ("1967-01-31-05:00", PartialDate::full(1967, 1, 31)),
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_date() {
        for text in [
            "",
            "-0-",
            "31 Feb 1960",
            "29 Feb 1900",
            "00 Jan 1960",
            "14 Foo 1961",
            "Ma 1961",
            "61",
            "19611",
            "1955 to 1950",
            "30-35 years old",
            "1402-13-45",
            "24/06/1402",
            "1 2 3 4",
            "١٩٦١",
            "ñññññññññ-ñ",
            "circa",
            "to",
            "9999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
