//! Reading of a row's values: one for each item of the select list, by its type.

use std::slice;

use super::children::{child_list, unclaimed_list};
use super::{Answered, Member, Selected, SelectedKind, find};
use crate::decode::{Place, decode_records};
use crate::parse::ParseError;
use crate::record::Misfit;
use crate::request::Limits;
use crate::scan::{Scanned, Scanner};
use crate::value::FieldValue;

/// The types of what is selected: `Option` of a field's type, `Vec` of children, or a tuple.
pub trait RowValues: Sized + 'static {
    /// Reads the values; what does not fit is kept aside and reads as absent.
    #[doc(hidden)]
    fn read(row: &mut RowReader<'_>) -> Self;
}

/// How decoded rows get their types.
#[doc(hidden)]
#[derive(Debug)]
pub struct Finish<'a> {
    pub(crate) selected: &'a [Selected],
    pub(crate) limits: &'a Limits,
}

/// The values of one row, read in the order of the select list.
#[doc(hidden)]
#[derive(Debug)]
pub struct RowReader<'a> {
    members: &'a [Member<'a>],
    all: &'a [Selected],
    ahead: slice::Iter<'a, Selected>,
    limits: &'a Limits,
    misfits: Vec<Misfit>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(members: &'a [Member<'a>], how: &Finish<'a>) -> Self {
        Self {
            members,
            all: how.selected,
            ahead: how.selected.iter(),
            limits: how.limits,
            misfits: Vec::new(),
        }
    }

    pub(super) fn into_misfits(self) -> Vec<Misfit> {
        self.misfits
    }

    fn next_value<T: FieldValue>(&mut self) -> Option<T> {
        let item = self.ahead.next()?;
        let json = find(self.members, &item.name)?;
        let read = T::read(&Scanned::of(json)).or_else(|error| match shortened(item, json) {
            Some(json) => T::read(&Scanned::of(&json)),
            None => Err(error),
        });
        read.unwrap_or_else(|error: ParseError| {
            self.keep_misfit(item.name.clone(), error.expected(), json);
            None
        })
    }

    fn next_children<A: Answered>(&mut self) -> Vec<A> {
        let Some(item) = self.ahead.next() else {
            return Vec::new();
        };
        let found = child_list(self.members, item);
        let Some(json) = found.or_else(|| unclaimed_list(self.members, item, self.all)) else {
            return Vec::new();
        };
        let how = Finish {
            selected: &item.children,
            limits: self.limits,
        };
        let read = decode_children::<A>(json, &how);
        read.unwrap_or_else(|(path, expected)| {
            self.keep_misfit(format!("{}{path}", item.name), expected, json);
            Vec::new()
        })
    }

    fn keep_misfit(&mut self, path: String, expected: &'static str, json: &str) {
        self.misfits.push(Misfit {
            path: path.into(),
            expected,
            value: json.into(),
        });
    }
}

/// The children, or what of them is not as it should be.
fn decode_children<A: Answered>(
    json: &str,
    how: &Finish<'_>,
) -> Result<Vec<A>, (String, &'static str)> {
    let mut decoded: Vec<A::Decoded> = Vec::new();
    let mut place = Place {
        strict: how.limits.strict,
        max_records: how.limits.max_records,
        ..Place::default()
    };
    decode_records(&mut Scanner::new(json), &mut decoded, &mut place)
        .map_err(|stop| (place.path(""), stop.expected))?;
    A::finish(decoded, how).map_err(|misfit| (misfit.path.into_owned(), misfit.expected))
}

/// Most digits of an average that are read.
const AVERAGE_DIGITS: usize = 38;

/// An average without the digits that no number holds: a third has no end, and Oracle, whose
/// dialect clients find here, gives 40 digits of it. The value itself stays in the row.
fn shortened(item: &Selected, json: &str) -> Option<String> {
    if item.kind != SelectedKind::Average {
        return None;
    }
    let text = json.trim_matches('"').trim();
    let (whole, fraction) = text.split_once('.')?;
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let digits = whole.trim_start_matches('-');
    if !is_digits(digits) || !is_digits(fraction) {
        return None;
    }
    let kept = AVERAGE_DIGITS.checked_sub(digits.len())?;
    Some(format!("{whole}.{}", fraction.get(..kept)?))
}

impl RowValues for () {
    fn read(_: &mut RowReader<'_>) -> Self {}
}

impl<T: FieldValue> RowValues for Option<T> {
    fn read(row: &mut RowReader<'_>) -> Self {
        row.next_value()
    }
}

impl<T: Answered> RowValues for Vec<T> {
    fn read(row: &mut RowReader<'_>) -> Self {
        row.next_children()
    }
}

macro_rules! tuples {
    ($(($($part:ident)+))+) => {$(
        impl<$($part: RowValues),+> RowValues for ($($part,)+) {
            fn read(row: &mut RowReader<'_>) -> Self {
                ($($part::read(row),)+)
            }
        }
    )+};
}

tuples! {
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D F)
    (A B C D F G)
    (A B C D F G H)
    (A B C D F G H I)
    (A B C D F G H I J)
    (A B C D F G H I J K)
    (A B C D F G H I J K L)
    (A B C D F G H I J K L M)
}
