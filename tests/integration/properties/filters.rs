//! No value leaves its literal: what a SQL parser finds in a filter is what was put in.

use billbind::billingplatform::billing_profile::{self, COL, Filter, PATH};
use billbind::billingplatform::{BillingProfile, account};
use billbind::{Column, DateTime};
use proptest::collection::vec;
use proptest::prelude::*;
use sqlparser::dialect::{AnsiDialect, GenericDialect};

use super::sql::{Literal, Tree, read};
use super::values::{date, date_time, decimal, text, word};

/// A filter with what it means.
pub(super) type Meant = (Filter, Tree);

pub(super) fn compare(column: &str, operator: &'static str, value: Literal) -> Tree {
    Tree::Compare(column.to_owned(), operator, value)
}

fn in_list(column: &str, is_negated: bool, values: Vec<Literal>) -> Tree {
    if values.is_empty() {
        return Tree::constant(is_negated);
    }
    Tree::In {
        column: column.to_owned(),
        is_negated,
        values,
    }
}

/// The operators that every comparable type has, for a column and a strategy of its values.
macro_rules! equality {
    ($name:literal, $column:expr, $values:expr, $literal:expr) => {
        prop_oneof![
            $values.prop_map(|value| {
                let tree = compare($name, "=", $literal(&value));
                ($column.eq(value), tree)
            }),
            $values.prop_map(|value| {
                let tree = compare($name, "<>", $literal(&value));
                ($column.ne(value), tree)
            }),
            (vec($values, 0..4), any::<bool>()).prop_map(|(values, is_negated)| {
                let tree = in_list($name, is_negated, values.iter().map($literal).collect());
                let filter = if is_negated {
                    $column.not_in(values)
                } else {
                    $column.is_in(values)
                };
                (filter, tree)
            }),
            any::<bool>().prop_map(|is_negated| {
                let filter = if is_negated {
                    $column.is_not_null()
                } else {
                    $column.is_null()
                };
                let column = $name.to_owned();
                (filter, Tree::Null { column, is_negated })
            }),
        ]
    };
}

/// The same, and the operators of types that have an order.
macro_rules! order {
    ($name:literal, $column:expr, $values:expr, $literal:expr) => {
        prop_oneof![
            equality!($name, $column, $values, $literal),
            ($values, 0_usize..4).prop_map(|(value, at)| {
                let literal = $literal(&value);
                let (filter, operator) = match at {
                    0 => ($column.lt(value), "<"),
                    1 => ($column.le(value), "<="),
                    2 => ($column.gt(value), ">"),
                    _ => ($column.ge(value), ">="),
                };
                (filter, compare($name, operator, literal))
            }),
            ($values, $values).prop_map(|(low, high)| {
                let (low_literal, high_literal) = ($literal(&low), $literal(&high));
                let tree = Tree::Between($name.to_owned(), low_literal, high_literal);
                ($column.between(low, high), tree)
            }),
        ]
    };
}

#[expect(clippy::ptr_arg)] // what the strategies give
fn quoted(text: &String) -> Literal {
    Literal::Text(text.clone())
}

fn number(number: &impl ToString) -> Literal {
    Literal::Number(number.to_string())
}

/// Ids that are plain numbers stand bare, all others in quotes.
fn id(text: &String) -> Literal {
    let is_bare = text.len() <= 18
        && text
            .parse::<u64>()
            .is_ok_and(|number| number.to_string() == *text);
    if is_bare {
        Literal::Number(text.clone())
    } else {
        Literal::Text(text.clone())
    }
}

fn ids() -> impl Strategy<Value = String> {
    prop_oneof![text(), "[0-9]{1,20}", "-[0-9]{1,3}", "[0-9]{1,3} OR 1=1"]
}

fn moment(moment: &DateTime) -> Literal {
    Literal::Text(moment.as_str().to_owned())
}

