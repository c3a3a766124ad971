//! Machine-readable zones of travel documents (ICAO Doc 9303).

use crate::chars::Chars;
use crate::codes::Codes;
use crate::date::{self, Day};
use crate::digits::{icao, is_digit};
use crate::facts::{Facts, Fault, Note, Region, Sex, Verdict, check, refuse};
use crate::rng::Rng;

/// Nobody's document is taken to expire at a greater age than this.
const OLDEST: i16 = 110;

struct Dates {
    birth: Option<Day>,
    expiry: Option<Day>,
    note: Option<Note>,
}

/// Reads the second line of a passport.
pub(crate) fn td3(chars: &mut Chars) -> Verdict {
    let line: &[u8] = chars;
    let dates = dates(&line[13..19], &line[21..27])?;
    let sex = sex(line[20])?;
    letters(&line[10..13])?;
    // An empty field of optional data may have a filler in place of its check digit.
    let bare = line[42] == b'<' && line[28..42].iter().all(|&byte| byte == b'<');
    check!(digit(line[9], &[&line[..9]]));
    check!(digit(line[19], &[&line[13..19]]));
    check!(digit(line[27], &[&line[21..27]]));
    check!(bare || digit(line[42], &[&line[28..42]]));
    check!(digit(line[43], &[&line[..10], &line[13..20], &line[21..43]]));
    Ok(facts(&dates, sex, &line[10..13]))
}

/// Reads the first two lines of an identity card.
pub(crate) fn td1(chars: &mut Chars) -> Verdict {
    let (first, second) = chars.split_at(30);
    let dates = dates(&second[..6], &second[8..14])?;
    let sex = sex(second[7])?;
    letters(&first[2..5])?;
    letters(&second[15..18])?;
    if !matches!(first[0], b'A' | b'C' | b'I') {
        return refuse!(
            Characters,
            "la primera línea comienza por A, C o I",
            "the first line begins with A, C or I",
            "a primeira linha começa por A, C ou I"
        );
    }
    check!(number_holds(first));
    check!(digit(second[6], &[&second[..6]]));
    check!(digit(second[14], &[&second[8..14]]));
    check!(digit(second[29], &[&first[5..], &second[..7], &second[8..15], &second[18..29]]));
    Ok(facts(&dates, sex, &second[15..18]))
}

/// A number of more than nine characters has a filler for a check digit and runs on in the
/// optional data, where the last character before the next filler is the check digit.
fn number_holds(first: &[u8]) -> bool {
    if first[14] != b'<' {
        return digit(first[14], &[&first[5..14]]);
    }
    let rest = &first[15..30];
    let end = rest.iter().position(|&byte| byte == b'<').unwrap_or(rest.len());
    end >= 2 && digit(rest[end - 1], &[&first[5..14], &rest[..end - 1]])
}

fn digit(byte: u8, fields: &[&[u8]]) -> bool {
    is_digit(byte, icao(fields))
}

fn letters(code: &[u8]) -> Result<(), Fault> {
    if code.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'<') {
        return Ok(());
    }
    refuse!(
        Characters,
        "el código de país se escribe con letras",
        "the code of a country is written with letters",
        "o código de país escreve-se com letras"
    )
}

fn sex(byte: u8) -> Result<Sex, Fault> {
    match byte {
        b'F' => Ok(Sex::Female),
        b'M' => Ok(Sex::Male),
        b'<' | b'X' => Ok(Sex::Unspecified),
        _ => {
            refuse!(Characters, "el sexo es F, M o <", "the sex is F, M or <", "o sexo é F, M ou <")
        }
    }
}

/// Birth and expiry; parts of the birth date may be unknown and written with fillers.
fn dates(birth: &[u8], expiry: &[u8]) -> Result<Dates, Fault> {
    if !expiry.iter().all(u8::is_ascii_digit) {
        return refuse!(Characters);
    }
    let Some(expiry) = date::in_century(2000, date::year_first(expiry)) else {
        return refuse!(Date, "la de vencimiento", "the expiry date", "a de validade");
    };
    if birth.contains(&b'<') {
        return Ok(Dates { birth: None, expiry: Some(expiry), note: None });
    }
    if !birth.iter().all(u8::is_ascii_digit) {
        return refuse!(Characters);
    }
    let short = date::year_first(birth);
    let born = |century| {
        date::in_century(century, short).filter(|&day| day < expiry && expiry.0 - day.0 <= OLDEST)
    };
    let (birth, note) = match (born(1900), born(2000)) {
        (Some(_), Some(_)) => (None, Some(Note::CenturyUnknown)),
        (None, None) => {
            return refuse!(Date, "la de nacimiento", "the birth date", "a de nascimento");
        }
        (one, other) => (one.or(other), None),
    };
    Ok(Dates { birth, expiry: Some(expiry), note })
}

