//! What the intake page shows: everything that follows from what was typed.
//! For the page and for the parts of it that follow the typing.

use std::sync::Arc;

use domain::access::Actor;
use domain::citizen::{Card, Gender};
use domain::code::TrackingCode;
use domain::dossier::Channel;
use domain::procedure::Procedure;
use dossier::Desk;
use kit::{App, Choice, Error, FieldErrors, Fields, Labelled};
use payment::Method;
use payment::asked::{self, Fee};

use crate::choose::{self, Chosen};
use crate::duplicate::{self, Duplicate};
use crate::intake::{Basis, RETURNS};
use crate::paper::{self, PaperLine};
use crate::promise::{Promise, promise};
use crate::{draft, person, typed};

/// The summary's heading has room for so many words; the field beside it has the whole name.
const TITLE_WORDS_MAX: usize = 14;

/// A count that the fee asks for.
pub(crate) struct CountField {
    pub name: &'static str,
    pub label: &'static str,
    pub value: String,
}

/// The page as far as it depends on what was typed.
pub(crate) struct View {
    pub procedure: Option<Arc<Procedure>>,
    pub offered: Vec<Choice>,
    pub papers: Vec<PaperLine>,
    pub sometimes: Vec<PaperLine>,
    pub extras: Vec<PaperLine>,
    pub given: usize,
    pub counts: Vec<CountField>,
    pub exemptions: Vec<Choice>,
    pub fee: Option<Fee>,
    pub channels: Vec<Choice>,
    pub pays: Vec<Choice>,
    pub returns: Vec<Choice>,
    pub genders: Vec<Choice>,
    pub owner_genders: Vec<Choice>,
    pub promise: Promise,
    pub duplicates: Vec<Duplicate>,
    /// What the officer should look at again before saving.
    pub doubt: Option<String>,
    /// Who works on it next.
    pub next_post: String,
    pub tracking: String,
    /// Own drafts waiting.
    pub drafts: usize,
    pub card_read: bool,
}

impl View {
    /// Gathers the page.
    pub async fn of(
        app: &App,
        desk: &Desk,
        actor: &Actor,
        fields: &Fields,
        errors: &FieldErrors,
    ) -> Result<Self, Error> {
        let basis = Basis::of(desk, fields);
        let mut unheard = FieldErrors::new();
        let people = person::read(fields, desk.at.date(), &mut unheard);
        let code = basis.procedure().map(|procedure| procedure.code.clone());
        let (agency, user, at) = (desk.agency.clone(), actor.user.clone(), desk.at);
        let (duplicates, drafts) = app
            .read(move |reader| {
                let found = match code {
                    Some(code) => duplicate::find(reader, &agency, &code, &people.owner)?,
                    None => Vec::new(),
                };
                Ok::<_, Error>((found, draft::of_officer(reader, &agency, &user, at)?.len()))
            })
            .await?;
        Ok(Self {
            duplicates,
            drafts,
            ..Self::without_store(desk, &basis, fields, errors)
        })
    }

