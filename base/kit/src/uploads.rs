//! Files sent with a form: looked at, limited, and streamed into the store as they arrive.
//! For handlers that take `Uploads`; a refused file costs nothing else that was typed.

use std::io::Read;

use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::text;
use tokio::sync::mpsc;

use crate::app::App;
use crate::error::{Error, Result};
use crate::field_errors::FieldErrors;
use crate::form::{FORM_BYTES_MAX, Fields, broken, is_multipart, read_fields, visible};
use crate::parts::{Parts, text_of};
use crate::words;

/// One file.
pub const FILE_MB_MAX: usize = 20;
/// Of one sending: more are mostly a folder chosen by mistake.
pub const FILES_MAX: usize = 20;
const FILE_BYTES_MAX: usize = FILE_MB_MAX * 1024 * 1024;
/// Names are shown, never used as paths; longer ones are cut.
const NAME_CHARS_MAX: usize = 150;
/// PDF allows its header within the first kilobyte.
const HEAD_BYTES: usize = 1024;

/// What we open: what a browser shows beside a form without help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A JPEG photograph.
    Jpeg,
    /// A PNG picture.
    Png,
}

impl FileKind {
    /// What the first bytes say; the name and the browser's word count for nothing.
    pub fn of(head: &[u8]) -> Option<Self> {
        let head = &head[..head.len().min(HEAD_BYTES)];
        if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if head.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if head.windows(5).any(|five| five == b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// The kind of a stored media type.
    pub fn from_media_type(name: &str) -> Option<Self> {
        [Self::Pdf, Self::Jpeg, Self::Png]
            .into_iter()
            .find(|kind| kind.media_type() == name)
    }

    /// The media type, as stored and sent.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// One file, already in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The form's field.
    pub field: String,
    /// The file's own name, for people.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its address in the store.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A form with files.
#[derive(Clone, Debug, Default)]
pub struct Uploads {
    /// Its texts.
    pub fields: Fields,
    /// The files that were taken.
    pub files: Vec<Upload>,
    /// Sentences about those that were not.
    pub errors: FieldErrors,
    /// How many files were sent, taken or not.
    sent: usize,
}

impl FromRequest<App> for Uploads {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let mut taken = Self::default();
        if !is_multipart(request.headers()) {
            taken.fields = read_fields(request, FORM_BYTES_MAX).await?;
            return Ok(taken);
        }
        let mut parts = Parts::of(request).await?;
        let mut left = FORM_BYTES_MAX;
        while let Some(mut part) = parts.next().await? {
            if part.file_name().is_some() {
                taken.take_file(app, part).await?;
                continue;
            }
            let (name, value) = text_of(&mut part, &mut left, FORM_BYTES_MAX).await?;
            taken.fields.push(&name, &value)?;
        }
        Ok(taken)
    }
}

impl Uploads {
    async fn take_file(&mut self, app: &App, mut part: Field<'_>) -> Result<()> {
        let field = part.name().unwrap_or_default().to_owned();
        let name = shown_name(part.file_name().unwrap_or_default());
        let head = head_of(&mut part).await?;
        // Why silent without a name: a browser sends an empty part for a file field left alone.
        if head.is_empty() && name.is_empty() {
            return Ok(());
        }
        self.sent += 1;
        if self.sent > FILES_MAX {
            while part.chunk().await.map_err(broken)?.is_some() {}
            if self.sent == FILES_MAX + 1 {
                self.errors
                    .add(field, words::too_many_files(&name, FILES_MAX));
            }
            return Ok(());
        }
        if head.is_empty() {
            self.errors.add(field, words::file_empty(&name));
            return Ok(());
        }
        let Some(kind) = FileKind::of(&head) else {
            while part.chunk().await.map_err(broken)?.is_some() {}
            let sentence = if is_heic(&head) {
                words::file_heic(&name)
            } else {
                words::file_not_readable(&name)
            };
            self.errors.add(field, sentence);
            return Ok(());
        };
        match stored(app, head, part).await? {
            None => self
                .errors
                .add(field, words::file_too_large(&name, FILE_MB_MAX)),
            Some(file) => self.files.push(Upload {
                field,
                name,
                kind,
                sha256: file.sha256,
                size: file.size,
            }),
        }
        Ok(())
    }
}

/// What iPhones take by default and browsers do not show (ISO 23008-12: brand of the first box).
fn is_heic(head: &[u8]) -> bool {
    let brand = head.get(4..12).and_then(|box_| box_.strip_prefix(b"ftyp"));
    brand.is_some_and(|brand| [&b"heic"[..], b"heix", b"mif1", b"hevc", b"msf1"].contains(&brand))
}

/// The last part of the name, without control characters, not longer than a line.
fn shown_name(sent: &str) -> String {
    let name = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = visible(&text::nfc(name))
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    shortened(plain.trim())
}

/// A long name loses its middle, never what its end says of its kind.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= NAME_CHARS_MAX {
        return name.to_owned();
    }
    let kind = name
        .rsplit_once('.')
        .map(|(_, kind)| format!(".{kind}"))
        .filter(|kind| kind.chars().count() <= 6)
        .unwrap_or_default();
    let room = NAME_CHARS_MAX - 1 - kind.chars().count();
    let head: String = name.chars().take(room).collect();
    format!("{}…{kind}", head.trim_end())
}

