//! The date a filing is due, by the server's rule, before anything is saved.
//! For the citizen who asks when to come back, and for late entries and dates appointed by hand.

use std::sync::Arc;

use domain::dossier::{Ground, due_of};
use domain::moment::Moment;
use domain::procedure::Procedure;
use domain::text::moment_vi;
use kit::{FieldErrors, Fields, Law};

use crate::typed;

const REASON_MAX: usize = 300;
/// Nobody enters a paper receipt later than this; a year mistyped would open last year's register.
const LATE_DAYS_MAX: i32 = 31;

/// The due date as the page shows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Promise {
    /// `17:00, 23/11/2023`; empty when it is not known.
    pub when: String,
    /// The limit as published, or what is still missing.
    pub why: String,
    /// The derivation.
    pub because: Vec<Ground>,
}

/// The promise for a filing that comes in at `at`.
pub(crate) fn promise(
    law: &Law,
    procedure: Option<&Arc<Procedure>>,
    at: Moment,
    fields: &Fields,
) -> Promise {
    let Some(procedure) = procedure else {
        return Promise {
            why: "Chọn thủ tục để tính ngày hẹn".to_owned(),
            ..Promise::default()
        };
    };
    let Some(term) = procedure.limit.term else {
        let mut unheard = FieldErrors::new();
        let (appointed, _) = appointed(law, fields, at, &mut unheard);
        return Promise {
            when: appointed.map(moment_vi).unwrap_or_default(),
            why: "Thủ tục chưa có thời hạn trong danh mục: người tiếp nhận ghi ngày hẹn và lý do"
                .to_owned(),
            because: Vec::new(),
        };
    };
    let due = due_of(
        at,
        procedure.limit.of(term),
        procedure.pause_policy,
        &[],
        &law.calendar,
    );
    let planned = if due.provisional {
        ", theo lịch dự kiến"
    } else {
        ""
    };
    Promise {
        when: due.at.map(moment_vi).unwrap_or_default(),
        why: format!("Thời hạn: {}{planned}", procedure.limit.text_vi),
        because: due.because,
    }
}

/// The date that the officer appoints where the law gives no limit, and why.
pub(crate) fn appointed(
    law: &Law,
    fields: &Fields,
    at: Moment,
    errors: &mut FieldErrors,
) -> (Option<Moment>, String) {
    let reason = fields.text(errors, "appointed_reason", "Lý do của ngày hẹn", REASON_MAX);
    let date = errors.check(
        "appointed",
        typed::day(fields.get("appointed"), "ngày hẹn trả"),
    );
    if reason.is_empty() {
        errors.add(
            "appointed_reason",
            "Hãy ghi lý do của ngày hẹn, ví dụ «theo kế hoạch xét duyệt quý IV»",
        );
    }
    let Some(date) = date else {
        return (None, reason);
    };
    if !law.calendar.is_working_day(date) {
        let next = typed::shown_day(law.calendar.next_working_day(date));
        errors.add(
            "appointed",
            format!(
                "Ngày {} cơ quan nghỉ. Hãy hẹn ngày làm việc, gần nhất là {next}",
                typed::shown_day(date)
            ),
        );
        return (None, reason);
    }
    let closing = law.calendar.closing(date);
    if closing <= at {
        errors.add(
            "appointed",
            format!(
                "Ngày hẹn phải sau lúc tiếp nhận, {}. Hãy chọn ngày muộn hơn",
                moment_vi(at)
            ),
        );
        return (None, reason);
    }
    (Some(closing), reason)
}

