//! `GET /cb/ho-so/{code}`: one dossier, with the acts that this officer may do on it now.
//! For every officer who works on dossiers; opening it is noted, because it shows personal data.

use askama::Template;
use axum::extract::{Path, RawQuery, State as FromState};
use domain::access::{Act, Actor, may};
use domain::dossier::{Ground, State};
use domain::moment::Moment;
use domain::text::moment_vi;
use kit::{App, Ctx, DeadlineTag, Labelled, Officer, Page, Result, Tag, Tone, filters, html};

use super::before::{Before, before};
use super::history::{self, Happening};
use super::loaded::{self, Loaded};
use super::offers::{Offer, offers};
use super::process::{self, Step};
use super::told::{self, FileLine, Names};
use crate::desk::Desk;
use crate::former::Former;
use crate::list::{Filter, dossier_href, short_code};
use crate::receive::PaperGiven;
use crate::supplement::Asked;
use crate::{readings, row::DossierRow, sentences};

#[derive(Template)]
#[template(path = "show/page.html")]
struct Show {
    page: Page,
    address: String,
    code: String,
    tracking: String,
    procedure: String,
    is_unnumbered: bool,
    state: Tag,
    deadline: Option<DeadlineTag>,
    timeliness: Option<Tag>,
    line: Vec<Labelled>,
    steps: Vec<Step>,
    whose_turn: String,
    offers: Vec<Offer>,
    grave: Vec<Offer>,
    owner: Vec<Labelled>,
    filer: Vec<Labelled>,
    papers: Vec<PaperGiven>,
    asked: Vec<Asked>,
    is_awaiting_papers: bool,
    files: Vec<FileLine>,
    results: Vec<Vec<Labelled>>,
    money: payment::Summary,
    issued: Vec<papers::Line>,
    /// Whether there is a receipt, and so a control slip.
    is_received: bool,
    /// Where it was before this commune took over.
    before: Option<Before>,
    /// Where money is taken, when some is owed to this officer's desk; else empty.
    collect_href: String,
    dates: Vec<Labelled>,
    because: Vec<Ground>,
    happenings: Vec<Happening>,
    other_notes: Vec<(String, String)>,
    linked: Vec<(String, String)>,
    formers: Vec<Former>,
    /// Where it says who has read it; empty for whoever may not know.
    readings_href: String,
    refund_href: String,
    list_href: String,
    previous: String,
    after: String,
    back: String,
}

/// The page.
pub(crate) async fn page(
    FromState(app): FromState<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result {
    let query = query.unwrap_or_default();
    let of_query = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    };
    let filter = Filter::read(&of_query("tu").unwrap_or_default()).0;
    let desk = Desk::now(&app);
    let loaded = {
        let (law, actor, filter, now) = (desk.law.clone(), actor.clone(), filter.clone(), desk.at);
        app.read(move |reader| loaded::load(reader, &law, &actor, now, &code, &filter))
            .await?
    };
    app.note_reading(&actor, &loaded.row.subject(), "mở hồ sơ");
    let page = app.page(&ctx, format!("Hồ sơ {}", short_code(loaded.row.address())));
    html(shown(
        page,
        &desk,
        &actor,
        &filter,
        &of_query("tep").unwrap_or_default(),
        loaded,
    ))
}

fn shown(
    page: Page,
    desk: &Desk,
    actor: &Actor,
    filter: &Filter,
    file: &str,
    loaded: Loaded,
) -> Show {
    let names = Names(&loaded.names);
    let walked = history::walk(&loaded, &names);
    let row = &loaded.row;
    let machine = &row.machine;
    let steps = process::steps(machine, &walked, &desk.law, &names, desk.at);
    let (grave, offers): (Vec<Offer>, Vec<Offer>) = offers(row, actor, desk)
        .into_iter()
        .partition(Offer::is_grave);
    let procedure = desk.law.catalogue.version(&row.procedure_id);
    let (owner, filer) = people(&loaded);
    let beside = |address: &Option<String>| {
        address
            .as_deref()
            .map(|address| dossier_href(address, filter))
            .unwrap_or_default()
    };
    Show {
        page,
        code: code(row),
        tracking: short_code(&row.tracking),
        is_unnumbered: machine.code.is_none(),
        procedure: procedure
            .map_or_else(|| row.procedure_id.clone(), |known| known.name_vi.clone()),
        state: state_tag(machine.state),
        deadline: deadline(row, desk),
        timeliness: machine.timeliness.map(|how| Tag::plain(how.vietnamese())),
        line: line(row, desk, &names),
        whose_turn: whose_turn(row, desk, &names),
        papers: loaded.papers.clone(),
        asked: loaded.asked.clone(),
        is_awaiting_papers: machine.state == State::AwaitingSupplement,
        files: told::files(&loaded.files, file, &names),
        results: told::results(&loaded.results, machine.finished_at.is_some()),
        collect_href: collect_href(&loaded, actor),
        dates: dates(row, desk),
        because: machine
            .due
            .as_ref()
            .map(|due| due.because.clone())
            .unwrap_or_default(),
        other_notes: other_notes(&loaded),
        linked: linked(&loaded, filter),
        formers: loaded.formers.clone(),
        readings_href: match readings::may_see(actor, row) {
            Ok(()) => format!("/cb/ho-so/{}/ai-da-xem", row.address()),
            Err(_) => String::new(),
        },
        refund_href: refund_href(&loaded, actor),
        list_href: filter.href(),
        previous: beside(&loaded.beside.before),
        after: beside(&loaded.beside.after),
        back: form_urlencoded::byte_serialize(filter.query().as_bytes()).collect(),
        address: row.address().to_owned(),
        money: loaded.money.clone(),
        issued: loaded
            .issued
            .iter()
            .filter(|line| loaded.past.is_some() || !is_current(line))
            .cloned()
            .collect(),
        is_received: machine.received_at.is_some()
            && machine.state != State::Void
            && loaded.past.is_none(),
        before: before(&loaded, actor, desk),
        happenings: walked.happenings,
        steps,
        offers,
        grave,
        owner,
        filer,
    }
}

