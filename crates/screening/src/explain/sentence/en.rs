//! English.

use super::Phrases;
use crate::{Fact, Observation};

pub(super) const PHRASES: Phrases = Phrases {
    same: ["{} agrees", "{} agree"],
    same_document: "the document number is the same",
    variant: "“{q}” is another form of “{r}”",
    sounds: "“{q}” sounds like “{r}”",
    initial: "“{q}” can stand for “{r}”",
    edited: "“{q}” is spelt nearly like “{r}”",
    joined: "“{q}” is “{r}” with another spacing",
    different: "“{q}” is not “{r}”",
    only_query: "“{q}” is not on the list",
    only_record: "the list adds “{r}”",
    nothing_shared: "the names have nothing in common",
    against: "against it: {}",
    unknown: "not compared: {}",
    and: "and",
    quotes: ["“", "”"],
    observation,
    fact,
};

const fn observation(seen: Observation) -> Option<&'static str> {
    Some(match seen {
        Observation::NameEqual
        | Observation::NameSimilar
        | Observation::NameDisjoint
        | Observation::DocumentEqual => return None,
        Observation::NameRare => "the name is uncommon",
        Observation::NameCommon => "the name is very common",
        Observation::NameWeak => "it is a weak alias",
        Observation::SurnameDiffers => "another main surname",
        Observation::SecondSurnameDiffers => "another second surname",
        Observation::GivenNameDiffers => "another given name",
        Observation::WordsDiffer => "other words in the company name",
        Observation::NumberDiffers => "another number in the company name",
        Observation::LegalFormDiffers => "another legal form",
        Observation::SuffixDiffers => "another generation suffix",
        Observation::SurnamesSwapped => "the surnames come in another order",
        Observation::BirthDateEqual => "born on the same day",
        Observation::BirthYearEqual => "born in the same year",
        Observation::BirthDateTransposed => "the birth date has day and month exchanged",
        Observation::BirthDateNear => "the birth date is nearly equal",
        Observation::BirthDateDiffers => "another birth date, close by",
        Observation::BirthDateConflict => "the birth date is years apart",
        Observation::CountryEqual => "the country is the same",
        Observation::CountryDiffers => "another country",
        Observation::GenderEqual => "the gender is the same",
        Observation::GenderDiffers => "another gender",
        Observation::DocumentDiffers => "another number of the same document",
    })
}

const fn fact(fact: Fact) -> &'static str {
    match fact {
        Fact::SecondSurname => "second surname",
        Fact::BirthDate => "birth date",
        Fact::Document => "document",
        Fact::Country => "country",
        Fact::Gender => "gender",
    }
}
