//! How many numbers a second one core judges: `cargo bench --package identifiers`.

use std::hint::black_box;
use std::time::Instant;

const MEASURED: [(&str, &str); 12] = [
    ("BR", "cpf"),
    ("BR", "cnpj"),
    ("CL", "rut"),
    ("CO", "cedula_ciudadania"),
    ("CO", "nit"),
    ("CR", "cedula_fisica"),
    ("MX", "curp"),
    ("MX", "rfc_person"),
    ("PE", "ruc"),
    ("EC", "ci"),
    ("CO", "phone"),
    ("ALL", "mrz_td3_line2"),
];

fn main() {
    for (country, kind) in MEASURED {
        let made: Vec<String> = (0..10_000)
            .filter_map(|seed| identifiers::example(country, kind, seed))
            .collect();
        let rounds = 100;
        let start = Instant::now();
        for _ in 0..rounds {
            for value in &made {
                black_box(identifiers::parse(country, kind, black_box(value))).ok();
            }
        }
        let judged = (made.len() * rounds) as f64;
        let rate = judged / start.elapsed().as_secs_f64() / 1e6;
        println!("{country:>3} {kind:<18} {rate:>6.2} million a second");
    }
}
