//! Shared commits on SQLite: many writers, one sync.
//!
//! SQLite has one writer, and a durable commit waits for the disk. Here writers take turns inside
//! one open transaction, each within a savepoint. A member that is done releases its savepoint and
//! leaves the transaction to the next waiter; the group is committed when nobody waits, when it
//! has [`GROUP_MEMBERS`], or [`GROUP_TIME`] after it began. A member's `commit` returns after that
//! sync: either all members of the group are durable, or all of them fail.
//!
//! ```text
//! idle -- begin --> member -- release --> open (waiting for the next, or for the closer)
//!                     |                     |-- begin --> member
//!                     |-- dropped: rolled back to its savepoint by whoever comes next
//!                                           '-- commit --> idle, every member is told
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kit::{Error, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Executor as _};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// The most members of one commit.
const GROUP_MEMBERS: usize = 64;
/// The longest that a member waits for others.
const GROUP_TIME: Duration = Duration::from_millis(6);

/// Takes writers one at a time and commits them together.
pub(crate) struct SharedWriter {
    options: SqliteConnectOptions,
    turn: Arc<Mutex<Turn>>,
    waiting: AtomicUsize,
    commits: Arc<AtomicU64>,
}

/// What the writer whose turn it is holds.
pub(crate) struct Turn {
    connection: Option<SqliteConnection>,
    /// A savepoint is open: set while a member works, and left set when it was dropped.
    in_member: bool,
    group: Option<Group>,
    /// Counts groups, so that a closer never closes a later one.
    groups: u64,
    commits: Arc<AtomicU64>,
}

struct Group {
    began: Instant,
    members: Vec<oneshot::Sender<Result<(), String>>>,
}

/// One member of a group at work; without a turn once it has released its savepoint.
pub(crate) struct Member {
    turn: Option<OwnedMutexGuard<Turn>>,
    writer: Arc<SharedWriter>,
}

impl SharedWriter {
    pub(crate) fn new(options: SqliteConnectOptions) -> Arc<Self> {
        let commits = Arc::new(AtomicU64::new(0));
        let turn = Turn {
            connection: None,
            in_member: false,
            group: None,
            groups: 0,
            commits: Arc::clone(&commits),
        };
        let turn = Arc::new(Mutex::new(turn));
        Arc::new(Self { options, turn, waiting: AtomicUsize::new(0), commits })
    }

    /// How many groups were committed.
    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Waits for the turn and opens a savepoint in the group's transaction.
    pub(crate) async fn begin(self: &Arc<Self>) -> Result<Member> {
        let mut turn = {
            let _waiting = Waiting::new(&self.waiting);
            Arc::clone(&self.turn).lock_owned().await
        };
        let writer = Arc::clone(self);
        // In a task of its own: a caller that goes away leaves no statement half-way.
        let opened = tokio::spawn(async move {
            turn.clean().await;
            if turn.group.is_none() {
                turn.open(&writer.options).await?;
            }
            if let Err(error) = turn.run("savepoint member").await {
                turn.fail(&error.to_string());
                return Err(error);
            }
            turn.in_member = true;
            Ok(Member { turn: Some(turn), writer })
        });
        match opened.await {
            Ok(member) => member.map_err(unavailable),
            Err(_) => Err(unavailable(sqlx::Error::WorkerCrashed)),
        }
    }
}

impl Member {
    fn turn(&mut self) -> Result<&mut Turn> {
        self.turn.as_deref_mut().ok_or_else(|| unavailable(sqlx::Error::WorkerCrashed))
    }

    /// The connection, for the statements of this member.
    pub(crate) fn connection(&mut self) -> Result<&mut SqliteConnection> {
        let connection = self.turn()?.connection.as_mut();
        connection.ok_or_else(|| unavailable(sqlx::Error::WorkerCrashed))
    }

