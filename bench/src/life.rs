//! One dossier's whole life as browsers bring it about: 48 requests, 8 of which write.
//! For the clients; a step that goes otherwise than it should ends the measurement.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use crate::citizen::Citizen;
use crate::log::{Log, Op};
use crate::page;
use crate::wire::{Answer, Ask, Wire};

/// Requests of one life; what the rate is reckoned from.
pub const REQUESTS: u64 = 48;
/// Requests of one life that write.
pub const WRITES: u64 = 8;

/// The cookies of four officers: who receives, who handles, who signs, who keeps the seal.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    /// Một cửa.
    pub counter: String,
    /// Tư pháp - hộ tịch.
    pub specialist: String,
    /// Chủ tịch.
    pub chair: String,
    /// Văn thư.
    pub seal_keeper: String,
    /// The chair's name, by which the chair is found among those who may sign.
    pub chair_name: String,
}

/// An act that the server has acknowledged: the dossier, and how many acts it has seen by then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Its number.
    pub code: String,
    /// Acts acknowledged so far.
    pub acts: u64,
}

/// One client: a connection, four officers' sessions, and names for its citizens.
#[derive(Debug)]
pub struct Client {
    wire: Wire,
    sessions: Sessions,
    citizens: Arc<AtomicU64>,
}

impl Client {
    /// A client of the server behind `wire`.
    pub fn new(wire: Wire, sessions: Sessions, citizens: Arc<AtomicU64>) -> Self {
        Self {
            wire,
            sessions,
            citizens,
        }
    }

    /// Carries a birth from the counter to the citizen's hands.
    ///
    /// # Errors
    /// The first answer that is not as it should be.
    pub async fn live(&mut self, log: &mut Log) -> Result<(), String> {
        let sessions = self.sessions.clone();
        let (code, tracking) = self.receive(&sessions.counter, log).await?;
        let done = [
            ("ket_qua", "granted"),
            ("ten", "Giấy khai sinh"),
            ("so", "1/2023"),
        ];
        let given = [
            ("ai_nhan", "filer"),
            ("cach", "counter"),
            ("giay_to", "030192004217"),
        ];
        let (counter, chair) = (sessions.counter.as_str(), sessions.chair.as_str());
        let (specialist, seal) = (&sessions.specialist, &sessions.seal_keeper);
        self.act(&code, 2, counter, "/cb/ho-so", "ban-giao", &[], log)
            .await?;
        self.follow(&tracking, log).await?;
        let note = [("ghi_chu", "Đủ giấy tờ.")];
        self.act(&code, 3, specialist, "/cb/viec", "chuyen", &note, log)
            .await?;
        self.follow(&tracking, log).await?;
        self.act(&code, 4, chair, "/ld/ky", "phan-cong", &[], log)
            .await?;
        self.act(&code, 5, chair, "/ld/ky", "ky", &[], log).await?;
        self.follow(&tracking, log).await?;
        self.act(&code, 6, seal, "/cb/viec", "lay-so", &[], log)
            .await?;
        self.act(&code, 7, counter, "/cb/ho-so", "ket-thuc", &done, log)
            .await?;
        self.follow(&tracking, log).await?;
        self.act(&code, 8, counter, "/cb/ho-so", "tra", &given, log)
            .await?;
        self.follow(&tracking, log).await?;
        for session in [counter, specialist, chair, seal] {
            self.get(Op::Work, "/cb/viec", session, log).await?;
        }
        log.lived();
        Ok(())
    }

