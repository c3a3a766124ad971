//! The countries that the contract knows.

use std::fmt;

/// Where a document was issued (contract: checks.md §3.1). `All` asks international lists only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each name is the ISO 3166-1 alpha-2 code")]
pub enum Country {
    All,
    Br,
    Cl,
    Co,
    Cr,
    Mx,
    Pe,
}

impl Country {
    /// Every country, international first.
    pub const EVERY: [Self; 7] =
        [Self::All, Self::Br, Self::Cl, Self::Co, Self::Cr, Self::Mx, Self::Pe];

    /// The code on the wire: `ALL` or ISO 3166-1 alpha-2 in capitals.
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Br => "BR",
            Self::Cl => "CL",
            Self::Co => "CO",
            Self::Cr => "CR",
            Self::Mx => "MX",
            Self::Pe => "PE",
        }
    }

    /// Reads a code in any letter case.
    pub fn parse(code: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|country| country.code().eq_ignore_ascii_case(code))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse(&code).ok_or_else(|| serde::de::Error::custom("not a known country"))
    }
}
