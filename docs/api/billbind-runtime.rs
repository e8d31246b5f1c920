// The public API of billbind-runtime, from its sources, by `cargo xtask api`. Not compiled; do not edit.
//
// Each item stands under the shortest of its public names. Bodies and values are left out, `_` is
// private. Paths are written out: `Error` is this crate's, and another one `std::io::Error`.

// billbind_runtime::Access
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    ReadWrite,
    ReadOnly,
    WriteOnly,
    QueryOnly,
}

// billbind_runtime::Answer
#[derive(Clone)]
#[non_exhaustive]
pub struct Answer {
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
    private_fields: _,
}
impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {}
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {}
    pub fn with_header(self, name: &str, value: impl AsRef<str>) -> Self {}
}
impl std::fmt::Debug for Answer {}

// billbind_runtime::Answered
pub trait Answered: Sized + 'static {
    #[doc(hidden)]
    type Decoded: Slots + Default;
    #[doc(hidden)]
    fn finish(
        decoded: Vec<Self::Decoded>,
        how: &crate::row::reading::Finish<'_>,
    ) -> Result<Vec<Self>, Misfit>;
}
impl<E: Record> Answered for E {
    type Decoded = E;
}

// billbind_runtime::Body
#[derive(Clone)]
pub struct Body(_);
impl Body {
    pub fn as_bytes(&self) -> Option<&[u8]> {}
    pub fn is_available(&self) -> bool {}
    pub fn length(&self) -> Option<u64> {}
    pub fn open(&self) -> std::io::Result<Box<dyn std::io::Read + Send>> {}
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {}
}
impl From<Vec<u8>> for Body {}
impl std::fmt::Debug for Body {}

// billbind_runtime::Column
pub enum Column<E, T> {
    #[doc(hidden)]
    Field(&'static str),
    #[doc(hidden)]
    Flag(&'static str, FlagForm),
    #[doc(hidden)]
    Other(String, FlagForm, std::marker::PhantomData<fn() -> (E, T)>),
}
impl<E, T> Column<E, T> {
    pub fn asc(&self) -> billingplatform::Order<E> {}
    pub fn avg(&self) -> billingplatform::Aggregate<E, Decimal>
    where
        T: billingplatform::Summable,
    {}
    pub fn between(&self, low: impl Into<T>, high: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {}
    pub fn contains(&self, text: &str) -> Filter<E>
    where
        T: Pattern,
    {}
    pub fn count(&self) -> billingplatform::Aggregate<E, i64> {}
    pub fn custom(name: &str) -> Result<Self, ParseError> {}
    pub fn desc(&self) -> billingplatform::Order<E> {}
    pub fn ends_with(&self, text: &str) -> Filter<E>
    where
        T: Pattern,
    {}
    pub fn eq(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Comparable,
    {}
    pub fn ge(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {}
    pub fn gt(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {}
    pub fn is_in<V: Into<T>>(&self, values: impl IntoIterator<Item = V>) -> Filter<E>
    where
        T: Comparable,
    {}
    pub fn is_not_null(&self) -> Filter<E> {}
    pub fn is_null(&self) -> Filter<E> {}
    pub fn le(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {}
    pub fn like(&self, pattern: impl Into<T>) -> Filter<E>
    where
        T: Pattern,
    {}
    pub fn lt(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {}
    pub fn max(&self) -> billingplatform::Aggregate<E, T>
    where
        T: Ordered,
    {}
    pub fn min(&self) -> billingplatform::Aggregate<E, T>
    where
        T: Ordered,
    {}
    pub fn name(&self) -> &str {}
    pub fn ne(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Comparable,
    {}
    #[doc(hidden)]
    pub const fn new(name: &'static str) -> Self {}
    pub fn not_in<V: Into<T>>(&self, values: impl IntoIterator<Item = V>) -> Filter<E>
    where
        T: Comparable,
    {}
    pub fn starts_with(&self, text: &str) -> Filter<E>
    where
        T: Pattern,
    {}
    pub fn sum(&self) -> billingplatform::Aggregate<E, Decimal>
    where
        T: billingplatform::Summable,
    {}
}
impl<E, T: FieldValue> billingplatform::Selection<E> for &Column<E, T> {
    type Values = Option<T>;
}
impl<E, T: FieldValue> billingplatform::Selection<E> for Column<E, T> {
    type Values = Option<T>;
}
impl<E, T> Clone for Column<E, T> {}
impl<E, T> billingplatform::ColumnList<E> for Column<E, T> {}
impl<E, T> billingplatform::OrderList<E> for Column<E, T> {}
impl<E: Entity, T> std::fmt::Debug for Column<E, T> {}

// billbind_runtime::Comparable
pub trait Comparable {
    #[doc(hidden)]
    fn literal(self) -> crate::filter::compare::Literal;
}
impl<T: Enumeration> Comparable for T {}
impl Comparable for String {}
impl Comparable for bool {}
impl Comparable for i64 {}

// billbind_runtime::ConversionError
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConversionError {
    private_fields: _,
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
impl std::error::Error for ConversionError {}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
impl std::fmt::Display for ConversionError {}

// billbind_runtime::DEFAULT_MAX_BODY
pub const DEFAULT_MAX_BODY: usize = _;

// billbind_runtime::DEFAULT_MAX_FILE
pub const DEFAULT_MAX_FILE: u64 = _;

// billbind_runtime::DEFAULT_MAX_RECORDS
pub const DEFAULT_MAX_RECORDS: usize = _;

// billbind_runtime::Date
#[derive(Clone, Copy)]
pub struct Date(_);
impl Date {
    pub fn as_str(&self) -> &str {}
    pub fn day(&self) -> u8 {}
    pub fn month(&self) -> u8 {}
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, ParseError> {}
    pub fn time(&self) -> Option<Time> {}
    pub fn year(&self) -> u16 {}
}
impl Comparable for Date {}
impl FieldValue for Date {}
impl Ordered for Date {}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "chrono")]
impl TryFrom<chrono::NaiveDate> for Date {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "jiff")]
impl TryFrom<jiff::civil::Date> for Date {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "time")]
impl TryFrom<time::Date> for Date {
    type Error = ConversionError;
}
impl std::str::FromStr for Date {
    type Err = ParseError;
}

// billbind_runtime::DateForm
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateForm {
    Compact,
    Dashed,
}

// billbind_runtime::DateLiteral
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateLiteral {
    Dashed,
    Compact,
    Keyword,
}

// billbind_runtime::DateTime
#[derive(Clone, Copy)]
pub struct DateTime(_);
impl DateTime {
    pub fn as_str(&self) -> &str {}
    pub fn date(&self) -> Date {}
    pub fn offset_minutes(&self) -> Option<i16> {}
    pub fn time(&self) -> Time {}
    pub fn utc(
        date: Date,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Result<Self, ParseError> {}
}
impl Comparable for DateTime {}
impl FieldValue for DateTime {}
impl Ordered for DateTime {}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "chrono")]
impl TryFrom<chrono::DateTime<chrono::FixedOffset>> for DateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "chrono")]
impl TryFrom<chrono::DateTime<chrono::Utc>> for DateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "chrono")]
impl TryFrom<chrono::NaiveDateTime> for DateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "jiff")]
impl TryFrom<jiff::Timestamp> for DateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "jiff")]
impl TryFrom<jiff::civil::DateTime> for DateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "time")]
impl TryFrom<time::OffsetDateTime> for DateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "time")]
impl TryFrom<time::PrimitiveDateTime> for DateTime {
    type Error = ConversionError;
}
impl std::str::FromStr for DateTime {
    type Err = ParseError;
}

// billbind_runtime::DateTimeForm
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateTimeForm {
    Zulu,
    Spaced,
}

// billbind_runtime::DateTimeLiteral
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateTimeLiteral {
    Zulu,
    Spaced,
    Keyword,
}

// billbind_runtime::Decimal
#[derive(Clone, Copy)]
pub struct Decimal {
    private_fields: _,
}
impl Decimal {
    pub fn mantissa(self) -> i128 {}
    pub fn new(mantissa: i128, scale: u8) -> Result<Self, ParseError> {}
    pub fn scale(self) -> u8 {}
}
impl Comparable for Decimal {}
impl Eq for Decimal {}
impl FieldValue for Decimal {}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "rust_decimal")]
impl From<rust_decimal::Decimal> for Decimal {}
impl Ord for Decimal {}
impl Ordered for Decimal {}
impl PartialEq for Decimal {}
impl PartialOrd for Decimal {}
impl billingplatform::Summable for Decimal {}
impl std::fmt::Debug for Decimal {}
impl std::fmt::Display for Decimal {}
impl std::hash::Hash for Decimal {}
impl std::str::FromStr for Decimal {
    type Err = ParseError;
}

// billbind_runtime::Dialect
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    private_fields: _,
}
impl Dialect {
    pub const DEFAULT: Self = _;
    pub const fn with_date(self, date: DateLiteral) -> Self {}
    pub const fn with_date_time(self, date_time: DateTimeLiteral) -> Self {}
    pub const fn with_like_escape(self, like_escape: LikeEscape) -> Self {}
}

// billbind_runtime::Draft
#[derive(Clone)]
pub struct Draft {
    private_fields: _,
}
impl Draft {
    #[doc(hidden)]
    pub fn for_id(table: &'static Table, id: impl Into<Value>) -> Self {}
    #[doc(hidden)]
    pub fn for_key<E>(table: &'static Table, key: impl Names<E>) -> Self {}
    #[doc(hidden)]
    pub fn new(table: &'static Table) -> Self {}
    pub fn table(&self) -> &Table {}
}
#[doc(hidden)]
impl Draft {
    pub fn clear(self, position: u16) -> Self {}
    pub fn clear_all<T: Nullable>(self, fields: impl IntoIterator<Item = T>) -> Self {}
    pub fn clear_custom(self, name: &str) -> Self {}
    pub fn set_custom(self, name: &str, value: impl Into<Value>) -> Self {}
    pub fn set_date(self, position: u16, value: Date) -> Self {}
    pub fn set_date_time(self, position: u16, value: DateTime) -> Self {}
    pub fn set_decimal(self, position: u16, value: impl Into<Decimal>) -> Self {}
    pub fn set_enum<T: Enumeration>(self, position: u16, value: T) -> Self {}
    pub fn set_flag(self, position: u16, value: bool) -> Self {}
    pub fn set_id<E>(self, position: u16, value: Id<E>) -> Self {}
    pub fn set_integer(self, position: u16, value: i64) -> Self {}
    pub fn set_list<T: Into<Value>>(self, position: u16, value: Vec<T>) -> Self {}
    pub fn set_raw(self, position: u16, value: Raw) -> Self {}
    pub fn set_reference<E>(self, position: u16, value: impl Names<E>) -> Self {}
    pub fn set_secret(self, position: u16, value: impl Into<Secret>) -> Self {}
    pub fn set_text(self, position: u16, value: impl Into<String>) -> Self {}
}
impl PartialEq for Draft {}
impl std::fmt::Debug for Draft {}

// billbind_runtime::EachGroup
#[derive(Debug, Clone, Copy)]
pub enum EachGroup {}

// billbind_runtime::EachRecord
#[derive(Debug, Clone, Copy)]
pub enum EachRecord {}

// billbind_runtime::Entity
pub trait Entity: 'static {
    #[doc(hidden)]
    const DIALECT: Dialect = _;
    const WIRE_NAME: &'static str;
}

// billbind_runtime::EnumValues
#[doc(hidden)]
pub struct EnumValues<T: 'static> {
    pub known: &'static [T],
    pub text: fn(&T) -> &str,
    pub unknown: Option<fn(UnknownValue) -> T>,
}

// billbind_runtime::Enumeration
pub trait Enumeration: Clone + PartialEq + std::fmt::Debug + 'static {
    #[doc(hidden)]
    const VALUES: EnumValues<Self>;
}

