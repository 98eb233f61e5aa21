//! Every route table, merged; from it come the router, the role check and the test of both.
//! For `serve` and `demo`; a new feature adds its line here.

use kit::Routes;

/// All routes of the program.
pub fn all() -> Routes {
    Routes::new()
        .merge(portal::routes())
        .merge(catalogue::routes())
        .merge(people::routes())
        .merge(counter::routes())
        .merge(dossier::routes())
        .merge(payment::routes())
        .merge(upkeep::routes())
        .merge(api::routes())
        .merge(admin::routes())
        .merge(plan::routes())
        .merge(succession::routes())
}
