//! Where the children of a row are in an answer.
//!
//! The vendor says that a sub-query gives a nested list and shows no sample of one. So the list is
//! looked for under every name that it could have, and in every shape: a list, one record, or an
//! object around either. Where another value sits there, it is a misfit like any other.

use super::{Member, Selected, SelectedKind, members};
use crate::json::Token;

/// The children of an item of the select list, as JSON that is a list, a record, or nothing.
pub(super) fn child_list<'a>(row: &[Member<'a>], item: &Selected) -> Option<&'a str> {
    // `CONTRACT_RATE.ContractObj`, or the entity alone.
    let entity = item.name.split('.').next().unwrap_or_default();
    let names = [item.name.as_str(), entity];
    let json = names.iter().find_map(|name| {
        let found = row.iter().find(|(other, _)| is_same(other, name));
        found.map(|(_, json)| *json)
    })?;
    Some(unwrapped(json, item))
}

/// Entities are spelt with underscores and without, in any case.
fn is_same(left: &str, right: &str) -> bool {
    let letters = |name: &str| {
        let letters: Vec<u8> = name.bytes().filter(|byte| *byte != b'_').collect();
        letters.to_ascii_lowercase()
    };
    letters(left) == letters(right)
}

/// The one list of the row that nothing else of the select list names.
pub(super) fn unclaimed_list<'a>(
    row: &[Member<'a>],
    item: &Selected,
    all: &[Selected],
) -> Option<&'a str> {
    let several = all
        .iter()
        .filter(|other| other.kind == SelectedKind::Children)
        .count()
        > 1;
    if several {
        return None;
    }
    let is_claimed = |name: &str| {
        all.iter().any(|other| {
            let first = other.name.split('.').next().unwrap_or_default();
            other.kind != SelectedKind::Children
                && (name.eq_ignore_ascii_case(first) || name.eq_ignore_ascii_case(&other.name))
        })
    };
    let mut lists = row
        .iter()
        .filter(|(name, json)| json.starts_with(['[', '{']) && !is_claimed(name))
        .map(|(_, json)| unwrapped(json, item));
    let only = lists.next()?;
    lists.next().is_none().then_some(only)
}

/// Most objects around a list: no layout is likely to have more, and each is read once more.
const MAX_WRAPPERS: usize = 4;

/// What is inside of an object that only goes around the list (`{"records": […]}`).
fn unwrapped<'a>(json: &'a str, item: &Selected) -> &'a str {
    let mut inner = json;
    for _ in 0..MAX_WRAPPERS {
        if !inner.starts_with('{') {
            break;
        }
        let Some(object) = members(inner) else { break };
        let is_record = object.iter().any(|(name, _)| is_of_record(name, item));
        let mut nested = object
            .iter()
            .filter(|(_, json)| matches!(Token::of(json), Token::Nested(_)));
        match (nested.next(), nested.next()) {
            (Some((_, only)), None) if !is_record => inner = only,
            _ => break,
        }
    }
    inner
}

/// Whether a name is one that a child has: its id, or what was selected of it.
fn is_of_record(name: &str, item: &Selected) -> bool {
    name.eq_ignore_ascii_case("Id")
        || item.children.iter().any(|child| {
            let first = child.name.split('.').next().unwrap_or_default();
            child.kind != SelectedKind::Children
                && (name.eq_ignore_ascii_case(first) || name.eq_ignore_ascii_case(&child.name))
        })
}
