//! Files of some MiB over HTTP: what comes down is what went up, byte for byte.

use std::fs;
use std::io::Cursor;

use billbind::billingplatform::{account, download_file_to, upload_file_from};
use billbind::{FileSink, FileSource};
use billbind_sandbox::{Fault, Operation, Rule};

use super::stage::{Caller, new_account};

/// Bytes of every value in no order, and a number of them that is no multiple of three.
fn contents(length: usize) -> Vec<u8> {
    let mut state: u32 = 0x2545_f491;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    })
    .take(length)
    .collect()
}

#[test]
fn a_file_of_some_mebibytes_goes_up_and_comes_down_byte_for_byte() {
    let server = billbind_sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let field = &account::file::DOCUMENT;
    for (at, caller) in Caller::over_http(&server).into_iter().enumerate() {
        let id = caller.get(account::create(&new_account("files"))).id;
        let large = contents((5 << 20) + 1 + at);
        let path = folder.path().join("up.bin");
        fs::write(&path, &large).unwrap();
        let sources = [
            FileSource::path(&path),
            FileSource::from(large.clone()),
            FileSource::reader(Cursor::new(large.clone())).with_length(large.len() as u64),
            FileSource::reader(Cursor::new(large.clone())),
        ];
        for (number, source) in sources.into_iter().enumerate() {
            let place = format!("{} {number}", caller.name());
            caller.get(account::upload_file(&id, field, "small.bin", b"small"));
            caller.get(upload_file_from(&id, field, "large.bin", source));
            let down = folder.path().join("down.bin");
            let size = caller.get(download_file_to(&id, field, FileSink::path(&down)));
            assert_eq!(size, large.len() as u64, "{place}");
            assert!(fs::read(&down).unwrap() == large, "{place}");
        }
        let whole = caller.get(account::download_file(&id, field));
        assert!(whole == large, "{}", caller.name());
    }
}

#[test]
fn a_download_that_is_cut_and_an_upload_that_is_lost_are_done_again() {
    let server = billbind_sandbox::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let field = &account::file::DOCUMENT;
    for caller in Caller::over_http(&server) {
        let id = caller.get(account::create(&new_account("files"))).id;
        let file = contents(300_000);
        server.add_fault(Rule::new(Fault::ClosedAfter).on(Operation::Upload).nth(1));
        server.add_fault(
            Rule::new(Fault::Cut { percent: 70 })
                .on(Operation::Download)
                .nth(1),
        );
        let path = folder.path().join("up.bin");
        fs::write(&path, &file).unwrap();
        caller.get(upload_file_from(
            &id,
            field,
            "up.bin",
            FileSource::path(&path),
        ));
        let down = folder.path().join("down.bin");
        caller.get(download_file_to(&id, field, FileSink::path(&down)));
        assert!(fs::read(&down).unwrap() == file, "{}", caller.name());

        // A reader that was read cannot be read again, and what became of it is said.
        server.clear_faults();
        server.add_fault(Rule::new(Fault::ClosedAfter).on(Operation::Upload).nth(1));
        let source = FileSource::reader(Cursor::new(file.clone())).with_length(300_000);
        let error = caller
            .send(upload_file_from(&id, field, "up.bin", source))
            .unwrap_err();
        assert!(error.is_connection() && error.may_be_done(), "{error}");
        assert_eq!(error.attempts(), 1);
        server.clear_faults();
    }
}
