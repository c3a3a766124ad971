//! The identity documents and registrations of OFAC remarks.

use screening::{Document, DocumentKind, EntityKind};

use super::countries;

/// A part of the remarks that is about a document. There is nothing to compare when its number is
/// unclear, or so short that chance would find it.
pub(super) struct Mention {
    pub(super) document: Option<Document>,
}

/// Reads `Cedula No. 10000001 (Colombia)`, `NIT # 900100001-1 (Colombia)`,
/// `Passport AB123 (Chile) issued 01 Jan 2001 expires 01 Jan 2011` and the like.
pub(super) fn read(part: &str, about: EntityKind) -> Option<Mention> {
    let (form, rest) = FORMS.iter().find_map(|form| Some((form, form.rest_of(part)?)))?;
    let number = number(rest);
    let digits = number.bytes().any(|byte| byte.is_ascii_digit());
    let prose = number.split(' ').any(is_word);
    if !digits && (prose || number.is_empty() || form.kind != DocumentKind::Other) {
        return None;
    }
    let number = normal(number);
    let kind = match form.kind {
        DocumentKind::NationalId if about != EntityKind::Person => DocumentKind::Other,
        kind => kind,
    };
    let country = country(rest).or(form.country).map(str::to_owned);
    let least = if kind == DocumentKind::Other { 5 } else { 4 };
    let clear = !prose && (least..=32).contains(&number.len());
    Some(Mention { document: clear.then_some(Document { kind, number, country }) })
}

/// Letters and digits only, in upper case.
pub(super) fn normal(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The last country in parentheses, or the one behind a comma.
pub(super) fn country(text: &str) -> Option<&'static str> {
    let groups = text.split('(').skip(1).filter_map(|group| group.split_once(')'));
    let stated = groups.filter_map(|(group, _)| countries::code(group)).last();
    stated.or_else(|| countries::code(text.split_once(", ")?.1.split(',').next()?))
}

/// A number is at the beginning, whatever follows.
const LONGEST: usize = 200;

/// What stands between the name of the document and its country, its dates and other remarks.
fn number(rest: &str) -> &str {
    const ENDS: [&str; 9] = [
        ", ",
        ",issued",
        " - ",
        " and ",
        " issued ",
        " expires ",
        " expired ",
        " expire ",
        " Exp ",
    ];
    let rest = rest.char_indices().nth(LONGEST).map_or(rest, |(end, _)| &rest[..end]);
    let ends = ENDS.iter().filter_map(|end| rest.find(end)).chain(remark_in_parentheses(rest));
    let end = ends.min().unwrap_or(rest.len());
    let mut number = rest[..end].trim();
    while let Some(shorter) = without_scheme(number) {
        number = shorter;
    }
    number
}

/// Where the first remark in parentheses begins. `12/ABC(N)012345` and `A123456(7)` have none: they
/// are numbers.
fn remark_in_parentheses(rest: &str) -> Option<usize> {
    rest.match_indices('(').map(|(at, _)| at).find(|&at| {
        let (inside, behind) = rest[at + 1..].split_once(')').unwrap_or_default();
        let attached = rest[..at].ends_with(char::is_alphanumeric) && inside.len() == 1;
        !attached && !behind.starts_with(char::is_alphanumeric)
    })
}

/// Numbers may carry the scheme they belong to: `IMO 1000001`, `CNIC: 10000-…`.
fn without_scheme(number: &str) -> Option<&str> {
    const SCHEMES: [&str; 6] = ["IMO", "RIF", "JMB", "CUD", "T.I.", "No."];
    let (scheme, rest) = number.split_once(' ')?;
    (scheme.ends_with(':') || SCHEMES.contains(&scheme)).then(|| rest.trim_start())
}

/// A word of a sentence, which a document number does not have.
fn is_word(token: &str) -> bool {
    token.len() >= 3 && token.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// How a document is written: its opening words, what it is, and the only country that has it.
struct Form {
    opening: &'static str,
    kind: DocumentKind,
    country: Option<&'static str>,
}

impl Form {
    /// What follows the opening words, `No.`, `Number` and `#`.
    fn rest_of<'a>(&self, part: &'a str) -> Option<&'a str> {
        let start = part.get(..self.opening.len())?;
        let mut rest = &part[start.len()..];
        let whole = rest.starts_with(|c: char| !c.is_alphanumeric());
        if !whole || !start.eq_ignore_ascii_case(self.opening) {
            return None;
        }
        loop {
            let shorter = rest.trim_start_matches([' ', '#', ':']);
            let shorter = ["No.", "No ", "Number ", "Number:", "number "]
                .iter()
                .find_map(|word| shorter.strip_prefix(word))
                .unwrap_or(shorter);
            if shorter.len() == rest.len() {
                return Some(rest);
            }
            rest = shorter;
        }
    }
}

const fn form(opening: &'static str, kind: DocumentKind) -> Form {
    Form { opening, kind, country: None }
}

const fn of(opening: &'static str, kind: DocumentKind, country: &'static str) -> Form {
    Form { opening, kind, country: Some(country) }
}

const ID: DocumentKind = DocumentKind::NationalId;
const TAX: DocumentKind = DocumentKind::TaxId;
const PASSPORT: DocumentKind = DocumentKind::Passport;
const OTHER: DocumentKind = DocumentKind::Other;

