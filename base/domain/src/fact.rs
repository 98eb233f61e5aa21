//! What is counted: additive facts drawn from events, and from events only.
//! Read by the store, which adds them up per commune, procedure, channel and day.

use serde::{Deserialize, Serialize};

use crate::dossier::{DossierEvent, Ending, Recast, Timeliness};
use crate::moment::Moment;

/// One count to add: `n` may be negative when a correction takes a count back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What is counted, a frozen name such as `received`.
    pub measure: String,
    /// National procedure code, or empty.
    pub procedure: String,
    /// `counter`, `online`, `post`, or empty.
    pub channel: String,
    /// The day in Vietnam, `2023-11-23`.
    pub day: String,
    /// How many to add.
    pub n: i64,
}

/// What a measure counts, in the words of people; none for a name of a later version.
pub fn measure_vi(measure: &str) -> Option<&'static str> {
    Some(match measure {
        "received" => "Tiếp nhận",
        "voided" => "Hủy giấy tiếp nhận",
        "refused" => "Từ chối tiếp nhận",
        "withdrawn" => "Người dân rút hồ sơ",
        "supplement_requested" => "Yêu cầu bổ sung giấy tờ",
        "apologised" => "Xin lỗi và hẹn lại",
        "finished" => "Giải quyết xong",
        "finished_early" => "Xong trước hạn",
        "finished_on_time" => "Xong đúng hạn",
        "finished_late" => "Xong quá hạn",
        "finished_no_due" => "Xong, không có hạn",
        "returned" => "Trả kết quả",
        "returned_by_post" => "Nộp hoặc trả qua bưu chính",
        "urged" => "Dân nhắc",
        "passed_on" => "Chuyển sang đơn vị kế tục",
        "taken_over" => "Nhận từ đơn vị trước",
        "corrected" => "Sửa giấy tiếp nhận",
        "paid" => "Lượt thu tiền",
        "paid_dong" => "Tiền đã thu (đồng)",
        "refunded" => "Lượt hoàn tiền",
        "refunded_dong" => "Tiền đã hoàn (đồng)",
        "index_on_time" => "Đúng hạn theo QĐ 766",
        "index_late" => "Quá hạn theo QĐ 766",
        "moved_electronically" => "Luân chuyển điện tử",
        "moved_otherwise" => "Luân chuyển cách khác",
        "result_issued" => "Kết quả được cấp",
        "result_digitised" => "Kết quả có bản điện tử",
        _ => return None,
    })
}

/// The facts of one event, from its frozen kind and data alone.
pub fn facts(kind: &str, at: Moment, data: &serde_json::Value) -> Vec<Fact> {
    let of = Of { data };
    match DossierEvent::read(kind, data) {
        Some(event) => of.dossier(&event, at),
        None => {
            let money = money(kind, data)
                .into_iter()
                .map(|(measure, n)| of.fact(measure, at, n));
            let late_file =
                digitised_after_end(kind, data).map(|day| of.commune("result_digitised", day, 1));
            money.chain(late_file).collect()
        }
    }
}

/// Where facts of one event belong.
#[derive(Clone, Copy)]
struct Of<'a> {
    data: &'a serde_json::Value,
}

