//! A commune's office for tests: the real router, dossiers received and moved by the real acts.
//! For the tests of this feature, on each engine.

use domain::access::Actor;
use domain::dossier::{Channel, Command};
use domain::moment::Moment;
use kit::testing::{SUPPLIED, TestApp, officer};
use kit::{Error, Supplied};
use store::testing::Effects;
use store::{Tx, params};

use crate::act::{self, Acted, Words};
use crate::desk::Desk;
use crate::parties::Party;
use crate::receive::{self, Filing, PaperGiven, Terms};
use crate::row::DossierRow;

/// The officers of the tests: roles, then posts.
pub(crate) const CLERK: &str = "one_stop@mot_cua";
pub(crate) const REGISTRAR: &str = "specialist@tu_phap_ho_tich";
pub(crate) const CHAIR: &str = "chair@chu_tich";
pub(crate) const SEAL: &str = "clerk@van_thu";
/// Same day, and three working days.
pub(crate) const BIRTH: &str = "1.001193";
pub(crate) const SINGLE: &str = "1.004873";

/// The program with this feature's routes.
pub(crate) struct Office {
    pub(crate) web: TestApp,
}

/// The officer of a test account.
pub(crate) fn actor(account: &str) -> Actor {
    officer(account).expect("the test names known roles")
}

impl Office {
    /// The office over each engine.
    pub(crate) fn on_each_engine() -> Vec<Self> {
        let supplied = Supplied {
            nav: crate::nav,
            counts: crate::counts,
            ..SUPPLIED
        };
        let webs = TestApp::on_each_engine(Effects::NONE, crate::routes, supplied);
        webs.into_iter().map(|web| Self { web }).collect()
    }

    pub(crate) fn desk(&self) -> Desk {
        Desk::now(&self.web.app)
    }

    /// Signs the browser in and opens a page.
    pub(crate) async fn page(&self, account: &str, path: &str) -> kit::testing::Answer {
        self.web.forget_cookies();
        self.web.sign_in(account).await;
        self.web.get(path).await
    }

    /// Gives an account a name, as people's accounts have.
    pub(crate) async fn name(&self, account: &'static str, name: &'static str) {
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
    pub(crate) fn filing(&self, code: &str, name: &str, channel: Channel) -> Filing {
        let desk = self.desk();
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
            owner: Party {
                name: name.into(),
                document_kind: "cccd".into(),
                document_number: Some("030192004217".into()),
                address: "Thôn Quang Tiền".into(),
                phone: Some("0912345678".into()),
                ..Party::default()
            },
            filer: None,
            papers: vec![PaperGiven {
                name: "Tờ khai".into(),
                originals: 1,
                ..PaperGiven::default()
            }],
            linked_from: None,
        }
    }

    /// Receives a dossier at the counter.
    pub(crate) async fn receive(&self, code: &str, name: &str) -> DossierRow {
        let filing = self.filing(code, name, Channel::Counter);
        self.commit(CLERK, move |tx, desk, actor| {
            receive::receive(tx, desk, actor, &filing, &Terms::default())
        })
        .await
    }

    /// Files a dossier by the portal, before anybody accepts it.
    pub(crate) async fn submit(&self, code: &str, name: &str) -> DossierRow {
        let filing = self.filing(code, name, Channel::Online);
        self.commit(CLERK, move |tx, desk, actor| {
            receive::submit(tx, desk, actor, &filing)
        })
        .await
    }

    /// Does an act with a note.
    pub(crate) async fn act(
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
    pub(crate) async fn at_work(&self, code: &str, name: &str) -> DossierRow {
        let row = self.receive(code, name).await;
        self.act(CLERK, &row, Command::HandOver { holder: None })
            .await
    }

    /// Adds an attachment's row; its bytes are not asked for.
    pub(crate) async fn attach(
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
                params![id, &dossier.id, name, mime, actor.by(), desk.at],
            )?;
            tx.seal("dossier_file", id);
            let nothing = serde_json::Value::Object(serde_json::Map::new());
            let events = vec![act::side_event(&dossier, "dossier.attached", nothing)];
            Ok(Acted { row: dossier, events })
        })
        .await;
    }

    /// Does anything at the desk as an officer, and keeps it.
    pub(crate) async fn commit(
        &self,
        account: &str,
        work: impl FnOnce(&mut Tx<'_>, &Desk, &Actor) -> Result<Acted, Error> + Send + 'static,
    ) -> DossierRow {
        let (desk, actor) = (self.desk(), actor(account));
        let done = self
            .web
            .app
            .write(move |tx: &mut Tx<'_>| -> Result<_, Error> {
                let acted = work(tx, &desk, &actor)?;
                Ok(tx.commit(&actor.by(), desk.at, acted.events, acted.row)?)
            });
        done.await
            .unwrap_or_else(|error| panic!("the act is lawful: {error:?}"))
    }
}
