//! Create, update and upsert, and the per-record results of all writes.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;

use serde_json::value::RawValue;

use super::answer::{Verdict, accept, error, expect_object, no_result, objects, text, unexpected};
use super::{BillingPlatform, NUMBERS, Target, path, records_body, subject};
use crate::answer::Answer;
use crate::draft::Draft;
use crate::error::{Error, ErrorKind};
use crate::redact::{Masks, OnOneLine};
use crate::request::{Limits, Method, Request, Retry, Subject};
use crate::validation::validate;
use crate::{Entity, Id, Key};

/// What the server says of a record that it wrote.
pub struct Written<E> {
    /// The record's id.
    pub id: Id<E>,
    /// For an upsert, whether the record is new, where the answer tells.
    pub created: Option<bool>,
}

impl<E: Entity> fmt::Debug for Written<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Written")
            .field("id", &self.id)
            .field("created", &self.created)
            .finish()
    }
}

impl<E> Clone for Written<E> {
    fn clone(&self) -> Self {
        Self {
            id: self.id.clone(),
            created: self.created,
        }
    }
}

impl<E> PartialEq for Written<E> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.created == other.created
    }
}

/// What the server says of a record that it refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordError {
    /// `ErrorCode`: any text but `0`. The vendor documents no list of them.
    pub code: Option<String>,
    /// `ErrorText`.
    pub text: Option<String>,
    /// `ErrorElementField`: the field that was refused.
    pub field: Option<String>,
    /// `Id`, where the answer names one.
    pub id: Option<String>,
    /// The answer does not say what came of the record, or says that it was written and not under
    /// which id. Look for the record before you send it again.
    pub is_unclear: bool,
}

impl fmt::Display for RecordError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.is_unclear {
            "the record may have been written: look for it before sending it again"
        } else {
            "the server refused the record"
        })?;
        if let Some(field) = &self.field {
            write!(formatter, ", field {}", OnOneLine(field))?;
        }
        for part in [&self.code, &self.text].into_iter().flatten() {
            write!(formatter, ": {}", OnOneLine(part))?;
        }
        Ok(())
    }
}

impl std::error::Error for RecordError {}

/// The first record of a [`Batch`] that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchRefusal {
    /// Its place in the request, counted from 0.
    pub record: usize,
    /// Why.
    pub error: RecordError,
}

impl fmt::Display for BatchRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "record {}: {}", self.record, self.error)
    }
}

impl std::error::Error for BatchRefusal {}

/// The results of a write of several records, in the order in which they were sent.
///
/// That the vendor keeps this order is inferred. Where records were sent by their ids and an answer
/// names other ids in their places, results go to the records that they name, and records that no
/// result names are [unclear](RecordError::is_unclear). Results of creates have no link to their
/// records but their place.
#[must_use = "a batch may hold records that the server refused"]
pub struct Batch<E> {
    results: Vec<Result<Written<E>, RecordError>>,
}

impl<E> Batch<E> {
    /// The result of each record.
    pub fn results(&self) -> &[Result<Written<E>, RecordError>] {
        &self.results
    }

    /// The records that were refused, with their place in the request.
    pub fn refused(&self) -> impl Iterator<Item = (usize, &RecordError)> {
        self.results
            .iter()
            .enumerate()
            .filter_map(|(at, result)| Some((at, result.as_ref().err()?)))
    }

    /// All records, or the place and the error of the first that was refused.
    ///
    /// # Errors
    /// The first refusal; the records around it may well have been written.
    pub fn all(self) -> Result<Vec<Written<E>>, BatchRefusal> {
        let numbered = self.results.into_iter().enumerate();
        numbered
            .map(|(record, result)| result.map_err(|error| BatchRefusal { record, error }))
            .collect()
    }
}

impl<E: Entity> fmt::Debug for Batch<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.results).finish()
    }
}

