//! The dossiers that one number counts, a page at a time: the figure's own measures and days again.
//! For the list behind a figure, whose sum must be the figure.

use domain::dossier::Channel;
use domain::plan::Span;
use domain::text::has_nul;
use store::{Row, Sql, StoreError, Value, params};

use crate::year::listed;

/// Rows of one page.
const PAGE: usize = 50;

/// Where a page of the list begins or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    day: String,
    subject: String,
    measure: String,
}

impl Place {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '~').map(str::to_owned);
        let place = Self {
            day: parts.next()?,
            measure: parts.next()?,
            subject: parts.next()?,
        };
        (!has_nul(text)).then_some(place)
    }

    pub(super) fn query(&self) -> String {
        format!("{}~{}~{}", self.day, self.measure, self.subject)
    }
}

/// The dossiers behind one number.
pub(super) struct Set<'a> {
    pub(super) agency: &'a str,
    pub(super) measures: &'static [&'static str],
    pub(super) channel: Option<Channel>,
    pub(super) span: Span,
}

/// One page of them.
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    pub(super) before: Option<Place>,
    pub(super) after: Option<Place>,
}

impl Set<'_> {
    /// The condition, its values in their order.
    fn condition(&self) -> (String, Vec<Value>) {
        let mut values = params![
            self.agency,
            self.span.first.to_string(),
            self.span.last.to_string()
        ];
        let measures = listed(&mut values, self.measures.iter().copied());
        let mut text = format!(
            "source.agency = $1 AND source.measure IN ({measures}) AND source.day >= $2
            AND source.day <= $3 AND source.n <> 0"
        );
        if let Some(channel) = self.channel {
            let place = listed(&mut values, [channel.name()]);
            text.push_str(&format!(" AND source.channel = {place}"));
        }
        (text, values)
    }

    /// How often they were counted: the figure itself.
    pub(super) fn total(&self, sql: &mut impl Sql) -> Result<i64, StoreError> {
        let (condition, values) = self.condition();
        let text = format!(
            "SELECT CAST(COALESCE(SUM(source.n), 0) AS BIGINT) AS n FROM fact_source source WHERE {condition}"
        );
        sql.row(&text, values)?.map_or(Ok(0), |row| row.get("n"))
    }

    pub(super) fn page(
        &self,
        sql: &mut impl Sql,
        after: Option<Place>,
        before: Option<Place>,
    ) -> Result<Found, StoreError> {
        let backwards = before.is_some();
        let from = before.or(after);
        let (sign, direction) = if backwards {
            (">", "ASC")
        } else {
            ("<", "DESC")
        };
        let (mut condition, mut values) = self.condition();
        if let Some(from) = &from {
            let place = listed(
                &mut values,
                [
                    from.day.as_str(),
                    from.measure.as_str(),
                    from.subject.as_str(),
                ],
            );
            condition.push_str(&format!(
                " AND (source.day, source.measure, source.subject) {sign} ({place})"
            ));
        }
        values.push(count(PAGE + 1).into());
        let limit = values.len();
        let text = format!(
            "SELECT source.day AS day, source.measure AS measure, source.subject AS subject, source.n AS n,
                dossier.code AS code, dossier.tracking AS tracking, dossier.procedure_id AS procedure_id,
                dossier.channel AS channel, dossier.received_at AS received_at, dossier.due_at AS due_at,
                dossier.finished_at AS finished_at, dossier.readers AS readers, dossier.machine AS machine
            FROM fact_source source LEFT JOIN dossier
                ON dossier.id = substr(source.subject, 9) AND dossier.agency = source.agency
            WHERE {condition}
            ORDER BY source.day {direction}, source.measure {direction}, source.subject {direction} LIMIT ${limit}"
        );
        let mut rows = sql.rows(&text, values)?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        if backwards {
            rows.reverse();
        }
        let at = |row: Option<&Row>| -> Result<Option<Place>, StoreError> {
            row.map(|row| {
                Ok(Place {
                    day: row.get("day")?,
                    subject: row.get("subject")?,
                    measure: row.get("measure")?,
                })
            })
            .transpose()
        };
        let has_before = if backwards { more } else { from.is_some() };
        let has_after = backwards || more;
        Ok(Found {
            before: at(rows.first().filter(|_| has_before))?,
            after: at(rows.last().filter(|_| has_after))?,
            rows,
        })
    }
}

pub(super) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_kept_in_its_address_and_nonsense_begins_at_the_start() {
        let place = Place {
            day: "2023-11-23".into(),
            measure: "index_on_time".into(),
            subject: "dossier:01hf".into(),
        };
        assert_eq!(Place::parse(&place.query()), Some(place));
        assert_eq!(Place::parse("2023-11-23~x"), None);
        assert_eq!(Place::parse(""), None);
    }
}
