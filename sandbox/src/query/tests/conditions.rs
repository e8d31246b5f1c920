//! Conditions, one row of the facts after the other.

use super::World;

fn check(entity: &str, cases: &[(&str, &str)]) {
    let world = World::new();
    for (condition, ids) in cases {
        assert_eq!(world.matching(entity, condition), *ids, "{condition}");
        let rows = world.select(&format!("SELECT Id FROM {entity} WHERE {condition}"));
        let selected: Vec<&str> = rows
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| row["Id"].as_str().expect("an id"))
            .collect();
        assert_eq!(selected.join(" "), *ids, "{condition}");
    }
}

#[test]
fn ids_and_numbers_are_compared_quoted_and_bare() {
    check(
        "INVOICE",
        &[
            ("Id=30", "30"),
            ("Id = '30'", "30"),
            ("Id <> 30 AND Id <> '31' AND Id != 32", "33 34 35"),
            ("Id > 33", "34 35"),
            ("Id >= '34'", "34 35"),
            ("Id < 31", "30"),
            ("Id <= 31", "30 31"),
            ("34 <= Id", "34 35"),
            ("Id = 30.0", "30"),
            ("Id > 33.5", "34 35"),
            ("Id = 99999999999999999999", ""),
            ("Id < 99999999999999999999 AND Id > -1", "30 31 32 33 34 35"),
            ("Id = -30", ""),
            ("BillingProfileId = '20'", "30 32"),
            ("GrandTotalAmount = 24.00", "31"),
            ("GrandTotalAmount = '24'", "31"),
            ("GrandTotalAmount > 100", "30 32 34"),
            ("GrandTotalAmount >= 100.5", "30 32 34"),
            ("GrandTotalAmount < .51", "33"),
            ("GrandTotalAmount BETWEEN 7 AND 100.50", "31 32 35"),
        ],
    );
}

#[test]
fn what_is_not_there_is_found_by_null_tests_only() {
    check(
        "INVOICE",
        &[
            ("DueDate IS NULL", "33"),
            ("DueDate IS NOT NULL", "30 31 32 34 35"),
            ("VoidFlag <> '1'", "30 31 34 35"),
            ("NOT (VoidFlag = '1')", "30 31 34 35"),
            ("VoidFlag = NULL", ""),
            ("VoidFlag NOT IN ('1', NULL)", ""),
            ("VoidFlag IN ('1', NULL)", "32"),
            ("DueDate NOT BETWEEN '2015-01-01' AND '2015-12-31'", "34 35"),
            ("FileName NOT LIKE 'x%'", ""),
            ("NOT (DueDate IS NULL OR VoidFlag = 0)", "32"),
        ],
    );
}

#[test]
fn patterns_are_case_sensitive_and_match_the_whole_text() {
    check(
        "ACCOUNT",
        &[
            ("Name LIKE '%Blue%'", "10 11"),
            ("Name like 'Blue%'", "10"),
            ("Name LIKE '%blue%'", ""),
            ("Name LIKE 'Blue'", ""),
            ("UPPER(Name) LIKE UPPER('%blue%')", "10 11"),
            ("UPPER(Name) LIKE '%BLUE'", "11"),
            ("Name NOT LIKE '%Blue%'", "1 12"),
            ("Name LIKE '_ed'", "12"),
            ("Name LIKE '%'", "1 10 11 12"),
            ("Id LIKE '1_'", "10 11 12"),
        ],
    );
    let world = World::empty();
    for (id, name) in [
        ("1", "50%"),
        ("2", "500"),
        ("3", "O'Neil"),
        ("4", "Größe"),
        ("5", "a\nb"),
    ] {
        world.insert("ACCOUNT", &[("Id", id), ("Name", name)], 0);
    }
    for (condition, ids) in [
        (r"Name LIKE '50\%' ESCAPE '\'", "1"),
        ("Name LIKE '50!%' ESCAPE '!'", "1"),
        ("Name LIKE '50%'", "1 2"),
        ("Name = 'O''Neil'", "3"),
        ("Name LIKE 'Gr__e'", "4"),
        ("UPPER(Name) = 'GRÖßE'", "4"),
        ("Name LIKE 'a_b'", "5"),
        ("Name = 500", "2"),
        ("Name > 'a'", "5"),
    ] {
        assert_eq!(world.matching("ACCOUNT", condition), ids, "{condition}");
    }
}

