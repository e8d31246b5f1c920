//! Examples: documentation of request functions that is also a test.
//!
//! The code is made of the example's texts and the model alone. How a date or another value is
//! written on the wire is the runtime's: the text is parsed by the field's type. That the request is
//! just the one of the schema, and the answer is taken, is checked by hidden lines.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::docs::Docs;
use crate::json::Json;
use crate::lower::{Member, Module};
use crate::model::{
    Example, ExampleMember, ExampleRecord, ExampleRequest, ExampleValue, Kind, Operation, Several,
};

/// The examples of one request function.
pub(crate) struct Examples<'a> {
    pub(crate) module: &'a Module<'a>,
    pub(crate) function: Function,
}

/// A request function that can have examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    /// Takes one record or id.
    One(Operation),
    /// Takes a list of them.
    Many(Operation),
    /// Takes a filter.
    Filter,
}

impl Function {
    /// The function whose request an example shows.
    fn of(example: &Example) -> Self {
        let is_list = match &example.request {
            ExampleRequest::Records { records, .. } => matches!(records, Several::List(_)),
            ExampleRequest::Ids(ids) => matches!(ids, Several::List(_)),
            ExampleRequest::Filter(_) => return Self::Filter,
        };
        if is_list {
            Self::Many(example.operation)
        } else {
            Self::One(example.operation)
        }
    }
}

impl ToTokens for Examples<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let examples = self.module.described.examples.iter();
        let mut examples = examples
            .filter(|example| Function::of(example) == self.function)
            .peekable();
        if examples.peek().is_none() {
            return;
        }
        line(tokens, "");
        line(tokens, "# Examples");
        for example in examples {
            self.example(tokens, example);
        }
    }
}

