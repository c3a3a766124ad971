//! Details: what each source said, as tables of labels and values that people read.

use screening::Lang as ScreeningLang;
use sources::{Answer, Axis, DataSet, Evidence, Finding, Found, Lang, Severity, formats};

use crate::inputs::Subject;
use crate::model::{Check, CheckId};
use crate::score::{Asked, SetResult, SourceStatus, severity_score};

kit::id!(
    /// A detail.
    DetailId,
    "DTL"
);

/// What one source said on one axis.
pub struct Detail {
    /// Derived from check, source and axis, so that a second run writes the same one.
    pub id: DetailId,
    /// The source.
    pub asked: Asked,
    /// The axis that was searched.
    pub axis: Axis,
    /// What was found.
    pub result: SetResult,
    /// How much it weighs.
    pub severity: Severity,
    /// What it rests on; empty when nothing was found.
    pub tables: Vec<Table>,
}

impl Detail {
    /// The score that follows from the severity, in ten-thousandths.
    pub const fn score(&self) -> i64 {
        severity_score(self.severity)
    }

    /// What was searched (contract: checks.md §3.5, `route`).
    pub const fn route(&self, subject: Subject) -> &'static str {
        match (subject, self.axis) {
            (Subject::Person, Axis::Id) => "person",
            (Subject::Person, Axis::Name) => "person-name",
            (Subject::Company, Axis::Id) => "company",
            (Subject::Company, Axis::Name) => "company-name",
            (Subject::Vehicle, _) => "vehicle",
        }
    }
}

/// Rows of labels and values under a title.
pub struct Table {
    /// The title.
    pub title: String,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A label and a value.
pub struct Cell {
    /// The label, in the language that was asked for.
    pub label: String,
    /// The value, as the source has it.
    pub value: String,
}

fn cell(label: impl Into<String>, value: impl Into<String>) -> Cell {
    Cell { label: label.into(), value: value.into() }
}

/// The details of a check in the order of its plan, with labels in a language.
pub fn details(check: &Check, lang: Lang) -> Vec<Detail> {
    let Some(outcome) = &check.outcome else {
        return Vec::new();
    };
    outcome
        .asked
        .iter()
        .filter(|asked| asked.status != SourceStatus::Skipped)
        .flat_map(|asked| of_source(check.id, asked, lang))
        .collect()
}

fn of_source(check: CheckId, asked: &Asked, lang: Lang) -> Vec<Detail> {
    let Some(answer) = &asked.answer else {
        let result = match asked.status {
            SourceStatus::Delayed => SetResult::Delayed,
            SourceStatus::NotStarted => SetResult::Pending,
            _ => SetResult::Error,
        };
        return vec![detail(check, asked, Axis::Id, result, Severity::None, Vec::new())];
    };
    answer.asked.iter().map(|axis| of_axis(check, asked, answer, *axis, lang)).collect()
}

fn of_axis(check: CheckId, asked: &Asked, answer: &Answer, axis: Axis, lang: Lang) -> Detail {
    let found: Vec<&Finding> = answer.findings.iter().filter(|one| one.axis == axis).collect();
    let severity = found.iter().map(|one| one.severity).max().unwrap_or(Severity::None);
    let known = matches!(answer.identity, Some(Found::Yes { .. } | Found::Dead));
    let result = if found.is_empty() && !known { SetResult::NotFound } else { SetResult::Found };
    let tables = found.iter().flat_map(|one| tables(one, lang)).collect();
    detail(check, asked, axis, result, severity, tables)
}

fn detail(
    check: CheckId,
    asked: &Asked,
    axis: Axis,
    result: SetResult,
    severity: Severity,
    tables: Vec<Table>,
) -> Detail {
    let database = asked.database.to_string();
    let ordinal: &[u8] = match axis {
        Axis::Id => b"0",
        Axis::Name => b"1",
    };
    let id = DetailId(kit::Uid::derived(&[&check.0.bytes(), database.as_bytes(), ordinal]));
    Detail { id, asked: asked.clone(), axis, result, severity, tables }
}

/// The tables of a finding: the record as its publisher has it, then why it is a hit.
fn tables(finding: &Finding, lang: Lang) -> Vec<Table> {
    match &finding.evidence {
        Evidence::Derived { facts } => {
            let cells = facts.iter().map(|one| cell(one.label.text(lang), one.text(lang)));
            let title = lang.pick("Número de documento", "Document number", "Número do documento");
            vec![Table { title: title.to_owned(), rows: vec![cells.collect()] }]
        }
        Evidence::Listed { entry, .. } => {
            vec![record(entry, lang), reasons(finding, lang)]
        }
    }
}

fn record(entry: &formats::Entry, lang: Lang) -> Table {
    let name = entry.record.names.first().map_or("", |name| name.text.as_str());
    let facts = entry.facts.iter().map(|fact| cell(fact.label.text(lang), fact.value.as_str()));
    let label = lang.pick("Nombre en la lista", "Name on the list", "Nome na lista");
    let mut row = vec![cell(label, name)];
    row.extend(facts);
    Table {
        title: lang
            .pick("Registro en la lista", "Record on the list", "Registro na lista")
            .to_owned(),
        rows: vec![row],
    }
}

fn reasons(finding: &Finding, lang: Lang) -> Table {
    let title = lang.pick("Por qué coincide", "Why it matches", "Por que coincide").to_owned();
    let Evidence::Listed { list, version, published, similarity, confidence, explanation, .. } =
        &finding.evidence
    else {
        return Table { title, rows: Vec::new() };
    };
    let mut row = vec![
        cell(
            lang.pick("Explicación", "Explanation", "Explicação"),
            explanation.sentence(spoken(lang)),
        ),
        cell(
            lang.pick("Parecido del nombre", "Similarity of the name", "Semelhança do nome"),
            percent(similarity.get()),
        ),
        cell(lang.pick("Confianza", "Confidence", "Confiança"), percent(confidence.get())),
        cell(
            lang.pick("Lista y versión", "List and version", "Lista e versão"),
            format!("{list} {version}"),
        ),
    ];
    if let Some(date) = published {
        row.push(cell(lang.pick("Publicada", "Published", "Publicada"), date.as_str()));
    }
    Table { title, rows: vec![row] }
}

fn percent(ten_thousandths: u16) -> String {
    format!("{}.{:02} %", ten_thousandths / 100, ten_thousandths % 100)
}

const fn spoken(lang: Lang) -> ScreeningLang {
    match lang {
        Lang::Es => ScreeningLang::Es,
        Lang::En => ScreeningLang::En,
        Lang::Pt => ScreeningLang::Pt,
    }
}

/// The group that a data set is shown in (contract: checks.md §3.5, `group`).
pub const fn group(data_set: DataSet) -> &'static str {
    match data_set {
        DataSet::PersonalIdentity | DataSet::BusinessBackground => "profile",
        DataSet::CriminalRecord | DataSet::LegalBackground => "legal",
        DataSet::AffiliationsAndInsurances | DataSet::ProfessionalBackground => "affiliations",
        DataSet::VehicleInformation
        | DataSet::VehiclePermits
        | DataSet::TrafficFines
        | DataSet::DrivingLicenses => "vehicle",
        DataSet::InternationalBackground => "global",
        DataSet::AlertInMedia => "media",
        DataSet::TaxesAndFinances => "unknown",
    }
}
