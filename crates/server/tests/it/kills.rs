//! A 2xx is a promise: the server is killed at random moments under load, and what it acknowledged
//! exists once, finishes, has each detail once, and its events once.
//!
//! `PROVE_KILLS` says how often; `./scripts/prove kills N` runs it on both databases.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::Value;
use server::client::Client;
use testkit::TestDb;
use tokio_util::sync::CancellationToken;

use crate::process::{Acknowledged, PATIENCE, Server, WRITERS, install, write_checks};

/// A generator that needs no quality, only to differ from run to run.
fn random(below: u64) -> u64 {
    let bytes = uuid::Uuid::new_v4();
    bytes.as_u64_pair().1 % below
}

async fn finished(client: &Client, id: &str) -> Value {
    let began = Instant::now();
    loop {
        let answer = client.get(&format!("/v1/checks/{id}")).await.unwrap();
        assert_eq!(answer.status, 200, "{id} was acknowledged");
        if answer.body["check"]["status"] == "completed" {
            return answer.body["check"].clone();
        }
        assert!(began.elapsed() < PATIENCE, "{id} finishes: {}", answer.body);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_every_kill() {
    let kills: usize = std::env::var("PROVE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let test = TestDb::new().await;
    let folder = tempfile::tempdir().unwrap();
    let url = test.postgres_url();
    let (app, tenant, key) = install(folder.path(), url.as_deref()).await;

    let acknowledged = Acknowledged::default();
    for round in 0..kills {
        let mut server = Server::start(folder.path(), url.as_deref());
        server.ready().await;
        let client = Client::new(server.base.clone(), Some(key.clone()));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                tokio::spawn(write_checks(
                    client.clone(),
                    format!("Inventada {round} {writer}"),
                    Acknowledged::clone(&acknowledged),
                    CancellationToken::new(),
                ))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(20 + random(200))).await;
        server.child.kill().unwrap();
        for writer in writers {
            writer.await.unwrap();
        }
    }

    let server = Server::start(folder.path(), url.as_deref());
    server.ready().await;
    let client = Client::new(server.base.clone(), Some(key));
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() > kills, "there was load: {}", acknowledged.len());
    let ids: BTreeSet<&String> = acknowledged.iter().collect();
    assert_eq!(ids.len(), acknowledged.len(), "no id was given twice");
    for id in &acknowledged {
        let check = finished(&client, id).await;
        assert_eq!(check["score"], 1);
        let details = client.get(&format!("/v1/checks/{id}/details")).await.unwrap().body;
        let details: Vec<&str> = details["details"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(details.iter().collect::<BTreeSet<_>>().len(), 1, "{id}");
        assert_eq!(details.len(), 1, "{id}");
    }
    // Whatever exists, acknowledged or not, is whole: each with its events once and no job left.
    let sql = "
        select object_id, count(*) from events where client_id = $1
         group by object_id having count(*) <> 3 or count(distinct event_action) <> 3";
    let began = Instant::now();
    loop {
        let mut tx = app.db.read().await.unwrap();
        let waiting = jobs::waiting(&mut tx).await.unwrap();
        let odd = tx.query(sql).bind(tenant).all::<(String, i64)>().await.unwrap();
        if waiting == 0 {
            assert_eq!(odd, [], "every check has its three events once");
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{waiting} jobs wait");
        drop(tx);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut tx = app.db.read().await.unwrap();
    let sql = "
        select count(*), sum(case when status = 'completed' then 1 else 0 end)
          from checks where client_id = $1";
    let (all, completed) = tx.query(sql).bind(tenant).one::<(i64, i64)>().await.unwrap();
    assert_eq!(all, completed);
    assert!(all >= acknowledged.len() as i64);
    println!("{kills} kills, {} checks acknowledged, {all} stored", acknowledged.len());
}
