//! File upload and download.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::answer::{
    Verdict, accept, error, expect_object, first_object, no_result, text, unexpected,
};
use super::{BillingPlatform, Target, subject};
use crate::column::FileField;
use crate::error::{Error, ErrorKind};
use crate::json::{Members, write_text};
use crate::request::{Answer, Limits, Method, Request, Retry, Subject};
use crate::{Entity, Id};

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
    let member = "file_downloadResponse";
    let data = decode_file(subject, limits, answer, member)?.unwrap_or_default();
    // Downloads are broken into lines of 64 characters (REST Methods, FILE DOWNLOAD).
    let unbroken: Vec<u8> = data
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD.decode(unbroken).map_err(|cause| {
        error(ErrorKind::UnexpectedAnswer, subject)
            .at(format!("{member}[0].Data"), format!("base64 ({cause})"))
    })
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
