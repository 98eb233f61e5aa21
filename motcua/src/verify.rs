//! `motcua verify`: recomputes everything that can be recomputed; exits with 1 at a difference.
//! For an administrator, an inspector, and `restore`, which believes no copy before.

use std::process::ExitCode;

use store::upkeep::Work;
use store::{Db, Difference};

use crate::backup::note;
use crate::cli::{Reach, VerifyOptions};
use crate::config::Settings;
use crate::{check, progress, wiring};

/// What the check found.
pub enum Verdict {
    /// All agrees; the sentence says how much was looked at.
    Agrees(String),
    /// The first difference.
    Differs(Difference),
}

/// Checks the whole database and its files.
pub fn run(options: &VerifyOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &Reach::default(), None)?;
    let db = wiring::open_as_it_is(&settings)?;
    let anchor =
        match &options.anchor {
            None => None,
            Some(path) => Some(std::fs::read_to_string(path).map_err(|error| {
                format!("Không đọc được tệp dấu sổ {}: {error}", path.display())
            })?),
        };
    match whole(&db, anchor.as_deref())? {
        Verdict::Differs(difference) => {
            note(&db, Work::Verify, &difference.detail_vi);
            Ok(told(&difference))
        }
        Verdict::Agrees(sentence) => {
            note(&db, Work::Verify, "ok");
            println!("{sentence}");
            for (agency, seq, hash) in db.heads().map_err(|error| error.to_string())? {
                println!("Dấu sổ {agency} {seq} {hash}");
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Events, rows, figures, files, and every dossier against its events.
pub fn whole(db: &Db, anchor: Option<&str>) -> Result<Verdict, String> {
    let bar = progress::bar("Kiểm tra");
    let report = db
        .verify(
            &mut |done, total| {
                bar.set_length(total);
                bar.set_position(done);
            },
            anchor,
        )
        .map_err(|error| format!("Không kiểm tra được: {error}"))?;
    bar.finish_and_clear();
    if let Some(difference) = report.first_difference {
        return Ok(Verdict::Differs(difference));
    }
    let bar = progress::count("Hồ sơ");
    let (dossiers, difference) = check::dossiers(db, &mut |seen| bar.set_position(seen))
        .map_err(|error| format!("Không kiểm tra được: {error}"))?;
    bar.finish_and_clear();
    if let Some(difference) = difference {
        return Ok(Verdict::Differs(difference));
    }
    let mut sentence = format!(
        "Khớp: {} sự kiện, {} dòng, {} tệp, {dossiers} hồ sơ bằng đúng chuỗi sự kiện của mình.",
        report.events, report.rows, report.files
    );
    if report.erased > 0 {
        sentence.push_str(&format!("\n{} dòng đã xoá theo quy định.", report.erased));
    }
    Ok(Verdict::Agrees(sentence))
}

/// Says the first difference, for a person and for a script.
pub fn told(difference: &Difference) -> ExitCode {
    eprintln!(
        "KHÔNG KHỚP ở {} {}: {}",
        difference.what, difference.where_, difference.detail_vi
    );
    ExitCode::from(1)
}
