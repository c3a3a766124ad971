//! What holds for any names at all.

use proptest::prelude::*;
use screening::{
    Axis, Document, DocumentKind, EntityKind, Gender, Hit, Lang, Matching, Name, NameKind,
    PartialDate, Query, Record, Score, Settings, compare,
};

const ANY: Settings = Settings { matching: Matching::Soft, threshold: Score::ZERO, limit: 100 };
const TOKENS: &[&str] = &[
    "Lucía",
    "LUCIA",
    "María",
    "Mario",
    "José",
    "Pepe",
    "J.",
    "García",
    "Garsia",
    "Ficticia",
    "Fictizia",
    "Prueba",
    "Prueva",
    "de",
    "la",
    "dela",
    "delaprueba",
    "Filho",
    "Neto",
    "S.A.",
    "Ltda",
    "Comercial",
    "Transportes",
    "II",
    "21",
    "Norte",
    "Тестова",
    "Fi?ticia",
    "y",
    ",",
];

fn made_name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(TOKENS), 1..7).prop_map(|tokens| tokens.join(" "))
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => made_name(),
        1 => "\\PC{0,60}",
        1 => prop::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter),
    ]
}

fn kind() -> impl Strategy<Value = EntityKind> {
    use EntityKind::{Aircraft, Company, Person, Unknown, Vessel};
    prop::sample::select(vec![Person, Company, Vessel, Aircraft, Unknown])
}

fn date() -> impl Strategy<Value = PartialDate> {
    let part = || prop::option::of(any::<u8>());
    (any::<i16>(), part(), part(), any::<bool>(), prop::option::of(any::<i16>())).prop_map(
        |(year, month, day, circa, until_year)| PartialDate { year, month, day, circa, until_year },
    )
}

fn document() -> impl Strategy<Value = Document> {
    let kinds = vec![DocumentKind::NationalId, DocumentKind::Passport];
    let countries = prop::option::of(prop::sample::select(vec!["co".to_owned(), "pe".to_owned()]));
    (prop::sample::select(kinds), "[0-9.]{0,7}", countries)
        .prop_map(|(kind, number, country)| Document { kind, number, country })
}

fn gender() -> impl Strategy<Value = Option<Gender>> {
    prop::option::of(prop::sample::select(vec![Gender::Male, Gender::Female]))
}

prop_compose! {
    fn query()(
        kind in kind(), name in prop::option::of(any_name()),
        first_name in prop::option::of(any_name()), last_name in prop::option::of(any_name()),
        birth_date in prop::option::of(date()), gender in gender(),
        documents in prop::collection::vec(document(), 0..3),
    ) -> Query {
        let country = Some("co".into());
        Query { kind, name, first_name, last_name, birth_date, country, gender, documents }
    }
}

prop_compose! {
    fn record()(
        kind in kind(), names in prop::collection::vec(any_name(), 0..4), gender in gender(),
        birth_dates in prop::collection::vec(date(), 0..3),
        documents in prop::collection::vec(document(), 0..3),
    ) -> Record {
        let names = names.into_iter().map(|text| Name { text, kind: NameKind::Weak }).collect();
        let countries = vec!["br".into()];
        Record { id: "1".into(), kind, names, birth_dates, countries, gender, documents }
    }
}

fn person(name: &str) -> Query {
    Query { kind: EntityKind::Person, name: Some(name.into()), ..Query::default() }
}

fn listed(kind: EntityKind, name: &str) -> Record {
    Record { kind, names: vec![Name::primary(name)], ..Record::default() }
}

/// What must hold for every hit.
fn check(hit: &Hit, query: &Query, record: &Record) {
    let points: i32 = hit.explanation.points.iter().map(|point| point.points).sum();
    assert_eq!(points, i32::from(hit.confidence.get()));
    let name = &hit.explanation.matched_name;
    assert!(name.is_empty() || record.names.iter().any(|held| held.text == *name));
    for token in &hit.explanation.tokens {
        if let Some((from, to)) = token.record_span {
            assert_eq!(token.record.as_deref(), name.get(from..to));
        }
        let fields = [&query.name, &query.first_name, &query.last_name];
        if let Some((from, to)) = token.query_span {
            let field = fields[token.query_field as usize].as_deref().unwrap_or_default();
            assert_eq!(token.query.as_deref(), field.get(from..to));
        }
    }
    for lang in [Lang::Es, Lang::En, Lang::Pt] {
        assert!(hit.explanation.sentence(lang).ends_with('.'));
    }
    let _ = format!("{hit:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_makes_it_panic_and_reasons_add_up(query in query(), record in record()) {
        for matching in [Matching::Soft, Matching::Exact] {
            let settings = Settings { matching, ..ANY };
            let hit = compare(&query, &record, &settings);
            if let Some(hit) = &hit {
                check(hit, &query, &record);
                if hit.axis == Axis::Name {
                    let stricter = Settings { threshold: hit.similarity, ..settings.clone() };
                    prop_assert_eq!(compare(&query, &record, &stricter), Some(hit.clone()));
                }
            }
            let again = compare(&query, &record, &settings);
            prop_assert_eq!(
                serde_json::to_string(&hit).unwrap(),
                serde_json::to_string(&again).unwrap()
            );
        }
    }

    #[test]
    fn similarity_is_the_same_in_both_directions(
        a in made_name(), b in made_name(), kind in kind(),
    ) {
        let one_way = |a: &str, b: &str| {
            let query = Query { kind, ..person(a) };
            compare(&query, &listed(kind, b), &ANY).map(|hit| hit.similarity)
        };
        prop_assert_eq!(one_way(&a, &b), one_way(&b, &a));
    }

    #[test]
    fn a_name_is_itself(name in made_name()) {
        if let Some(hit) = compare(&person(&name), &listed(EntityKind::Person, &name), &ANY) {
            prop_assert_eq!(hit.similarity, Score::ONE);
        }
    }
}

#[test]
fn hostile_names_take_a_bounded_time() {
    let names = [
        "a ".repeat(10_000),
        "Lucía Ficticia ".repeat(10_000),
        "ñ".repeat(1_000_000),
        "\u{301}".repeat(1_000_000),
        "ﷺ".repeat(10_000),
        "a?".repeat(10_000),
        ",".repeat(1_000_000),
    ];
    for a in &names {
        for b in &names {
            if let Some(hit) = compare(&person(a), &listed(EntityKind::Person, b), &ANY) {
                check(&hit, &person(a), &listed(EntityKind::Person, b));
            }
        }
    }
}
