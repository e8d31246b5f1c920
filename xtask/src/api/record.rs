//! The record of a crate's public API: a text that changes when something changes for users.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Item, ItemImpl, ItemMacro, Type};

use super::outline;
use super::paths::Scope;
use super::sources::{self, Names, Sources, Target};
use super::surface::{Exposure, Surface};

/// The record of the crate that has this name.
pub(crate) fn record(name: &str, sources: &Sources) -> String {
    let surface = Surface::of(sources);
    let implementations = Implementations::of(sources, &surface);
    let crate_name = name.replace('-', "_");
    let mut text = format!(
        "// The public API of {name}, from its sources, by `cargo xtask api`. Not compiled; do not edit.\n\
         //\n\
         // Each item stands under the shortest of its public names. Bodies and values are left out, `_` is\n\
         // private. Paths are written out: `Error` is this crate's, and another one `std::io::Error`.\n"
    );
    for (exposure, defined, others) in surface.items() {
        let (module, item_name) = split(defined);
        let public = exposure.public.join("::");
        text.extend([
            "
// ",
            &crate_name,
            "::",
            &public,
            "
",
        ]);
        for other in others {
            let other = other.public.join("::");
            text.extend(["// also ", &crate_name, "::", &other, "\n"]);
        }
        text.push_str(&definitions(sources, &surface, module, item_name, exposure));
        text.push_str(implementations.of_item(defined));
    }
    for (public, target) in &surface.foreign {
        let (public, target) = (public.join("::"), target.join("::"));
        text.extend([
            "\n// ",
            &crate_name,
            "::",
            &public,
            "\n// from ",
            &target,
            "\n",
        ]);
    }
    text.push_str("\n// Implementations for types of other crates and of macros\n");
    text.push_str(&implementations.others);
    text.push_str("\n// What macros make: the macros and their calls\n");
    text.push_str(&calls(sources));
    text
}

/// An item's outline; there are several where `cfg` decides between them.
fn definitions(
    sources: &Sources,
    surface: &Surface,
    module: &[String],
    name: &str,
    exposure: &Exposure,
) -> String {
    let Some(written) = sources.modules.get(module) else {
        return String::new();
    };
    let scope = Scope {
        sources,
        surface,
        module,
    };
    let around: Vec<_> = [&*exposure.marks, &*written.marks].concat();
    written
        .items
        .iter()
        .filter(|item| {
            !matches!(item, Item::Mod(_)) && sources::name(item).as_deref() == Some(name)
        })
        .map(|item| print(&outline::definition(item, &around, scope)))
        .collect()
}

/// The implementations that users can see, as text.
struct Implementations {
    of_items: BTreeMap<Names, String>,
    others: String,
}

impl Implementations {
    fn of(sources: &Sources, surface: &Surface) -> Self {
        // By owner, then by head: blocks with the same head are one.
        let mut found: BTreeMap<Owner, BTreeMap<Head, BTreeSet<Member>>> = BTreeMap::new();
        for (names, module) in &sources.modules {
            let scope = Scope {
                sources,
                surface,
                module: names,
            };
            for item in &module.items {
                let Item::Impl(item) = item else { continue };
                let Some(owner) = owner(item, scope) else {
                    continue;
                };
                let attributes = outline::attributes(&module.marks, &item.attrs);
                let head = outline::head(item, scope);
                let head = Head {
                    is_of_trait: item.trait_.is_some(),
                    text: head.to_string(),
                    attributes: attributes.to_string(),
                };
                let members = outline::members(item, scope);
                // An inherent block without anything public is nobody's business.
                if head.is_of_trait || !members.is_empty() {
                    let members = members.into_iter().map(|(name, outline)| Member {
                        name,
                        text: outline.to_string(),
                    });
                    let blocks = found.entry(owner).or_default();
                    blocks.entry(head).or_default().extend(members);
                }
            }
        }
        let mut of_items = BTreeMap::new();
        let mut others = String::new();
        for (owner, blocks) in found {
            let text: String = blocks.iter().map(|(head, all)| block(head, all)).collect();
            match owner {
                Owner::Item(owner) => {
                    of_items.insert(owner, text);
                }
                Owner::OtherCrate => others = text,
            }
        }
        Self { of_items, others }
    }

    fn of_item(&self, defined: &Names) -> &str {
        self.of_items.get(defined).map_or("", String::as_str)
    }
}

/// Ordered as they are printed: what is the type's own comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    is_of_trait: bool,
    text: String,
    attributes: String,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    name: String,
    text: String,
}

