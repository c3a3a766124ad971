//! What numbers tell, kind by kind.

use identifiers::{Facts, Holder, Line, Note, Sex, parse};

fn facts(country: &str, kind: &str, value: &str) -> Facts {
    parse(country, kind, value).map(|document| document.facts().clone()).expect(value)
}

#[test]
fn the_century_of_a_curp_is_in_its_seventeenth_character() {
    for (value, date) in
        [("BOXW310820HNERXN09", (1931, 8, 20)), ("BOXW000229HNERXNA9", (2000, 2, 29))]
    {
        assert_eq!(facts("MX", "curp", value).birth_date, Some(date));
    }
}

#[test]
fn regions_are_named() {
    for (country, kind, value, code, name) in [
        ("BR", "cpf", "529.982.247-25", "7", "ES, RJ"),
        ("CR", "cedula_fisica", "1-613-584", "1", "San José"),
        ("MX", "curp", "BOXW310820HNERXN09", "NE", "Nacido en el extranjero"),
        ("EC", "ci", "1714307103", "17", "Pichincha"),
        ("SV", "nit", "0614-050707-104-8", "06", "San Salvador"),
        ("EC", "license_plate", "PBC-1234", "P", "Pichincha"),
        ("ALL", "vin", "9BWZZZ377VT004251", "BR", "Brasil"),
    ] {
        let region = facts(country, kind, value).region.expect(value);
        assert_eq!((region.code, region.name), (code, name), "{country} {kind}");
    }
}

#[test]
fn holders_are_told_apart() {
    for (country, kind, value, holder) in [
        ("BR", "cnpj", "11.222.333/0001-81", Holder::Company),
        ("CL", "rut", "12.531.909-2", Holder::Person),
        ("CL", "rut", "76.123.456-0", Holder::Company),
        ("CO", "nit", "800.197.268-4", Holder::Company),
        ("CR", "cedula_juridica", "4 000 042138", Holder::Public),
        ("CR", "cedula_juridica", "3-101-999999", Holder::Company),
        ("CR", "cedula_fisica", "8-0100-0100", Holder::Naturalised),
        ("CR", "dimex", "155812994816", Holder::Foreigner),
        ("PE", "ruc", "20512333797", Holder::Company),
        ("AR", "dni", "95.123.456", Holder::Foreigner),
        ("AR", "cuit", "20-12345678-6", Holder::Person),
        ("EC", "ruc", "1792060346-001", Holder::Company),
        ("PY", "ruc", "80028061-0", Holder::Company),
        ("VE", "rif", "V-11470283-4", Holder::Person),
    ] {
        assert_eq!(facts(country, kind, value).holder, Some(holder), "{country} {kind} {value}");
    }
}

#[test]
fn colombian_ranges_tell_sex_with_a_reservation() {
    for (value, sex) in [
        ("19.999.999", Some(Sex::Male)),
        ("20.000.001", Some(Sex::Female)),
        ("69.999.999", Some(Sex::Female)),
        ("70.000.001", Some(Sex::Male)),
        ("1.000.000.001", None),
    ] {
        let facts = facts("CO", "cedula_ciudadania", value);
        assert_eq!(facts.sex, sex, "{value}");
        assert_eq!(facts.note, sex.map(|_| Note::SexFromRange), "{value}");
    }
}

#[test]
fn specimens_of_icao_are_read() {
    let passport = facts("ALL", "mrz_td3_line2", "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
    assert_eq!(passport.birth_date, Some((1974, 8, 12)));
    assert_eq!(passport.expiry_date, Some((2012, 4, 15)));
    assert_eq!(passport.sex, Some(Sex::Female));
    let card = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6";
    assert_eq!(facts("ALL", "mrz_td1_lines12", card).birth_date, Some((1974, 8, 12)));
}

#[test]
fn checks_that_issuers_do_not_require_are_noted() {
    for (country, kind, value) in
        [("EC", "ruc", "1793000001001"), ("ALL", "vin", "9BWZZZ377VT004252")]
    {
        let note = facts(country, kind, value).note;
        assert_eq!(note, Some(Note::CheckDigitNotRequired), "{country} {kind}");
    }
}

#[test]
fn an_rfc_with_a_wrong_digit_is_accepted_and_noted() {
    for (kind, value, note) in [
        ("rfc_person", "GODE561231GR8", Note::CenturyUnknown),
        ("rfc_person", "VACE460910SX6", Note::CheckDigitMismatch),
        ("rfc_company", "MAB9307148T4", Note::CenturyUnknown),
        ("rfc_company", "MAB9307148T5", Note::CheckDigitMismatch),
    ] {
        assert_eq!(facts("MX", kind, value).note, Some(note), "{value}");
    }
}

#[test]
fn debug_masks_what_is_personal() {
    let told = facts("MX", "curp", "BOXW310820HNERXN09");
    let debug = format!("{told:?}");
    for personal in ["1931", "20", "Male", "NE", "Nacido"] {
        assert!(!debug.contains(personal), "{debug}");
    }
    assert!(debug.contains("birth_date: Some(***), sex: Some(***)"));
    assert!(debug.contains("expiry_date: None") && debug.contains("Person"));
}

#[test]
fn telephone_habits_come_out_as_e164() {
    for (country, typed, e164, line) in [
        ("CO", "300 123 4567", "+573001234567", Line::Mobile),
        ("CO", "(601) 234 5678", "+576012345678", Line::Fixed),
        ("BR", "(11) 91234-5678", "+5511912345678", Line::Mobile),
        ("BR", "011 2345-6789", "+551123456789", Line::Fixed),
        ("MX", "+52 1 55 1234 5678", "+525512345678", Line::FixedOrMobile),
        ("AR", "011 15 2345-6789", "+5491123456789", Line::Mobile),
        ("AR", "+54 9 11 2345 6789", "+5491123456789", Line::Mobile),
        ("PE", "987 654 321", "+51987654321", Line::Mobile),
        ("CL", "9 8765 4321", "+56987654321", Line::Mobile),
        ("CR", "8765-4321", "+50687654321", Line::Mobile),
        ("DO", "1 (809) 555-1234", "+18095551234", Line::FixedOrMobile),
    ] {
        let document = parse(country, "phone", typed).expect(typed);
        assert_eq!(document.normalised(), e164);
        assert_eq!(document.facts().line, Some(line), "{typed}");
    }
    assert_eq!(parse("CO", "phone", "3001234567").expect("valid").formatted(), "+57 300 123 4567");
}
