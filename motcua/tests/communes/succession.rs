//! Quang Khải and Quang Phục become Tứ Kỳ: nothing that citizens wait for is lost, and the log of
//! each commune stays whole.

use axum::http::StatusCode;
use domain::access::{Actor, Role};
use domain::dossier::{Channel, Command, Outcome, State};
use domain::moment::Moment;
use dossier::receive::{self, Terms};
use dossier::{Desk, Words, act, row};
use kit::Error;
use motcua::jobs::Hands;
use motcua::verify::{Verdict, whole};
use std::sync::Arc;
use store::{Db, Reader, Tx, params};

use crate::house::{EFFECTS, KHAI, LAW, PHUC, both_on_each_engine, column, commune, web};

pub const TU_KY: &str = "xa_tu_ky";
/// Three working days, known before and after the merger.
const SINGLE: &str = "1.004873";

pub fn at(text: &str) -> Moment {
    Moment::parse_local(text).expect("a moment")
}

/// Where citizens reach a commune when it hands out papers.
pub fn house_of(agency: &str) -> String {
    format!("https://{}.test", agency.replace('_', "-"))
}

pub fn desk(agency: &str, when: &str) -> Desk {
    let commune = commune(agency);
    Desk {
        law: Arc::new(LAW.clone()),
        agency: agency.to_owned(),
        code_part: commune.code_part.clone(),
        commune: Arc::new(kit::Commune {
            house: house_of(agency),
            ..commune
        }),
        at: at(when),
    }
}

pub fn officer(agency: &str, role: Role, post: &str) -> Actor {
    Actor {
        user: format!("{agency}-{post}"),
        agency: agency.to_owned(),
        name: post.to_owned(),
        posts: [post.to_owned()].into_iter().collect(),
        roles: [role].into(),
        covers: Vec::new(),
    }
}

/// Received in Quang Khải on the Friday before the merger.
pub fn received(db: &Db) -> (String, String, String) {
    let desk = desk(KHAI, "2025-06-27T09:00");
    let name = "Nguyễn Thị Chuyển Tiếp";
    let filing = dossier::testing::filing(&desk, SINGLE, name, Channel::Counter);
    let clerk = officer(KHAI, Role::OneStop, "mot_cua");
    let row = db
        .write_blocking(KHAI, move |tx: &mut Tx<'_>| -> Result<_, Error> {
            let mut acted = receive::receive(tx, &desk, &clerk, &filing, &Terms::default())?;
            dossier::issue_receipt(tx, &desk, &clerk, &mut acted)?;
            Ok(tx.commit("system", desk.at, acted.events, acted.row)?)
        })
        .expect("it is received");
    let code = row.machine.code.clone().expect("it has a code");
    (row.id, code, row.tracking)
}

fn load(db: &Db, agency: &str, code: &str) -> row::DossierRow {
    let (agency, code) = (agency.to_owned(), code.to_owned());
    db.read_blocking(move |reader: &mut Reader<'_>| row::find(reader, &agency, &code))
        .expect("it is there")
}

fn done(
    db: &Db,
    id: &str,
    when: &str,
    who: (Role, &str),
    command: Command<'static>,
) -> row::DossierRow {
    let (id, desk) = (id.to_owned(), desk(TU_KY, when));
    let actor = officer(TU_KY, who.0, who.1);
    db.write_blocking(TU_KY, move |tx: &mut Tx<'_>| -> Result<_, Error> {
        let acted = act::act(tx, &desk, &actor, &id, &command, Words::default())?;
        Ok(tx.commit(&actor.by(), desk.at, acted.events, acted.row)?)
    })
    .expect("the act is done")
}

pub fn agrees(db: &Db) {
    match whole(db, None).expect("it can be read") {
        Verdict::Agrees(_) => {}
        Verdict::Differs(difference) => panic!("{difference:?}"),
    }
}

