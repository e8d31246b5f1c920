//! Measures how fast records are read and written, against hand-written serde structs.
//!
//! Prints one line for each round: what, how many times as fast as serde, nanoseconds per record
//! here and there. `cargo xtask bench` writes this program to a crate of its own and runs it.

mod peer;

use std::collections::HashMap;
use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use billbind_runtime::Answer;
use bindings::bench::measured::{self, Measured};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Records in one body.
const RECORDS: usize = 1000;

/// How often a body is read or written for one measurement.
const REPEATS: u32 = 5;

/// Measurements of each pair; the two take turns, so that a busy machine slows both.
const ROUNDS: usize = 31;

fn main() -> Result<(), Box<dyn Error>> {
    let texts: Vec<peer::Texts> = (0..RECORDS).map(peer::sample).collect();
    let body = serde_json::to_vec(&peer::Answer {
        records: texts.clone(),
    })?;
    let records = decode(&body)?;
    if records
        .iter()
        .any(|record| record.extra != Default::default())
    {
        return Err("a value did not fit its field".into());
    }
    versus(
        "decode, against serde with texts only",
        || decode(&body),
        || read::<peer::Texts>(&body),
    )?;
    versus(
        "decode, against serde with types",
        || decode(&body),
        || read::<peer::Typed>(&body),
    )?;

    let wider = with_unknown_fields(&body)?;
    versus(
        "decode with 3 unknown fields kept, against serde with texts and `flatten`",
        || decode(&wider),
        || read::<peer::Kept>(&wider),
    )?;

    let new: Vec<measured::New> = records
        .into_iter()
        .map(draft)
        .collect::<Option<_>>()
        .ok_or("a field was not set")?;
    let encode = || Ok(measured::create_many(&new));
    let texts: Vec<peer::Texts> = texts
        .into_iter()
        .map(|record| peer::Texts { id: None, ..record })
        .collect();
    let mut typed: Vec<peer::Typed> = read(&body)?;
    typed.iter_mut().for_each(|record| record.id = None);

    let rendered = encode()?
        .render("https://localhost/bench")?
        .body
        .ok_or("a create has a body")?
        .to_bytes()?;
    let ours: Value = serde_json::from_slice(&rendered)?;
    for theirs in [write(&texts)?, write(&typed)?] {
        if ours != serde_json::from_slice::<Value>(&theirs)? {
            return Err("the two write different things".into());
        }
    }
    versus("encode, against serde with texts only", encode, || {
        write(&texts)
    })?;
    versus("encode, against serde with types", encode, || write(&typed))
}

/// Reads an answer with the bindings.
fn decode(body: &[u8]) -> Result<Vec<Measured>, Box<dyn Error>> {
    let every = measured::Filter::raw("Id IS NOT NULL");
    Ok(measured::retrieve(&every).decode(&Answer::new(200, body))?)
}

/// Reads an answer with serde.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, Box<dyn Error>> {
    // The bindings are given the answer to keep, so both copy it.
    let body = body.to_vec();
    Ok(serde_json::from_slice::<peer::Answer<T>>(&body)?.records)
}

/// Writes a body with serde.
fn write<T: serde::Serialize>(records: &[T]) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(serde_json::to_vec(&peer::Create { records })?)
}

/// Everything in a record, as a new one.
fn draft(record: Measured) -> Option<measured::New> {
    let new = Measured::builder()
        .name(record.name?)
        .description(record.description?)
        .code(record.code?)
        .external_reference(record.external_reference?)
        .notes(record.notes?)
        .billing_address(record.billing_address?)
        .city(record.city?)
        .contact_title(record.contact_title?)
        .card_token(record.card_token?)
        .amount(record.amount?)
        .rate(record.rate?)
        .balance(record.balance?)
        .quantity(record.quantity?)
        .payment_days(record.payment_days?)
        .priority(record.priority?)
        .version(record.version?)
        .tax_exempt(record.tax_exempt?)
        .auto_renew(record.auto_renew?)
        .hidden(record.hidden?)
        .service_active(record.service_active?)
        .start_date(record.start_date?)
        .end_date(record.end_date?)
        .activated_time(record.activated_time?)
        .closed_time(record.closed_time?)
        .status(record.status?)
        .billing_cycle(record.billing_cycle?)
        .payment_method(record.payment_method?)
        .account_id(record.account_id?)
        .product_id(record.product_id?)
        .build();
    Some(new)
}

/// The same answer from an organization that added fields of its own.
fn with_unknown_fields(body: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut answer: peer::Answer<peer::Kept> = serde_json::from_slice(body)?;
    for (number, record) in answer.records.iter_mut().enumerate() {
        record.unknown = HashMap::from([
            ("nrRegion".to_owned(), json!(format!("EMEA {number}"))),
            ("nrCreditLimit".to_owned(), json!("1000")),
            ("nrReviewed".to_owned(), json!("1")),
        ]);
    }
    Ok(serde_json::to_vec(&answer)?)
}

/// Measures two ways to do the same, in turns, and prints each round.
fn versus<T, U>(
    what: &str,
    ours: impl Fn() -> Result<T, Box<dyn Error>>,
    theirs: impl Fn() -> Result<U, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    for round in 0..=ROUNDS {
        let (here, there) = (nanoseconds(&ours)?, nanoseconds(&theirs)?);
        // The first round warms up.
        if round > 0 {
            println!("{what}\t{}\t{here}\t{there}", there / here);
        }
    }
    Ok(())
}

/// Processor time of one record.
fn nanoseconds<T>(work: &impl Fn() -> Result<T, Box<dyn Error>>) -> Result<f64, Box<dyn Error>> {
    let start = processor_time()?;
    for _ in 0..REPEATS {
        black_box(work()?);
    }
    let taken = processor_time()?.saturating_sub(start);
    Ok(taken.as_secs_f64() * 1e9 / f64::from(REPEATS) / RECORDS as f64)
}

/// What this process has used so far.
fn processor_time() -> Result<Duration, Box<dyn Error>> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let micros = |value: TimeVal| u64::try_from(value.tv_sec() * 1_000_000 + value.tv_usec());
    let sum = micros(usage.user_time())? + micros(usage.system_time())?;
    Ok(Duration::from_micros(sum))
}
