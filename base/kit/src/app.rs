//! What one running program shares among its requests: database, clocks, law, commune.
//! For every handler, as axum's state; clones are cheap and see the same law.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use domain::access::Actor;
use domain::moment::Moment;
use jiff::civil::Date;
use store::{Committed, Db, NewEvent, Reader, StoreError, Tx};

use crate::bearer::Bearer;
use crate::clock::Clock;
use crate::commune::Commune;
use crate::error::Result;
use crate::later::Later;
use crate::law::Law;
use crate::resend::SignInPage;
use crate::session::Needs;
use crate::throttle::Throttle;

/// Turns a paper into the bytes of a PDF, or says why it could not.
pub type Press = Arc<dyn Fn(&paper::Paper) -> Result<Vec<u8>, String> + Send + Sync>;

/// What makes this program a demonstration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoInfo {
    /// The accounts one may sign in with, for the sign-in page.
    pub accounts: Vec<DemoAccount>,
}

/// One account of a demonstration, with what real accounts never show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoAccount {
    /// What one signs in as.
    pub login: String,
    /// The password, made with the demonstration file.
    pub password: String,
    /// The post, in words.
    pub post: String,
}

/// One place in a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Names the item for `counts`.
    pub key: &'static str,
    /// Where it leads; pages below it mark it as current.
    pub href: &'static str,
    /// What it says.
    pub label: &'static str,
}

/// A number beside a place in the officers' menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavCount {
    /// The item's key.
    pub key: &'static str,
    /// How many.
    pub n: u64,
    /// Whether these are overdue.
    pub urgent: bool,
}

