//! The end of a session, on request and when a client is dropped.

use billbind::Answer;
use billbind::billingplatform::account;
use billbind::client::{Delivery, TransportErrorKind};

use super::scripted::{DRIVERS, Reaction, Server, account_answer, login_answer, run};

fn server(logout: fn() -> Reaction) -> Server {
    Server::new(move |sent| match sent.path.as_str() {
        _ if sent.is_login() => login_answer("s1"),
        "/rest/2.0/logout" => {
            assert_eq!(sent.header("sessionid"), Some("s1"));
            logout()
        }
        _ => account_answer(),
    })
}

fn done() -> Reaction {
    Answer::new(200, "\"{}\"").into()
}

#[test]
fn a_client_without_a_session_has_nothing_to_end() {
    for driver in DRIVERS {
        let server = server(done);
        driver.client(&server).logout().unwrap();
        assert!(server.sent().is_empty(), "{driver:?}");
    }
}

#[test]
fn a_logout_ends_the_session_and_the_next_request_logs_in() {
    for driver in DRIVERS {
        let server = server(done);
        let client = driver.client(&server);
        let read = || client.send(account::retrieve_by_id(27471)).unwrap();
        read();
        client.logout().unwrap();
        client.logout().unwrap();
        read();
        let paths = [
            "/login",
            "/ACCOUNT/27471",
            "/logout",
            "/login",
            "/ACCOUNT/27471",
        ];
        assert_eq!(server.paths(), paths, "{driver:?}");
    }
}

#[test]
fn a_logout_of_a_dead_session_is_no_error_and_one_that_fails_is() {
    for driver in DRIVERS {
        let dead = || Answer::new(401, "").into();
        let server = server(dead);
        let client = driver.client(&server);
        client.send(account::retrieve_by_id(27471)).unwrap();
        client.logout().unwrap();
        assert_eq!(server.logins(), 1, "{driver:?}");

        let server =
            self::server(|| Reaction::Failure(TransportErrorKind::Connect, Delivery::NotSent));
        let client = driver.client(&server);
        client.send(account::retrieve_by_id(27471)).unwrap();
        assert!(client.logout().unwrap_err().is_connection());
    }
}

#[test]
fn the_last_clone_of_a_blocking_client_logs_out_when_it_is_asked_to() {
    let server = server(done);
    let client = server.blocking().logout_on_drop().build().unwrap();
    client.send(account::retrieve_by_id(27471)).unwrap();
    let clone = client.clone();
    drop(client);
    assert_eq!(server.paths(), ["/login", "/ACCOUNT/27471"]);
    drop(clone);
    assert_eq!(server.paths(), ["/login", "/ACCOUNT/27471", "/logout"]);

    let quiet = self::server(done);
    let client = quiet.blocking().build().unwrap();
    client.send(account::retrieve_by_id(27471)).unwrap();
    drop(client);
    assert_eq!(quiet.paths(), ["/login", "/ACCOUNT/27471"]);
}

#[test]
fn the_last_clone_of_an_async_client_gives_its_logout_to_the_runtime() {
    let server = server(done);
    let client = server.asynchronous().logout_on_drop().build().unwrap();
    run(client.send(account::retrieve_by_id(27471))).unwrap();
    drop(client);
    let [task] = <[_; 1]>::try_from(server.spawned()).ok().unwrap();
    assert_eq!(server.paths(), ["/login", "/ACCOUNT/27471"]);
    run(task);
    assert_eq!(server.paths(), ["/login", "/ACCOUNT/27471", "/logout"]);
}

#[test]
fn a_client_that_never_logged_in_is_dropped_without_a_word() {
    let server = server(done);
    drop(server.blocking().logout_on_drop().build().unwrap());
    drop(server.asynchronous().logout_on_drop().build().unwrap());
    assert!(server.sent().is_empty() && server.spawned().is_empty());
}
