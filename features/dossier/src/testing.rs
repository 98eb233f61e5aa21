//! A commune's office for tests: the real router, dossiers received and moved by the real acts.
//! For the tests of this feature and of those that stand on it, on each engine.

use domain::access::Actor;
use domain::dossier::{Channel, Command, Outcome};
use domain::moment::Moment;
use domain::procedure::StepKind;
use kit::testing::{AGENCY, Answer, SUPPLIED, TestApp, officer};
use kit::{Error, Routes, Supplied};
use store::testing::Effects;
use store::{Tx, params};

use crate::act::{self, Acted, Words};
use crate::desk::Desk;
use crate::parties::Party;
use crate::receive::{self, Filing, PaperGiven, Terms};
use crate::result::{self, Collector, ResultPaper};
use crate::row::{self, DossierRow};

/// The officer at the counter: roles, then posts.
pub const CLERK: &str = "one_stop@mot_cua";
/// The officer of justice and civil status.
pub const REGISTRAR: &str = "specialist@tu_phap_ho_tich";
/// The chairman.
pub const CHAIR: &str = "chair@chu_tich";
/// The keeper of the seal.
pub const SEAL: &str = "clerk@van_thu";
/// Registering a birth: the same day.
pub const BIRTH: &str = "1.001193";
/// Confirming that one is single: three working days.
pub const SINGLE: &str = "1.004873";

/// The program with the pages of dossiers, and perhaps others.
pub struct Office {
    /// Its browser.
    pub web: TestApp,
}

/// The officer of a test account.
pub fn actor(account: &str) -> Actor {
    officer(account).expect("the test names known roles")
}

/// What was handed in by a person of this name, for a procedure in force at the desk's moment.
pub fn filing(desk: &Desk, code: &str, name: &str, channel: Channel) -> Filing {
    let procedure = desk
        .law
        .catalogue
        .in_force(code, desk.at.date())
        .expect("the procedure is in force");
    Filing {
        tracking: None,
        procedure_id: procedure.id.clone(),
        channel,
        return_by: "counter".into(),
        sets: 1,
        owner: person(name),
        filer: None,
        papers: vec![PaperGiven {
            name: "Tờ khai".into(),
            originals: 1,
            ..PaperGiven::default()
        }],
        linked_from: None,
    }
}

/// Somebody of this name, with all that a receipt asks for.
pub fn person(name: &str) -> Party {
    Party {
        name: name.into(),
        document_kind: "cccd".into(),
        document_number: Some("030192004217".into()),
        address: "Thôn Quang Tiền".into(),
        phone: Some("0912345678".into()),
        ..Party::default()
    }
}

/// Does anything at the desk as an officer, and keeps it.
pub async fn commit(
    web: &TestApp,
    account: &str,
    work: impl FnOnce(&mut Tx<'_>, &Desk, &Actor) -> Result<Acted, Error> + Send + 'static,
) -> DossierRow {
    let (desk, actor) = (Desk::now(&web.app), actor(account));
    let done = web.app.write(move |tx: &mut Tx<'_>| -> Result<_, Error> {
        let acted = work(tx, &desk, &actor)?;
        Ok(tx.commit(&actor.by(), desk.at, acted.events, acted.row)?)
    });
    done.await
        .unwrap_or_else(|error| panic!("the act is lawful: {error:?}"))
}

/// The dossier with this code, as it is now.
pub async fn by_code(web: &TestApp, code: &str) -> DossierRow {
    let code = code.to_owned();
    let row = web
        .app
        .read(move |reader| row::find(reader, AGENCY, &code))
        .await;
    row.expect("the dossier is there")
}

impl Office {
    /// The office over each engine.
    pub fn on_each_engine() -> Vec<Self> {
        let supplied = Supplied {
            nav: |actor, _, _| crate::nav(actor),
            counts: crate::counts,
            ..SUPPLIED
        };
        Self::made_of(Effects::NONE, crate::routes, supplied)
    }

    /// The same with other pages beside those of dossiers.
    pub fn made_of(effects: Effects, routes: fn() -> Routes, supplied: Supplied) -> Vec<Self> {
        let webs = TestApp::on_each_engine(effects, routes, supplied);
        webs.into_iter().map(|web| Self { web }).collect()
    }

    /// The desk as it is now.
    pub fn desk(&self) -> Desk {
        Desk::now(&self.web.app)
    }

    /// Signs the browser in and opens a page.
    pub async fn page(&self, account: &str, path: &str) -> Answer {
        self.web.forget_cookies();
        self.web.sign_in(account).await;
        self.web.get(path).await
    }