/// Takes back every token of an account: which one, who does it and when, by the real clock. Answers
/// an event for each token.
pub type EndTokens = fn(&mut Tx<'_>, &str, (&str, Moment)) -> Result<Vec<NewEvent>, StoreError>;

/// What features supply to the kit, so that it depends on none of them.
#[derive(Clone, Copy)]
pub struct Supplied {
    /// The officer of an account with the posts held at the law's moment, or none when the account
    /// has ended or holds no post (people).
    pub actor_of: fn(&mut Reader<'_>, &str, Moment) -> Result<Option<Actor>, StoreError>,
    /// The token in force with this secret, at the real clock's moment (api).
    pub bearer_of: fn(&mut Reader<'_>, &str, Moment) -> Result<Option<Bearer>, StoreError>,
    /// The menu of citizens' pages.
    pub public_nav: &'static [NavItem],
    /// The menu of an officer, by the law in force and the law's day.
    pub nav: fn(&Actor, &Law, Date) -> Vec<NavItem>,
    /// The numbers in that menu, at the law's moment (dossier).
    pub counts: fn(&mut Reader<'_>, &Actor, Moment) -> Result<Vec<NavCount>, StoreError>,
    /// Takes back the tokens of programs that work in an account's name (api).
    pub end_tokens: EndTokens,
    /// The sign-in page, carrying what was typed before the session ended (people).
    pub sign_in_page: fn(&SignInPage<'_>) -> Result,
    /// Where signing in happens: `/cb/dang-nhap` (people).
    pub sign_in_path: &'static str,
    /// Where what is still missing is asked for: the second factor, a new password (people).
    pub needs_path: fn(Needs) -> &'static str,
}

/// All that an `App` is made of.
pub struct Setup {
    /// The database.
    pub db: Db,
    /// The clocks.
    pub clock: Clock,
    /// The typesetter, when this program has one.
    pub press: Option<Press>,
    /// The address that citizens reach us by, without a final slash.
    pub public_url: String,
    /// Set when this is a demonstration.
    pub demo: Option<DemoInfo>,
    /// The id of the commune served.
    pub agency: String,
    /// The commune as pages name it.
    pub commune: Arc<Commune>,
    /// The law to start with.
    pub law: Law,
    /// What features supply.
    pub supplied: Supplied,
}

struct Inner {
    setup: Setup,
    /// The law that the program was built with; the commune's changes are laid over it.
    base: Arc<Law>,
    law: RwLock<Arc<Law>>,
    commune: RwLock<Arc<Commune>>,
    neighbours: OnceLock<BTreeMap<String, String>>,
    later: Later,
    throttle: Throttle,
}

/// The running program.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl App {
    /// Puts the program together.
    pub fn new(setup: Setup) -> Self {
        let base = Arc::new(setup.law.clone());
        let law = RwLock::new(Arc::clone(&base));
        let commune = RwLock::new(Arc::clone(&setup.commune));
        let throttle = Throttle::new(setup.clock.clone());
        Self(Arc::new(Inner {
            setup,
            base,
            law,
            commune,
            neighbours: OnceLock::new(),
            later: Later::default(),
            throttle,
        }))
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.setup.db
    }

    /// The clocks.
    pub fn clock(&self) -> &Clock {
        &self.0.setup.clock
    }

    /// The moment that the law counts from.
    pub fn law_now(&self) -> Moment {
        self.clock().law_now()
    }

    /// The typesetter, when this program has one.
    pub fn press(&self) -> Option<&Press> {
        self.0.setup.press.as_ref()
    }

    /// The address that citizens reach us by, without a final slash.
    pub fn public_url(&self) -> &str {
        &self.0.setup.public_url
    }

    /// The addresses of all communes that this program serves, told once at the start.
    pub fn tell_neighbours(&self, addresses: BTreeMap<String, String>) {
        // Why the result is dropped: they do not change while the program runs.
        let _ = self.0.neighbours.set(addresses);
    }

    /// The address of another commune, if this program serves it.
    pub fn address_of(&self, agency: &str) -> Option<&str> {
        self.0.neighbours.get()?.get(agency).map(String::as_str)
    }

    /// Whether browsers reach us over TLS, so that cookies may insist on it.
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// What a demonstration says about itself.
    pub fn demo(&self) -> Option<&DemoInfo> {
        self.0.setup.demo.as_ref()
    }

    /// The id of the commune served.
    pub fn agency(&self) -> &str {
        &self.0.setup.agency
    }

    /// The commune as pages name it.
    pub fn commune(&self) -> Arc<Commune> {
        let commune = self.0.commune.read();
        Arc::clone(&commune.unwrap_or_else(PoisonError::into_inner))
    }

    /// The commune as the settings gave it at the start.
    pub(crate) fn given_commune(&self) -> &Commune {
        &self.0.setup.commune
    }

    pub(crate) fn set_commune(&self, commune: Commune) {
        let mut held = self
            .0
            .commune
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if **held != commune {
            *held = Arc::new(commune);
        }
    }

    /// What features supplied.
    pub fn supplied(&self) -> &Supplied {
        &self.0.setup.supplied
    }

    /// The law as it is now; a request keeps the value it began with.
    pub fn law(&self) -> Arc<Law> {
        Arc::clone(&self.0.law.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The law that the program was built with.
    pub(crate) fn base_law(&self) -> &Arc<Law> {
        &self.0.base
    }

    /// Replaces the law, when a version takes effect or a notice is issued.
    pub fn set_law(&self, law: Law) {
        *self.0.law.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(law);
    }

    /// Slows those who guess.
    pub fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub(crate) fn later(&self) -> &Later {
        &self.0.later
    }

    /// Reads from the database.
    ///
    /// # Errors
    /// What the closure or the store answers.
    pub async fn read<T, E>(
        &self,
        ask: impl FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.db().read(ask).await
    }

    /// Does one act of this commune: all of it is kept, with its events, or nothing.
    ///
    /// # Errors
    /// What the closure or the store answers.
    pub async fn write<T, E>(
        &self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<Committed<T>, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.db().write(self.agency(), act).await
    }

    /// Notes that `actor` read personal data of `subject`, and why (ruling 6).
    pub fn note_reading(&self, actor: &Actor, subject: &str, why: &'static str) {
        self.later()
            .reading(actor, None, subject, why, self.clock().real_now());
    }

    /// The same where a program may have asked: its token is noted beside the account (ruling 6).
    pub fn note_reading_of(&self, ctx: &crate::ctx::Ctx, subject: &str, why: &'static str) {
        if let Some(actor) = ctx.actor() {
            let token = ctx.bearer().map(|bearer| bearer.token.as_str());
            let at = self.clock().real_now();
            self.later().reading(actor, token, subject, why, at);
        }
    }

    /// Writes what may be written a second later: readings, last-seen times, shown notices.
    ///
    /// # Errors
    /// What the store answers; the batch is kept for the next time.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.later().flush(self.db(), self.agency()).await
    }
}
