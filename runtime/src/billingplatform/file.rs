//! File upload and download.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::answer::{
    Verdict, accept, error, expect_object, first_object, no_result, text, unexpected,
};
use super::{BillingPlatform, Target, subject};
use crate::answer::Answer;
use crate::body::{Body, Source};
use crate::column::FileField;
use crate::error::{Error, ErrorKind};
use crate::files::encode::Enclosed;
use crate::files::extract::FilePlace;
use crate::files::receive::{Download, Receiver, Stopped, not_base64};
use crate::files::{FileSink, FileSource};
use crate::json::{Members, write_text};
use crate::request::{DEFAULT_MAX_FILE, Limits, Method, Request, Retry, Subject};
use crate::{Entity, Id, IdOf};

/// Stores a file in a field of a record (REST Methods, FILE UPLOAD).
///
/// A repetition stores the same file again.
pub fn upload_file<E: Entity>(
    id: &Id<E>,
    field: &FileField<E>,
    file_name: &str,
    contents: &[u8],
) -> Request<BillingPlatform, ()> {
    upload_file_of(Target::of::<E>(), id, field, file_name, contents)
}

/// Stores a file in a field of a record of any entity.
pub(super) fn upload_file_of<E>(
    target: Target,
    id: &Id<E>,
    field: &FileField<E>,
    file_name: &str,
    contents: &[u8],
) -> Request<BillingPlatform, ()> {
    let mut json = Vec::with_capacity(contents.len() / 3 * 4 + file_name.len() + 64);
    let mut members = Members::open(&mut json);
    write_text(members.member("FileName"), file_name);
    // One line without breaks, as REST Methods sends it.
    write_text(members.member("Data"), &STANDARD.encode(contents));
    members.close();
    request(
        Method::Post,
        "upload_file",
        Retry::Idempotent,
        target,
        id,
        field,
        decode_upload,
    )
    .with_json(json)
}

/// Stores a file in a field of a record, read from a path or a reader while it is sent.
///
/// It does what the entity's own `upload_file` does, without the file in memory. The client sends
/// it again, where it has to, only as long as the source [can be read](crate::Body::is_available)
/// from its beginning.
///
/// ```
/// use billbind_runtime::billingplatform::upload_file_from;
/// use billbind_runtime::{Entity, FileField, FileSource};
///
/// # struct Account;
/// # impl Entity for Account { const WIRE_NAME: &'static str = "ACCOUNT"; }
/// let document = FileField::<Account>::custom("DOCUMENT");
/// let source = FileSource::path("contract.pdf");
/// let request = upload_file_from(27471, &document, "contract.pdf", source);
/// # let _ = request;
/// ```
pub fn upload_file_from<E: Entity>(
    id: impl IdOf<E>,
    field: &FileField<E>,
    file_name: &str,
    source: impl Into<FileSource>,
) -> Request<BillingPlatform, ()> {
    upload_file_from_of(
        Target::of::<E>(),
        &id.into_id(),
        field,
        file_name,
        source.into(),
    )
}

/// Stores a file from a source in a field of a record of any entity.
pub(super) fn upload_file_from_of<E>(
    target: Target,
    id: &Id<E>,
    field: &FileField<E>,
    file_name: &str,
    source: FileSource,
) -> Request<BillingPlatform, ()> {
    let mut before = Vec::with_capacity(file_name.len() + 32);
    let mut members = Members::open(&mut before);
    write_text(members.member("FileName"), file_name);
    members.member("Data").push(b'"');
    request(
        Method::Post,
        "upload_file",
        Retry::Idempotent,
        target,
        id,
        field,
        decode_upload,
    )
    .with_json(Body::from_source(Upload { before, source }))
}

/// The body of an upload from a source.
struct Upload {
    /// The body up to the file.
    before: Vec<u8>,
    source: FileSource,
}

impl Upload {
    /// The body behind the file.
    const AFTER: &'static [u8] = b"\"}";
}

