//! What is no part of the language is refused, with what to write instead.

use super::World;

#[test]
fn what_the_language_does_not_have_is_refused_with_the_reason() {
    let world = World::new();
    let mut unclear = Vec::new();
    for (statement, reason) in [
        ("", "empty"),
        ("   ", "empty"),
        ("DELETE FROM ACCOUNT", "starts with SELECT"),
        ("UPDATE ACCOUNT SET Name = 'x'", "starts with SELECT"),
        (
            "WITH a AS (SELECT Id FROM ACCOUNT) SELECT Id FROM a",
            "starts with SELECT",
        ),
        ("SELECT * FROM ACCOUNT", "name the fields"),
        ("SELECT ACCOUNT.* FROM ACCOUNT", "name the fields"),
        ("SELECT COUNT(*) FROM ACCOUNT", "COUNT(Id)"),
        ("SELECT DISTINCT Name FROM ACCOUNT", "group by"),
        ("SELECT ALL Name FROM ACCOUNT", "leave it out"),
        ("SELECT COUNT(DISTINCT Name) FROM ACCOUNT", "no DISTINCT"),
        ("SELECT TOP 5 Name FROM ACCOUNT", ""),
        ("SELECT Id, FROM ACCOUNT", "comma"),
        ("SELECT Id FROM ACCOUNT, INVOICE", "follow a relation"),
        ("SELECT Id FROM ACCOUNT a", "no other names"),
        ("SELECT Id FROM ACCOUNT AS a", "no other names"),
        ("SELECT a.Name FROM ACCOUNT a", "no other names"),
        ("SELECT ACCOUNT.Name FROM ACCOUNT", "written alone"),
        (
            "SELECT Id FROM INVOICE JOIN ACCOUNT ON 1 = 1",
            "follow a relation",
        ),
        (
            "SELECT Id FROM INVOICE LEFT JOIN ACCOUNT ON 1 = 1",
            "follow a relation",
        ),
        (
            "SELECT Id FROM INVOICE CROSS JOIN ACCOUNT",
            "follow a relation",
        ),
        (
            "SELECT Id FROM (SELECT Id FROM ACCOUNT)",
            "name of an entity",
        ),
        (
            "SELECT Id FROM ACCOUNT UNION SELECT Id FROM INVOICE",
            "two queries",
        ),
        ("SELECT Id FROM ACCOUNT MINUS SELECT Id FROM INVOICE", ""),
        ("(SELECT Id FROM ACCOUNT)", "parentheses"),
        (
            "SELECT Id FROM ACCOUNT; SELECT Id FROM INVOICE",
            "one statement",
        ),
        ("SELECT Id FROM ACCOUNT;", "without `;`"),
        ("SELECT Id FROM ACCOUNT LIMIT 5", "FETCH NEXT"),
        ("SELECT Id FROM ACCOUNT LIMIT 5 OFFSET 2", "FETCH NEXT"),
        ("SELECT Id FROM ACCOUNT OFFSET 5", "OFFSET 20 ROWS"),
        ("SELECT Id FROM ACCOUNT OFFSET 1+1 ROWS", "whole number"),
        ("SELECT Id FROM ACCOUNT OFFSET -1 ROWS", "whole number"),
        ("SELECT Id FROM ACCOUNT OFFSET 1.5 ROWS", "whole number"),
        (
            "SELECT Id FROM ACCOUNT FETCH NEXT 10 PERCENT ROWS ONLY",
            "FETCH NEXT 20 ROWS ONLY",
        ),
        (
            "SELECT Id FROM ACCOUNT FETCH NEXT 10 ROWS WITH TIES",
            "FETCH NEXT 20 ROWS ONLY",
        ),
        ("SELECT Id FROM ACCOUNT FOR UPDATE", "locked"),
        ("SELECT Id INTO x FROM ACCOUNT", ""),
        (
            "SELECT Id FROM ACCOUNT WHERE Id IN (SELECT AccountId FROM INVOICE)",
            "follow a path",
        ),
        (
            "SELECT Id FROM ACCOUNT WHERE EXISTS (SELECT Id FROM INVOICE)",
            "follow a path",
        ),
        (
            "SELECT Id FROM ACCOUNT WHERE Id = (SELECT Id FROM INVOICE)",
            "follow a path",
        ),
        (
            "SELECT Id FROM ACCOUNT WHERE Id = ANY (SELECT Id FROM INVOICE)",
            "follow a path",
        ),
        ("SELECT LOWER(Name) AS x FROM ACCOUNT", "UPPER"),
        ("SELECT SUBSTR(Name, 1) AS x FROM ACCOUNT", "no "),
        (
            "SELECT load_extension('x') AS x FROM ACCOUNT",
            "there is no function",
        ),
        (
            "SELECT randomblob(1) AS x FROM ACCOUNT",
            "there is no function",
        ),
        ("SELECT COALESCE(Name, 'x') AS x FROM ACCOUNT", "NVL"),
        ("SELECT CAST(Id AS TEXT) AS x FROM ACCOUNT", "no CAST"),
        ("SELECT Id || 'x' AS x FROM ACCOUNT", "not computed with"),
        ("SELECT Id + 1 AS x FROM ACCOUNT", "not computed with"),
        (
            "SELECT GrandTotalAmount * 2 AS x FROM INVOICE",
            "not computed with",
        ),
        (
            "SELECT UPPER(Name) FROM ACCOUNT WHERE Name = \"Red\"",
            "single ones",
        ),
        ("SELECT \"Id\" FROM ACCOUNT", "without quotes"),
        ("SELECT Id FROM \"ACCOUNT\"", "without quotes"),
        ("SELECT Id AS \"x\" FROM ACCOUNT", "without quotes"),
        ("SELECT `Id` FROM ACCOUNT", ""),
        ("SELECT Id FROM ACCOUNT -- x", "comments"),
        ("SELECT Id /* x */ FROM ACCOUNT", "comments"),
        ("SELECT Id FROM ACCOUNT WHERE Id == 1", "single `=`"),
        ("SELECT Id FROM ACCOUNT WHERE Id = ?", "write the value"),
        ("SELECT Id FROM ACCOUNT WHERE Id = :id", "write the value"),
        ("SELECT Id FROM ACCOUNT WHERE Name ILIKE 'x'", "LIKE"),
        ("SELECT Id FROM ACCOUNT WHERE Name", "compare it"),
        ("SELECT Id FROM ACCOUNT WHERE 'x'", "compare it"),
        ("SELECT Id FROM ACCOUNT WHERE Id = TRUE", "'1' and '0'"),
        ("SELECT Id FROM ACCOUNT WHERE Id IS TRUE", ""),
        (
            "SELECT Id FROM ACCOUNT WHERE (Id, Name) = (1, 'x')",
            "list of values",
        ),
        ("SELECT Id FROM ACCOUNT WHERE Id IN ()", "cannot be read"),
        (
            "SELECT Id FROM ACCOUNT WHERE Id IN (ParentAccountId)",
            "holds values",
        ),
        ("SELECT Id FROM ACCOUNT WHERE COUNT(Id) > 1", "HAVING"),
        (
            "SELECT Id FROM ACCOUNT HAVING COUNT(Id) > 1",
            "needs GROUP BY",
        ),
        ("SELECT Name, COUNT(Id) AS n FROM ACCOUNT", "GROUP BY"),
        ("SELECT Name FROM ACCOUNT GROUP BY Status", "GROUP BY"),
        (
            "SELECT Status FROM ACCOUNT GROUP BY Status ORDER BY Name",
            "GROUP BY",
        ),
        (
            "SELECT Status FROM ACCOUNT GROUP BY Status HAVING Name = 'x'",
            "GROUP BY",
        ),
        (
            "SELECT Status, (SELECT Id FROM INVOICE.AccountObj) FROM ACCOUNT GROUP BY Status",
            "no children",
        ),
        (
            "SELECT SUM(COUNT(Id)) AS x FROM ACCOUNT",
            "another aggregate",
        ),
        ("SELECT SUM(Name) AS x FROM ACCOUNT", "of numbers"),
        (
            "SELECT COUNT(Id) OVER (PARTITION BY Name) AS x FROM ACCOUNT",
            "no OVER",
        ),
        ("SELECT Status FROM ACCOUNT GROUP BY ROLLUP(Status)", ""),
        ("SELECT Id FROM ACCOUNT ORDER BY 1", "not its position"),
        ("SELECT Status FROM ACCOUNT GROUP BY 1", "not its position"),
        (
            "SELECT Id FROM ACCOUNT ORDER BY Name NULLS FIRST",
            "NULLS FIRST",
        ),
        ("SELECT ROWNUM FROM ACCOUNT", "ROWNUM"),
        ("SELECT Id FROM ACCOUNT ORDER BY ROWNUM", "ROWNUM"),
        (
            "SELECT Id FROM ACCOUNT WHERE Id = 1 OR ROWNUM < 5",
            "ROWNUM",
        ),
        ("SELECT Id FROM ACCOUNT WHERE NOT ROWNUM < 5", "ROWNUM"),
        ("SELECT Id FROM ACCOUNT WHERE ROWNUM <> 5", "ROWNUM"),
        ("SELECT Id FROM ACCOUNT WHERE ROWNUM < Id", "ROWNUM"),
        ("SELECT Id FROM ACCOUNT WHERE ROWNUM IN (1, 2)", "ROWNUM"),
        ("SELECT Nope FROM ACCOUNT", "ACCOUNT has no field `Nope`"),
        ("SELECT Nmae FROM ACCOUNT", "no field"),
        ("SELECT Nam FROM ACCOUNT", "did you mean Name"),
        ("SELECT Id FROM NOPE", "no entity `NOPE`"),
        (
            "SELECT Id FROM ACCOUNT.ParentAccountObj",
            "one entity by its name",
        ),
        ("SELECT AccountObj FROM INVOICE", "it is a relation"),
        ("SELECT AccountId.Name FROM INVOICE", "AccountObj"),
        ("SELECT Nope.Name FROM INVOICE", "no relation of INVOICE"),
        (
            "SELECT Name AS n FROM ACCOUNT WHERE n = 'x'",
            "ORDER BY only",
        ),
        ("SELECT Name AS n, Id AS N FROM ACCOUNT", "called `N`"),
        ("SELECT UPPER(Name) || '' FROM ACCOUNT", "computed"),
        (
            "SELECT CASE WHEN 1=1 THEN Name END FROM ACCOUNT",
            "needs an alias",
        ),
        (
            "SELECT CASE Status WHEN 'x' THEN 1 END AS x FROM ACCOUNT",
            "CASE WHEN",
        ),
        (
            "SELECT (SELECT Id FROM INVOICE) FROM ACCOUNT",
            "relation to ACCOUNT",
        ),
        (
            "SELECT (SELECT Id FROM INVOICE.NopeObj) FROM ACCOUNT",
            "no relation of INVOICE",
        ),
        (
            "SELECT (SELECT Id FROM INVOICE.BillingProfileObj) FROM ACCOUNT",
            "does not lead to ACCOUNT",
        ),
        (
            "SELECT (SELECT Id FROM INVOICE.AccountObj FETCH NEXT 1 ROWS ONLY) FROM ACCOUNT",
            "no pages",
        ),
        (
            "SELECT (SELECT COUNT(Id) AS n FROM INVOICE.AccountObj) FROM ACCOUNT",
            "no groups",
        ),
        (
            "SELECT (SELECT Id FROM INVOICE.AccountObj WHERE ROWNUM < 2) FROM ACCOUNT",
            "ROWNUM",
        ),
        (
            "SELECT (SELECT Id FROM INVOICE.AccountObj), (SELECT Id FROM INVOICE.AccountObj) FROM ACCOUNT",
            "called `INVOICE`",
        ),
        ("SELECT Id FROM ACCOUNT WHERE Id = 'abc'", "whole number"),
        ("SELECT Id FROM INVOICE WHERE DueDate = 'soon'", "date"),
        ("SELECT Id FROM INVOICE WHERE DueDate = ''", "IS NULL"),
        (
            "SELECT Id FROM INVOICE WHERE DueDate = 20150505",
            "'YYYY-MM-DD'",
        ),
        (
            "SELECT Id FROM INVOICE WHERE DueDate LIKE '2015%'",
            "to_char",
        ),
        (
            "SELECT Id FROM INVOICE WHERE DueDate = Status",
            "cannot be compared",
        ),
        ("SELECT Id FROM INVOICE WHERE VoidFlag = 'x'", "flag"),
        (
            "SELECT Id FROM INVOICE WHERE GrandTotalAmount > 'x'",
            "number",
        ),
        (
            "SELECT to_char(DueDate, 'Month') AS x FROM INVOICE",
            "no format",
        ),
        ("SELECT to_char(Id, 'YYYY') AS x FROM INVOICE", "dates"),
        ("SELECT to_char(DueDate) AS x FROM INVOICE", "2 values"),
        (
            "SELECT Id FROM ACCOUNT WHERE Name LIKE 'a!b' ESCAPE '!'",
            "stands before",
        ),
        (
            "SELECT Id FROM ACCOUNT WHERE Name LIKE 'a' ESCAPE 'ab'",
            "one letter",
        ),
        (
            "SELECT Id FROM BILLING_PROFILE WHERE CreditCardNumber LIKE '4%'",
            "secret",
        ),
        (
            "SELECT Id FROM BILLING_PROFILE ORDER BY CreditCardNumber",
            "secret",
        ),
        (
            "SELECT CreditCardNumber, COUNT(Id) FROM BILLING_PROFILE GROUP BY CreditCardNumber",
            "secret",
        ),
        (
            "SELECT UPPER(CreditCardNumber) AS x FROM BILLING_PROFILE",
            "secret",
        ),
        (
            "SELECT Id FROM BULK_UPLOAD_HISTORY WHERE AllRecordsFile IS NULL",
            "file",
        ),
        (
            "SELECT Id FROM ACCOUNT WHERE SYSDATE > Created",
            "systimestamp",
        ),
        (
            "SELECT Id FROM ACCOUNT WHERE Created > systimestamp - 7",
            "not computed",
        ),
        (
            "SELECT Id FROM ACCOUNT WHERE Created > INTERVAL '1' DAY",
            "write the date",
        ),
        (
            "SELECT Id FROM ACCOUNT WHERE Name = N'x'",
            "without a letter",
        ),
        ("SELECT Id FROM ACCOUNT WHERE Name = 'a\0b'", "NUL"),
        ("SELECT Id FROM ACCOUNT CONNECT BY Id = 1", ""),
        ("SELECT Id FROM ACCOUNT@link", ""),
        ("SELECT Id FROM ACCOUNT(1)", ""),
        ("SELECT Id FROM ACCOUNT TABLESAMPLE BERNOULLI (1)", ""),
        ("SELECT Id FROM ACCOUNT WHERE", "cannot be read"),
        ("SELECT Id FROM sqlite_schema", "no entity"),
        ("SELECT \"$deleted\" FROM ACCOUNT", "without quotes"),
        ("SELECT Id FROM ACCOUNT WHERE $deleted = 1", ""),
    ] {
        let refusal = world.refusal(statement);
        if !refusal.contains(reason) {
            unclear.push(format!("{statement}: {refusal}"));
        }
        assert!(refusal.len() < 700, "{statement}: {refusal}");
    }
    assert!(unclear.is_empty(), "{}", unclear.join("\n"));
}

