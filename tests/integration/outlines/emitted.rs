//! What emitted code offers, read back from its text.

use std::collections::{BTreeMap, BTreeSet};

use billbind_codegen::model::{Described, Field};
use quote::ToTokens;
use syn::{FnArg, ImplItem, Item, ItemImpl, ReturnType, Signature, Visibility};

/// The public items of a module.
pub(super) struct Emitted {
    /// Fields of the record, with the type inside their `Option`.
    fields: BTreeMap<String, String>,
    /// Methods of drafts: in which drafts, and what they take.
    setters: BTreeMap<String, Vec<(Drafts, String)>>,
    /// The places in the table that each method of drafts writes to.
    places: BTreeMap<String, BTreeSet<usize>>,
    /// Wire names in the table, in its order.
    rows: Vec<String>,
    /// Variants of `Nullable`.
    nullable: usize,
    /// The places in the table that they stand for.
    cleared: Vec<usize>,
    /// Signatures of the request functions.
    pub(super) functions: Vec<String>,
    /// Names of types, statics and modules.
    pub(super) types: Vec<String>,
}

/// Drafts for which a method is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drafts {
    All,
    New,
    Changes,
}

impl Emitted {
    pub(super) fn read(text: &str, record: &str) -> Self {
        let file = syn::parse_file(text).expect("what is emitted is Rust");
        let mut emitted = Self {
            fields: BTreeMap::new(),
            setters: BTreeMap::new(),
            places: BTreeMap::new(),
            rows: Vec::new(),
            nullable: 0,
            cleared: Vec::new(),
            functions: Vec::new(),
            types: Vec::new(),
        };
        for item in &file.items {
            emitted.add(item, record);
        }
        emitted
    }

    fn add(&mut self, item: &Item, record: &str) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                if item.ident == record {
                    for field in &item.fields {
                        let name = field.ident.as_ref().map(ToString::to_string);
                        self.fields
                            .insert(name.unwrap_or_default(), inner_type(&field.ty));
                    }
                }
                self.types.push(match item.ident.to_string() {
                    name if name == "Paths" => {
                        braced(&name, item.fields.iter().filter_map(name_of))
                    }
                    name => name,
                });
            }
            Item::Enum(item) if is_public(&item.vis) => {
                if item.ident == "Nullable" {
                    self.nullable = item.variants.len();
                }
                self.types.push(item.ident.to_string());
            }
            Item::Type(item) if is_public(&item.vis) => self.types.push(item.ident.to_string()),
            Item::Static(item) if is_public(&item.vis) => self.types.push(item.ident.to_string()),
            Item::Mod(item) if item.ident == "table" => {
                let text = item.to_token_stream().to_string();
                let rows = text.split("name : \"").skip(1);
                self.rows = rows
                    .filter_map(|row| Some(row.split_once('"')?.0.to_owned()))
                    .collect();
            }
            Item::Mod(item) if is_public(&item.vis) => self.types.push(module(item)),
            Item::Fn(item) if is_public(&item.vis) => self.functions.push(signature(&item.sig)),
            Item::Impl(item) if item.trait_.is_none() => self.add_methods(item),
            Item::Impl(item) if short(&item.self_ty) == "Nullable" => self.add_places(item),
            _ => {}
        }
    }

    /// The places in the table that the list of nullable fields stands for.
    fn add_places(&mut self, item: &ItemImpl) {
        let text = item.to_token_stream().to_string();
        let Some((_, list)) = text.split_once("nullable_position (& [") else {
            return;
        };
        let places = list.split(']').next().unwrap_or_default().split(',');
        self.cleared = places.filter_map(|at| at.trim().parse().ok()).collect();
    }

    fn add_methods(&mut self, item: &ItemImpl) {
        let drafts = match short(&item.self_ty) {
            name if name == "Draft<For>" => Drafts::All,
            name if name.starts_with("Builder<") => Drafts::New,
            name if name.starts_with("Draft<purpose::Change<") => Drafts::Changes,
            _ => return,
        };
        for item in &item.items {
            if let ImplItem::Fn(method) = item
                && is_public(&method.vis)
            {
                let name = method.sig.ident.to_string();
                if let Some(place) = place(&method.block.to_token_stream().to_string()) {
                    self.places.entry(name).or_default().insert(place);
                }
                let taken = (drafts, arguments(&method.sig));
                self.setters
                    .entry(method.sig.ident.to_string())
                    .or_default()
                    .push(taken);
            }
        }
    }

    pub(super) fn field_type(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// `set(bool)`, `set on create(…)`, `clear`.
    pub(super) fn setter_marks(&self, field: &Field) -> Vec<String> {
        let mut marks = Vec::new();
        match self.setters.get(&field.rust).map_or(&[][..], Vec::as_slice) {
            [] => {}
            [(Drafts::All, taken)] => marks.push(format!("set({taken})")),
            [(Drafts::New, taken), (Drafts::Changes, same)] if taken == same => {
                marks.push(format!("set({taken})"));
            }
            [(Drafts::New, taken)] => marks.push(format!("set on create({taken})")),
            [(Drafts::Changes, taken)] => marks.push(format!("set on change({taken})")),
            other => panic!("{}: setters for {other:?}", field.rust),
        }
        if self.setters.contains_key(&clear_name(field)) {
            marks.push("clear".to_owned());
        }
        marks
    }

    /// What the outline does not show line by line: that it shows every field and every method.
    pub(super) fn assert_nothing_else(&self, described: &Described) {
        let mut fields: BTreeSet<&str> = self.fields.keys().map(String::as_str).collect();
        let mut methods: BTreeSet<&str> = self.setters.keys().map(String::as_str).collect();
        for own in ["build", "custom", "clear", "clear_custom"] {
            methods.remove(own);
        }
        let clear_names: Vec<String> = described.fields.iter().map(clear_name).collect();
        for (field, clear_name) in described.fields.iter().zip(&clear_names) {
            fields.remove(&*field.rust);
            methods.remove(&*field.rust);
            let is_cleared = methods.remove(&**clear_name);
            assert_eq!(is_cleared, field.nullable, "{clear_name}");
            // A setter names its field by a number only: one that is off by one would bill
            // something else, and it would compile.
            for method in [&field.rust, clear_name] {
                let is_there = self.setters.contains_key(method);
                let places = self.places.get(method).into_iter().flatten();
                let wires: Vec<&str> = places.map(|at| &*self.rows[*at]).collect();
                let own = if is_there { &[&*field.wire][..] } else { &[] };
                assert_eq!(wires, own, "{method}");
            }
        }
        assert_eq!(fields, BTreeSet::from(["extra"]));
        assert_eq!(methods, BTreeSet::new());
        let nullable = described.fields.iter().filter(|field| field.nullable);
        let nullable: BTreeSet<&str> = nullable.map(|field| &*field.wire).collect();
        let cleared: Vec<&str> = self.cleared.iter().map(|at| &*self.rows[*at]).collect();
        assert_eq!(
            (self.nullable, cleared.len()),
            (nullable.len(), nullable.len())
        );
        assert_eq!(cleared.into_iter().collect::<BTreeSet<_>>(), nullable);
    }
}