impl Of<'_> {
    fn text(self, key: &str) -> String {
        let value = self.data.get(key).and_then(|value| value.as_str());
        value.unwrap_or_default().to_owned()
    }

    fn fact(self, measure: &str, day: Moment, n: i64) -> Fact {
        Fact {
            measure: measure.to_owned(),
            procedure: self.text("procedure_code"),
            channel: self.text("channel"),
            day: day.date().to_string(),
            n,
        }
    }

    /// A fact without a procedure: it serves targets of the whole commune, read from few rows.
    fn commune(self, measure: &str, day: Moment, n: i64) -> Fact {
        Fact {
            procedure: String::new(),
            ..self.fact(measure, day, n)
        }
    }

    fn dossier(self, event: &DossierEvent, at: Moment) -> Vec<Fact> {
        use DossierEvent as E;
        match event {
            E::Received(receipt) => vec![self.fact("received", receipt.received_at, 1)],
            E::Voided { received_at, .. } => vec![
                self.fact("received", *received_at, -1),
                self.fact("voided", at, 1),
            ],
            E::IntakeRefused => vec![self.fact("refused", at, 1)],
            E::Withdrawn => vec![self.fact("withdrawn", at, 1)],
            E::SupplementRequested { .. } => vec![self.fact("supplement_requested", at, 1)],
            E::Apologised { .. } => vec![self.fact("apologised", at, 1)],
            E::Finished {
                timeliness, ending, ..
            } => self.end(*timeliness, *ending, at, 1),
            E::Reopened {
                finished_at,
                timeliness,
                ending,
            } => self.end(*timeliness, *ending, *finished_at, -1),
            E::Returned { .. } => {
                let by_post = went_by_post(self.data);
                let by_post = by_post.then(|| self.commune("returned_by_post", at, 1));
                std::iter::once(self.fact("returned", at, 1))
                    .chain(by_post)
                    .collect()
            }
            E::Urged { .. } => vec![self.fact("urged", at, 1)],
            E::PassedOn { .. } => vec![self.fact("passed_on", at, 1)],
            E::TakenOver { .. } => vec![self.fact("taken_over", at, 1)],
            E::Corrected { recast, .. } => self.corrected(recast.as_ref(), at),
            _ => Vec::new(),
        }
    }

    /// What an end adds, or a reopening takes back on the day of that end.
    fn end(self, timeliness: Timeliness, ending: Option<Ending>, day: Moment, n: i64) -> Vec<Fact> {
        let has_file = self
            .data
            .get("result_file")
            .and_then(|value| value.as_bool());
        let more = measures_of(ending, has_file == Some(true));
        [
            self.fact("finished", day, n),
            self.fact(measure_of(timeliness), day, n),
        ]
        .into_iter()
        .chain(
            more.into_iter()
                .map(|measure| self.commune(measure, day, n)),
        )
        .collect()
    }

    fn corrected(self, recast: Option<&Recast>, at: Moment) -> Vec<Fact> {
        let mut all = vec![self.fact("corrected", at, 1)];
        if let Some(recast) = recast {
            // The receipt was counted under the wrong procedure: it moves to the right one.
            all.push(Fact {
                procedure: recast.wrong.clone(),
                ..self.fact("received", recast.received_at, -1)
            });
            all.push(self.fact("received", recast.received_at, 1));
        }
        all
    }
}

/// Money that changed hands. Nothing is counted of an event without a procedure: it was written
/// before events of money named one, and was counted so then.
fn money(kind: &str, data: &serde_json::Value) -> Vec<(&'static str, i64)> {
    let (times, sum) = match kind {
        "payment.collected" => ("paid", "paid_dong"),
        "payment.refunded" => ("refunded", "refunded_dong"),
        _ => return Vec::new(),
    };
    let dong = data.get("dong").and_then(serde_json::Value::as_i64);
    match (data.get("procedure_code"), dong) {
        (Some(_), Some(dong)) => vec![(times, 1), (sum, dong)],
        _ => Vec::new(),
    }
}

/// What the end of the work is counted under beside its timeliness; nothing for ends written before
/// this was counted, so that counting anew always gives what was counted then.
fn measures_of(ending: Option<Ending>, is_digitised: bool) -> Vec<&'static str> {
    let Some(ending) = ending else {
        return Vec::new();
    };
    let index = ending.on_time_for_index.map(|on_time| {
        if on_time {
            "index_on_time"
        } else {
            "index_late"
        }
    });
    let moved = ending.moved_electronically.map(|electronically| {
        if electronically {
            "moved_electronically"
        } else {
            "moved_otherwise"
        }
    });
    let issued = ending.issued.then_some("result_issued");
    let digitised = (ending.issued && is_digitised).then_some("result_digitised");
    [index, moved, issued, digitised]
        .into_iter()
        .flatten()
        .collect()
}

/// The day of an issued result whose first electronic version came after the end.
fn digitised_after_end(kind: &str, data: &serde_json::Value) -> Option<Moment> {
    let digitises = data.get("digitises_result_of")?.as_i64()?;
    (kind == "dossier.attached").then(|| Moment::from_millis(digitises))
}

/// Whether public post brought the papers or took the result; events before this was kept say nothing.
fn went_by_post(data: &serde_json::Value) -> bool {
    let text = |key: &str| data.get(key).and_then(|value| value.as_str());
    text("collected_how").is_some_and(|how| how == "post" || text("channel") == Some("post"))
}

const fn measure_of(timeliness: Timeliness) -> &'static str {
    match timeliness {
        Timeliness::Early => "finished_early",
        Timeliness::OnTime => "finished_on_time",
        Timeliness::Late => "finished_late",
        Timeliness::NoDue => "finished_no_due",
    }
}
