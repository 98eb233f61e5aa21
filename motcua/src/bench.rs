//! `motcua bench`: measures this very program beside what the machine could do at best.
//! For whoever buys the machine; the figures of one run are in docs/performance.md.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use bench::{Measured, PostgresFrom, report};
use clap::Args;

/// Options of `bench`.
#[derive(Args, Debug, Clone)]
pub struct BenchOptions {
    /// Số người dùng cùng lúc
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_values_t = [1, 8, 32])]
    pub clients: Vec<usize>,
    /// Số vòng đo xen kẽ [mặc định: 3; với --long: 5]
    #[arg(long, value_name = "N")]
    pub rounds: Option<usize>,
    /// Mỗi vòng dài bao nhiêu giây [mặc định: 2; với --long: 5]
    #[arg(long, value_name = "GIÂY")]
    pub seconds: Option<f64>,
    /// Đo lâu hơn, và đo cả khi đã có mười nghìn, một trăm nghìn, một triệu hồ sơ
    #[arg(long)]
    pub long: bool,
    /// Đo thêm khi cơ sở dữ liệu có từng này hồ sơ (có thể ghi nhiều số, cách nhau dấu phẩy)
    #[arg(long, value_name = "N,N", value_delimiter = ',')]
    pub grow: Vec<u64>,
    /// Chỉ đo khi dữ liệu đã lớn, bỏ các phần khác
    #[arg(long)]
    pub only_grow: bool,
    /// Đo trên cơ sở dữ liệu PostgreSQL trống này; không ghi thì tự dựng một cụm tạm nếu máy có PostgreSQL
    #[arg(long, value_name = "URL", conflicts_with = "no_postgres")]
    pub postgres: Option<String>,
    /// Không đo trên PostgreSQL
    #[arg(long)]
    pub no_postgres: bool,
    /// Địa chỉ một chương trình khác để so, nói cùng bốn lời: POST create, POST advance/ID, GET get/ID, GET list
    #[arg(long, value_name = "URL")]
    pub peer: Option<String>,
    /// Thư mục trên đĩa để dựng dữ liệu tạm [mặc định: thư mục tạm của máy]
    #[arg(long, value_name = "THƯ MỤC")]
    pub folder: Option<PathBuf>,
    /// Ghi mọi số đo ra tệp JSON này
    #[arg(long, value_name = "TỆP")]
    pub json: Option<PathBuf>,
    /// Không đo; đọc số đo từ tệp JSON này (nhiều tệp thì phần sau thay phần trước)
    #[arg(long, value_name = "TỆP")]
    pub from: Vec<PathBuf>,
    /// Ghi bảng và hình vào performance.md và performance.svg trong thư mục này
    #[arg(long, value_name = "THƯ MỤC", num_args = 0..=1, default_missing_value = "docs")]
    pub write_docs: Option<PathBuf>,
    /// The ceiling program itself: a file and an address
    #[arg(long, hide = true, num_args = 2, value_names = ["FILE", "ADDRESS"])]
    pub ceiling: Vec<String>,
}

/// Measures, or reads what was measured, and tells it.
pub fn run(options: &BenchOptions) -> Result<ExitCode, String> {
    if let [file, address] = options.ceiling.as_slice() {
        let address: SocketAddr = address.parse().map_err(|error| format!("{error}"))?;
        bench::ceiling::serve(file.as_ref(), address)?;
        return Ok(ExitCode::SUCCESS);
    }
    let measured = if options.from.is_empty() {
        bench::run(&asked(options)?, &mut |doing| eprintln!("{doing}"))?
    } else {
        read(&options.from)?
    };
    println!("{}", report::table(&measured));
    if let Some(path) = &options.json {
        let text = serde_json::to_string_pretty(&measured).map_err(|error| error.to_string())?;
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if let Some(folder) = &options.write_docs {
        report::write_docs(&measured, folder)?;
    }
    let lost = measured.proofs.iter().any(|proof| !proof.holds());
    Ok(if lost {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn asked(options: &BenchOptions) -> Result<bench::Options, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let default_grow: &[u64] = if options.long {
        &[10_000, 100_000, 1_000_000]
    } else {
        &[]
    };
    let (rounds, seconds) = if options.long { (5, 5.0) } else { (3, 2.0) };
    let seconds = options.seconds.unwrap_or(seconds);
    if !(0.1..=600.0).contains(&seconds) || options.clients.contains(&0) {
        return Err("Mỗi vòng dài từ 0,1 đến 600 giây, và phải có ít nhất một người dùng.".into());
    }
    Ok(bench::Options {
        ceiling: vec![
            program.display().to_string(),
            "bench".to_owned(),
            "--ceiling".to_owned(),
        ],
        program,
        folder: options.folder.clone().unwrap_or_else(std::env::temp_dir),
        clients: options.clients.clone(),
        rounds: options.rounds.unwrap_or(rounds).max(1),
        duration: Duration::from_secs_f64(seconds),
        postgres: match &options.postgres {
            Some(url) => PostgresFrom::Url(url.clone()),
            None if options.no_postgres => PostgresFrom::Nowhere,
            None => PostgresFrom::Own,
        },
        peer: options.peer.clone(),
        grow: if options.grow.is_empty() {
            default_grow.to_vec()
        } else {
            options.grow.clone()
        },
        only_grow: options.only_grow,
    })
}

/// One run out of several files: what a later one measured stands for the earlier one's.
fn read(paths: &[PathBuf]) -> Result<Measured, String> {
    let mut all: Option<Measured> = None;
    for path in paths {
        let told = |error: String| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| told(error.to_string()))?;
        let one: Measured = serde_json::from_str(&text).map_err(|error| told(error.to_string()))?;
        all = Some(match all {
            None => one,
            Some(before) => before.with(one),
        });
    }
    all.ok_or_else(|| "Không có tệp nào để đọc.".to_owned())
}
