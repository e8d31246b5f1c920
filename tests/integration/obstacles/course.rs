//! What the course consists of: texts, and the places that take one.

use std::fmt::Write as _;

pub(super) const SYSTEM: &str = "\
system: course
rust: BillingPlatform
protocol: billingplatform
sources: {S: the reference}
wire: {flag: 0/1, date: YYYYMMDD, date-time: 'YYYY-MM-DD HH:MM:SS'}
lookup_by_key: true
operations: [create, update, upsert, retrieve, query]
external:
  TARGET:
";

pub(super) const TEXTS: &[&str] = &[
    // Words that Rust or the bindings keep for themselves.
    "type",
    "Type",
    "TYPE",
    "self",
    "Self",
    "SELF",
    "super",
    "crate",
    "fn",
    "async",
    "gen",
    "dyn",
    "union",
    "macro_rules",
    "raw",
    "static",
    "true",
    "_",
    "__",
    "r#type",
    "r#self",
    "'a",
    "'static",
    "std",
    "core",
    "billbind_runtime",
    "runtime",
    "protocol",
    "operations",
    "mod",
    "Option",
    "None",
    "Some",
    "Ok",
    "String",
    "Vec",
    "Box",
    "Result",
    "Default",
    "Id",
    "id",
    "ID",
    "Key",
    "Draft",
    "Builder",
    "New",
    "Nullable",
    "R1",
    "R65535",
    "R65536",
    "For",
    "Found",
    "Unknown",
    "unknown",
    "extra",
    "build",
    "custom",
    "clear",
    "clear_custom",
    "new",
    "default",
    "clone",
    "fmt",
    "table",
    "slots",
    "as_ref",
    "into",
    "COL",
    "PATH",
    "TABLE",
    "col",
    "position",
    "required",
    "purpose",
    "values",
    "draft",
    "select",
    "columns",
    "query",
    "create",
    "Given",
    // Digits first, and names that come to the same.
    "2fa",
    "1099-K",
    "0",
    "00",
    "-1",
    "1e5",
    "0x1f",
    "a1",
    "a_1",
    "A1",
    "a__1",
    "a-1",
    "a 1",
    "aB",
    "Ab",
    "AB",
    "ab",
    "b_",
    "_b",
    "__b__",
    // Letters that look like others, join, turn, or are none.
    "\u{e9}",
    "e\u{301}",
    "Straße",
    "İ",
    "ı",
    "ſ",
    "ﬁ",
    "Ⅳ",
    "名前",
    "😀",
    "👩\u{200d}👩",
    "a😀b",
    "\u{202e}evil",
    "a\u{2066}b\u{2069}",
    "\u{200b}",
    "a\u{200b}b",
    "\u{feff}a",
    "\u{a0}",
    "\u{ad}",
    "\u{2028}",
    "\u{85}",
    "\u{fffd}",
    "\u{10ffff}",
    "\u{e000}",
    "а",
    "\u{ff21}",
    "\u{301}",
    // Texts that would end what they stand in.
    "*/",
    "/*",
    "*/ fn evil() {} /*",
    "//",
    "///",
    "//!",
    "\"",
    "\\",
    "\\\"",
    "\"#",
    "\"##",
    "r#\"",
    "\"); evil(); (\"",
    "'",
    "`",
    "``` \n```",
    "]]",
    "]]>",
    "#![allow(warnings)]",
    "#[test]",
    "$x",
    "$crate",
    "{}",
    "{0}",
    "{{",
    "}",
    "{x:?}",
    "{",
    "%s",
    "[Self::nothing]",
    "[`x`]: https://x.example",
    "<script>alert(1)</script>",
    "&amp;",
    "# heading",
    "- item",
    "    code",
    "a\nb",
    "a\r\nb",
    "\n",
    "\t",
    " ",
    "",
    " a",
    "a ",
    "a  b",
    "\0",
    "a\0b",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{8}",
    // Paths and file names.
    "../../x",
    "..",
    ".",
    "/",
    "/tmp/billbind-obstacle",
    "a/b",
    "a\\b",
    "..\\..\\x",
    "C:",
    "C:x",
    "c:\\x",
    "\\\\server\\share",
    "aux",
    "AUX",
    "con",
    "nul",
    "NUL",
    "prn",
    "com1",
    "COM1",
    "lpt9",
    "COM\u{b9}",
    "con.txt",
    "nul.",
    "a.",
    "a.b",
    ".git",
    ".hidden",
    "~",
    "lib",
    "main",
    "build.rs",
    "mod.rs",
    "Cargo.toml",
    "x.rs",
    "system",
    "session",
    "dynamic",
    "course",
    // Texts of the schema language, of SQL and of JSON.
    "null",
    "yes",
    "- a",
    "a: b",
    "? a",
    "*a",
    "&a",
    "!!str a",
    "<<",
    "a #b",
    "reference(TARGET)",
    "list(text)",
    "a'b",
    "a; DROP TABLE x",
    "a--b",
    "a,b",
    "a.b.c",
    "$kept",
    "fieldsToNull",
    "TARGET",
    "Target",
    "brmObjects",
];