    fn without_store(desk: &Desk, basis: &Basis, fields: &Fields, errors: &FieldErrors) -> Self {
        let law = &desk.law;
        let procedure = basis.procedure().cloned();
        let mut unheard = FieldErrors::new();
        let date = basis.at.date();
        let (papers, sometimes) = procedure
            .as_ref()
            .map_or_else(Default::default, |one| paper::lines(one, fields, errors));
        let pay = if fields.has("pay") {
            fields.get("pay")
        } else {
            Method::Cash.name()
        };
        Self {
            offered: match &basis.chosen {
                Chosen::Several(offered) => offered
                    .iter()
                    .map(|one| Choice::new(&one.code, choose::label(one), ""))
                    .collect(),
                Chosen::Empty | Chosen::Nothing | Chosen::One(_) => Vec::new(),
            },
            papers,
            sometimes,
            extras: procedure
                .as_ref()
                .map_or_else(Vec::new, |one| paper::extra_lines(one, fields, errors)),
            given: procedure
                .as_ref()
                .map_or(0, |one| paper::read(one, fields, &mut unheard).0.len()),
            counts: procedure
                .as_ref()
                .map_or_else(Vec::new, |one| count_fields(desk, one, basis, fields)),
            exemptions: procedure
                .as_ref()
                .map_or_else(Vec::new, |one| asked::exemptions(law, one, date, fields)),
            fee: procedure
                .as_ref()
                .map(|one| asked::read(law, one, date, basis.channel, fields, &mut unheard)),
            channels: Channel::ALL
                .into_iter()
                .map(|one| Choice::new(one.name(), one.vietnamese(), basis.channel.name()))
                .collect(),
            pays: Method::ALL
                .into_iter()
                .map(|one| Choice::new(one.name(), one.vietnamese(), pay))
                .chain([Choice::new("later", "Nộp sau", pay)])
                .collect(),
            returns: RETURNS
                .iter()
                .map(|(value, label)| Choice::new(*value, *label, fields.get("return_by")))
                .collect(),
            genders: genders(fields.get("gender")),
            owner_genders: genders(fields.get("owner_gender")),
            promise: promise(law, procedure.as_ref(), basis.at, fields),
            doubt: doubt(fields).or_else(|| childless(procedure.as_deref(), fields)),
            next_post: procedure
                .as_ref()
                .map(|one| post_vi(desk, &one.handling_post))
                .unwrap_or_default(),
            tracking: fields.get("tracking").to_owned(),
            procedure,
            duplicates: Vec::new(),
            drafts: 0,
            card_read: false,
        }
    }

    /// The list of papers is renewed only when this changes.
    pub fn procedure_id(&self) -> &str {
        self.procedure
            .as_ref()
            .map_or("", |procedure| procedure.id.as_str())
    }

    /// The fields about money are renewed only when this changes.
    pub fn money_key(&self) -> String {
        let channel = self
            .channels
            .iter()
            .find(|one| one.selected)
            .map_or("", |one| one.value.as_str());
        format!("{}/{channel}/{}", self.procedure_id(), self.asks_amount())
    }

    /// The same for the warning of duplicates.
    pub fn duplicates_key(&self) -> String {
        self.duplicates
            .iter()
            .map(|one| one.address.as_str())
            .collect::<Vec<_>>()
            .join(",")
    }

    /// Whether no date follows from the law, so that the officer appoints one.
    pub fn needs_date(&self) -> bool {
        self.procedure
            .as_ref()
            .is_some_and(|procedure| procedure.limit.term.is_none())
    }

    pub fn is_on_the_spot(&self) -> bool {
        self.procedure
            .as_ref()
            .is_some_and(|procedure| procedure.on_the_spot)
    }

    /// Whether the officer may have to enter the amount: it is not established, or was entered.
    pub fn asks_amount(&self) -> bool {
        self.fee
            .as_ref()
            .is_some_and(|fee| fee.is_unknown() || fee.entered.is_some())
    }

    /// Whether a paper was named or checked off that not everybody brings, or there is no list.
    pub fn more_papers_open(&self) -> bool {
        self.papers.is_empty()
            || self
                .sometimes
                .iter()
                .any(|line| line.checked || !line.error.is_empty())
            || self.extras.iter().any(|line| !line.name.is_empty())
    }

    /// The heading of the summary.
    pub fn title(&self) -> String {
        let Some(procedure) = &self.procedure else {
            return "Hồ sơ mới".to_owned();
        };
        let name: Vec<&str> = procedure.name_vi.split(' ').collect();
        match name.len() {
            0..=TITLE_WORDS_MAX => procedure.name_vi.clone(),
            _ => format!(
                "{}…",
                name[..TITLE_WORDS_MAX]
                    .join(" ")
                    .trim_end_matches([',', ';'])
            ),
        }
    }

    /// A birth is nearly always registered for somebody else, so its owner's fields lie open.
    pub fn is_of_birth(&self) -> bool {
        self.procedure.as_deref().is_some_and(is_of_birth)
    }