#[test]
fn sets_and_ranges() {
    check(
        "INVOICE",
        &[
            ("Status IN ('CLOSED')", "30 31 35"),
            ("Status NOT IN ('CLOSED', 'x')", "32 33 34"),
            ("Id IN (30, '31', 99)", "30 31"),
            ("Id IN (30.5, 31)", "31"),
            ("GrandTotalAmount IN (24.0, '7.00')", "31 35"),
            ("DueDate IN ('20160101', '2015-05-05')", "30 34 35"),
            ("Id BETWEEN 31 AND '33'", "31 32 33"),
            ("Id NOT BETWEEN 31 AND 34", "30 35"),
            ("Status BETWEEN 'CL' AND 'CM'", "30 31 35"),
            (
                "DueDate BETWEEN DATE '2015-05-06' AND TIMESTAMP '2015-07-05 00:00:00'",
                "31 32",
            ),
        ],
    );
}

#[test]
fn conditions_are_joined_with_the_usual_precedence() {
    check(
        "INVOICE",
        &[
            ("1=1", "30 31 32 33 34 35"),
            ("1=0", ""),
            ("1=1 AND Id = 30", "30"),
            ("Id = 30 OR Id = 31 AND Status = 'x'", "30"),
            ("(Id = 30 OR Id = 31) AND Status = 'CLOSED'", "30 31"),
            ("NOT Id = 30 AND Id < 32", "31"),
            ("NOT (Id = 30 OR Id > 31)", "31"),
            ("((((Id = 30))))", "30"),
            ("'a' = 'a' AND Id = 30", "30"),
            ("'1' = 1.0 AND Id = 30", "30"),
            (
                "BillingProfileObj.AccountObj.Name = 'Red' or id=30",
                "30 34",
            ),
        ],
    );
}

#[test]
fn flags_are_compared_with_their_digits() {
    check(
        "INVOICE",
        &[
            ("VoidFlag = '1'", "32"),
            ("VoidFlag = 1", "32"),
            ("VoidFlag = 0", "30 31 34 35"),
            ("VoidFlag IN ('0', 1)", "30 31 32 34 35"),
        ],
    );
}

#[test]
fn dates_are_compared_in_every_form() {
    check(
        "INVOICE",
        &[
            ("DueDate = '2015-05-05'", "30"),
            ("DueDate = '20150505'", "30"),
            ("DueDate = DATE '2015-05-05'", "30"),
            ("DueDate > '2015-06-05'", "32 34 35"),
            ("DueDate < '2015-05-05T00:00:01Z'", "30"),
            ("DueDate < TIMESTAMP '2015-05-05 00:00:00'", ""),
            ("DueDate < systimestamp", "30 31 32 34 35"),
            ("systimestamp = '2016-01-01T12:00:00Z' AND Id = 30", "30"),
            (
                "systimestamp BETWEEN DueDate AND '2999-01-01'",
                "30 31 32 34 35",
            ),
            ("to_char(DueDate, 'YYYY-MM-DD') = '2015-05-05'", "30"),
            ("TO_CHAR(DueDate,'MM/YYYY') LIKE '__/2016'", "34 35"),
            ("NVL(DueDate, '2000-01-01') < '2015-06-01'", "30 33"),
        ],
    );
    check(
        "ACCOUNT",
        &[
            ("Created = '2014-11-03T18:26:11Z'", "1 10 11 12"),
            ("Created = '2014-11-03T18:26:11.000Z'", "1 10 11 12"),
            ("Created = '2014-11-03 18:26:11'", "1 10 11 12"),
            ("Created = '2014-11-03T20:26:11+02:00' AND Id = 1", "1"),
            ("Created >= '2014-11-03'", "1 10 11 12"),
            ("Created < '20141103'", ""),
            ("Created > TIMESTAMP '2014-11-03 18:26:10'", "1 10 11 12"),
        ],
    );
}

#[test]
fn ids_that_are_texts_are_compared_as_texts() {
    let world = World::new();
    world.insert("CURRENCY", &[("Id", "840")], 0);
    assert_eq!(world.matching("CURRENCY", "Id = 'USD'"), "USD");
    assert_eq!(world.matching("CURRENCY", "Id = 840"), "840");
    assert_eq!(world.matching("CURRENCY", "Id IN (840, 'USD')"), "840 USD");
    assert_eq!(
        world.matching("BILLING_PROFILE", "CurrencyCode = 'USD' AND Id = 20"),
        "20"
    );
}

