//! Kinds that belong to no country: devices, vehicles, cards, travel documents.

use crate::chars::Chars;
use crate::digits::{all_equal, is_digit, luhn, values, weigh};
use crate::facts::{Facts, Holder, Issuer, Note, Region, Verdict, check, refuse};
use crate::kind::{Alphabet, BASE, KindInfo};
use crate::mrz;
use crate::refusal::Scheme;
use crate::rng::Rng;

const ALL: KindInfo = KindInfo { country: "ALL", has_check_digit: true, ..BASE };

/// International Mobile Equipment Identity: 15 digits, the last by the Luhn formula.
///
/// Eight digits of the type allocation code, whose first two name the reporting body, six of the
/// serial number, one check digit (3GPP TS 23.003, annex B; GSMA TS.06). An IMEISV of 16 digits
/// has no check digit and is refused by length.
pub const IMEI: KindInfo = KindInfo {
    name: "imei",
    label: "IMEI",
    issuer: "GSMA, through reporting bodies",
    catches_single_errors: true,
    check: Scheme::Luhn,
    min_len: 15,
    max_len: 15,
    source: "3GPP TS 23.003, section 6.2 and annex B",
    caveat: "that the device exists: IMEIs are cloned",
    layouts: &["##-######-######-#"],
    judge: imei,
    make: |rng| {
        let mut chars = Chars::from_bytes(rng.pick(&[&b"01"[..], b"35", b"86"]));
        rng.digits(&mut chars, 12);
        let digit = luhn(&chars);
        chars.add_digit(digit);
        chars
    },
    ..ALL
};

/// Vehicle identification number: 17 characters without I, O and Q (ISO 3779).
///
/// The ninth character is a check digit modulo 11 where law demands it: vehicles of the United
/// States and Canada (49 CFR 565.15), Mexico (NOM-001-SSP-2008) and China (GB 16735), known by
/// their first characters. Elsewhere, so in Brazil, Argentina or Colombia, it is an ordinary
/// character; a mismatch is noted and accepted. Vehicles of before 1981 have other numbers.
pub const VIN: KindInfo = KindInfo {
    name: "vin",
    label: "VIN",
    issuer: "the manufacturer, under a WMI of SAE",
    check: Scheme::Mod11,
    min_len: 17,
    max_len: 17,
    alphabet: Alphabet::Alphanumeric,
    source: "ISO 3779, ISO 3780; 49 CFR 565.15",
    caveat: "that the vehicle exists, or is the one that bears it",
    judge: vin,
    make: make_vin,
    ..ALL
};

/// Primary account number of a card: 12 to 19 digits, the last by the Luhn formula.
///
/// ISO/IEC 7812-1; networks are told by their published ranges. Masked, it shows the last four
/// digits (PCI DSS 3.4.1 allows the first six too).
pub const CARD_ISO7812: KindInfo = KindInfo {
    name: "card_iso7812",
    label: "Card (ISO/IEC 7812)",
    issuer: "the card issuer, under an IIN",
    catches_single_errors: true,
    check: Scheme::Luhn,
    min_len: 12,
    max_len: 19,
    source: "ISO/IEC 7812-1, annex B",
    caveat: "that the account exists, is open, or belongs to whoever gives it",
    layouts: &["#### #### #### ####"],
    judge: card,
    make: |rng| {
        let mut chars = Chars::from_bytes(rng.pick(&[&b"4000"[..], b"5100", b"2221"]));
        rng.digits(&mut chars, 11);
        let digit = luhn(&chars);
        chars.add_digit(digit);
        chars
    },
    ..ALL
};

/// Second line of the machine-readable zone of a passport (TD3): 44 characters.
///
/// Document number, nationality, birth date, sex, expiry date, optional data, and five check
/// digits with weights 7, 3, 1 (ICAO Doc 9303, parts 3 and 4). Years have two digits: the expiry is
/// taken to be in this century, and the birth date given where only one century leaves an age of
/// 0 to 110 at expiry; a child's document that expires before the tenth birthday stays without.
pub const MRZ_TD3_LINE2: KindInfo = KindInfo {
    name: "mrz_td3_line2",
    label: "MRZ TD3, line 2",
    issuer: "the issuing state",
    catches_single_errors: true,
    check: Scheme::Icao,
    min_len: 44,
    max_len: 44,
    alphabet: Alphabet::MachineReadable,
    source: "ICAO Doc 9303, part 3 (section 4.9) and part 4 (section 4.2)",
    caveat: "that the document is genuine: anyone can compute the check digits",
    judge: mrz::td3,
    make: mrz::make_td3,
    ..ALL
};

/// First two lines of the machine-readable zone of an identity card (TD1): 30 and 30 characters.
///
/// Issuing state, document number (which may run on into the optional data), birth date, sex,
/// expiry date, nationality and four check digits (ICAO Doc 9303, parts 3 and 5). Dates are read
/// as for [`MRZ_TD3_LINE2`].
pub const MRZ_TD1_LINES12: KindInfo = KindInfo {
    name: "mrz_td1_lines12",
    label: "MRZ TD1, lines 1 and 2",
    issuer: "the issuing state",
    catches_single_errors: true,
    check: Scheme::Icao,
    min_len: 60,
    max_len: 60,
    alphabet: Alphabet::MachineReadable,
    source: "ICAO Doc 9303, part 3 (section 4.9) and part 5 (section 4.2)",
    caveat: "that the document is genuine: anyone can compute the check digits",
    judge: mrz::td1,
    make: mrz::make_td1,
    ..ALL
};

/// All kinds without a country.
pub const KINDS: &[KindInfo] = &[IMEI, VIN, CARD_ISO7812, MRZ_TD3_LINE2, MRZ_TD1_LINES12];

