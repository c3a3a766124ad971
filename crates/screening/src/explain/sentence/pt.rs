//! Portuguese.

use super::Phrases;
use crate::{Fact, Observation};

pub(super) const PHRASES: Phrases = Phrases {
    same: ["{} coincide", "{} coincidem"],
    same_document: "o número do documento é o mesmo",
    variant: "“{q}” é outra forma de “{r}”",
    sounds: "“{q}” soa como “{r}”",
    initial: "“{q}” pode abreviar “{r}”",
    edited: "“{q}” se escreve quase como “{r}”",
    joined: "“{q}” é “{r}” com outra separação",
    different: "“{q}” não é “{r}”",
    only_query: "“{q}” não está na lista",
    only_record: "a lista acrescenta “{r}”",
    nothing_shared: "os nomes não têm nada em comum",
    against: "contra: {}",
    unknown: "sem comparar: {}",
    and: "e",
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
        Observation::NameRare => "é um nome pouco comum",
        Observation::NameCommon => "é um nome muito comum",
        Observation::NameWeak => "é um nome alternativo fraco",
        Observation::SurnameDiffers => "outro sobrenome principal",
        Observation::SecondSurnameDiffers => "outro segundo sobrenome",
        Observation::GivenNameDiffers => "outro prenome",
        Observation::WordsDiffer => "outras palavras na razão social",
        Observation::NumberDiffers => "outro número na razão social",
        Observation::LegalFormDiffers => "outra forma jurídica",
        Observation::SuffixDiffers => "outro sufixo de geração",
        Observation::SurnamesSwapped => "os sobrenomes estão em outra ordem",
        Observation::BirthDateEqual => "nasceu no mesmo dia",
        Observation::BirthYearEqual => "nasceu no mesmo ano",
        Observation::BirthDateTransposed => "a data de nascimento tem dia e mês trocados",
        Observation::BirthDateNear => "a data de nascimento é quase igual",
        Observation::BirthDateDiffers => "outra data de nascimento, próxima",
        Observation::BirthDateConflict => "a data de nascimento difere em vários anos",
        Observation::CountryEqual => "o país é o mesmo",
        Observation::CountryDiffers => "outro país",
        Observation::GenderEqual => "o gênero é o mesmo",
        Observation::GenderDiffers => "outro gênero",
        Observation::DocumentDiffers => "outro número do mesmo documento",
    })
}

const fn fact(fact: Fact) -> &'static str {
    match fact {
        Fact::SecondSurname => "segundo sobrenome",
        Fact::BirthDate => "data de nascimento",
        Fact::Document => "documento",
        Fact::Country => "país",
        Fact::Gender => "gênero",
    }
}