/// The place in the table that a method of drafts writes to: `self.values.set_text(3, …)`.
fn place(body: &str) -> Option<usize> {
    let (_, call) = body.split_once(". values . ")?;
    let (_, arguments) = call.split_once('(')?;
    let end = arguments.find(|letter: char| !letter.is_ascii_digit())?;
    arguments[..end].parse().ok()
}

fn clear_name(field: &Field) -> String {
    format!(
        "clear_{}",
        field.rust.strip_prefix("r#").unwrap_or(&field.rust)
    )
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// `key::{contract_number}`.
fn module(item: &syn::ItemMod) -> String {
    let content = item.content.as_ref().map_or(&[][..], |(_, items)| items);
    let names = content.iter().filter_map(|item| match item {
        Item::Fn(item) => Some(item.sig.ident.to_string()),
        Item::Const(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        _ => None,
    });
    braced(&item.ident.to_string(), names)
}

fn braced(name: &str, inner: impl Iterator<Item = String>) -> String {
    let inner: Vec<String> = inner.collect();
    format!("{name}::{{{}}}", inner.join(", "))
}

fn name_of(field: &syn::Field) -> Option<String> {
    field.ident.as_ref().map(ToString::to_string)
}

fn signature(signature: &Signature) -> String {
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, output) => format!(" -> {}", short(output)),
    };
    format!("{}({}){output}", signature.ident, arguments(signature))
}

/// The types of the arguments but `self`.
fn arguments(signature: &Signature) -> String {
    let types: Vec<String> = signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(input) => Some(short(&input.ty)),
            FnArg::Receiver(_) => None,
        })
        .collect();
    types.join(", ")
}

/// The type inside `Option<…>`.
fn inner_type(ty: &syn::Type) -> String {
    let text = short(ty);
    let inner = text
        .strip_prefix("Option<")
        .and_then(|rest| rest.strip_suffix('>'));
    inner.unwrap_or(&text).to_owned()
}

/// Tokens as a person writes them, without the modules that all emitted code names.
fn short(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, close) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        (" ;", ";"),
        ("runtime::", ""),
        ("protocol::", ""),
        ("super::", ""),
    ] {
        text = text.replace(spaced, close);
    }
    text
}
