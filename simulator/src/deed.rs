//! What an officer does at a moment, as planned: one entry each, performed later in order of time.

use domain::dossier::Outcome;
use domain::moment::Moment;
use dossier::receive::Terms;
use dossier::result::Collector;
use dossier::supplement::Asked;

/// One act of one officer.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub at: Moment,
    /// The officer, by place in the list of people.
    pub by: usize,
    pub what: What,
}

/// What was taken down wrongly, as the form that corrects it is filled in.
#[derive(Clone, Debug)]
pub(crate) struct Mended {
    /// Fields of the form with what is right; the rest stands.
    pub fields: Vec<(&'static str, String)>,
    /// Why.
    pub reason: &'static str,
}

/// The act with its data.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// Came by portal or post, nobody has accepted it.
    Submit,
    /// What was handed in earlier is received.
    Accept(Terms),
    Receive(Terms),
    OnTheSpot(Terms),
    Refuse(&'static str),
    AskAtIntake(Vec<Asked>),
    PrintAgain,
    Void(&'static str),
    HandOver(Option<usize>),
    Forward(Option<usize>),
    Verify(&'static str),
    AskMore(Vec<Asked>),
    PapersCame,
    NobodyAnswered(&'static str),
    AskPayment,
    SettlePayment,
    AskOpinion(usize),
    GiveOpinion(&'static str),
    Stop(&'static str),
    Resume(&'static str),
    Apologise(Moment, &'static str),
    Withdraw(&'static str),
    SendOutside,
    ComeBack,
    Approve,
    SendBack(&'static str),
    Seal,
    Finish(Outcome),
    Return(Collector),
    /// What was taken down wrongly is corrected by another receipt.
    Correct(Mended),
    /// The electronic version of the result is attached.
    Scan,
    /// The citizen urges at the counter or by telephone.
    Urge(&'static str),
    /// The citizen urges by the page of their code; no officer acts.
    UrgeOnline,
    /// A leader says what is done about what stands still.
    AlarmSeen(&'static str),
    /// The citizen was called to collect the result.
    Called(&'static str),
}
