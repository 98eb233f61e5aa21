//! Whether a stored file holds what its first bytes promise, to the end: a scan that broke off shows nobody anything.
//! For files as they are added; a citizen is told while standing at the counter, not two weeks later.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use kit::FileKind;

/// A PDF ends with this mark; some writers add a little after it.
const PDF_END: &[u8] = b"%%EOF";
/// The last piece of a PNG (its specification, 5.6), with its checksum.
const PNG_END: &[u8] = b"IEND\xaeB`\x82";
const TAIL_BYTES: u64 = 2048;

/// Whether its end is there.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn is_there(kind: FileKind, path: &Path) -> std::io::Result<bool> {
    let mut file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    if kind == FileKind::Jpeg {
        // Why all of it: telephones append videos and notes after the picture.
        file.read_to_end(&mut bytes)?;
        return Ok(holds_picture(&bytes).unwrap_or(false));
    }
    let size = file.metadata()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL_BYTES)))?;
    file.read_to_end(&mut bytes)?;
    let end = if kind == FileKind::Png {
        PNG_END
    } else {
        PDF_END
    };
    Ok(bytes.windows(end.len()).any(|some| some == end))
}

/// Steps over the segments of a JPEG to its picture, and looks for the picture's end; none where it breaks off before.
fn holds_picture(bytes: &[u8]) -> Option<bool> {
    let mut rest = bytes.get(2..)?;
    loop {
        let marker = rest.strip_prefix(b"\xff")?;
        let (kind, after) = marker.split_first()?;
        match kind {
            // A filling byte before the marker proper.
            0xff => rest = marker,
            0xda => return Some(after.windows(2).any(|two| two == b"\xff\xd9")),
            0xd9 => return Some(false),
            _ => {
                let length = u16::from_be_bytes(after.get(..2)?.try_into().ok()?);
                rest = after.get(usize::from(length)..)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_whole_when_its_scan_ends_whatever_comes_before_and_after() {
        let whole = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xda\0\x02scan\xff\xd9 and a video";
        assert_eq!(holds_picture(whole), Some(true));
        // The small picture within the first segment ends; the large one does not.
        let broken = b"\xff\xd8\xff\xe1\0\x06\xff\xd8\xff\xd9\xff\xda\0\x02scan";
        assert_eq!(holds_picture(broken), Some(false));
        assert_eq!(holds_picture(b"\xff\xd8\xff\xe0\0\xff cut"), None);
        assert_eq!(holds_picture(b"\xff\xd8\xff\xd9"), Some(false));
    }
}
