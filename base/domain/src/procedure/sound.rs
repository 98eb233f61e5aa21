//! What a new version of a procedure must satisfy before it is published (ruling 15).
//! For administrators: asked before the preview and again before saving, each fault at its field.

use jiff::civil::Date;

use super::process::{Process, ProcessStep, StepKind};
use super::usual::limit_minutes;
use super::{Procedure, Sure};
use crate::access::Act;
use crate::deadline::Term;
use crate::post::{Post, PostKind, Posts};
use crate::text::date_vi;

/// More than this is no limit of a procedure but a slip of the finger.
const LIMIT_MAX: u32 = 1_000;

/// The part of a version in which something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Its code.
    Code,
    /// Its name.
    Name,
    /// Its field (lĩnh vực).
    Field,
    /// Who may ask.
    Audience,
    /// What the citizen receives.
    Results,
    /// The limit of the law.
    Limit,
    /// The longer branch of the limit.
    Longer,
    /// The commune's promise.
    Promise,
    /// Received and returned in one act.
    OnTheSpot,
    /// The list of papers.
    Papers,
    /// One paper, by its place from 0.
    Paper(usize),
    /// The process as a whole.
    Steps,
    /// One step, by its place from 0.
    Step(usize),
}

/// One thing wrong in a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsound {
    /// Where.
    pub part: Part,
    /// What is wrong and what to do, without a final stop.
    pub sentence: String,
}

/// Everything wrong in a version, in the order of its parts; posts are those of its first day.
pub fn unsound(version: &Procedure, posts: &Posts) -> Vec<Unsound> {
    let mut faults = Vec::new();
    let mut fault = |part: Part, sentence: String| faults.push(Unsound { part, sentence });
    if version.name_vi.trim().is_empty() {
        fault(Part::Name, "Hãy điền tên thủ tục".to_owned());
    }
    limits(version, &mut fault);
    on_the_spot(version, &mut fault);
    papers(version, &mut fault);
    order(&version.process.steps, &mut fault);
    for (at, step) in version.process.steps.iter().enumerate() {
        one_step(version, posts, (at, step), &mut fault);
    }
    sums(version, &mut fault);
    faults.sort_by_key(|fault| fault.part);
    faults
}

fn limits(version: &Procedure, fault: &mut impl FnMut(Part, String)) {
    let limit = &version.limit;
    let mut count = |part, term: Option<Term>| match term.map(number) {
        Some(0) => fault(
            part,
            "Thời hạn đang là 0. Hãy điền số lớn hơn 0, hoặc chọn «Chưa có thời hạn»".to_owned(),
        ),
        Some(number) if number > LIMIT_MAX => fault(
            part,
            format!("Thời hạn {number} dài quá {LIMIT_MAX}. Hãy xem lại số vừa gõ"),
        ),
        _ => {}
    };
    count(Part::Limit, limit.term);
    count(
        Part::Longer,
        limit.longer.as_ref().map(|longer| longer.term),
    );
    count(Part::Promise, version.process.promise_term);
    if let Some(longer) = &limit.longer {
        match limit.term {
            None => fault(
                Part::Longer,
                "Chưa có thời hạn thường thì chưa có thời hạn khi cần xác minh. Hãy điền thời hạn thường trước"
                    .to_owned(),
            ),
            Some(term) if limit_minutes(longer.term) <= limit_minutes(term) => fault(
                Part::Longer,
                format!(
                    "Thời hạn khi cần xác minh ({}) phải dài hơn thời hạn thường ({}). Hãy sửa một trong hai",
                    longer.term.vietnamese(),
                    term.vietnamese()
                ),
            ),
            Some(_) => {}
        }
    }
    let Some(promise) = version.process.promise_term else {
        return;
    };
    match limit.term {
        None => fault(
            Part::Promise,
            "Chưa có thời hạn của luật thì chưa ghi cam kết được. Hãy điền thời hạn hoặc bỏ cam kết"
                .to_owned(),
        ),
        Some(term) if limit_minutes(promise) > limit_minutes(term) => fault(
            Part::Promise,
            format!(
                "Cam kết ({}) dài hơn thời hạn của luật ({}). Hãy rút ngắn cam kết",
                promise.vietnamese(),
                term.vietnamese()
            ),
        ),
        Some(_) => {}
    }
}

/// What is done while the citizen waits has no date of appointment: citizens read «Làm ngay» in its place.
fn on_the_spot(version: &Procedure, fault: &mut impl FnMut(Part, String)) {
    let Some(term) = version.limit.term.filter(|_| version.on_the_spot) else {
        return;
    };
    if limit_minutes(term) > limit_minutes(Term::SameDay) {
        fault(
            Part::OnTheSpot,
            format!(
                "Làm ngay tại quầy chỉ dùng khi xong được trong một ngày, mà thời hạn là {}. Hãy bỏ dấu này hoặc sửa thời hạn",
                term.vietnamese()
            ),
        );
    }
}