/// When the filing truly came in, for an entry made late, and why it is late.
pub(crate) fn came_in(
    fields: &Fields,
    now: Moment,
    errors: &mut FieldErrors,
) -> (Option<Moment>, String) {
    if !fields.has("late") {
        return (None, String::new());
    }
    let reason = fields.text(errors, "late_reason", "Lý do nhập bù", REASON_MAX);
    if reason.is_empty() {
        errors.add(
            "late_reason",
            "Hãy ghi lý do nhập bù, ví dụ «mất điện từ 8:00 đến 10:30»",
        );
    }
    let day = errors.check("late_day", typed::day(fields.get("late_day"), "ngày nhận"));
    let time = errors.check("late_time", typed::time(fields.get("late_time")));
    let (Some(day), Some(time)) = (day, time) else {
        return (None, reason);
    };
    let at = Moment::from_local(day.to_datetime(time));
    if at > now {
        errors.add(
            "late_time",
            format!(
                "Giờ nhận thật không thể sau lúc này, {}. Hãy xem lại ngày giờ",
                moment_vi(now)
            ),
        );
        return (None, reason);
    }
    let days = now
        .date()
        .since(day)
        .map_or(i32::MAX, |span| span.get_days());
    if days > LATE_DAYS_MAX {
        errors.add(
            "late_day",
            format!(
                "Ngày nhận thật {} cách nay hơn {LATE_DAYS_MAX} ngày. Hãy xem lại ngày, tháng, năm",
                typed::shown_day(day)
            ),
        );
        return (None, reason);
    }
    (Some(at), reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::testing::MORNING;

    fn morning() -> Moment {
        Moment::parse_local(MORNING).expect("a valid time")
    }

    fn law() -> Law {
        Law::embedded().expect("the embedded law")
    }

    #[test]
    fn the_promise_is_the_rule_of_the_server() {
        let law = law();
        let birth = law
            .catalogue
            .in_force("1.001193", morning().date())
            .cloned();
        let promise = promise(&law, birth.as_ref(), morning(), &Fields::default());
        assert_eq!(promise.when, "17:00, 23/11/2023");
        assert!(
            promise
                .because
                .iter()
                .any(|ground| ground.rule.contains("Luật Hộ tịch 2014"))
        );
    }

    #[test]
    fn an_appointed_day_is_a_working_day_to_come() {
        let law = law();
        for (day, says) in [
            ("25/11/2023", "nghỉ"),
            ("22/11/2023", "sau lúc tiếp nhận"),
            ("mai", "chưa đọc được"),
            ("", "Hãy điền"),
        ] {
            let mut errors = FieldErrors::new();
            let fields = Fields::of([("appointed", day), ("appointed_reason", "xét duyệt")]);
            assert_eq!(appointed(&law, &fields, morning(), &mut errors).0, None);
            assert!(errors.of("appointed").contains(says), "{day}: {errors:?}");
        }
        let mut errors = FieldErrors::new();
        let fields = Fields::of([
            ("appointed", "4/12/2023"),
            ("appointed_reason", "xét duyệt"),
        ]);
        assert_eq!(
            appointed(&law, &fields, morning(), &mut errors)
                .0
                .map(moment_vi)
                .as_deref(),
            Some("17:00, 04/12/2023")
        );
        assert!(errors.is_empty());
    }

    #[test]
    fn a_late_entry_tells_when_and_why() {
        let late = |day, time, reason| {
            let mut errors = FieldErrors::new();
            let fields = Fields::of([
                ("late", "1"),
                ("late_day", day),
                ("late_time", time),
                ("late_reason", reason),
            ]);
            let (at, _) = came_in(&fields, morning(), &mut errors);
            (at.map(moment_vi), errors)
        };
        assert_eq!(
            late("22/11/2023", "15h30", "mất điện").0.as_deref(),
            Some("15:30, 22/11/2023")
        );
        assert!(
            late("23/11/2023", "9:13", "mất điện")
                .1
                .of("late_time")
                .contains("không thể sau")
        );
        assert!(late("22/11/2023", "15:30", "").1.has("late_reason"));
        assert_eq!(
            came_in(&Fields::default(), morning(), &mut FieldErrors::new()).0,
            None
        );
    }
}
