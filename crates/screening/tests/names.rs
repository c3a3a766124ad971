//! Pairs of invented names, and where they must stand against the threshold.

use screening::{EntityKind, Matching, Name, Query, Record, Score, Settings, compare};

fn similarity(kind: EntityKind, a: &str, b: &str, matching: Matching) -> f64 {
    let query = Query { kind, name: Some(a.into()), ..Query::default() };
    let record = Record { kind, names: vec![Name::primary(b)], ..Record::default() };
    let settings = Settings { matching, threshold: Score::ZERO, limit: 1 };
    compare(&query, &record, &settings).map_or(0.0, |hit| hit.similarity.as_f64())
}

/// Checks rows of two names and the least and the most of their similarity, in both directions.
fn check(kind: EntityKind, rows: &[(&str, &str, f64, f64)]) {
    let mut wrong = Vec::new();
    for (a, b, least, most) in rows {
        for (a, b) in [(a, b), (b, a)] {
            let found = similarity(kind, a, b, Matching::Soft);
            if found < *least || found > *most {
                wrong.push(format!("{a} / {b}: {found} is not in {least}..={most}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_same_person_is_found() {
    check(
        EntityKind::Person,
        &[
            ("Lucía Ficticia Prueba", "FICTICIA PRUEBA, Lucia", 1.0, 1.0),
            ("Lucía Ficticia Prueba", "lucia  ficticia-prueba", 1.0, 1.0),
            ("Lucía Ficticia", "FICTICIA PRUEBA, Lucía", 0.90, 0.97),
            ("Lucía Ficticia Prueba", "Ana Lucía Ficticia Prueba", 0.85, 0.99),
            ("Ana Lucía Ficticia", "FICTICIA PRUEBA, Ana", 0.85, 0.97),
            ("Prueba García Lucía", "GARCIA PRUEBA, Lucía", 0.70, 0.75),
            ("García Prueba Lucía", "GARCIA PRUEBA, Lucía", 0.95, 1.0),
            ("Lucía Fictizia Prueva", "FICTICIA PRUEBA, Lucía", 0.90, 0.99),
            ("Lucia Fict1cia Prueba", "FICTICIA PRUEBA, Lucía", 0.95, 0.99),
            ("Lucía Ficticia de la Prueba", "Lucía Ficticia Prueba", 0.97, 0.999),
            ("Lucía Ficticia Delaprueba", "Lucía Ficticia de la Prueba", 0.95, 0.999),
            ("Lucía Ficticia Delaprueba", "Lucía Ficticia Prueba", 0.95, 0.999),
            ("Marialucía Ficticia Prueba", "María Lucía Ficticia Prueba", 0.90, 0.999),
            ("L. Ficticia Prueba", "Lucía Ficticia Prueba", 0.80, 0.95),
            ("Ma. Lucía Ficticia", "María Lucía Ficticia", 1.0, 1.0),
            ("Pepe Ficticio Prueba", "FICTICIO PRUEBA, José", 0.85, 0.97),
            ("Jhon Ficticio Prueba", "John Ficticio Prueba", 0.95, 0.99),
            ("Luiz Inventado Souza Filho", "Luís Inventado Sousa Filho", 0.9, 1.0),
            ("João Ficticio Teste Exemplo", "João Exemplo", 0.85, 0.99),
            ("Лукия Тестова", "Lukiya Testova", 1.0, 1.0),
            ("Muhammad al-Fictizi", "FICTIZI, Mohammed", 0.9, 0.999),
            ("Ficticio Prueba", "Ficticio Prueba", 1.0, 1.0),
            ("Dr. Inventado Ficticio Prueba", "Inventado Ficticio Prueba", 1.0, 1.0),
            ("María Ficticia de Inventado", "María Ficticia Prueba", 0.75, 0.9),
        ],
    );
}

#[test]
fn other_people_are_not() {
    check(
        EntityKind::Person,
        &[
            ("Lucía Ficticia Prueba", "Lucía Ficticia Inventada", 0.0, 0.62),
            ("Lucía Ficticia Prueba", "Lucía Inventada Prueba", 0.0, 0.62),
            ("Lucía Ficticia Prueba", "Teresa Ficticia Prueba", 0.0, 0.55),
            ("Mario Ficticio Prueba", "María Ficticio Prueba", 0.0, 0.55),
            ("Daniel Ficticio", "Daniela Ficticio", 0.0, 0.55),
            ("José García", "José Prueba", 0.0, 0.60),
            ("García", "José García Prueba", 0.0, 0.50),
            ("José", "José Ficticio", 0.0, 0.50),
            ("Ficticia Prueba", "FICTICIA PRUEBA, Lucía", 0.0, 0.60),
            ("J. Ficticio", "FICTICIO, José", 0.0, 0.68),
            ("Inventado Prueba Filho", "Inventado Prueba Neto", 0.0, 0.60),
            ("Juan Carlos Prueba", "Juan Alberto Prueba", 0.0, 0.62),
            ("Lucía Prueba", "FICTICIA PRUEBA, Lucía", 0.0, 0.62),
            ("Juan Marín Prueba", "Juan Martín Prueba", 0.0, 0.62),
            ("Pedro Ficticio", "Pedro Inventado", 0.0, 0.60),
        ],
    );
}

#[test]
fn the_same_company_is_found() {
    check(
        EntityKind::Company,
        &[
            ("Inventos Ficticios S.A.", "INVENTOS FICTICIOS SA", 1.0, 1.0),
            ("Inventos Ficticios S.A. de C.V.", "Inventos Ficticios", 1.0, 1.0),
            ("Inventos Ficticios S.A.", "Inventos Ficticios Ltda.", 0.85, 0.95),
            ("Transp. Ficticio Hnos.", "Transportes Ficticio Hermanos", 1.0, 1.0),
            ("Comercial Ficticia", "Ficticia", 0.75, 0.95),
            ("Ficticia y Prueba Cía. Ltda.", "Ficticia & Prueba", 1.0, 1.0),
            ("Aero Ficticia", "Aeroficticia", 0.9, 1.0),
            ("A.B.C. Inventos S.R.L.", "ABC Inventos", 1.0, 1.0),
            ("Inversiones Fictisia", "Inversiones Ficticia", 0.9, 1.0),
        ],
    );
}

#[test]
fn other_companies_are_not() {
    check(
        EntityKind::Company,
        &[
            ("Ficticia Corp.", "Inventada Corp.", 0.0, 0.50),
            ("Grupo Comercial Ficticio", "Grupo Comercial", 0.0, 0.50),
            ("Grupo Comercial Ficticio", "Grupo Comercial Inventado", 0.0, 0.60),
            ("Transportes Ficticia S.A.", "Constructora Ficticia S.A.", 0.0, 0.65),
            ("Ficticia 21", "Ficticia 22", 0.0, 0.60),
            ("Ficticia Norte", "Ficticia Sur", 0.0, 0.60),
            ("S.A.", "Ficticia S.A.", 0.0, 0.10),
            ("Ficticia Inventada", "Ficticia", 0.0, 0.69),
        ],
    );
}

#[test]
fn exact_matching_wants_the_same_tokens() {
    for (a, b, same) in [
        ("Lucía Ficticia Prueba", "PRUEBA FICTICIA, Lucia", true),
        ("Lucía Ficticia", "Lucía Ficticia Prueba", false),
        ("Lucía Ficticia Prueba", "Lucía Ficticia Prueva", false),
        ("Lucía Lucía Ficticia", "Lucía Ficticia", false),
        ("Pepe Ficticio", "José Ficticio", false),
    ] {
        let found = similarity(EntityKind::Person, a, b, Matching::Exact);
        assert_eq!(found, if same { 1.0 } else { 0.0 }, "{a} {b}");
    }
    let company = |a, b| similarity(EntityKind::Company, a, b, Matching::Exact);
    assert_eq!(company("Ficticia S.A.", "FICTICIA"), 1.0);
    assert_eq!(company("Ficticia S.A.", "FICTICIA LTDA"), 0.0);
}
