//! Order of decimal numbers in SQLite, which itself only knows floats: exact, with their scale kept.

use std::cmp::Ordering;

use billbind_runtime::Decimal;
use rusqlite::Connection;

/// The collation of columns that hold decimal numbers.
pub(super) const COLLATION: &str = "bb_decimal";

/// Makes the collation known to a connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    connection.create_collation(COLLATION, compare)
}

/// Texts that are no numbers come first, in the order of their bytes, so that it stays an order.
fn compare(left: &str, right: &str) -> Ordering {
    match (left.parse::<Decimal>(), right.parse::<Decimal>()) {
        (Ok(left), Ok(right)) => left.cmp(&right),
        (Ok(_), Err(_)) => Ordering::Greater,
        (Err(_), Ok(_)) => Ordering::Less,
        (Err(_), Err(_)) => left.cmp(right),
    }
}

#[cfg(test)]
mod tests {
    use super::register;
    use rusqlite::Connection;

    #[test]
    fn numbers_compare_by_value_beyond_what_a_float_holds() {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        let is_true = |condition: &str| {
            let statement = format!("SELECT {condition}");
            connection
                .query_row(&statement, [], |row| row.get::<_, bool>(0))
                .unwrap()
        };
        assert!(is_true("'1.10' = '1.1' COLLATE bb_decimal"));
        assert!(is_true("'9' < '10' COLLATE bb_decimal"));
        assert!(is_true("'-1' < '0.5' COLLATE bb_decimal"));
        assert!(is_true(
            "'90071992547409930.1' < '90071992547409930.2' COLLATE bb_decimal"
        ));
    }
}
