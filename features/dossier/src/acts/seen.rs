//! A dossier as one act sees it: its row, its people, and what the act would change.
//! For the form of every act, before sending and again inside the transaction.

use std::sync::Arc;

use domain::access::Actor;
use domain::deadline::{Standing, standing};
use domain::dossier::{Change, Command};
use domain::procedure::Procedure;
use domain::text::moment_vi;
use kit::{DeadlineTag, Error, Labelled, Result};
use store::Sql;

use crate::desk::Desk;
use crate::parties::{self, Party};
use crate::row::{self, DossierRow};
use crate::sentences;

/// Stands in for a reason that nobody has typed yet, when an act is only tried.
pub(super) const STAND_IN: &str = "…";

/// One dossier at one desk.
pub(crate) struct Seen {
    /// Where the act would be done.
    pub desk: Desk,
    /// By whom.
    pub actor: Actor,
    /// The dossier.
    pub row: DossierRow,
    /// The version that it keeps.
    pub procedure: Arc<Procedure>,
    /// Whose matter it is.
    pub owner: Party,
    /// Who filed it, if that was somebody else.
    pub filer: Option<Party>,
    /// What the act would change, where that is known before anything is typed.
    pub change: Option<Change>,
}

impl Seen {
    /// The dossier whose address ends with `code`.
    ///
    /// # Errors
    /// Missing, also when it belongs to another commune.
    pub(crate) fn load(sql: &mut impl Sql, desk: Desk, actor: Actor, code: &str) -> Result<Self> {
        let row = row::find(sql, &desk.agency, code)?;
        let (owner, filer) = parties::of(sql, &row.id)?;
        let procedure = Arc::clone(desk.procedure(&row.procedure_id)?);
        Ok(Self {
            desk,
            actor,
            row,
            procedure,
            owner,
            filer,
            change: None,
        })
    }

    /// What a command would change now; nothing is written.
    ///
    /// # Errors
    /// The rule that says no, as its sentence.
    pub(crate) fn try_out(&self, command: &Command<'_>) -> Result<Change> {
        let context = self.desk.context(&self.actor, &self.procedure);
        let refused = |refusal| Error::refused(sentences::refusal(&refusal));
        self.row.machine.decide(command, context).map_err(refused)
    }

    /// Its page.
    pub(crate) fn address(&self) -> String {
        address(&self.row)
    }

    /// How it stands against its due moment.
    pub(crate) fn deadline(&self) -> DeadlineTag {
        let machine = &self.row.machine;
        let due = machine.due.as_ref().and_then(|due| due.at);
        if machine.finished_at.is_some() || machine.state.is_terminal() {
            return DeadlineTag::of(Standing::NoDue, due);
        }
        DeadlineTag::of(
            standing(
                due,
                machine.state.is_paused(),
                self.desk.at,
                &self.desk.law.calendar,
            ),
            due,
        )
    }

    /// Whether the deadline still says something: not after the end of the work.
    pub(crate) fn is_running(&self) -> bool {
        self.row.machine.received_at.is_some() && self.row.machine.state.is_open()
    }

    /// The name of a post where there is little room.
    pub(crate) fn post_vi(&self, post: &str) -> String {
        self.desk
            .law
            .posts
            .resolve(post)
            .map_or_else(|| post.to_owned(), |post| post.short_vi.clone())
    }

    /// The step it is at, in words.
    pub(crate) fn step_vi(&self) -> String {
        let step = self.row.machine.current_step();
        step.map_or_else(|| "Chưa bàn giao".to_owned(), |step| self.plan_vi(step))
    }

    fn plan_vi(&self, step: &domain::dossier::StepPlan) -> String {
        format!("{} ({})", step.action, self.post_vi(&step.post))
    }

    /// State, step and due date, before and after, as far as the act changes them.
    pub(crate) fn differences(&self) -> Vec<Labelled> {
        let Some(change) = &self.change else {
            return Vec::new();
        };
        let (before, after) = (&self.row.machine, &change.next);
        let mut facts = Vec::new();
        if before.state != after.state {
            facts.push(arrow(
                "Trạng thái",
                before.state.vietnamese(),
                after.state.vietnamese(),
            ));
        }
        if before.step.as_ref().map(|step| step.index) != after.step.as_ref().map(|step| step.index)
        {
            let next = after
                .current_step()
                .map_or_else(String::new, |step| self.plan_vi(step));
            let mut fact = arrow("Bước", &self.step_vi(), &next);
            if let Some(due) = after.step.as_ref().and_then(|step| step.due) {
                fact.note = format!("Hạn của bước: {}", moment_vi(due));
            }
            facts.push(fact);
        }
        let due = |machine: &domain::dossier::Dossier| {
            let at = machine.due.as_ref().and_then(|due| due.at);
            at.map_or_else(|| "chưa có thời hạn".to_owned(), moment_vi)
        };
        if due(before) != due(after) {
            facts.push(arrow("Hạn trả kết quả", &due(before), &due(after)));
        }
        facts
    }

    /// Why the due date after the act is what it is; empty when the act leaves it alone.
    pub(crate) fn derivation(&self) -> Vec<String> {
        let Some(change) = &self.change else {
            return Vec::new();
        };
        match &change.next.due {
            Some(due) if self.row.machine.due.as_ref() != Some(due) => due
                .because
                .iter()
                .map(|ground| format!("{} ({})", ground.text, ground.rule))
                .collect(),
            _ => Vec::new(),
        }
    }
}

fn arrow(label: &str, before: &str, after: &str) -> Labelled {
    Labelled::new(label, format!("{before} → {after}"))
}

/// The page of a dossier.
pub(crate) fn address(row: &DossierRow) -> String {
    format!("/cb/ho-so/{}", row.address())
}
