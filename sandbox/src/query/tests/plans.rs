//! How statements are run: by keys and indexes, with nothing that grows with the square of the rows.

use super::{World, now};
use crate::query::parse::parse_statement;
use crate::query::read::read_statement;
use crate::query::sql::write;
use crate::query::statement::{Content, Statement};

/// What SQLite does for a statement, and for the children in it.
fn plans(world: &World, statement: &str) -> Vec<String> {
    let query = parse_statement(statement).expect("it is a statement");
    let statement = read_statement(world.organization, &query).expect("it is allowed");
    let mut waiting: Vec<&Statement> = vec![&statement];
    let mut plans = Vec::new();
    while let Some(statement) = waiting.pop() {
        for item in &statement.items {
            if let Content::Children(children) = &item.content {
                waiting.push(children);
            }
        }
        let sql = write(statement, now());
        let plan = world.with(|connection| {
            let mut explain = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text))
                .expect("it is SQL");
            let steps = explain
                .query_map(rusqlite::params_from_iter(&sql.bound), |row| {
                    row.get::<_, String>(3)
                })
                .expect("a plan");
            steps
                .collect::<Result<Vec<_>, _>>()
                .expect("texts")
                .join("\n")
        });
        plans.push(plan);
    }
    plans
}

#[test]
fn paths_go_by_the_key_of_their_target() {
    let world = World::empty();
    for statement in [
        "SELECT Id FROM Invoice WHERE BillingProfileObj.AccountObj.Name LIKE '%Blue%'",
        "SELECT BillingProfileObj.AccountObj.Name FROM Invoice WHERE BillingProfileObj.AccountObj.Name LIKE '%Blue%' \
         ORDER BY BillingProfileObj.AccountObj.Name",
        "SELECT Status, Sum(GrandTotalAmount) as total FROM Invoice WHERE BillingProfileObj.AccountObj.Name like '%Blue%' GROUP BY Status",
        "SELECT Id FROM Invoice WHERE BillingProfileObj.AccountObj.Name LIKE '%Blue%' AND ROWNUM BETWEEN 21 AND 40",
    ] {
        let plan = plans(&world, statement).join("\n");
        assert!(
            plan.contains("SEARCH t1 USING INTEGER PRIMARY KEY")
                || plan.contains("SEARCH w1 USING INTEGER PRIMARY KEY"),
            "{plan}"
        );
        assert!(!plan.contains("AUTOMATIC"), "{plan}");
        assert!(
            !plan.contains("SCAN t1") && !plan.contains("SCAN t2"),
            "{plan}"
        );
    }
}

#[test]
fn children_are_found_by_the_index_of_their_reference() {
    let world = World::empty();
    let plans = plans(
        &world,
        "SELECT Id, (SELECT Id FROM Activity.InvoiceObj), (SELECT Id FROM Payment_Allocation.InvoiceObj ORDER BY Id DESC) FROM Invoice",
    );
    assert_eq!(plans.len(), 3, "{plans:?}");
    for children in &plans[1..] {
        assert!(
            children.contains("SEARCH t0 USING INDEX")
                || children.contains("SEARCH t0 USING COVERING INDEX"),
            "{children}"
        );
        assert!(!children.contains("TEMP B-TREE"), "{children}");
    }
}

#[test]
fn ids_are_found_by_the_key() {
    let world = World::empty();
    for condition in [
        "Id = 5",
        "Id = '5'",
        "Id IN (1, 2, 3)",
        "Id > 5",
        "Id BETWEEN 1 AND 5",
    ] {
        let plan = plans(&world, &format!("SELECT Id FROM ACCOUNT WHERE {condition}")).join("\n");
        assert!(
            plan.contains("SEARCH t0 USING INTEGER PRIMARY KEY"),
            "{condition}: {plan}"
        );
    }
    let plan = plans(&world, "SELECT Id FROM CURRENCY WHERE Id = 'USD'").join("\n");
    assert!(plan.contains("SEARCH t0 USING INDEX"), "{plan}");
    let plan = plans(&world, "SELECT Id FROM INVOICE WHERE BillingProfileId = 5").join("\n");
    assert!(plan.contains("SEARCH t0 USING INDEX"), "{plan}");
}

#[test]
fn a_page_of_ids_is_read_without_sorting_everything() {
    let world = World::empty();
    let plan = plans(
        &world,
        "SELECT Id FROM ACCOUNT ORDER BY Id OFFSET 10 ROWS FETCH NEXT 10 ROWS ONLY",
    )
    .join("\n");
    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    let plan = plans(&world, "SELECT Id FROM ACCOUNT").join("\n");
    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
}
