//! Writes the paths in a signature so that they mean the same wherever they are read: by the public
//! names of this crate's items, and whole for those of other crates.
//!
//! A record of the signatures alone would not change when an import does:
//! `fn read() -> Result<Record, Error>` looks the same with another `Error`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::sources::{Names, Sources, Target};
use super::surface::Surface;

/// Where a signature stands.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) surface: &'a Surface,
    pub(crate) module: &'a [String],
}

impl Scope<'_> {
    /// The tokens of a type, a signature or bounds with their paths written out.
    pub(crate) fn written_out(&self, tokens: &impl ToTokens) -> TokenStream {
        self.rewrite(tokens.to_token_stream())
    }

    fn rewrite(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut written = TokenStream::new();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => {
                    let inner = self.rewrite(group.stream());
                    let group = proc_macro2::Group::new(group.delimiter(), inner);
                    written.extend([TokenTree::Group(group)]);
                    at += 1;
                }
                TokenTree::Ident(_) if names_something(&tokens, at) => {
                    let (path, end) = path_from(&tokens, at);
                    let is_receiver = path == ["self"];
                    match self.sources.resolve(self.module, &path) {
                        Some(target) if !is_receiver => written.extend(self.tokens_of(&target)),
                        _ => written.extend(tokens[at..end].iter().cloned()),
                    }
                    at = end;
                }
                other => {
                    written.extend([other.clone()]);
                    at += 1;
                }
            }
        }
        written
    }

    /// How a target is called in the record.
    fn tokens_of(&self, target: &Target) -> TokenStream {
        match target {
            Target::Foreign(names) => path(names),
            Target::Local(names) => {
                // What follows the name of an item belongs to it: a variant, an associated type.
                let item = (1..=names.len()).rev().find_map(|length| {
                    let public = self.surface.public_name(&names[..length])?;
                    Some(public.iter().chain(&names[length..]).cloned().collect())
                });
                let private = || {
                    let rest = path(names);
                    quote!(crate::#rest)
                };
                item.map_or_else(private, |public: Names| path(&public))
            }
        }
    }
}

/// Whether the word here starts a path: it is not the name of what is defined, a field, a parameter
/// or a later part of a path.
fn names_something(tokens: &[TokenTree], at: usize) -> bool {
    let is = |at: Option<usize>, wanted: &str| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|token| token.to_string() == wanted)
    };
    let (before, after) = (at.checked_sub(1), Some(at + 1));
    let follows = [":", ".", "'", "fn", "const", "type"]
        .iter()
        .any(|token| is(before, token));
    // `name: Type` and `Item = Type`, but not `path::to`.
    let is_name = (is(after, ":") && !is(Some(at + 2), ":")) || is(after, "=");
    // `name: path` has a colon before the path as well.
    let is_after_name = is(before, ":") && !is(at.checked_sub(2), ":");
    (!follows || is_after_name) && !is_name
}

/// The words of the path that starts here, and where it ends.
fn path_from(tokens: &[TokenTree], start: usize) -> (Names, usize) {
    let mut names = vec![tokens[start].to_string()];
    let mut end = start + 1;
    let is_colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    while let Some(TokenTree::Ident(name)) = tokens
        .get(end + 2)
        .filter(|_| is_colon(end) && is_colon(end + 1))
    {
        names.push(name.to_string());
        end += 3;
    }
    (names, end)
}

fn path(names: &[String]) -> TokenStream {
    let names = names.iter().map(|name| match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    });
    quote!(#(#names)::*)
}
