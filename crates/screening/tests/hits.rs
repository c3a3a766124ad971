//! Hits as a whole: axis, confidence and the reasons given.

use screening::{
    Agreement, Axis, Document, DocumentKind, EntityKind, Explanation, Fact, Gender, Hit, Index,
    Lang, Name, NameKind, Observation, PartialDate, Query, QueryField, Record, Rule, Score,
    Settings, compare,
};

fn person(name: &str) -> Query {
    Query { kind: EntityKind::Person, name: Some(name.into()), ..Query::default() }
}

fn listed(name: &str) -> Record {
    Record {
        id: "1".into(),
        kind: EntityKind::Person,
        names: vec![Name::primary(name)],
        ..Record::default()
    }
}

fn cedula(number: &str, country: &str) -> Document {
    let country = Some(country.to_owned());
    Document { kind: DocumentKind::NationalId, number: number.into(), country }
}

fn hit(query: &Query, record: &Record) -> Hit {
    compare(query, record, &Settings::default()).expect("a hit")
}

#[test]
fn a_conflicting_birth_date_speaks_against_an_equal_name() {
    let record = Record {
        birth_dates: vec![PartialDate::full(1950, 2, 3)],
        ..listed("FICTICIA PRUEBA, Lucía")
    };
    let birth_date = Some(PartialDate::full(1980, 5, 17));
    let found = hit(&Query { birth_date, ..person("Lucía Ficticia Prueba") }, &record);
    assert_eq!(found.similarity, Score::ONE);
    assert!(found.confidence < Score::new(5_000), "{}", found.confidence);
    assert!(found.explanation.against.contains(&Observation::BirthDateConflict));
    assert!(found.explanation.caps.iter().any(|cap| cap.rule == Rule::BirthDateConflict));
}

#[test]
fn an_equal_birth_date_confirms_and_its_want_is_told() {
    let date = PartialDate::full(1980, 5, 17);
    let record = Record { birth_dates: vec![date], ..listed("PRUEBA, Juan") };
    let without = hit(&person("Juan Prueba"), &record);
    let with = hit(&Query { birth_date: Some(date), ..person("Juan Prueba") }, &record);
    assert!(with.confidence > without.confidence);
    assert!(without.explanation.unknown.contains(&Fact::BirthDate));
    assert_eq!(without.explanation.would_confirm[0].confidence, with.confidence);
    assert!(without.explanation.would_clear[0].confidence < Score::new(5_000));
    assert!(with.explanation.would_confirm.is_empty());
}

#[test]
fn a_common_name_is_less_certain_than_a_rare_one() {
    let common = hit(&person("José García López"), &listed("GARCIA LOPEZ, José"));
    let rare = hit(&person("Lucía Ficticia Prueba"), &listed("FICTICIA PRUEBA, Lucía"));
    assert_eq!(common.similarity, rare.similarity);
    assert!(common.confidence < Score::new(5_000), "{}", common.confidence);
    assert!(rare.confidence > Score::new(8_000), "{}", rare.confidence);
}

