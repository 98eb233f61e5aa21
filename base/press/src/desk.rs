//! The typesetter's whole world: one layout, four fonts, one paper's data.
//! For `pdf`; it reads no disk, no network and no clock.

use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// What does not change from paper to paper.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    layout: Source,
    data: FileId,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let fonts: Vec<Font> = [
        &include_bytes!("../fonts/Tinos-Regular.ttf")[..],
        &include_bytes!("../fonts/Tinos-Bold.ttf")[..],
        &include_bytes!("../fonts/Tinos-Italic.ttf")[..],
        &include_bytes!("../fonts/Tinos-BoldItalic.ttf")[..],
    ]
    .into_iter()
    .flat_map(|file| Font::iter(Bytes::new(file)))
    .collect();
    Shop {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        layout: Source::new(file_id("/paper.typ"), include_str!("paper.typ").into()),
        data: file_id("/paper.json"),
    }
});

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the path is a constant of ours");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Whether each of the four fonts can draw this character.
pub fn can_draw(c: char) -> bool {
    SHOP.fonts
        .iter()
        .all(|font| font.info().coverage.contains(u32::from(c)))
}

/// The world as one paper sees it.
pub struct Desk {
    paper: Bytes,
}

impl Desk {
    /// A desk with the paper's data as JSON.
    pub fn new(paper: Vec<u8>) -> Desk {
        Desk {
            paper: Bytes::new(paper),
        }
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }

    fn main(&self) -> FileId {
        SHOP.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == SHOP.layout.id() {
            Ok(SHOP.layout.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == SHOP.data {
            Ok(self.paper.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHOP.fonts.get(index).cloned()
    }

    /// No clock: a paper's dates are in its data, and its bytes stay the same.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
