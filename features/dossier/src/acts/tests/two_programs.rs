//! Two programs over one database: what one of them marks is never written over by the other.
//! For the acts that keep a dossier's version, and for whoever changes how acts are batched.

use domain::access::Actor;
use kit::App;
use kit::testing::{SUPPLIED, setup};
use store::testing::{Folder, address, folder};
use store::{Db, Entropy, Options, Tx};

use super::{events, verify};
use crate::act::Acted;
use crate::desk::Desk;
use crate::testing::{CHAIR, CLERK, Office, SINGLE, actor};
use crate::{mark, row, urge};

const TIMES: usize = 12;

/// Another program over the same database.
fn beside(office: &Office) -> (App, Folder) {
    let files = folder();
    let db = Db::open(Options {
        url: address(office.web.app.db()).parse().expect("an address"),
        files: files.path().to_owned(),
        entropy: Entropy::Os,
        facts: |_| Vec::new(),
        jobs: |_| Vec::new(),
        readers: 1,
    });
    (
        App::new(setup(db.expect("it opens twice"), SUPPLIED)),
        files,
    )
}

/// Does the same act again and again, as one program.
async fn again_and_again(
    app: App,
    by: &'static str,
    what: impl Fn(&mut Tx<'_>, &Desk, &Actor) -> kit::Result<Acted> + Clone + Send + 'static,
) {
    for _ in 0..TIMES {
        let (desk, by, what) = (Desk::now(&app), actor(by), what.clone());
        let done: kit::Result<()> = app
            .write(move |tx: &mut Tx<'_>| {
                let acted = what(tx, &desk, &by)?;
                // Long enough for the other program to have looked, if it were let.
                std::thread::sleep(std::time::Duration::from_millis(5));
                Ok(tx.commit(&by.by(), desk.at, acted.events, ())?)
            })
            .await;
        done.unwrap_or_else(|error| panic!("{error:?}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_of_two_programs_at_once_are_all_kept() {
    for office in Office::on_each_engine() {
        let row = office.at_work(SINGLE, "An").await;
        let (other, _files) = beside(&office);
        let (one, two, three) = (row.id.clone(), row.id.clone(), row.id.clone());
        let urged = |id: String| {
            move |tx: &mut Tx<'_>, desk: &Desk, by: &Actor| {
                urge::at_counter(tx, desk, by, &id, None)
            }
        };
        tokio::join!(
            again_and_again(office.web.app.clone(), CLERK, urged(one)),
            again_and_again(other.clone(), CLERK, urged(two)),
            again_and_again(other, CHAIR, move |tx, desk, by| {
                mark::alarm_seen(tx, desk, by, &three, "Làm ngay")
            }),
        );
        let id = row.id.clone();
        let kept = office
            .web
            .app
            .read(move |reader: &mut store::Reader<'_>| row::load(reader, "xa_quang_khai", &id))
            .await
            .expect("it is there");
        let count = usize::try_from(kept.machine.urges.count).expect("a count");
        assert_eq!(count, 2 * TIMES, "an urging was written over");
        assert!(kept.marks.urged_at.is_some() && kept.marks.alarm_seen_at.is_some());
        assert_eq!(kept.version, row.version, "nobody's open form grew stale");
        let told = events(&office, &row);
        let urgings = told.iter().filter(|event| event.kind == "dossier.urged");
        assert_eq!(urgings.count(), 2 * TIMES);
        verify(&office);
    }
}
