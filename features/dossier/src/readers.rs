//! Whose work a dossier is or was, as its row keeps it: the posts of its field and of the steps it
//! has reached, the accounts that held a step or were asked. For opening it, and for lists.

use domain::access::{Actor, Hat, Readers};
use domain::dossier::Dossier;
use domain::procedure::StepKind;

/// The readers after an act: those before it and those whom it adds.
pub(crate) fn grown(before: &Readers, machine: &Dossier) -> Readers {
    let mut readers = before.clone();
    let reached = machine.step.as_ref().map(|step| step.index);
    for (place, step) in machine.steps.iter().enumerate() {
        let is_of_field = matches!(
            step.kind,
            StepKind::Handle | StepKind::Committee | StepKind::Wait
        );
        if is_of_field || reached.is_some_and(|reached| place <= reached) {
            readers.posts.insert(step.post.clone());
        }
    }
    let holder = machine.step.as_ref().and_then(|step| step.holder.as_ref());
    let signed = machine.approved.as_ref().map(|mark| &mark.by);
    let named = [holder, machine.prepared_by.as_ref(), signed];
    let accounts = named.into_iter().flatten().chain(&machine.asked);
    readers.accounts.extend(accounts.cloned());
    readers
}

/// The column: each between spaces, so that none is found inside another.
pub(crate) fn text(readers: &Readers) -> String {
    let posts = readers.posts.iter().map(|post| mark_of_post(post));
    let accounts = readers.accounts.iter().map(|user| mark_of_account(user));
    let marks: Vec<String> = posts.chain(accounts).collect();
    format!(" {} ", marks.join(" "))
}

/// The readers of a column.
pub(crate) fn read(text: &str) -> Readers {
    let mut readers = Readers::default();
    for mark in text.split(' ') {
        match mark.split_once(':') {
            Some(("p", post)) => readers.posts.insert(post.to_owned()),
            Some(("u", user)) => readers.accounts.insert(user.to_owned()),
            _ => false,
        };
    }
    readers
}

/// The marks of the column by which an officer may read; none where every dossier may be read.
pub(crate) fn marks(actor: &Actor) -> Option<Vec<String>> {
    if domain::access::reads_all(actor) {
        return None;
    }
    let of_hat = |hat: Hat<'_>| {
        let posts = hat.posts.iter().map(|post| mark_of_post(post));
        let own = std::iter::once(mark_of_account(hat.user));
        own.chain(posts).collect::<Vec<_>>()
    };
    Some(actor.hats().flat_map(of_hat).collect())
}

/// Whether an officer may open a dossier with this column; for lists of others that name dossiers.
pub fn may_open(actor: &Actor, column: Option<&str>) -> bool {
    marks(actor).is_none_or(|marks| {
        let names = |mark: &String| column.is_some_and(|text| text.contains(&format!(" {mark} ")));
        marks.iter().any(names)
    })
}

fn mark_of_post(post: &str) -> String {
    format!("p:{post}")
}

fn mark_of_account(user: &str) -> String {
    format!("u:{user}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_reads_back_as_it_was_written() {
        let readers = Readers {
            posts: ["dia_chinh".to_owned(), "mot_cua".to_owned()].into(),
            accounts: ["u1".to_owned()].into(),
        };
        assert_eq!(text(&readers), " p:dia_chinh p:mot_cua u:u1 ");
        assert_eq!(read(&text(&readers)), readers);
        assert_eq!(read(&text(&Readers::default())), Readers::default());
    }
}
