//! Which token stands for which, as it is told.

use crate::align::{Alignment, Link};
use crate::name::{Class, Parsed, Shape, Token};
use crate::pair::Asked;
use crate::token::{GENDER_PAIR, opposite};
use crate::{Agreement, QueryField, Score, TokenMatch};

/// The table of tokens of two names.
pub(super) struct Tokens<'a> {
    pub asked: &'a Asked<'a>,
    pub q: &'a Parsed,
    pub r: &'a Parsed,
    /// The record's name as written.
    pub written: &'a str,
}

impl Tokens<'_> {
    /// A row for every token of either side, in the order of the query.
    pub fn all(&self, alignment: &Alignment) -> Vec<TokenMatch> {
        let mut rows: Vec<(usize, TokenMatch)> = Vec::new();
        for link in &alignment.links {
            rows.push((link.q, self.linked(link)));
        }
        let mut free_r: Vec<usize> =
            (0..self.r.tokens.len()).filter(|j| !alignment.r_linked[*j]).collect();
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
        free.iter().find(fits).or_else(|| free.iter().find(both_content)).copied()
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
        let within = tokens.iter().take_while(|token| token.field == field).last();
        let span = (tokens[0].start as usize, within.unwrap_or(&tokens[0]).end as usize);
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
        (self.written.get(span.0..span.1).unwrap_or_default().to_owned(), span)
    }
}
