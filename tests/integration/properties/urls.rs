//! No value leaves its place in a URL or a header.

use billbind::billingplatform::{Session, account, query, raw};
use billbind::{FileField, Method};
use proptest::prelude::*;

use super::values::text;

const BASE: &str = "https://my.billingplatform.com/myorg";

/// The text behind percent escapes; `None` where a byte stands for something else in a URL.
fn decoded(escaped: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = escaped.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?].map(char::from);
                let [high, low] = digits.map(|digit| digit.to_digit(16));
                bytes.push(u8::try_from(high? * 16 + low?).ok()?);
            }
            b'-' | b'.' | b'_' | b'~' => bytes.push(byte),
            _ if byte.is_ascii_alphanumeric() => bytes.push(byte),
            _ => return None,
        }
    }
    String::from_utf8(bytes).ok()
}

/// The segments behind the base URL.
fn segments(url: &str) -> Vec<Option<String>> {
    let path = url.strip_prefix(BASE).expect("it is under the base URL");
    path.split('/').skip(1).map(decoded).collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|&text| Some(text.to_owned())).collect()
}

proptest! {
    #[test]
    fn a_statement_stays_in_its_parameter(statement in text()) {
        let url = query(statement.clone()).render(BASE).expect("it can be sent").url;
        let value = url.strip_prefix(&format!("{BASE}/rest/2.0/query?sql="));
        prop_assert_eq!(value.and_then(decoded), Some(statement));
    }

    #[test]
    fn a_filter_stays_in_its_parameter(name in text()) {
        let filter = account::COL.name.eq(name);
        let url = account::retrieve(&filter).render(BASE).expect("it can be sent").url;
        let value = url.strip_prefix(&format!("{BASE}/rest/2.0/ACCOUNT?queryAnsiSql="));
        prop_assert_eq!(value.and_then(decoded), Some(filter.to_sql()));
    }

    #[test]
    fn an_id_is_one_segment_of_the_path_or_refused(id in text()) {
        let rendered = account::retrieve_by_id(&*id).render(BASE);
        if matches!(id.trim(), "" | "." | "..") {
            prop_assert!(rendered.is_err());
        } else {
            let url = rendered.expect("it can be sent").url;
            prop_assert_eq!(segments(&url), some(&["rest", "2.0", "ACCOUNT", &id]));
        }
    }

    #[test]
    fn a_file_field_is_one_segment_of_the_path(id in text(), field in text()) {
        let (id, field) = (format!("{id}1"), format!("{field}1"));
        let file = FileField::custom(field.clone());
        let url = account::download_file(&*id, &file).render(BASE).expect("it can be sent").url;
        prop_assert_eq!(segments(&url), some(&["rest", "2.0", "files", "ACCOUNT", &id, &field]));
    }

    #[test]
    fn a_parameter_of_a_raw_request_stays_in_its_place(segment in text(), value in text()) {
        let segment = format!("{segment}1");
        let request = raw(Method::Get, &[&segment], None).parameter("p", value.clone());
        let url = request.render(BASE).expect("it can be sent").url;
        let (path, parameter) = url.split_once("?p=").expect("it has the parameter");
        prop_assert_eq!(segments(path), some(&[&segment]));
        prop_assert_eq!(decoded(parameter), Some(value));
    }

    #[test]
    fn a_session_is_one_header_or_refused(id in text()) {
        let request = account::retrieve_by_id(1).authorized(&Session::from_id(id.clone()));
        let is_value = id.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte));
        match request.render(BASE) {
            Ok(rendered) => {
                prop_assert!(is_value);
                let values: Vec<_> = rendered.headers.iter().map(|(_, value)| value.expose()).collect();
                prop_assert_eq!(values, [&*id]);
            }
            Err(error) => {
                prop_assert!(!is_value, "{}", error);
                prop_assert!(id.len() < 3 || !error.to_string().contains(&id));
            }
        }
    }
}
