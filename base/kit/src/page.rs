//! What every layout needs, gathered by `app.page(&ctx, title)`; and answers made of templates.
//! For page structs: a field `page: Page` is all that the layouts ask for.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::access::Actor;
use domain::text;

use crate::app::{App, NavItem};
use crate::assets;
use crate::commune::Commune;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::field_errors::FieldErrors;
use crate::session::random_hex;

/// The frame of one page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The language of the page: `vi`.
    pub lang: &'static str,
    /// The title, without the commune's name.
    pub title: String,
    /// The commune served.
    pub commune: Arc<Commune>,
    /// The menu.
    pub nav: Vec<PageNavItem>,
    /// The officer signed in, on officers' pages.
    pub who: Option<Who>,
    /// The sentence that the act before left.
    pub notice: Option<PageNotice>,
    /// In a demonstration, what its clock shows.
    pub demo_clock: Option<String>,
    /// The token of this page's forms: a form sent twice is done once.
    pub once: String,
    /// The path of this page.
    pub path: String,
}

/// One place in the menu, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageNavItem {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: &'static str,
    /// The number beside it.
    pub count: Option<u64>,
    /// Whether that number is of overdue ones.
    pub urgent: bool,
    /// Whether this page lies there.
    pub current: bool,
}

/// The officer, as the header names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The name.
    pub name: String,
    /// The roles, in words.
    pub post: String,
}

/// A sentence on top of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageNotice {
    /// `info`, `ok`, `warning` or `error`.
    pub tone: &'static str,
    /// The sentence.
    pub text: String,
}

impl Page {
    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The same page, saying in its title that something must be corrected.
    #[must_use]
    pub fn with_errors(mut self, errors: &FieldErrors) -> Self {
        if !errors.is_empty() && !self.title.starts_with("Lỗi: ") {
            self.title.insert_str(0, "Lỗi: ");
        }
        self
    }
}

impl App {
    /// The frame of a page with this title.
    pub fn page(&self, ctx: &Ctx, title: impl Into<String>) -> Page {
        let officer = ctx.actor().filter(|_| ctx.is_office());
        Page {
            lang: "vi",
            title: title.into(),
            commune: self.commune(),
            nav: self.menu(ctx, officer),
            who: officer.map(|actor| Who {
                name: actor.name.clone(),
                post: roles_vi(actor),
            }),
            notice: ctx.notice().map(|notice| PageNotice {
                tone: notice.tone.name(),
                text: notice.text.clone(),
            }),
            demo_clock: self.demo().map(|_| {
                format!(
                    "Bản trình diễn · đồng hồ đang ở {}",
                    text::moment_vi(self.law_now())
                )
            }),
            // Why a fallback: without randomness the page still shows; its form is then refused.
            once: random_hex::<16>().unwrap_or_default(),
            path: ctx.path().to_owned(),
        }
    }

    fn menu(&self, ctx: &Ctx, officer: Option<&Actor>) -> Vec<PageNavItem> {
        let items = match officer {
            Some(actor) => (self.supplied().nav)(actor, &self.law(), self.law_now().date()),
            None if ctx.is_office() => Vec::new(),
            None => self.supplied().public_nav.to_vec(),
        };
        let current = items
            .iter()
            .filter(|item| lies_under(ctx.path(), item.href))
            .max_by_key(|item| item.href.len())
            .map(|item| item.key);
        let shown = |item: &NavItem| {
            let count = ctx.counts().iter().find(|count| count.key == item.key);
            PageNavItem {
                href: item.href,
                label: item.label,
                count: count.map(|count| count.n),
                urgent: count.is_some_and(|count| count.urgent),
                current: current == Some(item.key),
            }
        };
        items.iter().map(shown).collect()
    }
}

fn lies_under(path: &str, href: &str) -> bool {
    let base = href.split(['?', '#']).next().unwrap_or(href);
    path == base
        || (base != "/"
            && path
                .strip_prefix(base)
                .is_some_and(|rest| rest.starts_with('/')))
}

fn roles_vi(actor: &Actor) -> String {
    let roles: Vec<&str> = actor.roles.iter().map(|role| role.vietnamese()).collect();
    roles.join(", ")
}

/// A page as an answer.
///
/// # Errors
/// A fault when the template cannot be rendered.
pub fn html(template: impl Template) -> Result {
    html_with(StatusCode::OK, template)
}

/// A form shown again, because the rules or its own fields said no: 422.
///
/// # Errors
/// A fault when the template cannot be rendered.
pub fn html_refused(template: impl Template) -> Result {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with a status of its own.
///
/// # Errors
/// A fault when the template cannot be rendered.
pub fn html_with(status: StatusCode, template: impl Template) -> Result {
    Ok((status, Html(template.render()?)).into_response())
}

/// Sends the browser to another page after an act, so that reloading repeats nothing.
pub fn see(location: &str) -> Response {
    axum::response::Redirect::to(location).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lies_under_its_menu_item() {
        assert!(lies_under("/cb/ho-so", "/cb/ho-so"));
        assert!(lies_under("/cb/ho-so/231123-0007", "/cb/ho-so?han=qua"));
        assert!(!lies_under("/cb/ho-so-khac", "/cb/ho-so"));
        assert!(lies_under("/", "/") && !lies_under("/tim", "/"));
    }
}