// billbind_runtime::Error
#[derive(Clone)]
pub struct Error(_);
impl Error {
    pub fn attempts(&self) -> u32 {}
    pub fn cause(&self) -> Option<&str> {}
    pub fn code(&self) -> Option<&str> {}
    pub fn entity(&self) -> Option<&str> {}
    pub fn excerpt(&self) -> Option<&str> {}
    pub fn expected(&self) -> Option<&str> {}
    pub fn field(&self) -> Option<&str> {}
    pub fn is_answer_too_large(&self) -> bool {}
    pub fn is_connection(&self) -> bool {}
    pub fn is_invalid_request(&self) -> bool {}
    pub fn is_local_io(&self) -> bool {}
    pub fn is_login_refused(&self) -> bool {}
    pub fn is_not_found(&self) -> bool {}
    pub fn is_record_refused(&self) -> bool {}
    pub fn is_refused(&self) -> bool {}
    pub fn is_server_failed(&self) -> bool {}
    pub fn is_session_invalid(&self) -> bool {}
    pub fn is_throttled(&self) -> bool {}
    pub fn is_timed_out(&self) -> bool {}
    pub fn is_uncertain(&self) -> bool {}
    pub fn is_unexpected_answer(&self) -> bool {}
    pub fn kind(&self) -> ErrorKind {}
    pub fn may_be_done(&self) -> bool {}
    pub fn next_step(&self) -> &'static str {}
    pub fn operation(&self) -> &'static str {}
    pub fn path(&self) -> Option<&str> {}
    pub fn record(&self) -> Option<usize> {}
    pub fn request_id(&self) -> Option<&str> {}
    pub fn retry_after(&self) -> Option<std::time::Duration> {}
    pub fn status(&self) -> Option<u16> {}
    pub fn text(&self) -> Option<&str> {}
    pub fn uncertain_for(&self) -> Option<ErrorKind> {}
    pub fn violations(&self) -> &[Violation] {}
}
impl std::error::Error for Error {}
impl std::fmt::Debug for Error {}
impl std::fmt::Display for Error {}

// billbind_runtime::ErrorKind
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    InvalidRequest,
    RecordRefused,
    SessionInvalid,
    LoginRefused,
    NotFound,
    UnknownEntity,
    Throttled,
    Refused,
    ServerFailed,
    UnexpectedAnswer,
    AnswerTooLarge,
    Uncertain,
    Connection,
    TimedOut,
    LocalIo,
    InvalidConfiguration,
}

// billbind_runtime::Extra
#[derive(Clone, Default, PartialEq)]
pub struct Extra(_);
impl Extra {
    #[doc(hidden)]
    pub const EMPTY: Self = _;
    pub fn get(&self, wire_name: &str) -> Option<&Raw> {}
    pub fn misfits(&self) -> &[Misfit] {}
    pub fn read<T: FieldValue>(&self, wire_name: &str) -> Result<Option<T>, ParseError> {}
    pub fn unknown(&self) -> impl Iterator<Item = (&str, &Raw)> {}
    pub fn value<E, T: FieldValue>(
        &self,
        column: &Column<E, T>,
    ) -> Result<Option<T>, ParseError> {}
}
impl std::fmt::Debug for Extra {}

// billbind_runtime::Field
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub rules: Rules,
}

// billbind_runtime::FieldValue
pub trait FieldValue: Sized + Clone + PartialEq + std::fmt::Debug + 'static {
    #[doc(hidden)]
    fn read(scanned: &crate::scan::Scanned<'_>) -> Result<Option<Self>, ParseError>;
    #[cfg(feature = "serde")]
    #[doc(hidden)]
    fn stored(&self) -> storage::Stored<'_>;
}
impl<T: Enumeration> FieldValue for T {}
impl<T: FieldValue> FieldValue for Vec<T> {}
impl FieldValue for String {}
impl FieldValue for bool {}
impl FieldValue for i64 {}

// billbind_runtime::FileField
pub struct FileField<E> {
    private_fields: _,
}
impl<E> FileField<E> {
    pub fn custom(name: impl Into<String>) -> Self {}
    #[doc(hidden)]
    pub const fn new(name: &'static str) -> Self {}
}
impl<E: Entity> std::fmt::Debug for FileField<E> {}
impl<E> Clone for FileField<E> {}

// billbind_runtime::FileSink
#[derive(Clone)]
pub struct FileSink(_);
impl FileSink {
    pub fn path(path: impl Into<std::path::PathBuf>) -> Self {}
    pub fn writer(writer: impl std::io::Write + Send + 'static) -> Self {}
}
impl From<&std::path::Path> for FileSink {}
impl From<std::path::PathBuf> for FileSink {}
impl std::fmt::Debug for FileSink {}

// billbind_runtime::FileSource
#[derive(Clone)]
pub struct FileSource {
    private_fields: _,
}
impl FileSource {
    pub fn path(path: impl Into<std::path::PathBuf>) -> Self {}
    pub fn reader(reader: impl std::io::Read + Send + 'static) -> Self {}
    pub fn with_length(self, bytes: u64) -> Self {}
}
impl From<&[u8]> for FileSource {}
impl From<&std::path::Path> for FileSource {}
impl From<Vec<u8>> for FileSource {}
impl From<std::path::PathBuf> for FileSource {}
impl std::fmt::Debug for FileSource {}

// billbind_runtime::Filter
pub struct Filter<E, Of = EachRecord> {
    private_fields: _,
}
impl<E, Of> Filter<E, Of> {
    pub fn all(conditions: impl IntoIterator<Item = Self>) -> Self {}
    pub fn and(self, other: Self) -> Self {}
    pub fn any(conditions: impl IntoIterator<Item = Self>) -> Self {}
    pub fn not(self) -> Self {}
    pub fn or(self, other: Self) -> Self {}
    pub fn raw(condition: impl Into<String>) -> Self {}
}
impl<E: Entity, Of> Filter<E, Of> {
    pub fn to_sql(&self) -> String {}
}
impl<E, Of> Clone for Filter<E, Of> {}
impl<E, Of> PartialEq for Filter<E, Of> {}
impl<E: Entity, Of> std::fmt::Debug for Filter<E, Of> {}

// billbind_runtime::FlagForm
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlagForm {
    ZeroOne,
    YesNo,
    TrueFalse,
}

// billbind_runtime::Having
pub type Having<E> = Filter<E, EachGroup>;

// billbind_runtime::Headers
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers {
    private_fields: _,
}
impl Headers {
    pub fn get(&self, name: &str) -> Option<&str> {}
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {}
    pub fn push(&mut self, name: &str, value: &str) {}
}
impl<'h> FromIterator<(&'h str, &'h str)> for Headers {}
impl std::fmt::Debug for Headers {}

// billbind_runtime::Id
pub struct Id<E> {
    private_fields: _,
}
impl<E> Id<E> {
    pub fn as_str(&self) -> &str {}
    pub fn new(text: impl Into<String>) -> Self {}
}
impl<E: Entity> FieldValue for Id<E> {}
impl<E: Entity> std::fmt::Debug for Id<E> {}
impl<E> Clone for Id<E> {}
impl<E> Comparable for Id<E> {}
impl<E> Eq for Id<E> {}
impl<E> From<&Id<E>> for Id<E> {}
impl<E> IdOf<E> for &Id<E> {}
impl<E> IdOf<E> for Id<E> {}
impl<E> Names<E> for &Id<E> {}
impl<E> Names<E> for Id<E> {}
impl<E> Ord for Id<E> {}
impl<E> Ordered for Id<E> {}
impl<E> PartialEq for Id<E> {}
impl<E> PartialOrd for Id<E> {}
impl<E> std::fmt::Display for Id<E> {}
impl<E> std::hash::Hash for Id<E> {}

// billbind_runtime::IdOf
pub trait IdOf<E> {
    #[doc(hidden)]
    fn into_id(self) -> Id<E>;
}

// billbind_runtime::Key
#[derive(Clone, PartialEq)]
pub struct Key<E> {
    private_fields: _,
}
impl<E> Key<E> {
    pub fn custom(field: impl Into<String>, value: impl Into<Value>) -> Self {}
    pub fn field(&self) -> &str {}
    #[doc(hidden)]
    pub fn of(field: &'static str, value: impl Into<Value>) -> Self {}
}
impl<E: Entity> std::fmt::Debug for Key<E> {}
impl<E> Names<E> for Key<E> {}

// billbind_runtime::Kind
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    Id,
    Reference { target: &'static str, relation: Option<&'static str> },
    Text,
    TextUpTo(u32),
    Integer,
    Decimal,
    DecimalTo(u32),
    Flag(FlagForm),
    Date(DateForm),
    DateTime(DateTimeForm),
    Enum,
    ClosedEnum(&'static [&'static str]),
    Secret,
    SecretUpTo(u32),
    File,
    Raw,
    List(&'static Kind),
}

// billbind_runtime::LikeEscape
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LikeEscape {
    None,
    Backslash,
}

// billbind_runtime::MAX_URL
pub const MAX_URL: usize = _;

// billbind_runtime::Method
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}
impl Method {
    pub fn as_str(self) -> &'static str {}
}

// billbind_runtime::Misfit
#[derive(Clone, PartialEq)]
pub struct Misfit {
    private_fields: _,
}
impl Misfit {
    pub fn expected(&self) -> &str {}
    pub fn path(&self) -> &str {}
    pub fn value(&self) -> &Secret {}
}
impl std::fmt::Debug for Misfit {}

// billbind_runtime::Names
pub trait Names<E> {
    #[doc(hidden)]
    fn into_reference(self) -> Reference<E>;
}

// billbind_runtime::Nullable
#[doc(hidden)]
pub trait Nullable: Copy {
    fn position(self) -> u16;
}

// billbind_runtime::Ordered
pub trait Ordered: Comparable {}
impl Ordered for String {}
impl Ordered for i64 {}

// billbind_runtime::ParseError
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseError {
    private_fields: _,
}
impl ParseError {
    pub fn expected(&self) -> &'static str {}
}
impl std::error::Error for ParseError {}
impl std::fmt::Display for ParseError {}

// billbind_runtime::Path
pub struct Path<E, T> {
    private_fields: _,
}
impl<E, T> Path<E, T> {
    pub fn col<V>(&self, column: &Column<T, V>) -> Column<E, V> {}
    pub fn name(&self) -> &str {}
    #[doc(hidden)]
    pub const fn new(name: &'static str) -> Self {}
    pub fn then<U>(&self, next: &Path<T, U>) -> Path<E, U> {}
}

// billbind_runtime::Pattern
pub trait Pattern: Comparable {}
impl Pattern for String {}

// billbind_runtime::Raw
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Raw(_);
impl Raw {
    pub fn as_json(&self) -> &str {}
    pub fn as_text(&self) -> Option<std::borrow::Cow<'_, str>> {}
    pub fn json(text: impl Into<String>) -> Result<Self, ParseError> {}
    pub fn read<T: FieldValue>(&self) -> Result<T, ParseError> {}
    pub fn text(text: &str) -> Self {}
}
impl FieldValue for Raw {}
impl std::fmt::Debug for Raw {}

// billbind_runtime::Record
pub trait Record: Entity + Slots + Clone + Default {}
impl<T: Entity + Slots + Clone + Default> Record for T {}

// billbind_runtime::Reference
#[derive(Clone, PartialEq)]
pub enum Reference<E> {
    Id(Id<E>),
    Key(Key<E>),
}
impl<E: Entity> std::fmt::Debug for Reference<E> {}
impl<E> Names<E> for Reference<E> {}

// billbind_runtime::RenderedRequest
#[derive(Clone)]
#[non_exhaustive]
pub struct RenderedRequest {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, Secret)>,
    pub body: Option<Body>,
}
impl std::fmt::Debug for RenderedRequest {}

// billbind_runtime::Request
pub struct Request<S, T> {
    private_fields: _,
}
impl<S, T> Request<S, Vec<T>> {
    pub fn empty_on_not_found(self) -> Self {}
}
impl<S: System, T> Request<S, T> {
    pub fn can_be_sent_again(&self) -> bool {}
    pub fn decode(&self, answer: &Answer) -> Result<T, Error> {}
    pub fn entity(&self) -> Option<&str> {}
    pub fn max_body(self, bytes: usize) -> Self {}
    pub fn max_body_bytes(&self) -> usize {}
    pub fn max_records(self, records: usize) -> Self {}
    pub fn operation(&self) -> &'static str {}
    pub fn render(&self, base_url: &str) -> Result<RenderedRequest, Error> {}
    pub fn retry(&self) -> Retry {}
    pub fn strict(self) -> Self {}
    pub fn violations(&self) -> &[Violation] {}
    pub fn without_validation(self) -> Self {}
    pub fn without_validation_of(self, fields: &[&str]) -> Self {}
}
impl<T> Request<billingplatform::BillingPlatform, T> {
    pub fn authorized(self, session: &billingplatform::Session) -> Self {}
}
impl Request<billingplatform::BillingPlatform, Raw> {
    pub fn parameter(self, name: &'static str, value: impl Into<String>) -> Self {}
}
impl Request<billingplatform::BillingPlatform, u64> {
    pub fn max_file(self, bytes: u64) -> Self {}
}
impl<S, T> Clone for Request<S, T> {}
impl<S: System, T> std::fmt::Debug for Request<S, T> {}

// billbind_runtime::Retry
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Retry {
    Read,
    Idempotent,
    Once,
}

// billbind_runtime::Row
// also billbind_runtime::billingplatform::Row
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Row<V = ()> {
    pub values: V,
    private_fields: _,
}
impl<V> Row<V> {
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Raw)> {}
    pub fn get(&self, name: &str) -> Option<&Raw> {}
    pub fn misfits(&self) -> &[Misfit] {}
    pub fn read<T: FieldValue>(&self, name: &str) -> Result<Option<T>, ParseError> {}
    pub fn value<E, T: FieldValue>(
        &self,
        column: &Column<E, T>,
    ) -> Result<Option<T>, ParseError> {}
}
impl<V: RowValues> Answered for Row<V> {
    type Decoded = Row;
}
impl<V: std::fmt::Debug> std::fmt::Debug for Row<V> {}
impl Slots for Row {}

// billbind_runtime::RowValues
pub trait RowValues: Sized + 'static {
    #[doc(hidden)]
    fn read(row: &mut crate::row::reading::RowReader<'_>) -> Self;
}
impl<T: Answered> RowValues for Vec<T> {}
impl<T: FieldValue> RowValues for Option<T> {}
impl RowValues for () {}

// billbind_runtime::Rule
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    Kind(Kind),
    MaxLength(u32),
    MaxScale(u32),
    Values(&'static [&'static str]),
    NamesRecord,
    Access(Access),
    NotNullable,
    Required,
    ExactlyOneOf(Vec<&'static str>),
    FindsRecord,
    KeepsKey,
    Named,
    Reserved,
}
impl Rule {
    pub fn is_of_schema(&self) -> bool {}
}

// billbind_runtime::Rules
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    pub access: Access,
    pub required: bool,
    pub nullable: bool,
    pub external_key: bool,
}
impl Rules {
    pub const FIXED: Self = _;
    pub const OPTIONAL: Self = _;
    pub const QUERY_ONLY: Self = _;
    pub const READ_ONLY: Self = _;
    pub const REQUIRED: Self = _;
}

