//! The modules of a crate as they are written: `lib.rs` and the files below it, parsed, and what the
//! names in them stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use quote::ToTokens as _;
use syn::{Attribute, Item, UseTree, Visibility};

use crate::failure::Failure;

/// The names of modules and of an item, from the root of the crate.
pub(crate) type Names = Vec<String>;

/// A crate's modules by their names. The root has none.
#[derive(Default)]
pub(crate) struct Sources {
    pub(crate) modules: BTreeMap<Names, Module>,
}

/// What is written in one module.
pub(crate) struct Module {
    /// What holds for everything in it: `cfg` and `doc(hidden)`, those of the modules around it too.
    pub(crate) marks: Vec<Attribute>,
    pub(crate) items: Vec<Item>,
    pub(crate) imports: Vec<Import>,
    defined: BTreeSet<String>,
}

/// One name that a `use` brings into a module, or all names of another one.
pub(crate) struct Import {
    /// `None` for a glob.
    pub(crate) name: Option<String>,
    pub(crate) path: Names,
    pub(crate) is_public: bool,
    pub(crate) marks: Vec<Attribute>,
}

/// What a path stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A module or item of this crate.
    Local(Names),
    /// Something of another crate, by its whole path.
    Foreign(Names),
}

impl Sources {
    /// Reads the crate whose root this file is. Tests are left out.
    pub(crate) fn read(root: &Path) -> Result<Self, Failure> {
        let mut sources = Self::default();
        let items = parse(root)?;
        let folder = root.parent().unwrap_or(Path::new(""));
        sources.add(Names::new(), items, folder, Vec::new())?;
        Ok(sources)
    }

    fn add(
        &mut self,
        names: Names,
        items: Vec<Item>,
        folder: &Path,
        marks: Vec<Attribute>,
    ) -> Result<(), Failure> {
        let mut module = Module {
            marks,
            items: Vec::new(),
            imports: Vec::new(),
            defined: BTreeSet::new(),
        };
        for mut item in items {
            let attributes = attributes(&item);
            if attributes.iter().any(is_for_tests) {
                continue;
            }
            if let Some(name) = name(&item) {
                module.defined.insert(name);
            }
            match &mut item {
                Item::Mod(child) => {
                    let name = child.ident.to_string();
                    let mut marks = module.marks.clone();
                    marks.extend(self::marks(&child.attrs));
                    let below = folder.join(&name);
                    let items = match child.content.take() {
                        Some((_, items)) => items,
                        None => parse_module(folder, &name)?,
                    };
                    let mut names = names.clone();
                    names.push(name);
                    self.add(names, items, &below, marks)?;
                }
                Item::Use(import) => {
                    let is_public = is_public(&import.vis);
                    let marks = self::marks(&import.attrs);
                    flatten(&import.tree, &mut Names::new(), &mut |name, path| {
                        module.imports.push(Import {
                            name,
                            path,
                            is_public,
                            marks: marks.clone(),
                        });
                    });
                }
                _ => {}
            }
            module.items.push(item);
        }
        self.modules.insert(names, module);
        Ok(())
    }

    /// What a path that is written in a module stands for: `None` where the module does not say,
    /// as for parameters of types and what Rust's prelude has.
    pub(crate) fn resolve(&self, module: &[String], path: &[String]) -> Option<Target> {
        self.resolve_within(module, path, 16)
    }

