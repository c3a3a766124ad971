//! The databases that exist for us, as data: `catalogue/*.toml`, compiled in.

use kit::fields::{Broken, FieldValue};
use kit::{Country, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The languages of labels and names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Spanish, the default.
    #[default]
    Es,
    /// English.
    En,
    /// Portuguese.
    Pt,
}

impl FieldValue for Lang {
    fn parse(raw: &str) -> Result<Self, Broken> {
        Self::parse(raw.trim()).ok_or_else(|| Broken::one_of(&["es", "en", "pt"]))
    }
    fn schema() -> Value {
        json!({"type": "string", "enum": ["es", "en", "pt"]})
    }
}

impl Lang {
    /// Reads `es`, `en` or `pt`.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "es" => Some(Self::Es),
            "en" => Some(Self::En),
            "pt" => Some(Self::Pt),
            _ => None,
        }
    }

    /// Picks one of three texts.
    pub const fn pick<'a>(self, es: &'a str, en: &'a str, pt: &'a str) -> &'a str {
        match self {
            Self::Es => es,
            Self::En => en,
            Self::Pt => pt,
        }
    }
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $( $(#[$doc:meta])* $variant:ident = $word:literal ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $( $(#[$doc])* #[serde(rename = $word)] $variant ),* }

        impl $name {
            /// Every value, in order.
            pub const EVERY: &'static [Self] = &[ $( Self::$variant ),* ];

            /// The word on the wire.
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),* }
            }
        }
    };
}

words!(
    /// A subject of inquiry (contract: checks.md §5).
    #[allow(missing_docs, reason = "each variant is named for its word in the contract")]
    DataSet {
        PersonalIdentity = "personal_identity",
        CriminalRecord = "criminal_record",
        LegalBackground = "legal_background",
        InternationalBackground = "international_background",
        AlertInMedia = "alert_in_media",
        BusinessBackground = "business_background",
        ProfessionalBackground = "professional_background",
        AffiliationsAndInsurances = "affiliations_and_insurances",
        TaxesAndFinances = "taxes_and_finances",
        VehicleInformation = "vehicle_information",
        VehiclePermits = "vehicle_permits",
        TrafficFines = "traffic_fines",
        DrivingLicenses = "driving_licenses",
    }
);

words!(
    /// How much a finding weighs (contract: checks.md §8). `Unknown` does not lower a score; the
    /// others are in rising order.
    #[allow(missing_docs, reason = "each variant is named for its word in the contract")]
    Severity {
        Unknown = "unknown",
        None = "none",
        VeryLow = "very_low",
        Low = "low",
        Medium = "medium",
        High = "high",
        VeryHigh = "very_high",
    }
);

words!(
    /// How a source knows what it answers.
    Kind {
        /// A list in memory, screened by name and document.
        List = "list",
        /// Facts that follow from an input itself.
        Derived = "derived",
        /// A service that is asked over a network.
        Connector = "connector",
    }
);

words!(
    /// Why a source may be asked about a person at all.
    LegalBasis {
        /// The list is published to be screened against; no consent is needed.
        PublicList = "public_list",
        /// Nobody is asked: the fact is in what the client gave.
        GivenInput = "given_input",
        /// Only with the subject's consent.
        Consent = "consent",
    }
);

/// The id of a database: `DBI` and the first 40 hex digits of the SHA-256 of its slug, so that it
/// is the same on every installation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DatabaseId(String);

impl DatabaseId {
    /// The id for a slug.
    pub fn of(slug: &str) -> Self {
        Self(format!("DBI{}", &hex::encode(Sha256::digest(slug))[..40]))
    }
}

impl std::fmt::Display for DatabaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Debug for DatabaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its short stable name.
    pub slug: String,
    /// The list that it screens, for `kind = "list"`.
    pub list: Option<String>,
    /// Its name as readers see it.
    pub name: Names,
    /// Where it is asked.
    pub countries: Vec<Country>,
    /// For which kinds of check: `person`, `company`, `vehicle`.
    pub types: Vec<String>,
    /// What it answers for.
    pub data_set: DataSet,
    /// How it knows.
    pub kind: Kind,
    /// The severity of a sure finding by document.
    pub by_id: Severity,
    /// The severity of a sure finding by name.
    pub by_name: Severity,
    /// Why it may be asked.
    pub legal_basis: LegalBasis,
    /// Under what terms its data is used.
    pub licence: String,
    /// How often the publisher changes it.
    pub refresh: String,
}

/// A name in the three languages.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs, reason = "each field is named for its language")]
pub struct Names {
    pub es: String,
    pub en: String,
    pub pt: String,
}

impl Entry {
    /// The id on the wire.
    pub fn id(&self) -> DatabaseId {
        DatabaseId::of(&self.slug)
    }

    /// The name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name.es, &self.name.en, &self.name.pt)
    }
}

#[derive(Deserialize)]
struct File {
    source: Vec<Entry>,
}

/// All databases.
#[derive(Clone, Debug)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

const FILES: &[(&str, &str)] = &[
    ("derived.toml", include_str!("../../../catalogue/derived.toml")),
    ("international.toml", include_str!("../../../catalogue/international.toml")),
];

impl Catalogue {
    /// The catalogue of this release.
    pub fn built_in() -> Result<Self> {
        let mut entries = Vec::new();
        for (name, text) in FILES {
            let file: File = toml::from_str(text).map_err(|error| {
                Error::internal("reading the catalogue", format!("{name}: {error}"))
            })?;
            entries.extend(file.source);
        }
        Ok(Self { entries })
    }

    /// The databases.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A database by its id.
    pub fn find(&self, id: &DatabaseId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id() == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_is_right_and_its_slugs_are_unique() {
        let catalogue = Catalogue::built_in().unwrap();
        let mut slugs: Vec<_> = catalogue.entries().iter().map(|entry| &entry.slug).collect();
        slugs.sort();
        slugs.dedup();
        assert_eq!(slugs.len(), catalogue.entries().len());
        for entry in catalogue.entries() {
            assert_eq!(entry.list.is_some(), entry.kind == Kind::List, "{}", entry.slug);
            assert!(!entry.name.es.is_empty() && !entry.name.pt.is_empty());
        }
    }

    #[test]
    fn a_database_id_is_the_same_everywhere() {
        let id = DatabaseId::of("ofac-sdn").to_string();
        assert_eq!(id.len(), 43);
        assert_eq!(id, DatabaseId::of("ofac-sdn").to_string());
        assert_ne!(id, DatabaseId::of("un-sc").to_string());
    }
}