const fn number(term: Term) -> u32 {
    match term {
        Term::WorkingDays(number)
        | Term::CalendarDays(number)
        | Term::WorkingHours(number)
        | Term::ClockHours(number) => number,
        Term::SameDay => 1,
    }
}

/// An empty list means that none is asked for (then it was read so: verified), or that nobody
/// knows yet (unknown); it is never simply forgotten.
fn papers(version: &Procedure, fault: &mut impl FnMut(Part, String)) {
    if version.papers.is_empty() && version.confidence.documents == Sure::Memory {
        fault(
            Part::Papers,
            "Hãy điền ít nhất một giấy tờ, hoặc chọn «Không yêu cầu giấy tờ nào»".to_owned(),
        );
    }
    for (at, paper) in version.papers.iter().enumerate() {
        if paper.name_vi.trim().is_empty() {
            fault(
                Part::Paper(at),
                format!(
                    "Giấy tờ thứ {} chưa có tên. Hãy điền tên hoặc bỏ dòng",
                    at + 1
                ),
            );
        }
    }
}

/// The way of a dossier from receipt to return: nothing before it, nothing after it, no dead end.
fn order(steps: &[ProcessStep], fault: &mut impl FnMut(Part, String)) {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        fault(
            Part::Steps,
            "Quy trình chưa có bước nào. Hãy điền ít nhất bước tiếp nhận và bước trả kết quả"
                .to_owned(),
        );
        return;
    };
    if first.kind != StepKind::Receive {
        fault(
            Part::Step(0),
            "Bước đầu tiên phải là «Tiếp nhận». Hãy đổi loại việc, hoặc thêm bước tiếp nhận lên đầu"
                .to_owned(),
        );
    }
    if last.kind != StepKind::Deliver {
        fault(
            Part::Step(steps.len() - 1),
            "Bước cuối cùng phải là «Trả kết quả». Hãy đổi loại việc, hoặc thêm bước trả kết quả xuống cuối"
                .to_owned(),
        );
    }
    let kinds: Vec<StepKind> = steps.iter().map(|step| step.kind).collect();
    let unreached = reached(&kinds).into_iter().enumerate();
    for (at, _) in unreached.filter(|(_, is_reached)| !is_reached) {
        fault(
            Part::Step(at),
            format!(
                "Hồ sơ không bao giờ đi tới bước {}: sau «Trả kết quả», hoặc sau một bước «Tiếp nhận» ở giữa, không còn bước nào. Hãy xếp lại thứ tự hoặc đổi loại việc",
                at + 1
            ),
        );
    }
    for (at, step) in steps.iter().enumerate() {
        let has_before = |kind| kinds[..at].contains(&kind);
        if step.kind == StepKind::Seal
            && !has_before(StepKind::Approve)
            && kinds[at..].contains(&StepKind::Approve)
        {
            fault(
                Part::Step(at),
                "Lấy số, đóng dấu phải sau khi ký duyệt. Hãy xếp lại thứ tự".to_owned(),
            );
        }
        if matches!(step.kind, StepKind::Committee | StepKind::Wait)
            && !has_before(StepKind::Handle)
        {
            fault(
                Part::Step(at),
                "Họp xét hoặc chờ phải sau một bước thẩm tra: người thẩm tra ghi nhận và chuyển tiếp. Hãy xếp lại thứ tự"
                    .to_owned(),
            );
        }
    }
}

/// Which steps a dossier comes to when each is left by the act that its kind asks for: it is handed
/// over to the first step that is no reception, and goes on until the result is returned.
pub fn reached(kinds: &[StepKind]) -> Vec<bool> {
    let mut reached = vec![false; kinds.len()];
    if let Some(first) = reached.first_mut() {
        // Before the hand-over the dossier lies at the counter.
        *first = true;
    }
    let begin = kinds.iter().position(|kind| *kind != StepKind::Receive);
    for at in begin.unwrap_or(kinds.len())..kinds.len() {
        reached[at] = true;
        if matches!(kinds[at], StepKind::Receive | StepKind::Deliver) {
            break;
        }
    }
    reached
}

