//! Receives an answer with a file in it: the file goes to its sink as it arrives.

use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};

use super::decode::Base64;
use super::extract::{Extractor, FilePlace, Piece};
use super::sink::{FileSink, OpenSink};

/// What is to be done with the file of an answer.
#[derive(Debug, Clone)]
pub(crate) struct Download {
    pub(crate) place: FilePlace,
    pub(crate) sink: FileSink,
    /// Largest file, in bytes.
    pub(crate) max_file: u64,
}

/// Why no more of the answer is taken.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// The file is larger than so many bytes.
    TooLarge(u64),
    /// The sink failed.
    Sink(io::Error),
}

impl fmt::Display for Stopped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(most) => write!(
                formatter,
                "the file has more than {most} bytes; raise the limit with `max_file`"
            ),
            Self::Sink(cause) => write!(formatter, "the file could not be written: {cause}"),
        }
    }
}

/// Takes the parts of an answer.
pub(crate) struct Receiver<'d> {
    download: &'d Download,
    extractor: Extractor,
    base64: Base64,
    sink: Option<OpenSink>,
    size: u64,
    problem: Option<String>,
}

impl<'d> Receiver<'d> {
    pub(crate) fn new(download: &'d Download) -> Self {
        Self {
            extractor: Extractor::new(download.place),
            base64: Base64::default(),
            sink: None,
            size: 0,
            problem: None,
            download,
        }
    }

    /// Takes the next part, and adds what is no file to `rest`.
    pub(crate) fn push(&mut self, part: &[u8], rest: &mut Vec<u8>) -> Result<(), Stopped> {
        let Self {
            download,
            extractor,
            base64,
            sink,
            size,
            problem,
        } = self;
        extractor.push(part, rest, |piece| {
            // What the file would be is of no interest any more; what the answer says of it is.
            if problem.is_some() {
                return Ok(());
            }
            let decoded = match piece {
                Piece::Text(text) => base64.push(text),
                Piece::End => base64.finish(),
                Piece::Problem(expected) => {
                    *problem = Some(expected.to_owned());
                    return Ok(());
                }
            };
            let decoded = match decoded {
                Ok(decoded) => decoded,
                Err(cause) => {
                    *problem = Some(not_base64(&cause));
                    return Ok(());
                }
            };
            if decoded.is_empty() {
                return Ok(());
            }
            *size += decoded.len() as u64;
            if *size > download.max_file {
                return Err(Stopped::TooLarge(download.max_file));
            }
            let open = match sink {
                Some(open) => open,
                None => sink.insert(download.sink.open().map_err(Stopped::Sink)?),
            };
            open.write(decoded).map_err(Stopped::Sink)
        })
    }

    /// What was received. Whether the answer means success is for its decoder to say.
    pub(crate) fn finish(self) -> Received {
        Received {
            sink: Mutex::new(self.sink),
            size: self.size,
            problem: self.problem,
        }
    }
}

impl fmt::Debug for Receiver<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Receiver({} bytes)", self.size)
    }
}

/// What stands in the place of a file that is none.
pub(crate) fn not_base64(cause: &base64::DecodeError) -> String {
    format!("base64 ({cause})")
}

/// A file that has arrived and is not in its place yet.
pub(crate) struct Received {
    sink: Mutex<Option<OpenSink>>,
    size: u64,
    /// What should have stood where the file is.
    problem: Option<String>,
}