#[test]
fn a_condition_is_only_what_follows_where() {
    let world = World::new();
    for (condition, reason) in [
        ("", "1=1"),
        ("  ", "1=1"),
        ("WHERE Id = 1", "what follows WHERE"),
        ("SELECT Id FROM ACCOUNT", "what follows WHERE"),
        ("Id = 1 ORDER BY Id", "ROWNUM"),
        ("Id = 1 GROUP BY Id", "no more clauses"),
        ("Id = 1 FETCH NEXT 5 ROWS ONLY", "ROWNUM"),
        ("Id = 1 UNION SELECT Id FROM ACCOUNT", "two queries"),
        ("Id = 1; DELETE FROM ACCOUNT", "one statement"),
        ("Id = 1) OR (1 = 1", "more than was expected"),
        ("1", "compare it"),
        ("Id = ", "cannot be read"),
        ("Id 1", "more than was expected"),
    ] {
        let refusal = world
            .try_matching("ACCOUNT", condition)
            .expect_err(condition);
        assert!(refusal.text().contains(reason), "{condition}: {refusal}");
    }
}

#[test]
fn too_much_is_refused_before_it_costs_anything() {
    let world = World::new();
    for (statement, reason) in [
        (
            format!(
                "SELECT Id FROM ACCOUNT WHERE Name = '{}'",
                "x".repeat(70_000)
            ),
            "at most 65536",
        ),
        (
            format!("SELECT Id FROM ACCOUNT WHERE {}Id = 1", "NOT ".repeat(200)),
            "in each other",
        ),
        (
            format!(
                "SELECT Id FROM ACCOUNT WHERE {}1=1{}",
                "(".repeat(300),
                ")".repeat(300)
            ),
            "nested too deeply",
        ),
        (
            format!("SELECT Id FROM ACCOUNT WHERE 1{}", "=1".repeat(9_000)),
            "condition",
        ),
        (
            format!("SELECT Id FROM ACCOUNT WHERE 1{}", "=1".repeat(20_000)),
            "at most 10000",
        ),
        (
            format!(
                "SELECT Id FROM ACCOUNT WHERE Id = 1{}",
                " OR Id=1".repeat(7_000)
            ),
            "at most 10000",
        ),
        (
            format!(
                "SELECT {}Name FROM ACCOUNT",
                "ParentAccountObj.".repeat(100)
            ),
            "more than 60",
        ),
        (
            format!("SELECT Id{} FROM ACCOUNT", ",Id".repeat(2_000)),
            "at most 1000",
        ),
        (format!("SELECT Id FROM {}", "x".repeat(5_000)), "no entity"),
    ] {
        let refusal = world.refusal(&statement);
        assert!(refusal.contains(reason), "{reason}: {refusal}");
        assert!(refusal.len() < 700, "{refusal}");
    }
}

#[test]
fn a_refusal_does_not_repeat_values() {
    let world = World::new();
    for statement in [
        "SELECT Id FROM BILLING_PROFILE WHERE CreditCardNumber = '4111111111111111'",
        "SELECT Id FROM BILLING_PROFILE WHERE CreditCardNumber = N'4111111111111111'",
        "SELECT Id FROM BILLING_PROFILE WHERE CreditCardNumber IS '4111111111111111'",
        "SELECT Id FROM BILLING_PROFILE WHERE CreditCardNumber '4111111111111111'",
    ] {
        let refusal = world.refusal(statement);
        assert!(!refusal.contains("4111"), "{refusal}");
    }
}
