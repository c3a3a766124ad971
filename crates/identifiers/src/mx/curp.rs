//! Clave Única de Registro de Población.

use crate::chars::Chars;
use crate::codes::Codes;
use crate::date;
use crate::digits::{complement10, is_digit, values, weigh};
use crate::facts::{Facts, Sex, Verdict, check, refuse};
use crate::kind::{Alphabet, KindInfo};
use crate::refusal::Scheme;
use crate::rng::Rng;

use super::{MX, inconvenient, name, words};

/// Clave Única de Registro de Población: 18 characters.
///
/// Four letters of the names, birth date as year, month, day, sex (`H`, `M`, and `X` since 2023),
/// two letters of the state of birth (`NE` for born abroad), three inner consonants, a character
/// against duplicates and a check digit. The 17th character gives the century: a digit for those
/// born before 2000, a letter from 2000 on. The check digit is a sum with weights 18 to 2 modulo
/// 10 (Instructivo Normativo para la Asignación de la CURP, DOF 18 October 2021), which does not
/// catch every single error. The four letters never form one of the words of annex 2, whose second
/// letter becomes `X`.
///
/// It proves neither nationality nor that the registered data are those of the bearer.
pub const CURP: KindInfo = KindInfo {
    name: "curp",
    label: "CURP",
    issuer: "RENAPO, Secretaría de Gobernación",
    has_check_digit: true,
    check: Scheme::Mod10,
    min_len: 18,
    max_len: 18,
    alphabet: Alphabet::Taxpayer,
    source: "Instructivo Normativo para la Asignación de la CURP, DOF 18-10-2021",
    caveat: "nationality, or that the registered data are those of the bearer",
    judge: curp,
    make: make_curp,
    ..MX
};

static STATES: Codes<33> = Codes::new([
    ("AS", "Aguascalientes"),
    ("BC", "Baja California"),
    ("BS", "Baja California Sur"),
    ("CC", "Campeche"),
    ("CH", "Chihuahua"),
    ("CL", "Coahuila"),
    ("CM", "Colima"),
    ("CS", "Chiapas"),
    ("DF", "Ciudad de México"),
    ("DG", "Durango"),
    ("GR", "Guerrero"),
    ("GT", "Guanajuato"),
    ("HG", "Hidalgo"),
    ("JC", "Jalisco"),
    ("MC", "Estado de México"),
    ("MN", "Michoacán"),
    ("MS", "Morelos"),
    ("NE", "Nacido en el extranjero"),
    ("NL", "Nuevo León"),
    ("NT", "Nayarit"),
    ("OC", "Oaxaca"),
    ("PL", "Puebla"),
    ("QR", "Quintana Roo"),
    ("QT", "Querétaro"),
    ("SL", "Sinaloa"),
    ("SP", "San Luis Potosí"),
    ("SR", "Sonora"),
    ("TC", "Tabasco"),
    ("TL", "Tlaxcala"),
    ("TS", "Tamaulipas"),
    ("VZ", "Veracruz"),
    ("YN", "Yucatán"),
    ("ZS", "Zacatecas"),
]);

/// Annex 2 of the CURP instruction.
static CURP_WORDS: [u32; 81] = words(
    "BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE \
    COJI COJO COLA CULO FALO FETO GETA GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE \
    KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR \
    MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO RATA ROBA \
    ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY",
);

/// Values 0 to 36 of the CURP's alphabet, in which `Ñ` stands between N and O.
const fn curp_value(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'N' => byte - b'A' + 10,
        b'O'..=b'Z' => byte - b'A' + 11,
        _ => 24,
    }
}

fn curp_digit(body: &[u8]) -> u32 {
    const WEIGHTS: [u8; 17] = [18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    static VALUES: [u8; 256] = values!(curp_value);
    complement10(weigh(body, &VALUES, &WEIGHTS))
}

fn is_consonant(byte: u8) -> bool {
    byte.is_ascii_uppercase() && !matches!(byte, b'A' | b'E' | b'I' | b'O' | b'U')
}

fn curp(chars: &mut Chars) -> Verdict {
    let letters = chars[..4].iter().all(u8::is_ascii_uppercase)
        && (!is_consonant(chars[1]) || chars[1] == b'X')
        && chars[13..16].iter().all(|&byte| is_consonant(byte));
    let digits = chars[4..10].iter().all(u8::is_ascii_digit) && chars[17].is_ascii_digit();
    let homonym = chars[16].is_ascii_alphanumeric();
    let sex = match chars[10] {
        b'H' => Some(Sex::Male),
        b'M' => Some(Sex::Female),
        b'X' => Some(Sex::Unspecified),
        _ => None,
    };
    if !(letters && digits && homonym && sex.is_some()) {
        return refuse!(
            Characters,
            "son cuatro letras, seis dígitos de fecha, H, M o X, dos letras de estado, tres \
             consonantes y dos más",
            "there are four letters, six digits of a date, H, M or X, two letters of a state, three \
             consonants and two more",
            "são quatro letras, seis dígitos de data, H, M ou X, duas letras de estado, três \
             consoantes e mais dois"
        );
    }
    let century = if chars[16].is_ascii_digit() { 1900 } else { 2000 };
    let Some(birth) = date::in_century(century, date::year_first(&chars[4..10])) else {
        return refuse!(
            Date,
            "los caracteres 5 a 10 son año, mes y día",
            "characters 5 to 10 are year, month and day",
            "os caracteres 5 a 10 são ano, mês e dia"
        );
    };
    let Some((code, state)) = STATES.find(&chars[11..13]) else {
        return refuse!(
            Range,
            "los caracteres 12 y 13 no son clave de entidad federativa ni NE",
            "characters 12 and 13 are no code of a state, nor NE",
            "os caracteres 12 e 13 não são sigla de estado nem NE"
        );
    };
    check!(is_digit(chars[17], curp_digit(&chars[..17])));
    if inconvenient(chars, &CURP_WORDS) {
        return refuse!(
            Reserved,
            "RENAPO cambia por X la segunda letra de las palabras inconvenientes",
            "RENAPO changes the second letter of inconvenient words to X",
            "o RENAPO troca por X a segunda letra das palavras inconvenientes"
        );
    }
    Ok(Facts { birth_date: Some(birth), sex, ..Facts::person().from(code, state) })
}

fn make_curp(rng: &mut Rng) -> Chars {
    let mut chars = name(rng, 4);
    rng.day(&mut chars);
    chars.add(rng.byte(b"HM"));
    chars.add_all(STATES.pick(rng));
    for _ in 0..3 {
        chars.add(rng.byte(b"BCDFGHJKLMNPQRSTVWXYZ"));
    }
    chars.add(rng.byte(b"0123A"));
    let digit = curp_digit(&chars);
    chars.add_digit(digit);
    chars
}
