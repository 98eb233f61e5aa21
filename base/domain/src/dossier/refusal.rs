//! What the rules refuse, as data.
//! For features, whose sentence says what to do next.

use super::State;
use crate::access::Act;
use crate::moment::Moment;
use crate::procedure::StepKind;

/// Why an act is not possible now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The act does not lead anywhere from this state.
    NotFrom {
        /// Where the dossier stands.
        state: State,
        /// What was tried.
        act: Act,
    },
    /// The act belongs to another kind of step.
    WrongStep {
        /// The kind of step the dossier is at.
        at: Option<StepKind>,
        /// What was tried.
        act: Act,
    },
    /// A reason must be written.
    ReasonMissing,
    /// Required papers are not there yet.
    PapersMissing {
        /// Their names.
        names: Vec<String>,
    },
    /// Money is owed first.
    FeeUnpaid {
        /// How much, in đồng.
        due_dong: i64,
    },
    /// The fee is not known and nobody has entered it with its basis.
    FeeUnknown,
    /// The procedure has no limit: the officer must appoint a date with a reason.
    DateMissing,
    /// The date lies before the receipt or the date it replaces.
    DateTooEarly {
        /// The earliest date that would do.
        after: Moment,
    },
    /// A supplement request must list what is missing, all of it at once.
    NothingAskedFor,
    /// A second supplement request needs the leader's consent.
    SecondSupplementNeedsLeader,
    /// Only one re-appointment is lawful.
    AlreadyReappointed,
    /// The procedure has no longer branch, or it was chosen already.
    NoLongerBranch,
    /// Steps before the end are still open.
    StepsOpen {
        /// What the step in the way asks for.
        action: String,
    },
    /// Nobody has signed.
    NotApproved,
    /// No number and seal yet.
    NotSealed,
    /// Without granting, only with a written answer.
    OnlyNotGranted {
        /// Where the dossier stands.
        state: State,
    },
    /// There is no earlier step to send it back to.
    NoEarlierStep,
    /// The procedure is not of those done on the spot.
    NotOnTheSpot,
    /// The moment lies before the last thing that happened.
    BeforeLast {
        /// That last moment.
        last: Moment,
    },
    /// Nobody was asked, or somebody else was.
    NotAsked,
    /// It is not outside, or it is already.
    OutsideMismatch {
        /// Whether it is outside now.
        is_outside: bool,
    },
    /// A correction says what it corrects.
    NothingCorrected,
    /// There is no receipt yet that another could supersede.
    NoReceiptYet,
    /// After hand-over another procedure is another dossier.
    HandedOverAlready,
    /// The citizen's own page takes one urging a day.
    UrgedToday {
        /// When today's came.
        at: Moment,
    },
}
