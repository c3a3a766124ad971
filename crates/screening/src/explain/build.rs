//! Putting the reasons of a hit together.

use crate::align::{Alignment, Link};
use crate::birth::Born;
use crate::confidence::{self, Evidence, weigh};
use crate::document::Papers;
use crate::judge::judge;
use crate::name::{Class, Parsed, Shape, Token};
use crate::pair::{Asked, Found, Listed};
use crate::rule::Tally;
use crate::token::{GENDER_PAIR, opposite};
use crate::{
    Agreement, Axis, Explanation, Fact, Hit, NameKind, Observation, Outlook, Query, QueryField,
    Record, Rule, Score, Settings, TokenMatch,
};

/// Names that share this much, in hundredths of log odds, are rare.
const RARE: i32 = 240;
/// Names that share no more than this are common.
const COMMON: i32 = 150;

/// Explains a hit.
pub(crate) fn hit(
    asked: &Asked<'_>,
    listed: Listed<'_>,
    found: &Found,
    settings: &Settings,
) -> Hit {
    let evidence = &found.evidence;
    let weighed = weigh(evidence);
    let mut explanation = Explanation {
        points: weighed.points,
        ..Explanation::default()
    };
    let mut rules = Tally::default();
    if let Some((q, r)) = found.names {
        let (q, r) = (&asked.names[q], &listed.names[r]);
        let verdict = judge(q, r, settings.matching);
        let name = &listed.record.names[r.at];
        explanation.matched_name.clone_from(&name.text);
        explanation.name_kind = name.kind;
        explanation.tokens = Tokens {
            asked,
            q,
            r,
            written: &name.text,
        }
        .all(&verdict.alignment);
        rules = verdict.rules;
    }
    explanation.reductions = rules.reductions();
    explanation.caps = rules.caps();
    explanation.caps.extend(weighed.caps);
    explanation.agreed = agreed(evidence);
    explanation.against = against(evidence, &rules);
    explanation.unknown = unknown(asked.query, listed.record, evidence, &rules);
    (explanation.would_confirm, explanation.would_clear) =
        outlooks(asked.query, listed.record, evidence);
    Hit {
        record: 0,
        axis: evidence.axis,
        similarity: evidence.similarity,
        confidence: found.confidence,
        explanation,
    }
}

fn agreed(evidence: &Evidence) -> Vec<Observation> {
    let mut agreed = Vec::new();
    if evidence.papers == Papers::Equal {
        agreed.push(Observation::DocumentEqual);
    }
    if evidence.similarity == Score::ONE {
        agreed.push(Observation::NameEqual);
    } else if evidence.similarity >= Settings::THRESHOLD {
        agreed.push(Observation::NameSimilar);
    }
    if evidence.similarity >= Settings::THRESHOLD && evidence.shared >= RARE {
        agreed.push(Observation::NameRare);
    }
    agreed.extend(match evidence.born {
        Born::Equal => Some(Observation::BirthDateEqual),
        Born::Transposed => Some(Observation::BirthDateTransposed),
        Born::Near => Some(Observation::BirthDateNear),
        Born::SameYear => Some(Observation::BirthYearEqual),
        _ => None,
    });
    agreed.extend((evidence.country == Some(true)).then_some(Observation::CountryEqual));
    agreed.extend((evidence.gender == Some(true)).then_some(Observation::GenderEqual));
    agreed
}

fn against(evidence: &Evidence, rules: &Tally) -> Vec<Observation> {
    let mut against = Vec::new();
    if evidence.disjoint {
        against.push(Observation::NameDisjoint);
    } else {
        for observation in rules.iter().filter_map(|(rule, _)| rule.observation()) {
            if !against.contains(&observation) {
                against.push(observation);
            }
        }
    }
    against.extend(match evidence.born {
        Born::Differs | Born::NextYear => Some(Observation::BirthDateDiffers),
        Born::Conflict => Some(Observation::BirthDateConflict),
        _ => None,
    });
    let differs = evidence.papers == Papers::Differs;
    against.extend(differs.then_some(Observation::DocumentDiffers));
    against.extend((evidence.country == Some(false)).then_some(Observation::CountryDiffers));
    against.extend((evidence.gender == Some(false)).then_some(Observation::GenderDiffers));
    let named = evidence.axis == Axis::Name;
    if named && evidence.name_kind == NameKind::Weak {
        against.push(Observation::NameWeak);
    }
    if named && evidence.shared <= COMMON {
        against.push(Observation::NameCommon);
    }
    against
}

fn unknown(query: &Query, record: &Record, evidence: &Evidence, rules: &Tally) -> Vec<Fact> {
    let missing = |rule: Rule| rules.iter().any(|(applied, _)| applied == rule);
    let no_papers = query.documents.is_empty() || record.documents.is_empty();
    [
        (missing(Rule::SecondSurnameMissing), Fact::SecondSurname),
        (evidence.born == Born::Unknown, Fact::BirthDate),
        (no_papers, Fact::Document),
        (evidence.country.is_none(), Fact::Country),
        (evidence.gender.is_none(), Fact::Gender),
    ]
    .into_iter()
    .filter_map(|(applies, fact)| applies.then_some(fact))
    .collect()
}

