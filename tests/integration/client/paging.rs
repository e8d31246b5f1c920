//! Reads in pages, and what a 404 means, over a server that has a table.

use billbind::billingplatform::{Account, account};
use billbind::client::Page;
use billbind::{Answer, Error, ErrorKind};

use super::scripted::{DRIVERS, Driver, Reaction, Server, login_answer, run};

/// What the server does with pages and with its catalogue.
#[derive(Clone, Copy)]
struct Table {
    rows: u64,
    /// Most rows that it gives at a time, whatever is asked for.
    most: u64,
    takes_offset: bool,
    /// The entities in the catalogue; none where nobody may read it.
    catalogue: &'static [&'static str],
}

const ACCOUNTS: Table = Table {
    rows: 25,
    most: 10_000,
    takes_offset: true,
    catalogue: &["ACCOUNT", "ENTITY"],
};

impl Table {
    fn server(self) -> Server {
        Server::new(move |sent| {
            let text = sent.path.replace("%20", " ");
            if sent.path.ends_with("/login") {
                login_answer("s1")
            } else if text.contains("FROM ENTITY") {
                let rows = self
                    .catalogue
                    .iter()
                    .filter(|name| text.contains(&format!("%27{name}%27")));
                let rows = rows.map(|name| format!(r#"{{"Id": "1", "EntityName": "{name}"}}"#));
                answer(&rows.collect::<Vec<_>>())
            } else {
                let number = |before: &str| {
                    let digits = text.split(before).nth(1)?.split(' ').next()?;
                    digits.parse::<u64>().ok()
                };
                let offset = number("OFFSET ").filter(|_| self.takes_offset).unwrap_or(0);
                let fetch = number("FETCH NEXT ").unwrap_or(u64::MAX).min(self.most);
                let rows = offset..self.rows.min(offset.saturating_add(fetch));
                answer(
                    &rows
                        .map(|row| format!(r#"{{"Id": "{row}"}}"#))
                        .collect::<Vec<_>>(),
                )
            }
        })
    }
}

fn answer(rows: &[String]) -> Reaction {
    if rows.is_empty() {
        return Answer::new(404, r#"{"error": "Not Found", "message": "no rows"}"#).into();
    }
    Answer::new(200, format!(r#"{{"queryResponse": [{}]}}"#, rows.join(","))).into()
}

fn query() -> billbind::billingplatform::Query<Account> {
    account::query()
}

/// Reads all pages with either client.
fn pages(driver: Driver, server: &Server, settings: Settings) -> Vec<Result<Page<Account>, Error>> {
    let query = account::query()
        .columns(&account::COL.id)
        .offset(settings.offset);
    let query = match settings.fetch {
        Some(rows) => query.fetch(rows),
        None => query,
    };
    macro_rules! with_settings {
        ($client:expr) => {{
            let pages = $client.pages(query).page_size(settings.page_size);
            let pages = match settings.starting_at {
                Some(position) => pages.starting_at(position),
                None => pages,
            };
            match settings.empty_on_not_found {
                true => pages.empty_on_not_found(),
                false => pages,
            }
        }};
    }
    match driver {
        Driver::Blocking => with_settings!(server.blocking().build().unwrap()).collect(),
        Driver::Async => run(async {
            let mut pages = with_settings!(server.asynchronous().build().unwrap());
            let mut all = Vec::new();
            while let Some(page) = pages.next().await {
                all.push(page);
            }
            all
        }),
    }
}

#[derive(Clone, Copy)]
struct Settings {
    page_size: u32,
    offset: u64,
    fetch: Option<u32>,
    starting_at: Option<u64>,
    empty_on_not_found: bool,
}

const TENS: Settings = Settings {
    page_size: 10,
    offset: 0,
    fetch: None,
    starting_at: None,
    empty_on_not_found: false,
};

fn ids(pages: &[Result<Page<Account>, Error>]) -> Vec<Vec<u64>> {
    let ids = |page: &Page<Account>| {
        let ids = page.items.iter().filter_map(|account| account.id.as_ref());
        ids.map(|id| id.as_str().parse().unwrap()).collect()
    };
    pages
        .iter()
        .map(|page| ids(page.as_ref().unwrap()))
        .collect()
}

#[test]
fn pages_hold_every_row_once_and_end_at_404() {
    for driver in DRIVERS {
        let server = ACCOUNTS.server();
        let read = pages(driver, &server, TENS);
        let expected: Vec<Vec<u64>> =
            vec![(0..10).collect(), (10..20).collect(), (20..25).collect()];
        assert_eq!(ids(&read), expected, "{driver:?}");
        let offsets: Vec<u64> = read
            .iter()
            .map(|page| page.as_ref().unwrap().offset)
            .collect();
        assert_eq!(offsets, [0, 10, 20]);
        assert_eq!(read[2].as_ref().unwrap().next_offset(), 25);
        // The rows are put in order, or pages would mean nothing.
        assert!(
            server.paths()[1].contains("ORDER%20BY%20Id"),
            "{:?}",
            server.paths()
        );
    }
}

#[test]
fn a_server_that_gives_fewer_rows_than_asked_for_loses_none() {
    for driver in DRIVERS {
        let server = Table {
            most: 4,
            ..ACCOUNTS
        }
        .server();
        let read = ids(&pages(driver, &server, TENS));
        assert_eq!(read.concat(), (0..25).collect::<Vec<u64>>(), "{driver:?}");
        assert_eq!(read.len(), 7);
    }
}

#[test]
fn offset_and_fetch_of_the_query_are_those_of_all_pages_together() {
    for driver in DRIVERS {
        let settings = Settings {
            offset: 3,
            fetch: Some(14),
            ..TENS
        };
        let server = ACCOUNTS.server();
        let read = ids(&pages(driver, &server, settings));
        assert_eq!(
            read,
            [(3..13).collect::<Vec<u64>>(), (13..17).collect()],
            "{driver:?}"
        );
        // Nothing is asked for behind the last wanted row.
        assert_eq!(server.sent().len(), 3);

        let settings = Settings {
            starting_at: Some(13),
            ..settings
        };
        let read = ids(&pages(driver, &ACCOUNTS.server(), settings));
        assert_eq!(read, [(13..17).collect::<Vec<u64>>()], "{driver:?}");
    }
}

#[test]
fn a_server_that_takes_no_offset_is_found_out_and_not_read_for_ever() {
    for driver in DRIVERS {
        let server = Table {
            takes_offset: false,
            ..ACCOUNTS
        }
        .server();
        let read = pages(driver, &server, TENS);
        assert_eq!(read.len(), 2, "{driver:?}");
        let error = read[1].as_ref().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
        assert!(error.to_string().contains("takes no offset"), "{error}");
    }
}

#[test]
fn a_page_like_the_one_before_is_an_error_that_says_how_to_tell_rows_apart() {
    let server = Server::new(|sent| {
        if sent.is_login() {
            return login_answer("s1");
        }
        answer(&vec![r#"{"Status": "ACTIVE"}"#.to_owned(); 10])
    });
    let client = server.blocking().build().unwrap();
    let query = query().columns(&account::COL.status);
    let read: Vec<_> = client.pages(query).page_size(10).collect();
    assert_eq!(read.len(), 2);
    let error = read[1].as_ref().unwrap_err().to_string();
    assert!(error.contains("select the id"), "{error}");
}

#[test]
fn reading_ends_with_an_error_and_goes_on_where_it_ended() {
    let mut failing = true;
    let table = ACCOUNTS.server();
    let server = Server::new(move |sent| {
        if sent.path.contains("OFFSET%2010") && std::mem::take(&mut failing) {
            return Answer::new(400, r#"{"error": "bad", "message": "no"}"#).into();
        }
        table.react_to(sent)
    });
    let client = server.blocking().build().unwrap();
    let query = query().columns(&account::COL.id);
    let mut items = client.pages(query.clone()).page_size(5).items();
    let mut seen = Vec::new();
    let error = loop {
        match items.next() {
            Some(Ok(account)) => seen.push(account.id.unwrap().as_str().parse::<u64>().unwrap()),
            Some(Err(error)) => break error,
            None => panic!("the error is not told"),
        }
    };
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!((items.position(), seen.len()), (10, 10));
    assert!(items.next().is_none(), "an error is told once");

    let rest = client
        .pages(query)
        .page_size(5)
        .starting_at(items.position())
        .items();
    seen.extend(rest.map(|account| {
        account
            .unwrap()
            .id
            .unwrap()
            .as_str()
            .parse::<u64>()
            .unwrap()
    }));
    assert_eq!(seen, (0..25).collect::<Vec<u64>>());
}

#[test]
fn an_empty_table_is_told_from_a_wrong_entity_by_asking_the_catalogue_once() {
    for driver in DRIVERS {
        let empty = Table {
            rows: 0,
            ..ACCOUNTS
        }
        .server();
        assert!(pages(driver, &empty, TENS).is_empty(), "{driver:?}");

        let missing = Table {
            rows: 0,
            catalogue: &["ENTITY"],
            ..ACCOUNTS
        }
        .server();
        let read = pages(driver, &missing, TENS);
        assert_eq!(
            read[0].as_ref().unwrap_err().kind(),
            ErrorKind::UnknownEntity
        );
        assert_eq!(read.len(), 1);

        let client = driver.client(&empty);
        for _ in 0..3 {
            let request = query().columns(&account::COL.id).request();
            let error = client.send(request).unwrap_err();
            assert!(error.is_not_found());
            assert!(
                error
                    .to_string()
                    .contains("; no record matches; the entity is there [call "),
                "{error}"
            );
            let request = query()
                .columns(&account::COL.id)
                .request()
                .empty_on_not_found();
            assert!(client.send(request).unwrap().is_empty());
        }
        let questions = empty
            .paths()
            .into_iter()
            .filter(|path| path.contains("FROM%20ENTITY"));
        // One by the client of `pages`, one by this one.
        assert_eq!(questions.count(), 2, "{driver:?}");

        let client = driver.client(&missing);
        let request = query()
            .columns(&account::COL.id)
            .request()
            .empty_on_not_found();
        assert_eq!(
            client.send(request).unwrap_err().kind(),
            ErrorKind::UnknownEntity
        );
    }
}

#[test]
fn where_the_catalogue_cannot_be_asked_the_error_says_that_it_is_ambiguous() {
    for driver in DRIVERS {
        let server = Table {
            rows: 0,
            catalogue: &[],
            ..ACCOUNTS
        }
        .server();
        let read = pages(driver, &server, TENS);
        let error = read[0].as_ref().unwrap_err();
        assert!(error.is_not_found());
        assert!(
            error
                .to_string()
                .contains("the vendor answers both with 404"),
            "{error}"
        );

        let settings = Settings {
            empty_on_not_found: true,
            ..TENS
        };
        assert!(pages(driver, &server, settings).is_empty(), "{driver:?}");
    }
}
