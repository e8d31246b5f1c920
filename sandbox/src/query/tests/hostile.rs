//! Whatever the text is, there is an answer in reasonable time, and the records stay as they are.

use std::time::{Duration, Instant};

use super::{World, now};
use crate::query::{matching, select};

/// Pieces that statements are made of, and some that they are not.
const PIECES: [&str; 96] = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "ORDER BY",
    "OFFSET 1 ROWS",
    "FETCH NEXT 2 ROWS ONLY",
    "AND",
    "OR",
    "NOT",
    "IN",
    "IS NULL",
    "IS NOT NULL",
    "BETWEEN",
    "LIKE",
    "ESCAPE",
    "AS",
    "ASC",
    "DESC",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "(",
    ")",
    ",",
    ".",
    "=",
    "<>",
    "<",
    ">=",
    "1",
    "'1'",
    "0.5",
    "-",
    "'%Blue%'",
    "'2015-05-05'",
    "DATE",
    "TIMESTAMP",
    "NULL",
    "ROWNUM",
    "systimestamp",
    "Id",
    "Name",
    "Status",
    "VoidFlag",
    "DueDate",
    "GrandTotalAmount",
    "Created",
    "AccountObj",
    "BillingProfileObj.AccountObj.Name",
    "ParentAccountObj",
    "ACCOUNT",
    "Invoice",
    "Activity.InvoiceObj",
    "Billing_Profile",
    "COUNT(",
    "SUM(",
    "MAX(",
    "UPPER(",
    "NVL(",
    "to_char(",
    "'YYYY'",
    "n",
    "*",
    ";",
    "--",
    "/*",
    "\"",
    "'",
    "\\",
    "||",
    "+",
    "$",
    "?",
    ":x",
    "UNION",
    "JOIN",
    "LIMIT",
    "DISTINCT",
    "EXISTS",
    "WITH",
    "DELETE FROM ACCOUNT",
    "DROP TABLE \"ACCOUNT\"",
    "PRAGMA",
    "ATTACH",
    "\0",
    "ä",
    "\u{202e}",
    "\n",
    "1e99",
    "INTERVAL",
    "CAST(",
    "COLLATE",
];

/// Statements that work, to be broken.
const WORKING: [&str; 8] = [
    "SELECT Status, Sum(GrandTotalAmount) as total  FROM Invoice  WHERE BillingProfileObj.AccountObj.Name like '%Blue%' GROUP BY Status",
    "SELECT Id, (select Id, ActivityDate from Activity.InvoiceObj where Quantity > 0 order by ActivityDate) FROM Invoice WHERE Id IN (30, 31)",
    "SELECT Id, Name FROM ACCOUNT WHERE (Id = 1 OR Name LIKE 'B!%%' ESCAPE '!') AND NOT Status = 'x' ORDER BY Name DESC, Id OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY",
    "SELECT to_char(DueDate, 'YYYY-MM') AS month, COUNT(Id) n FROM Invoice GROUP BY to_char(DueDate, 'YYYY-MM') HAVING COUNT(Id) > 1 ORDER BY n DESC",
    "SELECT CASE WHEN VoidFlag = '1' THEN 'yes' ELSE UPPER(Status) END AS state, NVL(DueDate, DATE '2015-01-01') AS due FROM Invoice WHERE ROWNUM BETWEEN 1 AND 4",
    "SELECT Id FROM ACCOUNT WHERE ROWNUM < 3 AND Created BETWEEN TIMESTAMP '2014-01-01 00:00:00' AND systimestamp AND 1=1",
    "SELECT Id FROM PRICING WHERE LOWER_BAND NOT IN (1.5, -1, '7') AND UpperBand NOT BETWEEN 1 AND 5 AND Rate IS NOT NULL",
    "SELECT MIN(Id) AS low, AVG(GrandTotalAmount) FROM INVOICE WHERE DueDate <> '20150505' AND Status NOT LIKE '_x%'",
];

/// Makes every change an error, while the work is done, and compares the records after it.
fn reading_only<T>(world: &World, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
    let records = |connection: &rusqlite::Connection| -> (u64, i64) {
        let tables = "SELECT count(*) FROM sqlite_schema";
        let tables = connection
            .query_row(tables, [], |row| row.get(0))
            .expect("a number");
        (connection.total_changes(), tables)
    };
    world.with(|connection| {
        connection
            .pragma_update(None, "query_only", true)
            .expect("a setting");
        let before = records(connection);
        let done = work(connection);
        assert_eq!(records(connection), before);
        connection
            .pragma_update(None, "query_only", false)
            .expect("a setting");
        done
    })
}