fn facts(dates: &Dates, sex: Sex, nationality: &[u8]) -> Facts {
    let region = COUNTRIES.find(nationality);
    Facts {
        birth_date: dates.birth,
        expiry_date: dates.expiry,
        sex: Some(sex),
        region: region.map(|(code, name)| Region { code, name }),
        note: dates.note,
        ..Facts::person()
    }
}

/// Nationalities of the Americas and of those most met there (ICAO Doc 9303, part 3, section 5).
static COUNTRIES: Codes<40> = Codes::new([
    ("ARG", "Argentina"),
    ("BLZ", "Belice"),
    ("BOL", "Bolivia"),
    ("BRA", "Brasil"),
    ("CAN", "Canadá"),
    ("CHE", "Suiza"),
    ("CHL", "Chile"),
    ("CHN", "China"),
    ("COL", "Colombia"),
    ("CRI", "Costa Rica"),
    ("CUB", "Cuba"),
    ("D<<", "Alemania"),
    ("DOM", "República Dominicana"),
    ("ECU", "Ecuador"),
    ("ESP", "España"),
    ("FRA", "Francia"),
    ("GBR", "Reino Unido"),
    ("GTM", "Guatemala"),
    ("GUY", "Guyana"),
    ("HND", "Honduras"),
    ("HTI", "Haití"),
    ("IND", "India"),
    ("ISR", "Israel"),
    ("ITA", "Italia"),
    ("JAM", "Jamaica"),
    ("JPN", "Japón"),
    ("KOR", "Corea del Sur"),
    ("MEX", "México"),
    ("NIC", "Nicaragua"),
    ("PAN", "Panamá"),
    ("PER", "Perú"),
    ("PRT", "Portugal"),
    ("PRY", "Paraguay"),
    ("RUS", "Rusia"),
    ("SLV", "El Salvador"),
    ("SUR", "Surinam"),
    ("TTO", "Trinidad y Tobago"),
    ("URY", "Uruguay"),
    ("USA", "Estados Unidos"),
    ("VEN", "Venezuela"),
]);

fn country(rng: &mut Rng) -> &'static [u8] {
    COUNTRIES.pick(rng)
}

/// Appends a field and its check digit.
fn close(to: &mut Chars, field: &[u8]) {
    to.add_all(field);
    to.add_digit(icao(&[field]));
}

fn make_dates(rng: &mut Rng) -> (Chars, Chars) {
    let (mut birth, mut expiry) = (Chars::new(), Chars::new());
    rng.day(&mut birth);
    expiry.add_all(rng.pick(&[&b"26"[..], b"29", b"34"]));
    let mut rest = Chars::new();
    rng.day(&mut rest);
    expiry.add_all(&rest[2..]);
    (birth, expiry)
}

/// A made-up second line of a passport.
pub(crate) fn make_td3(rng: &mut Rng) -> Chars {
    let mut line = Chars::new();
    let number = rng.fresh(9);
    let (birth, expiry) = make_dates(rng);
    close(&mut line, &number);
    line.add_all(country(rng));
    close(&mut line, &birth);
    line.add(rng.byte(b"FM<"));
    close(&mut line, &expiry);
    close(&mut line, b"<<<<<<<<<<<<<<");
    let last = icao(&[&line[..10], &line[13..20], &line[21..43]]);
    line.add_digit(last);
    line
}

/// Made-up first two lines of an identity card.
pub(crate) fn make_td1(rng: &mut Rng) -> Chars {
    let mut lines = Chars::from_bytes(b"ID");
    let state = country(rng);
    let number = rng.fresh(9);
    let (birth, expiry) = make_dates(rng);
    lines.add_all(state);
    close(&mut lines, &number);
    lines.add_all(b"<<<<<<<<<<<<<<<");
    close(&mut lines, &birth);
    lines.add(rng.byte(b"FM<"));
    close(&mut lines, &expiry);
    lines.add_all(state);
    lines.add_all(b"<<<<<<<<<<<");
    let last = icao(&[&lines[5..30], &lines[30..37], &lines[38..45], &lines[48..59]]);
    lines.add_digit(last);
    lines
}
