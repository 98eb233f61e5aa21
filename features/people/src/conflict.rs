//! Two administrators at once: the second learns who did what and when.
//! Also the sentence of each event about an account, for its history.

use domain::text::moment_vi;
use kit::{Conflict, Error};
use store::{Event, Sql, StoreError};

use crate::row::{Account, officer};

/// The last change of the account, as a conflict.
pub(crate) fn of(sql: &mut impl Sql, account: &Account) -> Result<Conflict, Error> {
    let events = sql.events(&account.subject())?;
    let last = events
        .iter()
        .rev()
        .find(|event| event.kind != crate::SIGNED_IN);
    let last = last.ok_or_else(|| Error::fault(format!("account {} has no event", account.id)))?;
    Ok(Conflict {
        who: who(sql, last)?,
        what: happening(&last.kind).to_owned(),
        when: moment_vi(last.at),
        place: format!("/qt/nguoi-dung/{}", account.id),
        typed: Vec::new(),
    })
}

/// Who did it, by name.
pub(crate) fn who(sql: &mut impl Sql, event: &Event) -> Result<String, StoreError> {
    let Some(id) = event.by.strip_prefix("user:") else {
        return Ok("Hệ thống".to_owned());
    };
    Ok(officer(sql, id)?.map_or_else(|| "Một đồng nghiệp".to_owned(), |colleague| colleague.name))
}

/// What happened, as the rest of "… đã ".
pub(crate) fn happening(kind: &str) -> &'static str {
    match kind {
        crate::CREATED => "tạo tài khoản",
        crate::SIGNED_IN => "đăng nhập",
        crate::POSTS_CHANGED => "đổi vị trí của tài khoản",
        crate::PASSWORD_CHANGED => "đổi mật khẩu",
        crate::PASSWORD_RESET => "đặt lại mật khẩu",
        crate::FACTOR_ON => "bật xác thực hai bước",
        crate::FACTOR_OFF => "tắt xác thực hai bước",
        crate::FACTOR_RESET => "gỡ xác thực hai bước",
        crate::RECOVERY_USED => "dùng một mã dự phòng",
        crate::COVERED => "ghi người làm thay",
        crate::COVER_ENDED => "kết thúc việc làm thay",
        crate::POSTS_PROPOSED => "đề nghị vị trí cho chính mình",
        crate::PROPOSAL_DECLINED => "khép lại đề nghị vị trí",
        crate::ENDED => "kết thúc tài khoản",
        _ => "sửa tài khoản",
    }
}
