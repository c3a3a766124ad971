//! Registro Federal de Contribuyentes.

use crate::chars::Chars;
use crate::date;
use crate::digits::{complement11, values, weigh};
use crate::facts::{Facts, Fault, Holder, Note, Verdict, refuse};
use crate::kind::{Alphabet, KindInfo};
use crate::refusal::Scheme;
use crate::rng::Rng;

use super::{MX, inconvenient, name, words};

const RFC: KindInfo = KindInfo {
    issuer: "Servicio de Administración Tributaria (SAT)",
    has_check_digit: true,
    check: Scheme::Mod11,
    alphabet: Alphabet::Taxpayer,
    source: "SAT, algoritmo del RFC con homoclave (solicitud INFOMEX 0610100135506); CFF art. 27",
    caveat: "that the taxpayer is active, or is not in the lists of article 69-B",
    ..MX
};

/// Registro Federal de Contribuyentes of persons: 13 characters.
///
/// Four letters of the names, birth date as year, month, day, two characters of homoclave and a
/// check digit modulo 11 (weights 13 to 2, ten being `A`). The year has two digits and nothing
/// tells the century, so no birth date is derived. The generic numbers `XAXX010101000` (general
/// public) and `XEXX010101000` (residents abroad) belong to nobody and are refused, as are the
/// inconvenient words of annex 4.
///
/// A small share of the numbers in use (some 1.5 % by the estimate in python-stdnum) breaks the
/// check digit, and only the SAT's own list can tell them from typing errors. Since a refusal would
/// turn their holders away, a mismatch is accepted and noted ([`Note::CheckDigitMismatch`]).
pub const RFC_PERSON: KindInfo = KindInfo {
    name: "rfc_person",
    label: "RFC de persona física",
    min_len: 13,
    max_len: 13,
    judge: rfc_person,
    make: |rng| {
        let mut chars = name(rng, 4);
        finish_rfc(rng, &mut chars);
        chars
    },
    ..RFC
};

/// Registro Federal de Contribuyentes of legal entities: 12 characters.
///
/// Three letters of the name, date of incorporation, homoclave and check digit, as for persons; a
/// check digit that does not hold is noted.
pub const RFC_COMPANY: KindInfo = KindInfo {
    name: "rfc_company",
    label: "RFC de persona moral",
    min_len: 12,
    max_len: 12,
    judge: rfc_company,
    make: |rng| {
        let mut chars = name(rng, 3);
        finish_rfc(rng, &mut chars);
        chars
    },
    ..RFC
};

/// Annex 4 of the algorithm of the RFC.
static RFC_WORDS: [u32; 41] = words(
    "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO \
    FETO GUEY JOTO KACA KACO KAGA KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO \
    MULA PEDA PEDO PENE PUTA PUTO QULO RATA RUIN",
);

/// Values of the RFC's alphabet: digits, A to N, `&`, O to Z, blank, `Ñ`.
const fn rfc_value(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'N' => byte - b'A' + 10,
        b'&' => 24,
        b'O'..=b'Z' => byte - b'A' + 11,
        0xD1 => 38,
        _ => 37,
    }
}

/// The check character of 11 or 12 characters; eleven are preceded by a blank.
fn rfc_letter(body: &[u8]) -> u8 {
    const WEIGHTS: &[u8] = &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    static VALUES: [u8; 256] = values!(rfc_value);
    let sum = match body.len() {
        11 => 37 * 13 + weigh(body, &VALUES, &WEIGHTS[1..]),
        _ => weigh(body, &VALUES, WEIGHTS),
    };
    match complement11(sum) {
        10 => b'A',
        digit => b'0' + digit as u8,
    }
}

/// Judges all but the words, and says what a reader should know.
fn rfc(chars: &Chars, letters: usize) -> Result<Note, Fault> {
    let name = chars[..letters].iter().all(|byte| !byte.is_ascii_digit());
    let digits = chars[letters..letters + 6].iter().all(u8::is_ascii_digit);
    let homoclave = &chars[letters + 6..];
    let first = matches!(homoclave[0], b'1'..=b'9' | b'A'..=b'V');
    let second = matches!(homoclave[1], b'1'..=b'9' | b'A'..=b'Z');
    let last = matches!(homoclave[2], b'0'..=b'9' | b'A');
    if generic(chars) {
        return refuse!(
            Reserved,
            "es el RFC genérico, que no es de nadie",
            "it is the generic RFC, which is nobody's",
            "é o RFC genérico, que não é de ninguém"
        );
    }
    if !(name && digits && first && second && last) {
        return refuse!(
            Characters,
            "son letras del nombre, seis dígitos de fecha y tres caracteres de homoclave",
            "there are letters of the name, six digits of a date and three of homoclave",
            "são letras do nome, seis dígitos de data e três caracteres de homoclave"
        );
    }
    if !date::in_either_century(date::year_first(&chars[letters..])) {
        return refuse!(Date);
    }
    // Of two reservations the graver one is kept.
    Ok(if chars.tail() == rfc_letter(chars.body()) {
        Note::CenturyUnknown
    } else {
        Note::CheckDigitMismatch
    })
}

fn generic(chars: &[u8]) -> bool {
    matches!(chars, b"XAXX010101000" | b"XEXX010101000")
}

fn rfc_person(chars: &mut Chars) -> Verdict {
    let note = rfc(chars, 4)?;
    if inconvenient(chars, &RFC_WORDS) {
        return refuse!(Reserved);
    }
    Ok(Facts { note: Some(note), ..Facts::person() })
}

fn rfc_company(chars: &mut Chars) -> Verdict {
    let note = rfc(chars, 3)?;
    Ok(Facts { note: Some(note), ..Facts::of(Holder::Company) })
}

fn finish_rfc(rng: &mut Rng, chars: &mut Chars) {
    rng.day(chars);
    chars.add(rng.byte(b"123456789ABCDEFGHIJKLMNOPQRSTUV"));
    chars.add(rng.byte(b"123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
    let letter = rfc_letter(chars);
    chars.add(letter);
}