#[test]
fn a_dossier_crosses_the_merger_with_its_code_its_date_and_its_version() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for db in store::testing::engines_with(EFFECTS) {
        let (old_id, code, tracking) = received(&db);
        let before = load(&db, KHAI, &code);
        let passed = succession::pass_on(&db, KHAI, TU_KY, at("2025-07-01T00:00"), &mut |_| {});
        assert_eq!(passed.expect("it is passed on"), 1);
        // A crash here leaves the job; nothing is lost and nothing is there twice.
        let left = load(&db, KHAI, &code);
        assert_eq!(left.machine.state, State::PassedOn);
        let again = succession::pass_on(&db, KHAI, TU_KY, at("2025-07-01T00:00"), &mut |_| {});
        assert_eq!(again.expect("begun anew"), 0);
        let hands = Hands::new().expect("our data is sound");
        let now = at("2025-07-01T07:30");
        // Taken by a process that then died: another one takes it when the lease is over.
        let taken = db.claim_jobs(now, 5, 10).expect("it can be taken");
        assert_eq!(taken.len(), 1);
        assert_eq!(hands.run_due(&db, now).expect("the store answers"), (0, 0));
        let later = now.plus_minutes(6);
        assert_eq!(
            hands.run_due(&db, later).expect("the store answers"),
            (1, 0)
        );
        let law = Arc::new(LAW.clone());
        let map = succession::PostsMap::embedded(&law).expect("our table is sound");
        succession::take_over(&db, &law, &map, &taken[0]).expect("done before, so nothing to do");
        agrees(&db);

        let here = load(&db, TU_KY, &code);
        assert_ne!(here.id, old_id);
        assert_eq!(
            (&here.tracking, here.machine.state),
            (&tracking, State::Received)
        );
        assert_eq!(here.machine.due, before.machine.due);
        assert_eq!(here.procedure_id, before.procedure_id);
        assert_eq!(here.machine.received_at, before.machine.received_at);
        let names = column(
            &db,
            "SELECT name AS it FROM dossier_party WHERE dossier_id = $1",
            params![&here.id],
        );
        assert_eq!(names, ["Nguyễn Thị Chuyển Tiếp"]);
        let salts = column(
            &db,
            "SELECT DISTINCT salt AS it FROM dossier_party",
            params![],
        );
        assert_eq!(salts.len(), 2, "each copy has its own salt");

        runtime.block_on(async {
            let old = web(&db, KHAI, "2025-07-02T09:00");
            let page = old.get(&format!("/t/{tracking}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(
                page.body
                    .contains("Ủy ban nhân dân xã Tứ Kỳ giải quyết tiếp"),
                "{}",
                page.body
            );
            let new = web(&db, TU_KY, "2025-07-02T09:00");
            let page = new.get(&format!("/t/{tracking}")).await;
            assert!(
                page.status == StatusCode::OK && page.body.contains(&code),
                "{}",
                page.body
            );
        });

        let refused = {
            let (id, desk) = (old_id.clone(), desk(KHAI, "2025-07-02T09:00"));
            let clerk = officer(KHAI, Role::OneStop, "mot_cua");
            db.write_blocking(KHAI, move |tx: &mut Tx<'_>| -> Result<_, Error> {
                let command = Command::HandOver { holder: None };
                let acted = act::act(tx, &desk, &clerk, &id, &command, Words::default())?;
                Ok(tx.commit("system", desk.at, acted.events, ())?)
            })
        };
        let said = format!("{:?}", refused.expect_err("nothing more is done there"));
        assert!(said.contains("đơn vị kế tục"), "{said}");

        let id = here.id.as_str();
        done(
            &db,
            id,
            "2025-07-02T09:00",
            (Role::OneStop, "mot_cua"),
            Command::HandOver { holder: None },
        );
        let (mut row, mut hour) = (load(&db, TU_KY, &code), 10);
        while row.machine.state == State::Processing {
            use domain::procedure::StepKind as K;
            let when = format!("2025-07-02T{hour}:00");
            let kind = row.machine.current_step().map(|step| step.kind);
            row = match kind {
                Some(K::Handle) => done(
                    &db,
                    id,
                    &when,
                    (Role::Specialist, "tu_phap_ho_tich"),
                    Command::Forward { holder: None },
                ),
                Some(K::Approve) => {
                    done(&db, id, &when, (Role::Chair, "chu_tich"), Command::Approve)
                }
                Some(K::Seal) => done(
                    &db,
                    id,
                    &when,
                    (Role::Clerk, "van_thu"),
                    Command::Seal { number: "1/2025" },
                ),
                _ => done(
                    &db,
                    id,
                    &when,
                    (Role::OneStop, "mot_cua"),
                    Command::Finish {
                        outcome: Outcome::Granted,
                    },
                ),
            };
            hour += 1;
        }
        assert_eq!(row.machine.state, State::Finished);
        assert_eq!(
            row.procedure_id, before.procedure_id,
            "the version of the receipt stays"
        );
        agrees(&db);
        let counted = |agency: &str, measure: &str| {
            let sql = "SELECT CAST(SUM(n) AS TEXT) AS it FROM fact WHERE agency = $1 AND measure = $2 HAVING SUM(n) <> 0";
            column(&db, sql, params![agency, measure]).join("")
        };
        assert_eq!(counted(KHAI, "received"), "1");
        assert_eq!(counted(TU_KY, "received"), "");
        assert_eq!(counted(TU_KY, "taken_over"), "1");
        assert_eq!(counted(TU_KY, "finished"), "1");
    }
}

