//! Which stages a command runs, in which order, and what one failure spares.
//! For `cargo xtask test`, its shorter forms, and the long crash run.
use crate::command::{cargo, run as run_command, run_counting};
use crate::journeys::{self, Ground};
use crate::lint;
use crate::postgres::Cluster;
use crate::report::Report;
use crate::scratch::Scratch;
use crate::tools::{self, Needs, Tools};

/// The parts that one command runs.
#[derive(Clone, Copy)]
pub(crate) struct Scope {
    lint: bool,
    unit: bool,
    postgres: bool,
    journeys: bool,
    crash: bool,
}

impl Scope {
    const NOTHING: Self = Self {
        lint: false,
        unit: false,
        postgres: false,
        journeys: false,
        crash: false,
    };
    /// Everything but the long crash run.
    pub(crate) const WHOLE: Self = Self {
        lint: true,
        unit: true,
        postgres: true,
        journeys: true,
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
    if !scope.postgres {
        if scope.unit {
            unit(None, &tools, &mut report);
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
        unit(Some(cluster), &tools, &mut report);
    }
    if scope.journeys {
        walk(scratch, &tools, cluster, &mut report);
    }
    report
}

/// All tests of the workspace; with a cluster, each test of the store's users runs on both databases.
fn unit(cluster: Option<&Cluster>, tools: &Tools, report: &mut Report) {
    let name = match cluster {
        Some(_) => "tests on SQLite and PostgreSQL",
        None => "tests on SQLite only",
    };
    report.stage(name, |tally| {
        let mut command = cargo(&["test", "--workspace", "--no-fail-fast"]);
        command.env_remove("MOTCUA_TEST_POSTGRES");
        if let Some(cluster) = cluster {
            command.env("MOTCUA_TEST_POSTGRES", cluster.url("postgres"));
            // The short crash run among the tests makes a cluster that it may kill.
            command.env("MOTCUA_TEST_POSTGRES_BIN", &tools.postgres);
        }
        run_counting(&mut command, tally)
    });
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
