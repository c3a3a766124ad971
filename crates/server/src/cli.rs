//! The command line.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::settings::{LogFormat, Role, Settings};
use crate::{commands, demo};

/// Background checks on your own server.
#[derive(Parser)]
#[command(name = "cotejo", version, about, arg_required_else_help = true)]
pub struct Cli {
    /// The settings file; `cotejo.toml` where it exists
    #[arg(long, global = true, env = "COTEJO_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and run checks
    Serve(Serve),
    /// Try everything in one command: a data folder, a tenant, sample lists and four checks
    Demo(demo::Demo),
    /// Bring the database's schema up to date
    Migrate,
    /// Measure this machine with this program
    #[command(subcommand)]
    Bench(commands::Bench),
    /// Judge document numbers of the region, one or a whole file
    Id(commands::Id),
    /// Companies that use this installation
    #[command(subcommand)]
    Tenants(commands::Tenants),
    /// API keys of a tenant
    #[command(subcommand)]
    Keys(commands::Keys),
    /// Who did what, and whether the record of it is untouched
    #[command(subcommand)]
    Audit(commands::Audit),
    /// Lists that checks are screened against
    #[command(subcommand)]
    Sources(commands::Sources),
}

#[derive(Args)]
struct Serve {
    /// Print the settings in force, without secrets, and end
    #[arg(long)]
    print_config: bool,
    /// The port
    #[arg(long)]
    port: Option<u16>,
    /// The data folder
    #[arg(long)]
    data: Option<PathBuf>,
    /// Serve over TLS with this certificate and its chain, a PEM file; a renewed one is taken up
    #[arg(long)]
    tls_cert: Option<PathBuf>,
    /// The certificate's key, a PEM file without a passphrase that not everybody may read
    #[arg(long)]
    tls_key: Option<PathBuf>,
    /// What this process does: api, worker or all
    #[arg(long, value_parser = role)]
    role: Option<Role>,
}

fn role(word: &str) -> Result<Role, String> {
    serde_json::from_value(serde_json::Value::from(word))
        .map_err(|_| "needs one of api, worker, all".to_owned())
}

/// Runs a command: exit code 0 when it did what was asked, 1 when not.
pub fn run(cli: Cli) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // `println!` panics when the reader of a pipe has gone, which is no fault.
        let said = panic.payload().downcast_ref::<String>();
        if said.is_some_and(|said| said.starts_with("failed printing to stdout")) {
            std::process::exit(0);
        }
        // What a panic says may quote data: only where it was is printed.
        match panic.location() {
            Some(at) => eprintln!("cotejo: a fault of ours at {}:{}", at.file(), at.line()),
            None => eprintln!("cotejo: a fault of ours"),
        }
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = runtime.context("starting").and_then(|runtime| runtime.block_on(execute(cli)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cotejo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(cli: Cli) -> Result<()> {
    let mut settings = Settings::read(cli.config.as_deref())?;
    match cli.command {
        Command::Serve(serve) => {
            settings.port = serve.port.unwrap_or(settings.port);
            settings.data = serve.data.unwrap_or(settings.data);
            settings.tls_cert = serve.tls_cert.unwrap_or(settings.tls_cert);
            settings.tls_key = serve.tls_key.unwrap_or(settings.tls_key);
            settings.role = serve.role.unwrap_or(settings.role);
            if serve.print_config {
                print!("{}", settings.redacted());
                return Ok(());
            }
            log(&settings)?;
            commands::serve(&settings).await
        }
        Command::Demo(demo) => demo.run(settings).await,
        Command::Migrate => commands::migrate(&settings).await,
        Command::Id(id) => id.run(),
        Command::Bench(bench) => bench.run(&settings).await,
        Command::Tenants(command) => command.run(&settings).await,
        Command::Keys(command) => command.run(&settings).await,
        Command::Audit(command) => command.run(&settings).await,
        Command::Sources(command) => command.run(&settings).await,
    }
}

/// Starts the log, on standard error.
pub(crate) fn log(settings: &Settings) -> Result<()> {
    let filter = EnvFilter::try_new(&settings.log).context("a setting is wrong: log")?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match settings.log_format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}
