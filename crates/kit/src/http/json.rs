//! A JSON object as named texts, read without building it: a nested object becomes dotted names, a
//! list becomes a repeated name, a name that comes twice stays twice.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use crate::error::{Error, FieldError, Result};
use crate::fields::Fields;

/// Reads a body that is a JSON object, or nothing at all.
pub(super) fn read(body: &[u8], to: &mut Fields) -> Result<()> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(Error::invalid("body", "json", "needs a JSON object"));
    }
    let mut refused = None;
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = Named { name: String::new(), to, refused: &mut refused }.deserialize(&mut json);
    match (read.and_then(|()| json.end()), refused) {
        (_, Some(error)) => Err(Error::Invalid(vec![error])),
        (Ok(()), None) => Ok(()),
        (Err(error), None) => {
            let at =
                format!("is not valid JSON (line {}, column {})", error.line(), error.column());
            Err(Error::invalid("body", "json", at))
        }
    }
}

/// A value with the name that it has.
struct Named<'a> {
    name: String,
    to: &'a mut Fields,
    refused: &'a mut Option<FieldError>,
}

impl Named<'_> {
    fn push<E: serde::de::Error>(self, text: impl Into<String>) -> Result<(), E> {
        self.to.push(&self.name, text).map_err(|error| {
            *self.refused = Some(error);
            E::custom("refused")
        })
    }
}

impl<'de> DeserializeSeed<'de> for Named<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Named<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.push(value.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.push(value.to_string())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.push(value.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.push(value.to_string())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.push(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { name, to, refused } = self;
        loop {
            let item = Named { name: name.clone(), to: &mut *to, refused: &mut *refused };
            if items.next_element_seed(item)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<(), A::Error> {
        let Self { name, to, refused } = self;
        while let Some(key) = pairs.next_key::<String>()? {
            let longer = if name.is_empty() { key } else { format!("{name}.{key}") };
            if longer.len() > 1_000 {
                *refused = Some(FieldError::new(
                    "body",
                    "max_length",
                    "has a field name that is too long",
                ));
                return Err(A::Error::custom("refused"));
            }
            pairs.next_value_seed(Named { name: longer, to: &mut *to, refused: &mut *refused })?;
        }
        Ok(())
    }
}
