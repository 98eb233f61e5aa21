//! Values that go into a statement and rows that come back, the same on both engines.
//! For features: `params![…]` on the way in, `row.get("column")?` on the way out.

use std::sync::Arc;

use domain::moment::Moment;
use domain::money::Dong;

use crate::error::StoreError;

/// One value of a column: whole numbers, text and bytes are all there is. Truth is 0 or 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number, a moment in milliseconds, an amount in đồng, or a truth value.
    Int(i64),
    /// Text, an identifier, or JSON.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Builds the parameters of a statement: `params![id, &name, moment, Some(3)]`.
#[macro_export]
macro_rules! params {
    () => { ::std::vec::Vec::<$crate::Value>::new() };
    ($($value:expr),+ $(,)?) => { ::std::vec![$($crate::Value::from($value)),+] };
}

macro_rules! whole {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self::Int(i64::from(value))
            }
        }
        impl From<&$kind> for Value {
            fn from(value: &$kind) -> Self {
                Self::from(*value)
            }
        }
    )+};
}
whole!(i64, i32, i16, i8, u32, u16, u8, bool);

macro_rules! wide {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self::Int(i64::try_from(value).expect("counts and sizes stay below 2^63"))
            }
        }
        impl From<&$kind> for Value {
            fn from(value: &$kind) -> Self {
                Self::from(*value)
            }
        }
    )+};
}
wide!(usize, u64);

impl From<Moment> for Value {
    fn from(value: Moment) -> Self {
        Self::Int(value.millis())
    }
}
impl From<&Moment> for Value {
    fn from(value: &Moment) -> Self {
        Self::Int(value.millis())
    }
}
impl From<Dong> for Value {
    fn from(value: Dong) -> Self {
        Self::Int(value.0)
    }
}
impl From<&Dong> for Value {
    fn from(value: &Dong) -> Self {
        Self::Int(value.0)
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<&&str> for Value {
    fn from(value: &&str) -> Self {
        Self::Text((*value).to_owned())
    }
}
impl From<std::borrow::Cow<'_, str>> for Value {
    fn from(value: std::borrow::Cow<'_, str>) -> Self {
        Self::Text(value.into_owned())
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}
impl From<&Vec<u8>> for Value {
    fn from(value: &Vec<u8>) -> Self {
        Self::Bytes(value.clone())
    }
}
impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}
impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        Self::Text(value.to_string())
    }
}
impl From<&serde_json::Value> for Value {
    fn from(value: &serde_json::Value) -> Self {
        Self::Text(value.to_string())
    }
}
impl From<&Value> for Value {
    fn from(value: &Value) -> Self {
        value.clone()
    }
}
impl<T> From<Option<T>> for Value
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}
macro_rules! optional {
    ($($kind:ty),+) => {$(
        impl From<&Option<$kind>> for Value {
            fn from(value: &Option<$kind>) -> Self {
                value.as_ref().map_or(Self::Null, Self::from)
            }
        }
    )+};
}
optional!(
    String,
    i64,
    u32,
    bool,
    Moment,
    Dong,
    Vec<u8>,
    serde_json::Value
);

/// What a column can be read as.
pub trait FromValue: Sized {
    /// Reads the value, or says what it found instead.
    ///
    /// # Errors
    /// What was expected and what was found.
    fn from_value(value: &Value) -> Result<Self, String>;
}

fn unlike(expected: &str, found: &Value) -> String {
    let kind = match found {
        Value::Null => "NULL",
        Value::Int(_) => "a number",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    };
    format!("holds {kind} where {expected} was asked for")
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Int(number) => Ok(*number),
            other => Err(unlike("a number", other)),
        }
    }
}

macro_rules! narrow {
    ($($kind:ty),+) => {$(
        impl FromValue for $kind {
            fn from_value(value: &Value) -> Result<Self, String> {
                let number = i64::from_value(value)?;
                Self::try_from(number).map_err(|_| format!("holds {number}, which does not fit"))
            }
        }
    )+};
}
narrow!(i32, i16, u64, u32, u16, u8, usize);

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self, String> {
        match i64::from_value(value)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(format!("holds {other} where 0 or 1 was asked for")),
        }
    }
}
impl FromValue for Moment {
    fn from_value(value: &Value) -> Result<Self, String> {
        i64::from_value(value).map(Self::from_millis)
    }
}
impl FromValue for Dong {
    fn from_value(value: &Value) -> Result<Self, String> {
        i64::from_value(value).map(Self)
    }
}
impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            other => Err(unlike("text", other)),
        }
    }
}
impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            other => Err(unlike("bytes", other)),
        }
    }
}
impl FromValue for serde_json::Value {
    fn from_value(value: &Value) -> Result<Self, String> {
        let text = String::from_value(value)?;
        serde_json::from_str(&text).map_err(|error| format!("holds no valid JSON: {error}"))
    }
}
impl FromValue for Value {
    fn from_value(value: &Value) -> Result<Self, String> {
        Ok(value.clone())
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub(crate) columns: Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// Reads a column by its name.
    ///
    /// # Errors
    /// [`StoreError::Column`] if there is no such column or it holds something else.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, StoreError> {
        let place = self
            .columns
            .iter()
            .position(|name| name == column)
            .ok_or_else(|| StoreError::Column(format!("{column} is not in the answer")))?;
        T::from_value(&self.values[place])
            .map_err(|why| StoreError::Column(format!("{column} {why}")))
    }

    /// The columns with their values, in the order of the answer.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.columns.iter().map(String::as_str).zip(&self.values)
    }
}