impl Source for Upload {
    fn length(&self) -> Option<u64> {
        let contents = self.source.length()?;
        Enclosed::<File>::length(self.before.len(), contents, Self::AFTER.len())
    }

    fn is_available(&self) -> bool {
        self.source.is_available()
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let contents = self.source.open()?;
        Ok(Box::new(Enclosed::new(
            self.before.clone(),
            contents,
            self.source.length(),
            Self::AFTER.to_vec(),
        )))
    }
}

/// Reads the file in a field of a record (REST Methods, FILE DOWNLOAD).
pub fn download_file<E: Entity>(
    id: &Id<E>,
    field: &FileField<E>,
) -> Request<BillingPlatform, Vec<u8>> {
    download_file_of(Target::of::<E>(), id, field)
}

/// Reads the file in a field of a record of any entity.
pub(super) fn download_file_of<E>(
    target: Target,
    id: &Id<E>,
    field: &FileField<E>,
) -> Request<BillingPlatform, Vec<u8>> {
    request(
        Method::Get,
        "download_file",
        Retry::Read,
        target,
        id,
        field,
        decode_download,
    )
}

/// Writes the file in a field of a record to a path or a writer as it arrives, and gives its size
/// in bytes.
///
/// It does what the entity's own `download_file` does, without the file in memory. The limit is
/// [`max_file`](Request::max_file) and not `max_body`.
///
/// # Errors
/// On decoding: [`ErrorKind::LocalIo`] where the file cannot be put in its place.
///
/// ```
/// use billbind_runtime::billingplatform::download_file_to;
/// use billbind_runtime::{Answer, Entity, FileField, FileSink};
///
/// # struct Account;
/// # impl Entity for Account { const WIRE_NAME: &'static str = "ACCOUNT"; }
/// # let folder = std::env::temp_dir();
/// let document = FileField::<Account>::custom("DOCUMENT");
/// let path = folder.join("contract.pdf");
/// let request = download_file_to(27471, &document, FileSink::path(&path));
///
/// // A client writes the file while it receives it; `decode` does so with a whole answer.
/// let answer = Answer::new(200, r#"{"file_downloadResponse": [{"ErrorCode": "0", "Data": "JVBERg=="}]}"#);
/// assert_eq!(request.decode(&answer)?, 4);
/// assert_eq!(std::fs::read(&path)?, b"%PDF");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn download_file_to<E: Entity>(
    id: impl IdOf<E>,
    field: &FileField<E>,
    sink: impl Into<FileSink>,
) -> Request<BillingPlatform, u64> {
    download_file_to_of(Target::of::<E>(), &id.into_id(), field, sink.into())
}

/// Writes the file in a field of a record of any entity to a sink.
pub(super) fn download_file_to_of<E>(
    target: Target,
    id: &Id<E>,
    field: &FileField<E>,
    sink: FileSink,
) -> Request<BillingPlatform, u64> {
    let mut request = request(
        Method::Get,
        "download_file",
        Retry::Read,
        target,
        id,
        field,
        decode_download_to,
    );
    request.subject.download = Some(Download {
        place: FilePlace {
            result: DOWNLOADED,
            file: "Data",
        },
        sink,
        max_file: DEFAULT_MAX_FILE,
    });
    request
}

impl Request<BillingPlatform, u64> {
    /// Allows files of up to so many bytes to be downloaded ([`DEFAULT_MAX_FILE`] unless set).
    pub fn max_file(mut self, bytes: u64) -> Self {
        if let Some(download) = &mut self.subject.download {
            download.max_file = bytes;
        }
        self
    }
}

/// The member of an answer that holds a file.
const DOWNLOADED: &str = "file_downloadResponse";