    /// Gives an account a name, as people's accounts have.
    pub async fn name(&self, account: &'static str, name: &'static str) {
        let done = self.web.app.write(move |tx: &mut Tx<'_>| {
            tx.run(
                "INSERT INTO account(id, agency, version, username, name, name_key, password_hash, must_change,
                    created_at, created_by, salt) VALUES ($1, 'xa_quang_khai', 1, $2, $3, $4, '', 0, 0, 'test', '')",
                params![account, account, name, domain::text::person_sort_key(name)],
            )?;
            tx.seal("account", account);
            let event = store::NewEvent {
                kind: "test.named",
                subject: "account".into(),
                data: serde_json::Value::Object(serde_json::Map::new()),
            };
            tx.commit("system", Moment::from_millis(0), vec![event], ())
        });
        done.await
            .unwrap_or_else(|error: store::StoreError| panic!("{error}"));
    }

    /// What was handed in by a person of this name.
    pub fn filing(&self, code: &str, name: &str, channel: Channel) -> Filing {
        filing(&self.desk(), code, name, channel)
    }

    /// Receives a dossier at the counter.
    pub async fn receive(&self, code: &str, name: &str) -> DossierRow {
        let filing = self.filing(code, name, Channel::Counter);
        self.take_in(filing).await
    }

    /// Receives a dossier however it came.
    pub async fn take_in(&self, filing: Filing) -> DossierRow {
        self.commit(CLERK, move |tx, desk, actor| {
            let mut acted = receive::receive(tx, desk, actor, &filing, &Terms::default())?;
            crate::issue_receipt(tx, desk, actor, &mut acted)?;
            Ok(acted)
        })
        .await
    }

    /// Files a dossier by the portal, before anybody accepts it.
    pub async fn submit(&self, code: &str, name: &str) -> DossierRow {
        let filing = self.filing(code, name, Channel::Online);
        self.commit(CLERK, move |tx, desk, actor| {
            receive::submit(tx, desk, actor, &filing)
        })
        .await
    }

    /// Does an act with a note.
    pub async fn act(
        &self,
        account: &str,
        row: &DossierRow,
        command: Command<'static>,
    ) -> DossierRow {
        let id = row.id.clone();
        let words = Words {
            note: Some("Ghi chú thử"),
            seen_version: None,
        };
        self.commit(account, move |tx, desk, actor| {
            act::act(tx, desk, actor, &id, &command, words)
        })
        .await
    }

    /// Received and handed over.
    pub async fn at_work(&self, code: &str, name: &str) -> DossierRow {
        let row = self.receive(code, name).await;
        self.act(CLERK, &row, Command::HandOver { holder: None })
            .await
    }

    /// Adds an attachment's row; its bytes are not asked for.
    pub async fn attach(
        &self,
        row: &DossierRow,
        id: &'static str,
        name: &'static str,
        mime: &'static str,
    ) {
        let dossier = row.clone();
        self.commit(CLERK, move |tx, desk, actor| {
            tx.run(
                "INSERT INTO dossier_file(id, dossier_id, kind, name, sha256, size, mime, added_by, added_at, salt)
                VALUES ($1, $2, 'paper', $3, 'x', 240000, $4, $5, $6, '')",
                params![id, &dossier.id, name, mime, &actor.user, desk.at],
            )?;
            tx.seal("dossier_file", id);
            let nothing = serde_json::Value::Object(serde_json::Map::new());
            let events = vec![act::side_event(&dossier, "dossier.attached", nothing)];
            Ok(Acted { row: dossier, events })
        })
        .await;
    }

    /// From hand-over through the steps of the process to the result.
    pub async fn finish(&self, row: &DossierRow) -> DossierRow {
        let mut at_step = self
            .act(CLERK, row, Command::HandOver { holder: None })
            .await;
        while let Some(step) = at_step.machine.current_step().map(|step| step.kind) {
            at_step = match step {
                StepKind::Handle => {
                    let forward = Command::Forward { holder: None };
                    self.act(REGISTRAR, row, forward).await
                }
                StepKind::Approve => self.act(CHAIR, row, Command::Approve).await,
                StepKind::Seal => self.act(SEAL, row, Command::Seal { number: "1" }).await,
                _ => break,
            };
        }
        let id = row.id.clone();
        self.commit(CLERK, move |tx, desk, actor| {
            let paper = ResultPaper {
                name: "Giấy xác nhận".into(),
                number: Some("1".into()),
            };
            let granted = Outcome::Granted;
            result::finish(tx, desk, actor, &id, granted, &paper, Words::default())
        })
        .await
    }

    /// Hands the result over.
    pub async fn give(&self, row: &DossierRow, how: &'static str) -> DossierRow {
        let id = row.id.clone();
        self.commit(CLERK, move |tx, desk, actor| {
            let collector = Collector {
                name: "Nguyễn Thị Ánh".into(),
                document: "030192004217".into(),
                proof: String::new(),
                how: how.into(),
            };
            result::hand_over(tx, desk, actor, &id, 0, &collector, Words::default())
        })
        .await
    }

    /// Does anything at the desk as an officer, and keeps it.
    pub async fn commit(
        &self,
        account: &str,
        work: impl FnOnce(&mut Tx<'_>, &Desk, &Actor) -> Result<Acted, Error> + Send + 'static,
    ) -> DossierRow {
        commit(&self.web, account, work).await
    }
}