fn leaf() -> impl Strategy<Value = Meant> {
    let text_column = prop_oneof![
        order!("Address1", COL.address1, text(), quoted),
        text().prop_map(|text| {
            let tree = compare("Address1", "LIKE", quoted(&text));
            (COL.address1.like(text), tree)
        }),
        text()
            .prop_filter("it is compared as it is", |text| !text.contains(['%', '_']))
            .prop_map(|text| {
                let tree = compare("Address1", "LIKE", Literal::Text(format!("%{text}%")));
                (COL.address1.contains(&text), tree)
            }),
    ];
    let path = order!(
        "AccountObj.ParentAccountObj.Name",
        PATH.account
            .then(&account::PATH.parent_account)
            .col(&account::COL.name),
        text(),
        quoted
    );
    prop_oneof![
        3 => text_column,
        2 => order!("Id", COL.id, ids(), id),
        1 => order!("AccountId", COL.account_id, ids(), id),
        1 => order!("PaymentTermDays", COL.payment_term_days, any::<i64>(), number),
        1 => order!("AccountBalanceNumber", COL.account_balance_number, decimal(), number),
        1 => order!("PeriodCutoffDate", COL.period_cutoff_date, date(), |date: &billbind::Date| {
            Literal::Text(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
        }),
        1 => order!("Updated", COL.updated, date_time(), moment),
        1 => equality!("ManualCloseFlag", COL.manual_close_flag, any::<bool>(), |flag: &bool| {
            Literal::Text(u8::from(*flag).to_string())
        }),
        1 => equality!(
            "BillingCycle",
            COL.billing_cycle,
            word().prop_map(|text| billing_profile::BillingCycle::custom(&text)),
            |value: &billing_profile::BillingCycle| Literal::Text(value.as_str().to_owned())
        ),
        1 => path,
        1 => custom_column(),
    ]
}

fn custom_column() -> impl Strategy<Value = Meant> {
    ("nr[A-Za-z0-9_]{0,8}(\\.nr[A-Za-z0-9_]{0,8})?", text()).prop_map(|(name, text)| {
        let column = Column::<BillingProfile, String>::custom(&name).expect("it is a name");
        let tree = compare(&name, "=", quoted(&text));
        (column.eq(text), tree)
    })
}

pub(super) fn meant() -> impl Strategy<Value = Meant> {
    leaf().prop_recursive(6, 96, 2, |inner| {
        let several = || vec(inner.clone(), 0..4).prop_map(|meant| meant.into_iter().unzip());
        prop_oneof![
            several()
                .prop_map(|(filters, trees): (Vec<_>, _)| (Filter::all(filters), Tree::And(trees))),
            several()
                .prop_map(|(filters, trees): (Vec<_>, _)| (Filter::any(filters), Tree::Or(trees))),
            (inner.clone(), inner.clone()).prop_map(|((left, left_tree), (right, right_tree))| {
                (left.and(right), Tree::And(vec![left_tree, right_tree]))
            }),
            (inner.clone(), inner.clone()).prop_map(|((left, left_tree), (right, right_tree))| {
                (left.or(right), Tree::Or(vec![left_tree, right_tree]))
            }),
            // A list of one, as code makes that joins what a caller gave it.
            inner
                .clone()
                .prop_map(|(filter, tree)| (Filter::all([filter]), Tree::And(vec![tree]))),
            inner
                .clone()
                .prop_map(|(filter, tree)| (Filter::any([filter]), Tree::Or(vec![tree]))),
            inner.prop_map(|(filter, tree)| (filter.not(), Tree::Not(Box::new(tree)))),
        ]
    })
}

proptest! {
    #[test]
    fn a_filter_is_read_as_what_was_meant((filter, tree) in meant()) {
        let sql = filter.to_sql();
        let tree = tree.flat();
        for read in [read(&GenericDialect {}, &sql), read(&AnsiDialect {}, &sql)] {
            prop_assert_eq!(read.map(Tree::flat), Ok(tree.clone()), "{}", sql);
        }
    }

    #[test]
    fn a_column_is_a_name_or_refused(name in text()) {
        let is_name = |part: &str| {
            !part.is_empty()
                && !part.starts_with(|first: char| first.is_ascii_digit())
                && part.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric())
        };
        let is_path = name.split('.').all(is_name);
        prop_assert_eq!(Column::<BillingProfile, String>::custom(&name).is_ok(), is_path);
    }
}

#[test]
fn a_list_of_one_keeps_its_parentheses() {
    let [a, b, c] = ["a", "b", "c"].map(|text| COL.address1.eq(text));
    let wrapped = Filter::any([Filter::all([Filter::any([a, b])])]);
    assert_eq!(
        Filter::all([wrapped, c]).to_sql(),
        "(Address1 = 'a' OR Address1 = 'b') AND Address1 = 'c'"
    );
}
