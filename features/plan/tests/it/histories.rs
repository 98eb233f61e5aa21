//! Random histories of dossiers: figures from facts equal a recount from the events they came from.

use std::sync::LazyLock;

use domain::access::Actor;
use domain::dossier::{Channel, Command, Context, Dossier, DossierEvent, Intake, Outcome};
use domain::moment::Moment;
use domain::plan::ReportingPeriod;
use domain::procedure::Procedure;
use kit::Law;
use kit::testing::officer;
use proptest::prelude::*;
use serde_json::json;
use store::testing::Effects;
use store::{Db, NewEvent, Reader, StoreError, Tx};

use crate::at;
use crate::recount::recount;

static LAW: LazyLock<Law> =
    LazyLock::new(|| Law::embedded().expect("the embedded data is checked by tests"));

/// Same day, three working days, and done on the spot.
const PROCEDURES: [&str; 3] = ["1.001193", "1.004873", "2.000815"];

/// One dossier as drawn: what it is, and which acts are tried after how many minutes.
#[derive(Clone, Debug)]
struct Drawn {
    procedure: usize,
    channel: usize,
    day: i64,
    late_entry: bool,
    how: usize,
    acts: Vec<(u8, u16)>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let acts = prop::collection::vec((0_u8..16, 1_u16..9_000), 0..40);
    let shape = (
        0_usize..3,
        0_usize..3,
        0_i64..340,
        any::<bool>(),
        0_usize..3,
        acts,
    );
    shape.prop_map(|(procedure, channel, day, late_entry, how, acts)| Drawn {
        procedure,
        channel,
        day,
        late_entry,
        how,
        acts,
    })
}

/// What is tried for a drawn number; what the law refuses is left out. None attaches a file.
fn command(number: u8) -> Option<Command<'static>> {
    let reason = "lý do thử";
    Some(match number {
        0 => Command::HandOver { holder: None },
        1 | 2 => Command::Forward { holder: None },
        3 => Command::Approve,
        4 => Command::Seal { number: "1" },
        5 | 6 => Command::Finish {
            outcome: Outcome::Granted,
        },
        7 => Command::Finish {
            outcome: Outcome::NotGranted,
        },
        8 => Command::Return { unpaid_dong: 0 },
        9 => Command::Reopen { reason },
        10 => Command::RequestSupplement {
            items: 1,
            allowed_by: Some("chair"),
        },
        11 => Command::ReceiveSupplement,
        12 => Command::Stop { reason },
        13 => Command::Resume { reason },
        14 => Command::Void { reason },
        _ => return None,
    })
}

/// One dossier on its way, with what it has written down: each act's moment and events.
struct Life<'a> {
    drawn: &'a Drawn,
    procedure: &'a Procedure,
    channel: Channel,
    subject: String,
    actor: &'a Actor,
    dossier: Dossier,
    now: Moment,
    has_file: bool,
    written: Vec<(Moment, Vec<NewEvent>)>,
}

impl<'a> Life<'a> {
    fn begin(drawn: &'a Drawn, place: usize, actor: &'a Actor) -> Self {
        let now = at("2022-12-20T09:00").plus_minutes(drawn.day * 1_440);
        let code = PROCEDURES[drawn.procedure];
        let channel = Channel::ALL[drawn.channel];
        Self {
            drawn,
            procedure: LAW
                .catalogue
                .in_force(code, now.date())
                .unwrap_or_else(|| panic!("{code} is in force")),
            channel,
            subject: format!("dossier:{place:026}"),
            actor,
            dossier: Dossier::new(channel),
            now,
            has_file: false,
            written: Vec::new(),
        }
    }

    fn event(&self, kind: &'static str, mut data: serde_json::Value) -> NewEvent {
        data["procedure_code"] = json!(self.procedure.code);
        data["channel"] = json!(self.channel.name());
        NewEvent {
            kind,
            subject: self.subject.clone(),
            data,
        }
    }

    /// A file of the result is attached, once there is something to attach it to.
    fn attach(&mut self) {
        if self.dossier.state.is_terminal() || self.dossier.received_at.is_none() {
            return;
        }
        let mut data = json!({ "kind": "result" });
        let issued = self.dossier.ending.is_some_and(|ending| ending.issued);
        let is_first = issued && !self.has_file;
        if let Some(ended) = self.dossier.finished_at.filter(|_| is_first) {
            data["digitises_result_of"] = json!(ended.millis());
        }
        self.has_file = true;
        let event = self.event("dossier.attached", data);
        self.written.push((self.now, vec![event]));
    }

