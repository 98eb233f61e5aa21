//! One dossier's whole life by `/api/v1`, in the same mix as the ceiling's: one receipt, seven acts,
//! twenty looks, twenty lists of twenty. For the clients that are programs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde_json::{Value, json};

use crate::citizen::Citizen;
use crate::life::unexpected;
use crate::log::{Log, Op};
use crate::wire::{Ask, Program, Wire};

/// Lists and looks after each of the eight writes.
const LOOKS_AFTER: [usize; 8] = [3, 2, 3, 2, 3, 2, 3, 2];
const LIST: &str = "/api/v1/dossiers?limit=20";

/// The tokens of four officers.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Một cửa.
    pub counter: String,
    /// Tư pháp - hộ tịch.
    pub specialist: String,
    /// Chủ tịch.
    pub chair: String,
    /// Văn thư.
    pub seal_keeper: String,
    /// The account of the chair, to whom dossiers are assigned.
    pub chair_id: String,
}

/// A program with a connection and four officers' tokens.
#[derive(Debug)]
pub struct Caller {
    wire: Wire,
    citizens: Arc<AtomicU64>,
    /// Tells this program's keys from those of others and of other runs.
    name: String,
    calls: u64,
}

impl Caller {
    /// A program that calls the server behind `wire`.
    pub fn new(wire: Wire, citizens: Arc<AtomicU64>, name: String) -> Self {
        Self {
            wire,
            citizens,
            name,
            calls: 0,
        }
    }

    /// Takes a birth in.
    ///
    /// # Errors
    /// An answer that is not as it should be.
    pub async fn receive(&mut self, tokens: &Tokens, log: &mut Log) -> Result<Value, String> {
        let citizen = Citizen::new(self.citizens.fetch_add(1, Ordering::Relaxed));
        let path = "/api/v1/intake/receive";
        self.post(Op::Receive, path, &tokens.counter, filing(&citizen), log)
            .await
    }

    /// Takes back the receipt of a dossier that nobody has worked on.
    ///
    /// # Errors
    /// An answer that is not as it should be.
    pub async fn void(
        &mut self,
        received: &Value,
        tokens: &Tokens,
        log: &mut Log,
    ) -> Result<(), String> {
        let code = received["code"].as_str().unwrap_or_default();
        let to = format!("/api/v1/dossiers/{code}/acts/void-receipt");
        let body = json!({ "reason": "Lập nhầm", "version": received["version"] });
        self.post(Op::Act, &to, &tokens.counter, body, log).await?;
        Ok(())
    }

    /// Looks at a dossier as the counter, then as the chair.
    ///
    /// # Errors
    /// An answer that is not as it should be.
    pub async fn look(&mut self, code: &str, tokens: &Tokens, log: &mut Log) -> Result<(), String> {
        let path = format!("/api/v1/dossiers/{code}");
        for token in [&tokens.counter, &tokens.chair] {
            self.get(Op::Dossier, &path, token, log).await?;
        }
        Ok(())
    }

    /// Carries a birth from intake to return.
    ///
    /// # Errors
    /// The first answer that is not as it should be.
    pub async fn live(&mut self, tokens: &Tokens, log: &mut Log) -> Result<(), String> {
        let mut told = self.receive(tokens, log).await?;
        let code = told["code"].as_str().unwrap_or_default().to_owned();
        log.acknowledged(&code, 1);
        let path = format!("/api/v1/dossiers/{code}");
        let acts = acts(tokens);
        for (place, looks) in LOOKS_AFTER.into_iter().enumerate() {
            // The officer whose turn is next looks; after the last act the one who gave it back.
            let token = acts
                .get(place)
                .map_or(tokens.counter.as_str(), |(_, token, _)| *token);
            for _ in 0..looks {
                self.get(Op::List, LIST, token, log).await?;
                told = self.get(Op::Dossier, &path, token, log).await?;
            }
            let Some((act, token, body)) = acts.get(place) else {
                break;
            };
            let mut body = body.clone();
            body["version"] = told["version"].clone();
            let to = format!("{path}/acts/{act}");
            self.post(Op::Act, &to, token, body, log).await?;
            log.acknowledged(&code, place as u64 + 2);
        }
        log.lived();
        Ok(())
    }

    async fn get(
        &mut self,
        op: Op,
        path: &str,
        token: &str,
        log: &mut Log,
    ) -> Result<Value, String> {
        self.call(op, path, Program { token, act: None }, 200, log)
            .await
    }

    async fn post(
        &mut self,
        op: Op,
        path: &str,
        token: &str,
        body: Value,
        log: &mut Log,
    ) -> Result<Value, String> {
        self.calls += 1;
        let (key, body) = (format!("{}-{}", self.name, self.calls), body.to_string());
        let act = Some((key.as_str(), body.as_str()));
        let wanted = if op == Op::Receive { 201 } else { 200 };
        self.call(op, path, Program { token, act }, wanted, log)
            .await
    }

    async fn call(
        &mut self,
        op: Op,
        path: &str,
        call: Program<'_>,
        wanted: u16,
        log: &mut Log,
    ) -> Result<Value, String> {
        let begun = Instant::now();
        let ask = Ask {
            path,
            program: Some(call),
            ..Ask::default()
        };
        let answer = self.wire.ask(ask).await?;
        log.took(op, begun);
        if answer.status != wanted {
            return Err(unexpected(path, &answer));
        }
        // Why not every list is read: the generator shares the machine with the server.
        if op == Op::List {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&answer.body).map_err(|error| format!("{path}: {error}"))
    }
}

fn filing(citizen: &Citizen) -> Value {
    json!({
        "procedure": "1.001193",
        "filer": { "name": citizen.mother, "number": citizen.number, "birth": "05/02/1992", "gender": "nu",
            "address": "Thôn 3, xã Quang Khải", "phone": "0912345678" },
        "owner": { "name": citizen.child, "birth": citizen.born, "gender": "nam", "authority": "mẹ đẻ" },
        "all_papers": true,
        "payment": "cash",
    })
}

/// The seven acts after the receipt, and whose they are.
fn acts(tokens: &Tokens) -> [(&'static str, &str, Value); 7] {
    [
        ("hand-over", &tokens.counter, json!({})),
        (
            "forward",
            &tokens.specialist,
            json!({ "note": "Đủ giấy tờ." }),
        ),
        (
            "assign",
            &tokens.chair,
            json!({ "holder": tokens.chair_id }),
        ),
        ("approve", &tokens.chair, json!({})),
        ("number-and-seal", &tokens.seal_keeper, json!({})),
        (
            "finish",
            &tokens.counter,
            json!({ "outcome": "granted", "name": "Giấy khai sinh", "number": "1/2023" }),
        ),
        (
            "return",
            &tokens.counter,
            json!({ "collected_by": "filer", "how": "counter", "document": "030192004217" }),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programs_life_is_the_mix_of_the_ceiling() {
        let looks: usize = LOOKS_AFTER.iter().sum();
        let writes = 1 + acts(&Tokens::default()).len();
        assert_eq!((looks, writes), (20, 8));
        assert_eq!((2 * looks + writes) as u64, crate::life::REQUESTS);
    }
}