// billbind_runtime::Secret
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(_);
impl Secret {
    pub fn expose(&self) -> &str {}
    pub fn new(text: impl Into<String>) -> Self {}
}
impl FieldValue for Secret {}
impl From<&str> for Secret {}
impl From<String> for Secret {}
impl std::fmt::Debug for Secret {}
#[cfg(feature = "serde")]
impl storage::HoldsSecrets for Secret {}

// billbind_runtime::Slot
pub trait Slot {
    #[doc(hidden)]
    fn as_any(&self) -> &dyn std::any::Any;
    #[doc(hidden)]
    fn as_any_mut(&mut self) -> &mut dyn std::any::Any;
    #[doc(hidden)]
    fn copy_to(&self, other: &mut dyn Slot);
    #[doc(hidden)]
    fn is_equal(&self, other: &dyn Slot) -> bool;
    #[doc(hidden)]
    fn read(&mut self, scanned: &crate::scan::Scanned<'_>) -> Result<(), ParseError>;
    #[doc(hidden)]
    fn shown(&self) -> Option<&dyn std::fmt::Debug>;
    #[cfg(feature = "serde")]
    #[doc(hidden)]
    fn stored(&self) -> Option<storage::Stored<'_>>;
}
impl<T: FieldValue> Slot for Option<T> {}

// billbind_runtime::Slots
pub trait Slots {
    #[doc(hidden)]
    fn is_secret(&self, wire_name: &str) -> bool {}
    #[doc(hidden)]
    fn slots(&self, visit: &mut dyn FnMut(&[&dyn Slot], &Extra));
    #[doc(hidden)]
    fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Slot], &mut Extra));
    #[doc(hidden)]
    fn table(&self) -> &'static Table;
}

// billbind_runtime::System
pub trait System: 'static {
    const NAME: &'static str;
}

// billbind_runtime::Table
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    pub entity: std::borrow::Cow<'static, str>,
    pub id: u16,
    pub fields: &'static [Field],
    pub one_of: &'static [&'static [u16]],
    private_fields: _,
}
impl Table {
    pub fn field(&self, position: u16) -> Option<&'static Field> {}
    #[doc(hidden)]
    pub const fn new(entity: &'static str, id: u16, fields: &'static [Field]) -> Self {}
    pub fn position(&self, wire_name: &str) -> Option<u16> {}
    #[doc(hidden)]
    pub const fn with_groups(
        entity: &'static str,
        id: u16,
        fields: &'static [Field],
        one_of: &'static [&'static [u16]],
    ) -> Self {}
}

// billbind_runtime::Time
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time {
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub nanosecond: u32,
}

// billbind_runtime::UnknownValue
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(_);
impl UnknownValue {
    pub fn as_str(&self) -> &str {}
}
impl std::fmt::Debug for UnknownValue {}