    pub fn owner_open(&self, fields: &Fields) -> bool {
        self.is_of_birth() || person::is_for_another(fields)
    }

    /// The lines of the summary.
    pub fn lines(&self, fields: &Fields) -> Vec<Labelled> {
        let mut lines = Vec::new();
        if let Ok(code) = TrackingCode::parse(&self.tracking) {
            lines.push(Labelled::new("Mã tra cứu", code.shown()));
        }
        let owner = if fields.has("owner_name") {
            "owner_name"
        } else {
            "name"
        };
        if fields.has(owner) {
            lines.push(Labelled::new("Chủ hồ sơ", fields.get(owner)));
        }
        if self.procedure.is_some() {
            let sets = if fields.has("sets") {
                fields.get("sets")
            } else {
                "1"
            };
            lines.push(Labelled::new(
                "Giấy tờ",
                format!("{} loại, {sets} bộ", self.given),
            ));
        }
        if !self.next_post.is_empty() {
            lines.push(Labelled::new("Chuyển đến", &self.next_post));
        }
        lines
    }

    /// The lines of the fee.
    pub fn fee_lines(&self) -> Vec<Labelled> {
        let Some(fee) = &self.fee else {
            return Vec::new();
        };
        let shown = |line: &domain::fee::FeeLine| {
            let name = match line.unit_dong {
                Some(unit) if line.quantity > 1 => {
                    format!("{}, {} × {}", line.name_vi, line.quantity, unit.vi())
                }
                _ => line.name_vi.clone(),
            };
            let amount = match (line.dong, &line.exempted_by) {
                (None, _) => "chưa xác định".to_owned(),
                (Some(domain::money::Dong::ZERO), Some(_)) => "Miễn".to_owned(),
                (Some(domain::money::Dong::ZERO), None) => "Không thu".to_owned(),
                (Some(dong), _) => dong.vi(),
            };
            Labelled::new(name, amount)
        };
        fee.quote.lines.iter().map(shown).collect()
    }
}

fn count_fields(
    desk: &Desk,
    procedure: &Procedure,
    basis: &Basis,
    fields: &Fields,
) -> Vec<CountField> {
    let shown = |(name, label, usual): (&'static str, &'static str, u32)| CountField {
        name,
        label,
        value: if fields.has(name) {
            fields.get(name).to_owned()
        } else {
            usual.to_string()
        },
    };
    asked::counts(&desk.law, procedure, basis.at.date())
        .into_iter()
        .map(shown)
        .collect()
}

fn genders(chosen: &str) -> Vec<Choice> {
    let known = [Gender::Male, Gender::Female]
        .into_iter()
        .map(|one| Choice::new(typed::gender_value(one), one.to_string(), chosen));
    std::iter::once(Choice::new("", "—", chosen))
        .chain(known)
        .collect()
}

fn doubt(fields: &Fields) -> Option<String> {
    let scanned = fields.get("number");
    if Card::is_scan(scanned) {
        return Card::parse(scanned).err().map(|why| why.to_string());
    }
    person::doubt(fields)
}

fn is_of_birth(procedure: &Procedure) -> bool {
    procedure.slug.contains("khai-sinh")
}

/// Whoever registers a birth stands there for a child, save adults who register their own.
fn childless(procedure: Option<&Procedure>, fields: &Fields) -> Option<String> {
    let is_alone = fields.has("name") && !person::is_for_another(fields);
    (is_alone && procedure.is_some_and(is_of_birth)).then(|| {
        "Chưa ghi họ tên trẻ: giấy hẹn sẽ ghi người nộp là chủ hồ sơ. Hãy ghi tên trẻ, trừ khi người nộp khai cho chính mình"
            .to_owned()
    })
}

fn post_vi(desk: &Desk, id: &str) -> String {
    desk.law
        .posts
        .resolve(id)
        .map_or_else(|| id.to_owned(), |post| post.short_vi.clone())
}
