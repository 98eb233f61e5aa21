//! `GET /cb/quan-tri/thu-tuc/{code}`: a procedure with its versions, and one of them in full.
//! For whoever wants to know what holds, since when, how sure it is, and what comes next.

use askama::Template;
use axum::extract::{Path, Query, State};
use domain::access::{Act, Subject, may};
use domain::procedure::{Procedure, ProcedureEdit, hours_vi};
use domain::text::date_vi;
use jiff::civil::Date;
use kit::law::{ChangeKind, LawChange, amount_vi, of_subject};
use kit::{App, Ctx, Error, Labelled, Law, Officer, Page, Result, Tag, html};
use store::{Reader, StoreError};

use super::list::PATH;
use super::said::{self, Standing};
use super::short;
use crate::doubts;
use crate::history::{Past, past};

#[derive(Template)]
#[template(path = "procedures/show.html")]
struct Show {
    page: Page,
    state: Tag,
    offered: Option<Tag>,
    days: String,
    change: String,
    choose: String,
    choose_label: &'static str,
    public_href: String,
    facts: Vec<Labelled>,
    papers: Vec<PaperLine>,
    no_papers: &'static str,
    steps: Vec<StepLine>,
    total: String,
    longer_total: String,
    fees: Vec<Labelled>,
    sure: Vec<(&'static str, Tag)>,
    doubts_href: String,
    versions: Vec<VersionLine>,
    history: Vec<Past>,
}

struct PaperLine {
    name: String,
    how: String,
}

struct StepLine {
    nth: u32,
    work: String,
    post: String,
    kind: &'static str,
    hours: String,
    longer: String,
    note: String,
}

struct VersionLine {
    href: String,
    days: String,
    state: Tag,
    limit: String,
    is_shown: bool,
}

/// The place of a procedure.
pub(crate) fn address(code: &str) -> String {
    format!("{PATH}/{code}")
}

/// `GET /cb/quan-tri/thu-tuc/{code}?ban=1.001193@2019-01-06`
pub(crate) async fn page(
    State(app): State<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result {
    let (law, today, agency) = (app.law(), app.law_now().date(), app.agency().to_owned());
    let versions = versions(&law, &code);
    let wanted = asked.iter().find(|(name, _)| name == "ban");
    let shown = match wanted {
        Some((_, id)) => versions.iter().find(|one| one.id == *id),
        None => usual(&versions, today),
    };
    let shown = *shown.ok_or(Error::Missing)?;
    let subject = code.clone();
    let history = app
        .read(move |reader: &mut Reader<'_>| history(reader, &agency, &subject))
        .await?;
    // A draft has no code yet, and what has ended for good has nothing to begin with.
    let is_open = super::version::current(&law, &code, today).is_ok();
    let may_change = is_open && may(&actor, Act::ChangeLaw, &Subject::agency(app.agency())).is_ok();
    let link = |to: String| if may_change { to } else { String::new() };
    let standing = Standing::of(shown, today);
    let is_public = standing == Standing::InForce && shown.applicable_locally;
    let minutes = shown.process.longer_minutes.as_ref();
    html(Show {
        page: app.page(&ctx, shown.name_vi.clone()),
        state: standing.tag(),
        offered: (!shown.applicable_locally).then(|| Tag::plain("Xã không nhận")),
        days: said::days(shown),
        change: link(super::version::address(&code)),
        choose: link(format!("{}/nhan", address(&code))),
        choose_label: if shown.applicable_locally {
            "Ngừng nhận tại xã"
        } else {
            "Nhận tại xã"
        },
        public_href: if is_public && !shown.internal_only {
            format!("/thu-tuc/{}", shown.slug)
        } else {
            String::new()
        },
        facts: facts(shown, &law),
        papers: shown
            .papers
            .iter()
            .map(|paper| PaperLine {
                name: paper.name_vi.clone(),
                how: said::paper(paper),
            })
            .collect(),
        no_papers: said::no_papers(shown),
        steps: steps(shown, &law),
        total: hours_vi(shown.process.total_minutes),
        longer_total: minutes.map_or_else(String::new, |all| hours_vi(all.iter().sum())),
        fees: fees(shown, &law, today),
        sure: said::sure(shown),
        doubts_href: format!("{}?nhom=thu-tuc&xem=het&q={code}", doubts::list::PATH),
        versions: versions
            .iter()
            .map(|one| VersionLine {
                href: format!("{}?ban={}", address(&code), one.id),
                days: said::days(one),
                state: Standing::of(one, today).tag(),
                limit: said::term(one.limit.term),
                is_shown: one.id == shown.id,
            })
            .collect(),
        history,
    })
}

/// Every version of a code, the latest first.
fn versions<'a>(law: &'a Law, code: &str) -> Vec<&'a Procedure> {
    let of_code = law.catalogue.versions().filter(|one| one.code == code);
    let mut versions: Vec<&Procedure> = of_code.map(|one| &**one).collect();
    versions.sort_by_key(|one| std::cmp::Reverse((one.valid_from, one.id.clone())));
    versions
}

/// The version in force, else the first to come, else the last that was.
fn usual<'a, 'b>(versions: &'b [&'a Procedure], today: Date) -> Option<&'b &'a Procedure> {
    let in_force = versions
        .iter()
        .find(|one| Standing::of(one, today) == Standing::InForce);
    let coming = || {
        let mut latest_first = versions.iter().rev();
        latest_first.find(|one| Standing::of(one, today) == Standing::Future)
    };
    in_force.or_else(coming).or_else(|| versions.first())
}

