//! Named text values of a request, and the types that they are parsed into.
//!
//! A form type is declared with [`form!`](crate::form): each field's type carries its rule once,
//! for parsing and for the API description. All wrong fields are reported together.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::path::Parameter;

use crate::country::Country;
use crate::error::FieldError;

/// The fields of one request, and what was found wrong with them so far.
#[derive(Default)]
pub struct Fields {
    values: BTreeMap<String, Vec<String>>,
    count: usize,
    errors: Vec<FieldError>,
}

/// The most fields that a request may have.
const MOST_FIELDS: usize = 2_000;
/// The longest name of a field in bytes.
const MOST_NAME: usize = 128;

impl Fields {
    /// Adds a value; a name may come several times. An error when the request has too many fields
    /// or a name is too long: a request is refused before it costs memory.
    pub fn push(&mut self, name: &str, value: impl Into<String>) -> Result<(), FieldError> {
        if name.len() > MOST_NAME {
            return Err(FieldError::new("body", "max_length", "has a field name that is too long"));
        }
        if self.count >= MOST_FIELDS {
            return Err(FieldError::new("body", "max_fields", "has more than 2000 fields"));
        }
        self.count += 1;
        self.values.entry(name.to_owned()).or_default().push(value.into());
        Ok(())
    }

    /// Notes a wrong field.
    pub fn reject(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// What was found wrong, leaving nothing.
    pub fn take_errors(&mut self) -> Vec<FieldError> {
        std::mem::take(&mut self.errors)
    }

    fn one(&mut self, name: &str) -> Option<String> {
        let mut values = self.values.remove(name)?;
        if values.len() > 1 {
            self.reject(FieldError::new(name, "repeated", "may be given only once"));
            return None;
        }
        values.pop().filter(|value| !value.trim().is_empty())
    }

    fn parsed<T: FieldValue>(&mut self, name: &str, raw: &str) -> Option<T> {
        match T::parse(raw) {
            Ok(value) => Some(value),
            Err(Broken { rule, reason }) => {
                self.reject(FieldError::new(name, rule, reason));
                None
            }
        }
    }
}

/// The rule that a value breaks.
pub struct Broken {
    /// A stable word for the rule.
    pub rule: &'static str,
    /// A fragment that follows the field's name.
    pub reason: String,
}

impl Broken {
    /// A broken rule.
    pub fn new(rule: &'static str, reason: impl Into<String>) -> Self {
        Self { rule, reason: reason.into() }
    }
}

/// A value that one text can be parsed into.
pub trait FieldValue: Sized {
    /// Reads the text, which is not blank.
    fn parse(raw: &str) -> Result<Self, Broken>;
    /// The JSON schema of the value.
    fn schema() -> Value;
}

/// How a field is taken: required, optional or many.
pub trait FromField: Sized {
    /// Whether a request without it is wrong.
    const REQUIRED: bool;
    /// Takes the field; `None` when something was wrong, which is then noted in `fields`.
    fn take(fields: &mut Fields, name: &str) -> Option<Self>;
    /// The JSON schema of the field.
    fn schema() -> Value;
}

impl<T: FieldValue> FromField for T {
    const REQUIRED: bool = true;
    fn take(fields: &mut Fields, name: &str) -> Option<Self> {
        let before = fields.errors.len();
        match fields.one(name) {
            Some(raw) => fields.parsed(name, &raw),
            None if fields.errors.len() > before => None,
            None => {
                fields.reject(FieldError::new(name, "required", "is required"));
                None
            }
        }
    }
    fn schema() -> Value {
        <T as FieldValue>::schema()
    }
}

impl<T: FieldValue> FromField for Option<T> {
    const REQUIRED: bool = false;
    fn take(fields: &mut Fields, name: &str) -> Option<Self> {
        match fields.one(name) {
            Some(raw) => fields.parsed(name, &raw).map(Some),
            None => Some(None),
        }
    }
    fn schema() -> Value {
        <T as FieldValue>::schema()
    }
}

impl<T: FieldValue> FromField for Vec<T> {
    const REQUIRED: bool = false;
    fn take(fields: &mut Fields, name: &str) -> Option<Self> {
        let raw = fields.values.remove(name).unwrap_or_default();
        raw.iter().map(|one| fields.parsed(name, one)).collect()
    }
    fn schema() -> Value {
        json!({"type": "array", "items": <T as FieldValue>::schema()})
    }
}

/// Text of at most `MAX` characters, trimmed, without control characters.
#[derive(Clone, PartialEq, Eq)]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<const MAX: usize> FieldValue for Text<MAX> {
    fn parse(raw: &str) -> Result<Self, Broken> {
        let text = raw.trim();
        if text.chars().any(char::is_control) {
            return Err(Broken::new("characters", "must not have control characters"));
        }
        if text.chars().count() > MAX {
            return Err(Broken::new("max_length", format!("may have at most {MAX} characters")));
        }
        Ok(Self(text.to_owned()))
    }
    fn schema() -> Value {
        json!({"type": "string", "maxLength": MAX, "pattern": NO_CONTROL})
    }
}

