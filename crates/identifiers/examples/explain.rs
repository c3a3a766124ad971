//! Says in three languages what is wrong with a number:
//! `cargo run --package identifiers --example explain CO nit 900123456`.

use identifiers::{Lang, parse};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [country, kind, value] = words.as_slice() else {
        eprintln!("usage: explain COUNTRY KIND NUMBER");
        return;
    };
    match parse(country, kind, value) {
        Ok(document) => {
            println!("{}: {:?}", document.formatted(), document.facts());
            if let Some(note) = document.facts().note {
                println!("{}", note.explain(Lang::Es));
            }
        }
        Err(refusal) => {
            for lang in [Lang::Es, Lang::En, Lang::Pt] {
                println!("{}", refusal.explain(lang));
            }
        }
    }
}
