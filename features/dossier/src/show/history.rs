//! What happened to a dossier, newest first, each with what it changed and why dates moved.
//! Read from the events alone, by folding them once more.

use std::collections::BTreeMap;

use domain::dossier::{Dossier, DossierEvent, Ground};
use domain::moment::Moment;
use domain::money::Dong;
use domain::text::moment_vi;
use store::Event;

use super::loaded::Loaded;
use super::told::Names;
use crate::sentences;

/// One value before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) label: &'static str,
    pub(super) before: String,
    pub(super) after: String,
}

/// One happening in words.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    /// `done`, `now` or `paused`.
    pub(super) state: &'static str,
    pub(super) title: String,
    pub(super) when: String,
    pub(super) iso: String,
    pub(super) who: String,
    pub(super) note: String,
    pub(super) differences: Vec<Difference>,
    pub(super) because: Vec<Ground>,
}

/// The history, and when each step began, was due and ended.
#[derive(Clone, Debug, Default)]
pub(super) struct Walked {
    pub(super) happenings: Vec<Happening>,
    pub(super) began: BTreeMap<usize, Moment>,
    pub(super) due: BTreeMap<usize, Moment>,
    pub(super) ended: BTreeMap<usize, Moment>,
}

/// The history of a dossier, newest first.
pub(super) fn walk(loaded: &Loaded, names: &Names<'_>) -> Walked {
    let mut walked = Walked::default();
    let mut now = Dossier::new(loaded.row.machine.channel);
    for event in &loaded.events {
        let told = DossierEvent::read(&event.kind, &event.data);
        let before = now.clone();
        if let Some(told) = &told {
            now.apply(event.at, told);
            walked.keep_step(&before, &now, event.at);
        }
        walked.happenings.push(Happening {
            state: if now.state.is_paused() && told.is_some() {
                "paused"
            } else {
                "done"
            },
            title: sentences::happening(&event.kind).to_owned(),
            when: moment_vi(event.at),
            iso: event.at.iso_minute(),
            who: who(event, names),
            note: note(event, loaded),
            differences: differences(&before, &now, event, told.as_ref(), names),
            because: because(&before, &now),
        });
    }
    walked.happenings.reverse();
    if !now.state.is_terminal()
        && let Some(newest) = walked.happenings.first_mut()
        && newest.state == "done"
    {
        newest.state = "now";
    }
    walked
}

impl Walked {
    fn keep_step(&mut self, before: &Dossier, after: &Dossier, at: Moment) {
        if before.received_at.is_none()
            && let Some(received) = after.received_at
        {
            self.began.insert(0, received);
        }
        let place = |dossier: &Dossier| dossier.step.as_ref().map(|step| step.index);
        if let Some(step) = &after.step {
            if place(before) != place(after) {
                self.ended.insert(place(before).unwrap_or(0), at);
                self.began.insert(step.index, step.since);
            }
            if let Some(due) = step.due {
                self.due.insert(step.index, due);
            }
        }
        if before.finished_at.is_none()
            && after.finished_at.is_some()
            && let Some(last) = after.steps.len().checked_sub(1)
        {
            self.began.entry(last).or_insert(at);
        }
        if after.returned_at.is_some()
            && let Some(last) = after.steps.len().checked_sub(1)
        {
            self.ended.insert(last, at);
        }
    }
}

/// Who did it, and for which absent colleague.
fn who(event: &Event, names: &Names<'_>) -> String {
    let by = names.by(&event.by);
    match event
        .data
        .get("instead_of")
        .and_then(|absent| absent.as_str())
    {
        Some(absent) => format!("{by} thay {}", names.by(absent)),
        None => by,
    }
}

/// The officer's text that the event names; erased texts say so.
fn note(event: &Event, loaded: &Loaded) -> String {
    let Some(id) = event.data.get("note").and_then(|note| note.as_str()) else {
        return String::new();
    };
    let known = loaded.notes.iter().find(|note| note.id == id);
    known.map_or_else(
        || "(nội dung đã xoá theo quy định)".to_owned(),
        |note| note.text.clone(),
    )
}

fn because(before: &Dossier, after: &Dossier) -> Vec<Ground> {
    match &after.due {
        Some(due) if before.due.as_ref() != Some(due) => due.because.clone(),
        _ => Vec::new(),
    }
}

fn differences(
    before: &Dossier,
    after: &Dossier,
    event: &Event,
    told: Option<&DossierEvent>,
    names: &Names<'_>,
) -> Vec<Difference> {
    let mut all = vec![
        ("Hạn trả", due(before), due(after)),
        ("Bước", step(before), step(after)),
        ("Hạn của bước", limit_before(before, after), limit(after)),
        ("Người giữ", holder(before, names), holder(after, names)),
        (
            "Ngày hẹn lại",
            moment(before.promised),
            moment(after.promised),
        ),
        (
            "Số văn bản",
            before.number.clone().unwrap_or_default(),
            after.number.clone().unwrap_or_default(),
        ),
    ];
    if before.last_at.is_some() {
        let state = |dossier: &Dossier| dossier.state.vietnamese().to_owned();
        all.insert(0, ("Trạng thái", state(before), state(after)));
    }
    if let Some(DossierEvent::OpinionAsked { of }) = told {
        all.push(("Hỏi", String::new(), names.of(of)));
    }
    if matches!(told, None | Some(DossierEvent::PaymentRequested { .. }))
        && let Some(dong) = event.data.get("dong").and_then(serde_json::Value::as_i64)
    {
        all.push(("Số tiền", String::new(), Dong(dong).vi()));
    }
    all.into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(label, before, after)| Difference {
            label,
            before,
            after,
        })
        .collect()
}

fn moment(at: Option<Moment>) -> String {
    at.map(moment_vi).unwrap_or_default()
}

fn due(dossier: &Dossier) -> String {
    moment(dossier.due.as_ref().and_then(|due| due.at))
}

fn step(dossier: &Dossier) -> String {
    dossier
        .current_step()
        .map(|step| step.action.clone())
        .unwrap_or_default()
}

fn limit(dossier: &Dossier) -> String {
    moment(dossier.step.as_ref().and_then(|step| step.due))
}

/// A new step has a limit of its own, not the old one's moved.
fn limit_before(before: &Dossier, after: &Dossier) -> String {
    let place = |dossier: &Dossier| dossier.step.as_ref().map(|step| step.index);
    if place(before) == place(after) {
        limit(before)
    } else {
        String::new()
    }
}

fn holder(dossier: &Dossier, names: &Names<'_>) -> String {
    let holder = dossier
        .step
        .as_ref()
        .and_then(|step| step.holder.as_deref());
    holder.map(|id| names.of(id)).unwrap_or_default()
}
