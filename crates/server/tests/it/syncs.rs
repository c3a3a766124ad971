//! A 2xx is a promise that outlasts the power, and a kill never loses what the kernel holds. So a
//! server runs under strace, and its database is rebuilt from the calls that were traced, as a disk
//! may have it that lost what was not synced: every check whose 201 had begun to go out is in it.
//!
//! The power goes in the last moment before a sync ends: the disk is certain to hold what the syncs
//! before left, and every answer since then must be kept by that. `PROVE_SYNCS` says at how many
//! syncs; `./scripts/prove syncs N` runs it.

mod disk;
mod trace;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::time::{Duration, Instant};

use disk::{Disk, Files, Left};
use server::client::Client;
use store::Db;
use tokio_util::sync::CancellationToken;
use trace::{Call, DATABASE, Event, Trace, WAL};

use crate::process::{Acknowledged, PATIENCE, PROGRAM, Server, WRITERS, install, write_checks};

/// How long nothing may happen before a server counts as idle.
const QUIET: Duration = Duration::from_millis(500);

/// A server's run under strace.
struct Run {
    trace: Trace,
    /// The files before it began.
    before: Files,
    /// What clients were told of.
    acknowledged: BTreeSet<String>,
}

impl Run {
    /// Puts a server under load until that is enough, and kills it when it has come to rest.
    async fn of(synced: bool, enough: impl Fn(&Trace, usize) -> bool) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().canonicalize().unwrap().join("data");
        let (app, _, key) = install(&folder, None).await;
        app.db.close().await;
        drop(app);
        // The last to leave removes the log; from then on the files are the server's alone.
        wait_until("the folder is left alone", || !folder.join(WAL).exists()).await;
        let before = files(&folder);

        let output = home.path().join("trace");
        let mut command = trace::traced(PROGRAM, &output);
        command.env("COTEJO_WITHOUT_SYNC", (!synced).to_string());
        let mut server = Server::start_as(command, &folder, None);
        server.ready().await;
        let mut trace = Trace::open(&output, &folder, server.child.id());
        let client = Client::new(server.base.clone(), Some(key));
        let acknowledged = Acknowledged::default();
        let stop = CancellationToken::new();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let people = format!("Inventada {writer}");
                let acknowledged = Acknowledged::clone(&acknowledged);
                tokio::spawn(write_checks(client.clone(), people, acknowledged, stop.clone()))
            })
            .collect();
        let (mut began, mut calls) = (Instant::now(), 0);
        while !enough(&trace, acknowledged.lock().unwrap().len()) {
            tokio::time::sleep(Duration::from_millis(50)).await;
            trace.read_on();
            if trace.calls.len() > calls {
                (began, calls) = (Instant::now(), trace.calls.len());
            }
            assert!(began.elapsed() < PATIENCE, "the server works");
        }
        stop.cancel();
        for writer in writers {
            writer.await.unwrap();
        }
        loop {
            let calls = trace.calls.len();
            tokio::time::sleep(QUIET).await;
            trace.read_on();
            if trace.calls.len() == calls {
                break;
            }
        }
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        wait_until("the trace is whole", || {
            trace.read_on();
            trace.over
        })
        .await;

        let run =
            Self { trace, before, acknowledged: acknowledged.lock().unwrap().drain(..).collect() };
        run.tells_all(&files(&folder));
        run
    }

    /// The trace leaves nothing out: it leads from the files before to those now, and has the
    /// answers that the clients had.
    fn tells_all(&self, now: &Files) {
        let mut disk = Disk::new(&self.before, &self.trace.calls);
        let mut answered = BTreeSet::new();
        for event in &self.trace.events {
            match event {
                Event::Began(n) => disk.began(*n),
                Event::Ended(n) => disk.ended(*n),
                Event::Asked(_) => {}
                Event::Answered { check, .. } => drop(answered.insert(check.clone())),
            }
        }
        assert!(disk.after_power_cut(Left::Everything) == *now, "the trace has every write");
        assert_eq!(answered, self.acknowledged, "the trace has every answer");
    }
}

fn files(folder: &Path) -> Files {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    let ours = names.filter(|name| name.starts_with(DATABASE) && !name.ends_with("-shm"));
    ours.map(|name| (name.clone(), std::fs::read(folder.join(name)).unwrap())).collect()
}

async fn wait_until(what: &str, mut so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < PATIENCE, "{what} in time");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// What was examined, and what was found wrong.
#[derive(Default)]
struct Findings {
    /// Moments at which the power went.
    cuts: usize,
    /// Databases that were rebuilt for them.
    rebuilt: usize,
    /// Answers without a sync of the log between the request and them.
    early: Vec<String>,
    /// Databases that do not open, are damaged, or lack a check.
    broken: Vec<String>,
}

