//! What every procedure and process must satisfy before the program takes it.
//! For loading; a rule here is a promise that the dossier and the pages build on.

use std::collections::BTreeMap;

use crate::post::Posts;

use super::load::{DataFault, Place};
use super::process::StepKind;
use super::record::{ProcedureRecord, ProcessRecord};
use super::usual::limit_minutes;
use super::{Procedure, TimeLimit};

type Faults = Vec<DataFault>;

/// A record by itself.
pub(super) fn check_record(
    place: Place,
    record: &ProcedureRecord,
    posts: &Posts,
    faults: &mut Faults,
) {
    let name = record
        .code
        .as_deref()
        .or(record.code_candidate.as_deref())
        .unwrap_or(&record.slug);
    let mut fault = |reason: String| faults.push(place.fault(format!("{name}: {reason}")));
    match &record.code {
        Some(code) if !is_code(code) => fault(format!("mã «{code}» không đúng dạng 1.001193")),
        None if record.published => fault("chưa có mã nên chỉ được là bản nháp".into()),
        _ => {}
    }
    if record.name_vi.trim().is_empty() {
        fault("thiếu tên thủ tục".into());
    }
    if !is_slug(&record.slug) {
        fault(format!(
            "đường dẫn «{}» chỉ được gồm chữ thường không dấu, số và gạch nối",
            record.slug
        ));
    }
    if record.valid_to.is_some_and(|last| last < record.valid_from) {
        fault("ngày hết hiệu lực đứng trước ngày có hiệu lực".into());
    }
    for post in std::iter::once(&record.handling_post).chain(&record.decided_by) {
        if let Some(reason) = post_fault(posts, post) {
            fault(reason);
        }
    }
    for (seq, paper) in (1..).zip(&record.papers) {
        if paper.seq != seq {
            fault(format!("giấy tờ thứ {seq} ghi số thứ tự {}", paper.seq));
        }
        if paper.name_vi.trim().is_empty() {
            fault(format!("giấy tờ thứ {seq} thiếu tên"));
        }
    }
    if record.fee.dong.is_some_and(|dong| dong < 0) {
        fault("mức thu âm".into());
    }
    if let (Some(term), Some(longer)) = (record.limit.term, &record.limit.longer)
        && limit_minutes(longer.term) <= limit_minutes(term)
    {
        fault("thời hạn kéo dài không dài hơn thời hạn thường".into());
    }
}

/// A published process against the limit of its procedure (ruling 15).
pub(super) fn check_process(
    place: Place,
    process: &ProcessRecord,
    limit: &TimeLimit,
    posts: &Posts,
    faults: &mut Faults,
) {
    let mut fault = |reason: String| faults.push(place.fault(format!("quy trình: {reason}")));
    if process.steps.is_empty() {
        fault("không có bước nào".into());
    }
    for (seq, step) in (1..).zip(&process.steps) {
        if let Some(reason) = post_fault(posts, &step.post) {
            fault(format!("bước {seq}: {reason}"));
        }
        if step.minutes < 0 {
            fault(format!("bước {seq}: thời gian âm"));
        }
        if step.action_vi.trim().is_empty() {
            fault(format!("bước {seq}: thiếu nội dung công việc"));
        }
        if (step.kind == StepKind::Outside) != step.outside_vi.is_some() {
            fault(format!(
                "bước {seq}: bước ngoài xã phải ghi tên cơ quan, bước trong xã thì không"
            ));
        }
    }
    let sum: i64 = process.steps.iter().map(|step| step.minutes).sum();
    let total = process.total_minutes;
    if sum != total {
        fault(format!(
            "các bước cộng lại {sum} phút, tổng ghi {total} phút"
        ));
    }
    check_total(process, limit, &mut fault);
    check_longer(process, limit, &mut fault);
}

fn check_total(process: &ProcessRecord, limit: &TimeLimit, fault: &mut impl FnMut(String)) {
    let total = process.total_minutes;
    let promise = process.promise_term.map(limit_minutes);
    if promise.is_some_and(|promise| promise != total) {
        fault(format!("cam kết không khớp tổng {total} phút"));
    }
    let Some(allowed) = limit.term.map(limit_minutes) else {
        return;
    };
    if total > allowed {
        fault(format!(
            "tổng {total} phút vượt thời hạn của luật, {allowed} phút"
        ));
    }
    if total < allowed && promise.is_none() {
        fault(format!(
            "tổng {total} phút ngắn hơn thời hạn {allowed} phút mà không ghi cam kết"
        ));
    }
}

fn check_longer(process: &ProcessRecord, limit: &TimeLimit, fault: &mut impl FnMut(String)) {
    let Some(minutes) = &process.longer_minutes else {
        return;
    };
    if minutes.len() != process.steps.len() {
        fault("nhánh kéo dài có số bước khác nhánh thường".into());
    }
    let sum: i64 = minutes.iter().sum();
    match &limit.longer {
        None => fault("có nhánh kéo dài mà thủ tục không có thời hạn kéo dài".into()),
        Some(longer) if sum > limit_minutes(longer.term) => {
            fault(format!(
                "nhánh kéo dài {sum} phút vượt thời hạn kéo dài của luật"
            ));
        }
        Some(_) => {}
    }
}

/// No two versions of one code, and no two of one address, hold on the same day.
pub(super) fn check_overlaps(procedures: &[(Place, Procedure)], faults: &mut Faults) {
    let mut codes: BTreeMap<&str, Vec<&Procedure>> = BTreeMap::new();
    let mut slugs: BTreeMap<&str, Vec<&Procedure>> = BTreeMap::new();
    for (place, procedure) in procedures {
        let same_code = codes.entry(&procedure.code).or_default();
        if same_code.iter().any(|other| overlap(other, procedure)) {
            faults.push(place.fault(format!(
                "{}: trùng mã trong cùng thời gian hiệu lực",
                procedure.code
            )));
        }
        same_code.push(procedure);
        let same_slug = slugs.entry(&procedure.slug).or_default();
        if same_slug
            .iter()
            .any(|other| other.code != procedure.code && overlap(other, procedure))
        {
            faults.push(place.fault(format!(
                "{}: trùng đường dẫn «{}»",
                procedure.code, procedure.slug
            )));
        }
        same_slug.push(procedure);
    }
}

fn overlap(a: &Procedure, b: &Procedure) -> bool {
    a.valid_to.is_none_or(|last| b.valid_from <= last)
        && b.valid_to.is_none_or(|last| a.valid_from <= last)
}

/// Why this is not the one name of a post, if it is not.
fn post_fault(posts: &Posts, written: &str) -> Option<String> {
    match posts.resolve(written) {
        None => Some(format!("vị trí «{written}» không có trong danh mục")),
        Some(post) if post.id.as_str() != written => Some(format!(
            "vị trí «{written}» phải viết là «{}»",
            post.id.as_str()
        )),
        Some(_) => None,
    }
}

/// The national part of a procedure code: a digit, a point, six digits.
fn is_code(code: &str) -> bool {
    let digits =
        |part: &str, len| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    code.split_once('.')
        .is_some_and(|(head, tail)| digits(head, 1) && digits(tail, 6))
}

fn is_slug(slug: &str) -> bool {
    !slug.is_empty()
        && slug.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}
