//! Upload and download of files, with the texts of REST Methods.

use billbind::billingplatform::{Account, Request, account};
use billbind::{Answer, ErrorKind, FileField, Method};

use super::support::{assert_sends, body, decode, error_of, ok, refused};

const URL: &str = "https://my.billingplatform.com/myorg/rest/2.0/files/account/27471/DOCUMENT";

/// All bytes, and their text in base64 by another program (Python's `base64`).
const ALL_BYTES: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==";

fn upload(contents: &[u8]) -> Request<()> {
    account::upload_file(27471, &account::file::DOCUMENT, "Document.txt", contents)
}

fn download() -> Request<Vec<u8>> {
    account::download_file(27471, &account::file::DOCUMENT)
}

#[test]
fn upload_is_sent_as_the_vendor_shows_it() {
    // The vendor's text repeats these 320 characters; the repetition is left out.
    assert_sends(
        &upload("this is a test ".repeat(16).as_bytes()),
        Method::Post,
        URL,
        r#"{
	"FileName":"Document.txt",
	"Data":"dGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3Qg"
}"#,
    );
}

#[test]
fn upload_is_answered_as_the_vendor_shows_it() {
    decode(
        &upload(b"x"),
        r#"{
	"file_uploadResponse": [
	{
		"ErrorCode": "0",
		"ErrorText": " ",
		"ErrorElementField": " "
	}
	]
}"#,
    );
}

#[test]
fn download_is_sent_and_answered_as_the_vendor_shows_it() {
    assert_sends(&download(), Method::Get, URL, "");
    // The vendor's text repeats these five lines; the repetition is left out.
    let contents = decode(
        &download(),
        r#"{
	"file_downloadResponse": [
	{
		"ErrorCode": "0",
		"ErrorText": " ",
		"ErrorElementField": " ",
		"Data": "dGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhp\ncyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBp\ncyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBh\nIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRl\nc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3QgdGhpcyBpcyBhIHRlc3Qg\n"
	}
	]
}"#,
    );
    assert_eq!(contents, "this is a test ".repeat(16).as_bytes());
}

#[test]
fn every_byte_survives_upload_and_download() {
    let bytes: Vec<u8> = (0..=255).collect();
    assert_eq!(body(&upload(&bytes))["Data"], ALL_BYTES);
    let lines: Vec<&str> = (0..ALL_BYTES.len())
        .step_by(64)
        .map(|at| &ALL_BYTES[at..ALL_BYTES.len().min(at + 64)])
        .collect();
    for breaks in [r"\n", r"\r\n", ""] {
        let answer = format!(
            r#"{{"file_downloadResponse": [{{"ErrorCode": "0", "Data": "{}"}}]}}"#,
            lines.join(breaks)
        );
        assert_eq!(decode(&download(), &answer), bytes, "{breaks:?}");
    }
}

#[test]
fn a_file_may_be_empty() {
    assert_eq!(body(&upload(b""))["Data"], "");
    let contents = decode(
        &download(),
        r#"{"file_downloadResponse": [{"ErrorCode": "0", "ErrorText": " ", "Data": ""}]}"#,
    );
    assert_eq!(contents, b"");
}

#[test]
fn a_file_answer_may_be_an_object_and_its_code_a_number_or_absent() {
    for result in [
        r#"{"ErrorCode": 0, "Data": "eA=="}"#,
        r#"{"ErrorCode": "0", "ErrorText": [], "Data": "eA=="}"#,
        r#"{"ErrorText": "", "Data": "eA=="}"#,
    ] {
        let answer = format!(r#"{{"file_downloadResponse": {result}}}"#);
        assert_eq!(decode(&download(), &answer), b"x", "{answer}");
        let answer = format!(r#"{{"file_uploadResponse": {result}}}"#);
        decode(&upload(b"x"), &answer);
    }
}

#[test]
fn a_refused_file_is_an_error_with_the_vendors_words() {
    for result in [
        r#"{"ErrorCode": "12", "ErrorText": "No such field", "ErrorElementField": "DOCUMENT"}"#,
        // Without a code the text tells.
        r#"{"ErrorText": "No such field", "ErrorElementField": "DOCUMENT"}"#,
        r#"{"ErrorCode": " ", "Success": "false", "ErrorText": "No such field", "ErrorElementField": "DOCUMENT"}"#,
        r#"{"ErrorCode": "0", "Success": "false", "ErrorText": "No such field", "ErrorElementField": "DOCUMENT"}"#,
    ] {
        let uploaded = ok(&format!(r#"{{"file_uploadResponse": [{result}]}}"#));
        let downloaded = ok(&format!(r#"{{"file_downloadResponse": [{result}]}}"#));
        for error in [
            error_of(&upload(b"x"), &uploaded),
            error_of(&download(), &downloaded),
        ] {
            assert_eq!(error.kind(), ErrorKind::RecordRefused, "{result}");
            assert_eq!(error.text(), Some("No such field"), "{result}");
            assert_eq!(error.field(), Some("DOCUMENT"), "{result}");
        }
    }
}

#[test]
fn what_is_not_base64_is_an_error_with_its_place() {
    let answer = ok(r#"{"file_downloadResponse": [{"ErrorCode": "0", "Data": "a#b="}]}"#);
    let error = error_of(&download(), &answer);
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    assert_eq!(error.path(), Some("file_downloadResponse[0].Data"));
    assert_eq!(error.entity(), Some("ACCOUNT"));
}

#[test]
fn a_file_that_is_not_there_is_not_found() {
    assert!(error_of(&download(), &Answer::new(404, "")).is_not_found());
}

#[test]
fn a_file_field_of_the_organization_stands_in_the_path_escaped() {
    let field = FileField::<Account>::custom("my/Field");
    assert_sends(
        &account::download_file("A/1", &field),
        Method::Get,
        "https://my.billingplatform.com/myorg/rest/2.0/files/account/A%2F1/my%2FField",
        "",
    );
    for name in ["", ".", ".."] {
        refused(&account::download_file(1, &FileField::custom(name)));
    }
}
