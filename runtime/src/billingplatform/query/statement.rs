//! The text of a statement, and what is wrong with one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::select::OrderTerm;
use super::{MAX_PAGE, Query};
use crate::filter::Filter;
use crate::row::SelectedKind;
use crate::table::Entity;

impl<E: Entity, A> Query<E, A> {
    /// `from` is the entity, with the relation that leads to the parent in a sub-query.
    pub(super) fn written(&self, from: &str) -> String {
        let items = self.selected.iter().map(|item| item.sql.as_str());
        let mut sql = String::from("SELECT ");
        push_list(&mut sql, items);
        sql.extend([" FROM ", from]);
        if !self.filters.is_empty() {
            let condition = Filter::all(self.filters.iter().cloned());
            sql.extend([" WHERE ", &condition.to_sql()]);
        }
        if !self.groups.is_empty() {
            sql.push_str(" GROUP BY ");
            push_list(&mut sql, self.groups.iter().map(String::as_str));
        }
        if !self.having.is_empty() {
            let condition = Filter::all(self.having.iter().cloned());
            sql.extend([" HAVING ", &condition.to_sql()]);
        }
        self.write_order(&mut sql);
        if self.offset > 0 {
            // Writing into a text does not fail.
            let _ = write!(sql, " OFFSET {} ROWS", self.offset);
        }
        if let Some(rows) = self.fetch {
            let _ = write!(sql, " FETCH NEXT {rows} ROWS ONLY");
        }
        sql
    }

    fn write_order(&self, sql: &mut String) {
        let mut terms: Vec<String> = self.order.iter().map(OrderTerm::to_sql).collect();
        if self.is_paged() {
            let mut last: Vec<&str> = self.groups.iter().map(String::as_str).collect();
            if last.is_empty() && !self.is_one_row() {
                last.push(self.table.id_name());
            }
            last.retain(|name| !self.order.iter().any(|term| term.by == *name));
            terms.extend(last.into_iter().map(str::to_owned));
        }
        if !terms.is_empty() {
            sql.push_str(" ORDER BY ");
            push_list(sql, terms.iter().map(String::as_str));
        }
    }

    fn is_paged(&self) -> bool {
        self.offset > 0 || self.fetch.is_some()
    }

    /// Whether the aggregates are over all records.
    fn is_one_row(&self) -> bool {
        self.groups.is_empty() && self.has_aggregates()
    }

    fn has_aggregates(&self) -> bool {
        self.selected
            .iter()
            .any(|item| matches!(item.kind, SelectedKind::Aggregate | SelectedKind::Average))
    }

    /// Everything that is wrong with the statement.
    pub(super) fn all_problems(&self) -> Vec<String> {
        let mut problems = self.problems.clone();
        if self.selected.is_empty() {
            problems.push("the query selects nothing".to_owned());
        }
        self.report_names(&mut problems);
        self.report_groups(&mut problems);
        if let Some(rows) = self.fetch
            && !(1..=MAX_PAGE).contains(&rows)
        {
            problems.push(format!(
                "a page has from 1 to {MAX_PAGE} rows, and not {rows}"
            ));
        }
        for filter in &self.filters {
            problems.extend(filter.problems_in(E::DIALECT));
        }
        problems
    }

    /// A value is found by its name, so no two may have one.
    fn report_names(&self, problems: &mut Vec<String>) {
        let mut names = BTreeSet::new();
        for item in &self.selected {
            // Nobody knows whether an answer names children by more than their entity.
            let is_children = item.kind == SelectedKind::Children;
            let name = match item.name.split_once('.') {
                Some((entity, _)) if is_children => entity,
                _ => &item.name,
            };
            let is_new = names.insert(name.to_ascii_uppercase());
            if !is_new && is_children {
                problems.push(format!(
                    "two lists of children of `{name}` cannot be told apart in an answer: make two queries"
                ));
            } else if !is_new && item.kind != SelectedKind::Field {
                problems.push(format!("two selected values are called `{name}`"));
            }
        }
    }

    fn report_groups(&self, problems: &mut Vec<String>) {
        if !self.having.is_empty() && self.groups.is_empty() {
            problems.push("`having` is a condition on groups: it needs `group_by`".to_owned());
        }
        if !self.has_aggregates() && self.groups.is_empty() {
            return;
        }
        for item in &self.selected {
            if item.kind == SelectedKind::Field && !self.groups.contains(&item.name) {
                problems.push(format!(
                    "`{}` is selected of groups and is not the same in all of a group: name it in \
                     `group_by`, or select an aggregate of it",
                    item.name
                ));
            }
        }
    }
}

fn push_list<'a>(sql: &mut String, items: impl Iterator<Item = &'a str>) {
    for (at, item) in items.enumerate() {
        if at > 0 {
            sql.push_str(", ");
        }
        sql.push_str(item);
    }
}