impl<E> IntoIterator for Batch<E> {
    type Item = Result<Written<E>, RecordError>;
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.results.into_iter()
    }
}

/// Adds one record (REST Methods, CREATE).
pub fn create<E: Entity>(draft: &Draft) -> Request<BillingPlatform, Written<E>> {
    one::<E>(Method::Post, "create", Retry::Once, draft)
}

/// Adds records in one request (REST Methods, message bodies for multiple records).
pub fn create_many<E: Entity>(drafts: &[impl AsRef<Draft>]) -> Request<BillingPlatform, Batch<E>> {
    create_many_of(target_of::<E>(drafts), drafts)
}

/// Adds records of an entity in one request.
pub(super) fn create_many_of<E>(
    target: Target,
    drafts: &[impl AsRef<Draft>],
) -> Request<BillingPlatform, Batch<E>> {
    many(Method::Post, "create", Retry::Once, target, drafts)
}

/// Changes one record (REST Methods, UPDATE).
pub fn update<E: Entity>(draft: &Draft) -> Request<BillingPlatform, Written<E>> {
    one::<E>(Method::Put, "update", Retry::Idempotent, draft)
}

/// Changes records in one request.
pub fn update_many<E: Entity>(drafts: &[impl AsRef<Draft>]) -> Request<BillingPlatform, Batch<E>> {
    update_many_of(target_of::<E>(drafts), drafts)
}

/// Changes records of an entity in one request.
pub(super) fn update_many_of<E>(
    target: Target,
    drafts: &[impl AsRef<Draft>],
) -> Request<BillingPlatform, Batch<E>> {
    many(Method::Put, "update", Retry::Idempotent, target, drafts)
}

/// Adds a record, or changes the one that its key finds (REST Methods, UPSERT).
pub fn upsert<E: Entity>(draft: &Draft) -> Request<BillingPlatform, Written<E>> {
    one::<E>(Method::Patch, "upsert", Retry::Idempotent, draft)
}

/// Adds a record under a key, or overwrites the one that has it: an upsert of a whole record, which
/// leaves one record however often it is sent.
pub fn create_or_overwrite<E: Entity>(
    key: Key<E>,
    draft: &Draft,
) -> Request<BillingPlatform, Written<E>> {
    upsert(&draft.clone().with_key(key))
}

/// Adds or changes records in one request; all of them by the same key field.
pub fn upsert_many<E: Entity>(drafts: &[impl AsRef<Draft>]) -> Request<BillingPlatform, Batch<E>> {
    upsert_many_of(target_of::<E>(drafts), drafts)
}

/// Adds or changes records of an entity in one request.
pub(super) fn upsert_many_of<E>(
    target: Target,
    drafts: &[impl AsRef<Draft>],
) -> Request<BillingPlatform, Batch<E>> {
    many(Method::Patch, "upsert", Retry::Idempotent, target, drafts)
}

/// What drafts of one entity are about; with none of them, only the entity's name is known.
fn target_of<E: Entity>(drafts: &[impl AsRef<Draft>]) -> Target {
    match drafts.first() {
        Some(draft) => Target::of_table(draft.as_ref().table_ref().clone()),
        None => Target::of::<E>(),
    }
}

fn one<E>(
    method: Method,
    operation: &'static str,
    retry: Retry,
    draft: &Draft,
) -> Request<BillingPlatform, Written<E>> {
    request(
        method,
        subject(
            Target::of_table(draft.table_ref().clone()),
            operation,
            retry,
            1,
        ),
        &[draft],
        true,
        decode_one,
    )
}

fn many<E>(
    method: Method,
    operation: &'static str,
    retry: Retry,
    target: Target,
    drafts: &[impl AsRef<Draft>],
) -> Request<BillingPlatform, Batch<E>> {
    let subject = subject(target, operation, retry, drafts.len());
    let drafts: Vec<&Draft> = drafts.iter().map(AsRef::as_ref).collect();
    request(method, subject, &drafts, false, decode_many)
}

