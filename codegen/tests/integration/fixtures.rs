//! A small fixture for every diagnostic code: files laid over a valid system.

use billbind_codegen::diagnostics::Code;

use crate::schemas::Content::{self, Bytes, Folder, Hole, Missing, Text};

/// Schemas with one kind of problem.
pub(crate) struct Fixture {
    pub(crate) code: Code,
    /// How many problems there are.
    pub(crate) count: usize,
    /// The system that is asked for.
    pub(crate) system: Option<&'static str>,
    pub(crate) files: &'static [(&'static str, Content<'static>)],
}

const fn of(
    code: Code,
    count: usize,
    files: &'static [(&'static str, Content<'static>)],
) -> Fixture {
    Fixture {
        code,
        count,
        system: None,
        files,
    }
}

/// A fixture whose problems all are in `account.yaml`.
macro_rules! account {
    ($code:ident, $count:literal, $text:expr) => {
        of(Code::$code, $count, &[("mini/account.yaml", Text($text))])
    };
}

/// An entity with ten required fields for each number.
macro_rules! required {
    ($($tens:literal)*) => {
        concat!(
            "entity: ACCOUNT\nfields:\n  Id: id\n",
            $(required!(@ $tens 0), required!(@ $tens 1), required!(@ $tens 2), required!(@ $tens 3),
            required!(@ $tens 4), required!(@ $tens 5), required!(@ $tens 6), required!(@ $tens 7),
            required!(@ $tens 8), required!(@ $tens 9),)*
        )
    };
    (@ $tens:literal $ones:literal) => {
        concat!("  F", $tens, $ones, ": {type: text, required: true}\n")
    };
}

/// A system that others extend.
const BASE: (&str, Content<'static>) = (
    "base/system.yaml",
    Text(
        "\
system: base
rust: Mini
protocol: mini
sources: {S1: the reference}
wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DD HH:MM:SS}
operations: [create, update, retrieve]
fields:
  Created: {type: date-time, access: read-only}
external:
  USER:
",
    ),
);

const BASE_ACCOUNT: (&str, Content<'static>) = (
    "base/account.yaml",
    Text(
        "\
entity: ACCOUNT
operations: [create, retrieve]
fields:
  Id: id
  Name: {type: text(80), required: true}
  TypeId: integer
  Type: text
  Status: {type: enum, values: [ACTIVE, CLOSED]}
rules:
  - one_of: [TypeId, Type]
",
    ),
);