fn block(head: &Head, members: &BTreeSet<Member>) -> String {
    let tokens = |text: &str| text.parse::<TokenStream>().unwrap_or_default();
    let (attributes, head) = (tokens(&head.attributes), tokens(&head.text));
    let members = members.iter().map(|member| tokens(&member.text));
    print(&quote!(#attributes #head { #(#members)* }))
}

/// Where an implementation is shown.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Item(Names),
    OtherCrate,
}

/// `None` where nobody outside can see the implementation.
fn owner(item: &ItemImpl, scope: Scope<'_>) -> Option<Owner> {
    let of_trait = item.trait_.as_ref().map(|(path, _)| {
        let names: Names = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        scope.sources.resolve(scope.module, &names)
    });
    let visible = |target: Option<Target>| match target {
        Some(Target::Local(names)) => {
            let is_public = scope.surface.public_name(&names).is_some();
            is_public.then_some(Owner::Item(names))
        }
        _ => Some(Owner::OtherCrate),
    };
    let of_trait = visible(of_trait.flatten())?;
    match visible(target_of(&item.self_ty, scope))? {
        Owner::OtherCrate => Some(of_trait),
        of_type @ Owner::Item(_) => Some(of_type),
    }
}

fn target_of(of: &Type, scope: Scope<'_>) -> Option<Target> {
    match of {
        Type::Reference(reference) => target_of(&reference.elem, scope),
        Type::Path(path) => {
            let segments = &path.path.segments;
            let names: Names = segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect();
            scope.sources.resolve(scope.module, &names)
        }
        _ => None,
    }
}

/// Macros of the crate that are called for items, and their calls. What they make is not known
/// without the compiler; it changes only when one of the two does.
fn calls(sources: &Sources) -> String {
    let mut text = String::new();
    for (names, module) in &sources.modules {
        let macros = module.items.iter().filter_map(|item| match item {
            Item::Macro(item) => Some(item),
            _ => None,
        });
        let is_exported = |item: &ItemMacro| {
            let mut attributes = item.attrs.iter();
            attributes.any(|attribute| attribute.path().is_ident("macro_export"))
        };
        let mut place = format!("\n// in {}\n", names.join("::"));
        for item in macros.filter(|item| !is_exported(item)) {
            text.push_str(&std::mem::take(&mut place));
            let attributes = outline::attributes(&module.marks, &item.attrs);
            if item.ident.is_some() {
                let rules = outline::rules(item);
                text.push_str(&print(&quote!(#attributes #rules)));
            } else {
                text.push_str(&call(item));
            }
        }
    }
    text
}

/// A call with one line for each of its parts, so that a difference is small.
fn call(item: &ItemMacro) -> String {
    let path = item.mac.path.to_token_stream().to_string().replace(' ', "");
    let mut text = format!("{path}! {{\n");
    let mut line = TokenStream::new();
    for token in item.mac.tokens.clone() {
        let ends =
            matches!(&token, TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';'));
        line.extend([token]);
        if ends {
            text.extend(["    ", &std::mem::take(&mut line).to_string(), "\n"]);
        }
    }
    if !line.is_empty() {
        text.extend(["    ", &line.to_string(), "\n"]);
    }
    text.push_str("}\n");
    text
}

/// Falls back to the tokens where they are no file: the record then still says what there is.
fn print(tokens: &TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => format!("{tokens}\n"),
    }
}

fn split(names: &Names) -> (&[String], &str) {
    match names.split_last() {
        Some((name, module)) => (module, name),
        None => (&[], ""),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::record;
    use crate::api::sources::Sources;

    /// The record of a crate whose files are these.
    fn record_of(files: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().expect("it is in a folder")).expect("it can be made");
            fs::write(file, text).expect("it can be written");
        }
        let sources = Sources::read(&folder.path().join("lib.rs"));
        record(
            "a-crate",
            &sources.unwrap_or_else(|failure| panic!("{failure}")),
        )
    }

    fn of(library: &str) -> String {
        record_of(&[("lib.rs", library)])
    }

    #[test]
    fn an_item_stands_under_its_public_name_wherever_it_is_defined() {
        let library = "mod inner; pub mod shown { pub use crate::inner::deep::Thing as Other; }\n\
             pub use inner::deep::Thing;";
        let deep = "pub struct Thing { pub size: u8, rest: u8 } pub struct Unseen;\n\
             impl Thing { pub fn grow(mut self, by: Size) -> Self { self } fn shrink(&self) {} }\n\
             impl Hidden for Thing {} impl Clone for Unseen {} trait Hidden {} pub type Size = u8;";
        let text = record_of(&[
            ("lib.rs", library),
            ("inner.rs", "pub mod deep;"),
            ("inner/deep.rs", deep),
        ]);
        let item = "\n// a_crate::Thing\n// also a_crate::shown::Other\n\
            pub struct Thing {\n    pub size: u8,\n    private_fields: _,\n}\n\
            impl Thing {\n    pub fn grow(self, by: crate::inner::deep::Size) -> Self {}\n}\n";
        assert!(text.contains(item), "{text}");
        for unseen in ["Unseen", "Hidden", "shrink"] {
            assert!(!text.contains(unseen), "{text}");
        }
    }

    #[test]
    fn another_type_of_the_same_name_is_a_difference() {
        let with = |import: &str| {
            of(&format!(
                "{import} pub fn read(at: Error) -> Option<Error> {{ None }}"
            ))
        };
        let (ours, theirs) = (with("pub struct Error;"), with("use std::io::Error;"));
        assert!(
            ours.contains("pub fn read(at: Error) -> Option<Error> {}"),
            "{ours}"
        );
        assert!(
            theirs.contains("pub fn read(at: std::io::Error) -> Option<std::io::Error> {}"),
            "{theirs}"
        );
    }

    #[test]
    fn types_of_fields_and_parameters_bounds_and_defaults_are_differences() {
        let changes = [
            (
                "pub struct A { pub b: Option<String> }",
                "pub struct A { pub b: String }",
            ),
            ("pub struct A(pub u8, u8);", "pub struct A(pub u8);"),
            (
                "pub struct A { pub b: u8 }",
                "pub struct A { pub b: u8, c: u8 }",
            ),
            ("pub fn a(b: u64) {}", "pub fn a(b: u32) {}"),
            ("pub fn a<T>(b: T) {}", "pub fn a<T: Clone>(b: T) {}"),
            (
                "pub trait A { fn b(&self); }",
                "pub trait A { fn b(&self) {} }",
            ),
            ("#[derive(Clone)] pub struct A;", "pub struct A;"),
            (
                "pub enum A { B, C }",
                "#[non_exhaustive] pub enum A { B, C }",
            ),
            ("pub enum A { B, C }", "pub enum A { B, C(u8) }"),
            (
                "pub struct A; impl Drop for A { fn drop(&mut self) {} }",
                "pub struct A;",
            ),
            ("pub fn a() {}", "#[cfg(feature = \"x\")] pub fn a() {}"),
            ("pub fn a() {}", "#[doc(hidden)] pub fn a() {}"),
        ];
        for (before, after) in changes {
            assert_ne!(of(before), of(after), "{before}");
        }
    }

    #[test]
    fn what_users_do_not_see_is_no_difference() {
        let changes = [
            (
                "pub fn a() -> u8 { 1 }",
                "/// Documented.\n#[inline] pub fn a() -> u8 { 2 }",
            ),
            ("pub const A: u8 = 1;", "pub const A: u8 = 2;"),
            ("pub fn a(b: u8) {}", "pub fn a(mut b: u8) { b = 1; }"),
            (
                "pub fn a() {} pub fn b() {}",
                "pub fn b() {} pub fn a() {} pub(crate) fn c() {}",
            ),
            (
                "pub struct A { b: u8 }",
                "pub struct A { b: String, c: u8 }",
            ),
            (
                "pub fn a() {}",
                "pub fn a() {} #[cfg(test)] mod tests { pub fn b() {} }",
            ),
            (
                "use std::fmt; pub struct A; impl fmt::Display for A {}",
                "pub struct A; impl std::fmt::Display for A {}",
            ),
        ];
        for (before, after) in changes {
            assert_eq!(of(before), of(after), "{before}");
        }
    }

    #[test]
    fn what_a_macro_makes_changes_with_the_macro_or_its_call() {
        let makes = |body: &str, call: &str| {
            of(&format!(
                "macro_rules! make {{ ($name:ident) => {{ /// Documented.\n{body} }}; }} make!({call});"
            ))
        };
        let first = makes("pub struct $name;", "A");
        assert!(first.contains("make! {\n    A\n}"), "{first}");
        assert_ne!(first, makes("pub struct $name;", "B"));
        assert_ne!(first, makes("pub enum $name {}", "A"));
    }
}