/// Openings by what they are; the longer of two that begin alike comes first.
const FORMS: &[Form] = &[
    form("Cedula de Ciudadania", ID),
    form("Cedula de Extranjeria", ID),
    form("Cedula de Residencia", ID),
    form("Cedula", ID),
    form("National ID", ID),
    form("National Foreign ID", ID),
    form("Personal ID Card", ID),
    form("Personal ID", ID),
    form("Identification Number", ID),
    form("Residency Number", ID),
    form("Stateless Person ID Card", ID),
    form("Refugee ID Card", ID),
    form("D.N.I.", ID),
    form("DNI", ID),
    of("C.U.R.P.", ID, "mx"),
    of("CURP", ID, "mx"),
    of("C.P.F.", ID, "br"),
    of("CPF", ID, "br"),
    of("LE Number", ID, "pe"),
    of("Numero de Identidad", ID, "hn"),
    of("C.U.I.", ID, "gt"),
    of("SSN", ID, "us"),
    of("N.I.E.", ID, "es"),
    of("Citizen's Card Number", ID, "cn"),
    of("Tazkira National ID Card", ID, "af"),
    of("Turkish Identification", ID, "tr"),
    of("Turkish Identificiation", ID, "tr"),
    of("Kenyan ID", ID, "ke"),
    of("Bosnian Personal ID", ID, "ba"),
    of("Moroccan Personal ID", ID, "ma"),
    of("UAE Identification", ID, "ae"),
    of("CNP (Personal Numerical Code)", ID, "ro"),
    form("Tax ID", TAX),
    form("NIT", TAX),
    form("N.I.T.", TAX),
    form("RUC", TAX),
    form("R.U.C.", TAX),
    form("RUT", TAX),
    form("R.U.T.", TAX),
    form("V.A.T.", TAX),
    form("Fiscal Code", TAX),
    of("R.F.C.", TAX, "mx"),
    of("RFC", TAX, "mx"),
    of("RIF", TAX, "ve"),
    of("R.I.F.", TAX, "ve"),
    of("C.U.I.T.", TAX, "ar"),
    of("CUIT", TAX, "ar"),
    of("C.U.I.L.", TAX, "ar"),
    of("C.N.P.J.", TAX, "br"),
    of("CNPJ", TAX, "br"),
    of("RTN", TAX, "hn"),
    of("RNC", TAX, "do"),
    of("C.I.F.", TAX, "es"),
    of("US FEIN", TAX, "us"),
    of("Italian Fiscal Code", TAX, "it"),
    of("Romanian Tax Registration", TAX, "ro"),
    of("Paraguayan tax identification", TAX, "py"),
    of("Numero Unico de Identificacao Tributaria (NUIT)", TAX, "mz"),
    form("Passport Booklet", PASSPORT),
    form("Passport", PASSPORT),
    form("Diplomatic Passport Laissez-Passer", PASSPORT),
    form("Diplomatic Passport", PASSPORT),
    form("Stateless Person Passport", PASSPORT),
    form("Travel Document Number", PASSPORT),
    of("U.S.A. Passport", PASSPORT, "us"),
    of("British National Overseas Passport", PASSPORT, "gb"),
    form("Registration ID", OTHER),
    form("Registration Number", OTHER),
    form("Company Number", OTHER),
    form("Company ID", OTHER),
    form("Commercial Registry Number", OTHER),
    form("Matricula Mercantil", OTHER),
    form("Business Registration Document", OTHER),
    form("Business Registration Number", OTHER),
    form("Business Number", OTHER),
    form("Public Registration Number", OTHER),
    form("Certificate of Incorporation Number", OTHER),
    form("Legal Entity Number", OTHER),
    form("Enterprise Number", OTHER),
    form("Branch Unit Number", OTHER),
    form("File Number", OTHER),
    form("Government Gazette Number", OTHER),
    form("Central Registration System Number", OTHER),
    form("MSB Registration Number", OTHER),
    form("Registered Charity", OTHER),
    form("Chamber of Commerce Number", OTHER),
    form("Dubai Chamber of Commerce Membership", OTHER),
    form("Istanbul Chamber of Comm.", OTHER),
    form("Trade License", OTHER),
    form("Tourism License", OTHER),
    form("C.R. No.", OTHER),
    form("D-U-N-S Number", OTHER),
    form("SWIFT/BIC", OTHER),
    form("RSIN", OTHER),
    of("UK Company Number", OTHER, "gb"),
    of("Folio Mercantil", OTHER, "mx"),
    of("SRE Permit", OTHER, "mx"),
    of("Romanian C.R.", OTHER, "ro"),
    of("Unified Social Credit Code (USCC)", OTHER, "cn"),
    of("United Social Credit Code Certificate (USCCC)", OTHER, "cn"),
    of("BIK (RU)", OTHER, "ru"),
    form("Driver's License", OTHER),
    form("Electoral Registry", OTHER),
    form("Birth Certificate Number", OTHER),
    form("Immigration No.", OTHER),
    form("Public Security and Immigration", OTHER),
    form("VisaNumberID", OTHER),
    form("License", OTHER),
    form("Pilot License Number", OTHER),
    form("Afghan Money Service Provider License Number", OTHER),
    form("Seafarer's Identification Document", OTHER),
    form("Tarjeta Profesional", OTHER),
    form("Serial No.", OTHER),
    of("I.F.E.", OTHER, "mx"),
    of("Credencial electoral", OTHER, "mx"),
    of("Cartilla de Servicio Militar Nacional", OTHER, "mx"),
    of("C.U.I.P.", OTHER, "mx"),
    of("Romanian Permanent Resident CAN", OTHER, "ro"),
    form("Vessel Registration Identification", OTHER),
    form("MMSI", OTHER),
    form("Aircraft Manufacturer's Serial Number (MSN)", OTHER),
    form("Aircraft Construction Number (also called L/N or S/N or F/N)", OTHER),
    form("Aircraft Tail Number", OTHER),
    form("Aircraft Mode S Transponder Code", OTHER),
];

#[cfg(test)]
#[path = "ofac_documents_tests.rs"]
mod tests;
