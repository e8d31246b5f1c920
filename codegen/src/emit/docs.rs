//! Documentation of generated items: what schemas say, made safe for rustdoc.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::lower::Module;
use crate::model::{
    Access, Correction, DateForm, DateTimeForm, Field, FlagForm, Issuer, Kind, System,
};

/// Lines of documentation, outer (`///`) or inner (`//!`).
pub(crate) struct Docs {
    lines: Vec<String>,
    inner: bool,
}

impl Docs {
    /// One paragraph in our own words: Markdown that is known to be safe.
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Self {
            lines: vec![text.into()],
            inner: false,
        }
    }

    /// Nothing yet.
    pub(crate) fn none() -> Self {
        Self {
            lines: Vec::new(),
            inner: false,
        }
    }

    /// The same as `of`, for the inside of a module.
    pub(crate) fn inner(text: impl Into<String>) -> Self {
        Self {
            lines: vec![text.into()],
            inner: true,
        }
    }

    /// Adds a paragraph in our own words.
    pub(crate) fn paragraph(mut self, text: impl Into<String>) -> Self {
        self.lines.push(String::new());
        self.lines.push(text.into());
        self
    }

    /// Adds a paragraph in a schema's words.
    pub(crate) fn quoted(mut self, text: Option<&str>) -> Self {
        if let Some(text) = text {
            self.lines.push(String::new());
            self.lines.extend(safe_lines(text));
        }
        self
    }

    /// Adds the sources that fields name by their keys, each with its title.
    pub(crate) fn sources<'a>(self, sources: impl Iterator<Item = &'a (String, String)>) -> Self {
        let mut sources = sources.peekable();
        if sources.peek().is_none() {
            return self;
        }
        let mut docs = self.paragraph("What the keys of sources stand for:");
        docs.lines.push(String::new());
        for (key, title) in sources {
            docs.lines.extend(safe_lines(&format!("- {key}: {title}")));
        }
        docs
    }

    /// Adds what was corrected, and why.
    fn correction(self, correction: &Correction) -> Self {
        let facts: Vec<String> = correction.facts.iter().map(|fact| code(fact)).collect();
        let (facts, file) = (facts.join(", "), code(&correction.schema_file));
        let mut docs = self.paragraph(format!("Corrected in {file} ({facts}):"));
        docs.lines.extend(safe_lines(&correction.reason));
        docs
    }
}

impl ToTokens for Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for line in &self.lines {
            // The blank that people write after the slashes.
            let line = if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            };
            tokens.extend(if self.inner {
                quote!(#![doc = #line])
            } else {
                quote!(#[doc = #line])
            });
        }
    }
}

/// What is known of a field, for its place in the record.
pub(crate) fn field(module: &Module<'_>, field: &Field) -> Docs {
    let mut docs = match &field.doc {
        Some(doc) => {
            let mut lines = safe_lines(doc);
            lines.push(String::new());
            Docs {
                lines,
                inner: false,
            }
        }
        None => Docs {
            lines: Vec::new(),
            inner: false,
        },
    };
    docs.lines.push(facts(module.system, field));
    if let Some(group) = group(module, field) {
        docs.lines.push(String::new());
        docs.lines.push(group);
    }
    if !field.inferred.is_empty() {
        docs.lines.push(String::new());
        docs.lines.push(format!(
            "Inferred, not documented: {}.",
            field.inferred.join(", ")
        ));
    }
    if !field.sources.is_empty() {
        docs.lines.push(String::new());
        docs.lines
            .push(format!("Source: {}.", field.sources.join(", ")));
    }
    if let Some(file) = &field.added_in {
        docs = docs.paragraph(format!("Added in {}.", code(file)));
    }
    for correction in &field.corrections {
        docs = docs.correction(correction);
    }
    docs
}

/// What a setter does. What the field is stands at the field of the record.
pub(crate) fn setter(module: &Module<'_>, field: &Field) -> Docs {
    let wire = code(&field.wire);
    if field.required {
        return Docs::of(format!("Sets {wire}, which is required on create."));
    }
    let docs = Docs::of(format!("Sets {wire}."));
    match group(module, field) {
        Some(group) => docs.paragraph(group),
        None => docs,
    }
}

