//! The index against comparing with every record.

use screening::{EntityKind, Hit, Index, Name, NameKind, Query, Record, Score, Settings, compare};

const GIVEN: &[&str] = &["Lucía", "María", "José", "Juan", "Pedro", "Teresa", "Hugo", "Irene"];
const PARTS: &[&str] =
    &["fic", "ti", "pru", "ba", "in", "ven", "ta", "mo", "ru", "les", "zan", "do"];

/// A small generator with a state of its own.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((self.0 >> 33) % sides as u64) as usize
    }

    fn surname(&mut self) -> String {
        (0..3 + self.below(2)).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }

    fn name(&mut self) -> String {
        let given = GIVEN[self.below(GIVEN.len())];
        match self.below(4) {
            0 => format!("{given} {}", self.surname()),
            1 => format!("{} DE LA {}, {given}", self.surname(), self.surname()),
            _ => format!("{} {}, {given}", self.surname(), self.surname()),
        }
    }

    /// A name with a mistake in it.
    fn mangled(&mut self, name: &str) -> String {
        let mut letters: Vec<char> = name.replace(',', "").chars().collect();
        let at = 1 + self.below(letters.len() - 2);
        match self.below(5) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, 'e'),
            2 => letters.swap(at, at + 1),
            3 => letters[at] = 'o',
            _ => letters.retain(|letter| *letter != ' '),
        }
        letters.into_iter().collect()
    }
}

fn records(dice: &mut Dice, count: usize) -> Vec<Record> {
    (0..count)
        .map(|id| Record {
            id: id.to_string(),
            kind: EntityKind::Person,
            names: vec![
                Name::primary(dice.name()),
                Name { text: dice.name(), kind: NameKind::Weak },
            ],
            ..Record::default()
        })
        .collect()
}

#[test]
fn the_index_finds_what_comparing_with_all_finds() {
    let mut dice = Dice(3);
    let index = Index::build(records(&mut dice, 500));
    let settings = Settings { limit: usize::MAX, ..Settings::default() };
    let (mut all, mut missed) = (0, Vec::new());
    for _ in 0..150 {
        let listed = index.record(dice.below(index.len())).names[0].text.clone();
        let name = Some(dice.mangled(&listed));
        let query = Query { kind: EntityKind::Person, name, ..Query::default() };
        let found = index.search(&query, &settings);
        for at in 0..index.len() {
            let Some(hit) = index.compare(&query, at, &settings) else {
                continue;
            };
            all += 1;
            match found.iter().find(|found| found.record == at) {
                Some(found) => assert_eq!(*found, hit),
                None => missed.push((query.name.clone(), hit.explanation.matched_name)),
            }
        }
    }
    assert!(all > 80, "only {all} hits to compare");
    assert!(missed.len() * 1_000 <= all, "{} of {all} missed: {missed:?}", missed.len());
}

#[test]
fn a_search_equals_comparing() {
    let mut dice = Dice(5);
    let index = Index::build(records(&mut dice, 300));
    let settings = Settings::default();
    for at in 0..index.len() {
        let name = Some(index.record(at).names[0].text.clone());
        let query = Query { kind: EntityKind::Person, name, ..Query::default() };
        let found = index.search(&query, &settings);
        assert!(found.iter().any(|hit| hit.record == at && hit.similarity == Score::ONE));
        for hit in found {
            let again = index.compare(&query, hit.record, &settings);
            assert_eq!(again.as_ref(), Some(&hit));
            let alone = compare(&query, index.record(hit.record), &settings);
            assert_eq!(alone, Some(Hit { record: 0, ..hit }));
        }
    }
}

#[test]
fn the_limit_keeps_the_most_certain() {
    let mut dice = Dice(9);
    let mut list = records(&mut dice, 100);
    list.extend(list.clone());
    let index = Index::build(list);
    let name = Some(index.record(0).names[0].text.clone());
    let query = Query { kind: EntityKind::Person, name, ..Query::default() };
    let all = index.search(&query, &Settings::default());
    assert!(all.len() >= 2);
    assert!(all.windows(2).all(|pair| pair[0].confidence >= pair[1].confidence));
    let one = index.search(&query, &Settings { limit: 1, ..Settings::default() });
    assert_eq!(one, all[..1]);
    assert!(Index::build(Vec::new()).search(&query, &Settings::default()).is_empty());
}

#[test]
fn what_is_common_on_the_list_says_less() {
    let mut dice = Dice(13);
    let mut list = records(&mut dice, 1_000);
    for record in list.iter_mut().take(50) {
        record.names[0].text = format!("Lucía Ficticia {}", dice.surname());
    }
    list[0].names[0].text = "Lucía Ficticia Prueba".into();
    let index = Index::build(list);
    let name = Some("Lucía Ficticia Prueba".into());
    let query = Query { kind: EntityKind::Person, name, ..Query::default() };
    let settings = Settings::default();
    let listed = index.search(&query, &settings)[0].clone();
    let alone = compare(&query, index.record(0), &settings).unwrap();
    assert_eq!((listed.record, listed.similarity), (0, alone.similarity));
    assert!(listed.confidence < alone.confidence);
}
