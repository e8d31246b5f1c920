//! Percent-encoding in paths and query strings.

use percent_encoding::percent_decode_str;

/// The parts of a path between its slashes, decoded; empty parts are left out, as a client program
/// sends `//rest/2.0/...`. `None` where one is no text.
pub(super) fn path_segments(path: &str) -> Option<Vec<String>> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(decoded)
        .collect()
}

/// The parameters of a query string. `None` where one is no text.
///
/// `+` and `%20` are both a space ("REST Methods, QUERY" and client programs).
pub(super) fn parameters(query: &str) -> Option<Vec<(String, String)>> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let decode = |text: &str| decoded(&text.replace('+', " "));
            Some((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decoded(text: &str) -> Option<String> {
    // A `%` that begins no escape stands for itself here, and a condition may hold one:
    // `Name LIKE 'A%'`.
    let text = percent_decode_str(text).decode_utf8().ok()?;
    (!text.contains('\0')).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{parameters, path_segments};

    #[test]
    fn the_query_of_the_vendors_sample_is_read() {
        let sample = "sql=SELECT+Status%2C+Sum%28GrandTotalAmount%29+as+total++FROM+Invoice";
        let expected = "SELECT Status, Sum(GrandTotalAmount) as total  FROM Invoice";
        assert_eq!(
            parameters(sample).unwrap(),
            [("sql".to_owned(), expected.to_owned())]
        );
        let bare = parameters("queryAnsiSql=Id>=20000").unwrap();
        assert_eq!(bare[0].1, "Id>=20000");
    }

    #[test]
    fn slashes_may_be_doubled_and_bytes_must_be_text() {
        let segments = path_segments("//myorg//rest/2.0/a%20b/").unwrap();
        assert_eq!(segments, ["myorg", "rest", "2.0", "a b"]);
        assert_eq!(path_segments("/%ff"), None);
        assert_eq!(parameters("a=%00"), None);
    }
}