/// The number, or the tracking code while there is none.
fn code(row: &DossierRow) -> String {
    let tracking = || format!("Mã tra cứu {}", short_code(&row.tracking));
    row.machine.code.clone().unwrap_or_else(tracking)
}

/// Dossiers of the same matter: address and short code.
fn linked(loaded: &Loaded, filter: &Filter) -> Vec<(String, String)> {
    let link = |address: &String| (dossier_href(address, filter), short_code(address));
    loaded.linked.iter().map(link).collect()
}

fn collect_href(loaded: &Loaded, actor: &Actor) -> String {
    // An unknown fee is settled there too, and holds the result back until it is (ruling 28).
    let owes = loaded.money.unpaid.0 > 0 || loaded.money.unknown;
    let state = loaded.row.machine.state;
    let takes =
        !state.is_terminal() && may(actor, Act::Collect, &loaded.row.access_subject()).is_ok();
    if owes && takes {
        format!("/cb/ho-so/{}/thu-tien", loaded.row.address())
    } else {
        String::new()
    }
}

/// Where money goes back after a withdrawal or a voided receipt; empty when none is kept.
fn refund_href(loaded: &Loaded, actor: &Actor) -> String {
    let row = &loaded.row;
    let has_ended = matches!(row.machine.state, State::Withdrawn | State::Void);
    let keeps = loaded.money.paid.0 > 0;
    if has_ended && keeps && may(actor, Act::Refund, &row.access_subject()).is_ok() {
        format!("/cb/ho-so/{}/thu-tien", row.address())
    } else {
        String::new()
    }
}

fn people(loaded: &Loaded) -> (Vec<Labelled>, Vec<Labelled>) {
    match &loaded.parties {
        Some((owner, filer)) => (
            told::person(owner),
            filer.as_ref().map(told::person).unwrap_or_default(),
        ),
        None => (
            vec![Labelled::new("Họ và tên", "(đã xoá theo quy định)")],
            Vec::new(),
        ),
    }
}

fn state_tag(state: State) -> Tag {
    match state {
        State::Finished | State::Returned => Tag::new(Tone::Ok, state.vietnamese()),
        State::AwaitingSupplement | State::AwaitingPayment | State::Stopped => Tag {
            icon: "pause",
            ..Tag::new(Tone::Warning, state.vietnamese())
        },
        State::NotAccepted | State::Void => Tag {
            icon: "ban",
            ..Tag::new(Tone::Error, state.vietnamese())
        },
        State::Submitted | State::Received | State::Processing => {
            Tag::new(Tone::Info, state.vietnamese())
        }
        State::Draft | State::Withdrawn | State::PassedOn => Tag::plain(state.vietnamese()),
    }
}

/// How it stands; nothing before receipt and after the end of the work.
fn deadline(row: &DossierRow, desk: &Desk) -> Option<DeadlineTag> {
    let machine = &row.machine;
    let runs = machine.received_at.is_some() && machine.state.is_open();
    let due = machine.due.as_ref().and_then(|due| due.at);
    runs.then(|| DeadlineTag::at(due, machine.state.is_paused(), desk.at, &desk.law.calendar))
}

fn line(row: &DossierRow, desk: &Desk, names: &Names<'_>) -> Vec<Labelled> {
    let machine = &row.machine;
    let mut line = vec![Labelled::new("Cách nộp", machine.channel.vietnamese())];
    let late = if machine.late_entry {
        " (nhập bù)"
    } else {
        ""
    };
    match machine.received_at {
        Some(at) => line.push(Labelled::new("Nhận", format!("{}{late}", moment_vi(at)))),
        None => line.push(Labelled::new("Nộp", moment_vi(row.filed_at))),
    }
    if let Some(by) = &row.received_by {
        line.push(Labelled::new("Người nhận", names.of(by)));
    }
    if let Some((book, number)) = &row.book {
        line.push(Labelled::new("Sổ", format!("{book}, số {number}")));
    }
    line.push(Labelled::new("Trả", told::return_by(&row.return_by)));
    line.push(Labelled::new("Lĩnh vực", row.field.as_str()));
    if desk
        .procedure(&row.procedure_id)
        .is_ok_and(|procedure| procedure.on_the_spot)
    {
        line.push(Labelled::new("Loại", "làm ngay tại quầy"));
    }
    line
}

