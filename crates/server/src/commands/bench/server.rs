//! A server to be measured.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::client::Client;
use crate::settings::Settings;

/// A server in a process of its own, so that its time and memory can be told from ours.
pub struct Server {
    child: Child,
    /// Where it listens: `http://host:port`.
    pub base: String,
    metrics: String,
}

impl Server {
    /// Starts one with the database and the data folder of the settings, on free ports.
    pub fn start(settings: &Settings, without_sync: bool) -> Result<Self> {
        let free = || anyhow::Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
        let (port, metrics) = (free()?, free()?);
        let child = Command::new(std::env::current_exe()?)
            .args(["serve", "--port", &port.to_string()])
            .env("COTEJO_DATA", &settings.data)
            .env("COTEJO_DATABASE", &settings.database)
            .env("COTEJO_METRICS_PORT", metrics.to_string())
            .env("COTEJO_WITHOUT_SYNC", without_sync.to_string())
            .env("COTEJO_REQUESTS_PER_SECOND", "0")
            .env("COTEJO_LOG", "error")
            .stdout(Stdio::null())
            .spawn()
            .context("starting a server")?;
        let at = |port| format!("http://127.0.0.1:{port}");
        Ok(Self { child, base: at(port), metrics: at(metrics) })
    }

    /// Waits until it answers.
    pub async fn ready(&self) -> Result<()> {
        let client = Client::new(self.base.clone(), None);
        for _ in 0..10_000 {
            if client.get("/readyz").await.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        anyhow::bail!("the server is not ready after 20 s")
    }

    /// How many times it has committed.
    pub async fn commits(&self) -> Result<f64> {
        let text = Client::new(self.metrics.clone(), None).text("/metrics").await?;
        let line = text.lines().find_map(|line| line.strip_prefix("cotejo_commits_total "));
        line.context("the server does not count commits")?
            .trim()
            .parse()
            .context("reading a metric")
    }

    /// The processor time that the server has used, in ticks of 10 ms.
    pub fn cpu(&self) -> Result<Duration> {
        let stat = proc(&self.child.id().to_string(), "stat")?;
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        let ticks: u64 =
            after_name.split(' ').skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
        Ok(Duration::from_millis(ticks * 10))
    }

    /// The memory that it holds now.
    pub fn resident_mb(&self) -> Result<f64> {
        memory_mb(&self.child.id().to_string(), "VmRSS:")
    }
}

/// The most memory that this process has held.
pub fn peak_mb() -> Result<f64> {
    memory_mb("self", "VmHWM:")
}

fn memory_mb(process: &str, figure: &str) -> Result<f64> {
    let status = proc(process, "status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(figure));
    let kb: f64 = line
        .and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .context("reading the memory of a process")?;
    Ok(kb / 1_024.0)
}

fn proc(process: &str, name: &str) -> Result<String> {
    let file = format!("/proc/{process}/{name}");
    std::fs::read_to_string(&file).with_context(|| format!("reading {file} (Linux only)"))
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
