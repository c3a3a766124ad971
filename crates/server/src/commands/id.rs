//! `cotejo id`: judges document numbers, one or a whole file.

use std::fs::File;
use std::io::{Read, Write, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use csv::StringRecord;
use identifiers::{Document, Lang};

/// What shall be judged.
#[derive(Args)]
pub struct Id {
    /// A CSV with the columns country, type and value; `-` for standard input. The same rows come
    /// out with valid, normalised and reason
    #[arg(required_unless_present_any = ["explain", "kinds"])]
    file: Option<PathBuf>,
    /// Judge one number and say what it tells or what is wrong with it
    #[arg(long, num_args = 3, value_names = ["COUNTRY", "TYPE", "VALUE"], conflicts_with = "file")]
    explain: Option<Vec<String>>,
    /// List the types that are known
    #[arg(long, conflicts_with_all = ["file", "explain"])]
    kinds: bool,
    /// The language of reasons: es, en or pt
    #[arg(long, default_value = "en", value_parser = lang)]
    lang: Lang,
}

fn lang(code: &str) -> Result<Lang, String> {
    match code {
        "es" => Ok(Lang::Es),
        "en" => Ok(Lang::En),
        "pt" => Ok(Lang::Pt),
        _ => Err("needs one of es, en, pt".to_owned()),
    }
}

impl Id {
    /// Runs the command; with `--explain` a number that is refused is an error.
    pub fn run(self) -> Result<()> {
        if self.kinds {
            for kind in identifiers::kinds() {
                println!("{:4} {:24} {}", kind.country, kind.name, kind.issuer);
            }
            return Ok(());
        }
        if let Some(one) = &self.explain {
            let country = one[0].to_ascii_uppercase();
            return match identifiers::parse(&country, &one[1], &one[2]) {
                Ok(document) => tell(&document, self.lang),
                Err(refusal) => bail!("{}", refusal.explain(self.lang)),
            };
        }
        let file = self.file.as_deref().context("file: is required")?;
        let began = Instant::now();
        let rows = if file == Path::new("-") {
            judge(stdin().lock(), stdout().lock(), self.lang)?
        } else {
            let input = File::open(file).with_context(|| format!("opening {}", file.display()))?;
            judge(input, stdout().lock(), self.lang)?
        };
        let seconds = began.elapsed().as_secs_f64().max(1e-9);
        writeln!(stderr(), "{rows} rows, {:.0} rows a second", rows as f64 / seconds)?;
        Ok(())
    }
}

/// Judges every row of a CSV, streaming: memory does not grow with rows.
fn judge(input: impl Read, output: impl Write, lang: Lang) -> Result<u64> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let headers = reader.headers().context("reading the header")?.clone();
    let column = |name: &str| {
        let found = headers.iter().position(|one| one.trim().eq_ignore_ascii_case(name));
        found.with_context(|| format!("the header has no column {name}"))
    };
    let (country, kind, value) = (column("country")?, column("type")?, column("value")?);
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(headers.iter().chain(["valid", "normalised", "reason"]))?;
    let mut row = StringRecord::new();
    let mut rows = 0;
    while reader.read_record(&mut row).with_context(|| format!("reading row {}", rows + 1))? {
        rows += 1;
        let field = |at: usize| row.get(at).unwrap_or_default();
        let country = field(country).trim().to_ascii_uppercase();
        let judged = identifiers::parse(&country, field(kind).trim(), field(value));
        let given = (0..headers.len()).map(field);
        match &judged {
            Ok(document) => {
                writer.write_record(given.chain(["true", document.normalised(), ""]))?;
            }
            Err(refusal) => {
                let reason = refusal.explain(lang);
                writer.write_record(given.chain(["false", "", &reason]))?;
            }
        }
    }
    writer.flush()?;
    Ok(rows)
}

fn tell(document: &Document, lang: Lang) -> Result<()> {
    let facts = document.facts();
    let mut out = stdout().lock();
    writeln!(out, "valid: {}", document.formatted())?;
    if let Some((year, month, day)) = facts.birth_date {
        writeln!(out, "born: {year:04}-{month:02}-{day:02}")?;
    }
    if let Some(sex) = facts.sex {
        writeln!(out, "sex: {sex:?}")?;
    }
    if let Some(region) = &facts.region {
        writeln!(out, "place: {} ({})", region.name, region.code)?;
    }
    if let Some(holder) = facts.holder {
        writeln!(out, "holder: {holder:?}")?;
    }
    if let Some(taxpayer) = &facts.taxpayer {
        writeln!(out, "taxpayer: {} ({})", taxpayer.name, taxpayer.code)?;
    }
    if let Some(issuer) = &facts.issuer {
        writeln!(out, "issuer: {} ({})", issuer.name, issuer.code)?;
    }
    if let Some(note) = facts.note {
        writeln!(out, "note: {}", note.explain(lang))?;
    }
    writeln!(out, "rule: {}", document.info().source)?;
    writeln!(out, "it does not prove: {}", document.info().caveat)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_as_they_went_in_with_a_verdict() {
        let input = "name,Country,type,value\nA,co,nit,900.123.456-8\nB,CO,nit,900123456-1\n\
                     C,CL,rut,12.531.909-2\nD,XX,rut,1\nE,BR,cpf,\"111.111.111-11\"\nF,BR\n";
        let mut output = Vec::new();
        assert_eq!(judge(input.as_bytes(), &mut output, Lang::En).unwrap(), 6);
        let output = String::from_utf8(output).unwrap();
        let lines: Vec<&str> = output.lines().collect();
        assert_eq!(lines[0], "name,Country,type,value,valid,normalised,reason");
        assert_eq!(lines[1], "A,co,nit,900.123.456-8,true,9001234568,");
        assert!(lines[2].starts_with("B,CO,nit,900123456-1,false,,"));
        assert_eq!(lines[3], "C,CL,rut,12.531.909-2,true,125319092,");
        for refused in &lines[4..] {
            assert!(refused.contains(",false,,") && refused.len() > 20, "{refused}");
        }
    }

    #[test]
    fn a_file_without_the_columns_says_which_one_it_lacks() {
        let error = judge("country,value\n".as_bytes(), Vec::new(), Lang::En).unwrap_err();
        assert!(error.to_string().contains("type"), "{error}");
    }
}