impl Received {
    /// What should have stood in the place of the file, where it is not what came.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Puts the file in its place and gives its size.
    pub(crate) fn put_in_place(&self, download: &Download) -> io::Result<u64> {
        let sink = self
            .sink
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match sink {
            Some(sink) => sink.finish()?,
            // An empty file is one as well.
            None if self.size == 0 => download.sink.open()?.finish()?,
            // The same answer was decoded before.
            None => {}
        }
        Ok(self.size)
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Received({} bytes)", self.size)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// A writer whose bytes can be looked at.
    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, part: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(part)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Base64 as a JSON text, with some of its characters escaped and lines broken.
    fn as_json_text(base64: &str, choices: &[u8]) -> String {
        let choices = choices.iter().chain(std::iter::repeat(&0));
        let written =
            base64
                .chars()
                .zip(choices)
                .map(|(character, choice)| match (character, choice % 16) {
                    ('/', 1 | 2) => "\\/".to_owned(),
                    (_, 3) => format!("\\u{:04x}", u32::from(character)),
                    (_, 4) => format!("\\n{character}"),
                    (_, 5) => format!("\\r\\n {character}"),
                    _ => character.to_string(),
                });
        format!("\"{}\"", written.collect::<String>())
    }

    /// Some other member of the result: one that could be taken for the file, too.
    fn other_member() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(r#""ErrorCode": "0""#.to_owned()),
            Just(
                r#""Nested": {"Data": "QQ==", "file_downloadResponse": [{"Data": "QQ=="}]}"#
                    .to_owned()
            ),
            Just(r#""Text": "\"Data\": \"QQ==\" } ] \\""#.to_owned()),
            Just(r#""data": "QQ==""#.to_owned()),
            ".{0,20}".prop_map(|text| { format!("\"Other\": {}", Value::String(text)) }),
        ]
    }

    proptest! {
        #[test]
        fn an_answer_in_parts_gives_the_file_and_the_rest_of_the_whole(
            contents in proptest::collection::vec(any::<u8>(), 0..600),
            choices in proptest::collection::vec(any::<u8>(), 0..900),
            before in proptest::collection::vec(other_member(), 0..3),
            after in proptest::collection::vec(other_member(), 0..3),
            is_list in any::<bool>(),
            breakage in proptest::option::weighted(0.3, any::<prop::sample::Index>()),
            borders in proptest::collection::vec(any::<prop::sample::Index>(), 0..40),
        ) {
            let mut base64 = STANDARD.encode(&contents);
            if let Some(at) = breakage.filter(|_| !base64.is_empty()) {
                // What is left may still be base64, but never that of these contents.
                base64.remove(at.index(base64.len()));
            }
            let file = format!("\"Data\": {}", as_json_text(&base64, &choices));
            let members = [before, vec![file], after].concat().join(", ");
            let result = if is_list { format!("[{{{members}}}]") } else { format!("{{{members}}}") };
            let answer = format!("{{\"x\": [1, {{}}], \"file_downloadResponse\": {result}}}");

            let written = Written::default();
            let download = Download {
                place: FilePlace { result: "file_downloadResponse", file: "Data" },
                sink: FileSink::writer(written.clone()),
                max_file: 600,
            };
            let mut receiver = Receiver::new(&download);
            let mut rest = Vec::new();
            let mut borders: Vec<usize> = borders.iter().map(|at| at.index(answer.len())).collect();
            borders.sort_unstable();
            let mut start = 0;
            for end in borders.into_iter().chain([answer.len()]) {
                let part = &answer.as_bytes()[start..end];
                prop_assert!(receiver.push(part, &mut rest).is_ok());
                start = end;
            }
            let received = receiver.finish();

            let mut whole: Value = serde_json::from_str(&answer).expect("the answer is JSON");
            let result = &mut whole["file_downloadResponse"];
            let result = if is_list { &mut result[0] } else { result };
            let text = result["Data"].as_str().expect("a text").replace(char::is_whitespace, "");
            result["Data"] = Value::String(String::new());
            let rest: Value = serde_json::from_slice(&rest).expect("the rest is JSON");
            prop_assert_eq!(rest, whole);
            match STANDARD.decode(text) {
                Ok(expected) => {
                    prop_assert_eq!(received.problem(), None);
                    let size = received.put_in_place(&download).expect("a writer does not fail");
                    prop_assert_eq!(size, expected.len() as u64);
                    prop_assert_eq!(&*written.0.lock().unwrap(), &expected);
                }
                Err(_) => prop_assert!(received.problem().is_some()),
            }
        }
    }
}
