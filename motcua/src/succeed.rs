//! `motcua succeed`: communes are merged into one, and what citizens still wait for goes on there.
//! For the administrator on the day itself, and with `--rehearse` in the weeks before.

mod rehearsal;

use std::process::ExitCode;

use domain::moment::Moment;
use jiff::civil::{Date, Time};
use kit::law::{assemble, every};
use kit::{Clock, Commune, Law};
use store::{Db, Reader};
use succession::PostsMap;

use crate::cli::{Reach, SucceedOptions};
use crate::config::Settings;
use crate::jobs::Hands;
use crate::user::say;
use crate::verify::{Verdict, told, whole};
use crate::{progress, wiring};

/// Reports what would happen, then does it: on the database, or with `--rehearse` on a copy.
pub fn run(options: &SucceedOptions) -> Result<ExitCode, String> {
    let on: Date = options.on.parse().map_err(|_| {
        format!(
            "«{}» không phải là ngày. Hãy viết như 2025-07-01",
            options.on
        )
    })?;
    let settings = Settings::read(&options.place, &Reach::default(), None)?;
    let law = wiring::law()?;
    for from in &options.from {
        lawful(&law, from, &options.to, on)?;
    }
    let map = PostsMap::embedded(&law)?;
    let db = wiring::open_as_it_is(&settings)?;
    report(&db, &law, &map, options, on)?;
    if !options.rehearse {
        return go_on(&db, options, on);
    }
    let rehearse = |copy: &Db| go_on(copy, options, on);
    let code = match settings.file() {
        Some(file) => rehearsal::on_copied_file(&db, &settings, file, rehearse)?,
        None => rehearsal::on_restored_backup(&db, &settings, rehearse)?,
    };
    println!("Đây là tập dượt trên một bản sao đã xóa; dữ liệu thật chưa thay đổi gì.");
    Ok(code)
}

/// The table of agencies knows the merger and its day.
fn lawful(law: &Law, from: &str, to: &str, on: Date) -> Result<(), String> {
    let find = |id: &str| {
        law.agencies
            .get(id)
            .ok_or_else(|| format!("Không có đơn vị «{id}» trong danh mục đơn vị."))
    };
    let (old, new) = (find(from)?, find(to)?);
    match old.successor() {
        Some(heir) if heir.as_str() == to => {}
        Some(heir) => {
            return Err(format!(
                "{} có đơn vị kế tục là «{heir}», không phải «{to}».",
                old.name_vi
            ));
        }
        None => {
            return Err(format!(
                "{} chưa có, hoặc có nhiều đơn vị kế tục trong danh mục đơn vị; hồ sơ phải chuyển theo địa chỉ, không chuyển cả xã được.",
                old.name_vi
            ));
        }
    }
    match new.valid_from {
        Some(first) if on >= first => Ok(()),
        first => Err(format!(
            "{} có từ ngày {}; hãy chọn --on từ ngày đó trở đi.",
            new.name_vi,
            first.map_or_else(|| "chưa rõ".to_owned(), domain::text::date_vi)
        )),
    }
}

fn report(
    db: &Db,
    law: &Law,
    map: &PostsMap,
    options: &SucceedOptions,
    on: Date,
) -> Result<(), String> {
    for from in &options.from {
        let (law, map, from) = (law.clone(), map.clone(), from.clone());
        let said = db
            .read_blocking(move |reader: &mut Reader<'_>| {
                succession::plan(reader, &law, &map, &from, on)
                    .map(|plan| plan.told(&law, on, &map))
            })
            .map_err(|error| say(&error))?;
        println!("{said}");
    }
    if let Some(why) = uncoded(db, law, &options.to, on)? {
        println!("CẢNH BÁO: {why}. {}", kit::SET_CODE);
    }
    Ok(())
}

/// Why the new commune could not receive anything that day, by the law with what it has changed itself.
fn uncoded(db: &Db, law: &Law, to: &str, on: Date) -> Result<Option<String>, String> {
    let asked = to.to_owned();
    let changes = db.read_blocking(move |reader: &mut Reader<'_>| every(reader, &asked));
    let changes = changes.map_err(|error| error.to_string())?;
    // What cannot be assembled is told of when the commune is served.
    let law = assemble(law, &changes).unwrap_or_else(|_| law.clone());
    Ok(Commune::of(&law, to, on).and_then(|heir| heir.uncoded()))
}

/// Passes on, waits for the successor to take over, and believes nothing before `verify`.
fn go_on(db: &Db, options: &SucceedOptions, on: Date) -> Result<ExitCode, String> {
    let at = Moment::from_local(on.to_datetime(Time::midnight()));
    let mut passed = 0;
    for from in &options.from {
        let bar = progress::count("Chuyển hồ sơ");
        passed += succession::pass_on(db, from, &options.to, at, &mut |n| bar.set_position(n))
            .map_err(|error| say(&error))?;
        bar.finish_and_clear();
    }
    let now = Clock::real().real_now().max(at);
    let (done, failed) = Hands::new()?
        .run_due(db, now)
        .map_err(|error| error.to_string())?;
    println!("Đã chuyển {passed} hồ sơ, đơn vị kế tục đã nhận {done}.");
    if failed > 0 {
        return Err(format!(
            "{failed} hồ sơ chưa nhận được. Chưa mất gì: chương trình sẽ tự thử lại; xem «Tình trạng hệ thống» và nhật ký."
        ));
    }
    match whole(db, None)? {
        Verdict::Agrees(sentence) => {
            println!("{sentence}");
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Differs(difference) => Ok(told(&difference)),
    }
}
