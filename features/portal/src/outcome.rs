//! Where a dossier stands and what its citizen does next: one panel for each state.
//! For the tracking page. The law's words are on the papers; here it is said as at the counter.

use domain::calendar::Calendar;
use domain::deadline::{Standing, standing};
use domain::dossier::{Dossier, Outcome as Result, State};
use domain::moment::Moment;
use domain::money::Dong;
use domain::procedure::StepKind;
use domain::text::moment_vi;
use kit::{Commune, Labelled};

use crate::today::{self, when};

/// NĐ 45/2020: what comes by portal or post is accepted within eight working hours.
const ACCEPT_MINUTES: i64 = 480;

/// What the panel is made of.
pub(crate) struct Known<'a> {
    /// The dossier.
    pub(crate) dossier: &'a Dossier,
    /// When it was handed in.
    pub(crate) filed_at: Moment,
    /// How the result goes out.
    pub(crate) return_by: &'a str,
    /// What the citizen receives.
    pub(crate) result: &'a str,
    /// Papers asked for.
    pub(crate) asked: Vec<String>,
    /// What is still owed.
    pub(crate) unpaid: Dong,
    /// Whether the amount of some fee is not established yet.
    pub(crate) fee_unknown: bool,
    /// What was asked for when the clock was stopped for payment.
    pub(crate) payment: Option<Dong>,
    /// The commune.
    pub(crate) commune: &'a Commune,
    /// The calendar.
    pub(crate) calendar: &'a Calendar,
    /// Now.
    pub(crate) now: Moment,
}

/// The panel on top of the tracking page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Panel {
    /// `""`, `ok`, `warning` or `late`.
    pub(crate) tone: &'static str,
    /// Name of the icon.
    pub(crate) icon: &'static str,
    /// The state in a few words.
    pub(crate) title: String,
    /// What it means and what to do.
    pub(crate) lines: Vec<String>,
    /// Papers asked for.
    pub(crate) asked: Vec<String>,
    /// Where, when, what to bring.
    pub(crate) rows: Vec<Labelled>,
}

/// The panel of a dossier.
pub(crate) fn panel(known: &Known<'_>) -> Panel {
    match known.dossier.state {
        State::Draft => plain(
            "pen-line",
            "Chưa nộp",
            &[
                "Tờ khai mới được soạn, xã chưa nhận giấy tờ nên chưa có ngày hẹn.",
                "Mang giấy tờ đến Bộ phận Một cửa để nộp.",
            ],
        ),
        State::Submitted => submitted(known),
        State::Received | State::Processing => working(known),
        State::AwaitingSupplement => supplement(known),
        State::AwaitingPayment => payment(known),
        State::Stopped => Panel {
            tone: "warning",
            ..plain(
                "pause",
                "Đang dừng giải quyết",
                &[
                    "Thời gian giải quyết tạm dừng. Lý do ghi trong văn bản xã gửi ông, bà.",
                    "Chưa nhận được văn bản thì gọi điện hoặc đến quầy, đọc mã tra cứu để hỏi.",
                ],
            )
        },
        State::Finished => finished(known),
        State::Returned => returned(known),
        State::NotAccepted => Panel {
            tone: "warning",
            ..plain(
                "circle-x",
                "Không tiếp nhận",
                &[
                    "Lý do ghi trong phiếu từ chối tiếp nhận.",
                    "Khi đã có đủ giấy tờ, ông, bà nộp lại như hồ sơ mới. Chưa rõ chỗ nào thì hỏi tại quầy.",
                ],
            )
        },
        State::Withdrawn => plain(
            "undo-2",
            "Đã rút",
            &[
                "Hồ sơ đã rút theo yêu cầu của người nộp; xã không giải quyết tiếp.",
                "Cần làm lại thì nộp hồ sơ mới.",
            ],
        ),
        State::PassedOn => plain(
            "send",
            "Đã chuyển sang đơn vị kế tục",
            &["Mã hồ sơ, giấy hẹn và ngày hẹn trả vẫn giữ nguyên."],
        ),
        State::Void => Panel {
            tone: "warning",
            ..plain(
                "ban",
                "Giấy tiếp nhận này đã hủy",
                &[
                    "Giấy này lập nhầm, không dùng để nhận kết quả.",
                    "Hồ sơ lập lại (nếu có) mang mã khác, ghi trên giấy hẹn mới. Chưa có giấy mới thì mang căn cước đến quầy.",
                ],
            )
        },
    }
}

