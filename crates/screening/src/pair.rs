//! A query against one record.

use crate::birth;
use crate::confidence::{Evidence, confidence};
use crate::document::{self, Papers};
use crate::explain;
use crate::judge::{Verdict, judge};
use crate::name::{self, Parsed};
use crate::rarity::Rarity;
use crate::{Axis, EntityKind, Hit, NameKind, Query, Record, Score, Settings};

/// A query made ready for comparison.
pub(crate) struct Asked<'a> {
    pub query: &'a Query,
    pub names: Vec<Parsed>,
}

impl<'a> Asked<'a> {
    pub fn new(query: &'a Query) -> Self {
        Self { query, names: name::of_query(query) }
    }
}

/// A record with its names made ready.
#[derive(Clone, Copy)]
pub(crate) struct Listed<'a> {
    pub record: &'a Record,
    pub names: &'a [Parsed],
}

/// A hit that is not yet explained.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// Which name of the query fitted which of the record, by their places among the parsed ones.
    pub names: Option<(usize, usize)>,
    pub evidence: Evidence,
    pub confidence: Score,
}

/// Compares a query with one record, without an index.
///
/// The similarity is the one that [`crate::Index::search`] gives. The confidence knows the
/// engine's own tables of common names only, while an index of a thousand records or more also
/// knows what is common on its list; [`crate::Index::compare`] gives that one.
pub fn compare(query: &Query, record: &Record, settings: &Settings) -> Option<Hit> {
    let names = name::of_record(record);
    let listed = Listed { record, names: &names };
    hit(&Asked::new(query), listed, Rarity::shipped(), settings)
}

/// Compares and explains.
pub(crate) fn hit(
    asked: &Asked<'_>,
    listed: Listed<'_>,
    rarity: Rarity<'_>,
    settings: &Settings,
) -> Option<Hit> {
    let found = find(asked, listed, rarity, settings, 0..listed.names.len())?;
    Some(explain::hit(asked, listed, &found, settings))
}

/// Compares with some of the names of a record; nothing when it is no hit.
pub(crate) fn find(
    asked: &Asked<'_>,
    listed: Listed<'_>,
    rarity: Rarity<'_>,
    settings: &Settings,
    names: impl IntoIterator<Item = usize>,
) -> Option<Found> {
    let (query, record) = (asked.query, listed.record);
    if !may_meet(query.kind, record.kind) {
        return None;
    }
    let papers = document::compare(&query.documents, &record.documents);
    let axis = if papers == Papers::Equal { Axis::Document } else { Axis::Name };
    let best = best_name(asked, listed, settings, names);
    let similarity = best.as_ref().map_or(Score::ZERO, |best| best.verdict.similarity);
    if axis == Axis::Name && (similarity < settings.threshold || best.is_none()) {
        return None;
    }
    let country = query.country.as_ref().filter(|_| !record.countries.is_empty());
    let evidence = Evidence {
        axis,
        kind: if record.kind == EntityKind::Unknown { query.kind } else { record.kind },
        similarity,
        shared: best.as_ref().map_or(0, |best| {
            let (q, r) = (&asked.names[best.q], &listed.names[best.r]);
            rarity.shared(q, r, &best.verdict.alignment)
        }),
        name_kind: best.as_ref().map_or(NameKind::Primary, |best| best.kind),
        disjoint: match &best {
            Some(best) => best.verdict.is_disjoint(&asked.names[best.q]),
            None => !asked.names.is_empty() && !listed.names.is_empty(),
        },
        born: birth::compare(query.birth_date, &record.birth_dates),
        country: country
            .map(|asked| record.countries.iter().any(|c| c.eq_ignore_ascii_case(asked))),
        gender: query.gender.zip(record.gender).map(|(a, b)| a == b),
        papers,
    };
    Some(Found {
        names: best.map(|best| (best.q, best.r)),
        confidence: confidence(&evidence),
        evidence,
    })
}

/// Whether two kinds can be one thing.
pub(crate) fn may_meet(a: EntityKind, b: EntityKind) -> bool {
    a == b || a == EntityKind::Unknown || b == EntityKind::Unknown
}

struct Best {
    q: usize,
    r: usize,
    kind: NameKind,
    verdict: Verdict,
}

/// The pair of names that is most alike; between equals, a better kind of name, then the first.
fn best_name(
    asked: &Asked<'_>,
    listed: Listed<'_>,
    settings: &Settings,
    names: impl IntoIterator<Item = usize>,
) -> Option<Best> {
    let mut best: Option<Best> = None;
    for r in names {
        let name = &listed.names[r];
        let kind = listed.record.names[name.at].kind;
        for (q, asked) in asked.names.iter().enumerate() {
            if asked.shape != name.shape {
                continue;
            }
            let verdict = judge(asked, name, settings.matching);
            let better = best.as_ref().is_none_or(|held| {
                let held_rank = (held.verdict.similarity, held.kind != NameKind::Weak);
                (verdict.similarity, kind != NameKind::Weak) > held_rank
            });
            if better {
                best = Some(Best { q, r, kind, verdict });
            }
        }
    }
    best
}
