//! Which stages a command runs, in which order, and what one failure spares.
//! For `cargo xtask test`, its shorter forms, and the long crash run.
use crate::api;
use crate::command::{cargo, run as run_command, run_counting};
use crate::journeys::{self, Ground};
use crate::lint;
use crate::postgres::Cluster;
use crate::report::Report;
use crate::scratch::Scratch;
use crate::statements;
use crate::tools::{self, Needs, Tools};

/// The parts that one command runs.
#[derive(Clone, Copy)]
pub(crate) struct Scope {
    lint: bool,
    unit: bool,
    postgres: bool,
    journeys: bool,
    api: bool,
    crash: bool,
}

impl Scope {
    const NOTHING: Self = Self {
        lint: false,
        unit: false,
        postgres: false,
        journeys: false,
        api: false,
        crash: false,
    };
    /// Everything but the long crash run.
    pub(crate) const WHOLE: Self = Self {
        lint: true,
        unit: true,
        postgres: true,
        journeys: true,
        api: true,
        crash: false,
    };
    /// What a developer runs between two thoughts.
    pub(crate) const FAST: Self = Self {
        lint: true,
        unit: true,
        ..Self::NOTHING
    };
    /// All tests of the crates, on both databases.
    pub(crate) const UNIT: Self = Self {
        unit: true,
        postgres: true,
        ..Self::NOTHING
    };
    /// The browser journeys, on both databases.
    pub(crate) const JOURNEYS: Self = Self {
        postgres: true,
        journeys: true,
        ..Self::NOTHING
    };
    /// The interface for programs.
    pub(crate) const API: Self = Self {
        api: true,
        ..Self::NOTHING
    };
    /// Formatting, clippy, the rules for pages.
    pub(crate) const LINT: Self = Self {
        lint: true,
        ..Self::NOTHING
    };
    /// The store's long crash run, which breaks clusters of its own.
    pub(crate) const CRASH: Self = Self {
        crash: true,
        ..Self::NOTHING
    };
}

/// Runs the stages of a scope; a failed stage stops only what depends on it.
pub(crate) fn run(scope: Scope) -> Report {
    let mut report = Report::default();
    let mut tools = Tools::default();
    let ready = report.stage("find or install tools", |_| {
        tools = tools::provide(Needs {
            postgres: scope.postgres || scope.crash,
            browser: scope.journeys,
            papers: scope.unit,
            python: scope.api,
        })?;
        Ok(())
    });
    if scope.lint {
        lint::stages(&mut report);
    }
    if !ready {
        return report;
    }
    if scope.crash {
        crash(&tools, &mut report);
    }
    if scope.api {
        programs(&mut report);
    }
    if !scope.postgres {
        if scope.unit {
            unit(None, &tools, None, &mut report);
        }
        return report;
    }

    // Declared before the cluster, so that the folder outlives the database in it.
    let mut scratch = None;
    let mut cluster = None;
    report.stage("start a temporary PostgreSQL", |_| {
        let folder = scratch.insert(Scratch::new().map_err(|error| error.to_string())?);
        cluster = Some(Cluster::start(folder, &tools.postgres)?);
        Ok(())
    });
    let (Some(scratch), Some(cluster)) = (&scratch, &cluster) else {
        return report;
    };
    if scope.unit {
        both(scratch, cluster, &tools, &mut report);
    }
    if scope.journeys {
        walk(scratch, &tools, cluster, &mut report);
    }
    report
}

/// All tests on both databases, then what they executed on each.
fn both(scratch: &Scratch, cluster: &Cluster, tools: &Tools, report: &mut Report) {
    let folder = scratch.path("statements");
    let made = report.stage("make a place to note statements in", |_| {
        std::fs::create_dir(&folder).map_err(|error| error.to_string())
    });
    let noted = made.then_some(folder.as_path());
    // Why only after a good run: a test that failed half-way has not executed its statements.
    if unit(Some(cluster), tools, noted, report) && made {
        report.stage("every statement ran on both databases", |_| {
            statements::compare(&folder)
        });
        report.stage("every statement finds its rows by an index", |_| {
            statements::look(&folder)
        });
    }
}

/// All tests of the workspace; with a cluster, each test of the store's users runs on both databases.
fn unit(
    cluster: Option<&Cluster>,
    tools: &Tools,
    noted: Option<&std::path::Path>,
    report: &mut Report,
) -> bool {
    let name = match cluster {
        Some(_) => "tests on SQLite and PostgreSQL",
        None => "tests on SQLite only",
    };
    report.stage(name, |tally| {
        // Why all targets: it leaves out the tests in documentation, of which there are none, and
        // which take a minute to find that out.
        let mut command = cargo(&["test", "--workspace", "--all-targets", "--no-fail-fast"]);
        command.env_remove("MOTCUA_TEST_POSTGRES");
        command.env_remove("MOTCUA_TEST_STATEMENTS");
        if let Some(folder) = noted {
            command.env("MOTCUA_TEST_STATEMENTS", folder);
        }
        if let Some(cluster) = cluster {
            command.env("MOTCUA_TEST_POSTGRES", cluster.url("postgres"));
            // The short crash run among the tests makes a cluster that it may kill.
            command.env("MOTCUA_TEST_POSTGRES_BIN", &tools.postgres);
        }
        run_counting(&mut command, tally)
    })
}

/// The long crash run: kills and lost writes on SQLite, stops and kills of PostgreSQL.
fn crash(tools: &Tools, report: &mut Report) {
    report.stage("long crash run of the store", |_| {
        let mut command = cargo(&["run", "--package", "store", "--bin", "crash", "--"]);
        command.args(["--kills", "150", "--power-cuts", "150", "--postgres", "50"]);
        command.env("MOTCUA_TEST_POSTGRES_BIN", &tools.postgres);
        run_command(&mut command)
    });
}

/// The interface for programs, served from a fresh commune.
fn programs(report: &mut Report) {
    let built = report.stage("build the program", |_| {
        run_command(&mut cargo(&["build", "--package", "motcua"]))
    });
    let mut scratch = None;
    let mut ground = None;
    let made = built
        && report.stage("interface: make a commune and its tokens", |_| {
            let folder = scratch.insert(Scratch::new().map_err(|error| error.to_string())?);
            ground = Some(api::make(folder)?);
            Ok(())
        });
    let (true, Some(scratch), Some(ground)) = (made, &scratch, &ground) else {
        return;
    };
    report.stage(
        "interface: a program walks from the document alone",
        |tally| api::carry(scratch, ground, tally),
    );
    report.stage("interface: schemathesis", |tally| {
        api::try_everything(scratch, ground, tally)
    });
}

/// The journeys on both databases, with the program in the profile of the tests.
fn walk(scratch: &Scratch, tools: &Tools, cluster: &Cluster, report: &mut Report) {
    report.stage("journeys: the harness tries itself", |tally| {
        journeys::try_harness(tools, tally)
    });
    let built = report.stage("build the program", |_| {
        run_command(&mut cargo(&["build", "--workspace", "--bins"]))
    });
    if !built {
        return;
    }
    report.stage("journeys on SQLite", |tally| {
        journeys::run(scratch, tools, &Ground::Sqlite, tally)
    });
    report.stage("journeys on PostgreSQL", |tally| {
        let url = cluster.create(&tools.postgres, "motcua_demo")?;
        journeys::run(scratch, tools, &Ground::Postgres(url), tally)
    });
}