/// What facts that the record knows and the query lacks would bring, equal and different.
fn outlooks(query: &Query, record: &Record, evidence: &Evidence) -> (Vec<Outlook>, Vec<Outlook>) {
    let mut confirm = Vec::new();
    let mut clear = Vec::new();
    let mut add = |fact, equal: Evidence, different: Evidence| {
        confirm.push(Outlook {
            fact,
            confidence: confidence::confidence(&equal),
        });
        clear.push(Outlook {
            fact,
            confidence: confidence::confidence(&different),
        });
    };
    if evidence.axis == Axis::Document {
        return (confirm, clear);
    }
    if query.birth_date.is_none() && !record.birth_dates.is_empty() {
        let full = record
            .birth_dates
            .iter()
            .any(|date| date.is_full() && !date.circa);
        let equal = if full { Born::Equal } else { Born::SameYear };
        let with = |born| Evidence { born, ..*evidence };
        add(Fact::BirthDate, with(equal), with(Born::Conflict));
    }
    if query.documents.is_empty() && !record.documents.is_empty() {
        let equal = Evidence {
            axis: Axis::Document,
            papers: Papers::Equal,
            ..*evidence
        };
        add(
            Fact::Document,
            equal,
            Evidence {
                papers: Papers::Differs,
                ..*evidence
            },
        );
    }
    (confirm, clear)
}

/// The table of tokens of two names.
struct Tokens<'a> {
    asked: &'a Asked<'a>,
    q: &'a Parsed,
    r: &'a Parsed,
    /// The record's name as written.
    written: &'a str,
}

impl Tokens<'_> {
    fn all(&self, alignment: &Alignment) -> Vec<TokenMatch> {
        let mut rows: Vec<(usize, TokenMatch)> = Vec::new();
        for link in &alignment.links {
            rows.push((link.q, self.linked(link)));
        }
        let mut free_r: Vec<usize> = (0..self.r.tokens.len())
            .filter(|j| !alignment.r_linked[*j])
            .collect();
        for (i, token) in self.q.tokens.iter().enumerate() {
            if alignment.q_linked[i] {
                continue;
            }
            let other = self.counterpart(token, &free_r);
            free_r.retain(|j| Some(*j) != other);
            rows.push((i, self.unlinked(Some(i), other)));
        }
        for j in free_r {
            rows.push((self.q.tokens.len() + j, self.unlinked(None, Some(j))));
        }
        rows.sort_by_key(|(at, _)| *at);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn linked(&self, link: &Link) -> TokenMatch {
        let (query, field, query_span) = self.query_text(link.q, link.q_count);
        let (record, record_span) = self.record_text(link.r, link.r_count);
        let same = query.to_lowercase() == record.to_lowercase();
        let agreement = match link.agreement {
            Agreement::Equal if !same => Agreement::Folded,
            other => other,
        };
        TokenMatch {
            query: Some(query),
            record: Some(record),
            query_field: field,
            query_span: Some(query_span),
            record_span: Some(record_span),
            agreement,
            score: Score::new(link.score),
        }
    }

    /// The token of the record that a token without an agreement is set against.
    fn counterpart(&self, token: &Token, free: &[usize]) -> Option<usize> {
        let fits = |j: &&usize| {
            let other = &self.r.tokens[**j];
            match (token.class, other.class) {
                (Class::Legal, Class::Legal) => true,
                (Class::Content, Class::Content) => {
                    self.q.shape == Shape::Person && opposite(token, other)
                }
                _ => false,
            }
        };
        let both_content = |j: &&usize| token.counts() && self.r.tokens[**j].counts();
        free.iter()
            .find(fits)
            .or_else(|| free.iter().find(both_content))
            .copied()
    }

    fn unlinked(&self, q: Option<usize>, r: Option<usize>) -> TokenMatch {
        let query = q.map(|i| self.query_text(i, 1));
        let record = r.map(|j| self.record_text(j, 1));
        let is_legal = q.is_none_or(|i| self.q.tokens[i].class == Class::Legal)
            && r.is_none_or(|j| self.r.tokens[j].class == Class::Legal);
        let (agreement, score) = match (q, r) {
            _ if is_legal => (Agreement::LegalForm, 0),
            (Some(i), Some(j)) if opposite(&self.q.tokens[i], &self.r.tokens[j]) => {
                (Agreement::Different, GENDER_PAIR)
            }
            (Some(_), Some(_)) => (Agreement::Different, 0),
            _ => (Agreement::Missing, 0),
        };
        let (query, field, query_span) = match query {
            Some((text, field, span)) => (Some(text), field, Some(span)),
            None => (None, QueryField::Name, None),
        };
        let (record, record_span) = record.unzip();
        TokenMatch {
            query,
            record,
            query_field: field,
            query_span,
            record_span,
            agreement,
            score: Score::new(score),
        }
    }

    fn query_text(&self, from: usize, count: usize) -> (String, QueryField, (usize, usize)) {
        let tokens = &self.q.tokens[from..from + count];
        let field = tokens[0].field;
        let within = tokens
            .iter()
            .take_while(|token| token.field == field)
            .last();
        let span = (
            tokens[0].start as usize,
            within.unwrap_or(&tokens[0]).end as usize,
        );
        let query = self.asked.query;
        let written = match field {
            QueryField::Name => &query.name,
            QueryField::FirstName => &query.first_name,
            QueryField::LastName => &query.last_name,
        };
        let text = written.as_deref().and_then(|text| text.get(span.0..span.1));
        (text.unwrap_or_default().to_owned(), field, span)
    }

    fn record_text(&self, from: usize, count: usize) -> (String, (usize, usize)) {
        let tokens = &self.r.tokens[from..from + count];
        let span = (tokens[0].start as usize, tokens[count - 1].end as usize);
        (
            self.written
                .get(span.0..span.1)
                .unwrap_or_default()
                .to_owned(),
            span,
        )
    }
}
