//! Reading of one file: size, encoding, and everything that can be said before YAML begins.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::diagnostics::{Code, Diagnostic, FileId, Place, Sink, Sources, Span};

/// Far more than the largest schema that makes sense: 100,000 fields are 6 MB.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// Reads a file into the sources. `false`: there is no text to parse, and it was reported why.
pub(super) fn read_file(
    path: &Path,
    shown: String,
    sources: &mut Sources,
    sink: &mut Sink,
) -> (FileId, bool) {
    match read_bytes(path) {
        Ok(bytes) => decode(bytes, shown, sources, sink),
        Err(Unreadable {
            code,
            message,
            help,
        }) => {
            let file = sources.add(shown, String::new());
            sink.report(Diagnostic::new(code, Place::whole(file), message).with_help(help));
            (file, false)
        }
    }
}

struct Unreadable {
    code: Code,
    message: String,
    help: &'static str,
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let unreadable = |error: io::Error| Unreadable {
        code: Code::UnreadableFile,
        message: format!("the file cannot be read: {error}"),
        help: "check that it exists and that you may read it",
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        // Opening a pipe would wait for its writer for ever.
        let what = if metadata.is_dir() {
            "a folder"
        } else {
            "not a regular file"
        };
        return Err(Unreadable {
            code: Code::UnreadableFile,
            message: format!("this is {what}, but is named like a schema"),
            help: "rename or move it",
        });
    }
    let too_large = || Unreadable {
        code: Code::FileTooLarge,
        message: format!("the file is larger than {} MiB", LARGEST_FILE >> 20),
        help: "a schema describes one entity; is this one?",
    };
    if metadata.len() > LARGEST_FILE {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // The file may grow between the two looks at it.
    let mut file = File::open(path).map_err(unreadable)?.take(LARGEST_FILE + 1);
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Takes the bytes of a file as text, into the sources. `false`: they are none, and it was reported.
pub(super) fn decode(
    bytes: Vec<u8>,
    shown: String,
    sources: &mut Sources,
    sink: &mut Sink,
) -> (FileId, bool) {
    const BYTE_ORDER_MARK: &str = "\u{FEFF}";
    match String::from_utf8(bytes) {
        Ok(text) => {
            let marked = text.starts_with(BYTE_ORDER_MARK);
            let file = sources.add(shown, text);
            if marked {
                let place = Span {
                    file,
                    start: 0,
                    end: BYTE_ORDER_MARK.len(),
                }
                .place();
                sink.report(
                    Diagnostic::new(
                        Code::ByteOrderMark,
                        place,
                        "the file begins with a byte order mark",
                    )
                    .with_help("save it as UTF-8 without byte order mark"),
                );
            }
            (file, true)
        }
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = bytes {
                let file = sources.add(shown, String::new());
                let message = "the file is UTF-16, not UTF-8";
                sink.report(
                    Diagnostic::new(Code::NotUtf8, Place::whole(file), message)
                        .with_help("save it as UTF-8"),
                );
                return (file, false);
            }
            let bad = bytes.get(start).copied().unwrap_or_default();
            let message = format!("byte {start} of the file, 0x{bad:02X}, is not UTF-8");
            // Bytes before the bad one keep their places in the lossy text.
            let text = String::from_utf8_lossy(bytes).into_owned();
            let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
            let file = sources.add(shown, text);
            sink.report(
                Diagnostic::new(Code::NotUtf8, Span { file, start, end }.place(), message)
                    .with_help("save it as UTF-8"),
            );
            (file, false)
        }
    }
}
