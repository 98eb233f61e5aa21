//! Colleagues as choices: who holds the post of a step, or anybody of the commune.
//! For acts that name a person.

use domain::access::Act;
use kit::{Choice, FieldErrors, Fields, Result};
use people::{Colleague, Listed};
use store::{Sql, StoreError};

use super::seen::Seen;
use super::sheet::{Input, Typed};

/// The name of the field.
pub(super) const FIELD: &str = "nguoi";

/// The field in which a holder of `post` may be named, or nobody.
pub(super) fn holder_input(
    sql: &mut impl Sql,
    seen: &Seen,
    post: &str,
    typed: &Typed,
) -> Result<Input> {
    let chosen = typed.or(FIELD, "");
    let nobody = Choice::new(
        "",
        "Không chỉ định: ai giữ vị trí này cũng làm được",
        &chosen,
    );
    let options = std::iter::once(nobody)
        .chain(choices(&holders(sql, seen, post)?, &chosen))
        .collect();
    Ok(Input::select(FIELD, "Giao cho", options)
        .hint(format!("Người đang giữ vị trí {}", seen.post_vi(post))))
}

/// The colleagues as choices.
pub(super) fn choices(colleagues: &[Colleague], chosen: &str) -> Vec<Choice> {
    colleagues
        .iter()
        .map(|one| Choice::new(one.id.clone(), one.name.clone(), chosen))
        .collect()
}

/// Who holds a post today.
pub(super) fn holders(
    sql: &mut impl Sql,
    seen: &Seen,
    post: &str,
) -> Result<Vec<Colleague>, StoreError> {
    people::holders_of(sql, &seen.desk.agency, post, seen.desk.at.date())
}

/// Everybody of the commune who may answer a question today, but the officer.
pub(super) fn advisers(sql: &mut impl Sql, seen: &Seen) -> Result<Vec<Colleague>, StoreError> {
    let all = people::list(sql, &seen.desk.agency)?;
    let may_answer = |listed: &Listed| {
        let roles = listed.roles_on(seen.desk.at.date());
        Act::GiveOpinion
            .roles()
            .iter()
            .any(|role| roles.contains(role))
    };
    Ok(all
        .into_iter()
        .filter(may_answer)
        .map(|listed| listed.account)
        .filter(|account| account.ended_at.is_none() && account.id != seen.actor.user)
        .map(|account| Colleague {
            id: account.id,
            name: account.name,
            username: account.username,
        })
        .collect())
}

/// The account chosen; none when nobody was named.
pub(super) fn chosen(
    fields: &Fields,
    errors: &mut FieldErrors,
    among: &[Colleague],
) -> Option<String> {
    let id = fields.get(FIELD);
    if id.is_empty() {
        return None;
    }
    if !among.iter().any(|one| one.id == id) {
        errors.add(
            FIELD,
            "Người này hôm nay không giữ vị trí đó nữa. Hãy chọn người khác trong danh sách",
        );
    }
    Some(id.to_owned())
}
