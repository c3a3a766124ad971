//! How many numbers a second one core judges, kind by kind: `cargo bench --package identifiers`.
//!
//! `cargo bench --package identifiers -- bulk` or `-- MX/curp` runs a part.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use identifiers::{KindInfo, kinds, parse};

fn main() {
    divan::main();
}

fn made(info: &'static KindInfo) -> Vec<String> {
    (0..10_000).filter_map(|seed| info.example(seed)).collect()
}

/// Many numbers of a kind that was found once.
#[divan::bench(args = kinds())]
fn bulk(bencher: Bencher, info: &'static KindInfo) {
    let made = made(info);
    bencher.counter(ItemsCount::new(made.len())).bench(|| {
        for value in &made {
            black_box(info.parse(black_box(value))).ok();
        }
    });
}

/// Numbers whose kind is found anew for each.
#[divan::bench(args = kinds())]
fn looked_up(bencher: Bencher, info: &'static KindInfo) {
    let made = made(info);
    bencher.counter(ItemsCount::new(made.len())).bench(|| {
        for value in &made {
            black_box(parse(info.country, info.name, black_box(value))).ok();
        }
    });
}
