//! Small lists of invented people and companies, for a first try of the product.

use super::Format;

macro_rules! embedded {
    ($folder:literal: $($file:literal),*) => {
        &[$(($file, include_bytes!(concat!("../../samples/", $folder, "/", $file)))),*]
    };
}

/// The files of a sample list. Everyone in it is invented.
pub fn sample(format: Format) -> &'static [(&'static str, &'static [u8])] {
    match format {
        Format::OfacSdn => {
            embedded!("ofac": "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
        }
        Format::OfacConsolidated => {
            embedded!("ofac": "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv")
        }
        Format::UnConsolidated => embedded!("un": "consolidated.xml"),
    }
}