#[test]
fn fields_are_compared_with_fields() {
    check(
        "ACCOUNT",
        &[
            ("ParentAccountObj.Id = ParentAccountId", "10 11"),
            ("Id > ParentAccountId", "10 11"),
            ("Created = ParentAccountObj.Created", "10 11"),
        ],
    );
    check(
        "PRICING",
        &[("LowerBand > UpperBand", "51"), ("LowerBand < Id", "50 51")],
    );
}

#[test]
fn case_makes_a_value_of_conditions() {
    check(
        "INVOICE",
        &[
            (
                "CASE WHEN Status = 'CLOSED' THEN 1 WHEN VoidFlag = 1 THEN 2 ELSE 3 END = 3",
                "33 34",
            ),
            (
                "CASE WHEN DueDate IS NULL THEN '2015-05-05' ELSE DueDate END = DATE '2015-05-05'",
                "30 33",
            ),
            ("NVL(VoidFlag, 1) = 1", "32 33"),
            // The result is a text, and so is every number among it.
            ("NVL(Status, 0) = 'CLOSED'", "30 31 35"),
            (
                "CASE WHEN VoidFlag = 1 THEN Id ELSE Status END = '32'",
                "32",
            ),
            ("CASE WHEN Id = 30 THEN 'x' ELSE Id END = 'x'", "30"),
            ("NVL(GrandTotalAmount, 0) > 1000", "30 34"),
        ],
    );
}

#[test]
fn rownum_cuts_before_the_order_is_made() {
    check(
        "INVOICE",
        &[
            ("ROWNUM < 3", "30 31"),
            ("rownum <= 3", "30 31 32"),
            ("3 >= ROWNUM", "30 31 32"),
            ("ROWNUM = 1", "30"),
            ("Status = 'CURRENT' AND ROWNUM < 3", "32 33"),
            ("(ROWNUM < 3) AND (Status = 'CURRENT')", "32 33"),
            ("ROWNUM BETWEEN 0 AND 2", "30 31"),
            ("ROWNUM BETWEEN 3 AND 4", "32 33"),
            ("ROWNUM BETWEEN 5 AND 100", "34 35"),
            ("ROWNUM BETWEEN 7 AND 100", ""),
            ("ROWNUM > 4", "34 35"),
            ("ROWNUM >= 2 AND ROWNUM < 4", "31 32"),
            ("ROWNUM < 1", ""),
            ("ROWNUM < '2'", "30"),
            (
                "BillingProfileObj.AccountObj.Name LIKE '%Blue%' AND ROWNUM BETWEEN 2 AND 3",
                "31 32",
            ),
        ],
    );
    let world = World::new();
    let first = |statement: &str| world.select(statement)[0]["Id"].clone();
    assert_eq!(
        first("SELECT Id FROM INVOICE WHERE ROWNUM < 3 ORDER BY Id DESC"),
        "31"
    );
    let counted = world
        .select("SELECT COUNT(Id) AS n, SUM(GrandTotalAmount) AS s FROM INVOICE WHERE ROWNUM < 3");
    assert_eq!(
        (&counted[0]["N"], &counted[0]["S"]),
        (&"2".into(), &"25024".into())
    );
}

#[test]
fn long_chains_and_lists_are_no_trouble() {
    let world = World::new();
    let chain = vec!["Id = 30"; 3_000].join(" OR ");
    assert_eq!(world.matching("INVOICE", &chain), "30");
    let chain = vec!["Id <> 31"; 3_000].join(" AND ");
    assert_eq!(
        world.matching("INVOICE", &format!("Id < 32 AND ({chain})")),
        "30"
    );
    let list = vec!["30"; 20_000].join(",");
    assert_eq!(world.matching("INVOICE", &format!("Id IN ({list})")), "30");
    let texts = vec!["'CLOSED'"; 6_000].join(",");
    assert_eq!(
        world.matching("INVOICE", &format!("Status NOT IN ({texts})")),
        "32 33 34"
    );
    let nested = format!("{}Id = 30{}", "(".repeat(20), ")".repeat(20));
    assert_eq!(world.matching("INVOICE", &nested), "30");
    assert_eq!(
        world.matching("INVOICE", &format!("{}Id = 30", "NOT ".repeat(20))),
        "30"
    );
}
