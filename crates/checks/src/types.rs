//! Check types and their weights, as data: `catalogue/types.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kit::Country;
use serde::Deserialize;
use sources::DataSet;

/// The weights of a type in ten-thousandths; they sum to 10000.
pub type Weights = BTreeMap<DataSet, i64>;

#[derive(Deserialize)]
struct File {
    r#type: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    countries: Vec<Country>,
    /// Where the figures come from: required in the file, read by people.
    #[serde(rename = "from")]
    _from: String,
    weights: Weights,
}

static TYPES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let text = include_str!("../../../catalogue/types.toml");
    toml::from_str::<File>(text).expect("a test reads this very file").r#type
});

/// The weights of a default type in a country; none where the type is not offered.
pub fn weights(country: Country, name: &str) -> Option<&'static Weights> {
    let entry = TYPES.iter().find(|one| one.name == name && one.countries.contains(&country))?;
    Some(&entry.weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_sums_to_one_and_is_given_once() {
        for entry in TYPES.iter() {
            assert_eq!(
                entry.weights.values().sum::<i64>(),
                10_000,
                "{}: {:?}",
                entry.name,
                entry.countries
            );
        }
        for country in Country::EVERY {
            for name in ["person", "company", "vehicle"] {
                let given = TYPES
                    .iter()
                    .filter(|one| one.name == name && one.countries.contains(&country))
                    .count();
                let expected = usize::from(country != Country::All || name != "vehicle");
                assert_eq!(given, expected, "{country} {name}");
            }
        }
    }

    #[test]
    fn published_weights_are_those_of_the_contract() {
        // checks.md §5
        let table: &[(Country, &str, &[(DataSet, i64)])] = &[
            (
                Country::Co,
                "person",
                &[
                    (DataSet::PersonalIdentity, 2_000),
                    (DataSet::CriminalRecord, 6_000),
                    (DataSet::LegalBackground, 1_000),
                    (DataSet::InternationalBackground, 1_000),
                    (DataSet::AlertInMedia, 0),
                ],
            ),
            (
                Country::Co,
                "company",
                &[
                    (DataSet::BusinessBackground, 3_000),
                    (DataSet::CriminalRecord, 4_000),
                    (DataSet::TaxesAndFinances, 1_000),
                ],
            ),
            (
                Country::Mx,
                "person",
                &[(DataSet::CriminalRecord, 5_000), (DataSet::AlertInMedia, 1_000)],
            ),
            (Country::Br, "person", &[(DataSet::PersonalIdentity, 1_000)]),
            (
                Country::Cl,
                "vehicle",
                &[(DataSet::CriminalRecord, 4_000), (DataSet::VehiclePermits, 0)],
            ),
        ];
        for (country, name, expected) in table {
            let weights = weights(*country, name).unwrap();
            for (set, weight) in *expected {
                assert_eq!(weights.get(set), Some(weight), "{country} {name} {set:?}");
            }
        }
        assert!(weights(Country::All, "vehicle").is_none());
    }
}
