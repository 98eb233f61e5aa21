//! The receipt for what was just collected (biên lai): its number comes with the payment itself.
//! For the citizen who paid; a cancelled one keeps its number with the reason.

use domain::access::Actor;
use domain::moment::Moment;
use domain::money::Dong;
use domain::regime::form_set_at;
use kit::{Commune, Error};
use paper::{FeeReceipt, Paper, fee_receipt};
use papers::{Kind, Model, NewPaper, Number};
use store::{NewEvent, Sql, Tx, params};

use crate::collect::Method;
use crate::ledger;
use crate::summary::{Summary, summary};

/// What was collected.
pub(crate) struct Collected<'a> {
    pub dossier: &'a str,
    pub payment: &'a str,
    /// The account that took it.
    pub by: &'a str,
    pub at: Moment,
    pub dong: Dong,
    pub method: Method,
    /// What of it went back since.
    pub refunded: Dong,
    /// The money of the dossier before it was collected.
    pub owed: &'a Summary,
}

/// Issues the receipt of a payment.
///
/// # Errors
/// What the store answers.
pub(crate) fn issue(
    tx: &mut Tx<'_>,
    (agency, commune): (&str, &Commune),
    actor: &Actor,
    at: Moment,
    collected: &Collected<'_>,
) -> Result<NewEvent, Error> {
    let model = papers::model(Kind::FeeReceipt, form_set_at(at.date()))
        .ok_or_else(|| Error::fault("there is no model of a fee receipt"))?;
    let new = NewPaper {
        agency,
        model,
        dossiers: &[collected.dossier],
        of_id: Some(collected.payment),
        within: None,
        replaces: None,
        at,
        by: actor,
    };
    let made = made(tx, commune, at, collected)?;
    Ok(papers::issue(tx, &new, |number: &Number| made(model, number))?.event)
}

/// What a receipt says, waiting for its number.
pub type Made = Box<dyn FnOnce(&'static Model, &Number) -> Paper>;

/// The receipt of a payment once more, after the first one was cancelled: whoever issues it, it tells
/// who took the money, when, and what went back since. The caller issues it.
///
/// # Errors
/// Missing when there is no such payment of this commune.
pub fn receipt_again(
    sql: &mut impl Sql,
    (agency, commune): (&str, &Commune),
    at: Moment,
    payment: &str,
) -> Result<Made, Error> {
    let paid = ledger::find(sql, agency, payment)?.ok_or(Error::Missing)?;
    let owed = summary(sql, &paid.dossier_id)?;
    let collected = Collected {
        dossier: &paid.dossier_id,
        payment,
        by: &paid.taken_by,
        at: paid.taken_at,
        dong: paid.dong,
        method: paid.method,
        refunded: paid.refunded,
        owed: &owed,
    };
    made(sql, commune, at, &collected)
}

fn made(
    sql: &mut impl Sql,
    commune: &Commune,
    at: Moment,
    collected: &Collected<'_>,
) -> Result<Made, Error> {
    let (code, payer, address) = payer(sql, collected.dossier)?;
    let office = papers::office(commune, at.date());
    let officer = papers::name_of(sql, collected.by)?;
    let (lines, total) = (lines(collected), collected.dong);
    let method = collected.method.vietnamese().to_owned();
    let (paid, given_back) = (collected.at.local(), given_back(collected));
    Ok(Box::new(move |model: &Model, number: &Number| {
        fee_receipt(&FeeReceipt {
            office,
            tax_code: model.tax_code.clone().unwrap_or_default(),
            form: model.form.clone().unwrap_or_default(),
            symbol: model.symbol(number.year).unwrap_or_default(),
            number: number.written.clone(),
            title: model.title.clone(),
            issued: at.local(),
            paid,
            payer,
            address,
            code,
            lines,
            total: total.0,
            words: total.words(),
            method,
            given_back,
            officer,
            remark: model.body.join(" "),
        })
    }))
}

/// `5.000 đ, còn thu 15.000 đ`; empty where nothing went back.
fn given_back(collected: &Collected<'_>) -> String {
    let (taken, back) = (collected.dong, collected.refunded);
    if back == Dong::ZERO {
        return String::new();
    }
    format!("{}, còn thu {}", back.vi(), Dong(taken.0 - back.0).vi())
}

/// The dossier's address, and its owner; empty once erased.
fn payer(sql: &mut impl Sql, dossier: &str) -> Result<(String, String, String), Error> {
    let row = sql
        .row(
            "SELECT COALESCE(d.code, d.tracking) AS code, p.name AS name, p.address AS address
            FROM dossier d LEFT JOIN dossier_party p ON p.dossier_id = d.id AND p.role = 'owner'
            WHERE d.id = $1",
            params![dossier],
        )?
        .ok_or(Error::Missing)?;
    let text = |column: &str| -> Result<String, Error> {
        Ok(row.get::<Option<String>>(column)?.unwrap_or_default())
    };
    Ok((text("code")?, text("name")?, text("address")?))
}

/// The fees one by one where all of them were paid now; else what was left of them.
fn lines(collected: &Collected<'_>) -> Vec<(String, String, i64)> {
    let kind = |kind: &str| match kind {
        "le_phi" => "Lệ phí",
        "phi" => "Phí",
        _ => "",
    };
    let all = collected.owed.lines.iter().filter_map(|line| {
        let dong = line.dong.filter(|dong| *dong > Dong::ZERO)?;
        Some((line.name.clone(), kind(&line.kind).to_owned(), dong.0))
    });
    let all: Vec<_> = all.collect();
    if all.iter().map(|(_, _, dong)| dong).sum::<i64>() == collected.dong.0 {
        return all;
    }
    vec![(
        "Phần phí, lệ phí còn phải nộp".to_owned(),
        String::new(),
        collected.dong.0,
    )]
}
