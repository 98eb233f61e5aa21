//! `motcua serve`: the program at work, for the commune. Refuses a demonstration file, whose
//! passwords lie open.

use std::process::ExitCode;

use kit::{App, Clock};
use store::Entropy;
use tokio::net::TcpListener;

use crate::cli::ServeOptions;
use crate::config::Settings;
use crate::user::say;
use crate::{anchors, demo, housekeeping, routes, wiring};

/// Serves the commune.
pub fn run(options: &ServeOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &options.reach, options.agency.as_ref())?;
    let db = wiring::open(&settings, Entropy::Os)?;
    db.migrate()
        .map_err(|error| format!("Không nâng cấp được cơ sở dữ liệu: {error}"))?;
    if demo::found(&db)
        .map_err(|error| error.to_string())?
        .is_some()
    {
        return Err("Đây là tệp trình diễn, có mật khẩu để ngỏ. Dùng `motcua demo` để chạy nó, hoặc chọn cơ sở dữ liệu khác.".to_owned());
    }
    let app = wiring::app(&settings, db, Clock::real(), None)?;
    if let Some(code) = people::setup_code(&app).map_err(|error| say(&error))? {
        println!(
            "Chưa có tài khoản nào. Mở {}/thiet-lap và nhập mã: {code}",
            settings.public_url()
        );
    }
    block_on(&settings, app)
}

/// Runs the server until it is told to stop.
pub fn block_on(settings: &Settings, app: App) -> Result<ExitCode, String> {
    logs();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let url = settings.public_url();
    runtime.block_on(async {
        let listener = TcpListener::bind(settings.listen)
            .await
            .map_err(|error| format!("Không nghe được ở {}: {error}", settings.listen))?;
        println!("Một cửa đang chạy ở {url}");
        let to = anchors::path(&settings.files_folder());
        let anchoring = tokio::spawn(anchors::each_day(app.db().clone(), to));
        let forgetting = tokio::spawn(housekeeping::each_day(app.clone()));
        let router = routes::all().into_router(app.clone());
        let served = kit::serve(app, router, listener)
            .await
            .map_err(|error| error.to_string());
        anchoring.abort();
        forgetting.abort();
        served
    })?;
    Ok(ExitCode::SUCCESS)
}

fn logs() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // Why the result is dropped: in tests somebody may have set a subscriber before.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