fn request<T>(
    method: Method,
    subject: Subject,
    drafts: &[&Draft],
    single: bool,
    decode: fn(&Subject, &Limits, &Answer) -> Result<T, Error>,
) -> Request<BillingPlatform, T> {
    let mut subject = subject;
    if method == Method::Put {
        let ids = drafts
            .iter()
            .map(|draft| draft.id_text().map(str::to_owned));
        subject.ids = ids.collect::<Option<_>>().unwrap_or_default();
    }
    subject.secrets = drafts.iter().flat_map(|draft| draft.secrets()).collect();
    if method == Method::Patch && drafts.iter().any(|draft| draft.may_create_by_id()) {
        // "If not, the record is inserted" (REST Methods, UPSERT): under an id of the server's, so a
        // repetition would insert another one.
        subject.retry = Retry::Once;
    }
    let key = drafts.first().and_then(|draft| draft.selector_name());
    let mut problems = Vec::new();
    if drafts.is_empty() {
        problems.push("there is no record in it".to_owned());
    }
    if method == Method::Patch {
        let other = drafts
            .iter()
            .filter_map(|draft| draft.selector_name())
            .find(|name| Some(*name) != key);
        if let (Some(key), Some(other)) = (key, other) {
            problems.push(format!(
                "its records have different key fields, `{key}` and `{other}`; send one request each"
            ));
        }
    }
    let key = key.filter(|_| method == Method::Patch);
    let mut violations = Vec::new();
    let mut at = 0;
    let body = records_body(key, drafts, single, |json, draft| {
        // Together with the writing, while the values are in the processor's cache.
        validate(draft, at, method == Method::Post, &mut violations);
        draft.write(json, NUMBERS);
        at += 1;
    });
    let entity = subject.entity.clone().unwrap_or_default();
    // Drafts of described entities differ in type; those of others only in what they say.
    let strangers = drafts.iter().enumerate().filter_map(|(at, draft)| {
        let other = &draft.table().entity;
        (*other != entity).then(|| format!("record {at}: it is one of {other}, not of {entity}"))
    });
    problems.extend(strangers);
    let mut request = Request::new(method, &path(&[], &entity), subject, decode).with_json(body);
    request.problems.append(&mut problems);
    request.violations = violations;
    request
}