/// The valid system in the shape of one that extends [`BASE`].
const EXTENDING: (&str, Content<'static>) =
    ("mini/system.yaml", Text("system: mini\nextends: ../base\n"));

/// A fixture whose problems all are in `account.yaml`, which extends the base's entity.
macro_rules! extension {
    ($code:ident, $count:literal, $text:expr) => {
        of(
            Code::$code,
            $count,
            &[
                BASE,
                BASE_ACCOUNT,
                EXTENDING,
                ("mini/account.yaml", Text($text)),
            ],
        )
    };
}

pub(crate) const FIXTURES: &[Fixture] = &[
    of(Code::SchemasFolder, 1, &[("", Missing)]),
    of(Code::NoSystem, 1, &[("mini", Missing)]),
    Fixture {
        code: Code::UnknownSystem,
        count: 1,
        system: Some("minni"),
        files: &[],
    },
    of(Code::MissingSystemFile, 1, &[("mini/system.yaml", Missing)]),
    of(
        Code::FileEnding,
        2,
        &[
            ("mini/a.yml", Text("x: 1\n")),
            ("mini/B.YAML", Text("x: 1\n")),
        ],
    ),
    of(Code::UnreadableFile, 1, &[("mini/invoice.yaml", Folder)]),
    of(
        Code::FileName,
        3,
        &[
            (
                "mini/system.yaml",
                Text(
                    "\
system: mimi
rust: Mini
protocol: mini
wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DD HH:MM:SS}
operations: []
",
                ),
            ),
            (
                "mini/Invoice.yaml",
                Text("entity: INVOICE\nfields: {Id: id}\n"),
            ),
            (
                "mini/paymnet.yaml",
                Text("entity: PAYMENT\nfields: {Id: id}\n"),
            ),
        ],
    ),
    of(
        Code::FileTooLarge,
        1,
        &[("mini/invoice.yaml", Hole(17 << 20))],
    ),
    of(
        Code::StrayFile,
        2,
        &[
            ("account.yaml", Text("x: 1\n")),
            ("mini/old/account.yaml", Text("x: 1\n")),
        ],
    ),
    of(
        Code::Syntax,
        9,
        &[
            (
                "mini/account.yaml",
                Text("entity: ACCOUNT\ndoc: Note: not quoted\n"),
            ),
            (
                "mini/b.yaml",
                Text("entity: B\nfields:\n  Id: id\n Name: text\n"),
            ),
            (
                "mini/c.yaml",
                Text("entity: C\nfields:\n  Id: {type: id\n  Name: text\n"),
            ),
            (
                "mini/d.yaml",
                Text("entity: D\nwithout: [Created\nfields: {Id: id}\n"),
            ),
            (
                "mini/e.yaml",
                Text("entity: E\ndoc: \"It never ends\nfields: {Id: id}\n"),
            ),
            (
                "mini/f.yaml",
                Text("entity: F\ndoc: @home\nfields: {Id: id}\n"),
            ),
            ("mini/g.yaml", Text("%YAML 1.2\n---\nentity: G\n")),
            ("mini/h.yaml", Text("entity: H\nfields\n  Id: id\n")),
            ("mini/i.yaml", Text("entity: I\nfields: {Id: id]\n")),
        ],
    ),
    of(
        Code::NotUtf8,
        2,
        &[
            (
                "mini/account.yaml",
                Bytes(b"entity: ACCOUNT\ndoc: Caf\xE9 au lait\n"),
            ),
            ("mini/b.yaml", Bytes(b"\xFF\xFEe\0n\0t\0i\0t\0y\0:\0")),
        ],
    ),
    account!(
        ByteOrderMark,
        1,
        "\u{FEFF}entity: ACCOUNT\nfields: {Id: id}\n"
    ),
    of(
        Code::Tab,
        2,
        &[
            (
                "mini/account.yaml",
                Text("entity: ACCOUNT\nfields:\n\tId: id\n"),
            ),
            (
                "mini/b.yaml",
                Text("entity: B\nfields:\n  Id: id\n\tName: text\n"),
            ),
        ],
    ),
    of(
        Code::EmptyFile,
        3,
        &[
            ("mini/account.yaml", Text("")),
            ("mini/b.yaml", Text("# nothing but a remark\n")),
            ("mini/c.yaml", Text("---\n...\n")),
        ],
    ),
    account!(
        Anchor,
        4,
        "\
entity: ACCOUNT
fields:
  Id: id
  Name: &name {type: text}
  Title: *name
  Code: &text text
  Motto: {type: text, doc: *unknown}
"
    ),
    account!(
        Tag,
        3,
        "entity: !!str ACCOUNT\nfields:\n  Id: id\n  A: !secret text\n  B: !x {type: text}\n"
    ),
    account!(
        SecondDocument,
        1,
        "entity: ACCOUNT\nfields: {Id: id}\n---\nentity: INVOICE\n"
    ),
    of(
        Code::TooDeep,
        2,
        &[
            (
                "mini/account.yaml",
                Text("entity: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
            ),
            (
                "mini/b.yaml",
                Text("- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - x\n"),
            ),
        ],
    ),
    account!(
        MergeKey,
        1,
        "entity: ACCOUNT\nfields:\n  Id: id\n  Name: {<<: text, doc: The name.}\n"
    ),
    account!(
        DuplicateKey,
        3,
        "\
entity: ACCOUNT
doc: Who is billed.
fields:
  Id: id
  Name: {type: text, doc: One., type: flag}
  Status: text
  Name: text
doc: Who pays.
"
    ),
    account!(
        KeyNotText,
        3,
        "entity: ACCOUNT\nfields:\n  Id: id\n  [a, b]: text\n  {a: b}: text\n  ~: text\n"
    ),
    of(
        Code::UnknownKey,
        7,
        &[
            (
                "mini/system.yaml",
                Text(
                    "\
system: mini
rust: Mini
protocol: mini
wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DD HH:MM:SS, time: HH:MM}
operations: [create]
opertions: [update]
external: {USER: {docs: A person.}}
",
                ),
            ),
            (
                "mini/account.yaml",
                Text(
                    "\
entity: ACCOUNT
colour: blue
fields:
  Id: id
  Name: {type: text, requird: true}
  Note: {type: text, doc: Short, but clear}
  Status: {type: enum, values: {ON: {name: On}}}
",
                ),
            ),
        ],
    ),
    of(
        Code::MissingKey,
        4,
        &[
            (
                "mini/system.yaml",
                Text(
                    "system: mini\nrust: Mini\nprotocol: mini\nwire: {flag: 0/1, date: YYYYMMDD}\n",
                ),
            ),
            (
                "mini/account.yaml",
                Text("fields:\n  Id: id\n  Name: {doc: The name.}\n"),
            ),
        ],
    ),
    of(
        Code::WrongShape,
        13,
        &[
            (
                "mini/account.yaml",
                Text(
                    "\
entity: ACCOUNT
doc: [a, list]
operations: create
without: Created
fields:
  Id: id
  Name:
  Title: [text]
  Note: {type: text, doc:}
  Status: {type: enum, values: {ON: On, OFF: {doc: Off.}}}
  Mode: {type: enum, values: [A, [B]]}
  Kind: {type: enum, values: A}
rules:
  - one_of
",
                ),
            ),
            ("mini/b.yaml", Text("- entity: B\n- fields: {}\n")),
            (
                "mini/c.yaml",
                Text("entity: C\nfields: [Id, Name]\nrules: {one_of: [Id, Name]}\n"),
            ),
        ],
    ),
    account!(
        NotTrueOrFalse,
        3,
        "\
entity: ACCOUNT
fields:
  Id: id
  A: {type: text, required: yes}
  B: {type: text, nullable: 0}
  C: {type: text, external_key: perhaps}
"
    ),
    account!(
        UnknownWord,
        3,
        "\
entity: ACCOUNT
fields:
  Id: {type: id, issuer: client}
  A: {type: text, access: readonly}
  B: {type: text, inferred: [typ, required]}
"
    ),
    account!(
        Repeated,
        4,
        "\
entity: ACCOUNT
source: [S1, S1]
operations: [create, update, create]
fields:
  Id: id
  A: {type: enum, values: [ON, OFF, ON]}
  B: text
  C: text
rules:
  - one_of: [B, C, B]
"
    ),
    of(
        Code::BadRustName,
        6,
        &[
            (
                "mini/system.yaml",
                Text(
                    "\
system: mini
rust: Mini
protocol: type
wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DD HH:MM:SS}
operations: []
",
                ),
            ),
            (
                "mini/account.yaml",
                Text(
                    "\
entity: ACCOUNT
rust: 'Account; fn main() {}'
fields:
  Id: id
  A: {type: text, rust: AccountName}
  B: {type: text, rust: Größe}
  C: {type: enum, enum_name: my_status, values: {ON: {rust: 1st}}}
",
                ),
            ),
        ],
    ),
    of(
        Code::ReservedName,
        9,
        &[
            (
                "mini/account.yaml",
                Text(
                    "\
entity: ACCOUNT
fields:
  Id: id
  Extra: text
  Build: text
  Filter: {type: enum, values: [UNKNOWN, SELF]}
  Kind: {type: enum, values: [A], enum_name: Option}
",
                ),
            ),
            (
                "mini/client.yaml",
                Text("entity: CLIENT\nfields: {Id: id}\n"),
            ),
            (
                "mini/session.yaml",
                Text("entity: SESSION\nfields: {Id: id}\n"),
            ),
            ("mini/aux.yaml", Text("entity: AUX\nfields: {Id: id}\n")),
        ],
    ),
    of(
        Code::NameCollision,
        9,
        &[
            (
                "mini/system.yaml",
                Text(
                    "\
system: mini
rust: Mini
protocol: mini
wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DD HH:MM:SS}
operations: []
fields:
  Created: {type: date-time, access: read-only}
external:
  MINI:
  USER_GROUP:
  UserGroup:
  GROUP: {rust: Group1}
  Group_1: {rust: Group2}
",
                ),
            ),
            (
                "mini/account.yaml",
                Text(
                    "\
entity: ACCOUNT
fields:
  Id: id
  ProcessStatus: text
  PROCESS_STATUS: text
  created: text
  Status: {type: enum, values: [PER UNIT, per_unit]}
  Account: {type: enum, values: [A]}
  Mode: {type: enum, values: [A], enum_name: Status}
  Description: text
  ClearDescription: text
",
                ),
            ),
            ("mini/a_1.yaml", Text("entity: A_1\nfields: {Id: id}\n")),
            ("mini/a1.yaml", Text("entity: A1\nfields: {Id: id}\n")),
        ],
    ),
    of(
        Code::NoRustName,
        5,
        &[(
            "mini/account.yaml",
            Text(
                "\
entity: ACCOUNT
fields:
  Id: id
  Größe: text
  ---: text
  Sign: {type: enum, values: [+, '-', 😀]}
",
            ),
        )],
    ),
    account!(
        BadWireName,
        4,
        "\
entity: ACCOUNT
fields:
  Id: id
  \"\": {type: text, rust: empty}
  \" Name\": text
  \"a\\nb\": text
  Status: {type: enum, values: [\"A \"]}
"
    ),
    of(
        Code::DuplicateEntity,
        1,
        &[
            (
                "mini/account.yaml",
                Text("entity: INVOICE\nfields: {Id: id}\n"),
            ),
            (
                "mini/invoice.yaml",
                Text("entity: INVOICE\nfields: {Id: id}\n"),
            ),
        ],
    ),
    of(
        Code::ExternalDescribed,
        1,
        &[("mini/user.yaml", Text("entity: USER\nfields: {Id: id}\n"))],
    ),
    account!(
        BadType,
        12,
        "\
entity: ACCOUNT
fields:
  Id: id
  A: text(0)
  B: text(abc)
  C: decimal(-1)
  D: integer(5)
  E: reference
  F: reference()
  G: reference(USER
  H: list
  I: list(list(text))
  J: list(secret)
  K: {type: 'list(text(x))'}
  L: text(99999999999)
"
    ),
    account!(
        UnknownType,
        5,
        "entity: ACCOUNT\nfields:\n  Id: id\n  A: refrence(USER)\n  B: string\n  C: Text\n  D: list(txt)\n  E: (5)\n"
    ),
    account!(
        UnknownTarget,
        3,
        "entity: ACCOUNT\nfields:\n  Id: id\n  A: reference(USR)\n  B: list(reference(Account))\n  C: {type: reference(../../x)}\n"
    ),
    account!(
        KeyNotForType,
        11,
        "\
entity: ACCOUNT
fields:
  Id: id
  A: {type: text, values: [A]}
  B: {type: text, enum_name: B}
  C: {type: text, relation: CObj}
  D: {type: text, issuer: caller}
  E: {type: text, wire: 0/1}
  F: {type: text, inferred: [target]}
  G: {type: text, inferred: [values]}
  H: {type: list(text), external_key: true}
  I: {type: list(reference(USER)), relation: IObj}
  J: {type: file, external_key: true}
  K: {type: raw, external_key: true}
"
    ),
    of(
        Code::WireForm,
        7,
        &[
            (
                "mini/system.yaml",
                Text(
                    "\
system: mini
rust: Mini
protocol: mini
wire: {flag: yes/no, date: YYYYMMDD, date-time: YYYYMMDD}
query: {date_literal: TO_DATE, date_time_literal: '', like_escape: '\\'}
operations: []
",
                ),
            ),
            (
                "mini/account.yaml",
                Text(
                    "\
entity: ACCOUNT
fields:
  Id: id
  A: {type: flag, wire: YYYYMMDD}
  B: {type: list(date), wire: YYYY/MM/DD}
",
                ),
            ),
        ],
    ),
    account!(
        EnumWithoutValues,
        3,
        "entity: ACCOUNT\nfields:\n  Id: id\n  A: enum\n  B: {type: closed-enum, values: []}\n  C: {type: enum, values: {}}\n"
    ),
    of(
        Code::Contradiction,
        9,
        &[
            (
                "mini/account.yaml",
                Text(
                    "\
entity: ACCOUNT
fields:
  Id: {type: id, issuer: caller, required: false}
  A: {type: text, access: read-only, required: true}
  B: {type: text, access: query-only, required: true}
  C: {type: text, access: read-only, nullable: true}
  D: {type: text, required: true, nullable: true}
  E: {type: file, required: true}
  F: {type: text, access: query-only, nullable: true}
",
                ),
            ),
            (
                "mini/b.yaml",
                Text("entity: B\nfields:\n  Id: {type: id, issuer: caller, access: read-only}\n"),
            ),
            (
                "mini/c.yaml",
                Text("entity: C\nfields:\n  Id: {type: id, issuer: caller, nullable: true}\n"),
            ),
        ],
    ),
    of(
        Code::IdField,
        2,
        &[
            (
                "mini/account.yaml",
                Text("entity: ACCOUNT\nfields:\n  Name: text\n"),
            ),
            (
                "mini/b.yaml",
                Text("entity: B\nfields:\n  Id: id\n  Name: text\n  Key: id\n"),
            ),
        ],
    ),
    account!(
        RelationCollision,
        2,
        "\
entity: ACCOUNT
fields:
  Id: id
  UserId: reference(USER)
  User: reference(USER)
  OwnerId: {type: reference(USER), relation: ownerObj}
  Owner: reference(USER)
"
    ),
    account!(
        TooMany,
        1,
        required!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26)
    ),
    account!(
        UnknownSource,
        2,
        "entity: ACCOUNT\nsource: s1\nfields:\n  Id: {type: id, source: [S1, MANUAL]}\n"
    ),
    account!(
        UnknownOperation,
        2,
        "entity: ACCOUNT\noperations: [retreive, fly]\nfields: {Id: id}\n"
    ),
    of(
        Code::OperationNotOffered,
        2,
        &[
            (
                "mini/account.yaml",
                Text("entity: ACCOUNT\noperations: [create, upsert]\nfields: {Id: id}\n"),
            ),
            (
                "mini/b.yaml",
                Text("entity: B\noperations: {except: [undelete]}\nfields: {Id: id}\n"),
            ),
        ],
    ),
    account!(
        UnknownField,
        2,
        "\
entity: ACCOUNT
without: [created]
fields:
  Id: id
  TypeId: text
  Type: text
rules:
  - one_of: [TypeId, Tpye]
"
    ),
    account!(
        BadRule,
        5,
        "\
entity: ACCOUNT
fields:
  Id: id
  A: text
  B: text
  C: {type: text, required: true}
  D: {type: text, access: read-only}
rules:
  - one_of: [A]
  - one_of: [A, B]
  - one_of: [C, D]
  - one_of: []
"
    ),
    account!(
        BadExample,
        27,
        "\
entity: ACCOUNT
operations: [create, update, retrieve]
fields:
  Id: id
  Name: {type: text(5), required: true}
  Status: {type: enum, values: [ACTIVE, CLOSED]}
  TypeId: text
  Type: text
  Count: integer
  Price: decimal(2)
  Urgent: flag
  Tags: list(text)
  Seen: {type: date, access: read-only}
  Pin: {type: secret, access: write-only}
  Scan: file
rules:
  - one_of: [TypeId, Type]
examples:
  - {operation: delete, id: 7}
  - {operation: create}
  - {operation: update, id: 7, request: {Id: 7, Name: }}
  - {operation: retrieve, id: [7], filter: Id>7, response: {Pin: 1}}
  - {operation: retrieve, id: [7, 8]}
  - {operation: retrieve, id: '', custom: [nrMore], response: []}
  - operation: create
    custom: [Name]
    request: {Id: 7, Name: longer, Status: ACTIV, TypeId: a, Type: b, Seen: 20150505}
    response: [{Id: 7, Name: Blue}, {Id: 8}]
  - operation: create
    request: {Count: '07', Price: 1.234, Urgent: yes, Tags: one, Type: [a], Scan: x, Name: }
  - {operation: update, request: {Name: Blue}}
"
    ),
    of(
        Code::UnknownBase,
        6,
        &[
            BASE,
            BASE_ACCOUNT,
            ("mini/account.yaml", Missing),
            ("mini/system.yaml", Text("system: mini\nextends: ../bsae\n")),
            ("minimal/system.yaml", Text("system: minimal\nextends: shiped\n")),
            ("outer/system.yaml", Text("system: outer\nextends: ..\n")),
            ("empty/system.yaml", Text("system: empty\nextends: ''\n")),
            (
                "evil/system.yaml",
                Text("system: evil\nextends: \"../base/\\n\"\n"),
            ),
            // What the base would have is not missed, and what is in the files counts.
            ("lone/system.yaml", Text("system: lone\nextends: ./base\nonly: [ACCOUNT]\n")),
            (
                "lone/account.yaml",
                Text("extend: ACCOUNT\nfields: {Region: reference(REGION)}\nrules: [{one_of: [A, B]}]\n"),
            ),
        ],
    ),
    of(
        Code::ExtendsItself,
        3,
        &[
            ("mini/account.yaml", Missing),
            ("mini/system.yaml", Text("system: mini\nextends: ../mini\n")),
            ("one/system.yaml", Text("system: one\nextends: ../two\n")),
            ("two/system.yaml", Text("system: two\nextends: ../one\n")),
            // Not a part of the circle, but without a base all the same.
            ("three/system.yaml", Text("system: three\nextends: ../two\n")),
        ],
    ),
    of(
        Code::ExtendsUnknown,
        3,
        &[
            BASE,
            BASE_ACCOUNT,
            EXTENDING,
            ("mini/account.yaml", Missing),
            ("mini/acount.yaml", Text("extend: ACOUNT\nfields: {Region: text}\n")),
            ("mini/user.yaml", Text("extend: USER\nfields: {Region: text}\n")),
            ("plain/system.yaml", Text("system: plain\nextends: ../base\n")),
            ("plain/region.yaml", Text("entity: REGION\nfields: {Id: id}\n")),
            ("base/invoice.yaml", Text("extend: INVOICE\n")),
        ],
    ),
    of(
        Code::AddedTwice,
        6,
        &[
            BASE,
            BASE_ACCOUNT,
            (
                "mini/system.yaml",
                Text(
                    "\
system: mini
extends: ../base
sources: {S1: our own}
fields: {Created: date}
external: {USER:}
",
                ),
            ),
            (
                "mini/account.yaml",
                Text(
                    "\
extend: ACCOUNT
operations: [update, create]
fields: {Name: text, Region: text}
values: {Status: [FROZEN, CLOSED]}
",
                ),
            ),
        ],
    ),
    of(
        Code::OverrideOfNothing,
        4,
        &[
            BASE,
            BASE_ACCOUNT,
            (
                "mini/system.yaml",
                Text(
                    "\
system: mini
extends: ../base
overrides: {Creatd: {access: query-only, reason: Only queries show it.}}
",
                ),
            ),
            (
                "mini/account.yaml",
                Text(
                    "\
extend: ACCOUNT
values: {State: [FROZEN]}
overrides:
  name: {required: false, reason: Ours have none.}
without_rules:
  - {one_of: [TypeId, Status], reason: We have no types.}
",
                ),
            ),
        ],
    ),
    extension!(
        OverrideWithoutReason,
        5,
        "\
extend: ACCOUNT
overrides:
  Name: {required: false}
  Status: {required: true, reason: ' '}
  Type: {required: true, reason: no}
  TypeId: {external_key: true, reason: 2}
without_rules:
  - one_of: [TypeId, Type]
"
    ),
    extension!(
        UnusedOverride,
        6,
        "\
extend: ACCOUNT
overrides:
  Name: {type: text(80), required: true, doc: Who it is., reason: It is so.}
  TypeId: {nullable: true, reason: It can be cleared.}
  Type: {reason: It is so.}
  Status: {values: [ACTIVE, CLOSED], access: read-only, nullable: false, reason: It is set by the server.}
values:
  Status: []
without_rules:
  - {one_of: [TypeId, Type], reason: We have no types.}
"
    ),
];