fn one_step(
    version: &Procedure,
    posts: &Posts,
    (at, step): (usize, &ProcessStep),
    fault: &mut impl FnMut(Part, String),
) {
    let mut fault = |sentence: String| fault(Part::Step(at), sentence);
    let nth = at + 1;
    if step.action_vi.trim().is_empty() {
        fault(format!(
            "Bước {nth} chưa ghi việc gì. Hãy điền việc phải làm"
        ));
    }
    if step.minutes < 0 {
        fault(format!("Bước {nth} có thời gian âm. Hãy điền lại số giờ"));
    }
    let outside = step.outside_vi.as_deref().unwrap_or_default().trim();
    match (step.kind == StepKind::Outside, outside.is_empty()) {
        (true, true) => fault(format!(
            "Bước {nth} làm ở ngoài xã. Hãy ghi tên cơ quan nhận hồ sơ"
        )),
        (false, false) => fault(format!(
            "Bước {nth} làm trong xã nên không ghi tên cơ quan ngoài. Hãy xóa tên cơ quan, hoặc chọn loại việc «Cơ quan ngoài xã»"
        )),
        _ => {}
    }
    let Some(post) = posts.resolve(&step.post) else {
        fault(format!(
            "Bước {nth} chưa có người làm: chức danh «{}» không có trong danh mục. Hãy chọn chức danh",
            step.post
        ));
        return;
    };
    if !post.is_valid_on(version.valid_from) {
        fault(format!(
            "Ngày {} không còn chức danh «{}». Hãy chọn chức danh khác cho bước {nth}",
            date_vi(version.valid_from),
            post.short_vi
        ));
    }
    if !can_do(post, posts, version.valid_from, step.kind) {
        fault(format!(
            "Bước {nth} không ai làm được: «{}» không có quyền {}. Hãy chọn chức danh khác hoặc loại việc khác",
            post.short_vi,
            step.kind.vietnamese().to_lowercase()
        ));
    }
}

/// Whether whoever holds the post on that day has the right by which a step of this kind is left.
fn can_do(post: &Post, posts: &Posts, day: Date, step: StepKind) -> bool {
    let act = match step {
        StepKind::Receive => Act::Receive,
        StepKind::Handle => Act::Forward,
        StepKind::Approve => Act::Approve,
        StepKind::Seal => Act::NumberAndSeal,
        StepKind::Deliver => Act::Finish,
        // Whoever handled the dossier before convenes, waits and records.
        StepKind::Committee => return !matches!(post.kind, PostKind::Outside | PostKind::Waiting),
        StepKind::Wait => return post.kind != PostKind::Outside,
        // The one-stop officer records what was sent and came back.
        StepKind::Outside => return post.kind == PostKind::Outside,
    };
    let roles = posts.roles(post.id.as_str(), day);
    act.roles().iter().any(|role| roles.contains(role))
}

/// The steps together keep the promise, the promise keeps the law; on the longer branch too.
fn sums(version: &Procedure, fault: &mut impl FnMut(Part, String)) {
    let process = &version.process;
    let sum = total(process.steps.iter().map(|step| step.minutes));
    let allowed = process
        .promise_term
        .map(|term| (term, "cam kết"))
        .or(version.limit.term.map(|term| (term, "thời hạn của luật")));
    match allowed {
        Some((Term::SameDay, _)) if sum > limit_minutes(Term::SameDay) => fault(
            Part::Steps,
            format!(
                "Việc làm ngay trong ngày: các bước cộng lại {} giờ, quá 8 giờ của một ngày nên có bước rơi sau giờ hẹn trả. Hãy bớt giờ",
                hours_vi(sum)
            ),
        ),
        Some((term, what)) if sum > limit_minutes(term) => fault(
            Part::Steps,
            format!(
                "Các bước cộng lại {} giờ, quá {what} {} ({} giờ). Hãy bớt giờ ở các bước",
                hours_vi(sum),
                term.vietnamese(),
                hours_vi(limit_minutes(term))
            ),
        ),
        _ => {}
    }
    longer_sum(process, version, fault);
}

fn longer_sum(process: &Process, version: &Procedure, fault: &mut impl FnMut(Part, String)) {
    let Some(minutes) = &process.longer_minutes else {
        return;
    };
    let Some(longer) = &version.limit.longer else {
        fault(
            Part::Longer,
            "Có giờ của từng bước khi cần xác minh mà chưa có thời hạn khi cần xác minh. Hãy điền thời hạn đó hoặc xóa các giờ"
                .to_owned(),
        );
        return;
    };
    if minutes.len() != process.steps.len() {
        fault(
            Part::Steps,
            "Giờ khi cần xác minh phải điền cho mọi bước hoặc bỏ trống mọi bước".to_owned(),
        );
    }
    let sum = total(minutes.iter().copied());
    if sum > limit_minutes(longer.term) {
        fault(
            Part::Steps,
            format!(
                "Khi cần xác minh, các bước cộng lại {} giờ, quá {} ({} giờ). Hãy bớt giờ",
                hours_vi(sum),
                longer.term.vietnamese(),
                hours_vi(limit_minutes(longer.term))
            ),
        );
    }
}

fn total(minutes: impl Iterator<Item = i64>) -> i64 {
    minutes.fold(0, i64::saturating_add)
}

/// Minutes as hours are typed and read in a process: `4`, `1:30`.
pub fn hours_vi(minutes: i64) -> String {
    match minutes % 60 {
        0 => (minutes / 60).to_string(),
        rest => format!("{}:{:02}", minutes / 60, rest.abs()),
    }
}