/// Decodes the result of a write of one record.
pub(super) fn decode_one<E>(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<Written<E>, Error> {
    let results = decode_results(subject, limits, answer)?;
    let count = results.len();
    match <[_; 1]>::try_from(results) {
        Ok([Ok(written)]) => Ok(written),
        Ok([Err(refusal)]) => Err(error(ErrorKind::RecordRefused, subject)
            .with_status(answer.status)
            .with_vendor(refusal.code, refusal.text)
            .with_field(refusal.field)),
        Err(_) => Err(wrong_count(subject, answer, count)),
    }
}

/// Decodes the results of a write of several records.
pub(super) fn decode_many<E>(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<Batch<E>, Error> {
    let results = decode_results(subject, limits, answer)?;
    if results.len() != subject.sent {
        return Err(wrong_count(subject, answer, results.len()));
    }
    Ok(Batch {
        results: by_id(&subject.ids, results),
    })
}

/// Results in the order of the records that were sent by these ids.
///
/// Where a result names another record than the one in its place, only ids are believed.
fn by_id<E>(
    sent: &[String],
    results: Vec<Result<Written<E>, RecordError>>,
) -> Vec<Result<Written<E>, RecordError>> {
    let mut in_place = sent.iter().zip(&results);
    if in_place.all(|(id, result)| named(result).is_none_or(|named| normal(named) == normal(id))) {
        return results;
    }
    let mut found: HashMap<Cow<'_, str>, VecDeque<_>> = HashMap::new();
    for result in results {
        if let Some(id) = named(&result).map(|id| normal(id).into_owned()) {
            found.entry(id.into()).or_default().push_back(result);
        }
    }
    let results = sent.iter().map(|id| {
        let of_record = found.get_mut(&normal(id)).and_then(VecDeque::pop_front);
        of_record.unwrap_or_else(|| {
            Err(RecordError {
                code: None,
                text: Some("the answer names other records in its place".to_owned()),
                field: None,
                id: None,
                is_unclear: true,
            })
        })
    });
    results.collect()
}

/// The id that a result names.
fn named<E>(result: &Result<Written<E>, RecordError>) -> Option<&str> {
    match result {
        Ok(written) => Some(written.id.as_str()),
        Err(refusal) => refusal.id.as_deref(),
    }
}

/// An id as it is compared: a server may write it in another form than it was sent in.
fn normal(id: &str) -> Cow<'_, str> {
    let id = id.trim();
    match id.parse::<u64>() {
        Ok(number) => number.to_string().into(),
        Err(_) => id.to_lowercase().into(),
    }
}

/// Results are linked to records by their place alone, so another number of them links nothing.
fn wrong_count(subject: &Subject, answer: &Answer, count: usize) -> Error {
    let body = String::from_utf8_lossy(&answer.body);
    let expected = format!(
        "{} results, one for each record sent, not {count}",
        subject.sent
    );
    unexpected(subject, &body, "the result", &expected)
}

/// Answer members under which the results of a write have been seen. The vendor's reference files
/// them under each other's names, so each is taken for each.
const RESULT_MEMBERS: [&str; 6] = [
    "createResponse",
    "updateResponse",
    "upsertResponse",
    "deleteResponse",
    "undeleteResponse",
    "retrieveResponse",
];

fn decode_results<E>(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<Vec<Result<Written<E>, RecordError>>, Error> {
    let body = accept(subject, limits, answer)?;
    let members = expect_object(subject, body)?;
    let own = format!("{}Response", subject.operation);
    let (name, value) = members
        .get_key_value(&own)
        .or_else(|| {
            RESULT_MEMBERS
                .iter()
                .find_map(|name| members.get_key_value(*name))
        })
        .ok_or_else(|| no_result(subject, body, &own))?;
    let results = objects(value)
        .ok_or_else(|| unexpected(subject, body, name, "an object or a list of objects"))?;
    let masks = Masks::of(&subject.secrets);
    results
        .iter()
        .enumerate()
        .map(|(at, result)| {
            read_result(&masks, result).or_else(|expected| {
                if subject.sent == 1 {
                    let path = format!("{name}[{at}]");
                    return Err(unexpected(subject, body, &path, expected).with_record(Some(at)));
                }
                // One result that cannot be read must not take the others with it.
                Ok(Err(RecordError {
                    code: None,
                    text: Some(format!("the answer lacks {expected}")),
                    field: None,
                    id: text(result, "Id"),
                    is_unclear: true,
                }))
            })
        })
        .collect()
}

/// Reads one per-record result in every documented form.
fn read_result<E>(
    masks: &Masks<'_>,
    result: &BTreeMap<String, &RawValue>,
) -> Result<Result<Written<E>, RecordError>, &'static str> {
    let id = text(result, "Id");
    let verdict = Verdict::of(result);
    match verdict.succeeded {
        None if id.is_none() => return Err("`ErrorCode`, `Success` or `Id`"),
        Some(false) => {
            return Ok(Err(RecordError {
                code: masks.told(verdict.code),
                text: masks.told(verdict.text),
                field: masks.told(verdict.field),
                id,
                is_unclear: false,
            }));
        }
        Some(true) | None => {}
    }
    let created =
        text(result, "created").map(|word| word.eq_ignore_ascii_case("true") || word == "1");
    match id {
        Some(id) => Ok(Ok(Written {
            id: Id::new(id),
            created,
        })),
        None => Err("the `Id` of the record that was written"),
    }
}