    /// `depth` ends the search in imports that lead in a circle.
    fn resolve_within(&self, module: &[String], path: &[String], depth: u8) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        let parent = || module.split_last().map(|(_, parent)| parent.to_vec());
        let start = match first.as_str() {
            "crate" => Target::Local(Names::new()),
            "self" => Target::Local(module.to_vec()),
            "super" => {
                let parent = parent()?;
                return match rest {
                    [] => Some(Target::Local(parent)),
                    _ if rest[0] == "super" => self.resolve_within(&parent, rest, depth),
                    _ => self.descend(Target::Local(parent), rest, depth),
                };
            }
            "std" | "core" | "alloc" => Target::Foreign(vec![first.clone()]),
            _ => self.look_up(module, first, !rest.is_empty(), depth)?,
        };
        self.descend(start, rest, depth)
    }

    fn descend(&self, start: Target, rest: &[String], depth: u8) -> Option<Target> {
        let mut target = start;
        for (position, name) in rest.iter().enumerate() {
            target = match target {
                Target::Local(names) if self.modules.contains_key(&names) => {
                    self.look_up(&names, name, position + 1 < rest.len(), depth)?
                }
                Target::Local(mut names) => {
                    names.push(name.clone());
                    Target::Local(names)
                }
                Target::Foreign(mut names) => {
                    names.push(name.clone());
                    Target::Foreign(names)
                }
            };
        }
        Some(target)
    }

    /// A module and an item may have the same name: the module is meant where more follows.
    fn look_up(&self, module: &[String], name: &str, goes_on: bool, depth: u8) -> Option<Target> {
        let scope = self.modules.get(module)?;
        let mut inside = module.to_vec();
        inside.push(name.to_owned());
        if goes_on && self.modules.contains_key(&inside) {
            return Some(Target::Local(inside));
        }
        let import = scope
            .imports
            .iter()
            .find(|import| import.name.as_deref() == Some(name));
        if let Some(import) = import {
            let target = self.resolve_within(module, &import.path, depth);
            return Some(target.unwrap_or_else(|| Target::Foreign(import.path.clone())));
        }
        if scope.defined.contains(name) {
            return Some(Target::Local(inside));
        }
        scope
            .imports
            .iter()
            .filter(|import| import.name.is_none())
            .find_map(
                |import| match self.resolve_within(module, &import.path, depth)? {
                    Target::Local(names) => {
                        self.look_up(&names, name, goes_on, depth.saturating_sub(1))
                    }
                    Target::Foreign(_) => None,
                },
            )
    }
}

/// Whether a `pub` without restriction stands there.
pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The attributes that say where an item is there, and for whom.
pub(crate) fn marks(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg") || is_hidden(attribute))
        .cloned()
        .collect()
}

/// The visibility of an item that has one.
pub(crate) fn visibility(item: &Item) -> Option<&Visibility> {
    Some(match item {
        Item::Const(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Mod(item) => &item.vis,
        Item::Static(item) => &item.vis,
        Item::Struct(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::TraitAlias(item) => &item.vis,
        Item::Type(item) => &item.vis,
        Item::Union(item) => &item.vis,
        _ => return None,
    })
}

/// The name that an item defines.
pub(crate) fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// The attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_hidden(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
        && attribute
            .meta
            .to_token_stream()
            .to_string()
            .contains("(hidden)")
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let text = attribute.meta.to_token_stream().to_string();
    text == "cfg (test)" || text == "cfg (doctest)"
}

fn parse_module(folder: &Path, name: &str) -> Result<Vec<Item>, Failure> {
    let file = folder.join(format!("{name}.rs"));
    if file.is_file() {
        parse(&file)
    } else {
        parse(&folder.join(name).join("mod.rs"))
    }
}

fn parse(file: &Path) -> Result<Vec<Item>, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::refused("read", file, &error))?;
    let parsed = syn::parse_file(&text).map_err(|error| {
        Failure::new(format!(
            "error: {} is not Rust: {error}; `cargo check` says where",
            file.display()
        ))
    })?;
    Ok(parsed.items)
}

/// Calls `found` with each name that a `use` brings, and the path that it stands for.
fn flatten(tree: &UseTree, path: &mut Names, found: &mut impl FnMut(Option<String>, Names)) {
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            flatten(&tree.tree, path, found);
            path.pop();
        }
        UseTree::Name(tree) if tree.ident == "self" => found(path.last().cloned(), path.clone()),
        UseTree::Name(tree) => {
            let name = tree.ident.to_string();
            let whole = path.iter().cloned().chain([name.clone()]).collect();
            found(Some(name), whole);
        }
        UseTree::Rename(tree) => {
            let mut whole = path.clone();
            if tree.ident != "self" {
                whole.push(tree.ident.to_string());
            }
            found(Some(tree.rename.to_string()), whole);
        }
        UseTree::Glob(_) => found(None, path.clone()),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, path, found);
            }
        }
    }
}
