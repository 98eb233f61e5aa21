//! The step at which a dossier stands, as its row keeps it: the post that answers, the kind by name.
//! For lists, and for whoever reads the columns.

use domain::dossier::Dossier;

/// The post that answers for the current step. A meeting or a wait has no desk of its own: whoever
/// handled the dossier before it convenes, records and goes on.
pub fn step_post(machine: &Dossier) -> Option<String> {
    use domain::procedure::StepKind as K;
    let at = machine.step.as_ref()?.index;
    let step = machine.steps.get(at)?;
    let handler = || {
        machine.steps[..at]
            .iter()
            .rev()
            .find(|step| step.kind == K::Handle)
    };
    match step.kind {
        K::Committee | K::Wait => Some(handler().unwrap_or(step).post.clone()),
        _ => Some(step.post.clone()),
    }
}

/// The frozen name of a step's kind in storage.
pub fn step_kind(kind: domain::procedure::StepKind) -> &'static str {
    use domain::procedure::StepKind as K;
    match kind {
        K::Receive => "receive",
        K::Handle => "handle",
        K::Approve => "approve",
        K::Seal => "seal",
        K::Committee => "committee",
        K::Wait => "wait",
        K::Outside => "outside",
        K::Deliver => "deliver",
    }
}

/// The kind of a stored name.
pub fn step_kind_named(name: &str) -> Option<domain::procedure::StepKind> {
    use domain::procedure::StepKind as K;
    [
        K::Receive,
        K::Handle,
        K::Approve,
        K::Seal,
        K::Committee,
        K::Wait,
        K::Outside,
        K::Deliver,
    ]
    .into_iter()
    .find(|kind| step_kind(*kind) == name)
}
