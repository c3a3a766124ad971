//! The form of a new check.

use jobs::Priority;
use kit::fields::{Broken, Day, FieldValue, Flag, Text};
use kit::{Country, Error, Result};
use serde_json::{Value, json};

use crate::NewCheck;
use crate::inputs::{Inputs, Subject};
use crate::model::ReportId;

macro_rules! one_of {
    ($(#[$doc:meta])* $name:ident [ $($word:literal),* ]) => {
        $(#[$doc])*
        pub struct $name(&'static str);

        impl FieldValue for $name {
            fn parse(raw: &str) -> Result<Self, Broken> {
                let words: &[&'static str] = &[$($word),*];
                let found = words.iter().find(|word| word.eq_ignore_ascii_case(raw.trim()));
                found.copied().map(Self).ok_or_else(|| Broken::one_of(words))
            }
            fn schema() -> Value {
                json!({"type": "string", "enum": [$($word),*]})
            }
        }
    };
}

one_of!(
    /// The country of birth.
    NativeCountry ["CO", "MX", "PE", "BR", "EC", "CL", "VE"]
);
one_of!(
    /// A state of Brazil, or all of them.
    Region [
        "DF", "AC", "AL", "AP", "AM", "BA", "CE", "ES", "GO", "MA", "MT", "MS", "MG", "PA", "PB",
        "PR", "PE", "PI", "RJ", "RN", "RS", "RO", "RR", "SC", "SP", "SE", "TO", "ALL"
    ]
);
one_of!(
    /// What the owner's document is.
    OwnerDocumentType ["national-id", "foreign-id", "tax-id", "passport"]
);
one_of!(
    /// The subject's sex as documents state it, in English or Spanish.
    Gender ["male", "masculino", "hombre", "h", "female", "femenino", "mujer", "m"]
);

impl Gender {
    /// `m` is *mujer*: the contract's list pairs it with `h` for *hombre*.
    fn normalised(&self) -> &'static str {
        match self.0 {
            "male" | "masculino" | "hombre" | "h" => "male",
            _ => "female",
        }
    }
}

impl FieldValue for Subject {
    fn parse(raw: &str) -> Result<Self, Broken> {
        Self::parse(raw.trim()).ok_or_else(|| Broken::one_of(&Self::EVERY.map(Self::word)))
    }
    fn schema() -> Value {
        json!({"type": "string", "enum": Self::EVERY.map(Self::word)})
    }
}

/// The IMEI of a handset: 15 digits.
pub struct Imei(String);

impl FieldValue for Imei {
    fn parse(raw: &str) -> Result<Self, Broken> {
        let raw = raw.trim();
        let right = raw.len() == 15 && raw.bytes().all(|byte| byte.is_ascii_digit());
        right.then(|| Self(raw.to_owned())).ok_or_else(|| Broken::new("pattern", "needs 15 digits"))
    }
    fn schema() -> Value {
        json!({"type": "string", "pattern": "^[0-9]{15}$"})
    }
}

/// How often a check is repeated (contract: checks.md §9).
pub struct Frequency;

impl FieldValue for Frequency {
    fn parse(raw: &str) -> Result<Self, Broken> {
        let text = raw.trim().to_ascii_lowercase();
        let named = ["daily", "weekly", "monthly", "yearly"].contains(&text.as_str());
        let counted = text.strip_suffix(['d', 'w', 'm', 'y']).is_some_and(|n| {
            n.starts_with(|first: char| ('1'..='9').contains(&first))
                && n.bytes().all(|byte| byte.is_ascii_digit())
        });
        let rule = "needs daily, weekly, monthly, yearly, or a number with d, w, m or y";
        (named || counted).then_some(Self).ok_or_else(|| Broken::new("frequency", rule))
    }
    fn schema() -> Value {
        json!({"type": "string", "pattern": "^(daily|weekly|monthly|yearly|[1-9][0-9]*[dwmy])$"})
    }
}

/// A state's code or an identity card of Brazil: letters and digits are kept.
pub struct StateId(String);

impl FieldValue for StateId {
    fn parse(raw: &str) -> Result<Self, Broken> {
        let text = <Text<64> as FieldValue>::parse(raw)?.into_string();
        let kept: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        match kept.len() {
            1..=32 => Ok(Self(kept)),
            _ => Err(Broken::new("characters", "needs 1 to 32 letters or digits")),
        }
    }
    fn schema() -> Value {
        let other = r"[^A-Za-z0-9\x00-\x1f\x7f-\x9f]*";
        let pattern = format!("^{other}([A-Za-z0-9]{other}){{1,32}}$");
        json!({"type": "string", "maxLength": 64, "pattern": pattern})
    }
}

kit::form! {
    /// What is known of the subject (contract: checks.md §3.1). A document number may be written
    /// with dots, dashes and spaces.
    pub struct CreateCheck {
        /// The country of the document; `ALL` asks international lists only.
        country: Country,
        /// What is checked.
        r#type: Subject,
        /// The subject's consent, stated by the client.
        user_authorized: Option<Flag>,
        /// A new check even where a recent one has the same inputs.
        force_creation: Option<Flag>,
        /// National identity number.
        national_id: Option<Text<64>>,
        /// Identity number of a foreigner.
        foreign_id: Option<Text<64>>,
        /// Passport number.
        passport: Option<Text<64>>,
        /// Permit of a Venezuelan in Colombia.
        pep: Option<Text<64>>,
        /// Permit of a Venezuelan in Peru, or PPT in Colombia.
        ptp: Option<Text<64>>,
        /// Diplomatic identity number.
        diplomatic_id: Option<Text<64>>,
        /// Birth certificate number.
        birth_certificate: Option<Text<64>>,
        /// Professional card number.
        professional_card: Option<Text<64>>,
        /// Driving licence number.
        driver_license: Option<Text<64>>,
        /// RG in Brazil, state of birth in Mexico.
        state_id: Option<StateId>,
        /// Country of birth; required with `native_national_id`.
        native_country: Option<NativeCountry>,
        /// Identity number in the country of birth.
        native_national_id: Option<Text<64>>,
        /// Given names.
        first_name: Option<Text<128>>,
        /// Surnames.
        last_name: Option<Text<128>>,
        /// Date of birth.
        date_of_birth: Option<Day>,
        /// Sex as documents state it.
        gender: Option<Gender>,
        /// Date of issue of the document.
        issue_date: Option<Day>,
        /// Telephone number.
        phone_number: Option<Text<32>>,
        /// Serial number of a Chilean identity card.
        issue_number: Option<Text<64>>,
        /// Code of a certificate of criminal records, Peru and Chile.
        verification_code: Option<Text<64>>,
        /// Folio of a Chilean certificate.
        certificate_folio: Option<Text<64>>,
        /// A state of Brazil to search besides the one that the CPF tells.
        region: Option<Region>,
        /// Tax number of a company.
        tax_id: Option<Text<64>>,
        /// Name of a company.
        company_name: Option<Text<256>>,
        /// Licence plate.
        license_plate: Option<Text<32>>,
        /// Vehicle identification number.
        vehicle_id: Option<Text<64>>,
        /// What the owner's document is.
        owner_document_type: Option<OwnerDocumentType>,
        /// Number of the owner's document.
        owner_document_id: Option<Text<64>>,
        /// Day of payment of the circulation permit, Chile.
        payment_date: Option<Day>,
        /// Trust number, Colombia.
        escrow: Option<Text<64>>,
        /// IMEI of a handset.
        imei: Option<Imei>,
        /// The caller's own reference, kept and answered.
        custom_input: Option<Text<128>>,
        /// The report that the check belongs to.
        report_id: Option<ReportId>,
        /// Repeats the check; part of continuous checks.
        watch: Option<Frequency>,
    }
}

/// A person of Colombia by name and document, invented.
pub fn example() -> Value {
    json!({
        "country": "CO",
        "type": "person",
        "user_authorized": true,
        "first_name": "Valentina",
        "last_name": "Ejemplar Montenegro",
        "national_id": "1032456789",
    })
}

impl CreateCheck {
    /// The request in the domain's terms.
    pub fn into_new(self, priority: Priority) -> Result<NewCheck> {
        if self.watch.is_some() {
            let reason = "needs continuous checks, which this server does not offer yet";
            return Err(Error::invalid("watch", "not_available", reason));
        }
        let mut inputs = Inputs::default();
        macro_rules! take {
            ($($field:ident => $text:expr;)*) => { $(
                if let Some(value) = self.$field {
                    inputs.set(stringify!($field), $text(value));
                }
            )* };
        }
        take! {
            national_id => Text::into_string;
            foreign_id => Text::into_string;
            passport => Text::into_string;
            pep => Text::into_string;
            ptp => Text::into_string;
            diplomatic_id => Text::into_string;
            birth_certificate => Text::into_string;
            professional_card => Text::into_string;
            driver_license => Text::into_string;
            state_id => |value: StateId| value.0;
            native_country => |value: NativeCountry| value.0.to_lowercase();
            native_national_id => Text::into_string;
            first_name => Text::into_string;
            last_name => Text::into_string;
            date_of_birth => |value: Day| value.0.to_string();
            gender => |value: Gender| value.normalised();
            issue_date => |value: Day| value.0.to_string();
            phone_number => Text::into_string;
            issue_number => Text::into_string;
            verification_code => Text::into_string;
            certificate_folio => Text::into_string;
            region => |value: Region| value.0;
            tax_id => Text::into_string;
            company_name => Text::into_string;
            license_plate => Text::into_string;
            vehicle_id => Text::into_string;
            owner_document_type => |value: OwnerDocumentType| value.0;
            owner_document_id => Text::into_string;
            payment_date => |value: Day| value.0.to_string();
            escrow => Text::into_string;
            imei => |value: Imei| value.0;
            custom_input => Text::into_string;
        }
        Ok(NewCheck {
            country: self.country,
            subject: self.r#type,
            inputs,
            user_authorized: self.user_authorized.map(|flag| flag.0),
            force: self.force_creation.is_some_and(|flag| flag.0),
            priority,
            report: self.report_id,
        })
    }
}