/// Cuts the power before the ends of so many syncs, evenly spread, further of those with which a
/// checkpoint ends and the log begins anew, and at the end of the run.
async fn examine(run: &Run, wanted: usize) -> Findings {
    let Trace { calls, events, .. } = &run.trace;
    let syncs = run.trace.syncs();
    let last = syncs.len().saturating_sub(1);
    let spread = (0..wanted.min(syncs.len())).map(|n| n * last / (wanted - 1).max(1));
    let checkpoints = (0..syncs.len()).filter(|n| syncs[*n].1 == DATABASE);
    let checkpoints = checkpoints.flat_map(|n| [n, (n + 1).min(last)]);
    let cuts: BTreeSet<usize> = spread.chain(checkpoints).map(|n| syncs[n].0).collect();

    let mut found = Findings::default();
    let mut disk = Disk::new(&run.before, calls);
    let mut promised = BTreeSet::new();
    let (mut began, mut asked) = (HashMap::new(), HashMap::new());
    // Where the latest sync of the log that has ended had begun.
    let mut synced = None;
    for (place, event) in events.iter().enumerate() {
        if cuts.contains(&place) {
            cut(&disk, &promised, &mut found).await;
        }
        match event {
            Event::Began(n) => {
                began.insert(*n, place);
                disk.began(*n);
            }
            Event::Ended(n) => {
                disk.ended(*n);
                if matches!(&calls[*n], Call::Sync(name) if name == WAL) {
                    synced = synced.max(began.get(n).copied());
                }
            }
            Event::Asked(socket) => drop(asked.insert(socket, place)),
            Event::Answered { socket, check } => {
                if synced <= Some(asked[socket]) {
                    found.early.push(check.clone());
                }
                promised.insert(check.clone());
            }
        }
    }
    cut(&disk, &promised, &mut found).await;
    found
}

/// Rebuilds the database in every way in which a disk may have it, and looks into it.
async fn cut(disk: &Disk<'_>, promised: &BTreeSet<String>, found: &mut Findings) {
    found.cuts += 1;
    for left in [Left::Nothing, Left::Everything, Left::Torn, Left::Scattered(found.cuts)] {
        found.rebuilt += 1;
        if let Err(wrong) = look_into(&disk.after_power_cut(left), promised).await {
            found.broken.push(format!("cut {}, {left:?} left: {wrong}", found.cuts));
        }
        if disk.is_settled() {
            break; // the others are the same
        }
    }
}

async fn look_into(files: &Files, promised: &BTreeSet<String>) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let db = Db::open_sqlite_synced(&folder.path().join(DATABASE), false).await;
    let db = db.map_err(|error| error.chain())?;
    let looked = async {
        let mut tx = db.read().await?;
        let (whole,) = tx.system("pragma integrity_check").one::<(String,)>().await?;
        let stored = tx.system("select id from checks").all::<(String,)>().await?;
        Ok((whole, stored))
    };
    let looked = looked.await.map_err(|error: kit::Error| error.chain());
    db.close().await;
    let (whole, stored) = looked?;
    let stored: BTreeSet<String> = stored.into_iter().map(|(id,)| id).collect();
    let lost = promised.difference(&stored).count();
    if whole != "ok" {
        return Err(format!("damaged: {whole}"));
    }
    if lost > 0 {
        return Err(format!("{lost} of {} acknowledged checks are lost", promised.len()));
    }
    Ok(())
}

/// The file is a matter of SQLite; PostgreSQL sees to its own.
fn on_postgres() -> bool {
    std::env::var_os("TEST_DATABASE_URL").is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_is_on_the_disk() {
    if on_postgres() {
        return;
    }
    let wanted = std::env::var("PROVE_SYNCS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let began = Instant::now();
    let run =
        Run::of(true, |trace, _| trace.syncs().len() >= wanted && trace.log_starts() >= 4).await;
    let loaded = began.elapsed();
    let found = examine(&run, wanted).await;
    println!(
        "{} checks acknowledged, {} syncs, {} checkpoints of the whole log; {} cut points, {} \
         databases rebuilt; {:.0?} of load, {:.0?} in all",
        run.acknowledged.len(),
        run.trace.syncs().len(),
        run.trace.log_starts() - 1,
        found.cuts,
        found.rebuilt,
        loaded,
        began.elapsed(),
    );
    let (early, broken) = (&found.early, &found.broken);
    assert!(
        early.is_empty() && broken.is_empty(),
        "{} answers without a sync of the log since their request; {} databases that the disk may \
         keep are wrong: {broken:#?}",
        early.len(),
        broken.len(),
    );
    assert!(found.cuts > wanted, "every cut point was examined");
}

/// The proof can fail: of a server that does not sync it finds that answers come early and that
/// checks are lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_does_not_sync_is_found_out() {
    if on_postgres() {
        return;
    }
    let run = Run::of(false, |_, acknowledged| acknowledged >= 50).await;
    let found = examine(&run, 25).await;
    assert_eq!(found.early.len(), run.acknowledged.len(), "no answer waited");
    let lost = format!("{0} of {0} acknowledged checks are lost", run.acknowledged.len());
    assert!(found.broken.iter().any(|wrong| wrong.ends_with(&lost)), "{:?}", found.broken);
}
