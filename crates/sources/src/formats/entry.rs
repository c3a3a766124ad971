//! What a list says about one subject: a record to compare, and facts to show.

use crate::catalogue::Lang;
use screening::Record;
use serde::{Deserialize, Serialize};

/// One listed subject: what screening compares and what a reader is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What screening compares.
    pub record: Record,
    /// What the publisher says, in its words and its order.
    pub facts: Vec<Fact>,
}

/// One statement of the publisher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about.
    pub label: Label,
    /// What it says, as printed.
    pub value: String,
}

/// One row per label: its name, its doc, and its text in Spanish, English and Portuguese.
macro_rules! labels {
    ($($name:ident, $doc:literal, $es:literal, $en:literal, $pt:literal;)*) => {
        /// What a fact is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Label {
            $(#[doc = $doc] $name,)*
        }

        impl Label {
            /// Every label.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The label as a reader sees it.
            pub const fn text(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $(
                        (Self::$name, Lang::Es) => $es,
                        (Self::$name, Lang::En) => $en,
                        (Self::$name, Lang::Pt) => $pt,
                    )*
                }
            }
        }
    };
}

labels! {
    Program, "The sanctions programme.", "Programa", "Program", "Programa";
    Reference, "The publisher's reference.", "Referencia", "Reference", "Referência";
    ListedOn, "Since when it is listed.", "Incluido el", "Listed on", "Incluído em";
    UpdatedOn, "When the entry last changed.", "Actualizado el", "Updated on", "Atualizado em";
    Title, "A title or an office.", "Título", "Title", "Título";
    Designation, "A function held.", "Cargo", "Position", "Cargo";
    Alias, "Another name.", "También conocido como", "Also known as", "Também conhecido como";
    WeakAlias, "Another name of low quality.", "Alias débil", "Weak alias", "Apelido fraco";
    FormerName, "A name no longer used.", "Nombre anterior", "Former name", "Nome anterior";
    OriginalScript, "The name in its own script.",
        "Nombre en su escritura original", "Name in original script", "Nome na escrita original";
    BirthDate, "A date of birth.",
        "Fecha de nacimiento", "Date of birth", "Data de nascimento";
    BirthPlace, "A place of birth.",
        "Lugar de nacimiento", "Place of birth", "Local de nascimento";
    Nationality, "A nationality.", "Nacionalidad", "Nationality", "Nacionalidade";
    Citizenship, "A citizenship.", "Ciudadanía", "Citizenship", "Cidadania";
    Gender, "The gender.", "Sexo", "Gender", "Sexo";
    Document, "An identity document or a registration.", "Documento", "Document", "Documento";
    Address, "An address.", "Dirección", "Address", "Endereço";
    Contact, "A telephone, a mail address or a site.", "Contacto", "Contact", "Contato";
    DigitalWallet, "An address of a digital currency.",
        "Dirección de criptoactivo", "Digital currency address", "Endereço de criptoativo";
    LinkedTo, "Another listed subject.", "Vinculado a", "Linked to", "Vinculado a";
    VesselType, "The type of a vessel.", "Tipo de buque", "Vessel type", "Tipo de embarcação";
    CallSign, "The call sign of a vessel.",
        "Distintivo de llamada", "Call sign", "Indicativo de chamada";
    Tonnage, "The tonnage of a vessel.", "Tonelaje", "Tonnage", "Tonelagem";
    GrossTonnage, "The gross registered tonnage of a vessel.",
        "Arqueo bruto", "Gross registered tonnage", "Arqueação bruta";
    Flag, "The flag of a vessel.", "Bandera", "Flag", "Bandeira";
    VesselOwner, "The owner of a vessel.",
        "Propietario del buque", "Vessel owner", "Proprietário da embarcação";
    Remarks, "Anything else.", "Observaciones", "Remarks", "Observações";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_a_text_of_its_own_in_every_language() {
        for lang in [Lang::Es, Lang::En, Lang::Pt] {
            let mut texts: Vec<_> = Label::ALL.iter().map(|label| label.text(lang)).collect();
            texts.sort_unstable();
            let all = texts.len();
            texts.dedup();
            assert_eq!(texts.len(), all, "{lang:?}");
        }
    }

    #[test]
    fn labels_are_snake_case_on_the_wire() {
        let fact = Fact { label: Label::LinkedTo, value: "X".into() };
        let wire = serde_json::to_string(&fact).unwrap();
        assert_eq!(wire, r#"{"label":"linked_to","value":"X"}"#);
        assert_eq!(serde_json::from_str::<Fact>(&wire).unwrap(), fact);
    }
}
