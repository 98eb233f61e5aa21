//! Pages by themselves: one address, or two hundred of a kind, over and over.
//! For the table that says which page is the slow one.

use std::sync::Arc;

use super::{Bench, Product};
use crate::grow;
use crate::load::{self, Who, Work};
use crate::log::Op;
use crate::measured::Operation;
use crate::place::Place;
use crate::stats::Latency;

impl Bench<'_> {
    /// Pages by themselves.
    pub(super) fn operations(&mut self, clients: usize) -> Result<(), String> {
        (self.say)(&format!("{clients} người dùng, từng trang"));
        let mut found = Vec::new();
        for product in &self.products {
            for (name, paths, who) in self.pages(product)? {
                let work = Work::Pages {
                    paths: Arc::new(paths),
                    who,
                };
                let duration = self.options.duration / 2;
                let told = load::run(&self.runtime, &product.target, &work, clients, duration)?;
                let times = told.times.get(&Op::Other).cloned().unwrap_or_default();
                found.push(Operation {
                    subject: product.subject,
                    clients,
                    name,
                    rate: told.requests as f64 / duration.as_secs_f64(),
                    latency: Latency::of(times),
                });
            }
        }
        self.measured.operations.extend(found);
        Ok(())
    }

    fn pages(&self, product: &Product) -> Result<Vec<(String, Vec<String>, Who)>, String> {
        let mut place = Place::open(&product.data.database)?;
        let codes = place.rows("SELECT code, tracking FROM dossier WHERE state = 'returned' AND code IS NOT NULL ORDER BY id LIMIT 200")?;
        let each = |head: &str, column: usize| -> Vec<String> {
            codes
                .iter()
                .map(|row| format!("{head}{}", row[column]))
                .collect()
        };
        let one = |path: &str| vec![path.to_owned()];
        let leaders = grow::leaders_page(&self.runtime, &product.target);
        Ok(vec![
            ("dossier".to_owned(), each("/cb/ho-so/", 0), Who::Counter),
            ("worklist".to_owned(), one("/cb/ho-so"), Who::Counter),
            ("own work".to_owned(), one("/cb/viec"), Who::Counter),
            ("tracking".to_owned(), each("/t/", 1), Who::Citizen),
            (
                "search, with marks".to_owned(),
                one("/cb/ho-so?q=Nguy%E1%BB%85n%20Th%E1%BB%8B&trang-thai=tat-ca"),
                Who::Counter,
            ),
            (
                "search, without marks".to_owned(),
                one("/cb/ho-so?q=nguyen%20thi&trang-thai=tat-ca"),
                Who::Counter,
            ),
            (
                format!("leader's page ({leaders})"),
                one(&leaders),
                Who::Chair,
            ),
            ("front page".to_owned(), one("/"), Who::Citizen),
        ])
    }
}
