//! What is wrong and what to do about it, in words of the commune's administrator.
//! Pure: from what was measured to sentences, so that each alarm is a test.

use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{SET_CODE, Tone};

use crate::measured::{Disk, Measured};

/// One thing that somebody must do something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// How bad it is.
    pub tone: Tone,
    /// What is wrong.
    pub title: String,
    /// What to do, step by step.
    pub advice: String,
}

const HOUR_MINUTES: i64 = 60;
const DAY_MINUTES: i64 = 24 * HOUR_MINUTES;
/// A step of the clock below this is the network's own small correction.
const STEP_MS: i64 = 60_000;
/// Daily work may be two hours late before somebody is called.
const DAILY_MINUTES: i64 = DAY_MINUTES + 2 * HOUR_MINUTES;
const GIB: u64 = 1 << 30;

/// Everything that is wrong, the worst first.
pub fn alarms(found: &Measured) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    if let Some(why) = &found.uncoded {
        alarms.push(error(why, SET_CODE));
    }
    clock(found, &mut alarms);
    for disk in &found.disks {
        alarms.extend(full(disk));
    }
    copies(found, &mut alarms);
    ledger(found, &mut alarms);
    alarms.sort_by_key(|alarm| alarm.tone != Tone::Error);
    alarms
}

fn error(title: impl Into<String>, advice: impl Into<String>) -> Alarm {
    Alarm {
        tone: Tone::Error,
        title: title.into(),
        advice: advice.into(),
    }
}

fn warning(title: impl Into<String>, advice: impl Into<String>) -> Alarm {
    Alarm {
        tone: Tone::Warning,
        title: title.into(),
        advice: advice.into(),
    }
}

const SET_CLOCK: &str = "Đặt lại giờ máy chủ theo giờ mạng: chạy `timedatectl set-ntp true` rồi `timedatectl` để xem lại.";

fn clock(found: &Measured, alarms: &mut Vec<Alarm>) {
    if let Some(last) = found
        .last_event_ms
        .filter(|last| last - found.now_ms > STEP_MS)
    {
        let last = moment_vi(Moment::from_millis(last));
        alarms.push(error(
            format!("Đồng hồ máy chủ đang chậm: việc gần nhất ghi lúc {last}, sau giờ hiện tại"),
            format!("{SET_CLOCK} Hồ sơ mới nhận lúc này được tính hạn theo đồng hồ sai; hồ sơ đang làm thì chưa cho làm tiếp. Nếu lúc trước đồng hồ chạy nhanh rồi mới sửa lại, hãy xem các hồ sơ nhận trong khoảng đó và sửa hạn trả bằng giấy tiếp nhận mới."),
        ));
    }
    if found.stepped_ms.abs() > STEP_MS {
        let minutes = found.stepped_ms.abs() / 60_000;
        let direction = if found.stepped_ms > 0 {
            "tới"
        } else {
            "lùi"
        };
        alarms.push(warning(
            format!("Đồng hồ máy chủ đã bị chỉnh {direction} khoảng {minutes} phút từ lúc chương trình khởi động"),
            "Nếu máy vừa ngủ hoặc vừa được đặt lại đúng giờ thì không sao: khởi động lại chương trình để hết báo. Nếu không rõ vì sao, kiểm tra ai đã đổi giờ.",
        ));
    }
    if let Some(ahead) = found.database_ahead_ms.filter(|ahead| ahead.abs() > 30_000) {
        alarms.push(warning(
            format!(
                "Đồng hồ của máy cơ sở dữ liệu lệch {} giây so với máy này",
                ahead.abs() / 1_000
            ),
            SET_CLOCK,
        ));
    }
    if found.is_synchronised == Some(false) {
        alarms.push(warning(
            "Đồng hồ máy chủ chưa được đồng bộ qua mạng",
            SET_CLOCK,
        ));
    }
}

