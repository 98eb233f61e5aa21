//! The preview of a new version: both side by side, and last year's dossiers counted again.
//! For the administrator, who then saves or goes back to the form.

use std::sync::Arc;

use askama::Template;
use domain::procedure::Procedure;
use domain::text::date_vi;
use kit::{Error, Labelled, Law, Page, Result, html};

use super::asked::NewVersion;
use super::differs::{Change, Group};
use super::dry_run::{self, DryRun};

use crate::form::{Confirm, Sent};

/// The field that asks for another page of the dossiers listed.
const PAGE_FIELD: &str = "trang";

#[derive(Template)]
#[template(path = "procedures/side_by_side.html")]
struct Preview {
    page: Page,
    confirm: Confirm,
    groups: Vec<Group>,
    run: DryRun,
    /// Of a procedure that is new there is nothing to compare with.
    is_first: bool,
}

pub(super) async fn page(sent: &Sent, asked: NewVersion, next: Arc<Law>) -> Result {
    let code = asked.code.as_str();
    let nth = sent.typed.get(PAGE_FIELD).parse().unwrap_or(1);
    let new = next.catalogue.in_force(code, asked.from);
    let new = Arc::clone(new.ok_or(Error::Missing)?);
    let run = dry_run::of(&sent.app, &next, &new, nth).await?;
    let mut facts = asked.basis.facts();
    facts.push(Labelled::new(
        "Áp dụng",
        match new.valid_to {
            None => format!("cho hồ sơ nhận từ {}", date_vi(asked.from)),
            Some(to) => format!(
                "cho hồ sơ nhận từ {} đến {}",
                date_vi(asked.from),
                date_vi(to)
            ),
        },
    ));
    let is_first = asked.old.is_none();
    if is_first {
        facts.push(Labelled::new(
            "Thủ tục",
            format!("mới: {} ({code}), thêm vào danh mục", new.name_vi),
        ));
    } else {
        let changed = asked.groups.iter().flat_map(|group| &group.lines);
        let changed = changed.filter(|line| line.change != Change::Same).count();
        facts.push(Labelled::new("Số chỗ khác", changed.to_string()));
    }
    let mut confirm = Confirm::new(asked.action.clone(), &sent.typed, facts);
    confirm.kept.retain(|kept| kept.name != PAGE_FIELD);
    confirm.warnings = warnings(&asked, &new, &run);
    let title = format!("{}: xem trước", new.name_vi);
    html(Preview {
        page: sent.app.page(&sent.ctx, title),
        confirm,
        groups: asked.groups,
        run,
        is_first,
    })
}

fn warnings(asked: &NewVersion, new: &Procedure, run: &DryRun) -> Vec<String> {
    let mut warnings = Vec::new();
    if run.becomes_late > 0 {
        warnings.push(format!(
            "Nếu năm qua đã theo bản này thì thêm {} hồ sơ quá hạn. Hãy xem phần chạy thử trước khi lưu.",
            run.becomes_late
        ));
    }
    let ended = asked.old.as_ref().and_then(|old| old.valid_to);
    if new.valid_to.is_some() && new.valid_to != ended {
        warnings
            .push("Đã có bản khác bắt đầu sau bản này; bản này hết khi bản đó bắt đầu.".to_owned());
    }
    if !new.applicable_locally {
        warnings.push(
            "Xã đang không nhận thủ tục này; bản mới cũng không nhận cho tới khi bật lại."
                .to_owned(),
        );
    }
    warnings
}
