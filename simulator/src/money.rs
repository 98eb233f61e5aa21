//! What a dossier owes and when it is paid: by the fee table, or by an amount that the clerk enters.
//! Nothing is paid online. For filing, and for the acts that charge and collect.

use domain::access::Actor;
use domain::dossier::Channel;
use domain::fee::{Entered, ExemptionClaim, FeeInput, FeeQuote, Quantity};
use domain::money::Dong;
use domain::procedure::Procedure;
use dossier::Desk;
use jiff::civil::Date;
use kit::{Error, Law};
use payment::Method;
use store::{NewEvent, Tx};

use crate::chance::Chance;
use crate::words;

/// What the counter knows of a dossier's money.
#[derive(Clone, Debug)]
pub(crate) struct Money {
    /// As charged at intake.
    pub quote: FeeQuote,
    /// The amount that the clerk entered then.
    pub entered: Option<Entered>,
    /// The amount found only when the result is returned.
    pub found_later: Option<(FeeQuote, Entered)>,
    pub method: Method,
    /// Paid when the result is collected, not at intake.
    pub at_return: bool,
}

/// What a filing owes.
pub(crate) fn of(
    law: &Law,
    procedure: &Procedure,
    day: Date,
    channel: Channel,
    chance: &mut Chance,
) -> Money {
    let input = FeeInput {
        channel_online: channel == Channel::Online,
        quantity: quantity(&procedure.code, chance),
        exemption: claim(law, procedure, day, chance),
        entered: None,
    };
    let quote = law.fees.quote(&procedure.code, day, &input);
    let method = if chance.happens(140) {
        Method::Transfer
    } else {
        Method::Cash
    };
    let at_return = channel != Channel::Counter || chance.happens(130);
    let mut money = Money {
        quote,
        entered: None,
        found_later: None,
        method,
        at_return,
    };
    if money.quote.total.is_none() {
        let entered = Entered {
            dong: Dong(chance.between(1, 3) * 5_000),
            basis: words::FEE_BASIS.to_owned(),
        };
        let known = FeeInput {
            entered: Some(entered.clone()),
            ..input
        };
        let known = law.fees.quote(&procedure.code, day, &known);
        if chance.happens(200) {
            money.found_later = Some((known, entered));
            money.at_return = true;
        } else {
            money.quote = known;
            money.entered = Some(entered);
        }
    }
    money
}

fn quantity(code: &str, chance: &mut Chance) -> Quantity {
    let usual = Quantity::default();
    match code {
        "2.000815" => Quantity {
            pages: *chance.pick(&[1, 1, 1, 2, 2, 2, 3, 4, 6, 12]),
            copies: *chance.pick(&[1, 2, 2, 3, 3, 4, 5, 10]),
            ..usual
        },
        "2.000635" | "2.002516" => Quantity {
            copies: chance.count(1, 4),
            ..usual
        },
        "1.001193" | "1.000656" | "1.000894" => Quantity {
            extra_copies: chance.count(0, 3),
            ..usual
        },
        _ => usual,
    }
}

fn claim(
    law: &Law,
    procedure: &Procedure,
    day: Date,
    chance: &mut Chance,
) -> Option<ExemptionClaim> {
    if let Some(usual) = law.fees.usual_exemption(&procedure.code, day)
        && chance.happens(960)
    {
        return Some(ExemptionClaim {
            id: usual.id.clone(),
            evidence: usual.evidence_vi.clone(),
        });
    }
    let offered = law.fees.exemptions(&procedure.code, day);
    let poor = offered
        .iter()
        .find(|exemption| exemption.id == "ho_ngheo")?;
    chance.happens(70).then(|| ExemptionClaim {
        id: poor.id.clone(),
        evidence: poor.evidence_vi.clone(),
    })
}

impl Money {
    /// Nothing charged: the receipt was a mistake.
    pub fn none() -> Self {
        let quote = FeeQuote {
            lines: Vec::new(),
            total: Some(Dong::ZERO),
            unverified: false,
            claim_unused: false,
        };
        Self {
            quote,
            entered: None,
            found_later: None,
            method: Method::Cash,
            at_return: true,
        }
    }

    /// Charges at intake, and collects what is paid then.
    pub fn at_intake(
        &self,
        tx: &mut Tx<'_>,
        desk: &Desk,
        actor: &Actor,
        id: &str,
    ) -> Result<Vec<NewEvent>, Error> {
        if self.quote.lines.is_empty() {
            return Ok(Vec::new());
        }
        let entered = self.entered.as_ref();
        let mut events =
            payment::charge_entered(tx, &desk.agency, actor, desk.at, id, &self.quote, entered)?;
        if !self.at_return {
            events.extend(self.collect(tx, desk, actor, id)?);
        }
        Ok(events)
    }

    /// Settles what is still open before the result goes out.
    pub fn before_return(
        &self,
        tx: &mut Tx<'_>,
        desk: &Desk,
        actor: &Actor,
        id: &str,
    ) -> Result<Vec<NewEvent>, Error> {
        let mut events = Vec::new();
        if let Some((quote, entered)) = &self.found_later {
            events = payment::charge_entered(
                tx,
                &desk.agency,
                actor,
                desk.at,
                id,
                quote,
                Some(entered),
            )?;
        }
        events.extend(self.collect(tx, desk, actor, id)?);
        Ok(events)
    }

    /// Collects what is open, if anything is.
    pub fn collect(
        &self,
        tx: &mut Tx<'_>,
        desk: &Desk,
        actor: &Actor,
        id: &str,
    ) -> Result<Vec<NewEvent>, Error> {
        if payment::unpaid(tx, id)? == 0 {
            return Ok(Vec::new());
        }
        payment::collect(
            tx,
            (&desk.agency, &desk.commune),
            actor,
            desk.at,
            id,
            self.method,
        )
    }
}
