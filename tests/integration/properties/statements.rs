//! A SQL parser finds in a statement of the query language exactly what was asked for.

use billbind::billingplatform::{Expression, Query, billing_profile, invoice};
use billbind::{Column, Decimal, Filter, billingplatform::BillingProfile};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use sqlparser::ast::{
    Expr, Fetch, GroupByExpr, LimitClause, Offset, OffsetRows, OrderByExpr, OrderByKind,
    OrderBySort, Query as Parsed, Select, SelectItem, SetExpr, Statement as ParsedStatement,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

use super::filters::{compare, meant};
use super::sql::{Literal, Tree, column, tree};
use super::values::{decimal, text};

/// A statement, as it was meant and as it is read.
#[derive(Debug, Clone, PartialEq)]
struct Statement {
    items: Vec<Item>,
    from: String,
    condition: Option<Tree>,
    groups: Vec<String>,
    having: Option<Tree>,
    order: Vec<String>,
    offset: Option<String>,
    fetch: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
enum Item {
    Column(String),
    Aliased(String, String),
    Children(Box<Statement>),
}

impl Statement {
    fn of(from: &str, items: Vec<Item>) -> Self {
        Self {
            items,
            from: from.to_owned(),
            condition: None,
            groups: Vec::new(),
            having: None,
            order: Vec::new(),
            offset: None,
            fetch: None,
        }
    }
}

/// Reads a statement; the error says what else stands in it.
fn read(sql: &str) -> Result<Statement, String> {
    let mut statements =
        Parser::parse_sql(&GenericDialect {}, sql).map_err(|error| format!("{error}: {sql}"))?;
    match (statements.pop(), statements.is_empty()) {
        (Some(ParsedStatement::Query(query)), true) => read_query(*query),
        _ => Err(format!("not one query: {sql}")),
    }
}

/// Takes a query apart; what is left must be that of a query with nothing in it.
fn read_query(mut query: Parsed) -> Result<Statement, String> {
    let order = match query.order_by.take().map(|order| order.kind) {
        None => Vec::new(),
        Some(OrderByKind::Expressions(terms)) => {
            terms.iter().map(read_order).collect::<Result<_, _>>()?
        }
        Some(other) => return Err(format!("unexpected order: {other:?}")),
    };
    let offset = match query.limit_clause.take() {
        None => None,
        Some(LimitClause::LimitOffset {
            limit: None,
            offset:
                Some(Offset {
                    value,
                    rows: OffsetRows::Rows,
                }),
            limit_by,
        }) if limit_by.is_empty() => Some(value.to_string()),
        Some(other) => return Err(format!("unexpected limit: {other}")),
    };
    let fetch = match query.fetch.take() {
        None => None,
        Some(Fetch {
            with_ties: false,
            percent: false,
            quantity: Some(quantity),
        }) => Some(quantity.to_string()),
        Some(other) => return Err(format!("unexpected fetch: {other}")),
    };
    let select = select_of(&mut query)?;
    let items = std::mem::take(&mut select.projection);
    let from = std::mem::take(&mut select.from);
    let groups = match std::mem::replace(
        &mut select.group_by,
        GroupByExpr::Expressions(Vec::new(), Vec::new()),
    ) {
        GroupByExpr::Expressions(groups, modifiers) if modifiers.is_empty() => groups,
        other => return Err(format!("unexpected groups: {other}")),
    };
    let [from] = from.as_slice() else {
        return Err("not one entity".to_owned());
    };
    let statement = Statement {
        items: items.into_iter().map(read_item).collect::<Result<_, _>>()?,
        from: from.to_string(),
        condition: condition(select.selection.take().as_ref())?,
        groups: groups.iter().map(column).collect::<Result<_, _>>()?,
        having: condition(select.having.take().as_ref())?,
        order,
        offset,
        fetch,
    };
    let mut plain = plain_query();
    let plain_select = select_of(&mut plain)?;
    plain_select.projection.clear();
    plain_select.from.clear();
    if plain == query {
        Ok(statement)
    } else {
        Err(format!("more than was asked for: {query}"))
    }
}

fn plain_query() -> Parsed {
    let parsed = Parser::parse_sql(&GenericDialect {}, "SELECT a FROM b").expect("it is SQL");
    match parsed.into_iter().next() {
        Some(ParsedStatement::Query(query)) => *query,
        other => panic!("no query: {other:?}"),
    }
}

fn select_of(query: &mut Parsed) -> Result<&mut Select, String> {
    match &mut *query.body {
        SetExpr::Select(select) => Ok(select),
        other => Err(format!("no select: {other}")),
    }
}

fn read_item(item: SelectItem) -> Result<Item, String> {
    match item {
        SelectItem::UnnamedExpr(Expr::Subquery(query)) => {
            Ok(Item::Children(Box::new(read_query(*query)?)))
        }
        SelectItem::UnnamedExpr(expr) => Ok(Item::Column(column(&expr)?)),
        SelectItem::ExprWithAlias { expr, alias } if alias.quote_style.is_none() => {
            Ok(Item::Aliased(expr.to_string(), alias.value))
        }
        other => Err(format!("unexpected item: {other}")),
    }
}

fn read_order(term: &OrderByExpr) -> Result<String, String> {
    let name = column(&term.expr)?;
    match (
        &term.options.sort,
        term.options.nulls_first,
        &term.with_fill,
    ) {
        (None, None, None) => Ok(name),
        (Some(OrderBySort::Desc), None, None) => Ok(format!("{name} DESC")),
        _ => Err(format!("unexpected order: {term}")),
    }
}

fn condition(expr: Option<&Expr>) -> Result<Option<Tree>, String> {
    expr.map(|expr| Ok(tree(expr)?.flat())).transpose()
}

/// What a statement ends with.
#[derive(Debug, Clone)]
struct Tail {
    is_descending: bool,
    offset: u64,
    fetch: Option<u32>,
}

fn tail() -> impl Strategy<Value = Tail> {
    let offset = prop_oneof![Just(0), 1..u64::MAX];
    (any::<bool>(), offset, option::of(1_u32..=10_000)).prop_map(
        |(is_descending, offset, fetch)| Tail {
            is_descending,
            offset,
            fetch,
        },
    )
}

impl Tail {
    fn is_paged(&self) -> bool {
        self.offset > 0 || self.fetch.is_some()
    }

    fn add_to<A>(&self, query: Query<BillingProfile, A>) -> Query<BillingProfile, A> {
        let query = query.offset(self.offset);
        match self.fetch {
            Some(rows) => query.fetch(rows),
            None => query,
        }
    }

    fn add_to_meant(&self, statement: &mut Statement) {
        statement.offset = (self.offset > 0).then(|| self.offset.to_string());
        statement.fetch = self.fetch.map(|rows| rows.to_string());
    }
}

fn alias() -> impl Strategy<Value = String> {
    "qx[A-Za-z0-9_]{0,28}"
}

proptest! {
    #[test]
    fn a_query_is_read_as_what_was_meant(
        (filter, condition) in meant(),
        (child_text, name, expression_alias) in (text(), "nr[A-Za-z0-9_]{0,8}", alias()),
        tail in tail(),
    ) {
        let col = &billing_profile::COL;
        let account_name = billing_profile::PATH.account.col(&billbind::billingplatform::account::COL.name);
        let custom = Column::<BillingProfile, String>::custom(&name).expect("a name");
        let expression = Expression::<BillingProfile, String>::raw("UPPER(Address1)", &expression_alias);
        let children = invoice::query()
            .columns((&invoice::COL.id, &invoice::COL.status))
            .filter(invoice::COL.file_name.eq(child_text.as_str()))
            .order_by(&invoice::COL.due_date)
            .children_of(&invoice::PATH.billing_profile);
        let by_name = if tail.is_descending { account_name.desc() } else { account_name.asc() };
        let query = billing_profile::query()
            .select((&col.id, (&account_name, custom), expression, children))
            .filter(filter)
            .order_by((by_name, &col.address1));
        let query = tail.add_to(query);

        let mut sub_query = Statement::of(
            "INVOICE.BillingProfileObj",
            vec![Item::Column("Id".to_owned()), Item::Column("Status".to_owned())],
        );
        sub_query.condition = Some(compare("FileName", "=", Literal::Text(child_text)));
        sub_query.order = vec!["DueDate".to_owned()];
        let mut meant = Statement::of("BILLING_PROFILE", vec![
            Item::Column("Id".to_owned()),
            Item::Column("AccountObj.Name".to_owned()),
            Item::Column(name),
            Item::Aliased("UPPER(Address1)".to_owned(), expression_alias),
            Item::Children(Box::new(sub_query)),
        ]);
        meant.condition = Some(condition.flat());
        let direction = if tail.is_descending { " DESC" } else { "" };
        meant.order = vec![format!("AccountObj.Name{direction}"), "Address1".to_owned()];
        if tail.is_paged() {
            meant.order.push("Id".to_owned());
        }
        tail.add_to_meant(&mut meant);
        let sql = query.to_sql();
        prop_assert_eq!(read(&sql), Ok(meant), "{}", sql);
        prop_assert!(query.request().render("https://my.billingplatform.com/o").is_ok());
    }

    #[test]
    fn a_query_of_groups_is_read_as_what_was_meant(
        (filter, condition) in meant(),
        limits in vec(decimal(), 1..4),
        (sum, count) in (alias(), alias()),
        tail in tail(),
    ) {
        prop_assume!(!sum.eq_ignore_ascii_case(&count));
        let col = &billing_profile::COL;
        let balance = || col.account_balance_number.sum();
        let having = limits.iter().map(|limit: &Decimal| balance().ge(*limit));
        let by_sum = if tail.is_descending { balance().desc() } else { balance().asc() };
        let query = billing_profile::query()
            .select((&col.billing_cycle, balance().alias(&sum), col.id.count().alias(&count)))
            .filter(filter)
            .group_by((&col.billing_cycle, &col.address1))
            .having(Filter::any(having))
            .having(col.id.count().lt(5))
            .order_by(by_sum);
        let query = tail.add_to(query);

        let expression = "SUM(AccountBalanceNumber)";
        let mut meant = Statement::of("BILLING_PROFILE", vec![
            Item::Column("BillingCycle".to_owned()),
            Item::Aliased(expression.to_owned(), sum),
            Item::Aliased("COUNT(Id)".to_owned(), count),
        ]);
        meant.condition = Some(condition.flat());
        meant.groups = vec!["BillingCycle".to_owned(), "Address1".to_owned()];
        let limits = limits.iter().map(|limit| {
            compare(expression, ">=", Literal::Number(limit.to_string()))
        });
        let having = Tree::And(vec![
            Tree::Or(limits.collect()),
            compare("COUNT(Id)", "<", Literal::Number("5".to_owned())),
        ]);
        meant.having = Some(having.flat());
        let direction = if tail.is_descending { " DESC" } else { "" };
        meant.order = vec![format!("{expression}{direction}")];
        if tail.is_paged() {
            meant.order.extend(meant.groups.clone());
        }
        tail.add_to_meant(&mut meant);
        let sql = query.to_sql();
        prop_assert_eq!(read(&sql), Ok(meant), "{}", sql);
        prop_assert!(query.request().render("https://my.billingplatform.com/o").is_ok());
    }

    #[test]
    fn an_alias_is_a_name_or_refused(alias in text()) {
        let query = billing_profile::query().select(billing_profile::COL.id.count().alias(&alias));
        let is_sent = query.request().render("https://my.billingplatform.com/o").is_ok();
        if is_sent {
            let item = Item::Aliased("COUNT(Id)".to_owned(), alias);
            prop_assert_eq!(read(&query.to_sql()), Ok(Statement::of("BILLING_PROFILE", vec![item])));
        } else {
            let is_name = alias.starts_with(|first: char| first.is_ascii_alphabetic())
                && alias.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            prop_assert!(!is_name || alias.len() > 30 || alias.len() < 9);
        }
    }
}