    /// Keeps what this member wrote; returns when the shared commit is on the disk.
    pub(crate) async fn commit(mut self) -> Result<()> {
        let Some(mut turn) = self.turn.take() else {
            return Err(unavailable(sqlx::Error::WorkerCrashed));
        };
        let writer = Arc::clone(&self.writer);
        let (tell, told) = oneshot::channel();
        // In a task of its own: a caller that goes away must not take the group with it.
        tokio::spawn(async move {
            if let Err(error) = turn.run("release member").await {
                let _ = tell.send(Err(error.to_string()));
                turn.fail("another member of the group failed");
                return;
            }
            turn.in_member = false;
            let number = turn.groups;
            let Some(group) = turn.group.as_mut() else { return };
            group.members.push(tell);
            let full = group.members.len() >= GROUP_MEMBERS || group.began.elapsed() >= GROUP_TIME;
            let first = group.members.len() == 1;
            if full || writer.waiting.load(Ordering::SeqCst) == 0 {
                turn.close().await;
            } else if first {
                drop(turn);
                close_later(&writer, number);
            }
        });
        match told.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(reason)) => Err(unavailable(sqlx::Error::Protocol(reason))),
            Err(_) => Err(unavailable(sqlx::Error::WorkerCrashed)),
        }
    }
}

impl Drop for Member {
    /// A member that was not committed leaves its savepoint open; a closer rolls it back at once,
    /// so that the file's lock is not held by nobody.
    fn drop(&mut self) {
        if let Some(turn) = &self.turn {
            close_later(&self.writer, turn.groups);
        }
    }
}

/// Closes the group soon, if nobody else has by then: the net under members that never come.
fn close_later(writer: &Arc<SharedWriter>, group: u64) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    let turn = Arc::clone(&writer.turn);
    runtime.spawn(async move {
        tokio::time::sleep(GROUP_TIME).await;
        let mut turn = turn.lock_owned().await;
        if turn.groups == group {
            turn.clean().await;
            turn.close().await;
        }
    });
}

impl Turn {
    async fn run(&mut self, sql: &'static str) -> sqlx::Result<()> {
        let connection = self.connection.as_mut().ok_or(sqlx::Error::WorkerCrashed)?;
        connection.execute(sql).await.map(drop)
    }

    /// Begins a transaction. The connection is out of its place meanwhile, so that a caller who
    /// goes away half-way leaves no transaction that nobody knows of.
    async fn open(&mut self, options: &SqliteConnectOptions) -> sqlx::Result<()> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => options.connect().await?,
        };
        connection.execute("begin immediate").await?;
        self.connection = Some(connection);
        self.groups += 1;
        self.group = Some(Group { began: Instant::now(), members: Vec::new() });
        Ok(())
    }

    /// Undoes a member that was dropped. If even that fails (the database rolled back by itself,
    /// on a full disk for example), the whole group fails and the connection is opened anew.
    async fn clean(&mut self) {
        if !self.in_member {
            return;
        }
        let undone = match self.run("rollback to member").await {
            Ok(()) => self.run("release member").await,
            failed => failed,
        };
        match undone {
            Ok(()) => self.in_member = false,
            Err(error) => self.fail(&error.to_string()),
        }
    }

    /// Commits the open group and tells its members. Called only in tasks that nobody cancels.
    async fn close(&mut self) {
        if self.group.is_none() {
            return;
        }
        if let Err(error) = self.run("commit").await {
            return self.fail(&error.to_string());
        }
        self.commits.fetch_add(1, Ordering::Relaxed);
        for member in self.group.take().into_iter().flat_map(|group| group.members) {
            let _ = member.send(Ok(()));
        }
    }

    /// Gives up the group: closing the connection rolls back, and every member is told.
    fn fail(&mut self, reason: &str) {
        self.connection = None;
        self.in_member = false;
        for member in self.group.take().into_iter().flat_map(|group| group.members) {
            let _ = member.send(Err(reason.to_owned()));
        }
    }
}

/// Counts a waiter for as long as it waits, cancelled or not.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn unavailable(error: sqlx::Error) -> Error {
    Error::Unavailable { doing: "writing", source: Box::new(error) }
}