impl Examples<'_> {
    fn example(&self, tokens: &mut TokenStream, example: &Example) {
        let mut docs = Docs::none().quoted(example.doc.as_deref());
        if !example.sources.is_empty() {
            docs = docs.paragraph(format!("Source: {}.", example.sources.join(", ")));
        }
        docs.to_tokens(tokens);
        line(tokens, "");
        line(tokens, "```");
        // Where the module is, only the compiler knows: any crate may hold the bindings.
        let names = format!("::{{self, {}}};", self.module.record);
        tokens.extend(quote!(#[doc = concat!(" # use ", module_path!(), #names)]));
        let code = Code::new(self.module, example);
        for text in code.lines {
            line(tokens, &text);
        }
        line(
            tokens,
            "# Ok::<(), ::std::boxed::Box<dyn ::std::error::Error>>(())",
        );
        line(tokens, "```");
    }
}

fn line(tokens: &mut TokenStream, text: &str) {
    let text = if text.is_empty() {
        String::new()
    } else {
        format!(" {text}")
    };
    tokens.extend(quote!(#[doc = #text]));
}

/// The code of an example, line by line.
struct Code<'a> {
    module: &'a Module<'a>,
    lines: Vec<String>,
}

impl<'a> Code<'a> {
    fn new(module: &'a Module<'a>, example: &Example) -> Self {
        let mut code = Self {
            module,
            lines: Vec::new(),
        };
        code.request(example);
        if let Some(response) = &example.response {
            code.response(example, response);
        }
        code
    }

    fn push(&mut self, text: impl Into<String>) {
        self.lines.push(text.into());
    }

    /// A call of the runtime that proves something, not shown to readers.
    fn prove(&mut self, call: &str, arguments: &[&str]) {
        let protocol = &self.module.system.protocol;
        let arguments = arguments.join(", ");
        self.push(format!(
            "# ::billbind_runtime::{protocol}::example::{call}({arguments});"
        ));
    }

    fn request(&mut self, example: &Example) {
        match &example.request {
            ExampleRequest::Records { key, records } => {
                self.drafts(example.operation, key.as_deref(), records);
                self.prove("assert_sends", &["&request", &records_literal(records)]);
                if let Some(key) = key {
                    self.prove("assert_finds_by", &["&request", &literal(key)]);
                }
            }
            ExampleRequest::Ids(ids) => self.ids(example.operation, ids),
            ExampleRequest::Filter(filter) => {
                let module = &self.module.entity.module;
                let said = literal(filter);
                let typed = self.comparison(filter);
                let filter = typed.unwrap_or_else(|| format!("{module}::Filter::raw({said})"));
                self.push(format!("let filter = {filter};"));
                self.push(format!("let request = {module}::retrieve(&filter);"));
                self.prove("assert_filters", &["&request", &said]);
            }
        }
    }

    /// A condition that compares one field with one value, as typed code; `None` for all others.
    fn comparison(&self, filter: &str) -> Option<String> {
        const OPERATORS: [(&str, &str); 6] = [
            (">=", "ge"),
            ("<=", "le"),
            ("<>", "ne"),
            (">", "gt"),
            ("<", "lt"),
            ("=", "eq"),
        ];
        let start = filter.find(['<', '>', '='])?;
        let (name, rest) = filter.split_at(start);
        let member = self.member(name.trim())?;
        let mut operators = OPERATORS.iter();
        let (value, method) =
            operators.find_map(|(word, method)| Some((rest.strip_prefix(word)?.trim(), method)))?;
        let quoted = value
            .strip_prefix('\'')
            .and_then(|value| value.strip_suffix('\''));
        let text = quoted.unwrap_or(value);
        let kind = &member.field.kind;
        let is_value = match kind {
            Kind::Id { .. } | Kind::Reference(_) | Kind::Integer => is_small_number(text),
            Kind::Text { .. } => quoted.is_some() && !text.contains('\''),
            Kind::Enum(enumeration) => enumeration.values.iter().any(|value| value.wire == text),
            _ => false,
        };
        let module = &self.module.entity.module;
        is_value.then(|| {
            let value = self.literal(kind, text, Place::Setter);
            format!("{module}::COL.{}.{method}({value})", member.name)
        })
    }

    fn drafts(
        &mut self,
        operation: Operation,
        key: Option<&str>,
        records: &Several<ExampleRecord>,
    ) {
        let name = match operation {
            Operation::Create => "new",
            Operation::Update => "changes",
            _ => "upsert",
        };
        let module = &self.module.entity.module;
        let (call, argument) = match records {
            Several::One(record) => {
                let mut chain = self.draft(operation, key, record);
                if let Some(first) = chain.first_mut() {
                    *first = format!("let {name} = {first}");
                }
                self.lines.extend(close(chain, ";"));
                (function_name(operation), format!("&{name}"))
            }
            Several::List(records) => {
                self.push(format!("let {name} = ["));
                for record in records {
                    let chain = self.draft(operation, key, record);
                    let chain = close(chain, ",").into_iter();
                    self.lines.extend(chain.map(|line| format!("    {line}")));
                }
                self.push("];");
                let many = format!("{}_many", function_name(operation));
                self.push(format!("let request = {module}::{many}(&{name});"));
                return;
            }
        };
        self.push(format!("let request = {module}::{call}({argument});"));
    }

    /// The calls that make a draft, one per line.
    fn draft(
        &self,
        operation: Operation,
        key: Option<&str>,
        record: &ExampleRecord,
    ) -> Vec<String> {
        let type_name = &self.module.entity.rust_type;
        let id = self.module.members.get(self.module.id);
        let id = id.map(|member| member.field.wire.as_str());
        let selector = match operation {
            Operation::Update => id,
            _ => key,
        };
        let found = selector.and_then(|wire| record.member(wire));
        let start = match (operation, found) {
            (Operation::Update, Some(found)) => format!("changes({})", id_literal(text(found))),
            (Operation::Upsert, Some(found)) => format!("upsert({})", self.key(found)),
            _ => "builder()".to_owned(),
        };
        let mut chain = vec![format!("{type_name}::{start}")];
        for member in &record.members {
            if selector != Some(member.wire.as_str()) {
                chain.push(format!("    .{}", self.setter(member)));
            }
        }
        if operation == Operation::Create {
            chain.push("    .build()".to_owned());
        }
        chain
    }

    fn member(&self, wire: &str) -> Option<&Member<'a>> {
        let mut members = self.module.members.iter();
        members.find(|member| member.field.wire == wire)
    }

    /// What an upsert finds its record by.
    fn key(&self, found: &ExampleMember) -> String {
        let module = &self.module.entity.module;
        match self.member(&found.wire) {
            Some(member) if matches!(member.field.kind, Kind::Id { .. }) => id_literal(text(found)),
            Some(member) => {
                let value = self.literal(&member.field.kind, text(found), Place::Key);
                format!("{module}::key::{}({value})", member.name)
            }
            None => {
                let (wire, value) = (literal(&found.wire), literal(text(found)));
                format!("{module}::Key::custom({wire}, {value})")
            }
        }
    }

    fn setter(&self, set: &ExampleMember) -> String {
        let Some(member) = self.member(&set.wire) else {
            let wire = literal(&set.wire);
            return match &set.value {
                ExampleValue::Nothing => format!("clear_custom({wire})"),
                ExampleValue::Text(text) => format!("custom({wire}, {})", literal(text)),
                ExampleValue::List(texts) => {
                    let texts: Vec<String> = texts.iter().map(|text| literal(text)).collect();
                    format!("custom({wire}, vec![{}])", texts.join(", "))
                }
            };
        };
        let kind = &member.field.kind;
        match &set.value {
            ExampleValue::Nothing => {
                let name = member.field.rust.as_str();
                format!("clear_{}()", name.strip_prefix("r#").unwrap_or(name))
            }
            ExampleValue::Text(text) => {
                format!(
                    "{}({})",
                    member.name,
                    self.literal(kind, text, Place::Setter)
                )
            }
            ExampleValue::List(texts) => {
                let item = match kind {
                    Kind::List(item) => item,
                    other => other,
                };
                let items = texts
                    .iter()
                    .map(|text| self.literal(item, text, Place::Typed));
                let items: Vec<String> = items.collect();
                format!("{}([{}])", member.name, items.join(", "))
            }
        }
    }

    fn ids(&mut self, operation: Operation, ids: &Several<String>) {
        let module = &self.module.entity.module;
        let protocol = &self.module.system.protocol;
        let function = function_name(operation);
        let request = match ids {
            Several::One(id) => {
                let function = match operation {
                    Operation::Retrieve => "retrieve_by_id",
                    _ => function,
                };
                format!("{module}::{function}({})", id_literal(id))
            }
            Several::List(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| id_literal(id)).collect();
                self.push(format!(
                    "let ids = [{}].map(::billbind_runtime::{protocol}::Deletion::from);",
                    ids.join(", ")
                ));
                format!("{module}::{function}_many(&ids)")
            }
        };
        self.push(format!("let request = {request};"));
        match ids {
            Several::One(id) if operation == Operation::Retrieve => {
                self.prove("assert_asks_for", &["&request", &literal(id)]);
            }
            _ => {
                let id = self.module.members.get(self.module.id);
                let wire = id.map_or("Id", |member| &member.field.wire);
                let records = ids.as_slice().iter().map(|id| {
                    let value = Json::from(id.clone());
                    Json::Object(vec![(wire.to_owned().into(), value)])
                });
                let records = Json::List(records.collect()).to_line();
                self.prove("assert_sends", &["&request", &literal(&records)]);
            }
        }
    }

    fn response(&mut self, example: &Example, response: &Several<ExampleRecord>) {
        let protocol = &self.module.system.protocol;
        self.push(format!("# let said = {};", records_literal(response)));
        self.push(format!(
            "# let answer = ::billbind_runtime::{protocol}::example::answer(&request, said);"
        ));
        let ids = || {
            let id = self.module.members.get(self.module.id);
            let wire = id.map_or("Id", |member| member.field.wire.as_str());
            let records = response.as_slice().iter();
            records.filter_map(move |record| record.member(wire).map(text))
        };
        match (Function::of(example), example.operation) {
            (Function::Filter, _) => {
                self.push("let records = request.decode(&answer)?;");
                self.prove("assert_reads", &["&records", "said"]);
                if let Some(first) = response.as_slice().first() {
                    self.compare("records[0]", first);
                }
            }
            (_, Operation::Retrieve) => {
                self.push("let record = request.decode(&answer)?;");
                self.prove("assert_reads", &["::std::slice::from_ref(&record)", "said"]);
                if let Some(first) = response.as_slice().first() {
                    self.compare("record", first);
                }
            }
            (Function::Many(_), _) => {
                let ids: Vec<String> = ids().map(literal).collect();
                self.push(format!(
                    "for (written, id) in request.decode(&answer)?.into_iter().zip([{}]) {{",
                    ids.join(", ")
                ));
                self.push("    assert_eq!(written?.id.as_str(), id);");
                self.push("}");
            }
            (_, operation) => {
                let ids: Vec<String> = ids().map(literal).collect();
                let name = match operation {
                    Operation::Create => "created",
                    Operation::Update => "updated",
                    Operation::Delete => "deleted",
                    Operation::Undelete => "restored",
                    _ => "written",
                };
                self.push(format!("let {name} = request.decode(&answer)?;"));
                self.push(format!("assert_eq!({name}.id.as_str(), {});", ids.concat()));
            }
        }
    }

    /// Compares the fields of a record with what the example says.
    fn compare(&mut self, record: &str, expected: &ExampleRecord) {
        for said in &expected.members {
            let (Some(member), ExampleValue::Text(text)) = (self.member(&said.wire), &said.value)
            else {
                continue;
            };
            let kind = &member.field.kind;
            let name = &member.name;
            // Whatever stands for a text is compared as a text, so that the line reads well.
            let (read, expected) = match kind {
                Kind::Text { .. } => (format!("{record}.{name}.as_deref()"), literal(text)),
                Kind::Raw | Kind::List(_) | Kind::File => continue,
                _ => (
                    format!("{record}.{name}"),
                    self.literal(kind, text, Place::Typed),
                ),
            };
            self.push(format!("assert_eq!({read}, Some({expected}));"));
        }
    }

    /// A value of such a field, as Rust.
    fn literal(&self, kind: &Kind, text: &str, place: Place) -> String {
        let is_converted = place != Place::Typed;
        // A call that takes whatever converts into a type does not tell which one is parsed.
        let parsed = |type_name: &str, is_clear: bool| {
            let text = literal(text);
            if is_clear {
                format!("{text}.parse()?")
            } else {
                format!("{text}.parse::<::billbind_runtime::{type_name}>()?")
            }
        };
        match kind {
            Kind::Id { .. } | Kind::Reference(_) if is_converted => id_literal(text),
            Kind::Id { .. } | Kind::Reference(_) => format!("{}.into()", id_literal(text)),
            Kind::Text { .. } | Kind::Secret { .. } | Kind::File if is_converted => literal(text),
            Kind::Text { .. } | Kind::Secret { .. } | Kind::File => {
                format!("{}.into()", literal(text))
            }
            Kind::Integer => text.to_owned(),
            Kind::Flag(form) => {
                let [_, yes] = form.words();
                (text == yes).to_string()
            }
            Kind::Enum(enumeration) => {
                let mut values = enumeration.values.iter();
                let module = &self.module.entity.module;
                let type_name = &enumeration.rust_type;
                match values.find(|value| value.wire == text) {
                    Some(value) => format!("{module}::{type_name}::{}", value.rust),
                    None => format!("{module}::{type_name}::custom({})", literal(text)),
                }
            }
            Kind::Decimal { .. } if is_converted && is_small_number(text) => text.to_owned(),
            Kind::Decimal { .. } => parsed("Decimal", !is_converted),
            Kind::Date(_) => parsed("Date", place != Place::Key),
            Kind::DateTime(_) => parsed("DateTime", place != Place::Key),
            Kind::Raw => format!("::billbind_runtime::Raw::text({})", literal(text)),
            Kind::List(item) => self.literal(item, text, Place::Typed),
        }
    }
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a setter, which takes what converts into the field's type; dates only as they are.
    Setter,
    /// In a function of `key`, which takes whatever converts into the field's type.
    Key,
    /// Where nothing but the field's type is taken.
    Typed,
}

