//! How long comparing and searching take, on made names drawn by how common they are.
//!
//! `cargo bench -p screening`

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use screening::{
    EntityKind, Index, Matching, Name, PartialDate, Query, Record, Score, Settings, compare,
};

fn main() {
    divan::main();
}

const ENTITIES: usize = 20_000;
const GIVEN: &[&str] = &[
    "María", "José", "Juan", "Luis", "Ana", "Carlos", "Rosa", "Jorge", "Luz", "Pedro", "Elena",
    "Miguel", "Teresa", "Andrés", "Julia", "Diego", "Sofía", "Pablo", "Irene", "Hugo",
];
const SURNAMES: &[&str] = &[
    "García",
    "Rodríguez",
    "López",
    "Pérez",
    "Gómez",
    "Silva",
    "Torres",
    "Quispe",
    "Rojas",
    "Vargas",
    "Castro",
    "Ortiz",
    "Salazar",
    "Mejía",
    "Zapata",
    "Ficticio",
    "Inventado",
    "Prueba",
];
const SYLLABLES: &[&str] = &[
    "ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "ran",
    "tel", "mon", "cas", "dor", "lin",
];
const TRADES: &[&str] = &["Comercial", "Transportes", "Inversiones", "Grupo", "Constructora"];

/// A small generator with a state of its own, so that every run makes the same list.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides as u64) as usize
    }

    /// The front of a list more often than its end.
    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let most = self.below(list.len()) + 1;
        list[self.below(most)]
    }

    fn word(&mut self) -> String {
        let word: String = (0..2 + self.below(3)).map(|_| self.pick(SYLLABLES)).collect();
        word[..1].to_uppercase() + &word[1..]
    }

    /// A surname: one in three is common.
    fn surname(&mut self) -> String {
        if self.below(3) == 0 { self.pick(SURNAMES).to_owned() } else { self.word() }
    }

    fn given(&mut self) -> String {
        if self.below(2) == 0 { self.pick(GIVEN).to_owned() } else { self.word() }
    }

    fn person(&mut self) -> (String, String) {
        let given = match self.below(2) {
            0 => self.given(),
            _ => format!("{} {}", self.given(), self.given()),
        };
        (given, format!("{} {}", self.surname(), self.surname()))
    }

    fn record(&mut self, id: usize) -> Record {
        let company = self.below(20) == 0;
        let name = if company {
            format!("{} {} {} S.A.", self.pick(TRADES), self.word(), self.word())
        } else {
            let (given, surnames) = self.person();
            format!("{}, {given}", surnames.to_uppercase())
        };
        Record {
            id: id.to_string(),
            kind: if company { EntityKind::Company } else { EntityKind::Person },
            names: vec![Name::primary(name)],
            birth_dates: vec![PartialDate::year(1930 + self.below(70) as i16)],
            ..Record::default()
        }
    }
}

static RECORDS: LazyLock<Vec<Record>> = LazyLock::new(|| {
    let mut dice = Dice(7);
    (0..ENTITIES).map(|id| dice.record(id)).collect()
});
static INDEX: LazyLock<Index> = LazyLock::new(|| Index::build(RECORDS.clone()));

fn asked(name: String) -> Query {
    Query { kind: EntityKind::Person, name: Some(name), ..Query::default() }
}

/// Queries: most are people who are not listed, some are listed with a letter lost.
fn queries() -> Vec<Query> {
    let mut dice = Dice(11);
    (0..1_000)
        .map(|at| match at % 4 {
            0 => {
                let listed = &RECORDS[dice.below(ENTITIES)].names[0].text;
                let mut name = listed.clone();
                name.pop();
                Query { kind: EntityKind::Unknown, ..asked(name) }
            }
            1 => asked(format!("{} {}", dice.pick(GIVEN), dice.pick(SURNAMES))),
            _ => {
                let (given, surnames) = dice.person();
                asked(format!("{given} {surnames}"))
            }
        })
        .collect()
}

#[divan::bench]
fn pairs_with_parsing(bencher: Bencher<'_, '_>) {
    let settings = Settings { threshold: Settings::THRESHOLD, ..Settings::default() };
    let query = asked("Lucía Ficticia Prueba".into());
    let record = &RECORDS[0];
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench(|| compare(divan::black_box(&query), divan::black_box(record), &settings));
}

#[divan::bench]
fn pairs_that_hit_with_reasons(bencher: Bencher<'_, '_>) {
    let settings = Settings::default();
    let query = asked("Lucía Fictisia Prueba".into());
    let record = Record {
        kind: EntityKind::Person,
        names: vec![Name::primary("FICTICIA PRUEBA, Ana Lucía")],
        ..Record::default()
    };
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench(|| compare(divan::black_box(&query), divan::black_box(&record), &settings));
}

#[divan::bench(sample_count = 20)]
fn prepared_pairs(bencher: Bencher<'_, '_>) {
    let settings = Settings { threshold: Score::ONE, ..Settings::default() };
    let queries = queries();
    bencher.counter(ItemsCount::new(1_000_u32)).bench(|| {
        let pairs =
            (0..1_000).filter(|at| INDEX.compare(&queries[*at % 50], *at, &settings).is_some());
        pairs.count()
    });
}

#[divan::bench(args = [Matching::Soft, Matching::Exact], sample_count = 20)]
fn search_20k(bencher: Bencher<'_, '_>, matching: Matching) {
    let settings = Settings { matching, ..Settings::default() };
    let queries = queries();
    LazyLock::force(&INDEX);
    bencher
        .counter(ItemsCount::new(queries.len()))
        .bench(|| queries.iter().map(|query| INDEX.search(query, &settings).len()).sum::<usize>());
}

#[divan::bench(sample_count = 5)]
fn build_20k(bencher: Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(ENTITIES))
        .with_inputs(|| RECORDS.clone())
        .bench_values(Index::build);
}