#[test]
fn an_equal_document_is_a_hit_whatever_the_name() {
    let record =
        Record { documents: vec![cedula("1.000.000.001", "co")], ..listed("PRUEBA, Juan") };
    let asked = |name: &str, country| Query {
        documents: vec![cedula("01000000001", country)],
        ..person(name)
    };
    let same = hit(&asked("Juan Prueba", "co"), &record);
    assert_eq!((same.axis, same.confidence), (Axis::Document, Score::new(9_900)));
    let other = hit(&asked("Lucía Ficticia", "co"), &record);
    assert_eq!(other.axis, Axis::Document);
    assert!(other.confidence < Score::new(8_000));
    assert!(other.explanation.against.contains(&Observation::NameDisjoint));
    assert!(compare(&asked("Lucía Ficticia", "pe"), &record, &Settings::default()).is_none());
    let index = Index::build(vec![listed("FICTICIA, Lucía"), record]);
    let found = index.search(&asked("Lucía Ficticia", "co"), &Settings::default());
    assert_eq!(found.iter().map(|hit| hit.record).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn fields_tell_surnames_apart() {
    let query = Query {
        kind: EntityKind::Person,
        first_name: Some("Lucía".into()),
        last_name: Some("Ficticia Prueba".into()),
        ..Query::default()
    };
    let found = hit(&query, &listed("FICTICIA PRUEBA, Lucía"));
    assert_eq!(found.similarity, Score::ONE);
    let token = &found.explanation.tokens[1];
    assert_eq!((token.query_field, token.query_span), (QueryField::LastName, Some((0, 8))));
    assert_eq!(token.query.as_deref(), Some("Ficticia"));
    let swapped = compare(&query, &listed("Ficticia, Prueba Lucía"), &Settings::default());
    assert!(swapped.is_none_or(|hit| hit.similarity < Score::new(9_000)));
}

#[test]
fn tokens_are_told_with_their_places() {
    let record = listed("FICTICIA PRUEBA, Lucia");
    let found = hit(&person("Lucía Fictizia"), &record);
    let told: Vec<_> = found
        .explanation
        .tokens
        .iter()
        .map(|t| (t.query.as_deref(), t.record.as_deref(), t.agreement))
        .collect();
    assert_eq!(
        told,
        [
            (Some("Lucía"), Some("Lucia"), Agreement::Folded),
            (Some("Fictizia"), Some("FICTICIA"), Agreement::Phonetic),
            (None, Some("PRUEBA"), Agreement::Missing),
        ]
    );
    for token in &found.explanation.tokens {
        let (from, to) = token.record_span.unwrap();
        assert_eq!(token.record.as_deref(), Some(&record.names[0].text[from..to]));
    }
}

#[test]
fn a_gender_pair_is_told_as_different() {
    let settings = Settings { threshold: Score::ZERO, ..Settings::default() };
    let query = person("Mario Ficticio Prueba");
    let found = compare(&query, &listed("FICTICIO PRUEBA, María"), &settings).unwrap();
    let pair = &found.explanation.tokens[0];
    assert_eq!((pair.agreement, pair.score), (Agreement::Different, Score::new(3_500)));
    assert!(found.explanation.against.contains(&Observation::GivenNameDiffers));
}

#[test]
fn weak_names_say_less() {
    let weak = Record {
        names: vec![Name { text: "FICTICIA, Lucía".into(), kind: NameKind::Weak }],
        ..listed("")
    };
    let strong = hit(&person("Lucía Ficticia"), &listed("FICTICIA, Lucía"));
    let weak = hit(&person("Lucía Ficticia"), &weak);
    assert!(weak.confidence < strong.confidence);
    assert!(weak.explanation.against.contains(&Observation::NameWeak));
}

#[test]
fn kinds_do_not_mix() {
    let company = Record { kind: EntityKind::Company, ..listed("Lucía Ficticia") };
    assert!(compare(&person("Lucía Ficticia"), &company, &Settings::default()).is_none());
    let unknown = Query { kind: EntityKind::Unknown, ..person("Lucía Ficticia") };
    assert!(compare(&unknown, &company, &Settings::default()).is_some());
}

#[test]
fn reasons_read_in_three_languages() {
    let record = Record {
        birth_dates: vec![PartialDate::full(1950, 2, 3)],
        gender: Some(Gender::Female),
        ..listed("FICTICIA PRUEBA, Lucía")
    };
    let query = Query {
        birth_date: Some(PartialDate::full(1980, 5, 17)),
        gender: Some(Gender::Female),
        ..person("Lucía Fictizia")
    };
    let explanation = hit(&query, &record).explanation;
    assert_eq!(
        explanation.sentence(Lang::Es),
        "Coincide «Lucía»; «Fictizia» suena como «FICTICIA»; la lista añade «PRUEBA»; el género \
         es el mismo. En contra: la fecha de nacimiento difiere en varios años; sin comparar: \
         segundo apellido, documento y país."
    );
    assert_eq!(
        explanation.sentence(Lang::En),
        "“Lucía” agrees; “Fictizia” sounds like “FICTICIA”; the list adds “PRUEBA”; the gender is \
         the same. Against it: the birth date is years apart; not compared: second surname, \
         document and country."
    );
    assert_eq!(
        explanation.sentence(Lang::Pt),
        "“Lucía” coincide; “Fictizia” soa como “FICTICIA”; a lista acrescenta “PRUEBA”; o gênero \
         é o mesmo. Contra: a data de nascimento difere em vários anos; sem comparar: segundo \
         sobrenome, documento e país."
    );
}

#[test]
fn an_explanation_survives_the_wire() {
    let found = hit(&person("Lucía Fictizia"), &listed("FICTICIA PRUEBA, Lucía"));
    let json = serde_json::to_string(&found.explanation).unwrap();
    assert_eq!(serde_json::from_str::<Explanation>(&json).unwrap(), found.explanation);
    assert!(json.contains(r#""agreement":"phonetic""#), "{json}");
}