// billbind_runtime::Value
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    Text(std::borrow::Cow<'static, str>),
    Integer(i64),
    Decimal(Decimal),
    Flag(bool),
    Date(Date),
    DateTime(DateTime),
    Secret(Secret),
    Raw(Raw),
    Lookup(Box<(std::borrow::Cow<'static, str>, Value)>),
    List(Vec<Value>),
}
impl<E> From<Id<E>> for Value {}
impl<E> From<Key<E>> for Value {}
impl<E> From<Reference<E>> for Value {}
impl<T: Enumeration> From<T> for Value {}
impl<T: Into<Value>> From<Vec<T>> for Value {}
impl From<&str> for Value {}
impl From<Date> for Value {}
impl From<DateTime> for Value {}
impl From<Decimal> for Value {}
impl From<Raw> for Value {}
impl From<Secret> for Value {}
impl From<String> for Value {}
impl From<bool> for Value {}
impl From<i32> for Value {}
impl From<i64> for Value {}
impl std::fmt::Debug for Value {}

// billbind_runtime::Violation
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    private_fields: _,
}
impl Violation {
    pub fn field(&self) -> Option<&str> {}
    pub fn item(&self) -> Option<usize> {}
    pub fn record(&self) -> usize {}
    pub fn rule(&self) -> &Rule {}
}
impl std::error::Error for Violation {}
impl std::fmt::Display for Violation {}

// billbind_runtime::billingplatform::Aggregate
pub struct Aggregate<E, T> {
    private_fields: _,
}
impl<E, T: Ordered> billingplatform::Aggregate<E, T> {
    pub fn between(&self, low: impl Into<T>, high: impl Into<T>) -> Having<E> {}
    pub fn eq(&self, value: impl Into<T>) -> Having<E> {}
    pub fn ge(&self, value: impl Into<T>) -> Having<E> {}
    pub fn gt(&self, value: impl Into<T>) -> Having<E> {}
    pub fn le(&self, value: impl Into<T>) -> Having<E> {}
    pub fn lt(&self, value: impl Into<T>) -> Having<E> {}
    pub fn ne(&self, value: impl Into<T>) -> Having<E> {}
}
impl<E, T> billingplatform::Aggregate<E, T> {
    pub fn alias(self, alias: &str) -> Self {}
    pub fn asc(&self) -> billingplatform::Order<E> {}
    pub fn desc(&self) -> billingplatform::Order<E> {}
}
impl<E, T: FieldValue> billingplatform::Selection<E>
for &billingplatform::Aggregate<E, T> {
    type Values = Option<T>;
}
impl<E, T: FieldValue> billingplatform::Selection<E>
for billingplatform::Aggregate<E, T> {
    type Values = Option<T>;
}
impl<E, T> Clone for billingplatform::Aggregate<E, T> {}
impl<E: Entity, T> std::fmt::Debug for billingplatform::Aggregate<E, T> {}

// billbind_runtime::billingplatform::Batch
pub struct Batch<E> {
    private_fields: _,
}
impl<E> billingplatform::Batch<E> {
    pub fn all(
        self,
    ) -> Result<Vec<billingplatform::Written<E>>, billingplatform::BatchRefusal> {}
    pub fn refused(
        &self,
    ) -> impl Iterator<Item = (usize, &billingplatform::RecordError)> {}
    pub fn results(
        &self,
    ) -> &[Result<billingplatform::Written<E>, billingplatform::RecordError>] {}
}
impl<E: Entity> std::fmt::Debug for billingplatform::Batch<E> {}
impl<E> IntoIterator for billingplatform::Batch<E> {
    type IntoIter = std::vec::IntoIter<Self::Item>;
    type Item = Result<billingplatform::Written<E>, billingplatform::RecordError>;
}

// billbind_runtime::billingplatform::BatchRefusal
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchRefusal {
    pub record: usize,
    pub error: billingplatform::RecordError,
}
impl std::error::Error for billingplatform::BatchRefusal {}
impl std::fmt::Display for billingplatform::BatchRefusal {}

// billbind_runtime::billingplatform::BillingPlatform
#[derive(Debug, Clone, Copy)]
pub struct BillingPlatform;
impl System for billingplatform::BillingPlatform {
    const NAME: &'static str = _;
}
#[cfg(feature = "client")]
impl client::Authenticate for billingplatform::BillingPlatform {
    type Credentials = billingplatform::Credentials;
    type Session = billingplatform::Session;
}

// billbind_runtime::billingplatform::BlockingClient
#[cfg(feature = "client")]
pub type BlockingClient = client::BlockingClient<billingplatform::BillingPlatform>;

// billbind_runtime::billingplatform::Children
pub struct Children<P, A> {
    private_fields: _,
}
impl<P, A: Answered> billingplatform::Selection<P> for billingplatform::Children<P, A> {
    type Values = Vec<A>;
}
impl<P: Entity, A> std::fmt::Debug for billingplatform::Children<P, A> {}

// billbind_runtime::billingplatform::Client
#[cfg(feature = "client")]
pub type Client = client::Client<billingplatform::BillingPlatform>;

// billbind_runtime::billingplatform::ColumnList
pub trait ColumnList<E> {
    #[doc(hidden)]
    fn add_to(
        &self,
        list: &mut crate::billingplatform::query::select::ListOf<crate::row::Selected>,
    );
}
impl<E, C: billingplatform::ColumnList<E> + ?Sized> billingplatform::ColumnList<E>
for &C {}
impl<E, C: billingplatform::ColumnList<E>> billingplatform::ColumnList<E> for Vec<C> {}

// billbind_runtime::billingplatform::Credentials
#[cfg(feature = "client")]
#[derive(Clone)]
pub struct Credentials(_);
#[cfg(feature = "client")]
impl billingplatform::Credentials {
    pub fn login(user: impl Into<String>, password: impl Into<Secret>) -> Self {}
    pub fn oauth(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {}
}
#[cfg(feature = "client")]
impl std::fmt::Debug for billingplatform::Credentials {}

// billbind_runtime::billingplatform::Deletes
pub trait Deletes<E> {
    #[doc(hidden)]
    fn into_deletion(self) -> billingplatform::Deletion<E>;
}

// billbind_runtime::billingplatform::Deletion
pub struct Deletion<E> {
    private_fields: _,
}
impl<E> billingplatform::Deletion<E> {
    pub fn empty_recycle_bin(self, purge: bool) -> Self {}
    pub fn new(id: impl IdOf<E>) -> Self {}
}
impl<E> billingplatform::Deletes<E> for billingplatform::Deletion<E> {}

// billbind_runtime::billingplatform::Expression
pub struct Expression<E, T> {
    private_fields: _,
}
impl<E, T> billingplatform::Expression<E, T> {
    pub fn raw(sql: impl Into<String>, alias: &str) -> Self {}
}
impl<E, T: FieldValue> billingplatform::Selection<E>
for billingplatform::Expression<E, T> {
    type Values = Option<T>;
}
impl<E: Entity, T> std::fmt::Debug for billingplatform::Expression<E, T> {}

// billbind_runtime::billingplatform::MAX_PAGE
pub const MAX_PAGE: u32 = _;

// billbind_runtime::billingplatform::MAX_STATEMENT_IN_URL
pub const MAX_STATEMENT_IN_URL: usize = _;

// billbind_runtime::billingplatform::Order
pub struct Order<E> {
    private_fields: _,
}
impl<E: Entity> std::fmt::Debug for billingplatform::Order<E> {}
impl<E> billingplatform::OrderList<E> for billingplatform::Order<E> {}

// billbind_runtime::billingplatform::OrderList
pub trait OrderList<E> {
    #[doc(hidden)]
    fn add_to(
        &self,
        list: &mut crate::billingplatform::query::select::ListOf<
            crate::billingplatform::query::select::OrderTerm,
        >,
    );
}
impl<E, O: billingplatform::OrderList<E> + ?Sized> billingplatform::OrderList<E> for &O {}
impl<E, O: billingplatform::OrderList<E>> billingplatform::OrderList<E> for Vec<O> {}

// billbind_runtime::billingplatform::Query
pub struct Query<E, A = billingplatform::Unselected> {
    private_fields: _,
}
impl<E: Entity, A> billingplatform::Query<E, A> {
    pub fn children_of<P, T>(self, path: &Path<E, P>) -> billingplatform::Children<P, T>
    where
        A: billingplatform::Selects<E, Item = T>,
    {}
    pub fn fetch(self, rows: u32) -> Self {}
    pub fn fetch_rows(&self) -> Option<u32> {}
    pub fn filter(self, condition: Filter<E>) -> Self {}
    pub fn group_by(self, columns: impl billingplatform::ColumnList<E>) -> Self {}
    pub fn having(self, condition: Having<E>) -> Self {}
    pub fn offset(self, rows: u64) -> Self {}
    pub fn offset_rows(&self) -> u64 {}
    pub fn order_by(self, order: impl billingplatform::OrderList<E>) -> Self {}
    pub fn page(self, number: u64, rows: u32) -> Self {}
    pub fn request<T: Answered>(
        &self,
    ) -> Request<billingplatform::BillingPlatform, Vec<T>>
    where
        A: billingplatform::Selects<E, Item = T>,
    {}
    pub fn to_sql(&self) -> String {}
}
impl<E: Entity> billingplatform::Query<E> {
    pub fn all_columns(self) -> billingplatform::Query<E, billingplatform::Records> {}
    pub fn columns(
        self,
        columns: impl billingplatform::ColumnList<E>,
    ) -> billingplatform::Query<E, billingplatform::Records> {}
    pub fn select<S: billingplatform::Selection<E>>(
        self,
        selection: S,
    ) -> billingplatform::Query<E, billingplatform::Rows<S::Values>> {}
}
#[cfg(feature = "client")]
impl<E, A, T> client::Paged for billingplatform::Query<E, A>
where
    E: Entity + 'static,
    A: billingplatform::Selects<E, Item = T> + 'static,
    T: Answered + Send,
{
    type Item = T;
    const MAX_PAGE: u32 = _;
    type System = billingplatform::BillingPlatform;
}
impl<E, A> Clone for billingplatform::Query<E, A> {}
impl<E: Entity, A> std::fmt::Debug for billingplatform::Query<E, A> {}

// billbind_runtime::billingplatform::RecordError
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordError {
    pub code: Option<String>,
    pub text: Option<String>,
    pub field: Option<String>,
    pub id: Option<String>,
    pub is_unclear: bool,
}
impl std::error::Error for billingplatform::RecordError {}
impl std::fmt::Display for billingplatform::RecordError {}

// billbind_runtime::billingplatform::Records
#[derive(Debug, Clone, Copy)]
pub enum Records {}
impl<E: Record> billingplatform::Selects<E> for billingplatform::Records {
    type Item = E;
}

// billbind_runtime::billingplatform::Rows
#[derive(Debug, Clone, Copy)]
pub struct Rows<V>(_);
impl<E, V: RowValues> billingplatform::Selects<E> for billingplatform::Rows<V> {
    type Item = Row<V>;
}

// billbind_runtime::billingplatform::Selection
pub trait Selection<E> {
    type Values: RowValues;
    #[doc(hidden)]
    fn add_to(
        self,
        list: &mut crate::billingplatform::query::select::ListOf<crate::row::Selected>,
    );
}

// billbind_runtime::billingplatform::Selects
pub trait Selects<E> {
    type Item: Answered;
}

// billbind_runtime::billingplatform::Session
#[derive(Clone)]
pub struct Session {
    private_fields: _,
}
impl billingplatform::Session {
    pub fn expires_in(&self) -> Option<std::time::Duration> {}
    pub fn from_id(id: impl Into<Secret>) -> Self {}
    pub fn from_token(token: impl Into<Secret>) -> Self {}
    pub fn refresh_token(&self) -> Option<&Secret> {}
    pub fn secret(&self) -> &Secret {}
}
impl std::fmt::Debug for billingplatform::Session {}

// billbind_runtime::billingplatform::Summable
pub trait Summable: Ordered {}
impl billingplatform::Summable for i64 {}

// billbind_runtime::billingplatform::Unselected
#[derive(Debug, Clone, Copy)]
pub enum Unselected {}

// billbind_runtime::billingplatform::Written
pub struct Written<E> {
    pub id: Id<E>,
    pub created: Option<bool>,
}
impl<E: Entity> std::fmt::Debug for billingplatform::Written<E> {}
impl<E> Clone for billingplatform::Written<E> {}
impl<E> PartialEq for billingplatform::Written<E> {}

// billbind_runtime::billingplatform::download_file_to
pub fn download_file_to<E: Entity>(
    id: impl IdOf<E>,
    field: &FileField<E>,
    sink: impl Into<FileSink>,
) -> Request<billingplatform::BillingPlatform, u64> {}

// billbind_runtime::billingplatform::dynamic::Changes
pub type Changes = billingplatform::dynamic::DynamicDraft<
    purpose::Change<purpose::ById>,
>;

// billbind_runtime::billingplatform::dynamic::Column
pub type Column<T> = Column<billingplatform::dynamic::DynamicRecord, T>;

// billbind_runtime::billingplatform::dynamic::DynamicDraft
pub struct DynamicDraft<For> {
    private_fields: _,
}
impl<For> billingplatform::dynamic::DynamicDraft<For> {
    pub fn set(self, wire_name: &str, value: impl Into<Value>) -> Self {}
}
impl<Found> billingplatform::dynamic::DynamicDraft<purpose::Change<Found>> {
    pub fn clear(self, wire_name: &str) -> Self {}
}
impl<For> AsRef<Draft> for billingplatform::dynamic::DynamicDraft<For> {}
impl<For> Clone for billingplatform::dynamic::DynamicDraft<For> {}
impl<For> PartialEq for billingplatform::dynamic::DynamicDraft<For> {}
impl<For> std::fmt::Debug for billingplatform::dynamic::DynamicDraft<For> {}

// billbind_runtime::billingplatform::dynamic::DynamicEntity
#[derive(Clone)]
pub struct DynamicEntity {
    private_fields: _,
}
impl billingplatform::dynamic::DynamicEntity {
    pub fn changes(
        &self,
        id: impl Into<billingplatform::dynamic::Id>,
    ) -> billingplatform::dynamic::Changes {}
    pub fn column<T>(
        &self,
        wire_name: &str,
    ) -> Result<billingplatform::dynamic::Column<T>, ParseError> {}
    pub fn name(&self) -> &str {}
    pub fn new_record(&self) -> billingplatform::dynamic::New {}
    #[cfg(feature = "serde")]
    pub fn read_stored<'de, D: serde_core::Deserializer<'de>>(
        &self,
        deserializer: D,
    ) -> Result<billingplatform::dynamic::DynamicRecord, D::Error> {}
    pub fn upsert(
        &self,
        key: impl Names<billingplatform::dynamic::DynamicRecord>,
    ) -> billingplatform::dynamic::Upsert {}
    pub fn with_secret(self, wire_name: impl Into<String>) -> Self {}
}
impl std::fmt::Debug for billingplatform::dynamic::DynamicEntity {}

// billbind_runtime::billingplatform::dynamic::DynamicRecord
#[derive(Clone, Default, PartialEq)]
pub struct DynamicRecord {
    private_fields: _,
}
impl billingplatform::dynamic::DynamicRecord {
    pub fn entity(&self) -> &str {}
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Raw)> {}
    pub fn get(&self, wire_name: &str) -> Option<&Raw> {}
    pub fn id(&self) -> Option<billingplatform::dynamic::Id> {}
    pub fn read<T: FieldValue>(&self, wire_name: &str) -> Result<Option<T>, ParseError> {}
}
impl Entity for billingplatform::dynamic::DynamicRecord {
    const WIRE_NAME: &'static str = _;
}
impl Slots for billingplatform::dynamic::DynamicRecord {}
#[cfg(feature = "serde")]
impl serde_core::Serialize for billingplatform::dynamic::DynamicRecord {}
impl std::fmt::Debug for billingplatform::dynamic::DynamicRecord {}

// billbind_runtime::billingplatform::dynamic::FileField
pub type FileField = FileField<billingplatform::dynamic::DynamicRecord>;

// billbind_runtime::billingplatform::dynamic::Filter
pub type Filter = Filter<billingplatform::dynamic::DynamicRecord>;

// billbind_runtime::billingplatform::dynamic::Id
pub type Id = Id<billingplatform::dynamic::DynamicRecord>;

// billbind_runtime::billingplatform::dynamic::Key
pub type Key = Key<billingplatform::dynamic::DynamicRecord>;

// billbind_runtime::billingplatform::dynamic::New
pub type New = billingplatform::dynamic::DynamicDraft<purpose::Complete>;

// billbind_runtime::billingplatform::dynamic::Upsert
pub type Upsert = billingplatform::dynamic::DynamicDraft<
    purpose::Change<purpose::ByKey>,
>;

// billbind_runtime::billingplatform::dynamic::create
pub fn create(
    new: &billingplatform::dynamic::New,
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Written<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::create_many
pub fn create_many(
    entity: &billingplatform::dynamic::DynamicEntity,
    new: &[billingplatform::dynamic::New],
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Batch<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::delete
pub fn delete(
    entity: &billingplatform::dynamic::DynamicEntity,
    deletion: impl Into<
        billingplatform::Deletion<billingplatform::dynamic::DynamicRecord>,
    >,
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Written<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::delete_many
pub fn delete_many(
    entity: &billingplatform::dynamic::DynamicEntity,
    deletions: &[billingplatform::Deletion<billingplatform::dynamic::DynamicRecord>],
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Batch<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::download_file
pub fn download_file(
    entity: &billingplatform::dynamic::DynamicEntity,
    id: impl Into<billingplatform::dynamic::Id>,
    field: &billingplatform::dynamic::FileField,
) -> crate::billingplatform::dynamic::Request<Vec<u8>> {}

// billbind_runtime::billingplatform::dynamic::download_file_to
pub fn download_file_to(
    entity: &billingplatform::dynamic::DynamicEntity,
    id: impl Into<billingplatform::dynamic::Id>,
    field: &billingplatform::dynamic::FileField,
    sink: impl Into<FileSink>,
) -> crate::billingplatform::dynamic::Request<u64> {}

// billbind_runtime::billingplatform::dynamic::entity
pub fn entity(
    wire_name: &str,
) -> Result<billingplatform::dynamic::DynamicEntity, ParseError> {}

// billbind_runtime::billingplatform::dynamic::query
pub fn query(
    entity: &billingplatform::dynamic::DynamicEntity,
    columns: &[&str],
    filter: &billingplatform::dynamic::Filter,
) -> crate::billingplatform::dynamic::Request<Vec<Row>> {}

// billbind_runtime::billingplatform::dynamic::retrieve
pub fn retrieve(
    entity: &billingplatform::dynamic::DynamicEntity,
    filter: &billingplatform::dynamic::Filter,
) -> crate::billingplatform::dynamic::Request<
    Vec<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::retrieve_by_id
pub fn retrieve_by_id(
    entity: &billingplatform::dynamic::DynamicEntity,
    id: impl Into<billingplatform::dynamic::Id>,
) -> crate::billingplatform::dynamic::Request<billingplatform::dynamic::DynamicRecord> {}

// billbind_runtime::billingplatform::dynamic::retrieve_by_ids
pub fn retrieve_by_ids(
    entity: &billingplatform::dynamic::DynamicEntity,
    ids: &[billingplatform::dynamic::Id],
) -> crate::billingplatform::dynamic::Request<
    Vec<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::undelete
pub fn undelete(
    entity: &billingplatform::dynamic::DynamicEntity,
    id: impl Into<billingplatform::dynamic::Id>,
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Written<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::update
pub fn update(
    changes: &billingplatform::dynamic::Changes,
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Written<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::update_many
pub fn update_many(
    entity: &billingplatform::dynamic::DynamicEntity,
    changes: &[billingplatform::dynamic::Changes],
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Batch<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::upload_file
pub fn upload_file(
    entity: &billingplatform::dynamic::DynamicEntity,
    id: impl Into<billingplatform::dynamic::Id>,
    field: &billingplatform::dynamic::FileField,
    file_name: &str,
    contents: &[u8],
) -> crate::billingplatform::dynamic::Request<()> {}

// billbind_runtime::billingplatform::dynamic::upload_file_from
pub fn upload_file_from(
    entity: &billingplatform::dynamic::DynamicEntity,
    id: impl Into<billingplatform::dynamic::Id>,
    field: &billingplatform::dynamic::FileField,
    file_name: &str,
    source: impl Into<FileSource>,
) -> crate::billingplatform::dynamic::Request<()> {}

// billbind_runtime::billingplatform::dynamic::upsert
pub fn upsert(
    upsert: &billingplatform::dynamic::Upsert,
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Written<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::dynamic::upsert_many
pub fn upsert_many(
    entity: &billingplatform::dynamic::DynamicEntity,
    upserts: &[billingplatform::dynamic::Upsert],
) -> crate::billingplatform::dynamic::Request<
    billingplatform::Batch<billingplatform::dynamic::DynamicRecord>,
> {}

// billbind_runtime::billingplatform::example::answer
#[doc(hidden)]
pub fn answer<T>(
    request: &Request<billingplatform::BillingPlatform, T>,
    records: &str,
) -> Answer {}

// billbind_runtime::billingplatform::example::assert_asks_for
#[doc(hidden)]
pub fn assert_asks_for<T>(
    request: &Request<billingplatform::BillingPlatform, T>,
    id: &str,
) {}

// billbind_runtime::billingplatform::example::assert_filters
#[doc(hidden)]
pub fn assert_filters<T>(
    request: &Request<billingplatform::BillingPlatform, T>,
    condition: &str,
) {}

// billbind_runtime::billingplatform::example::assert_finds_by
#[doc(hidden)]
pub fn assert_finds_by<T>(
    request: &Request<billingplatform::BillingPlatform, T>,
    field: &str,
) {}

// billbind_runtime::billingplatform::example::assert_reads
#[doc(hidden)]
pub fn assert_reads<E: Slots>(records: &[E], expected: &str) {}

// billbind_runtime::billingplatform::example::assert_sends
#[doc(hidden)]
pub fn assert_sends<T>(
    request: &Request<billingplatform::BillingPlatform, T>,
    records: &str,
) {}

// billbind_runtime::billingplatform::login
pub fn login(
    user: &str,
    password: &Secret,
) -> Request<billingplatform::BillingPlatform, billingplatform::Session> {}

// billbind_runtime::billingplatform::logout
pub fn logout() -> Request<billingplatform::BillingPlatform, ()> {}

// billbind_runtime::billingplatform::oauth_token
pub fn oauth_token(
    client_id: &str,
    client_secret: &Secret,
) -> Request<billingplatform::BillingPlatform, billingplatform::Session> {}

// billbind_runtime::billingplatform::operations::create
#[doc(hidden)]
pub fn create<E: Entity>(
    draft: &Draft,
) -> Request<billingplatform::BillingPlatform, billingplatform::Written<E>> {}

// billbind_runtime::billingplatform::operations::create_many
#[doc(hidden)]
pub fn create_many<E: Entity>(
    drafts: &[impl AsRef<Draft>],
) -> Request<billingplatform::BillingPlatform, billingplatform::Batch<E>> {}

// billbind_runtime::billingplatform::operations::create_or_overwrite
#[doc(hidden)]
pub fn create_or_overwrite<E: Entity>(
    key: Key<E>,
    draft: &Draft,
) -> Request<billingplatform::BillingPlatform, billingplatform::Written<E>> {}

// billbind_runtime::billingplatform::operations::delete
#[doc(hidden)]
pub fn delete<E: Entity>(
    table: &'static Table,
    deletion: &billingplatform::Deletion<E>,
) -> Request<billingplatform::BillingPlatform, billingplatform::Written<E>> {}

// billbind_runtime::billingplatform::operations::delete_many
#[doc(hidden)]
pub fn delete_many<E: Entity>(
    table: &'static Table,
    deletions: &[billingplatform::Deletion<E>],
) -> Request<billingplatform::BillingPlatform, billingplatform::Batch<E>> {}

// billbind_runtime::billingplatform::operations::download_file
#[doc(hidden)]
pub fn download_file<E: Entity>(
    id: &Id<E>,
    field: &FileField<E>,
) -> Request<billingplatform::BillingPlatform, Vec<u8>> {}

// billbind_runtime::billingplatform::operations::query
#[doc(hidden)]
pub fn query_records<E: Entity>(table: &'static Table) -> billingplatform::Query<E> {}

// billbind_runtime::billingplatform::operations::retrieve
#[doc(hidden)]
pub fn retrieve<E: Record>(
    table: &'static Table,
    filter: &Filter<E>,
) -> Request<billingplatform::BillingPlatform, Vec<E>> {}

// billbind_runtime::billingplatform::operations::retrieve_by_id
#[doc(hidden)]
pub fn retrieve_by_id<E: Record>(
    table: &'static Table,
    id: &Id<E>,
) -> Request<billingplatform::BillingPlatform, E> {}

// billbind_runtime::billingplatform::operations::retrieve_by_ids
#[doc(hidden)]
pub fn retrieve_by_ids<E: Record>(
    table: &'static Table,
    ids: &[Id<E>],
) -> Request<billingplatform::BillingPlatform, Vec<E>> {}

// billbind_runtime::billingplatform::operations::undelete
#[doc(hidden)]
pub fn undelete<E: Entity>(
    table: &'static Table,
    id: &Id<E>,
) -> Request<billingplatform::BillingPlatform, billingplatform::Written<E>> {}

// billbind_runtime::billingplatform::operations::update
#[doc(hidden)]
pub fn update<E: Entity>(
    draft: &Draft,
) -> Request<billingplatform::BillingPlatform, billingplatform::Written<E>> {}

// billbind_runtime::billingplatform::operations::update_many
#[doc(hidden)]
pub fn update_many<E: Entity>(
    drafts: &[impl AsRef<Draft>],
) -> Request<billingplatform::BillingPlatform, billingplatform::Batch<E>> {}

// billbind_runtime::billingplatform::operations::upload_file
#[doc(hidden)]
pub fn upload_file<E: Entity>(
    id: &Id<E>,
    field: &FileField<E>,
    file_name: &str,
    contents: &[u8],
) -> Request<billingplatform::BillingPlatform, ()> {}

// billbind_runtime::billingplatform::operations::upsert
#[doc(hidden)]
pub fn upsert<E: Entity>(
    draft: &Draft,
) -> Request<billingplatform::BillingPlatform, billingplatform::Written<E>> {}

// billbind_runtime::billingplatform::operations::upsert_many
#[doc(hidden)]
pub fn upsert_many<E: Entity>(
    drafts: &[impl AsRef<Draft>],
) -> Request<billingplatform::BillingPlatform, billingplatform::Batch<E>> {}

// billbind_runtime::billingplatform::query
pub fn query(
    statement: impl Into<String>,
) -> Request<billingplatform::BillingPlatform, Vec<Row>> {}

// billbind_runtime::billingplatform::raw
pub fn raw(
    method: Method,
    path: &[&str],
    body: Option<Raw>,
) -> Request<billingplatform::BillingPlatform, Raw> {}

// billbind_runtime::billingplatform::upload_file_from
pub fn upload_file_from<E: Entity>(
    id: impl IdOf<E>,
    field: &FileField<E>,
    file_name: &str,
    source: impl Into<FileSource>,
) -> Request<billingplatform::BillingPlatform, ()> {}

// billbind_runtime::client::Attempt
#[cfg(feature = "client")]
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    pub request: &'a RenderedRequest,
    pub timeout: Option<std::time::Duration>,
}
#[cfg(feature = "client")]
impl<'a> client::Attempt<'a> {
    pub fn new(request: &'a RenderedRequest) -> Self {}
    pub fn timeout(self, limit: std::time::Duration) -> Self {}
}

// billbind_runtime::client::AttemptEnd
#[cfg(feature = "client")]
#[derive(Debug)]
#[non_exhaustive]
pub enum AttemptEnd<'a> {
    Answered(&'a Answer),
    Failed(&'a client::TransportError),
}

// billbind_runtime::client::AttemptView
#[cfg(feature = "client")]
#[derive(Debug)]
pub struct AttemptView<'a> {
    private_fields: _,
}
#[cfg(feature = "client")]
impl client::AttemptView<'_> {
    pub fn entity(&self) -> Option<&str> {}
    pub fn method(&self) -> Method {}
    pub fn number(&self) -> u32 {}
    pub fn operation(&self) -> &'static str {}
    pub fn request_id(&self) -> &str {}
    pub fn set_header(&mut self, name: &'static str, value: impl Into<Secret>) {}
    pub fn url(&self) -> &str {}
}

// billbind_runtime::client::Authenticate
#[cfg(feature = "client")]
pub trait Authenticate: System + Sized {
    type Credentials: Clone + std::fmt::Debug + Send + Sync + 'static;
    type Session: Clone + std::fmt::Debug + Send + Sync + 'static;
    fn existence(entity: &str) -> Option<Request<Self, client::Existence>> {}
    fn login(credentials: &Self::Credentials) -> Request<Self, Self::Session>;
    fn logout(session: &Self::Session) -> Option<Request<Self, ()>>;
    fn proof(session: &Self::Session) -> client::Proof;
}

// billbind_runtime::client::BlockingClient
#[cfg(feature = "client")]
pub struct BlockingClient<S: client::Authenticate> {
    private_fields: _,
}
#[cfg(feature = "client")]
impl<S: client::Authenticate> client::BlockingClient<S> {
    pub fn builder(
        base_url: impl Into<String>,
    ) -> client::Builder<S, dyn client::BlockingTransport> {}
    pub fn call<T>(&self, request: Request<S, T>) -> client::Call<'_, Self, S, T> {}
    pub fn logout(&self) -> Result<(), Error> {}
    pub fn pages<Q: client::Paged<System = S>>(
        &self,
        query: Q,
    ) -> client::Pages<Self, Q> {}
    pub fn send<T>(&self, request: Request<S, T>) -> Result<T, Error> {}
}
#[cfg(feature = "client")]
impl<S: client::Authenticate> Clone for client::BlockingClient<S> {}
#[cfg(feature = "client")]
impl<S: client::Authenticate> std::fmt::Debug for client::BlockingClient<S> {}

// billbind_runtime::client::BlockingTransport
#[cfg(feature = "client")]
pub trait BlockingTransport: Send + Sync {
    fn now(&self) -> std::time::Instant {}
    fn send(
        &self,
        attempt: &client::Attempt<'_>,
        reception: &mut client::Reception<'_>,
    ) -> Result<(), client::TransportError>;
    fn sleep(&self, duration: std::time::Duration) {}
}

// billbind_runtime::client::BoxFuture
#[cfg(feature = "client")]
pub type BoxFuture<'a, T> = std::pin::Pin<
    Box<dyn std::future::Future<Output = T> + Send + 'a>,
>;

// billbind_runtime::client::Builder
#[cfg(feature = "client")]
pub struct Builder<S: client::Authenticate, T: ?Sized> {
    private_fields: _,
}
#[cfg(feature = "client")]
impl<S: client::Authenticate, T: ?Sized> client::Builder<S, T> {
    pub fn attempt_timeout(self, timeout: std::time::Duration) -> Self {}
    pub fn backoff(self, first: std::time::Duration, most: std::time::Duration) -> Self {}
    pub fn concurrent_requests(self, requests: usize) -> Self {}
    pub fn connect_timeout(self, timeout: std::time::Duration) -> Self {}
    pub fn credentials(self, credentials: S::Credentials) -> Self {}
    pub fn layer(self, layer: impl client::Layer + 'static) -> Self {}
    pub fn logout_on_drop(self) -> Self {}
    pub fn proxy(self, url: impl Into<Secret>) -> Self {}
    pub fn requests_per_second(self, requests: f64) -> Self {}
    pub fn retries(self, retries: u32) -> Self {}
    pub fn retry_budget(self, repetitions: u32) -> Self {}
    pub fn root_certificates(self, pem: impl Into<Vec<u8>>) -> Self {}
    pub fn timeout(self, timeout: std::time::Duration) -> Self {}
    pub fn user_agent(self, name: impl Into<String>) -> Self {}
}
#[cfg(feature = "client")]
impl<S: client::Authenticate> client::Builder<S, dyn client::BlockingTransport> {
    pub fn build(self) -> Result<client::BlockingClient<S>, Error> {}
    pub fn transport(self, transport: impl client::BlockingTransport + 'static) -> Self {}
}
#[cfg(feature = "client")]
impl<S: client::Authenticate> client::Builder<S, dyn client::Transport> {
    pub fn build(self) -> Result<client::Client<S>, Error> {}
    pub fn transport(self, transport: impl client::Transport + 'static) -> Self {}
}
#[cfg(feature = "client")]
impl<S: client::Authenticate, T: ?Sized> std::fmt::Debug for client::Builder<S, T> {}

// billbind_runtime::client::Call
#[cfg(feature = "client")]
pub struct Call<'c, C, S, T> {
    private_fields: _,
}
#[cfg(feature = "client")]
impl<'c, S: client::Authenticate, T: Send> client::Call<'c, client::Client<S>, S, T> {
    pub fn send(self) -> impl Future<Output = Result<T, Error>> + Send + use<'c, S, T> {}
}
#[cfg(feature = "client")]
impl<C, S, T> client::Call<'_, C, S, T> {
    pub fn attempt_timeout(self, timeout: std::time::Duration) -> Self {}
    pub fn retries(self, retries: u32) -> Self {}
    pub fn timeout(self, timeout: std::time::Duration) -> Self {}
}
#[cfg(feature = "client")]
impl<S: client::Authenticate, T> client::Call<'_, client::BlockingClient<S>, S, T> {
    pub fn send(self) -> Result<T, Error> {}
}
#[cfg(feature = "client")]
impl<C, S: System, T> std::fmt::Debug for client::Call<'_, C, S, T> {}

// billbind_runtime::client::Client
#[cfg(feature = "client")]
pub struct Client<S: client::Authenticate> {
    private_fields: _,
}
#[cfg(feature = "client")]
impl<S: client::Authenticate> client::Client<S> {
    pub fn builder(
        base_url: impl Into<String>,
    ) -> client::Builder<S, dyn client::Transport> {}
    pub fn call<T>(&self, request: Request<S, T>) -> client::Call<'_, Self, S, T> {}
    pub async fn logout(&self) -> Result<(), Error> {}
    pub fn pages<Q: client::Paged<System = S>>(
        &self,
        query: Q,
    ) -> client::Pages<Self, Q> {}
    pub fn send<T: Send>(
        &self,
        request: Request<S, T>,
    ) -> impl Future<Output = Result<T, Error>> + Send {}
}
#[cfg(feature = "client")]
impl<S: client::Authenticate> Clone for client::Client<S> {}
#[cfg(feature = "client")]
impl<S: client::Authenticate> std::fmt::Debug for client::Client<S> {}

// billbind_runtime::client::ConnectionOptions
#[cfg(feature = "client")]
#[cfg(any(feature = "async", feature = "blocking"))]
#[derive(Debug, Clone)]
pub struct ConnectionOptions {
    private_fields: _,
}
#[cfg(feature = "client")]
#[cfg(any(feature = "async", feature = "blocking"))]
impl client::ConnectionOptions {
    pub fn connect_timeout(self, timeout: std::time::Duration) -> Self {}
    pub fn new() -> Self {}
    pub fn proxy(self, proxy: client::Proxy) -> Self {}
    pub fn root_certificates(self, pem: impl AsRef<[u8]>) -> Self {}
    pub fn user_agent(self, name: impl Into<String>) -> Self {}
    pub fn without_machine_certificates(self) -> Self {}
}
#[cfg(feature = "client")]
#[cfg(any(feature = "async", feature = "blocking"))]
impl Default for client::ConnectionOptions {}

// billbind_runtime::client::DEFAULT_PAGE_SIZE
#[cfg(feature = "client")]
pub const DEFAULT_PAGE_SIZE: u32 = _;

// billbind_runtime::client::Delivery
#[cfg(feature = "client")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    NotSent,
    Unknown,
}

// billbind_runtime::client::Existence
#[cfg(feature = "client")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existence {
    Exists,
    Missing,
    Unknown,
}

// billbind_runtime::client::InProcess
#[cfg(feature = "client")]
#[derive(Clone)]
pub struct InProcess {
    private_fields: _,
}
#[cfg(feature = "client")]
impl client::InProcess {
    pub fn advance(&self, duration: std::time::Duration) {}
    pub fn new(
        answer: impl Fn(
            &RenderedRequest,
        ) -> Result<Answer, client::TransportError> + Send + Sync + 'static,
    ) -> Self {}
}
#[cfg(feature = "client")]
impl client::BlockingTransport for client::InProcess {}
#[cfg(feature = "client")]
impl client::Transport for client::InProcess {}
#[cfg(feature = "client")]
impl std::fmt::Debug for client::InProcess {}

// billbind_runtime::client::Items
#[cfg(feature = "client")]
pub struct Items<C, Q: client::Paged> {
    private_fields: _,
}
#[cfg(feature = "client")]
impl<C, Q: client::Paged> client::Items<C, Q> {
    pub fn position(&self) -> u64 {}
}
#[cfg(feature = "client")]
impl<Q: client::Paged> client::Items<client::Client<Q::System>, Q> {
    pub async fn next(&mut self) -> Option<Result<Q::Item, Error>> {}
}
#[cfg(feature = "client")]
impl<C, Q: client::Paged> std::fmt::Debug for client::Items<C, Q> {}
#[cfg(feature = "client")]
impl<C: Unpin, Q: client::Paged> Unpin for client::Items<C, Q> {}
#[cfg(feature = "client")]
impl<Q: client::Paged> Iterator for client::Items<client::BlockingClient<Q::System>, Q> {
    type Item = Result<Q::Item, Error>;
}
#[cfg(feature = "client")]
impl<Q: client::Paged> futures_core::Stream
for client::Items<client::Client<Q::System>, Q> {
    type Item = Result<Q::Item, Error>;
}

// billbind_runtime::client::Layer
#[cfg(feature = "client")]
pub trait Layer: Send + Sync {
    fn after(&self, attempt: &client::AttemptView<'_>, end: &client::AttemptEnd<'_>) {}
    fn before(&self, attempt: &mut client::AttemptView<'_>) {}
}

// billbind_runtime::client::Page
#[cfg(feature = "client")]
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    pub items: Vec<T>,
    pub offset: u64,
}
#[cfg(feature = "client")]
impl<T> client::Page<T> {
    pub fn next_offset(&self) -> u64 {}
}

// billbind_runtime::client::Paged
#[cfg(feature = "client")]
pub trait Paged: Unpin + 'static {
    type Item: Send + 'static;
    const MAX_PAGE: u32;
    type System: client::Authenticate;
    fn first_row(&self) -> u64;
    fn most_rows(&self) -> Option<u64>;
    fn page(&self, offset: u64, rows: u32) -> Request<Self::System, Vec<Self::Item>>;
}

// billbind_runtime::client::Pages
#[cfg(feature = "client")]
pub struct Pages<C, Q: client::Paged> {
    private_fields: _,
}
#[cfg(feature = "client")]
impl<C, Q: client::Paged> client::Pages<C, Q> {
    pub fn empty_on_not_found(self) -> Self {}
    pub fn items(self) -> client::Items<C, Q> {}
    pub fn page_size(self, rows: u32) -> Self {}
    pub fn position(&self) -> u64 {}
    pub fn starting_at(self, position: u64) -> Self {}
}
#[cfg(feature = "client")]
impl<Q: client::Paged> client::Pages<client::Client<Q::System>, Q> {
    pub async fn next(&mut self) -> Option<Result<client::Page<Q::Item>, Error>> {}
}
#[cfg(feature = "client")]
impl<C, Q: client::Paged> std::fmt::Debug for client::Pages<C, Q> {}
#[cfg(feature = "client")]
impl<Q: client::Paged> Iterator for client::Pages<client::BlockingClient<Q::System>, Q> {
    type Item = Result<client::Page<Q::Item>, Error>;
}
#[cfg(feature = "client")]
impl<Q: client::Paged> futures_core::Stream
for client::Pages<client::Client<Q::System>, Q> {
    type Item = Result<client::Page<Q::Item>, Error>;
}

// billbind_runtime::client::Proof
#[cfg(feature = "client")]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Proof {
    pub header: &'static str,
    pub value: Secret,
    pub secret: Secret,
}
#[cfg(feature = "client")]
impl client::Proof {
    pub fn new(header: &'static str, value: Secret, secret: Secret) -> Self {}
}

// billbind_runtime::client::Proxy
#[cfg(feature = "client")]
#[cfg(any(feature = "async", feature = "blocking"))]
#[derive(Clone)]
pub struct Proxy {
    private_fields: _,
}
#[cfg(feature = "client")]
#[cfg(any(feature = "async", feature = "blocking"))]
impl client::Proxy {
    pub fn credentials(
        self,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {}
    pub fn new(url: &str) -> Result<Self, client::TransportError> {}
}
#[cfg(feature = "client")]
#[cfg(any(feature = "async", feature = "blocking"))]
impl std::fmt::Debug for client::Proxy {}

// billbind_runtime::client::Reception
#[cfg(feature = "client")]
pub struct Reception<'r> {
    private_fields: _,
}
#[cfg(feature = "client")]
impl<'r> client::Reception<'r> {
    pub fn finish(self) -> Result<Answer, client::TransportError> {}
    pub fn head<'h>(
        &mut self,
        status: u16,
        headers: impl IntoIterator<Item = (&'h str, &'h str)>,
    ) {}
    pub fn new(max_body: usize) -> Self {}
    pub fn of<S: System, T>(request: &'r Request<S, T>) -> Self {}
    pub fn push(&mut self, part: &[u8]) -> Result<(), client::TransportError> {}
}
#[cfg(feature = "client")]
impl std::fmt::Debug for client::Reception<'_> {}

// billbind_runtime::client::ReqwestTransport
#[cfg(feature = "client")]
#[cfg(feature = "async")]
#[derive(Clone)]
pub struct ReqwestTransport {
    private_fields: _,
}
#[cfg(feature = "client")]
#[cfg(feature = "async")]
impl client::ReqwestTransport {
    pub fn new(
        options: &client::ConnectionOptions,
    ) -> Result<Self, client::TransportError> {}
}
#[cfg(feature = "client")]
#[cfg(feature = "async")]
impl client::Transport for client::ReqwestTransport {}
#[cfg(feature = "client")]
#[cfg(feature = "async")]
impl std::fmt::Debug for client::ReqwestTransport {}

// billbind_runtime::client::Transport
#[cfg(feature = "client")]
pub trait Transport: Send + Sync {
    fn expire(&self, duration: std::time::Duration) -> client::BoxFuture<'_, ()> {}
    fn now(&self) -> std::time::Instant {}
    fn send<'a>(
        &'a self,
        attempt: client::Attempt<'a>,
        reception: &'a mut client::Reception<'_>,
    ) -> client::BoxFuture<'a, Result<(), client::TransportError>>;
    fn sleep(&self, duration: std::time::Duration) -> client::BoxFuture<'_, ()>;
    fn spawn(&self, task: client::BoxFuture<'static, ()>) {}
}

// billbind_runtime::client::TransportError
#[cfg(feature = "client")]
#[derive(Debug, Clone)]
pub struct TransportError {
    private_fields: _,
}
#[cfg(feature = "client")]
impl client::TransportError {
    pub fn delivery(&self) -> client::Delivery {}
    pub fn kind(&self) -> client::TransportErrorKind {}
    pub fn new(
        kind: client::TransportErrorKind,
        delivery: client::Delivery,
        message: impl Into<String>,
    ) -> Self {}
}
#[cfg(feature = "client")]
impl std::error::Error for client::TransportError {}
#[cfg(feature = "client")]
impl std::fmt::Display for client::TransportError {}

// billbind_runtime::client::TransportErrorKind
#[cfg(feature = "client")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    Connect,
    TimedOut,
    Broken,
    TooLarge,
    LocalIo,
    Options,
    Other,
}

// billbind_runtime::client::UreqTransport
#[cfg(feature = "client")]
#[cfg(feature = "blocking")]
#[derive(Clone)]
pub struct UreqTransport {
    private_fields: _,
}
#[cfg(feature = "client")]
#[cfg(feature = "blocking")]
impl client::UreqTransport {
    pub fn new(
        options: &client::ConnectionOptions,
    ) -> Result<Self, client::TransportError> {}
}
#[cfg(feature = "client")]
#[cfg(feature = "blocking")]
impl client::BlockingTransport for client::UreqTransport {}
#[cfg(feature = "client")]
#[cfg(feature = "blocking")]
impl std::fmt::Debug for client::UreqTransport {}

// billbind_runtime::clone_record
#[doc(hidden)]
pub fn clone_record<R: Slots + Default>(record: &R) -> R {}

// billbind_runtime::debug_enum
#[doc(hidden)]
pub fn debug_enum(
    text: &str,
    formatter: &mut std::fmt::Formatter<'_>,
) -> std::fmt::Result {}

// billbind_runtime::debug_nullable
#[doc(hidden)]
pub fn debug_nullable(
    field: impl Nullable,
    table: &Table,
    formatter: &mut std::fmt::Formatter<'_>,
) -> std::fmt::Result {}

// billbind_runtime::debug_record
#[doc(hidden)]
pub fn debug_record(
    record: &dyn Slots,
    name: &str,
    formatter: &mut std::fmt::Formatter<'_>,
) -> std::fmt::Result {}

// billbind_runtime::emitted_form
#[doc(hidden)]
#[macro_export]
macro_rules! emitted_form {
    (1) => {};
    ($form:literal) => {
        ::core::compile_error!(::core::concat!("these bindings do not fit this version of billbind-runtime: they are of form ",
        $form,
        ", and it takes form 1. Give billbind-codegen and billbind-runtime the same version in \
             Cargo.toml, and generate the bindings again"));
    };
}

// billbind_runtime::hash_enum
#[doc(hidden)]
pub fn hash_enum<H: std::hash::Hasher>(text: &str, state: &mut H) {}

// billbind_runtime::nullable_position
#[doc(hidden)]
pub fn nullable_position(positions: &[u16], at: usize) -> u16 {}

// billbind_runtime::open_enum_from_text
#[doc(hidden)]
pub fn open_enum_from_text<T: Enumeration>(
    text: &str,
    unknown: fn(UnknownValue) -> T,
) -> T {}

// billbind_runtime::purpose::ById
pub struct ById;

// billbind_runtime::purpose::ByKey
pub struct ByKey;

// billbind_runtime::purpose::Change
pub struct Change<Found>(_);

// billbind_runtime::purpose::Complete
pub struct Complete;

// billbind_runtime::purpose::Create
pub struct Create<Fields>(_);

// billbind_runtime::purpose::Given
pub struct Given;
impl purpose::IsGiven for purpose::Given {}

// billbind_runtime::purpose::IsGiven
pub trait IsGiven {}

// billbind_runtime::purpose::IsOpen
pub trait IsOpen {}

// billbind_runtime::records_are_equal
#[doc(hidden)]
pub fn records_are_equal(left: &dyn Slots, right: &dyn Slots) -> bool {}

// billbind_runtime::storage::HoldsSecrets
#[cfg(feature = "serde")]
pub trait HoldsSecrets {
    #[doc(hidden)]
    fn serialize_with_secrets<S: serde_core::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error>;
}
#[cfg(feature = "serde")]
impl<R: Slots> storage::HoldsSecrets for R {}
#[cfg(feature = "serde")]
impl<T: storage::HoldsSecrets> storage::HoldsSecrets for Option<T> {}
#[cfg(feature = "serde")]
impl<T: storage::HoldsSecrets> storage::HoldsSecrets for Vec<T> {}

// billbind_runtime::storage::Stored
#[cfg(feature = "serde")]
#[doc(hidden)]
#[derive(Debug)]
pub enum Stored<'a> {
    Text(std::borrow::Cow<'a, str>),
    Integer(i64),
    Flag(bool),
    Json(std::borrow::Cow<'a, str>),
    Secret(&'a str),
    List(Vec<storage::Stored<'a>>),
}
#[cfg(feature = "serde")]
impl serde_core::Serialize for storage::Stored<'_> {}

// billbind_runtime::storage::WithSecrets
#[cfg(feature = "serde")]
#[derive(Debug, Clone, Copy)]
pub struct WithSecrets<'a, T: ?Sized>(pub &'a T);
#[cfg(feature = "serde")]
impl<T: storage::HoldsSecrets + ?Sized> serde_core::Serialize
for storage::WithSecrets<'_, T> {}

// billbind_runtime::storage::deserialize_enum
#[cfg(feature = "serde")]
#[doc(hidden)]
pub fn deserialize_enum<'de, T: Enumeration, D: serde_core::de::Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {}

// billbind_runtime::storage::deserialize_record
#[cfg(feature = "serde")]
#[doc(hidden)]
pub fn deserialize_record<'de, R: Slots + Default, D: serde_core::de::Deserializer<'de>>(
    deserializer: D,
) -> Result<R, D::Error> {}

// billbind_runtime::storage::serialize_record
#[cfg(feature = "serde")]
#[doc(hidden)]
pub fn serialize_record<S: serde_core::Serializer>(
    record: &dyn Slots,
    serializer: S,
) -> Result<S::Ok, S::Error> {}

// billbind_runtime::storage::with_secrets::deserialize
#[cfg(feature = "serde")]
pub fn deserialize<
    'de,
    T: serde_core::Deserialize<'de>,
    D: serde_core::Deserializer<'de>,
>(deserializer: D) -> Result<T, D::Error> {}

// billbind_runtime::storage::with_secrets::serialize
#[cfg(feature = "serde")]
pub fn serialize<T: storage::HoldsSecrets + ?Sized, S: serde_core::Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {}

// billbind_runtime::store_enum
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! store_enum {
    ($enumeration:ident) => {
        impl $crate::storage::serde::Serialize for $enumeration { #[inline] fn serialize
        < S : $crate::storage::serde::Serializer > (& self, serializer : S,) -> Result <
        S::Ok, S::Error > { serializer.serialize_str(self.as_str()) } } impl <'de >
        $crate::storage::serde::Deserialize <'de > for $enumeration { #[inline] fn
        deserialize < D : $crate::storage::serde::Deserializer <'de >> (deserializer :
        D,) -> Result < Self, D::Error > {
        $crate::storage::deserialize_enum(deserializer) } }
    };
}
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! store_enum {
    ($enumeration:ident) => {};
}

// billbind_runtime::store_record
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! store_record {
    ($record:ident) => {
        impl $crate::storage::serde::Serialize for $record { #[inline] fn serialize < S :
        $crate::storage::serde::Serializer > (& self, serializer : S,) -> Result < S::Ok,
        S::Error > { $crate::storage::serialize_record(self, serializer) } } impl <'de >
        $crate::storage::serde::Deserialize <'de > for $record { #[inline] fn deserialize
        < D : $crate::storage::serde::Deserializer <'de >> (deserializer : D,) -> Result
        < Self, D::Error > { $crate::storage::deserialize_record(deserializer) } }
    };
}
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! store_record {
    ($record:ident) => {};
}

// billbind_runtime::storage::serde
// from serde_core

// Implementations for types of other crates and of macros
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "chrono")]
impl TryFrom<Date> for chrono::NaiveDate {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "jiff")]
impl TryFrom<Date> for jiff::civil::Date {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "time")]
impl TryFrom<Date> for time::Date {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "chrono")]
impl TryFrom<DateTime> for chrono::DateTime<chrono::FixedOffset> {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "chrono")]
impl TryFrom<DateTime> for chrono::DateTime<chrono::Utc> {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "chrono")]
impl TryFrom<DateTime> for chrono::NaiveDateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "jiff")]
impl TryFrom<DateTime> for jiff::Timestamp {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "jiff")]
impl TryFrom<DateTime> for jiff::civil::DateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "time")]
impl TryFrom<DateTime> for time::OffsetDateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "time")]
impl TryFrom<DateTime> for time::PrimitiveDateTime {
    type Error = ConversionError;
}
#[cfg(
    any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time")
)]
#[cfg(feature = "rust_decimal")]
impl TryFrom<Decimal> for rust_decimal::Decimal {
    type Error = ConversionError;
}

