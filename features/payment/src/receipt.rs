//! The receipt for what was just collected (biên lai): its number comes with the payment itself.
//! For the citizen who paid; a cancelled one keeps its number with the reason.

use domain::access::Actor;
use domain::moment::Moment;
use domain::money::Dong;
use domain::regime::form_set_at;
use kit::{Commune, Error};
use paper::{FeeReceipt, fee_receipt};
use papers::{Kind, NewPaper, Number};
use store::{NewEvent, Sql as _, Tx, params};

use crate::collect::Method;
use crate::summary::Summary;

/// What was collected just now.
pub(crate) struct Collected<'a> {
    pub dossier: &'a str,
    pub payment: &'a str,
    pub dong: Dong,
    pub method: Method,
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
    let (code, payer, address) = payer(tx, collected.dossier)?;
    let office = papers::office(commune, at.date());
    let officer = papers::name_of(tx, &actor.user)?;
    let new = NewPaper {
        agency,
        model,
        dossiers: &[collected.dossier],
        of_id: Some(collected.payment),
        at,
        by: actor,
    };
    let made = |number: &Number| {
        fee_receipt(&FeeReceipt {
            office,
            tax_code: model.tax_code.clone().unwrap_or_default(),
            form: model.form.clone().unwrap_or_default(),
            symbol: model.symbol(number.year).unwrap_or_default(),
            number: number.written.clone(),
            title: model.title.clone(),
            issued: at.local(),
            payer,
            address,
            code,
            lines: lines(collected),
            total: collected.dong.0,
            words: collected.dong.words(),
            method: collected.method.vietnamese().to_owned(),
            officer,
            remark: model.body.join(" "),
        })
    };
    Ok(papers::issue(tx, &new, made)?.event)
}

/// The dossier's address, and its owner; empty once erased.
fn payer(tx: &mut Tx<'_>, dossier: &str) -> Result<(String, String, String), Error> {
    let row = tx
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