    /// At the counter: the empty form, the full one, the receipt, the dossier. Answers its number and
    /// the code by which the citizen follows it.
    async fn receive(&mut self, session: &str, log: &mut Log) -> Result<(String, String), String> {
        self.get(Op::List, "/cb/ho-so", session, log).await?;
        let form = self.get(Op::Form, "/cb/quay", session, log).await?;
        let citizen = Citizen::new(self.citizens.fetch_add(1, Ordering::Relaxed));
        let text = form.text();
        let tracking = page::field(text, "tracking").to_owned();
        let fields = [
            ("_once", page::field(text, "_once")),
            ("tracking", tracking.as_str()),
            ("viec", "luu"),
            ("procedure", "ks"),
            ("all_papers", "1"),
            ("pay", "cash"),
            ("number", &citizen.number),
            ("name", &citizen.mother),
            ("birth", "5/2/1992"),
            ("gender", "nu"),
            ("address", "Thôn 3, xã Quang Khải"),
            ("phone", "0912 345 678"),
            ("owner_name", &citizen.child),
            ("owner_birth", &citizen.born),
            ("owner_gender", "nam"),
            ("authority", "mẹ đẻ"),
        ];
        let place = self
            .send(Op::Receive, "/cb/quay", session, &fields, log)
            .await?;
        let code = place
            .strip_prefix("/cb/quay/xong/")
            .ok_or_else(|| format!("the receipt leads to {place}"))?
            .to_owned();
        log.acknowledged(&code, 1);
        self.get(Op::Receipt, &place, session, log).await?;
        let dossier = format!("/cb/ho-so/{code}");
        self.get(Op::Dossier, &dossier, session, log).await?;
        Ok((code, tracking))
    }

    /// One act: the list it is found in, the dossier, the form, the sending, the dossier again.
    #[expect(clippy::too_many_arguments, reason = "each differs from act to act")]
    async fn act(
        &mut self,
        code: &str,
        place: u64,
        session: &str,
        list: &str,
        act: &str,
        typed: &[(&str, &str)],
        log: &mut Log,
    ) -> Result<(), String> {
        self.get(Op::List, list, session, log).await?;
        let dossier = format!("/cb/ho-so/{code}");
        if place > 2 {
            self.get(Op::Dossier, &dossier, session, log).await?;
        }
        let path = format!("{dossier}/{act}");
        let form = self.get(Op::Form, &path, session, log).await?;
        let text = form.text();
        let mut fields = vec![
            ("_once", page::field(text, "_once")),
            ("version", page::field(text, "version")),
        ];
        let chosen = page::choice(text, "nguoi", &self.sessions.chair_name).to_owned();
        if !chosen.is_empty() {
            fields.push(("nguoi", &chosen));
        }
        fields.extend_from_slice(typed);
        let location = self.send(Op::Act, &path, session, &fields, log).await?;
        log.acknowledged(code, place);
        self.get(Op::Dossier, &location, session, log).await?;
        Ok(())
    }

    async fn follow(&mut self, tracking: &str, log: &mut Log) -> Result<(), String> {
        self.get(Op::Track, &format!("/t/{tracking}"), "", log)
            .await
            .map(|_| ())
    }

    /// Opens a page.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn get(
        &mut self,
        op: Op,
        path: &str,
        cookie: &str,
        log: &mut Log,
    ) -> Result<Answer, String> {
        let begun = Instant::now();
        let ask = Ask {
            path,
            cookie,
            ..Ask::default()
        };
        let answer = self.wire.ask(ask).await?;
        log.took(op, begun);
        if answer.status == 200 {
            Ok(answer)
        } else {
            Err(unexpected(path, &answer))
        }
    }

    async fn send(
        &mut self,
        op: Op,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        log: &mut Log,
    ) -> Result<String, String> {
        let form = page::encoded(fields);
        let begun = Instant::now();
        let ask = Ask {
            path,
            cookie,
            form: Some(&form),
            ..Ask::default()
        };
        let answer = self.wire.ask(ask).await?;
        log.took(op, begun);
        if answer.status == 303 {
            Ok(answer.location)
        } else {
            Err(unexpected(path, &answer))
        }
    }
}

/// What went wrong, with the page's own words.
pub(crate) fn unexpected(path: &str, answer: &Answer) -> String {
    let text = answer.text();
    let main = text.split_once("<main").map_or(text, |(_, rest)| rest);
    let mut words = String::new();
    let mut inside = false;
    for letter in main.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                words.push(' ');
            }
            _ if !inside && words.len() < 600 => words.push(letter),
            _ => {}
        }
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    format!("{path} answered {}: {}", answer.status, words.join(" "))
}
