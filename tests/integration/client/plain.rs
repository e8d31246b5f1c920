//! The plain case: log in, send, decode.

use billbind::billingplatform::{BlockingClient, Client, Credentials, account};
use billbind::client::Call;
use billbind::{Answer, ErrorKind, Method};

use super::scripted::{
    BASE_URL, DRIVERS, Server, account_answer, created_answer, dead_session_answer, login_answer,
    new_account, run,
};

fn server() -> Server {
    Server::new(|sent| match sent.method {
        _ if sent.path.ends_with("/login") => login_answer("s1"),
        _ if sent.header("sessionid") != Some("s1") => dead_session_answer(),
        _ if sent.path.ends_with("/logout") => Answer::new(200, "\"{}\"").into(),
        Method::Post => created_answer(),
        _ => account_answer(),
    })
}

#[test]
fn clients_log_in_once_and_send_the_session_with_every_request() {
    for driver in DRIVERS {
        let server = server();
        let client = driver.client(&server);
        assert!(server.sent().is_empty(), "{driver:?}");

        let created = client.send(account::create(&new_account())).unwrap();
        assert_eq!(created.id.as_str(), "27471");
        let account = client.send(account::retrieve_by_id(&created.id)).unwrap();
        assert_eq!(account.name.as_deref(), Some("Blue"));
        client.logout().unwrap();

        let paths = ["/login", "/ACCOUNT", "/ACCOUNT/27471", "/logout"];
        assert_eq!(server.paths(), paths, "{driver:?}");
    }
}

#[test]
fn clients_are_shared_between_threads_and_tasks() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn sent<T: Send>(_: &T) {}
    shared::<Client>();
    shared::<BlockingClient>();
    shared::<Credentials>();
    let client = server().asynchronous().build().unwrap();
    sent(&client.send(account::create(&new_account())));
    sent(&client.call(account::create(&new_account())));
    sent(&client.logout());
}

#[test]
fn settings_of_one_call_leave_the_client_as_it_is() {
    let server = server();
    let client = server.blocking().build().unwrap();
    let brief = std::time::Duration::from_secs(7);
    let call: Call<'_, _, _, _> = client.call(account::retrieve_by_id(27471));
    call.attempt_timeout(brief).send().unwrap();
    client.send(account::retrieve_by_id(27471)).unwrap();
    let timeouts: Vec<_> = server.sent().iter().map(|sent| sent.timeout).collect();
    let usual = Some(std::time::Duration::from_secs(60));
    assert_eq!(timeouts, [Some(brief), Some(brief), usual]);
}

#[test]
fn a_client_without_credentials_sends_requests_with_the_session_that_they_have() {
    let server = server();
    let client = Client::builder(BASE_URL)
        .transport(server.clone())
        .build()
        .unwrap();
    let session = billbind::billingplatform::Session::from_id("s1");
    run(client.send(account::retrieve_by_id(27471).authorized(&session))).unwrap();
    let refusal = run(client.send(account::retrieve_by_id(27471))).unwrap_err();
    assert_eq!(refusal.kind(), ErrorKind::SessionInvalid);
    assert_eq!(server.logins(), 0);
}

#[test]
fn a_base_url_that_is_not_https_makes_no_client() {
    for url in [
        "http://my.billingplatform.com/myorg",
        "my.billingplatform.com",
    ] {
        let refusal = Client::builder(url)
            .transport(server())
            .build()
            .unwrap_err();
        assert_eq!(refusal.kind(), ErrorKind::InvalidConfiguration);
        assert!(refusal.to_string().contains("HTTPS") || refusal.to_string().contains("https"));
    }
}
