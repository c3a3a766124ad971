//! Consent: what a source needs, and the proof that it is there.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Entry, LegalBasis};

/// What is known of the subject's consent when a check is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// The client says that the subject agreed (`user_authorized=true`).
    DeclaredByClient,
    /// Nothing was said; only possible with a key of version 0.
    NotStated,
}

/// The proof that a source may be asked. It can be had only from [`Consent::cover`], so that no
/// code can ask a source without it.
#[derive(Clone, Copy, Debug)]
pub struct Cover(());

impl Consent {
    /// The cover for a source, if this consent or the source's own legal basis gives one.
    pub fn cover(self, source: &Entry) -> Option<Cover> {
        let covered = match source.legal_basis {
            LegalBasis::PublicList | LegalBasis::GivenInput => true,
            LegalBasis::Consent => self == Self::DeclaredByClient,
        };
        covered.then_some(Cover(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn a_source_that_needs_consent_is_not_covered_without_it() {
        let mut entry = Catalogue::built_in().unwrap().entries()[0].clone();
        for (basis, consent, covered) in [
            (LegalBasis::PublicList, Consent::NotStated, true),
            (LegalBasis::GivenInput, Consent::NotStated, true),
            (LegalBasis::Consent, Consent::NotStated, false),
            (LegalBasis::Consent, Consent::DeclaredByClient, true),
        ] {
            entry.legal_basis = basis;
            assert_eq!(consent.cover(&entry).is_some(), covered, "{basis:?} {consent:?}");
        }
    }
}
