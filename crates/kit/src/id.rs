//! Ids: a prefix that says what the thing is, and 32 lowercase hex digits.

use sha2::{Digest, Sha256};
use uuid::{NoContext, Timestamp, Uuid};

use crate::clock::Time;

/// The part of an id after its prefix: 128 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(Uuid);

impl Uid {
    /// A new one that sorts by the time of its making (UUID version 7).
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }

    /// A new one as it would have been made at a moment.
    pub fn at(time: Time) -> Self {
        let micros = u64::try_from(time.micros()).unwrap_or(0);
        let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000);
        let nanos = u32::try_from(rest * 1_000).unwrap_or(0);
        Self(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, nanos)))
    }

    /// The one that follows from some parts, the same for the same parts everywhere.
    pub fn derived(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(Uuid::from_bytes(bytes))
    }

    /// Reads 32 lowercase hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        let plain = hex.len() == 32 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        plain.then(|| Uuid::try_parse(hex).ok().map(Self)).flatten()
    }

    /// The sixteen bytes.
    pub fn bytes(&self) -> [u8; 16] {
        *self.0.as_bytes()
    }
}

impl Default for Uid {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Uid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::fmt::Display for Uid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.simple().fmt(f)
    }
}

/// Declares an id type with its prefix on the wire.
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $prefix:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $crate::id::Uid);

        impl $name {
            /// What every such id begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new id that sorts by the time of its making.
            #[allow(clippy::new_without_default, reason = "an id is never a default")]
            pub fn new() -> Self {
                Self($crate::id::Uid::new())
            }

            /// A new id as it would have been made at a moment.
            pub fn at(time: $crate::Time) -> Self {
                Self($crate::id::Uid::at(time))
            }

            /// Reads an id as it stands on the wire; `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                text.strip_prefix($prefix).and_then($crate::id::Uid::parse).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::parse(&text)
                    .ok_or_else(|| serde::de::Error::custom(concat!("needs ", $prefix, " and 32 hex digits")))
            }
        }
    };
}

id!(
    /// A tenant: the `client_id` of the contract.
    TenantId,
    "TCI"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_print_and_parse_and_refuse_the_rest() {
        let id = TenantId::new();
        assert_eq!(TenantId::parse(&id.to_string()), Some(id));
        for wrong in [
            "",
            "TCI",
            "TCI0123",
            "CHK00000000000000000000000000000000",
            "TCI0000000000000000000000000000000G",
            "TCI0000000000000000000000000000000A",
            "TCI000000000000000000000000000000000",
        ] {
            assert_eq!(TenantId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn derived_ids_depend_on_every_part_and_its_border() {
        assert_eq!(Uid::derived(&[b"a", b"b"]), Uid::derived(&[b"a", b"b"]));
        assert_ne!(Uid::derived(&[b"ab", b""]), Uid::derived(&[b"a", b"b"]));
    }

    #[test]
    fn an_id_of_a_moment_sorts_by_it() {
        let at = |micros| TenantId::at(Time::from_micros(micros)).to_string();
        assert!(at(1_772_463_845_000_000) < at(1_772_463_845_001_000));
        assert!(at(1_772_463_845_000_000) < TenantId::new().to_string());
        assert_ne!(at(1_772_463_845_000_000), at(1_772_463_845_000_000));
    }

    #[test]
    fn later_ids_sort_later() {
        let ids: Vec<String> = (0..100).map(|_| Uid::new().to_string()).collect();
        assert!(ids.is_sorted());
    }
}
