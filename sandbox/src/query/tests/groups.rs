//! Groups, order and pages.

use serde_json::{Value as Json, json};

use super::World;

/// A member of every row, as text.
fn column(rows: &Json, name: &str) -> String {
    let rows = rows.as_array().expect("rows").iter();
    let texts: Vec<&str> = rows.map(|row| row[name].as_str().unwrap_or("-")).collect();
    texts.join(" ")
}

#[test]
fn aggregates_are_exact_and_skip_what_is_not_there() {
    assert_eq!(
        World::new().select(
            "SELECT COUNT(Id) AS n, count(DueDate) dates, Sum(GrandTotalAmount) AS total, AVG(GrandTotalAmount) AS mean, \
             MIN(GrandTotalAmount) AS low, MAX(GrandTotalAmount) AS high, MIN(DueDate) AS first, MAX(Status) AS status_max, \
             SUM(Id) AS ids, SUM(VoidFlag) AS voided FROM Invoice WHERE Id <> 34"
        ),
        json!([{"Id": null, "N": "5", "DATES": "4", "TOTAL": "25132", "MEAN": "5026.4", "LOW": "0.5", "HIGH": "25000.00",
                "FIRST": "2015-05-05", "STATUS_MAX": "CURRENT", "IDS": "161", "VOIDED": "1"}])
    );
    assert_eq!(
        World::empty().select("SELECT COUNT(Id) AS n, SUM(GrandTotalAmount) AS total FROM Invoice"),
        json!([{"Id": null, "N": "0", "TOTAL": null}])
    );
    assert_eq!(
        World::empty().select("SELECT Status, COUNT(Id) n FROM Invoice GROUP BY Status"),
        json!([])
    );
}

#[test]
fn groups_are_by_fields_paths_and_values() {
    let world = World::new();
    assert_eq!(
        world.select("SELECT BillingProfileObj.AccountObj.Name, Status, COUNT(Id) AS n FROM Invoice WHERE Id < 34 GROUP BY BillingProfileObj.AccountObj.Name, status ORDER BY n DESC, Status"),
        json!([
            {"Id": null, "BillingProfileObj": {"AccountObj": {"Name": "Blue Sky"}}, "Status": "CLOSED", "N": "1"},
            {"Id": null, "BillingProfileObj": {"AccountObj": {"Name": "Deep Blue"}}, "Status": "CLOSED", "N": "1"},
            {"Id": null, "BillingProfileObj": {"AccountObj": {"Name": "Blue Sky"}}, "Status": "CURRENT", "N": "1"},
            {"Id": null, "BillingProfileObj": {"AccountObj": {"Name": "Deep Blue"}}, "Status": "CURRENT", "N": "1"},
        ])
    );
    let years = world.select("SELECT to_char(DueDate, 'YYYY') AS due_year, COUNT(Id) AS n FROM Invoice GROUP BY to_char(DueDate, 'YYYY')");
    assert_eq!(column(&years, "DUE_YEAR"), "- 2015 2016");
    assert_eq!(column(&years, "N"), "1 3 2");
    // The same number in two ways of writing is one group.
    world.insert(
        "INVOICE",
        &[
            ("Id", "60"),
            ("GrandTotalAmount", "24.00"),
            ("Status", "CLOSED"),
        ],
        0,
    );
    let amounts = world.select("SELECT COUNT(Id) AS n FROM Invoice WHERE GrandTotalAmount IN (24, 7) GROUP BY GrandTotalAmount");
    assert_eq!(column(&amounts, "N"), "1 2");
    let ids = world.select("SELECT Id, COUNT(Status) AS n FROM Invoice WHERE Id < 32 GROUP BY Id");
    assert_eq!(column(&ids, "Id"), "30 31");
}

