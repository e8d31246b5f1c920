//! The address that the paths of requests are appended to.

use std::fmt;

/// A base URL that requests may be sent under.
pub(crate) struct BaseUrl(String);

impl BaseUrl {
    /// Takes a URL, or says what is wrong with it.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        match check(url) {
            None => Ok(Self(url.trim_end_matches('/').to_owned())),
            Some(problem) => Err(problem),
        }
    }

    /// The URL, without a slash at its end.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What is wrong with a base URL, where something is.
fn check(base_url: &str) -> Option<String> {
    let refusal = |why: &str| {
        Some(format!(
            "the base URL {why}, like `https://my.billingplatform.com/myorg`"
        ))
    };
    if base_url.bytes().any(|byte| !(b'!'..=b'~').contains(&byte))
        || base_url.contains(['?', '#', '\\'])
    {
        return refusal("must be a URL without query, fragment, blanks or backslashes");
    }
    let Some((scheme, rest)) = base_url.split_once("://") else {
        return refusal("must start with `https://`");
    };
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.is_empty() || authority.contains('@') {
        return refusal("must name a host and no user");
    }
    if scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let host = match authority.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((host, "")) => host,
            Some((host, port)) if port.starts_with(':') => host,
            _ => return refusal("must name a host"),
        },
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_loopback = host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    if scheme.eq_ignore_ascii_case("http") && is_loopback {
        return None;
    }
    refusal("must be HTTPS, since requests carry secrets")
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn only_https_and_loopback_are_base_urls() {
        for url in [
            "https://my.billingplatform.com/myorg",
            "HTTPS://sandbox.billingplatform.com/o/",
            "http://127.0.0.1:8080/myorg",
            "http://localhost/o",
            "http://[::1]:80/o",
        ] {
            assert_eq!(check(url), None, "{url}");
        }
        for url in [
            "",
            "my.billingplatform.com",
            "http://my.billingplatform.com/o",
            "http://127.0.0.1@evil.example/o",
            "http://localhost.evil.example/o",
            "http://[::1].evil.example/o",
            "http://[::1",
            "https://",
            "https://user:word@host/o",
            "https://host/o?x=",
            "https://host/o#x",
            "https://host/ o",
            "https://host\\@x/o",
            "ftp://localhost",
        ] {
            assert!(check(url).is_some(), "{url}");
        }
    }
}
