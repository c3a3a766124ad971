//! Made-up people, companies and vehicles: number `n` is always the same one, and no two numbers
//! share a name, a document or a plate before millions have gone by.
//!
//! Documents are of ranges that their issuers have not reached.

use checks::NewCheck;
use checks::inputs::{Inputs, Subject};
use jobs::Priority;
use kit::Country;

/// A prime that no list of words is as long as: steps of it visit every combination once.
const STEP: usize = 1_618_033;

/// The fields of a request for the check of number `n`.
pub fn form(n: usize) -> Vec<(&'static str, String)> {
    let (subject, inputs) = subject(n);
    let mut form = vec![
        ("country", "CO".to_owned()),
        ("type", subject.word().to_owned()),
        ("user_authorized", "true".to_owned()),
    ];
    form.extend(inputs);
    form
}

/// The same request in the domain's terms.
pub fn new_check(n: usize) -> NewCheck {
    let (subject, given) = subject(n);
    let mut inputs = Inputs::default();
    for (name, value) in given {
        inputs.set(name, value);
    }
    NewCheck {
        country: Country::Co,
        subject,
        inputs,
        user_authorized: Some(true),
        force: false,
        priority: Priority::default(),
        report: None,
    }
}

/// Of ten, eight are people, one is a company and one a vehicle.
fn subject(n: usize) -> (Subject, Vec<(&'static str, String)>) {
    match n % 10 {
        0 => {
            let inputs = vec![("company_name", company_name(n)), ("tax_id", tax_id(n))];
            (Subject::Company, inputs)
        }
        1 => {
            let inputs = vec![("license_plate", plate(n)), ("national_id", national_id(n))];
            (Subject::Vehicle, inputs)
        }
        _ => {
            let (first, last) = person_name(n);
            let inputs = vec![
                ("first_name", first),
                ("last_name", last),
                ("national_id", national_id(n)),
                ("date_of_birth", birth_date(n)),
            ];
            (Subject::Person, inputs)
        }
    }
}

/// One word of each list; neighbours differ, and no combination comes twice before all have come.
fn combined<const N: usize>(n: usize, lists: [&[&'static str]; N]) -> [&'static str; N] {
    let all: usize = lists.iter().map(|list| list.len()).product();
    let mut at = n % all * STEP % all;
    lists.map(|list| {
        let word = list[at % list.len()];
        at /= list.len();
        word
    })
}

fn person_name(n: usize) -> (String, String) {
    let [first, second, father, mother] = combined(n, [&FIRST, &SECOND, &SURNAMES, &SURNAMES]);
    (format!("{first} {second}"), format!("{father} {mother}"))
}

fn company_name(n: usize) -> String {
    let [kind, one, other, place] = combined(n, [&TRADES, &SURNAMES, &SURNAMES, &PLACES]);
    format!("{kind} {one} {other} {place} S.A.S.")
}

/// A cédula.
fn national_id(n: usize) -> String {
    (1_900_000_000 + n % 100_000_000).to_string()
}

/// A NIT with its check digit.
fn tax_id(n: usize) -> String {
    let body = 950_000_000 + n % 50_000_000;
    let valid = |digit: &usize| identifiers::parse("CO", "nit", &format!("{body}{digit}")).is_ok();
    let digit = (0..10).find(valid).unwrap_or_default();
    format!("{body}-{digit}")
}

fn plate(n: usize) -> String {
    const PLATES: usize = 26 * 26 * 26 * 1_000;
    let at = n % PLATES * STEP % PLATES;
    let letters = at / 1_000;
    let letter = |at: usize| char::from(b'A' + (at % 26) as u8);
    let [a, b, c] = [letters / 676, letters / 26, letters].map(letter);
    format!("{a}{b}{c}{:03}", at % 1_000)
}

/// A day that every month has, 1940 to 2004.
fn birth_date(n: usize) -> String {
    let (year, month, day) = (1_940 + n % 65, 1 + n / 7 % 12, 1 + n / 3 % 28);
    format!("{year}-{month:02}-{day:02}")
}

const FIRST: [&str; 40] = [
    "Valentina",
    "Mateo",
    "Camila",
    "Santiago",
    "Mariana",
    "Thiago",
    "Luciana",
    "Joaquín",
    "Antonella",
    "Emiliano",
    "Renata",
    "Bautista",
    "Abril",
    "Benicio",
    "Catalina",
    "Dante",
    "Elisa",
    "Fabricio",
    "Guadalupe",
    "Hernán",
    "Irene",
    "Julián",
    "Karina",
    "Leandro",
    "Magdalena",
    "Nicanor",
    "Olivia",
    "Patricio",
    "Quintín",
    "Rosario",
    "Salvador",
    "Trinidad",
    "Ulises",
    "Victoria",
    "Wilson",
    "Ximena",
    "Yolanda",
    "Zoilo",
    "Amparo",
    "Baltasar",
];
const SECOND: [&str; 40] = [
    "Aurora", "Bruno", "Celeste", "Darío", "Estrella", "Félix", "Gloria", "Horacio", "Inés",
    "Jacinto", "Leticia", "Marcelo", "Noelia", "Octavio", "Pilar", "Rafael", "Silvia", "Tobías",
    "Úrsula", "Vicente", "Adela", "Boris", "Clara", "Diego", "Elena", "Fermín", "Graciela", "Hugo",
    "Isabel", "Jonás", "Lorena", "Manuel", "Nora", "Orlando", "Paula", "Ramiro", "Sonia",
    "Teodoro", "Viviana", "Zulema",
];
const SURNAMES: [&str; 64] = [
    "Ejemplar",
    "Montenegro",
    "Quimera",
    "Solano",
    "Ficticia",
    "Prueba",
    "Lindero",
    "Arrayán",
    "Molle",
    "Tarqui",
    "Yacaré",
    "Ombú",
    "Algarrobo",
    "Bejuco",
    "Carrizo",
    "Dalia",
    "Espiga",
    "Frailejón",
    "Guayacán",
    "Helecho",
    "Incienso",
    "Jacarandá",
    "Kapok",
    "Laurel",
    "Mangle",
    "Nogal",
    "Ocobo",
    "Palmera",
    "Quebracho",
    "Retama",
    "Sauce",
    "Totora",
    "Urunday",
    "Vainilla",
    "Yarumo",
    "Zarza",
    "Achira",
    "Balsamina",
    "Cantuta",
    "Delfín",
    "Encina",
    "Flamboyán",
    "Guadua",
    "Higuera",
    "Ibirá",
    "Junco",
    "Lapacho",
    "Mistol",
    "Naranjo",
    "Orégano",
    "Peral",
    "Quinual",
    "Roble",
    "Samán",
    "Tamarindo",
    "Ubajay",
    "Verbena",
    "Yuyo",
    "Zapote",
    "Alerce",
    "Boldo",
    "Canelo",
    "Durazno",
    "Espino",
];
const TRADES: [&str; 20] = [
    "Comercial",
    "Transportes",
    "Inversiones",
    "Distribuidora",
    "Talleres",
    "Alimentos",
    "Construcciones",
    "Textiles",
    "Ferretería",
    "Imprenta",
    "Agrícola",
    "Minera",
    "Pesquera",
    "Maderas",
    "Cerámicas",
    "Editorial",
    "Servicios",
    "Consultores",
    "Laboratorios",
    "Envases",
];
const PLACES: [&str; 16] = [
    "del Norte",
    "del Sur",
    "del Este",
    "del Oeste",
    "del Valle",
    "de la Sierra",
    "del Llano",
    "de la Costa",
    "del Río",
    "del Lago",
    "de la Isla",
    "del Puerto",
    "del Puente",
    "de la Plaza",
    "del Bosque",
    "del Cerro",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const MANY: usize = 1_000_000;

    fn all_differ<T: Eq + std::hash::Hash>(make: impl Fn(usize) -> T) {
        let seen: HashSet<T> = (0..MANY).map(make).collect();
        assert_eq!(seen.len(), MANY);
    }

    #[test]
    fn a_million_people_share_no_name_and_no_document() {
        all_differ(person_name);
        all_differ(national_id);
    }

    #[test]
    fn a_million_companies_share_no_name_and_no_document() {
        all_differ(company_name);
        all_differ(tax_id);
    }

    #[test]
    fn a_million_vehicles_share_no_plate() {
        all_differ(plate);
    }

    #[test]
    fn documents_and_plates_are_of_true_forms() {
        for n in (0..MANY).step_by(997) {
            for (kind, value) in [
                ("cedula_ciudadania", national_id(n)),
                ("nit", tax_id(n)),
                ("license_plate", plate(n)),
            ] {
                assert!(identifiers::parse("CO", kind, &value).is_ok(), "{kind} {value}");
            }
        }
    }

    #[test]
    fn one_number_is_always_the_same_one() {
        assert_eq!(form(123_457), form(123_457));
        let form = form(12);
        assert_eq!(form[1], ("type", "person".to_owned()));
        assert_ne!(person_name(12).0, person_name(13).0);
    }
}