fn run_all(world: &World, texts: impl Iterator<Item = String>) -> (usize, usize) {
    let invoice = world
        .organization
        .entity_in_any_case("INVOICE")
        .expect("an entity");
    let (mut worked, mut refused) = (0, 0);
    reading_only(world, |connection| {
        for text in texts {
            let start = Instant::now();
            match select(world.organization, connection, now(), &text) {
                Ok(_) => worked += 1,
                Err(error) => {
                    assert!(error.text().len() < 1_000, "{text}: {error}");
                    assert!(
                        !error.text().contains("could not be run"),
                        "{text}: {error}"
                    );
                    refused += 1;
                }
            }
            let condition = text
                .split_once("WHERE")
                .map_or(text.as_str(), |(_, condition)| condition);
            let _ = matching(world.organization, connection, now(), invoice, condition);
            assert!(start.elapsed() < Duration::from_secs(10), "{text}");
        }
    });
    (worked, refused)
}

#[test]
fn statements_made_of_random_pieces_do_nothing_but_read() {
    let world = World::new();
    let mut random = fastrand::Rng::with_seed(20_261_125);
    let texts = (0..4_000).map(|_| {
        let count = random.usize(1..20);
        let mut text = String::new();
        if random.bool() {
            text.push_str("SELECT Id FROM Invoice WHERE ");
        }
        for _ in 0..count {
            text.push_str(PIECES[random.usize(..PIECES.len())]);
            text.push(' ');
        }
        text
    });
    let (_, refused) = run_all(&world, texts.collect::<Vec<_>>().into_iter());
    assert!(refused > 3_000, "{refused}");
    assert_eq!(world.matching("ACCOUNT", "1=1"), "1 10 11 12");
}

#[test]
fn broken_statements_do_nothing_but_read() {
    let world = World::new();
    let mut random = fastrand::Rng::with_seed(20_261_126);
    for text in WORKING {
        world.select(text);
    }
    let mut texts = Vec::new();
    for _ in 0..4_000 {
        let mut letters: Vec<char> = WORKING[random.usize(..WORKING.len())].chars().collect();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(..letters.len());
            match random.u8(..5) {
                0 => {
                    letters.remove(at);
                }
                1 => letters.insert(at, char::from(random.u8(0x20..0x7f))),
                2 => letters[at] = random.char(..),
                3 => {
                    let to = random.usize(at..letters.len());
                    let part: Vec<char> = letters[at..to].to_vec();
                    letters.splice(at..at, part);
                }
                _ => {
                    let piece = PIECES[random.usize(..PIECES.len())];
                    letters.splice(at..at, piece.chars());
                }
            }
        }
        texts.push(letters.into_iter().collect());
    }
    let (worked, refused) = run_all(&world, texts.into_iter());
    assert!(worked > 50 && refused > 1_000, "{worked} {refused}");
}

