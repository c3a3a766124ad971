# Short names for what is done often. `just` lists them.

default:
    @just --list

# Everything that decides whether a change is good
check:
    ./scripts/test

# Format, lint and test one crate: just one checks
one crate:
    cargo fmt -p {{crate}}
    cargo clippy -p {{crate}} --all-targets -- -D warnings
    cargo nextest run -p {{crate}}

# The product in one command
demo *args:
    cargo run --release -- demo {{args}}
