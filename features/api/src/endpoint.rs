//! One address of the interface as a value: who may, what it takes, what it gives, what it does.
//! The router, the OpenAPI document and the page for people are all made of these.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::Method;
use domain::access::Act;
use kit::Result;

use crate::answer::Answer;
use crate::call::Call;
use crate::scope::Scope;
use crate::shape::Shape;

/// Who may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Everybody, as on citizens' pages.
    Public,
    /// Whoever's roles hold this right, as on officers' pages; a token needs the scope too.
    Right(Act, Scope),
}

/// What comes in the body.
#[derive(Clone, Debug)]
pub(crate) enum Takes {
    /// Nothing.
    Nothing,
    /// JSON of this shape.
    Json(Shape),
    /// Files in a multipart form, in the field `file`.
    Files,
}

/// What goes out when all is well.
#[derive(Clone, Debug)]
pub(crate) enum Gives {
    /// JSON of this shape, with this status.
    Json(u16, Shape),
    /// Bytes of one of these media types.
    Bytes(&'static [&'static str]),
}

/// One parameter of the address's query.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) shape: Shape,
}

/// A parameter.
pub(crate) const fn param(name: &'static str, about: &'static str, shape: Shape) -> Param {
    Param { name, about, shape }
}

type Answering = Pin<Box<dyn Future<Output = Result<Answer>> + Send>>;
/// Does what the address is for.
pub(crate) type Run = Arc<dyn Fn(Call) -> Answering + Send + Sync>;

/// One address with one method.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    /// `dossiers.list`, for code made from the document.
    pub(crate) id: &'static str,
    /// The part of the document it stands in.
    pub(crate) group: &'static str,
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) door: Door,
    pub(crate) query: Vec<Param>,
    pub(crate) takes: Takes,
    pub(crate) gives: Gives,
    pub(crate) run: Run,
}

/// What a handler is, before it is boxed.
pub(crate) fn run<F, A>(handler: F) -> Run
where
    F: Fn(Call) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Answer>> + Send + 'static,
{
    Arc::new(move |call| Box::pin(handler(call)))
}

impl Endpoint {
    /// Something to read.
    pub(crate) fn get<F, A>(
        path: &'static str,
        (id, group, title): (&'static str, &'static str, &'static str),
        door: Door,
        gives: Gives,
        handler: F,
    ) -> Self
    where
        F: Fn(Call) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Answer>> + Send + 'static,
    {
        Self {
            method: Method::GET,
            path,
            id,
            group,
            title,
            about: "",
            door,
            query: Vec::new(),
            takes: Takes::Nothing,
            gives,
            run: run(handler),
        }
    }

    /// Something to do.
    pub(crate) fn post<F, A>(
        path: &'static str,
        names: (&'static str, &'static str, &'static str),
        door: Door,
        (takes, gives): (Takes, Gives),
        handler: F,
    ) -> Self
    where
        F: Fn(Call) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Answer>> + Send + 'static,
    {
        Self {
            method: Method::POST,
            takes,
            ..Self::get(path, names, door, gives, handler)
        }
    }

    /// With a longer text.
    pub(crate) fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// With parameters in the query.
    pub(crate) fn with(self, query: Vec<Param>) -> Self {
        Self { query, ..self }
    }

    /// The names in braces of its path.
    pub(crate) fn path_names(&self) -> impl Iterator<Item = &'static str> {
        self.path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}
