//! Document numbers of Latin America, judged as their issuers judge them.
//!
//! A number that a person typed goes in; out comes either a [`Document`], which is the proof that
//! it is well formed, with the [`Facts`] that the number tells by itself, or a [`Refusal`], which
//! says in three languages what is wrong.
//!
//! ```
//! use identifiers::{Sex, parse};
//!
//! let curp = parse("MX", "curp", "boxw 310820 hnerxn 09")?;
//! assert_eq!(curp.normalised(), "BOXW310820HNERXN09");
//! assert_eq!(curp.facts().birth_date, Some((1931, 8, 20)));
//! assert_eq!(curp.facts().sex, Some(Sex::Male));
//!
//! let rut = parse("CL", "rut", "12531909-2")?;
//! assert_eq!(rut.formatted(), "12.531.909-2");
//! assert_eq!(rut.masked(), "**.***.*09-2");
//! # Ok::<(), identifiers::Refusal>(())
//! ```
//!
//! # What it is for
//!
//! Every kind is documented where it is defined: [`br`], [`cl`], [`co`], [`cr`], [`mx`], [`pe`],
//! [`ar`], [`ec`], [`sv`], [`uy`], [`ve`], [`do`](mod@do), [`gt`], [`py`], and [`all`] for those
//! without a country. The page of a kind names the issuer's rule, says whether there is a check
//! digit and what it promises, and what the number must not be taken to prove. [`kinds`] lists
//! them for programs.
//!
//! Input is read as people type it: dots, dashes, slashes, spaces, lower case, full-width digits,
//! the country code in front of a tax number. Anything else, such as a digit of another script, is
//! refused rather than guessed at.
//!
//! # What it leaves to others
//!
//! It asks nobody: an accepted number may never have been issued, may belong to someone else, and
//! its holder may be dead. It has no clock, so that it knows no ages and no expired documents. It
//! reads no files and has no dependencies.
//!
//! # Personal data
//!
//! `Debug` of a [`Document`] and of its [`Facts`] masks what is personal, and a [`Refusal`] never
//! holds the number, so all may be logged. The fields of [`Facts`], a birth date for one, may not.

#![forbid(unsafe_code)]

mod chars;
mod codes;
mod date;
mod digits;
mod document;
mod facts;
mod kind;
mod mrz;
mod passport;
mod phone;
mod plate;
mod refusal;
mod rng;

pub mod all;
pub mod ar;
pub mod br;
pub mod cl;
pub mod co;
pub mod cr;
pub mod r#do;
pub mod ec;
pub mod gt;
pub mod mx;
pub mod pe;
pub mod py;
pub mod sv;
pub mod uy;
pub mod ve;

pub use document::Document;
pub use facts::{Facts, Holder, Issuer, Line, Note, Region, Sex, Taxpayer};
pub use kind::{Alphabet, KindInfo};
pub use refusal::{Lang, Refusal, Rule, Scheme};

const COUNTRIES: [&[KindInfo]; 15] = [
    br::KINDS,
    cl::KINDS,
    co::KINDS,
    cr::KINDS,
    mx::KINDS,
    pe::KINDS,
    ar::KINDS,
    ec::KINDS,
    sv::KINDS,
    uy::KINDS,
    ve::KINDS,
    r#do::KINDS,
    gt::KINDS,
    py::KINDS,
    all::KINDS,
];

const COUNT: usize = {
    let (mut count, mut country) = (0, 0);
    while country < COUNTRIES.len() {
        count += COUNTRIES[country].len();
        country += 1;
    }
    count
};

static ALL_KINDS: [KindInfo; COUNT] = {
    let mut listed = [kind::BASE; COUNT];
    let (mut at, mut country) = (0, 0);
    while country < COUNTRIES.len() {
        let mut place = 0;
        while place < COUNTRIES[country].len() {
            listed[at] = COUNTRIES[country][place];
            at += 1;
            place += 1;
        }
        country += 1;
    }
    listed
};

/// Reads a number of a kind, given the country as ISO 3166-1 alpha-2 in upper case or `ALL`.
///
/// ```
/// use identifiers::{Rule, parse};
///
/// assert_eq!(parse("BR", "cpf", "529.982.247-25")?.normalised(), "52998224725");
/// assert_eq!(parse("BR", "cpf", "111.111.111-11").unwrap_err().rule, Rule::Reserved);
/// assert_eq!(parse("BR", "ssn", "1").unwrap_err().rule, Rule::UnknownKind);
/// # Ok::<(), identifiers::Refusal>(())
/// ```
pub fn parse(country: &str, kind: &str, value: &str) -> Result<Document, Refusal> {
    find(country, kind).ok_or_else(Refusal::unknown)?.parse(value)
}

/// All kinds, by country.
///
/// ```
/// let brazilian = identifiers::kinds().iter().filter(|kind| kind.country == "BR");
/// assert!(brazilian.into_iter().any(|kind| kind.name == "cpf" && kind.has_check_digit));
/// ```
pub fn kinds() -> &'static [KindInfo] {
    &ALL_KINDS
}

/// The kind of a name in a country, for reading many numbers of it.
pub fn find(country: &str, kind: &str) -> Option<&'static KindInfo> {
    let kinds = match country {
        "BR" => br::KINDS,
        "CL" => cl::KINDS,
        "CO" => co::KINDS,
        "CR" => cr::KINDS,
        "MX" => mx::KINDS,
        "PE" => pe::KINDS,
        "AR" => ar::KINDS,
        "EC" => ec::KINDS,
        "SV" => sv::KINDS,
        "UY" => uy::KINDS,
        "VE" => ve::KINDS,
        "DO" => r#do::KINDS,
        "GT" => gt::KINDS,
        "PY" => py::KINDS,
        "ALL" => all::KINDS,
        _ => return None,
    };
    kinds.iter().find(|info| info.name == kind)
}

/// A valid made-up number of a kind; the same seed makes the same number.
///
/// It is drawn from all numbers that the rules accept, so someone may happen to hold it: use it in
/// tests, and ask no register about it.
///
/// ```
/// let made = identifiers::example("PE", "ruc", 7).unwrap();
/// assert!(identifiers::parse("PE", "ruc", &made).is_ok());
/// assert_eq!(identifiers::example("PE", "ruc", 7), Some(made));
/// ```
pub fn example(country: &str, kind: &str, seed: u64) -> Option<String> {
    find(country, kind)?.example(seed)
}