async fn head_of(part: &mut Field<'_>) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    while head.len() < HEAD_BYTES {
        match part.chunk().await.map_err(broken)? {
            Some(chunk) => head.extend_from_slice(&chunk),
            None => break,
        }
    }
    Ok(head)
}

/// Streams one file into the store; none when it is larger than allowed. The
/// rest of a file too large is heard and dropped, so that the browser gets its answer.
async fn stored(
    app: &App,
    head: Vec<u8>,
    mut part: Field<'_>,
) -> Result<Option<store::StoredFile>> {
    let (sender, receiver) = mpsc::channel::<Piece>(4);
    let db = app.db().clone();
    let limit = u64::try_from(FILE_BYTES_MAX).expect("20 MB fit in 64 bits");
    let writing = tokio::task::spawn_blocking(move || {
        let arriving = Arriving {
            receiver,
            chunk: Bytes::new(),
            is_whole: false,
        };
        db.put_file(arriving, limit)
    });
    let mut is_heard = sender.send(Piece::Chunk(head.into())).await.is_ok();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        is_heard = is_heard && sender.send(Piece::Chunk(chunk)).await.is_ok();
    }
    if is_heard {
        // Why ignored: a store that stopped listening answers below why it did.
        let _ = sender.send(Piece::End).await;
    }
    match writing.await.map_err(Error::fault)? {
        Ok(file) => Ok(Some(file)),
        Err(store::StoreError::TooLarge { limit: _ }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What the blocking side hears; without an `End` the browser broke off.
enum Piece {
    Chunk(Bytes),
    End,
}

/// The chunks of a request as a reader, for the blocking side.
struct Arriving {
    receiver: mpsc::Receiver<Piece>,
    chunk: Bytes,
    is_whole: bool,
}

impl Read for Arriving {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.chunk.is_empty() && !self.is_whole {
            match self.receiver.blocking_recv() {
                Some(Piece::Chunk(chunk)) => self.chunk = chunk,
                Some(Piece::End) => self.is_whole = true,
                None => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let n = self.chunk.len().min(into.len());
        into[..n].copy_from_slice(&self.chunk.split_to(n));
        Ok(n)
    }
}

/// A stored file as an answer: shown in place, also in a frame of our own pages, and nothing in it runs.
pub fn file_answer(bytes: Vec<u8>, media_type: &'static str, name: &str) -> Response {
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    let disposition = HeaderValue::try_from(format!("inline; filename*=UTF-8''{encoded}"))
        .expect("a percent-encoded name is ASCII");
    let policy =
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(policy),
        ),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bytes_say_what_a_file_is() {
        assert_eq!(FileKind::of(b"%PDF-1.7\n"), Some(FileKind::Pdf));
        assert_eq!(FileKind::of(b"\xef\xbb\xbf\n%PDF-1.4"), Some(FileKind::Pdf));
        assert_eq!(FileKind::of(b"\xff\xd8\xff\xe0"), Some(FileKind::Jpeg));
        assert_eq!(FileKind::of(b"\x89PNG\r\n\x1a\n..."), Some(FileKind::Png));
        assert_eq!(FileKind::of(b"<html>%PD"), None);
        assert_eq!(FileKind::of(b""), None);
        for kind in [FileKind::Pdf, FileKind::Jpeg, FileKind::Png] {
            assert_eq!(FileKind::from_media_type(kind.media_type()), Some(kind));
        }
    }

    #[test]
    fn photographs_of_an_iphone_are_known_for_what_they_are() {
        assert!(is_heic(b"\0\0\0\x18ftypheic\0\0"));
        assert!(!is_heic(b"\0\0\0\x18ftypmp42\0\0"));
        assert!(!is_heic(b"ftypheic") && !is_heic(b""));
    }

    #[test]
    fn a_name_is_for_people_and_never_a_path() {
        assert_eq!(shown_name("../../etc/pass\0wd"), "passwd");
        assert_eq!(shown_name("hoso\u{202e}fdp.exe"), "hosofdp.exe");
        assert_eq!(
            shown_name("C:\\Ảnh\\giấy chứng sinh.jpg"),
            "giấy chứng sinh.jpg"
        );
        assert_eq!(shown_name(&"ạ".repeat(500)).chars().count(), NAME_CHARS_MAX);
        let long = shown_name(&format!("{}.pdf", "ạ".repeat(500)));
        assert!(long.ends_with("ạ….pdf"), "{long}");
        assert_eq!(long.chars().count(), NAME_CHARS_MAX);
    }
}
