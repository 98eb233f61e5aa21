//! Every computed target again, from the raw events alone, written apart from facts and indicators.
//! For the tests that want figures and events to agree.

use std::collections::BTreeMap;

use domain::moment::Moment;
use domain::plan::Span;
use jiff::civil::Date;
use serde_json::Value;
use store::{Db, Reader, Sql as _, StoreError, params};

/// Numerator and denominator by indicator.
pub type Counts = BTreeMap<&'static str, (i64, i64)>;

/// One dossier as its events tell it.
#[derive(Default)]
struct Told {
    channel: String,
    received: Option<Date>,
    is_void: bool,
    entered_late: bool,
    handed_over: bool,
    asked: i64,
    asked_since: Option<i64>,
    other_pause: bool,
    due: Value,
    has_result_file: bool,
    end: Option<End>,
    returned: Option<(Date, String)>,
}

struct End {
    day: Date,
    granted: bool,
    by_index: Option<bool>,
    by_days: Option<bool>,
}

/// The counts of a span of days, from all events of the database.
pub fn recount(db: &Db, span: Span) -> Counts {
    let rows = db
        .read_blocking(|reader: &mut Reader<'_>| {
            reader.rows(
                "SELECT at, kind, subject, data FROM event ORDER BY agency, seq",
                params![],
            )
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let mut dossiers: BTreeMap<String, Told> = BTreeMap::new();
    for row in rows {
        let (at, kind, subject, data): (Moment, String, String, String) = (
            row.get("at").expect("a moment"),
            row.get("kind").expect("a kind"),
            row.get("subject").expect("a subject"),
            row.get("data").expect("data"),
        );
        let data: Value = serde_json::from_str(&data).expect("JSON");
        if subject.starts_with("dossier:") && kind.starts_with("dossier.") {
            take(dossiers.entry(subject).or_default(), at, &kind, &data);
        }
    }
    let mut counts = Counts::new();
    for told in dossiers.values() {
        count(told, span, &mut counts);
    }
    counts
}

fn take(told: &mut Told, at: Moment, kind: &str, data: &Value) {
    let machine = &data["machine"];
    if let Some(channel) = data["channel"].as_str() {
        channel.clone_into(&mut told.channel);
    }
    for due in [&machine["due"], &machine["recast"]["due"]] {
        if due.is_object() {
            told.due = due.clone();
        }
    }
    match kind {
        "dossier.received" => {
            let received = machine["received_at"].as_i64().expect("a moment");
            told.received = Some(Moment::from_millis(received).date());
            told.entered_late = machine["late_entry"] == Value::Bool(true);
        }
        "dossier.voided" => told.is_void = true,
        "dossier.handed_over" => told.handed_over = true,
        "dossier.supplement_requested" => {
            told.asked += 1;
            told.asked_since = Some(at.millis());
        }
        "dossier.stopped" | "dossier.payment_requested" => told.other_pause = true,
        "dossier.supplement_received" => told.asked_since = None,
        "dossier.resumed" | "dossier.payment_settled" => {
            told.other_pause = false;
            told.asked_since = None;
        }
        "dossier.attached" if data["kind"] == "result" => told.has_result_file = true,
        "dossier.finished" => told.end = Some(end(told, at, machine)),
        "dossier.reopened" => {
            told.end = None;
            told.asked_since = None;
            told.other_pause = false;
        }
        "dossier.returned" => {
            let how = data["collected_how"].as_str().unwrap_or_default();
            told.returned = Some((at.date(), how.to_owned()));
        }
        _ => {}
    }
}

fn end(told: &Told, at: Moment, machine: &Value) -> End {
    let counts = told.due["counted"] == Value::Bool(true);
    let ended = told.asked_since.unwrap_or(at.millis());
    let by_index = told.due["for_index"]
        .as_i64()
        .filter(|_| counts)
        .map(|due| told.asked <= 1 && ended <= due);
    let is_paused = told.asked_since.is_some() || told.other_pause;
    let by_days = if is_paused {
        // A pause that still runs has moved the date so far: the event alone knows by how much.
        match machine["timeliness"].as_str() {
            Some("late") => Some(false),
            Some("no_due") => None,
            _ => Some(true),
        }
    } else {
        told.due["at"]
            .as_i64()
            .filter(|_| counts)
            .map(|due| at.date() <= Moment::from_millis(due).date())
    };
    End {
        day: at.date(),
        granted: machine["outcome"] == "granted",
        by_index,
        by_days,
    }
}

fn count(told: &Told, span: Span, counts: &mut Counts) {
    let lies = |day: Date| span.first <= day && day <= span.last;
    let mut add = |code: &'static str, above: bool, below: bool| {
        let sum = counts.entry(code).or_default();
        sum.0 += i64::from(above && below);
        sum.1 += i64::from(below);
    };
    if told.received.is_some_and(lies) && !told.is_void {
        add("T-23", told.channel == "online", true);
    }
    if let Some(end) = told.end.as_ref().filter(|end| lies(end.day)) {
        add(
            "T-10.766",
            end.by_index == Some(true),
            end.by_index.is_some(),
        );
        add(
            "T-10.tt01",
            end.by_days == Some(true),
            end.by_days.is_some(),
        );
        add("T-17", !told.entered_late, told.handed_over);
        add("T-13", told.has_result_file, end.granted);
    }
    if let Some((_, how)) = told.returned.as_ref().filter(|(day, _)| lies(*day)) {
        let by_post = !how.is_empty() && (told.channel == "post" || how == "post");
        add("T-51", by_post, true);
    }
}