fn facts(version: &Procedure, law: &Law) -> Vec<Labelled> {
    let mut facts = vec![
        Labelled::new("Mã", &version.code),
        Labelled::new("Lĩnh vực", &version.field_vi),
        Labelled::new("Viết tắt", short::typed(version)),
        Labelled::new(
            "Người giải quyết",
            said::post(&law.posts, &version.handling_post),
        ),
        Labelled::new("Cấp quyết định", &version.decision_level_vi),
        Labelled::new("Đối tượng", said::audience(version)),
        Labelled::new("Kết quả", version.results.join("; ")),
        Labelled::new("Thời hạn của luật", said::term(version.limit.term)),
        Labelled::new("Khi cần xác minh", said::longer(version)),
        Labelled::new("Cam kết của xã", said::promise(version)),
        Labelled::new("Làm ngay tại quầy", said::on_the_spot(version)),
        Labelled::new("Tại xã", said::offered(version)),
        Labelled::new("Căn cứ pháp lý", version.legal_bases.join("; ")),
    ];
    let notes = [
        ("Lưu ý về thời hạn", &version.limit.note_vi),
        ("Ghi chú quy trình", &version.process.note_vi),
        ("Về sau", &version.replaced_note_vi),
        ("Nguồn của bản này", &version.source_note),
        ("Nguồn của quy trình", &version.process.source_note),
    ];
    let notes = notes.into_iter();
    facts.extend(notes.filter_map(|(label, note)| Some(Labelled::new(label, note.as_deref()?))));
    facts.retain(|fact| !fact.value.is_empty());
    facts
}

fn steps(version: &Procedure, law: &Law) -> Vec<StepLine> {
    let longer = version.process.longer_minutes.as_ref();
    let steps = version.process.steps.iter().enumerate();
    steps
        .map(|(at, step)| {
            let outside = step.outside_vi.iter().map(|name| format!("Gửi {name}"));
            let output = step.output_vi.iter().map(|what| format!("Ra: {what}"));
            let note: Vec<String> = outside.chain(output).collect();
            StepLine {
                nth: step.seq,
                work: step.action_vi.clone(),
                post: said::post(&law.posts, &step.post).to_owned(),
                kind: step.kind.vietnamese(),
                hours: hours_vi(step.minutes),
                longer: longer
                    .and_then(|minutes| minutes.get(at))
                    .map_or_else(String::new, |minutes| hours_vi(*minutes)),
                note: note.join(". "),
            }
        })
        .collect()
}

/// What is charged on a day of the version: today, if it holds today.
fn fees(version: &Procedure, law: &Law, today: Date) -> Vec<Labelled> {
    let day = if version.holds_on(today) {
        today
    } else {
        version.valid_from
    };
    let rules = law.fees.as_slice().iter();
    let rules = rules.filter(|rule| rule.holds(&version.code, day));
    rules
        .map(|rule| Labelled::new(&rule.name_vi, amount_vi(rule)))
        .collect()
}

fn history(reader: &mut Reader<'_>, agency: &str, code: &str) -> Result<Vec<Past>, StoreError> {
    let mut changes = Vec::new();
    for kind in [
        ChangeKind::ProcedureVersion,
        ChangeKind::ProcessVersion,
        ChangeKind::ProcedureChoice,
    ] {
        changes.extend(of_subject(reader, agency, kind, code)?);
    }
    changes.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
    past(reader, &changes, what)
}

/// What a change did, in words.
fn what(change: &LawChange) -> String {
    let edit: Option<ProcedureEdit> = serde_json::from_value(change.body.clone()).ok();
    match edit {
        Some(ProcedureEdit::Version(version)) => format!(
            "bản mới, thời hạn {}, {} giấy tờ, {} bước",
            said::term(version.limit.term).to_lowercase(),
            version.papers.len(),
            version.process.steps.len()
        ),
        Some(ProcedureEdit::Process(process)) => format!("quy trình {} bước", process.steps.len()),
        Some(ProcedureEdit::Choice {
            is_offered: true, ..
        }) => "xã nhận thủ tục này".to_owned(),
        Some(ProcedureEdit::Choice { note_vi, .. }) => format!(
            "xã không nhận thủ tục này ({})",
            note_vi.unwrap_or_default()
        ),
        None => change.kind.vietnamese().to_owned(),
    }
}

/// When a later version begins, for the list.
pub(super) fn next_begins(law: &Law, code: &str, today: Date) -> Option<String> {
    let versions = law.catalogue.versions();
    let coming =
        versions.filter(|one| one.code == code && Standing::of(one, today) == Standing::Future);
    coming.map(|one| one.valid_from).min().map(date_vi)
}