// What macros make: the macros and their calls

// in billingplatform::delete
macro_rules! delete_by_id {
    ($($id:ty)*) => {
        $(impl < E > From <$id > for Deletion < E > { fn from(id : $id) -> Self {
        Self::new(id) } } impl < E > Deletes < E > for $id { fn into_deletion(self) ->
        Deletion < E > { Deletion::new(self) } })*
    };
}
delete_by_id! {
    Id < E > & Id < E > & str String i32 i64 u32 u64
}

// in billingplatform::query::select
macro_rules! tuples {
    ($(($($part:ident $at:tt)+))+) => {
        $(impl < E, $($part : Selection < E >),+> Selection < E > for ($($part,)+) { type
        Values = ($($part ::Values,)+); fn add_to(self, list : & mut ListOf < Selected >)
        { $(self.$at .add_to(list);)+ } } impl < E, $($part : ColumnList < E >),+>
        ColumnList < E > for ($($part,)+) { fn add_to(& self, list : & mut ListOf <
        Selected >) { $(self.$at .add_to(list);)+ } } impl < E, $($part : OrderList < E
        >),+> OrderList < E > for ($($part,)+) { fn add_to(& self, list : & mut ListOf <
        OrderTerm >) { $(self.$at .add_to(list);)+ } })+
    };
}
tuples! {
    (A 0) (A 0 B 1) (A 0 B 1 C 2) (A 0 B 1 C 2 D 3) (A 0 B 1 C 2 D 3 F 4) (A 0 B 1 C 2 D 3 F 4 G 5) (A 0 B 1 C 2 D 3 F 4 G 5 H 6) (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7) (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7 J 8) (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7 J 8 K 9) (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7 J 8 K 9 L 10) (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7 J 8 K 9 L 10 M 11)
}

