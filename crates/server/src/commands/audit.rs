//! `cotejo audit`: who did what, and whether the record of it is untouched.

use anyhow::{Context as _, Result, ensure};
use audit::{Entry, Filter, Head, Report};
use clap::Subcommand;
use serde_json::{Value, json};

use super::{print, tenant_id};
use crate::app::App;
use crate::settings::Settings;

/// Commands about the audit.
#[derive(Subcommand)]
pub enum Audit {
    /// List entries, newest first
    List {
        /// TCI…; what belongs to the installation (lists) when absent
        tenant: Option<String>,
        /// Those about an object: CHK…, the id of a key
        #[arg(long)]
        object: Option<String>,
        /// How many at most
        #[arg(long, default_value_t = 100)]
        limit: u32,
        /// One JSON value
        #[arg(long)]
        json: bool,
    },
    /// Look at every entry and name what was edited, deleted, added or cut off since it was sealed
    Verify {
        /// NUMBER:HASH of an earlier `audit head` that was kept elsewhere; the file `audit.head` of
        /// the data folder when absent
        #[arg(long)]
        head: Option<String>,
        /// One JSON value
        #[arg(long)]
        json: bool,
    },
    /// Print where the chain stands, to be kept elsewhere
    Head,
}

impl Audit {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        let audit = App::open(settings).await?.audit;
        match self {
            Self::List { tenant, object, limit, json } => {
                let tenant = tenant.as_deref().map(tenant_id).transpose()?;
                let filter = Filter { tenant, object: object.as_deref(), limit };
                let entries = audit.list(&filter).await?;
                print(json, &entries.iter().map(view).collect::<Vec<_>>(), || {
                    for Entry { created_at, who, action, object, address, .. } in &entries {
                        println!("{created_at}  {who}  {action}  {object}  {address}");
                    }
                })
            }
            Self::Verify { head, json } => {
                let head = head
                    .map(|head| Head::parse(&head).context("head: needs NUMBER:HASH"))
                    .transpose()?;
                let report = audit.verify(head).await?;
                print(json, &summary(&report), || describe(&report))?;
                let wrong = report.findings.len() as u64 + report.more;
                ensure!(wrong == 0, "the audit is not what was sealed: {wrong} findings");
                Ok(())
            }
            Self::Head => {
                let head = audit.head().await?.context("nothing is sealed yet")?;
                println!("{head}");
                Ok(())
            }
        }
    }
}

fn view(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "client_id": Some(&entry.tenant).filter(|id| !id.is_empty()),
        "at": entry.created_at.to_string(),
        "who": entry.who,
        "action": entry.action,
        "object_id": entry.object,
        "address": entry.address,
        "request_id": entry.request,
    })
}

fn summary(report: &Report) -> Value {
    let text = |head: &Option<Head>| head.as_ref().map(ToString::to_string);
    json!({
        "segments": report.segments,
        "entries": report.entries,
        "unsealed": report.unsealed,
        "unsealed_since": report.unsealed_since.map(|at| at.to_string()),
        "head": text(&report.head),
        "compared_with": text(&report.compared_with),
        "findings": report.findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "more_findings": report.more,
    })
}

fn describe(report: &Report) {
    for finding in &report.findings {
        println!("{finding}");
    }
    if report.more > 0 {
        println!("and {} more", report.more);
    }
    println!("{} entries in {} segments are as they were sealed.", report.entries, report.segments);
    if let Some(since) = report.unsealed_since {
        println!("{} more wait to be sealed, since {since}.", report.unsealed);
    }
    if report.compared_with.is_none() {
        println!("There was no head to compare with: what is cut off at the end does not show.");
    }
}
