//! Administration in the browser: calendar, units, roles of posts, fees, wording of papers, what is unverified.
//! For the administrator, who changes the law of the commune by new versions, never by editing.

mod agencies;
mod calendar;
mod doubts;
mod fees;
mod form;
mod history;
mod home;
mod post_roles;
mod procedures;
mod sample;
#[cfg(test)]
mod tests;
mod wording;

use domain::access::Act;
use kit::Routes;

/// The pages of this feature.
pub fn routes() -> Routes {
    let (see, change) = (Act::SeeLaw, Act::ChangeLaw);
    Routes::new()
        .get(home::PATH, see, home::page)
        .get(calendar::years::PATH, see, calendar::years::page)
        .get(calendar::effect::PATH, see, calendar::effect::page)
        .get("/cb/quan-tri/lich/gio", change, calendar::hours::page)
        .post("/cb/quan-tri/lich/gio", change, calendar::hours::submit)
        .get("/cb/quan-tri/lich/{year}", change, calendar::year::page)
        .post("/cb/quan-tri/lich/{year}", change, calendar::year::submit)
        .get(agencies::tree::PATH, see, agencies::tree::page)
        .get(agencies::unit::NEW, change, agencies::unit::new_page)
        .post(agencies::unit::NEW, change, agencies::unit::new_submit)
        .get("/cb/quan-tri/don-vi/{id}", change, agencies::unit::page)
        .post("/cb/quan-tri/don-vi/{id}", change, agencies::unit::submit)
        .get(wording::PATH, see, wording::page)
        .get("/cb/quan-tri/cau-chu/{paper}/{slot}", change, wording::form)
        .post(
            "/cb/quan-tri/cau-chu/{paper}/{slot}",
            change,
            wording::submit,
        )
        .get(
            "/cb/quan-tri/chuc-danh/{post}/quyen",
            change,
            post_roles::form,
        )
        .post(
            "/cb/quan-tri/chuc-danh/{post}/quyen",
            change,
            post_roles::submit,
        )
        .get(fees::list::PATH, see, fees::list::page)
        .get(fees::version::NEW, change, fees::version::new_page)
        .post(fees::version::NEW, change, fees::version::new_submit)
        .get("/cb/quan-tri/phi/{id}", change, fees::version::page)
        .post("/cb/quan-tri/phi/{id}", change, fees::version::submit)
        .get(procedures::list::PATH, see, procedures::list::page)
        .get(
            procedures::first::NEW,
            change,
            procedures::version::new_page,
        )
        .post(
            procedures::first::NEW,
            change,
            procedures::version::new_submit,
        )
        .get("/cb/quan-tri/thu-tuc/{code}", see, procedures::show::page)
        .get(
            "/cb/quan-tri/thu-tuc/{code}/ban-moi",
            change,
            procedures::version::page,
        )
        .post(
            "/cb/quan-tri/thu-tuc/{code}/ban-moi",
            change,
            procedures::version::submit,
        )
        .get(
            "/cb/quan-tri/thu-tuc/{code}/nhan",
            change,
            procedures::choice::page,
        )
        .post(
            "/cb/quan-tri/thu-tuc/{code}/nhan",
            change,
            procedures::choice::submit,
        )
        .get(doubts::list::PATH, see, doubts::list::page)
        .get("/qt/kiem-chung", see, doubts::list::old_place)
        .get(
            "/cb/quan-tri/kiem-chung/{key}",
            change,
            doubts::confirm::page,
        )
        .post(
            "/cb/quan-tri/kiem-chung/{key}",
            change,
            doubts::confirm::submit,
        )
}