// in client::ureq
thread_local! {
    # [doc = " Whether the exchange of this thread failed before there was a connection, and so surely"] # [doc = " before a byte of the request was written. ureq's errors do not tell that: a refused"] # [doc = " connection and a broken one are both an error of IO."] static FAILED_TO_CONNECT : Cell < bool > = const { Cell :: new (false) } ;
}

// in decimal
macro_rules! from_integers {
    ($($integer:ty)*) => {
        $(impl From <$integer > for Decimal { fn from(number : $integer) -> Self {
        Self::from_parts(i128::from(number), 0) } })*
    };
}
from_integers! {
    i32 i64 u32 u64
}

// in id
macro_rules! from_plain_values {
    ($($plain:ty)*) => {
        $(impl < E > From <$plain > for Id < E > { fn from(plain : $plain) -> Self {
        Self::new(plain.to_string()) } } impl < E > IdOf < E > for $plain { fn
        into_id(self) -> Id < E > { Id::from(self) } } impl < E > Names < E > for $plain
        { fn into_reference(self) -> Reference < E > { Reference::Id(Id::from(self)) }
        })*
    };
}
from_plain_values! {
    & str String i32 i64 u32 u64
}

// in moment
macro_rules! moment_traits {
    ($($moment:ty)*) => {
        $(impl fmt::Display for $moment { fn fmt(& self, formatter : & mut fmt::Formatter
        <'_ >) -> fmt::Result { formatter.pad(self.as_str()) } } impl fmt::Debug for
        $moment { fn fmt(& self, formatter : & mut fmt::Formatter <'_ >) -> fmt::Result {
        formatter.write_str(self.as_str()) } } impl PartialEq for $moment { fn eq(& self,
        other : & Self) -> bool { self.order() == other.order() } } impl Eq for $moment
        {} impl PartialOrd for $moment { fn partial_cmp(& self, other : & Self) -> Option
        < Ordering > { Some(self.cmp(other)) } } impl Ord for $moment { fn cmp(& self,
        other : & Self) -> Ordering { self.order().cmp(& other.order()) } } impl Hash for
        $moment { fn hash < H : Hasher > (& self, state : & mut H) { self.order()
        .hash(state); } })*
    };
}
moment_traits! {
    Date DateTime
}

// in row
crate::store_record! {
    Row
}

// in row::reading
macro_rules! tuples {
    ($(($($part:ident)+))+) => {
        $(impl <$($part : RowValues),+> RowValues for ($($part,)+) { fn read(row : & mut
        RowReader <'_ >) -> Self { ($($part ::read(row),)+) } })+
    };
}
tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D F) (A B C D F G) (A B C D F G H) (A B C D F G H I) (A B C D F G H I J) (A B C D F G H I J K) (A B C D F G H I J K L) (A B C D F G H I J K L M)
}

// in storage::scalars
#[cfg(feature = "serde")]
macro_rules! stored_as_text {
    (
        $([$($parameter:ident)?] $type:ty, $expected:literal, $text:expr, $parse:expr;)*
    ) => {
        $(impl <$($parameter)?> Serialize for $type { fn serialize < S : Serializer > (&
        self, serializer : S) -> Result < S::Ok, S::Error > { let text : fn (& Self, S)
        -> Result < S::Ok, S::Error > = $text; text(self, serializer) } }
        stored_as_text!(@ read[$($parameter)?] $type, $expected, $parse);)*
    };
    (@ read[$($parameter:ident)?] $type:ty, $expected:literal, $parse:expr) => {
        impl <'de $(, $parameter)?> Deserialize <'de > for $type { fn deserialize < D :
        Deserializer <'de >> (deserializer : D) -> Result < Self, D::Error > {
        deserialize(deserializer, $expected, $parse) } }
    };
}
stored_as_text! {
    [E] Id < E >,
    "the id of a record, as text" ,
    | id ,
    serializer | serializer . serialize_str (id . as_str ()) ,
    | text | Ok (Id :: new (text)) ;
    [] Decimal ,
    "a decimal number as text, like \"1.10\": a float would lose digits" ,
    | number ,
    serializer | serializer . collect_str (number) ,
    | text | text . parse () . map_err (message) ;
    [] Date ,
    "a date as text, like \"2015-05-05\" or \"20150505\"" ,
    | date ,
    serializer | serializer . serialize_str (date . as_str ()) ,
    | text | text . parse () . map_err (message) ;
    [] DateTime ,
    "a date and time as text, like \"2014-11-03T18:26:11Z\"" ,
    | moment ,
    serializer | serializer . serialize_str (moment . as_str ()) ,
    | text | text . parse () . map_err (message) ;
    [] Raw ,
    "a JSON value as text" ,
    | raw ,
    serializer | serializer . serialize_str (raw . as_json ()) ,
    | text | Raw :: json (text) . map_err (message) ;
}
stored_as_text! {
    @ read [] Secret ,
    "a secret text" ,
    | text | Ok (Secret :: new (text))
}
