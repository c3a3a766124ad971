//! What the architecture promises and no compiler checks.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// System tables are reached only by the rooms that may.
#[test]
fn only_system_rooms_speak_to_system_tables() {
    for room in ["checks", "screening", "identifiers", "kit"] {
        let mut files = Vec::new();
        sources(&crates().join(room).join("src"), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains(".system("), "{}", file.display());
        }
    }
}

/// Arrows point down: a room names only rooms below it.
#[test]
fn arrows_point_down() {
    let order = [
        "server",
        "checks",
        "accounts",
        "sources",
        "screening",
        "identifiers",
        "jobs",
        "audit",
        "store",
        "kit",
    ];
    for (at, room) in order.iter().enumerate() {
        let manifest = fs::read_to_string(crates().join(room).join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap();
        for above in &order[..at] {
            let line = format!("\n{above}.workspace");
            assert!(!dependencies.contains(&line), "{room} names {above}");
        }
    }
    for pure in ["screening", "identifiers"] {
        let manifest = fs::read_to_string(crates().join(pure).join("Cargo.toml")).unwrap();
        for io in ["tokio", "sqlx", "store", "kit", "axum"] {
            let line = format!("\n{io}.workspace");
            assert!(!manifest.contains(&line), "{pure} names {io}");
        }
    }
}

/// No file is longer than a reader's patience.
#[test]
fn files_are_short() {
    let mut files = Vec::new();
    sources(&crates(), &mut files);
    for file in files {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 600, "{}: {lines} lines", file.display());
    }
}