#[test]
fn two_communes_become_one_and_all_three_logs_are_whole() {
    for (db, _, _) in both_on_each_engine() {
        let on = jiff::civil::date(2025, 7, 1);
        let law = LAW.clone();
        let map = succession::PostsMap::embedded(&law).expect("our table is sound");
        let mut moving = 0;
        for from in [KHAI, PHUC] {
            let (law, map) = (law.clone(), map.clone());
            let plan = db
                .read_blocking(move |reader: &mut Reader<'_>| {
                    succession::plan(reader, &law, &map, from, on)
                })
                .expect("the plan is made");
            assert!(plan.moves() > 0 && plan.staying > 0, "{plan:?}");
            let said = plan.told(
                &LAW,
                on,
                &succession::PostsMap::embedded(&LAW).expect("sound"),
            );
            assert!(said.contains("chuyển tiếp ngày 01/07/2025"), "{said}");
            moving += plan.moves();
            let passed = succession::pass_on(&db, from, TU_KY, at("2025-07-01T00:00"), &mut |_| {});
            assert_eq!(passed.expect("they are passed on"), plan.moves());
        }
        let hands = Hands::new().expect("our data is sound");
        let ran = hands.run_due(&db, at("2025-07-01T00:01"));
        assert_eq!(ran.expect("the store answers"), (moving, 0));
        let both = "SELECT DISTINCT new.tracking AS it FROM dossier AS new JOIN dossier AS old
            ON old.tracking = new.tracking AND old.agency <> new.agency WHERE new.agency = $1";
        let found = column(&db, both, params![TU_KY]);
        assert_eq!(u64::try_from(found.len()).expect("a count"), moving);
        assert_eq!(db.heads().expect("heads").len(), 3);
        agrees(&db);
    }
}

#[test]
fn every_table_that_names_a_dossier_goes_with_it_or_stays_with_a_reason() {
    let db = store::testing::sqlite();
    let tables = column(
        &db,
        "SELECT m.name AS it FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND c.name = 'dossier_id' ORDER BY m.name",
        params![],
    );
    assert!(tables.len() >= 10, "{tables:?}");
    for table in tables {
        let goes = succession::COPIED.contains(&table.as_str());
        let stays = succession::LEFT.iter().any(|(name, _)| *name == table);
        assert!(
            goes != stays,
            "{table}: does it go with the dossier or stay?"
        );
    }
}
