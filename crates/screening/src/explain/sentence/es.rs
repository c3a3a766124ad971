//! Spanish.

use super::Phrases;
use crate::{Fact, Observation};

pub(super) const PHRASES: Phrases = Phrases {
    same: ["coincide {}", "coinciden {}"],
    same_document: "el número de documento es el mismo",
    variant: "«{q}» es otra forma de «{r}»",
    sounds: "«{q}» suena como «{r}»",
    initial: "«{q}» puede abreviar «{r}»",
    edited: "«{q}» se escribe casi como «{r}»",
    joined: "«{q}» es «{r}» con otra separación",
    different: "«{q}» no es «{r}»",
    only_query: "«{q}» falta en la lista",
    only_record: "la lista añade «{r}»",
    nothing_shared: "los nombres no tienen nada en común",
    against: "en contra: {}",
    unknown: "sin comparar: {}",
    and: "y",
    quotes: ["«", "»"],
    observation,
    fact,
};

const fn observation(seen: Observation) -> Option<&'static str> {
    Some(match seen {
        Observation::NameEqual
        | Observation::NameSimilar
        | Observation::NameDisjoint
        | Observation::DocumentEqual => return None,
        Observation::NameRare => "es un nombre poco común",
        Observation::NameCommon => "es un nombre muy común",
        Observation::NameWeak => "es un alias débil",
        Observation::SurnameDiffers => "otro apellido principal",
        Observation::SecondSurnameDiffers => "otro segundo apellido",
        Observation::GivenNameDiffers => "otro nombre de pila",
        Observation::WordsDiffer => "otras palabras en la razón social",
        Observation::NumberDiffers => "otro número en la razón social",
        Observation::LegalFormDiffers => "otra forma jurídica",
        Observation::SuffixDiffers => "otro sufijo de generación",
        Observation::SurnamesSwapped => "los apellidos están en otro orden",
        Observation::BirthDateEqual => "nació el mismo día",
        Observation::BirthYearEqual => "nació el mismo año",
        Observation::BirthDateTransposed => "la fecha de nacimiento tiene día y mes invertidos",
        Observation::BirthDateNear => "la fecha de nacimiento es casi igual",
        Observation::BirthDateDiffers => "otra fecha de nacimiento, cercana",
        Observation::BirthDateConflict => "la fecha de nacimiento difiere en varios años",
        Observation::CountryEqual => "el país es el mismo",
        Observation::CountryDiffers => "otro país",
        Observation::GenderEqual => "el género es el mismo",
        Observation::GenderDiffers => "otro género",
        Observation::DocumentDiffers => "otro número del mismo documento",
    })
}

const fn fact(fact: Fact) -> &'static str {
    match fact {
        Fact::SecondSurname => "segundo apellido",
        Fact::BirthDate => "fecha de nacimiento",
        Fact::Document => "documento",
        Fact::Country => "país",
        Fact::Gender => "género",
    }
}