fn request<E, T>(
    method: Method,
    operation: &'static str,
    retry: Retry,
    target: Target,
    id: &Id<E>,
    field: &FileField<E>,
    decode: fn(&Subject, &Limits, &Answer) -> Result<T, Error>,
) -> Request<BillingPlatform, T> {
    let path = [
        "rest",
        "2.0",
        "files",
        &*target.entity.clone(),
        id.as_str(),
        &field.name,
    ];
    Request::new(method, &path, subject(target, operation, retry, 1), decode)
}

fn decode_upload(subject: &Subject, limits: &Limits, answer: &Answer) -> Result<(), Error> {
    decode_file(subject, limits, answer, "file_uploadResponse").map(drop)
}

fn decode_download(subject: &Subject, limits: &Limits, answer: &Answer) -> Result<Vec<u8>, Error> {
    let data = decode_file(subject, limits, answer, DOWNLOADED)?.unwrap_or_default();
    // Downloads are broken into lines of 64 characters (REST Methods, FILE DOWNLOAD).
    let unbroken: Vec<u8> = data
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD
        .decode(unbroken)
        .map_err(|cause| no_file(subject, &not_base64(&cause)))
}

fn decode_download_to(subject: &Subject, limits: &Limits, answer: &Answer) -> Result<u64, Error> {
    // Every such request is made with one; see `download_file_to_of`.
    let Some(download) = &subject.download else {
        return decode_download(subject, limits, answer).map(|file| file.len() as u64);
    };
    if answer.file.is_none() && (200..300).contains(&answer.status) {
        // An HTTP stack has received the whole answer: the file is taken out of it now.
        let mut receiver = Receiver::new(download);
        let mut rest = Vec::new();
        receiver
            .push(&answer.body, &mut rest)
            .map_err(|stopped| not_taken(subject, &stopped))?;
        let mut answer = Answer::new(answer.status, rest);
        answer.file = Some(Arc::new(receiver.finish()));
        return put_in_place(subject, limits, &answer, download);
    }
    put_in_place(subject, limits, answer, download)
}

/// Puts the file in its place that has been taken out of an answer which reports success.
fn put_in_place(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
    download: &Download,
) -> Result<u64, Error> {
    decode_file(subject, limits, answer, DOWNLOADED)?;
    let Some(received) = &answer.file else {
        // There is none in an answer that reports no success, which was told above.
        return Err(no_file(subject, "a file"));
    };
    if let Some(expected) = received.problem() {
        return Err(no_file(subject, expected));
    }
    received
        .put_in_place(download)
        .map_err(|cause| not_taken(subject, &Stopped::Sink(cause)))
}

/// The error of a file that is not taken.
fn not_taken(subject: &Subject, stopped: &Stopped) -> Error {
    let kind = match stopped {
        Stopped::TooLarge(_) => ErrorKind::AnswerTooLarge,
        Stopped::Sink(_) => ErrorKind::LocalIo,
    };
    error(kind, subject).with_vendor(None, Some(stopped.to_string()))
}

/// The error of an answer in which something else stands for the file.
fn no_file(subject: &Subject, expected: &str) -> Error {
    error(ErrorKind::UnexpectedAnswer, subject).at(format!("{DOWNLOADED}[0].Data"), expected)
}

/// The `Data` of a file answer that reports success.
fn decode_file(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
    member: &str,
) -> Result<Option<String>, Error> {
    let body = accept(subject, limits, answer)?;
    let members = expect_object(subject, body)?;
    let response = members
        .get(member)
        .ok_or_else(|| no_result(subject, body, member))?;
    let result = first_object(response)
        .ok_or_else(|| unexpected(subject, body, member, "an object with `ErrorCode`"))?;
    let verdict = Verdict::of(&result);
    if verdict.succeeded == Some(false) {
        return Err(error(ErrorKind::RecordRefused, subject)
            .with_status(answer.status)
            .with_vendor(subject.told(verdict.code), subject.told(verdict.text))
            .with_field(subject.told(verdict.field)));
    }
    Ok(text(&result, "Data"))
}