/// Names of hundreds of letters.
pub(super) fn long_texts() -> Vec<String> {
    vec![
        "L".repeat(300),
        "Long".repeat(75),
        "l_".repeat(150),
        "ä".repeat(300),
        "9".repeat(300),
        "😀".repeat(300),
        "a ".repeat(5_000),
    ]
}

/// One place of an entity's file that takes a text: the line of a field, in which `@T` stands for
/// the text and `@N` for a number that makes other names its own.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    key: &'static str,
    value: &'static str,
}

impl Piece {
    pub(super) fn line(self, text: &str, number: usize) -> String {
        let line = format!("  {}: {}\n", self.key, self.value);
        let line = line.replace("@N", &number.to_string());
        line.replace("@T", &yaml(text))
    }

    /// The wire name of the field.
    pub(super) fn wire(self, text: &str, number: usize) -> String {
        let wire = self.key.replace("@N", &number.to_string());
        wire.replace("@T", text)
    }
}

const fn piece(key: &'static str, value: &'static str) -> Piece {
    Piece { key, value }
}

pub(super) const PIECES: &[Piece] = &[
    piece("@T", "text"),
    piece("@T", "{type: text, rust: zq_given@N, external_key: true}"),
    piece(
        "@T",
        "{type: reference(TARGET), rust: zq_points@N, relation: none}",
    ),
    piece("@T", "{type: file, rust: zq_file@N}"),
    piece(
        "@T",
        "{type: secret, rust: zq_secret@N, access: write-only, doc: @T}",
    ),
    piece("@T", "{type: enum, values: [zq]}"),
    piece("zqValue@N", "{type: enum, values: [@T, zq]}"),
    piece(
        "zqGiven@N",
        "{type: closed-enum, values: {@T: {rust: Given, doc: @T}}}",
    ),
    piece("zqDoc@N", "{type: text, doc: @T}"),
    piece("zqRust@N", "{type: text, rust: @T}"),
    piece("zqEnum@N", "{type: enum, enum_name: @T, values: [zq]}"),
    piece("zqRelation@N", "{type: reference(TARGET), relation: @T}"),
    piece("zqVariant@N", "{type: enum, values: {zq: {rust: @T}}}"),
    piece("zqType@N", "@T"),
    piece("zqForm@N", "{type: date, wire: @T}"),
    piece("zqSource@N", "{type: text, source: @T}"),
];

/// The text as YAML has it between double quotes, in ASCII.
pub(super) fn yaml(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            ' '..='~' => quoted.push(letter),
            _ => write!(quoted, "\\U{:08x}", u32::from(letter)).expect("memory can be written"),
        }
    }
    quoted.push('"');
    quoted
}