/// What a text without control characters looks like.
const NO_CONTROL: &str = r"^[^\x00-\x1f\x7f-\x9f]*$";

/// A calendar date, `YYYY-MM-DD`, from 1850 to 2199; a time of day after it is dropped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Day(pub jiff::civil::Date);

impl FieldValue for Day {
    fn parse(raw: &str) -> Result<Self, Broken> {
        let wrong = || Broken::new("date", "needs a date that exists, as YYYY-MM-DD");
        let raw = raw.trim();
        let (day, rest) = raw.split_at_checked(10).ok_or_else(wrong)?;
        if !rest.is_empty() && !rest.starts_with('T') {
            return Err(wrong());
        }
        let date = jiff::civil::Date::strptime("%Y-%m-%d", day).map_err(|_| wrong())?;
        if !(1850..2200).contains(&date.year()) {
            return Err(Broken::new("range", "needs a year from 1850 to 2199"));
        }
        Ok(Self(date))
    }
    fn schema() -> Value {
        json!({"type": "string", "format": "date"})
    }
}

/// A truth value: `true`, `True`, `1`, `false`, `False`, `0`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Flag(pub bool);

impl FieldValue for Flag {
    fn parse(raw: &str) -> Result<Self, Broken> {
        match raw.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(Self(true)),
            "false" | "0" => Ok(Self(false)),
            _ => Err(Broken::new("boolean", "needs true or false")),
        }
    }
    fn schema() -> Value {
        json!({"type": "boolean"})
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Whole<const MIN: i64, const MAX: i64>(pub i64);

impl<const MIN: i64, const MAX: i64> FieldValue for Whole<MIN, MAX> {
    fn parse(raw: &str) -> Result<Self, Broken> {
        match raw.trim().parse::<i64>() {
            Ok(n) if (MIN..=MAX).contains(&n) => Ok(Self(n)),
            _ => Err(Broken::new("range", format!("needs a whole number from {MIN} to {MAX}"))),
        }
    }
    fn schema() -> Value {
        json!({"type": "integer", "minimum": MIN, "maximum": MAX})
    }
}

impl FieldValue for Country {
    fn parse(raw: &str) -> Result<Self, Broken> {
        Self::parse(raw.trim()).ok_or_else(|| Broken::one_of(&Self::EVERY.map(Self::code)))
    }
    fn schema() -> Value {
        json!({"type": "string", "enum": Self::EVERY.map(Self::code)})
    }
}

impl Broken {
    /// The value is none of a short list.
    pub fn one_of(allowed: &[&str]) -> Self {
        Self::new("one_of", format!("needs one of {}", allowed.join(", ")))
    }
}

/// Something that is made of the fields of a request.
pub trait FromFields: Sized {
    /// Takes what it knows and ignores the rest.
    fn from_fields(fields: &mut Fields) -> Result<Self, Vec<FieldError>>;
    /// Name, described schema and whether it is required, for every field.
    fn fields() -> Vec<(&'static str, Value, bool)>;

    /// The JSON schema of the whole.
    fn object_schema() -> Value {
        let fields = Self::fields();
        let required: Vec<_> =
            fields.iter().filter(|(_, _, required)| *required).map(|(name, ..)| *name).collect();
        let properties: serde_json::Map<_, _> =
            fields.into_iter().map(|(name, schema, _)| (name.to_owned(), schema)).collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }

    /// The fields as parameters of a query.
    fn query_parameters() -> Vec<Parameter> {
        let fields = Self::fields().into_iter();
        fields.map(|(name, schema, required)| parameter("query", name, schema, required)).collect()
    }
}

/// A parameter that is described by its schema.
pub fn parameter(place: &str, name: &str, mut schema: Value, required: bool) -> Parameter {
    let said = schema.as_object_mut().and_then(|schema| schema.remove("description"));
    let parameter = json!({
        "name": name, "in": place, "required": required, "description": said, "schema": schema,
    });
    serde_json::from_value(parameter).expect("a described field is a parameter")
}

/// The schema of a field with what is said of it.
pub fn described<T: FromField>(said: &str) -> Value {
    let mut schema = T::schema();
    schema["description"] = json!(said.trim());
    schema
}

/// Declares a struct that is parsed from the fields of a request and described in the API.
/// A field is required unless its type is `Option<_>` or `Vec<_>`.
#[macro_export]
macro_rules! form {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $( $(#[doc = $doc:literal])* $field:ident : $ty:ty ),* $(,)? }) => {
        $(#[$meta])*
        $vis struct $name { $( $(#[doc = $doc])* pub $field: $ty ),* }

        impl $crate::fields::FromFields for $name {
            fn from_fields(
                fields: &mut $crate::fields::Fields,
            ) -> Result<Self, Vec<$crate::FieldError>> {
                $( let $field = <$ty as $crate::fields::FromField>::take(
                    fields, stringify!($field).trim_start_matches("r#")); )*
                let errors = fields.take_errors();
                match ( $( $field, )* ) {
                    ( $( Some($field), )* ) if errors.is_empty() => Ok(Self { $( $field ),* }),
                    _ => Err(errors),
                }
            }

            fn fields() -> Vec<(&'static str, serde_json::Value, bool)> {
                vec![ $( (
                    stringify!($field).trim_start_matches("r#"),
                    $crate::fields::described::<$ty>(concat!($($doc),*)),
                    <$ty as $crate::fields::FromField>::REQUIRED,
                ) ),* ]
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let schema = <Self as $crate::fields::FromFields>::object_schema();
                serde_json::from_value(schema).expect("the schema of a form is a plain object schema")
            }
        }

        impl utoipa::ToSchema for $name {}

        impl utoipa::IntoParams for $name {
            fn into_params(
                _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
            ) -> Vec<utoipa::openapi::path::Parameter> {
                <Self as $crate::fields::FromFields>::query_parameters()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    form! {
        /// A form with one field of each kind.
        struct Sample {
            /// A required text.
            name: Text<8>,
            /// An optional date.
            born: Option<Day>,
            /// A keyword as a name.
            r#type: Option<Flag>,
            /// Many.
            tags: Vec<Text<4>>,
        }
    }

    fn parse(pairs: &[(&str, &str)]) -> Result<Sample, Vec<(String, &'static str)>> {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.push(name, *value).unwrap();
        }
        Sample::from_fields(&mut fields)
            .map_err(|errors| errors.into_iter().map(|e| (e.field, e.rule)).collect())
    }

    #[test]
    fn a_full_form_is_taken_and_unknown_fields_are_ignored() {
        let form = parse(&[
            ("name", " Lucía "),
            ("born", "1990-01-31"),
            ("type", "True"),
            ("tags", "a"),
            ("tags", "b"),
            ("colour", "red"),
        ]);
        let Ok(form) = form else { panic!("the form is right") };
        assert_eq!(form.name.into_string(), "Lucía");
        assert!(form.r#type == Some(Flag(true)) && form.tags.len() == 2);
        assert!(form.born.is_some());
    }

    #[test]
    fn every_wrong_field_is_named_with_its_rule() {
        let table: &[(&[(&str, &str)], &[(&str, &str)])] = &[
            (&[], &[("name", "required")]),
            (&[("name", "  ")], &[("name", "required")]),
            (&[("name", "123456789")], &[("name", "max_length")]),
            (&[("name", "a\u{0}b")], &[("name", "characters")]),
            (&[("name", "a"), ("name", "b")], &[("name", "repeated")]),
            (&[("name", "a"), ("born", "2023-02-29")], &[("born", "date")]),
            (&[("name", "a"), ("born", "31/01/1990")], &[("born", "date")]),
            (&[("name", "a"), ("born", "1990-01-31x")], &[("born", "date")]),
            (&[("name", "a"), ("born", "0990-01-31")], &[("born", "range")]),
            (
                &[("born", "x"), ("type", "si")],
                &[("name", "required"), ("born", "date"), ("type", "boolean")],
            ),
            (&[("name", "a"), ("tags", "12345")], &[("tags", "max_length")]),
        ];
        for (pairs, wrong) in table {
            let found = parse(pairs).err().unwrap_or_default();
            let found: Vec<_> = found.iter().map(|(field, rule)| (field.as_str(), *rule)).collect();
            assert_eq!(&found, wrong, "{pairs:?}");
        }
    }

    #[test]
    fn the_schema_says_what_is_required() {
        let schema = Sample::object_schema();
        assert_eq!(schema["required"], json!(["name"]));
        assert_eq!(schema["properties"]["name"]["maxLength"], 8);
        assert_eq!(schema["properties"]["tags"]["type"], "array");
        assert_eq!(schema["properties"]["born"]["description"], "An optional date.");
    }
}
