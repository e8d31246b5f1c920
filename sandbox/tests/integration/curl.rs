//! A client in any other language works unchanged: the vendor's calls as curl puts them on the wire.

use billbind_sandbox::{Options, Server};
use serde_json::{Value, json};

use crate::raw::{Reply, send, send_bytes};

struct Curl {
    server: Server,
    session: String,
}

impl Curl {
    /// With the session of a login as "REST Methods, LOGIN" shows it, tabs and all.
    fn logged_in() -> Self {
        let server = Options::new().examples(true).start().unwrap();
        let body = "{\n\t\"username\":\"my.username\",\n\t\"password\":\"password\"\n}";
        let login = "/myorg/rest/2.0/login";
        // What curl says of a body given with --data.
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        let reply = send(server.address(), "POST", login, &headers, body.as_bytes()).unwrap();
        assert_eq!(reply.status, 200);
        let login = &reply.json()["loginResponse"][0];
        assert_eq!(
            (&login["ErrorCode"], &login["ErrorText"]),
            (&json!("0"), &json!([]))
        );
        let session = login["SessionID"].as_str().unwrap().to_owned();
        Self { server, session }
    }

    fn call(&self, method: &str, resource: &str, body: &str) -> Reply {
        let target = format!("/myorg/rest/2.0/{resource}");
        let headers = [("sessionid", self.session.as_str())];
        let reply = send(
            self.server.address(),
            method,
            &target,
            &headers,
            body.as_bytes(),
        );
        let reply = reply.unwrap();
        let content_type = reply.header("content-type");
        assert_eq!(content_type, Some("application/json; charset=utf-8"));
        assert!(reply.is_whole);
        reply
    }

    fn ok(&self, method: &str, resource: &str, body: &str) -> Value {
        let reply = self.call(method, resource, body);
        assert_eq!(reply.status, 200, "{method} {resource}: {}", reply.text());
        reply.json()
    }

    /// Creates a record and gives its id.
    fn create(&self, entity: &str, body: &str) -> String {
        let answer = self.ok("POST", entity, body);
        let result = &answer["createResponse"][0];
        assert_eq!(result["ErrorCode"], "0", "{answer}");
        assert_eq!(result["ErrorText"], " ", "{answer}");
        result["Id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn the_ten_steps_run_as_the_vendors_page_has_them() {
    let curl = Curl::logged_in();
    curl.create(
        "account",
        "{\n\t\"brmObjects\":\n\t{\n\t\t\"Name\":\"Account001\",\n\t\t\"AccountType\":\"Required\",\n\
         \t\t\"Status\":\"ACTIVE\",\n\t\t\"Description\":\"My Account\"\n\t}\n}",
    );
    curl.create(
        "BILLING_PROFILE",
        r#"{"brmObjects": {"AccountId":"27471","BillingCycle":"MONTHLY","BillingCloseDate":"31",
        "PaymentTermDays":"30","MonthlyBillingDate":"1","InvoiceTemplateId":"63","BillingMethod":"MAIL",
        "BillTo":"John Doe","Address1":"742 Evergreen Terrace","Country":"USA","TimeZoneId":"1",
        "Email":"johndoe@companymail.com","CurrencyCode":"USD"}}"#,
    );
    curl.create(
        "CONTRACT",
        r#"{"brmObjects": {"AccountId": "27465","ContractNumber": "REST TEST002","ContractStatus": "ACTIVE",
        "StartDate":"20150505","OnEndDate":"Renew","EndDate":"20160606","RateClassId":"10762"}}"#,
    );
    // The vendor's text ends the record with a comma, which is no JSON.
    let slip = r#"{"brmObjects": {"ContractId": "412","StartDate":"20150505","EndDate":"20150606",
        "ProductId":"12670",}}"#;
    let reply = curl.call("POST", "CONTRACT_RATE", slip);
    assert_eq!(reply.status, 400);
    reply.expect_error();
    curl.create("CONTRACT_RATE", &slip.replace(",}", "}"));
    curl.create(
        "ACCOUNT_PRODUCT",
        r#"{"brmObjects": {"AccountId": "27465","StartDate":"20150505","EndDate":"20150606",
        "ProductId":"12670","RatingMethodId":"2861","Quantity":"1"}}"#,
    );
    curl.create(
        "ACCOUNT_PACKAGE",
        r#"{"brmObjects": {"AccountId": "27465","StartDate":"20150505","EndDate":"20150606","PackageId":"152"}}"#,
    );
    let product = curl.ok("GET", "ACCOUNT_PRODUCT/4652", "");
    assert_eq!(product["retrieveResponse"][0]["Id"], "4652");
    let pricing = r#"{"brmObjects": {"Id":"813877","Rate":"99","CurrencyCode":"USD"}}"#;
    assert_eq!(
        curl.ok("PUT", "PRICING", pricing)["updateResponse"][0]["Id"],
        "813877"
    );
    let rate = curl.ok("GET", "CONTRACT_RATE/4652", "");
    assert_eq!(rate["retrieveResponse"][0]["Id"], "4652");
    assert_eq!(
        curl.ok(
            "DELETE",
            "delete/CONTRACT_RATE",
            r#"{"brmObjects":{"Id":"2215"}}"#
        ),
        json!({"deleteResponse": [{"ErrorCode": "0", "ErrorText": " ", "Id": "2215", "Success": "true"}]})
    );
}

