//! `motcua backup` and `motcua restore`: a copy while the program works, and the way back from it.
//! For the administrator; each night by a timer, and once a quarter by hand onto another machine.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use domain::text::moment_vi;
use kit::Clock;
use store::upkeep::Work;
use store::{Db, Entropy, State, StoreError, backup};

use crate::cli::{BackupOptions, Reach, RestoreOptions};
use crate::config::Settings;
use crate::verify::{self, Verdict};
use crate::{progress, wiring};

/// Copies database and files onto a shelf.
pub fn run(options: &BackupOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &Reach::default(), None)?;
    let db = wiring::open_there(&settings)?;
    let at = Clock::real().real_now();
    let name = at.local().strftime("%Y%m%d-%H%M%S").to_string();
    let bar = progress::bar("Sao lưu");
    let (copy, manifest) = db
        .back_up(&options.to, &name, at, &mut |done, total| {
            bar.set_length(total);
            bar.set_position(done);
        })
        .map_err(|error| not_copied(&error))?;
    bar.finish_and_clear();
    println!(
        "Đã sao lưu {} dòng và {} tệp đính kèm vào {}",
        manifest.rows(),
        manifest.files,
        copy.display()
    );
    for (agency, seq, hash) in &manifest.heads {
        println!("Dấu sổ {agency} {seq} {hash}");
    }
    note(&db, Work::Backup, &copy.display().to_string());
    if let Some(keep) = options.keep {
        let removed = backup::prune(&options.to, usize::from(keep))
            .map_err(|error| format!("Đã sao lưu, nhưng chưa xóa được bản cũ: {error}"))?;
        println!("Đã xóa {removed} bản sao lưu cũ, còn giữ {keep} bản mới nhất.");
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn not_copied(error: &StoreError) -> String {
    match error {
        StoreError::Newer(names) => wiring::newer(names),
        StoreError::Misuse(_) => {
            "Cơ sở dữ liệu còn trống, chưa có gì để sao lưu. Hãy kiểm tra --database.".to_owned()
        }
        StoreError::Corrupt(what) => format!(
            "Dữ liệu gốc đã hỏng ({what}), nên không có bản sao lưu nào được tạo. Hãy chạy `motcua verify` và giữ nguyên các bản sao lưu cũ."
        ),
        other => format!("Chưa sao lưu được, không có bản nào được tạo: {other}"),
    }
}

/// Brings a copy back into an empty place, and believes it only after checking everything.
pub fn restore(options: &RestoreOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &Reach::default(), None)?;
    let copy = chosen(&options.from)?;
    let db = wiring::open(&settings, Entropy::Os)?;
    let bar = progress::bar("Phục hồi");
    let manifest = db
        .restore(&copy, &mut |done, total| {
            bar.set_length(total);
            bar.set_position(done);
        })
        .map_err(|error| not_restored(&error))?;
    bar.finish_and_clear();
    println!(
        "Đã nạp {} dòng và {} tệp của bản sao lưu lúc {}. Đang kiểm tra lại toàn bộ …",
        manifest.rows(),
        manifest.files,
        moment_vi(manifest.made_at)
    );
    let verdict = verify::whole(&db, None)?;
    if db.heads().map_err(|error| error.to_string())? != manifest.heads {
        return Err("Dấu sổ sau khi phục hồi khác với dấu sổ trong bản sao lưu. Đừng dùng dữ liệu này; hãy thử bản sao lưu khác vào một nơi trống khác.".to_owned());
    }
    match verdict {
        Verdict::Differs(difference) => {
            eprintln!(
                "Bản sao lưu nạp được nhưng KHÔNG KHỚP khi kiểm tra. Đừng mở quầy với dữ liệu này."
            );
            Ok(verify::told(&difference))
        }
        Verdict::Agrees(sentence) => {
            note(&db, Work::Restore, &copy.display().to_string());
            println!("{sentence}");
            println!(
                "Phục hồi xong. Dữ liệu đúng như lúc sao lưu; việc làm sau lúc đó phải nhập bù."
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The copy itself, or the newest one on the shelf.
fn chosen(from: &Path) -> Result<PathBuf, String> {
    if from.join("manifest.json").is_file() {
        return Ok(from.to_owned());
    }
    let mut copies = backup::copies(from)
        .map_err(|error| format!("Không đọc được thư mục {}: {error}", from.display()))?;
    copies.pop().ok_or_else(|| {
        format!(
            "Không có bản sao lưu nào trong {}. Bản sao lưu là thư mục có tệp manifest.json.",
            from.display()
        )
    })
}

fn not_restored(error: &StoreError) -> String {
    match error {
        StoreError::Newer(names) => format!(
            "Bản sao lưu do bản chương trình mới hơn làm ({names}). Chưa có gì được nạp. Hãy phục hồi bằng bản motcua đó hoặc mới hơn."
        ),
        StoreError::Misuse(why) => format!(
            "Chỉ phục hồi vào nơi trống, để không lẫn dữ liệu ({why}). Chưa có gì được nạp. Hãy ghi một tệp chưa có bằng --database sqlite:TỆP (hoặc một cơ sở dữ liệu PostgreSQL trống) và --files một thư mục trống."
        ),
        StoreError::Corrupt(why) => {
            format!("Bản sao lưu đã hỏng ({why}). Chưa có gì được nạp. Hãy dùng bản sao lưu khác.")
        }
        other => format!("Chưa phục hồi được, chưa có gì được nạp: {other}"),
    }
}

/// Remembered for the administrator's page; a copy is good also where this cannot be noted.
pub(crate) fn note(db: &Db, work: Work, detail: &str) {
    if db.state() != Ok(State::Current) {
        return;
    }
    if let Err(error) = db.note_work(work, Clock::real().real_now(), detail) {
        eprintln!("Không ghi nhớ được việc vừa làm vào cơ sở dữ liệu: {error}");
    }
}
