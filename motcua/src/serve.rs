//! `motcua serve`: the program at work, for one commune or several. Refuses a demonstration file, whose
//! passwords lie open.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use axum::Extension;
use kit::{App, Clock};
use store::Entropy;
use tokio::net::TcpListener;
use upkeep::Watch;

use dossier::sentences;

use crate::cli::ServeOptions;
use crate::config::{Log, Settings};
use crate::upgrade::{self, Before};
use crate::user::say;
use crate::{anchors, demo, hosts, housekeeping, jobs, memory, routes, wiring};

/// How far threads that answer stand behind the writer, in steps of the scheduler.
#[cfg(target_os = "linux")]
const GIVE_WAY: i32 = 5;

/// Threads that answer. More than cores, because beside the embedded file they read themselves, and a
/// long reading must not keep everybody else waiting.
const WORKERS: usize = 4;

/// Serves the communes.
pub fn run(options: &ServeOptions) -> Result<ExitCode, String> {
    memory::keep_little();
    let settings = Settings::read(&options.place, &options.reach, options.agency.as_ref())?;
    let before = Before::of(options.without_backup);
    let (db, _) = upgrade::open(&settings, Entropy::Os, before)?;
    if demo::found(&db)
        .map_err(|error| error.to_string())?
        .is_some()
    {
        return Err("Đây là tệp trình diễn, có mật khẩu để ngỏ. Dùng `motcua demo` để chạy nó, hoặc chọn cơ sở dữ liệu khác.".to_owned());
    }
    let mut served = Vec::new();
    for (host, one) in settings.each() {
        let app = wiring::app(&one, db.clone(), Clock::real(), None)?;
        if let Some(code) = people::setup_code(&app).map_err(|error| say(&error))? {
            println!(
                "{} chưa có tài khoản nào. Mở {}/thiet-lap và nhập mã: {code}",
                sentences::capital(&app.commune().name),
                one.public_url()
            );
        }
        served.push((host, app));
    }
    block_on(&settings, served)
}

/// Lets the store's one writer go first where cores are few: everybody who acts waits for it.
fn give_way() {
    // Why the result is dropped: where the system has no such order, all are served alike.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(GIVE_WAY);
}

/// Runs the server until it is told to stop.
pub fn block_on(
    settings: &Settings,
    served: Vec<(Option<String>, App)>,
) -> Result<ExitCode, String> {
    logs(settings.log);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .on_thread_start(give_way)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let addresses: BTreeMap<String, String> = served
        .iter()
        .map(|(_, app)| (app.agency().to_owned(), app.public_url().to_owned()))
        .collect();
    for (_, app) in &served {
        app.tell_neighbours(addresses.clone());
    }
    let first = &served.first().ok_or("Chưa có xã nào để phục vụ.")?.1;
    let db = first.db().clone();
    runtime.block_on(async {
        let listener = TcpListener::bind(settings.listen)
            .await
            .map_err(|error| format!("Không nghe được ở {}: {error}", settings.listen))?;
        for (host, app) in &served {
            let of = match host {
                Some(_) => format!(" {}", app.commune().name),
                None => String::new(),
            };
            println!("Một cửa{of} đang chạy ở {}", app.public_url());
            if let Some(why) = app.commune().uncoded() {
                println!("CẢNH BÁO: {why}. {}", kit::SET_CODE);
            }
        }
        let to = anchors::path(&settings.files_folder());
        let watch = Watch::new(
            settings.file().map(Path::to_owned),
            settings.files_folder(),
            to.clone(),
            settings.metrics_token.clone(),
        );
        let mut tasks = vec![
            tokio::spawn(anchors::each_day(db.clone(), to)),
            tokio::spawn(jobs::for_ever(db)),
        ];
        let mut routers = Vec::new();
        for (host, app) in &served {
            tasks.push(tokio::spawn(housekeeping::each_day(app.clone())));
            tasks.push(tokio::spawn(app.clone().follow_law()));
            let router = routes::all()
                .into_router(app.clone())
                .layer(Extension(watch.clone()));
            routers.push((host.clone(), router));
        }
        let apps = served.into_iter().map(|(_, app)| app).collect();
        let done = kit::serve(apps, hosts::router(routers), listener)
            .await
            .map_err(|error| error.to_string());
        for task in tasks {
            task.abort();
        }
        done
    })?;
    Ok(ExitCode::SUCCESS)
}

fn logs(log: Log) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // Why the results are dropped: in tests somebody may have set a subscriber before.
    let _ = match log {
        Log::Text => lines.try_init(),
        Log::Json => lines.json().flatten_event(true).try_init(),
    };
}
