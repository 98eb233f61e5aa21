//! The answer itself: whether an officer may do an act to a thing, and in which capacity.
//! Deny by default; asked by the route, and again for the dossier.

use super::{Absent, Act, Actor, Hat, Role, Subject};

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// It belongs to another commune: as if it did not exist.
    OtherAgency,
    /// No role of the actor has this right.
    NotYourRole(Act),
    /// The step belongs to another post.
    NotYourStep {
        /// Canonical id of the post in charge.
        post: String,
    },
    /// The step is in the hands of a colleague of the same post.
    HeldByColleague {
        /// The account that holds it.
        holder: String,
    },
    /// Nobody signs what they prepared themselves.
    OwnWork,
    /// It is and was not the actor's work: its personal data is not for their eyes.
    NotYourDossier,
}

/// In which capacity an act may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity<'a> {
    /// In the actor's own.
    Own,
    /// For a colleague who is absent.
    For(&'a Absent),
}

/// Whether `actor` may do `act` to `subject`; deny by default.
///
/// # Errors
/// The reason, first that applies: commune, role, own work, field, step, colleague, reading.
pub fn may(actor: &Actor, act: Act, subject: &Subject) -> Result<(), Denied> {
    capacity(actor, act, subject).map(|_| ())
}

/// The capacity in which `actor` may do `act` to `subject`: the own one where that is enough, else
/// that of an absent colleague. Own work binds the person in every capacity.
///
/// # Errors
/// The reason against the own capacity, when no other is enough.
pub fn capacity<'a>(actor: &'a Actor, act: Act, subject: &Subject) -> Result<Capacity<'a>, Denied> {
    if actor.agency != subject.agency && !is_heirs_reading(actor, act, subject) {
        return Err(Denied::OtherAgency);
    }
    let Err(why) = permits(actor.hat(), act, subject) else {
        return Ok(Capacity::Own);
    };
    if is_own_work(&actor.user, act, subject) {
        return Err(why);
    }
    let covered = actor
        .covers
        .iter()
        .find(|absent| permits(absent.hat(), act, subject).is_ok());
    covered.map(Capacity::For).ok_or(why)
}

/// Whoever took over from a commune that has ended reads its archive, and does nothing else there.
fn is_heirs_reading(actor: &Actor, act: Act, subject: &Subject) -> bool {
    act == Act::ReadArchive && subject.heir.as_deref() == Some(actor.agency.as_str())
}

/// Whether the actor may read every dossier of the commune, in any capacity of today.
pub fn reads_all(actor: &Actor) -> bool {
    actor
        .hats()
        .any(|hat| has_right(hat, Act::ReadEveryDossier))
}

/// What must hold beside a role before an act may be done, in words; nothing for most acts.
pub fn beside_role(act: Act) -> Vec<&'static str> {
    [
        (
            belongs_to_step(act),
            "chỉ ở bước của vị trí mình, khi không có đồng nghiệp đang giữ",
        ),
        (
            belongs_to_field(act),
            "công chức chuyên môn: chỉ hồ sơ thuộc lĩnh vực mình",
        ),
        (act == Act::Approve, "không ký việc do mình soạn"),
        (
            act == Act::Finish,
            "chỉ ở bước cuối, khi bước đó của vị trí mình",
        ),
        (
            act == Act::OpenDossier,
            "vai trò không mở được mọi hồ sơ thì chỉ mở hồ sơ là việc của mình",
        ),
        (
            act == Act::ReadArchive,
            "chỉ hồ sơ của xã mà xã mình kế tục, sau khi xã đó kết thúc; như mở hồ sơ của xã mình",
        ),
    ]
    .into_iter()
    .filter_map(|(holds, words)| holds.then_some(words))
    .collect()
}

fn permits(hat: Hat<'_>, act: Act, subject: &Subject) -> Result<(), Denied> {
    if !has_right(hat, act) {
        return Err(Denied::NotYourRole(act));
    }
    if is_own_work(hat.user, act, subject) {
        return Err(Denied::OwnWork);
    }
    if !is_of_field(hat, act, subject) {
        return Err(not_your_step(subject));
    }
    if belongs_to_step(act) {
        of_step(hat, subject)?;
    }
    if act == Act::Finish {
        ends_step(hat, subject)?;
    }
    if subject.is_dossier && !reads(hat, act, subject) {
        return Err(Denied::NotYourDossier);
    }
    Ok(())
}

fn has_right(hat: Hat<'_>, act: Act) -> bool {
    act.roles().iter().any(|role| hat.is(*role))
}

fn is_own_work(user: &str, act: Act, subject: &Subject) -> bool {
    act == Act::Approve && subject.prepared_by.as_deref() == Some(user)
}

/// Whether the act belongs to the current step's post, so that others must not do it.
const fn belongs_to_step(act: Act) -> bool {
    matches!(
        act,
        Act::Forward
            | Act::SendBack
            | Act::Verify
            | Act::Approve
            | Act::NumberAndSeal
            | Act::AskOpinion
    )
}

/// Whether a specialist does the act only to dossiers in which a step is theirs: the one-stop
/// shop and the clerk serve every field, a specialist only their own.
const fn belongs_to_field(act: Act) -> bool {
    matches!(
        act,
        Act::RequestSupplement | Act::ExpireSupplement | Act::RequestPayment | Act::Attach
    )
}

/// Before receipt no step says whose field it is: then only the one-stop shop asks and adds.
fn is_of_field(hat: Hat<'_>, act: Act, subject: &Subject) -> bool {
    if !belongs_to_field(act) || !subject.is_dossier || hat.is(Role::OneStop) {
        return true;
    }
    let serves_all = act
        .roles()
        .iter()
        .any(|role| *role != Role::Specialist && hat.is(*role));
    !subject.posts.is_empty() && (serves_all || subject.posts.iter().any(|post| hat.holds(post)))
}

fn not_your_step(subject: &Subject) -> Denied {
    let lacking = subject.step_post.as_ref().or(subject.posts.first());
    Denied::NotYourStep {
        // The one-stop shop accepts what has no step yet.
        post: lacking.map_or_else(|| "mot_cua".to_owned(), Clone::clone),
    }
}

fn of_step(hat: Hat<'_>, subject: &Subject) -> Result<(), Denied> {
    if let Some(post) = &subject.step_post
        && !hat.holds(post)
    {
        return Err(Denied::NotYourStep { post: post.clone() });
    }
    match &subject.holder {
        Some(holder) if holder != hat.user && !hat.is(Role::Chair) => {
            Err(Denied::HeldByColleague {
                holder: holder.clone(),
            })
        }
        _ => Ok(()),
    }
}

/// The work is ended by whoever holds the step with which it ends: the one-stop officer who
/// delivers, or the clerk where a process ends with the seal. What ends out of a pause is a written
/// answer, which the one-stop shop hands out at whatever step.
fn ends_step(hat: Hat<'_>, subject: &Subject) -> Result<(), Denied> {
    let is_answer = subject.is_paused && hat.is(Role::OneStop);
    if !subject.is_dossier || is_answer {
        return Ok(());
    }
    if subject.step_post.is_none() {
        return Err(not_your_step(subject));
    }
    of_step(hat, subject)
}

/// Money is taken and given back without reading the dossier.
fn reads(hat: Hat<'_>, act: Act, subject: &Subject) -> bool {
    matches!(act, Act::Collect | Act::Refund)
        || has_right(hat, Act::ReadEveryDossier)
        || subject.readers.include(hat)
}
