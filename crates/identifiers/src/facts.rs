//! What a number tells by itself.

use std::fmt;

use crate::refusal::{Lang, Rule, Text};

/// What a number tells about its holder, without asking anyone.
///
/// These are facts about the number: they say what the issuer encoded, and establish neither
/// that the number was issued nor who holds it.
///
/// `Debug` masks what is personal (dates, sex and region): it says whether there is any.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Birth date as year, month, day, where number and century rule give all of it.
    pub birth_date: Option<(i16, u8, u8)>,
    /// Sex as the issuer recorded it.
    pub sex: Option<Sex>,
    /// Province, state, country or registry office.
    pub region: Option<Region>,
    /// The sort of holder.
    pub holder: Option<Holder>,
    /// The issuer's own class of taxpayer.
    pub taxpayer: Option<Taxpayer>,
    /// Who issued the number, where it says so.
    pub issuer: Option<Issuer>,
    /// Expiry date as year, month, day.
    pub expiry_date: Option<(i16, u8, u8)>,
    /// The sort of telephone line.
    pub line: Option<Line>,
    /// What a reader of these facts should know.
    pub note: Option<Note>,
}

impl Facts {
    pub(crate) fn of(holder: Holder) -> Self {
        Self { holder: Some(holder), ..Self::default() }
    }

    pub(crate) fn person() -> Self {
        Self::of(Holder::Person)
    }

    pub(crate) fn taxed_as(self, code: &'static str, name: &'static str) -> Self {
        Self { taxpayer: Some(Taxpayer { code, name }), ..self }
    }

    pub(crate) fn from(self, code: &'static str, name: &'static str) -> Self {
        Self { region: Some(Region { code, name }), ..self }
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Named one by one, so that a new field cannot be left out unnoticed.
        let Self { birth_date, sex, region, holder, taxpayer, issuer, expiry_date, line, note } =
            self;
        f.debug_struct("Facts")
            .field("birth_date", &birth_date.map(|_| Masked))
            .field("sex", &sex.map(|_| Masked))
            .field("region", &region.map(|_| Masked))
            .field("holder", holder)
            .field("taxpayer", taxpayer)
            .field("issuer", issuer)
            .field("expiry_date", &expiry_date.map(|_| Masked))
            .field("line", line)
            .field("note", note)
            .finish()
    }
}

/// Stands for something personal.
struct Masked;

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Sex as recorded in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// The document says that it is neither stated as female nor as male.
    Unspecified,
}

/// A region with the issuer's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region {
    /// The code inside the number.
    pub code: &'static str,
    /// Its name in the issuer's language.
    pub name: &'static str,
}

/// A class of taxpayer or of legal entity with the issuer's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Taxpayer {
    /// The code inside the number.
    pub code: &'static str,
    /// Its name in the issuer's language.
    pub name: &'static str,
}

/// Who issued a number, with the code that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Issuer {
    /// The code inside the number.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// The sort of holder of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A natural person.
    Person,
    /// A natural person registered as a foreigner.
    Foreigner,
    /// A natural person naturalised in the country.
    Naturalised,
    /// A company or another private legal entity.
    Company,
    /// A body of the state.
    Public,
    /// A vehicle.
    Vehicle,
    /// A device.
    Device,
}

/// The sort of telephone line that a number belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// A mobile line.
    Mobile,
    /// A fixed line.
    Fixed,
    /// The country's plan does not tell them apart.
    FixedOrMobile,
}

/// A reservation about a number that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Note {
    /// The number has a two-digit year, and nothing in it tells the century.
    CenturyUnknown,
    /// The check digit does not hold, and the issuer does not require it for such numbers.
    CheckDigitNotRequired,
    /// The check digit does not hold: the number is mistyped, or one of those in use that break
    /// the issuer's rule.
    CheckDigitMismatch,
    /// The sex follows from the range that the number was taken from, and the register may have
    /// changed since.
    SexFromRange,
    /// The number has an old form that is no longer issued but remains valid.
    OldForm,
}

impl Note {
    /// The reservation in a sentence.
    pub fn explain(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::CenturyUnknown => Text {
                es: "el año tiene dos cifras y el número no dice el siglo",
                en: "the year has two digits and the number does not tell the century",
                pt: "o ano tem dois dígitos e o número não diz o século",
            },
            Self::CheckDigitNotRequired => Text {
                es: "el dígito verificador no corresponde, y el emisor no lo exige en estos números",
                en: "the check digit does not hold, and the issuer does not require it here",
                pt: "o dígito verificador não confere, e o emissor não o exige nestes números",
            },
            Self::CheckDigitMismatch => Text {
                es: "el dígito verificador no corresponde: puede estar mal escrito, aunque hay \
                     números en uso que no cumplen la regla",
                en: "the check digit does not hold: it may be mistyped, though some numbers in \
                     use break the rule",
                pt: "o dígito verificador não confere: pode estar digitado errado, embora haja \
                     números em uso que não cumprem a regra",
            },
            Self::SexFromRange => Text {
                es: "el sexo se deduce del rango del número; el registro pudo cambiar después",
                en: "the sex follows from the range of the number; the register may have changed",
                pt: "o sexo é deduzido da faixa do número; o registro pode ter mudado depois",
            },
            Self::OldForm => Text {
                es: "es una forma antigua que ya no se emite pero sigue vigente",
                en: "this is an old form, no longer issued but still valid",
                pt: "é uma forma antiga, não mais emitida, mas ainda válida",
            },
        };
        text.in_lang(lang)
    }
}

/// Why a judge refused a number; the kind is added on the way out.
#[derive(Clone, Copy)]
pub(crate) struct Fault {
    pub(crate) rule: Rule,
    pub(crate) detail: Option<&'static Text>,
}

impl Fault {
    pub(crate) const fn bare(rule: Rule) -> Self {
        Self { rule, detail: None }
    }
}

/// What a judge says of a number whose length and alphabet are right.
pub(crate) type Verdict = Result<Facts, Fault>;

/// Builds the refusal of a rule, with a remark in three languages or without.
macro_rules! refuse {
    ($rule:ident) => {
        Err($crate::facts::Fault::bare($crate::refusal::Rule::$rule))
    };
    ($rule:ident, $es:literal, $en:literal, $pt:literal) => {{
        const REMARK: $crate::refusal::Text = $crate::refusal::Text { es: $es, en: $en, pt: $pt };
        Err($crate::facts::Fault { rule: $crate::refusal::Rule::$rule, detail: Some(&REMARK) })
    }};
}

/// Refuses for a wrong check digit unless a condition holds.
macro_rules! check {
    ($holds:expr) => {
        if !$holds {
            return refuse!(CheckDigit);
        }
    };
}

pub(crate) use {check, refuse};