    /// Does an act; what the rules refuse leaves nothing.
    fn act(&mut self, command: &Command<'_>) {
        let with = Context {
            at: self.now,
            by: &self.actor.user,
            covers: &[],
            calendar: &LAW.calendar,
            procedure: self.procedure,
        };
        let Ok(change) = self.dossier.decide(command, with) else {
            return;
        };
        self.dossier = change.next;
        let events = change.events.iter().map(|event| {
            let mut data = event.data();
            match event {
                DossierEvent::Finished { .. } | DossierEvent::Reopened { .. } => {
                    data["result_file"] = json!(self.has_file);
                }
                DossierEvent::Returned { on_the_spot: false } => {
                    data["collected_how"] = json!(["counter", "post", "online"][self.drawn.how]);
                }
                _ => {}
            }
            self.event(event.kind(), data)
        });
        let events = events.collect();
        self.written.push((self.now, events));
    }
}

/// What one dossier writes down: each act's moment and events.
fn lived(drawn: &Drawn, place: usize, actor: &Actor) -> Vec<(Moment, Vec<NewEvent>)> {
    let mut life = Life::begin(drawn, place, actor);
    let began = life.now;
    let intake = Intake {
        code: format!("x-{place}"),
        received_at: drawn.late_entry.then(|| began.plus_minutes(-300)),
        reason: "mất điện".into(),
        appointed: Some(began.plus_minutes(20_000)),
        ..Intake::default()
    };
    if life.procedure.on_the_spot && !drawn.late_entry {
        life.act(&Command::ReceiveAndReturn(intake));
    } else {
        life.act(&Command::Receive(intake));
    }
    // Every second dossier walks the usual way before chance takes over.
    let usual: &[u8] = if place.is_multiple_of(2) {
        &[0, 1, 3, 4, 5]
    } else {
        &[]
    };
    let usual = usual.iter().map(|number| (*number, 90));
    let by_chance = drawn
        .acts
        .iter()
        .map(|(number, minutes)| (*number, i64::from(*minutes)));
    for (number, minutes) in usual.chain(by_chance) {
        life.now = life.now.plus_minutes(minutes);
        match command(number) {
            Some(command) => life.act(&command),
            None => life.attach(),
        }
    }
    life.written
}

fn write(db: &Db, drawn: &[Drawn]) {
    let actor = officer("chair@chu_tich").expect("a known role");
    for (place, one) in drawn.iter().enumerate() {
        for (moment, events) in lived(one, place, &actor) {
            let by = actor.by();
            db.write_blocking("xa_quang_khai", move |tx: &mut Tx<'_>| {
                tx.commit(&by, moment, events, ())
            })
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        }
    }
}

fn agree(db: &Db, now: Moment) {
    let plan = plan::of("xa_quang_khai").expect("the commune has a plan");
    for period in [
        ReportingPeriod::Year,
        ReportingPeriod::Quarter(2),
        ReportingPeriod::Month(7),
    ] {
        let standings = db
            .read_blocking(move |reader: &mut Reader<'_>| {
                plan::standings(reader, plan, &LAW, period, now)
            })
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        let span = period.span(plan.year, plan.closing_day);
        let expected = recount(db, span.until(now.date()).expect("it has begun"));
        for figure in standings.iter().flat_map(|standing| &standing.figures) {
            let code = figure.indicator.code;
            if ["T-10.766", "T-10.tt01", "T-13", "T-17", "T-23", "T-51"].contains(&code) {
                let expected = expected.get(code).copied().unwrap_or_default();
                let found = (figure.numerator, figure.denominator);
                assert_eq!(
                    found,
                    (Some(expected.0), Some(expected.1)),
                    "{code} {period:?}"
                );
            }
        }
    }
    let report = db.verify(&mut |_, _| {}, None).expect("it can be read");
    assert_eq!(report.first_difference, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn figures_of_any_history_equal_a_recount_from_its_events(drawn in prop::collection::vec(drawn(), 1..12)) {
        let db = store::testing::sqlite_with(Effects::COUNTED);
        write(&db, &drawn);
        agree(&db, at("2024-02-01T09:00"));
    }
}

#[test]
fn the_same_on_each_engine_for_a_fixed_history() {
    let acts: Vec<(u8, u16)> = (0..120_u16)
        .map(|n| (u8::try_from(n * 7 % 16).expect("small"), n * 97 % 4_000 + 1))
        .collect();
    let drawn: Vec<Drawn> = (0..24)
        .map(|n| Drawn {
            procedure: n % 3,
            channel: n / 3 % 3,
            day: i64::try_from(n * 13).expect("small"),
            late_entry: n % 5 == 0,
            how: n % 3,
            acts: acts[n * 5..].to_vec(),
        })
        .collect();
    for db in store::testing::engines_with(Effects::COUNTED) {
        write(&db, &drawn);
        agree(&db, at("2024-02-01T09:00"));
    }
}
