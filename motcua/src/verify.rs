//! `motcua verify`: recomputes everything that can be recomputed; exits with 1 at a difference.
//! For an administrator, an inspector, and whoever has just restored a copy.

use std::process::ExitCode;

use store::{Difference, Entropy};

use crate::cli::{Reach, VerifyOptions};
use crate::config::Settings;
use crate::{check, progress, wiring};

/// Checks the whole database and its files.
pub fn run(options: &VerifyOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &Reach::default(), None)?;
    // Why asked before: opening makes a file that is missing, and an empty book has no fault.
    if let Some(file) = settings.missing_file() {
        return Err(format!(
            "Không có tệp {}. Hãy ghi đúng tệp bằng --database sqlite:TỆP.",
            file.display()
        ));
    }
    let db = wiring::open(&settings, Entropy::Os)?;
    let anchor =
        match &options.anchor {
            None => None,
            Some(path) => Some(std::fs::read_to_string(path).map_err(|error| {
                format!("Không đọc được tệp dấu sổ {}: {error}", path.display())
            })?),
        };
    let bar = progress::bar("Kiểm tra");
    let report = db
        .verify(
            &mut |done, total| {
                bar.set_length(total);
                bar.set_position(done);
            },
            anchor.as_deref(),
        )
        .map_err(|error| format!("Không kiểm tra được: {error}"))?;
    bar.finish_and_clear();
    if let Some(difference) = &report.first_difference {
        return Ok(told(difference));
    }
    let bar = progress::count("Hồ sơ");
    let (dossiers, difference) = check::dossiers(&db, &mut |seen| bar.set_position(seen))
        .map_err(|error| format!("Không kiểm tra được: {error}"))?;
    bar.finish_and_clear();
    if let Some(difference) = &difference {
        return Ok(told(difference));
    }
    println!(
        "Khớp: {} sự kiện, {} dòng, {} tệp, {dossiers} hồ sơ bằng đúng chuỗi sự kiện của mình.",
        report.events, report.rows, report.files
    );
    if report.erased > 0 {
        println!("{} dòng đã xoá theo quy định.", report.erased);
    }
    for (agency, seq, hash) in db.heads().map_err(|error| error.to_string())? {
        println!("Dấu sổ {agency} {seq} {hash}");
    }
    Ok(ExitCode::SUCCESS)
}

fn told(difference: &Difference) -> ExitCode {
    eprintln!(
        "KHÔNG KHỚP ở {} {}: {}",
        difference.what, difference.where_, difference.detail_vi
    );
    ExitCode::from(1)
}