/// The rule of a field of which only one in a group is given.
fn group(module: &Module<'_>, field: &Field) -> Option<String> {
    if module.described.one_of.is_empty() {
        return None;
    }
    let member = |at: &usize| module.members.get(*at).map(|member| member.field);
    let mut groups = module.required.iter().filter(|group| group.is_group());
    let group = groups.find(|group| {
        let mut fields = group.members.iter().filter_map(member);
        fields.any(|other| other.wire == field.wire)
    })?;
    let fields = group.members.iter().filter_map(member);
    let names: Vec<String> = fields.map(|field| code(&field.wire)).collect();
    Some(format!(
        "Exactly one of {} is given on create.",
        names.join(", ")
    ))
}

/// A text as inline code.
pub(crate) fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|letter| if is_control(letter) { ' ' } else { letter })
        .collect();
    // A run of backticks that is as long as the fence would end the code.
    let runs = text.split(|letter| letter != '`').map(str::len);
    match runs.max() {
        None | Some(0) => format!("`{text}`"),
        Some(longest) => {
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

fn facts(system: &System, field: &Field) -> String {
    let mut facts = vec![format!(
        "Wire name {}: {}",
        code(&field.wire),
        kind(system, &field.kind)
    )];
    match field.access {
        Access::ReadWrite => {}
        Access::ReadOnly => facts.push("read-only".to_owned()),
        Access::WriteOnly => facts.push("never returned".to_owned()),
        Access::QueryOnly => facts.push("seen by queries only".to_owned()),
    }
    if field.required {
        facts.push("required on create".to_owned());
    }
    if field.external_key {
        facts.push("external key".to_owned());
    }
    let is_writable = matches!(field.access, Access::ReadWrite | Access::WriteOnly);
    if is_writable && !field.nullable && !field.required {
        facts.push("cannot be cleared".to_owned());
    }
    format!("{}.", facts.join("; "))
}

fn kind(system: &System, kind: &Kind) -> String {
    match kind {
        Kind::Id {
            issuer: Issuer::Server,
        } => "the record's id, made by the server".to_owned(),
        Kind::Id {
            issuer: Issuer::Caller,
        } => "the record's id, chosen by the caller".to_owned(),
        Kind::Reference(target) => match system.entity(*target) {
            Some(target) => format!("id of a record of {}", code(&target.wire)),
            None => "id of another record".to_owned(),
        },
        Kind::Text { max_length: None } => "text".to_owned(),
        Kind::Text {
            max_length: Some(length),
        } => format!("text of at most {length} characters"),
        Kind::Integer => "whole number".to_owned(),
        Kind::Decimal { scale: None } => "decimal number".to_owned(),
        Kind::Decimal { scale: Some(scale) } => {
            format!("decimal number with at most {scale} digits after the point")
        }
        Kind::Flag(FlagForm::ZeroOne) => "flag, written `0` or `1`".to_owned(),
        Kind::Flag(FlagForm::YesNo) => "flag, written `Y` or `N`".to_owned(),
        Kind::Flag(FlagForm::TrueFalse) => "flag, written `true` or `false`".to_owned(),
        Kind::Date(DateForm::Compact) => "date, written `YYYYMMDD`".to_owned(),
        Kind::Date(DateForm::Dashed) => "date, written `YYYY-MM-DD`".to_owned(),
        Kind::DateTime(DateTimeForm::Zulu) => {
            "date and time, written `YYYY-MM-DDTHH:MM:SSZ`".to_owned()
        }
        Kind::DateTime(DateTimeForm::Spaced) => {
            "date and time, written `YYYY-MM-DD HH:MM:SS`".to_owned()
        }
        Kind::Enum(enumeration) if enumeration.open => "one of a list that may grow".to_owned(),
        Kind::Enum(_) => "one of a fixed list".to_owned(),
        Kind::Secret { max_length: None } => "secret text".to_owned(),
        Kind::Secret {
            max_length: Some(length),
        } => {
            format!("secret text of at most {length} characters")
        }
        Kind::File => "file, moved by upload and download".to_owned(),
        Kind::Raw => "any value, as it is on the wire".to_owned(),
        Kind::List(item) => format!("list; each item: {}", self::kind(system, item)),
    }
}

/// A schema's text as lines of Markdown that rustdoc takes for text.
///
/// Code in backticks stays code. Everything else that Markdown or rustdoc would read as a link, as
/// HTML or as a heading is escaped, so that no text of a schema can break or bend the page.
fn safe_lines(text: &str) -> Vec<String> {
    // A fence would make the text an example that rustdoc compiles.
    let is_closed = text.matches('`').count().is_multiple_of(2) && !text.contains("```");
    let mut in_code = false;
    text.trim()
        .lines()
        .map(|line| safe_line(line, is_closed, &mut in_code))
        .collect()
}

fn safe_line(line: &str, code_is_closed: bool, in_code: &mut bool) -> String {
    let line = line.trim();
    let mut safe = String::with_capacity(line.len() + 8);
    // A heading, a table or a block of code is made by how a line starts.
    let is_rule = line.contains('-') && line.trim_matches(['-', ':', '|', ' ', '\t']).is_empty();
    if !*in_code && (is_rule || line.starts_with(['#', '+', '=', '|'])) {
        safe.push('\\');
    }
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        if !*in_code && (rest.starts_with("http://") || rest.starts_with("https://")) {
            let is_end = |letter: char| letter == '`' || letter.is_whitespace();
            let (url, behind) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
            push_url(&mut safe, url, behind);
            rest = behind;
            continue;
        }
        match letter {
            '`' if code_is_closed => *in_code = !*in_code,
            '`' | '<' | '>' | '[' | ']' | '*' | '_' | '~' | '\\' | '&' if !*in_code => {
                safe.push('\\');
            }
            _ => {}
        }
        safe.push(if is_control(letter) && letter != '\t' {
            ' '
        } else {
            letter
        });
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    safe
}

/// Adds a URL as code: rustdoc warns of bare ones, and a link made by a schema is no promise of
/// ours. Code of the text beside it stays apart: backticks side by side are one longer fence.
fn push_url(safe: &mut String, url: &str, behind: &str) {
    if safe.ends_with('`') {
        safe.push(' ');
    }
    safe.push_str(&code(url));
    if behind.starts_with('`') {
        safe.push(' ');
    }
}

/// Whether a character controls how text is shown. Those that turn its direction round are an error
/// of the compiler wherever they stand in a source.
fn is_control(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text for a comment: what would end the line or turn its direction is shown by its number.
pub(crate) fn in_comment(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_control(letter) || matches!(letter, '\u{2028}' | '\u{2029}') {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_schemas_text_is_markup_outside_of_code() {
        let text =
            "# [Foo](crate::Bar) <script> *a* `[kept] <as> it is`\n``` x\nhttps://x.example/a?b";
        let lines = safe_lines(text);
        assert_eq!(
            lines,
            [
                "\\# \\[Foo\\](crate::Bar) \\<script\\> \\*a\\* \\`\\[kept\\] \\<as\\> it is\\`",
                "\\`\\`\\` x",
                "`https://x.example/a?b`",
            ]
        );
        assert_eq!(safe_lines("see `a[0]` and <b>"), ["see `a[0]` and \\<b\\>"]);
    }
    #[test]
    fn no_backtick_lets_a_text_out_of_its_code() {
        // The backtick in the URL was not counted, and what followed the next one was taken for code.
        let lines = safe_lines("https://x.example/`b `<script>alert(1)</script>");
        assert_eq!(
            lines,
            ["`https://x.example/` `b `\\<script\\>alert(1)\\</script\\>"]
        );
        assert_eq!(safe_lines("`a`https://x"), ["`a` `https://x`"]);
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a``<b>"), "``` a``<b> ```");
    }

    #[test]
    fn a_url_is_code_wherever_it_stands() {
        assert_eq!(
            safe_lines("see (https://x.example/a_b), `https://y`"),
            ["see (`https://x.example/a_b),` `https://y`"]
        );
    }

    #[test]
    fn no_line_of_dashes_makes_a_heading_or_a_table_of_the_line_before() {
        let lines = safe_lines("Rate\n---\na | b\n:--|--:\n- an item\n~~gone~~");
        let expected = [
            "Rate",
            "\\---",
            "a | b",
            "\\:--|--:",
            "- an item",
            "\\~\\~gone\\~\\~",
        ];
        assert_eq!(lines, expected);
    }
}