#[test]
fn queries_run_however_they_are_encoded() {
    let curl = Curl::logged_in();
    // "REST Methods, RETRIEVE", with the character that should be encoded and is not.
    let bare = curl.ok("GET", "account?queryAnsiSql=Id>=20000", "");
    for encoded in [
        "Id%3E%3D20000",
        "Id%3E=20000",
        "Id+>=+20000",
        "Id%20%3e=%2020000",
    ] {
        let resource = format!("account?queryAnsiSql={encoded}");
        assert_eq!(curl.ok("GET", &resource, ""), bare, "{encoded}");
    }
    let names: Vec<&Value> = bare["retrieveResponse"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| &account["Name"])
        .collect();
    assert!(names.contains(&&json!("PciptzAMie")), "{names:?}");
    // "REST Methods, QUERY".
    let sample = "query?sql=SELECT+Status%2C+Sum%28GrandTotalAmount%29+as+total++FROM+Invoice++WHERE+\
         BillingProfileObj.AccountObj.Name+like+%27%25Blue%25%27+GROUP+BY+Status";
    let totals = curl.ok("GET", sample, "");
    let rows = totals["queryResponse"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!(row["Id"], Value::Null);
        assert!(
            row["Status"].is_string() && row["TOTAL"].is_string(),
            "{row}"
        );
    }
    let by_post = r#"{"sql": "SELECT Id FROM ACCOUNT WHERE Id = 20000"}"#;
    assert_eq!(
        curl.ok("POST", "query", by_post)["queryResponse"][0]["Id"],
        "20000"
    );
    let reply = curl.call("GET", "account?queryAnsiSql=Id>=20000+AND", "");
    assert_eq!(reply.status, 500);
    assert_eq!(
        reply.json()["errors"][0]["error_code"],
        "INVALID_GET_REQUEST_QUERY"
    );
}

#[test]
fn a_file_goes_up_and_comes_down_in_lines() {
    let curl = Curl::logged_in();
    let data = "dGhpcyBpcyBhIHRlc3Qg".repeat(20);
    let body = format!("{{\"FileName\":\"Document.txt\",\"Data\":\"{data}\"}}");
    assert_eq!(
        curl.ok("POST", "files/account/27471/DOCUMENT", &body),
        json!({"file_uploadResponse": [{"ErrorCode": "0", "ErrorText": " ", "ErrorElementField": " "}]})
    );
    let answer = curl.ok("GET", "files/account/27471/DOCUMENT", "");
    let lines = answer["file_downloadResponse"][0]["Data"].as_str().unwrap();
    assert_eq!(lines.lines().next().unwrap().len(), 64);
    assert_eq!(lines.replace('\n', ""), data);
}

#[test]
fn all_forms_of_the_session_header_are_taken_and_a_missing_one_is_told() {
    let curl = Curl::logged_in();
    let id = &curl.session;
    let get = |headers: &[(&str, &str)]| {
        let target = "/myorg/rest/2.0/ACCOUNT/27471";
        send(curl.server.address(), "GET", target, headers, b"").unwrap()
    };
    for (name, value) in [
        ("sessionid", id.clone()),
        ("SessionId", id.clone()),
        ("Authorization", format!("sessionid {id}")),
        ("Authorization", format!("Session {id}")),
    ] {
        assert_eq!(get(&[(name, &value)]).status, 200, "{name}: {value}");
    }
    let none = get(&[]);
    assert_eq!(none.status, 401);
    assert_eq!(
        none.json(),
        json!({"error": "unauthorized", "message": "Invalid session ID"})
    );
    let dead = get(&[("sessionid", "thisWillBeAStringOfCharacters")]);
    assert_eq!(dead.status, 500);
    assert_eq!(dead.json()["errors"][0]["error_code"], "INVALID_SESSION_ID");
}

#[test]
fn a_session_ends_with_a_logout_as_the_vendor_writes_it() {
    let curl = Curl::logged_in();
    // "Authentication" has no organization in the path, another host, and no body.
    let logout = format!(
        "POST /rest/2.0/logout HTTP/1.1\r\nHost: api.billingplatform.com\r\nAuthorization: Session {}\r\n\
         Connection: close\r\n\r\n",
        curl.session
    );
    let reply = send_bytes(curl.server.address(), logout.as_bytes()).unwrap();
    assert_eq!((reply.status, reply.text().as_str()), (200, "\"{}\""));
    assert_eq!(curl.call("GET", "ACCOUNT/27471", "").status, 500);
}

#[test]
fn an_oauth_client_gets_a_token_that_opens_what_a_session_does() {
    let curl = Curl::logged_in();
    let address = curl.server.address();
    // my.client:my.client.secret, as `curl --user` sends it.
    let basic = [(
        "Authorization",
        "Basic bXkuY2xpZW50Om15LmNsaWVudC5zZWNyZXQ=",
    )];
    let target = "/myorg/auth/1.0/authenticate?grant_type=client_credentials";
    let token = send(address, "POST", target, &basic, b"").unwrap().json();
    assert_eq!(token["token_type"], "Bearer");
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let headers = [("Authorization", bearer.as_str())];
    let account = "/myorg/rest/2.0/ACCOUNT/27471";
    assert_eq!(
        send(address, "GET", account, &headers, b"").unwrap().status,
        200
    );
    let wrong = [("Authorization", "Basic bXkuY2xpZW50Ondyb25n")];
    let refused = send(address, "POST", target, &wrong, b"").unwrap();
    assert_eq!(refused.status, 401);
    refused.expect_error();
}
