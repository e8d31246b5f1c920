//! A client for tests that knows nothing of the sandbox but the vendor's pages.

use billbind_sandbox::{Incoming, Options, Sandbox};
use serde_json::{Value, json};

/// A sandbox and a session that is alive.
pub(crate) struct Caller {
    pub(crate) sandbox: Sandbox,
    pub(crate) session: String,
}

impl Caller {
    pub(crate) fn new(options: &Options) -> Self {
        let sandbox = Sandbox::new(options).unwrap_or_else(|error| panic!("{error}"));
        let mut caller = Self {
            sandbox,
            session: String::new(),
        };
        caller.session = caller.log_in();
        caller
    }

    /// The organization of the vendor's samples.
    pub(crate) fn plain() -> Self {
        Self::new(&Options::new())
    }

    /// The same, with the records that the vendor's samples show.
    pub(crate) fn with_examples() -> Self {
        Self::new(&Options::new().examples(true))
    }

    pub(crate) fn log_in(&self) -> String {
        let body = json!({"username": "my.username", "password": "password"});
        let (status, answer) = self.send("POST", "login", &[], body.to_string());
        assert_eq!(status, 200, "{answer}");
        answer["loginResponse"][0]["SessionID"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Sends a request with the session.
    pub(crate) fn call(&self, method: &str, resource: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.send(method, resource, &[("sessionid", &self.session)], body)
    }

    /// Sends a request with the given headers; the resource may have a query.
    pub(crate) fn send(
        &self,
        method: &str,
        resource: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> (u16, Value) {
        let path = format!("/myorg/rest/2.0/{resource}");
        self.send_to(method, &path, headers, body)
    }

    /// Sends a request to a path of any kind.
    pub(crate) fn send_to(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> (u16, Value) {
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (path, None),
        };
        let headers = headers.iter();
        let answer = self.sandbox.answer(&Incoming {
            method: method.to_owned(),
            path: path.to_owned(),
            query,
            headers: headers
                .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
                .collect(),
            body: body.into(),
        });
        let shown = String::from_utf8_lossy(&answer.body).into_owned();
        let body = serde_json::from_str(&shown).unwrap_or_else(|_| panic!("no JSON: {shown}"));
        (answer.status, body)
    }

    /// Creates a record and gives its id.
    pub(crate) fn create(&self, entity: &str, record: &Value) -> String {
        let (status, answer) = self.call("POST", entity, &json!({"brmObjects": record}));
        assert_eq!(status, 200, "{answer}");
        let result = &answer["createResponse"][0];
        assert_eq!(result["ErrorCode"], "0", "{answer}");
        result["Id"].as_str().unwrap().to_owned()
    }

    /// Creates an account and gives its id.
    pub(crate) fn account(&self, name: &str) -> String {
        let record = json!({"Name": name, "AccountTypeId": "1", "Status": "ACTIVE"});
        self.create("ACCOUNT", &record)
    }

    /// A record by its id; `None` for 404.
    pub(crate) fn record(&self, entity: &str, id: &str) -> Option<Value> {
        let (status, answer) = self.call("GET", &format!("{entity}/{id}"), &Value::Null);
        match status {
            200 => Some(answer["retrieveResponse"][0].clone()),
            404 => None,
            _ => panic!("{status}: {answer}"),
        }
    }

    /// The code and the field of the first result of a request that was accepted.
    pub(crate) fn refused(&self, method: &str, resource: &str, body: &Value) -> (String, String) {
        let (status, answer) = self.call(method, resource, body);
        assert_eq!(status, 200, "{answer}");
        let (_, results) = answer.as_object().unwrap().iter().next().unwrap();
        let text = |name: &str| results[0][name].as_str().unwrap_or_default().to_owned();
        assert_ne!(text("ErrorText"), " ", "{answer}");
        (text("ErrorCode"), text("ErrorElementField"))
    }
}