fn plain(icon: &'static str, title: &str, lines: &[&str]) -> Panel {
    Panel {
        icon,
        title: title.to_owned(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        ..Panel::default()
    }
}

fn submitted(known: &Known<'_>) -> Panel {
    let by = known
        .calendar
        .add_working_minutes(known.calendar.next_opening(known.filed_at), ACCEPT_MINUTES);
    let filed = format!("Hồ sơ gửi đến lúc {}.", moment_vi(known.filed_at));
    if known.now > by {
        let late = format!(
            "Đã quá 8 giờ làm việc mà xã chưa tiếp nhận (chậm nhất lẽ ra là {}).",
            when(by)
        );
        let lines = [
            filed.as_str(),
            late.as_str(),
            "Hãy gọi điện và đọc mã tra cứu: xã phải xem ngay.",
        ];
        return Panel {
            tone: "late",
            ..plain("circle-alert", "Chưa có người nhận", &lines)
        };
    }
    let by = format!(
        "Xã tiếp nhận hoặc báo thiếu giấy tờ trong 8 giờ làm việc, chậm nhất {}.",
        when(by)
    );
    let lines = [
        filed.as_str(),
        by.as_str(),
        "Chưa có ngày hẹn: ngày hẹn tính từ lúc tiếp nhận.",
    ];
    Panel {
        tone: "warning",
        ..plain("hourglass", "Chưa có người nhận", &lines)
    }
}

/// With the commune, received or in somebody's hands.
fn working(known: &Known<'_>) -> Panel {
    let dossier = known.dossier;
    let due = dossier.due.as_ref().and_then(|due| due.at);
    let (tone, icon, title) = match standing(due, false, known.now, known.calendar) {
        Standing::Overdue { working_days: 0 } => {
            ("late", "circle-alert", "Đã quá giờ hẹn hôm nay".to_owned())
        }
        Standing::Overdue { working_days } => (
            "late",
            "circle-alert",
            format!("Đã quá hẹn {working_days} ngày làm việc"),
        ),
        Standing::Today => ("", "clock", "Đang giải quyết, hẹn trả hôm nay".to_owned()),
        Standing::Soon { working_days } | Standing::Ahead { working_days } => (
            "",
            "clock",
            format!("Đang giải quyết, còn {working_days} ngày làm việc"),
        ),
        Standing::Paused | Standing::NoDue => {
            ("", "clock", "Đang giải quyết, chưa có thời hạn".to_owned())
        }
    };
    let mut lines = Vec::new();
    if dossier.state == State::Received {
        lines.push("Xã đã tiếp nhận, chưa chuyển đến người giải quyết.".to_owned());
    } else {
        lines.extend(whereabouts(dossier));
    }
    let is_late = tone == "late";
    match dossier.promised {
        Some(promised) if known.now <= promised => {
            lines.push(format!("Xã đã xin lỗi và hẹn lại: {}.", when(promised)));
        }
        Some(promised) => {
            lines.push(format!("Ngày hẹn lại ({}) cũng đã qua.", when(promised)));
            lines.push("Hãy gọi điện hoặc đến gặp lãnh đạo xã, đọc mã tra cứu.".to_owned());
        }
        None if is_late => {
            lines.push(
                "Khi quá hẹn, xã phải có thư xin lỗi, nói rõ lý do và hẹn ngày mới.".to_owned(),
            );
            lines.push(
                "Chưa nhận được thư thì gọi điện, đọc mã tra cứu, hoặc đến hỏi tại quầy."
                    .to_owned(),
            );
        }
        None => lines.push(
            "Ông, bà chưa phải làm gì. Đến ngày hẹn, xem lại trang này trước khi đi.".to_owned(),
        ),
    }
    Panel {
        tone,
        icon,
        title,
        lines,
        ..Panel::default()
    }
}

/// At whose desk it lies, by the kind of step; never by name.
fn whereabouts(dossier: &Dossier) -> Option<String> {
    let said = match dossier.current_step()?.kind {
        StepKind::Receive | StepKind::Deliver => "Hồ sơ đang ở Bộ phận Một cửa.",
        StepKind::Handle => "Xã đang kiểm tra, giải quyết.",
        StepKind::Approve => "Hồ sơ đang chờ lãnh đạo xã ký.",
        StepKind::Seal => "Kết quả đang được lấy số, đóng dấu.",
        StepKind::Committee => "Đang chờ họp xét.",
        StepKind::Wait => "Đang trong thời gian niêm yết, chờ ý kiến theo luật.",
        StepKind::Outside if dossier.outside_since.is_some() => {
            "Hồ sơ đang ở cơ quan khác; xã chờ kết quả gửi về."
        }
        StepKind::Outside => "Xã đang chuyển hồ sơ đến cơ quan khác.",
    };
    Some(said.to_owned())
}

fn supplement(known: &Known<'_>) -> Panel {
    let since = known
        .dossier
        .running_pause()
        .map_or_else(String::new, |pause| format!(" từ {}", when(pause.from)));
    let clock = match known.dossier.received_at {
        Some(_) => format!("Thời gian giải quyết tạm dừng{since}, chạy tiếp khi xã nhận đủ."),
        None => "Xã chưa tiếp nhận; có ngày hẹn khi nhận đủ giấy tờ.".to_owned(),
    };
    let how = "Mỗi giấy tờ sửa thế nào, vì sao: ghi trong phiếu yêu cầu bổ sung.".to_owned();
    Panel {
        tone: "warning",
        icon: "file-text",
        title: "Cần bổ sung giấy tờ".to_owned(),
        lines: vec![clock, how],
        asked: known.asked.clone(),
        rows: vec![place("Nộp ở đâu", known), hours(known)],
    }
}

fn payment(known: &Known<'_>) -> Panel {
    let owed = known.payment.filter(|owed| *owed != Dong::ZERO);
    let title = owed.map_or_else(
        || "Cần nộp tiền".to_owned(),
        |owed| format!("Cần nộp {}", owed.vi()),
    );
    Panel {
        tone: "warning",
        icon: "banknote",
        title,
        lines: vec![
            "Thời gian giải quyết tạm dừng, chạy tiếp khi nộp đủ. Nộp tại quầy và lấy biên lai."
                .to_owned(),
        ],
        rows: vec![place("Nộp ở đâu", known), hours(known)],
        ..Panel::default()
    }
}

fn finished(known: &Known<'_>) -> Panel {
    let at = known
        .dossier
        .finished_at
        .map_or_else(String::new, |at| format!(" từ {}", moment_vi(at)));
    let is_granted = known.dossier.outcome != Some(Result::NotGranted);
    let what = if is_granted {
        format!("{} đã có{at}.", known.result)
    } else {
        format!(
            "Văn bản trả lời đã có{at}: không giải quyết được như đề nghị, lý do ghi trong văn bản."
        )
    };
    if known.return_by == "post" {
        let lines = [
            what.as_str(),
            "Kết quả được gửi theo đường bưu điện đến địa chỉ đã ghi. Quá vài ngày chưa nhận được thì gọi cho xã.",
        ];
        return Panel {
            tone: "ok",
            ..plain("mail", "Đã có kết quả, gửi qua bưu điện", &lines)
        };
    }
    let title = if is_granted {
        "Đã có kết quả, mời đến nhận"
    } else {
        "Đã có văn bản trả lời, mời đến nhận"
    };
    let mut rows = vec![
        place("Nhận ở đâu", known),
        hours(known),
        Labelled::new(
            "Mang theo",
            "Căn cước và giấy hẹn (hoặc mã này trên điện thoại). Nhận thay thì mang thêm giấy ủy quyền.",
        ),
    ];
    if known.unpaid != Dong::ZERO {
        rows.push(Labelled::new("Còn phải nộp", known.unpaid.vi()));
    } else if known.fee_unknown {
        rows.push(Labelled::new(
            "Phí, lệ phí",
            "Chưa xác định mức thu. Bộ phận Một cửa báo số tiền và căn cứ khi trả kết quả.",
        ));
    }
    let later = "Chưa đi được thì đến sau cũng được: kết quả giữ tại quầy.".to_owned();
    Panel {
        tone: if is_granted { "ok" } else { "warning" },
        icon: "circle-check",
        title: title.to_owned(),
        lines: vec![what, later],
        rows,
        ..Panel::default()
    }
}

fn returned(known: &Known<'_>) -> Panel {
    let at = known
        .dossier
        .returned_at
        .map_or_else(String::new, |at| format!(" lúc {}", moment_vi(at)));
    let lines = [format!("Kết quả đã giao{at}."), "Thấy sai sót thì mang giấy tờ đến quầy để xã sửa. Chưa nhận mà trang này ghi đã trả thì gọi điện ngay.".to_owned()];
    Panel {
        tone: "ok",
        ..plain(
            "circle-check",
            "Đã trả kết quả",
            &lines.each_ref().map(String::as_str),
        )
    }
}

fn place(label: &str, known: &Known<'_>) -> Labelled {
    Labelled::new(label, format!("Bộ phận Một cửa, {}", known.commune.address))
}

fn hours(known: &Known<'_>) -> Labelled {
    Labelled::new("Giờ mở cửa", today::at(known.calendar, known.now).hours)
}