fn issued(code: &'static str, name: &'static str) -> Option<Issuer> {
    Some(Issuer { code, name })
}

fn imei(chars: &mut Chars) -> Verdict {
    check!(is_digit(chars.tail(), luhn(chars.body())));
    if all_equal(chars) {
        return refuse!(Reserved);
    }
    let issuer = match &chars[..2] {
        b"01" => issued("01", "PTCRB (CTIA)"),
        b"35" => issued("35", "TÜV SÜD BABT"),
        b"86" => issued("86", "TAF"),
        b"91" => issued("91", "MSAI"),
        b"99" => issued("99", "GHA"),
        _ => None,
    };
    Ok(Facts { issuer, ..Facts::of(Holder::Device) })
}

/// Values of 49 CFR 565.15, table III; the letters I, O and Q have none.
const fn vin_value(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'H' => byte - b'A' + 1,
        b'J'..=b'N' => byte - b'J' + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => byte - b'S' + 2,
        _ => 0,
    }
}

fn vin_letter(chars: &[u8]) -> u8 {
    const WEIGHTS: [u8; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    static VALUES: [u8; 256] = values!(vin_value);
    match weigh(chars, &VALUES, &WEIGHTS) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    }
}

fn vin(chars: &mut Chars) -> Verdict {
    if chars.iter().any(|byte| matches!(byte, b'I' | b'O' | b'Q')) {
        return refuse!(
            Characters,
            "no lleva I, O ni Q; suelen ser 1 y 0",
            "it has no I, O or Q; they are 1 and 0 as a rule",
            "não leva I, O nem Q; costumam ser 1 e 0"
        );
    }
    if all_equal(chars) {
        return refuse!(Reserved);
    }
    let holds = chars[8] == vin_letter(chars);
    if !holds && matches!(chars[0], b'1'..=b'5' | b'L') {
        return refuse!(
            CheckDigit,
            "es el noveno carácter, obligatorio en Estados Unidos, Canadá, México y China",
            "it is the ninth character, mandatory in the United States, Canada, Mexico and China",
            "é o nono caractere, obrigatório nos Estados Unidos, Canadá, México e China"
        );
    }
    let region = maker(chars[0], chars[1]).map(|(code, name)| Region { code, name });
    let note = (!holds).then_some(Note::CheckDigitNotRequired);
    Ok(Facts { region, note, ..Facts::of(Holder::Vehicle) })
}

/// The country of the manufacturer by the first two characters (ISO 3780), for the Americas and
/// the largest exporters.
fn maker(first: u8, second: u8) -> Option<(&'static str, &'static str)> {
    Some(match (first, second) {
        (b'1' | b'4' | b'5', _) => ("US", "Estados Unidos"),
        (b'2', _) => ("CA", "Canadá"),
        (b'3', b'A'..=b'W') => ("MX", "México"),
        (b'8', b'A'..=b'E') => ("AR", "Argentina"),
        (b'8', b'F'..=b'J') => ("CL", "Chile"),
        (b'8', b'L'..=b'R') => ("EC", "Ecuador"),
        (b'8', b'X'..=b'Z' | b'1' | b'2') => ("VE", "Venezuela"),
        (b'9', b'A'..=b'E' | b'3'..=b'9') => ("BR", "Brasil"),
        (b'9', b'F'..=b'J') => ("CO", "Colombia"),
        (b'9', b'L'..=b'R') => ("PY", "Paraguay"),
        (b'9', b'S'..=b'W') => ("UY", "Uruguay"),
        (b'J', _) => ("JP", "Japón"),
        (b'K', b'L'..=b'R') => ("KR", "Corea del Sur"),
        (b'L', _) => ("CN", "China"),
        (b'M', b'A'..=b'E') => ("IN", "India"),
        (b'V', b'F'..=b'R') => ("FR", "Francia"),
        (b'V', b'S'..=b'W') => ("ES", "España"),
        (b'W', _) => ("DE", "Alemania"),
        _ => return None,
    })
}

fn make_vin(rng: &mut Rng) -> Chars {
    const FREE: &[u8] = b"ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    let mut made = Chars::from_bytes(rng.pick(&[&b"3N1"[..], b"9BW", b"8AF", b"1HG"]));
    for _ in 0..9 {
        made.add(rng.byte(FREE));
    }
    rng.digits(&mut made, 5);
    let mut closed = Chars::from_bytes(&made[..8]);
    closed.add(vin_letter(&made));
    closed.add_all(&made[9..]);
    closed
}

fn card(chars: &mut Chars) -> Verdict {
    check!(is_digit(chars.tail(), luhn(chars.body())));
    if all_equal(chars) {
        return refuse!(Reserved);
    }
    Ok(Facts { issuer: network(chars.number(0..6)), ..Facts::default() })
}

/// The network by the first six digits.
fn network(iin: u64) -> Option<Issuer> {
    match iin {
        606_282 | 384_100 | 384_140 | 384_160 => issued("hipercard", "Hipercard"),
        636_368 | 438_935 | 504_175 | 451_416 | 636_297 => issued("elo", "Elo"),
        340_000..350_000 | 370_000..380_000 => issued("amex", "American Express"),
        400_000..500_000 => issued("visa", "Visa"),
        510_000..560_000 | 222_100..272_100 => issued("mastercard", "Mastercard"),
        300_000..306_000 | 360_000..370_000 | 380_000..400_000 => issued("diners", "Diners Club"),
        352_800..359_000 => issued("jcb", "JCB"),
        601_100..601_200 | 644_000..660_000 => issued("discover", "Discover"),
        620_000..630_000 => issued("unionpay", "UnionPay"),
        589_562 => issued("naranja", "Naranja"),
        _ => None,
    }
}
