//! A commune's office for tests: the real router over dossiers moved by the real acts.
//! For the tests of pages, on each engine.

use domain::access::Actor;
use domain::dossier::{Channel, Command, Outcome};
use domain::procedure::StepKind;
use dossier::act::{self, Acted, Words};
use dossier::receive::{self, Filing, PaperGiven, Terms};
use dossier::result::{self, Collector, ResultPaper};
use dossier::row::DossierRow;
use dossier::{Desk, Party};
use kit::Error;
use kit::testing::{Answer, SUPPLIED, TestApp, officer};
use store::Tx;

use crate::EFFECTS;

pub const CLERK: &str = "one_stop@mot_cua";
pub const CHAIR: &str = "chair@chu_tich";
/// Three working days.
pub const SINGLE: &str = "1.004873";

/// The program with the plan's pages and those of dossiers.
pub struct Office {
    pub web: TestApp,
}

impl Office {
    pub fn on_each_engine() -> Vec<Self> {
        let routes = || plan::routes().merge(dossier::routes());
        let webs = TestApp::on_each_engine(EFFECTS, routes, SUPPLIED);
        webs.into_iter().map(|web| Self { web }).collect()
    }

    pub async fn page(&self, account: &str, path: &str) -> Answer {
        self.web.forget_cookies();
        self.web.sign_in(account).await;
        self.web.get(path).await
    }

    pub async fn receive(&self, channel: Channel, return_by: &'static str) -> DossierRow {
        self.commit(CLERK, move |tx, desk, actor| {
            let procedure = desk
                .law
                .catalogue
                .in_force(SINGLE, desk.at.date())
                .expect("the procedure is in force");
            let filing = Filing {
                tracking: None,
                procedure_id: procedure.id.clone(),
                channel,
                return_by: return_by.into(),
                sets: 1,
                owner: Party {
                    name: "Nguyễn Thị Ánh".into(),
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
            };
            receive::receive(tx, desk, actor, &filing, &Terms::default())
        })
        .await
    }

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

    /// From hand-over through the steps of the process to the result.
    pub async fn finish(&self, row: &DossierRow) {
        let mut at_step = self
            .act(CLERK, row, Command::HandOver { holder: None })
            .await;
        while let Some(step) = at_step.machine.current_step().map(|step| step.kind) {
            at_step = match step {
                StepKind::Handle => {
                    let forward = Command::Forward { holder: None };
                    self.act("specialist@tu_phap_ho_tich", row, forward).await
                }
                StepKind::Approve => self.act(CHAIR, row, Command::Approve).await,
                StepKind::Seal => {
                    self.act("clerk@van_thu", row, Command::Seal { number: "1" })
                        .await
                }
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
        .await;
    }

    /// Hands the result over.
    pub async fn give(&self, row: &DossierRow, how: &'static str) {
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
        .await;
    }

    async fn commit(
        &self,
        account: &str,
        work: impl FnOnce(&mut Tx<'_>, &Desk, &Actor) -> Result<Acted, Error> + Send + 'static,
    ) -> DossierRow {
        let (desk, actor) = (
            Desk::now(&self.web.app),
            officer(account).expect("the test names known roles"),
        );
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