fn full(disk: &Disk) -> Option<Alarm> {
    let title = format!(
        "Ổ đĩa của {} còn {} trên {}",
        disk.what.to_lowercase(),
        size(disk.free),
        size(disk.total)
    );
    let advice = "Xóa tệp không cần, hoặc chuyển dữ liệu sang ổ lớn hơn. Khi hết chỗ, việc gửi lên sẽ bị từ chối (không mất việc đã lưu).";
    if disk.free < GIB {
        Some(error(title, advice))
    } else if disk.free < 5 * GIB || disk.free < disk.total / 20 {
        Some(warning(title, advice))
    } else {
        None
    }
}

fn copies(found: &Measured, alarms: &mut Vec<Alarm>) {
    // An empty book and a demonstration have nothing to lose.
    if !found.has_events || found.is_demo {
        return;
    }
    let how = "Chạy `motcua backup --to THƯ_MỤC --keep 30` và bật hẹn giờ hằng đêm (deploy/motcua-backup.timer). Giữ một bản ở máy khác.";
    match found
        .backup
        .as_ref()
        .map(|done| found.minutes_since(done.at.millis()))
    {
        None => alarms.push(error("Chưa có bản sao lưu nào", how)),
        Some(age) if age > 7 * DAY_MINUTES => alarms.push(error(
            format!("Bản sao lưu mới nhất đã cũ {} ngày", age / DAY_MINUTES),
            how,
        )),
        Some(age) if age > DAILY_MINUTES => alarms.push(warning(
            format!("Bản sao lưu mới nhất đã cũ {} giờ", age / HOUR_MINUTES),
            how,
        )),
        Some(_) => {}
    }
    let check = "Chạy `motcua verify` (làm được khi chương trình đang chạy), mỗi tuần một lần.";
    match &found.verify {
        Some(done) if done.detail != "ok" => alarms.push(error(
            format!("Lần kiểm tra sổ gần nhất thấy chỗ không khớp: {}", done.detail),
            "Báo lãnh đạo và đơn vị kỹ thuật của tỉnh. Không sửa tay; giữ nguyên tệp dữ liệu và mọi bản sao lưu.",
        )),
        Some(done) if found.minutes_since(done.at.millis()) > 8 * DAY_MINUTES => {
            alarms.push(warning("Hơn một tuần chưa kiểm tra sổ", check));
        }
        None => alarms.push(warning("Chưa kiểm tra sổ lần nào", check)),
        Some(_) => {}
    }
}

fn ledger(found: &Measured, alarms: &mut Vec<Alarm>) {
    let write = "Xem thư mục giữ tệp dấu sổ có ghi được không, rồi khởi động lại chương trình. Chép tệp này sang máy khác mỗi ngày.";
    // Without the binary's word nobody knows where anchors lie.
    if found.started_ms > 0 {
        match found.anchored_ms.map(|at| found.minutes_since(at)) {
            None => alarms.push(error("Không thấy tệp dấu sổ", write)),
            Some(age) if age > DAILY_MINUTES => alarms.push(warning(
                format!("Dấu sổ mới nhất đã cũ {} giờ", age / HOUR_MINUTES),
                write,
            )),
            Some(_) => {}
        }
    }
    if !found.is_current {
        alarms.push(error(
            "Cơ sở dữ liệu không cùng bản với chương trình đang chạy",
            "Khởi động lại chương trình. Nếu vẫn báo, chạy `motcua migrate`.",
        ));
    }
    if found.stuck_jobs > 0 {
        alarms.push(warning(
            format!("{} việc nền chưa làm xong", found.stuck_jobs),
            "Xem nhật ký (`journalctl -u motcua`) để biết vì sao, rồi khởi động lại chương trình: việc nền được làm lại.",
        ));
    }
    if found.may_alter_ledger && !found.is_demo {
        alarms.push(warning(
            "Chương trình đang chạy bằng tài khoản PostgreSQL có thể sửa sổ",
            "Tạo một vai trò riêng cho chương trình và cấp quyền bằng `motcua grants` (docs/operations.md).",
        ));
    }
}

/// A size as people say it.
pub fn size(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    if bytes >= 10 * GIB {
        format!("{} GB", bytes / GIB)
    } else if bytes >= GIB {
        format!("{},{} GB", bytes / GIB, bytes % GIB * 10 / GIB)
    } else {
        format!("{} MB", bytes / MIB)
    }
}

#[cfg(test)]
mod tests;