#[test]
fn nesting_of_every_kind_has_an_answer_on_a_small_stack() {
    let nested = |before: &str, inner: &str, after: &str, depth: usize| {
        format!("{}{inner}{}", before.repeat(depth), after.repeat(depth))
    };
    let mut conditions = Vec::new();
    for depth in [5, 10, 20, 40, 48, 60, 500, 2_000] {
        conditions.extend([
            nested("(", "Id = 1", ")", depth),
            nested("NOT ", "Id = 1", "", depth),
            nested("NOT (", "Id = 1", ")", depth),
            nested("(Id = 1 OR ", "Id = 1", ")", depth),
            nested("(Id = 1 AND (Id = 2 OR ", "Id = 1", "))", depth),
            nested("UPPER(", "Status", ")", depth) + " = 'x'",
            nested("NVL(", "Status", ", 'x')", depth) + " = 'x'",
            nested("CASE WHEN ", "Id = 1", " THEN 1 END = 1", depth),
            nested("CASE WHEN Id = 1 THEN 1 ELSE ", "2", " END", depth) + " = 1",
            nested("-", "1", "", depth) + " = 1",
            nested("- ", "1", "", depth) + " = 1",
            nested("(SELECT ", "1", ")", depth) + " = 1",
            nested("Id IN (", "1", ")", depth),
            nested("Id = ", "1", "", depth),
            nested("Id BETWEEN 1 AND ", "2", "", depth),
            nested("", "Id", " IS NULL", depth),
            nested("", "Id", " COLLATE x", depth),
            nested("", "Id", ".Id", depth) + " = 1",
            nested("", "Id", "(1)", depth) + " = 1",
            nested("(", "1", ",1)", depth) + " = 1",
            nested("COUNT(", "Id", ")", depth) + " > 1",
            nested("EXISTS (", "SELECT 1", ")", depth),
            nested("DATE ", "'2015-05-05'", "", depth) + " = DueDate",
            nested("Id LIKE ", "'1'", " ESCAPE 'x'", depth),
        ]);
    }
    let mut statements: Vec<String> = conditions
        .iter()
        .map(|condition| format!("SELECT Id FROM Invoice WHERE {condition}"))
        .collect();
    for depth in [2, 5, 10, 20, 40, 60, 500] {
        statements.push(
            nested(
                "SELECT (",
                "SELECT Id FROM ACCOUNT.ParentAccountObj",
                " FROM ACCOUNT.ParentAccountObj)",
                depth,
            ) + " FROM ACCOUNT",
        );
        statements.push(nested("(", "SELECT Id FROM ACCOUNT", ")", depth));
        statements.push(format!(
            "SELECT Id FROM {}",
            nested("(", "ACCOUNT", ")", depth)
        ));
        statements.push(format!(
            "SELECT Id FROM {}",
            nested("(SELECT Id FROM ", "ACCOUNT", ")", depth)
        ));
        statements.push(nested(
            "SELECT Id FROM ACCOUNT UNION ",
            "SELECT Id FROM ACCOUNT",
            "",
            depth,
        ));
        statements.push(nested(
            "WITH a AS (",
            "SELECT Id FROM ACCOUNT",
            ") SELECT Id FROM a",
            depth,
        ));
    }
    // Long chains where a message or a name is made of what stands there.
    let chain = "Id = 1".to_owned() + &" OR Id = 1".repeat(3_000);
    for around in [
        "SELECT SUM(CASE WHEN # THEN 1 ELSE 0 END) AS n FROM Invoice",
        "SELECT SUM(CASE WHEN # THEN 1 ELSE 0 END) FROM Invoice",
        "SELECT # FROM Invoice",
        "SELECT UPPER(#) FROM Invoice",
        "SELECT NOPE(#) AS x FROM Invoice",
        "SELECT Id FROM Invoice GROUP BY #",
        "SELECT Id FROM Invoice ORDER BY #",
        "SELECT Id FROM Invoice OFFSET # ROWS",
        "SELECT Id FROM Invoice FETCH NEXT # ROWS ONLY",
        "SELECT Id FROM Invoice LIMIT #",
        "SELECT Id FROM Invoice WHERE Id IN (#)",
        "SELECT Id FROM Invoice WHERE Id IN (SELECT Id FROM Invoice WHERE #)",
        "SELECT Id FROM Invoice WHERE ROWNUM < (#)",
        "SELECT Id FROM Invoice JOIN ACCOUNT ON #",
        "SELECT (SELECT Id FROM Activity.InvoiceObj WHERE #) FROM Invoice",
        "SELECT Id FROM Invoice WHERE Status LIKE 'x' ESCAPE (#)",
        "SELECT Id FROM Invoice WHERE (#) = 1",
    ] {
        let chain = if around.contains("Activity") {
            chain.replace("Id", "Quantity")
        } else {
            chain.clone()
        };
        statements.push(around.replace('#', &chain));
    }
    let work = move || {
        let world = World::new();
        let start = Instant::now();
        let (worked, refused) = run_all(&world, statements.into_iter());
        assert!(worked > 20 && refused > 50, "{worked} {refused}");
        assert!(start.elapsed() < Duration::from_secs(60));
    };
    let thread = std::thread::Builder::new()
        .stack_size(2 * 1024 * 1024)
        .spawn(work)
        .expect("a thread");
    thread.join().expect("nothing panics");
}