#[test]
fn having_is_a_condition_on_groups() {
    let world = World::new();
    let statement =
        |having: &str| format!("SELECT Status FROM Invoice GROUP BY Status HAVING {having}");
    for (having, groups) in [
        ("COUNT(Id) > 2", "CLOSED CURRENT"),
        ("SUM(GrandTotalAmount) > 100000", "CURRENT"),
        (
            "SUM(GrandTotalAmount) BETWEEN 25031 AND '25031.0'",
            "CLOSED",
        ),
        ("(COUNT(Id) > 5) OR Status = 'CLOSED'", "CLOSED"),
        ("MAX(DueDate) > '2016-01-01'", ""),
        (
            "COUNT(Id) IN (3) AND NOT MIN(GrandTotalAmount) = 7",
            "CURRENT",
        ),
        ("UPPER(Status) LIKE 'CL%'", "CLOSED"),
    ] {
        assert_eq!(
            column(&world.select(&statement(having)), "Status"),
            groups,
            "{having}"
        );
    }
}

#[test]
fn order_is_by_fields_paths_aliases_and_aggregates() {
    let world = World::new();
    for (order, ids) in [
        ("GrandTotalAmount", "33 35 31 32 30 34"),
        ("GrandTotalAmount DESC", "34 30 32 31 35 33"),
        // What is not there comes last, and first in a descending order, as in Oracle.
        ("DueDate", "30 31 32 34 35 33"),
        ("DueDate DESC", "33 34 35 32 31 30"),
        ("Status DESC, Id DESC", "34 33 32 35 31 30"),
        ("BillingProfileObj.AccountObj.Name, Id", "30 32 31 33 34 35"),
        ("amount ASC", "33 35 31 32 30 34"),
        ("UPPER(Status), Id", "30 31 35 32 33 34"),
        ("Status, Status DESC, Id", "30 31 35 32 33 34"),
    ] {
        let rows = world.select(&format!(
            "SELECT Id, GrandTotalAmount AS amount FROM Invoice ORDER BY {order}"
        ));
        assert_eq!(column(&rows, "Id"), ids, "{order}");
    }
    let groups = world.select(
        "SELECT Status FROM Invoice GROUP BY Status ORDER BY SUM(GrandTotalAmount) DESC, Status",
    );
    assert_eq!(column(&groups, "Status"), "CURRENT CLOSED");
}

#[test]
fn pages_are_by_offset_fetch_and_both() {
    let world = World::new();
    for (page, ids) in [
        ("OFFSET 2 ROWS FETCH NEXT 2 ROWS ONLY", "32 33"),
        ("OFFSET 4 ROWS", "34 35"),
        ("FETCH NEXT 2 ROWS ONLY", "30 31"),
        ("fetch first 1 row only", "30"),
        (
            "OFFSET 0 ROWS FETCH NEXT 100000 ROWS ONLY",
            "30 31 32 33 34 35",
        ),
        ("OFFSET 6 ROWS FETCH NEXT 2 ROWS ONLY", ""),
        ("OFFSET 18446744073709551615 ROWS", ""),
        ("FETCH NEXT 0 ROWS ONLY", ""),
    ] {
        let rows = world.select(&format!("SELECT Id FROM Invoice ORDER BY Id {page}"));
        assert_eq!(column(&rows, "Id"), ids, "{page}");
        let rows = world.select(&format!("SELECT Id FROM Invoice {page}"));
        assert_eq!(column(&rows, "Id"), ids, "{page}");
    }
    let groups = world.select("SELECT Status FROM Invoice GROUP BY Status ORDER BY Status OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY");
    assert_eq!(column(&groups, "Status"), "CURRENT");
}

#[test]
fn a_page_has_ten_thousand_rows_at_most() {
    let world = World::empty();
    world.with(|connection| {
        connection
            .execute_batch(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10050) \
                 INSERT INTO \"ACCOUNT\" (\"Id\", \"Name\") SELECT i, 'x' FROM n",
            )
            .expect("records");
    });
    let count = |statement: &str| world.select(statement).as_array().map_or(0, Vec::len);
    assert_eq!(count("SELECT Id FROM ACCOUNT"), 10_000);
    assert_eq!(
        count("SELECT Id FROM ACCOUNT FETCH NEXT 10050 ROWS ONLY"),
        10_000
    );
    assert_eq!(count("SELECT Id FROM ACCOUNT OFFSET 10000 ROWS"), 50);
    assert_eq!(
        world.try_matching("ACCOUNT", "1=1").expect("ids").len(),
        10_000
    );
    assert_eq!(
        world.matching("ACCOUNT", "ROWNUM BETWEEN 10001 AND 10003"),
        "10001 10002 10003"
    );
}