/// In whose hands it is, since when, and until when.
fn whose_turn(row: &DossierRow, desk: &Desk, names: &Names<'_>) -> String {
    let machine = &row.machine;
    let (Some(step), Some(plan), State::Processing) =
        (&machine.step, machine.current_step(), machine.state)
    else {
        return match machine.state {
            State::Submitted => "Chờ bộ phận Một cửa tiếp nhận.".to_owned(),
            State::Received => "Ở bộ phận Một cửa, chờ bàn giao.".to_owned(),
            State::AwaitingSupplement => "Chờ người dân bổ sung giấy tờ; đồng hồ dừng.".to_owned(),
            State::AwaitingPayment => "Chờ người dân nộp tiền; đồng hồ dừng.".to_owned(),
            State::Stopped => "Lãnh đạo đã cho dừng; đồng hồ dừng.".to_owned(),
            State::Finished => "Kết quả ở bộ phận Một cửa, chờ người dân đến nhận.".to_owned(),
            _ => String::new(),
        };
    };
    let post = row
        .access_subject()
        .step_post
        .unwrap_or_else(|| plan.post.clone());
    let who = match &step.holder {
        Some(holder) => names.of(holder),
        None => format!("{}, chưa ai giữ riêng", sentences::post(&desk.law, &post)),
    };
    let until = step
        .due
        .map(|due| format!(", hạn của bước {}", moment_vi(due)))
        .unwrap_or_default();
    let outside = machine
        .outside_since
        .map(|at| format!(" Đã gửi ra ngoài lúc {}.", moment_vi(at)));
    format!(
        "Bước «{}»: {who}, từ {}{until}.{}",
        sentences::step(plan.kind),
        moment_vi(step.since),
        outside.unwrap_or_default()
    )
}

/// The receipt that holds has a line of its own, which also prints it.
fn is_current(line: &papers::Line) -> bool {
    line.kind() == papers::Kind::Receipt && line.cancelled.is_none() && line.replaced_by.is_none()
}

/// Every date that was promised, and what it rests on.
fn dates(row: &DossierRow, desk: &Desk) -> Vec<Labelled> {
    let machine = &row.machine;
    let Some(due) = &machine.due else {
        return Vec::new();
    };
    let said = |at: Option<Moment>| at.map_or_else(|| "chưa có".to_owned(), moment_vi);
    let mut dates = vec![Labelled::new("Hạn trả", said(due.at))];
    let note = match (due.counted, due.provisional) {
        (false, _) => "Ngày hẹn do người tiếp nhận ghi, không tính đúng hạn hay trễ hạn.",
        (true, true) => "Theo lịch dự kiến.",
        (true, false) => "",
    };
    note.clone_into(&mut dates[0].note);
    if machine.original_due != due.at {
        dates.push(Labelled::new("Hẹn lúc nhận", said(machine.original_due)));
    }
    if due.counted && due.for_index != due.at {
        dates.push(Labelled::new("Hạn để chấm điểm", said(due.for_index)));
    }
    let is_over = machine.finished_at.is_some() || machine.state.is_terminal();
    if let Some(given) = machine.due_under(&desk.law.calendar)
        && !is_over
        && Some(given) != due.at
    {
        // Ruling 21: both dates are shown, and only the leader gives another one.
        let mut by_calendar = Labelled::new("Theo lịch đang áp dụng", moment_vi(given));
        "Ngày đã hẹn không tự dời. Lãnh đạo quyết định có hẹn lại hay không."
            .clone_into(&mut by_calendar.note);
        dates.push(by_calendar);
    }
    if machine.promised.is_some() {
        dates.push(Labelled::new("Hẹn lại (xin lỗi)", said(machine.promised)));
    }
    if let Some(term) = &machine.term {
        dates.push(Labelled::new("Thời hạn theo luật", term.vietnamese()));
    }
    if machine.finished_at.is_some() {
        dates.push(Labelled::new("Có kết quả", said(machine.finished_at)));
    }
    if machine.returned_at.is_some() {
        dates.push(Labelled::new("Đã trả", said(machine.returned_at)));
    }
    dates
}

/// Texts that no event names, by what they belong to.
fn other_notes(loaded: &Loaded) -> Vec<(String, String)> {
    let named = |id: &str| {
        loaded
            .events
            .iter()
            .any(|event| event.data.get("note").and_then(|note| note.as_str()) == Some(id))
    };
    let others = loaded.notes.iter().filter(|note| !named(&note.id));
    others
        .map(|note| {
            (
                sentences::happening(&note.kind).to_owned(),
                note.text.clone(),
            )
        })
        .collect()
}