fn function_name(operation: Operation) -> &'static str {
    let mut words = Operation::ALL.iter();
    let found = words.find(|(_, known)| *known == operation);
    found.map_or("", |(word, _)| word)
}

/// Ends a chain of calls, on one line where it is a single call.
fn close(mut chain: Vec<String>, end: &str) -> Vec<String> {
    if let [start, call] = &chain[..] {
        chain = vec![format!("{start}{}", call.trim_start())];
    }
    if let Some(last) = chain.last_mut() {
        last.push_str(end);
    }
    chain
}

/// The text of a member that has one.
fn text(member: &ExampleMember) -> &str {
    match &member.value {
        ExampleValue::Text(text) => text,
        ExampleValue::Nothing | ExampleValue::List(_) => "",
    }
}

/// An id as a number where it reads as one, which is how people write it.
fn id_literal(text: &str) -> String {
    if is_small_number(text) {
        text.to_owned()
    } else {
        literal(text)
    }
}

/// Whether a text is what Rust prints for a number without a type of its own.
fn is_small_number(text: &str) -> bool {
    text.parse::<i32>()
        .is_ok_and(|number| number >= 0 && number.to_string() == text)
}

/// A text as a Rust literal on one line.
fn literal(text: &str) -> String {
    // What turns the direction of a text round is an error of the compiler.
    let is_plain = |letter: char| match letter {
        '\\' => false,
        letter if letter.is_ascii() => !letter.is_control(),
        letter => letter.is_alphanumeric(),
    };
    if text.contains('"') && !text.contains("\"#") && text.chars().all(is_plain) {
        return format!("r#\"{text}\"#");
    }
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for letter in text.chars() {
        if is_plain(letter) && letter != '"' {
            literal.push(letter);
        } else {
            literal.extend(letter.escape_default());
        }
    }
    literal.push('"');
    literal
}

/// Records as JSON, as a Rust literal.
fn records_literal(records: &Several<ExampleRecord>) -> String {
    let records = records.as_slice().iter().map(|record| {
        let members = record.members.iter().map(|member| {
            let value = match &member.value {
                ExampleValue::Nothing => Json::Null,
                ExampleValue::Text(text) => text.clone().into(),
                ExampleValue::List(texts) => {
                    Json::List(texts.iter().map(|text| text.clone().into()).collect())
                }
            };
            (member.wire.clone().into(), value)
        });
        Json::Object(members.collect())
    });
    literal(&Json::List(records.collect()).to_line())
}
