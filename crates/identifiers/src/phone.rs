//! Telephone numbers, read by a country's numbering plan and kept in E.164.
//!
//! Accepted are the international form (`+57 …`, `0057 …`, or the country code without a plus
//! sign) and the national form, with or without the trunk prefix. Plans are those that national
//! regulators notify to the ITU, down to the leading digits that tell mobile from fixed lines;
//! short codes, toll-free and premium numbers are refused. An accepted number may be unassigned.

use crate::chars::Chars;
use crate::date;
use crate::facts::{Facts, Line, Verdict, refuse};
use crate::kind::KindInfo;
use crate::rng::Rng;

/// What telephone numbers of all countries have in common.
pub(crate) const BASE: KindInfo = KindInfo {
    name: "phone",
    label: "Phone",
    min_len: 7,
    max_len: 16,
    source: "ITU-T E.164, national numbering plan",
    caveat: "that the line is in service, or who uses it",
    ..crate::kind::BASE
};

/// A national numbering plan.
///
/// In a pattern a digit stands for itself, `aa` at the beginning for one of the areas, and `d`,
/// which only other `d` follow, for any digit.
pub(crate) struct Plan {
    /// Country code.
    pub(crate) code: &'static str,
    /// Prefix dialled before a national number, empty if there is none.
    pub(crate) trunk: &'static str,
    /// Patterns of mobile lines, or of all where the plan does not tell them apart.
    pub(crate) mobile: &'static [&'static str],
    /// Patterns of fixed lines, none where the plan does not tell them apart.
    pub(crate) fixed: &'static [&'static str],
    /// Areas of two digits.
    pub(crate) areas: &'static [u8],
}

impl Plan {
    /// The sort of line of a national number, if it is one.
    fn line(&self, national: &[u8]) -> Option<Line> {
        let fits = |patterns: &[&str]| patterns.iter().any(|p| self.fits(national, p.as_bytes()));
        if fits(self.mobile) {
            Some(match self.fixed {
                [] => Line::FixedOrMobile,
                _ => Line::Mobile,
            })
        } else {
            fits(self.fixed).then_some(Line::Fixed)
        }
    }

    fn fits(&self, national: &[u8], pattern: &[u8]) -> bool {
        national.len() == pattern.len()
            && national
                .iter()
                .zip(pattern)
                .take_while(|&(_, &place)| place != b'd')
                .all(|(byte, place)| byte == place || *place == b'a')
            && (pattern[0] != b'a' || self.areas.contains(&date::pair(national, 0)))
    }
}

/// Accepts a number of the plan and rewrites it as `+` and digits.
pub(crate) fn judge(chars: &mut Chars, plan: &Plan) -> Verdict {
    let all = *chars;
    let digits: &[u8] = &all;
    let code = plan.code.as_bytes();
    let abroad = if all.plus { Some(digits) } else { digits.strip_prefix(b"00") };
    if let Some(international) = abroad {
        let Some(national) = international.strip_prefix(code) else {
            return refuse!(
                Range,
                "el prefijo internacional es de otro país",
                "the country code is another country's",
                "o código internacional é de outro país"
            );
        };
        return keep(chars, plan, &[national, without_trunk(national, plan)]);
    }
    let national = without_trunk(digits, plan);
    let after_code = digits.strip_prefix(code).unwrap_or(&[]);
    keep(chars, plan, &[digits, national, after_code])
}

fn without_trunk<'a>(digits: &'a [u8], plan: &Plan) -> &'a [u8] {
    match plan.trunk {
        "" => digits,
        trunk => digits.strip_prefix(trunk.as_bytes()).unwrap_or(digits),
    }
}

/// Keeps the first reading that the plan knows.
fn keep(chars: &mut Chars, plan: &Plan, readings: &[&[u8]]) -> Verdict {
    for reading in readings {
        let (national, line) = match plan.line(reading) {
            Some(line) => (Chars::from_bytes(reading), line),
            None => {
                let national = former(reading, plan);
                match plan.line(&national) {
                    Some(line) => (national, line),
                    None => continue,
                }
            }
        };
        *chars = Chars::from_bytes(b"+");
        chars.add_all(plan.code.as_bytes());
        chars.add_all(&national);
        return Ok(Facts { line: Some(line), ..Facts::default() });
    }
    refuse!(
        Range,
        "la longitud o las primeras cifras no son del plan de numeración del país",
        "its length or first digits are not in the country's numbering plan",
        "o comprimento ou os primeiros algarismos não são do plano de numeração do país"
    )
}

/// Dialling habits that the plans have given up or never had: the `1` after +52 (until August
/// 2019), and in Argentina `15` after the area code for what is `9` before it from abroad.
fn former(reading: &[u8], plan: &Plan) -> Chars {
    let mut national = Chars::new();
    match (plan.code, reading) {
        ("52", [b'1', rest @ ..]) if rest.len() == 10 => national.add_all(rest),
        ("54", _) if reading.len() == 12 => {
            for area in 2..=4 {
                if &reading[area..area + 2] == b"15" {
                    national.add(b'9');
                    national.add_all(&reading[..area]);
                    national.add_all(&reading[area + 2..]);
                    break;
                }
            }
        }
        _ => {}
    }
    national
}

/// A made-up mobile number.
pub(crate) fn make(rng: &mut Rng, plan: &Plan) -> Chars {
    let mut chars = Chars::from_bytes(b"+");
    chars.add_all(plan.code.as_bytes());
    let pattern = rng.pick(plan.mobile).as_bytes();
    let rest = match pattern {
        [b'a', b'a', rest @ ..] => {
            let area = plan.areas[rng.within(0, plan.areas.len() as u64 - 1) as usize];
            chars.add_digit(u32::from(area / 10));
            chars.add_digit(u32::from(area % 10));
            rest
        }
        _ => pattern,
    };
    for &place in rest {
        let byte = if place == b'd' { rng.byte(b"0123456789") } else { place };
        chars.add(byte);
    }
    chars
}
