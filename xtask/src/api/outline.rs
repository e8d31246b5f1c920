//! Items without what their users do not see: bodies, values, documentation and private fields.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Fields, FnArg, Generics, ImplItem, Item, ItemEnum, ItemImpl, ItemMacro, ItemStruct,
    ItemTrait, Pat, Signature, TraitItem,
};

use super::paths::Scope;
use super::sources::{is_public, marks};

/// The outline of an item that has a name. `around` is what holds for the place that it is in.
pub(crate) fn definition(item: &Item, around: &[Attribute], scope: Scope<'_>) -> TokenStream {
    let attributes = attributes(around, super::sources::attributes(item));
    let body = match item {
        Item::Struct(item) => structure(item, scope),
        Item::Enum(item) => enumeration(item, scope),
        Item::Trait(item) => interface(item, scope),
        Item::Fn(item) => {
            let signature = signature(&item.sig, scope);
            quote!(pub #signature {})
        }
        Item::Const(item) => {
            let (name, of) = (&item.ident, scope.written_out(&item.ty));
            quote!(pub const #name: #of = _;)
        }
        Item::Static(item) => {
            let (name, of) = (&item.ident, scope.written_out(&item.ty));
            quote!(pub static #name: #of = _;)
        }
        Item::Type(item) => {
            let (name, of) = (&item.ident, scope.written_out(&item.ty));
            let (parameters, bounds) = generics(&item.generics, scope);
            quote!(pub type #name #parameters = #of #bounds;)
        }
        Item::Macro(item) => rules(item),
        other => other.to_token_stream(),
    };
    quote!(#attributes #body)
}

/// A macro: what it makes depends on all of it.
pub(crate) fn rules(item: &ItemMacro) -> TokenStream {
    let (path, name) = (&item.mac.path, &item.ident);
    let tokens = without_documentation(item.mac.tokens.clone());
    quote!(#path! #name { #tokens })
}

/// The head of an implementation: what is implemented for what.
pub(crate) fn head(item: &ItemImpl, scope: Scope<'_>) -> TokenStream {
    let (parameters, bounds) = generics(&item.generics, scope);
    let of = item.trait_.as_ref().map(|(path, _)| {
        let path = scope.written_out(path);
        quote!(#path for)
    });
    let own = scope.written_out(&item.self_ty);
    quote!(impl #parameters #of #own #bounds)
}

/// What an implementation adds to the names that users have: public functions and constants, types
/// of a trait. Each with its name, to sort by.
pub(crate) fn members(item: &ItemImpl, scope: Scope<'_>) -> Vec<(String, TokenStream)> {
    let is_inherent = item.trait_.is_none();
    let members = item.items.iter().filter_map(|member| match member {
        ImplItem::Fn(member) if is_inherent && is_public(&member.vis) => {
            let attributes = attributes(&[], &member.attrs);
            let signature = signature(&member.sig, scope);
            let outline = quote!(#attributes pub #signature {});
            Some((member.sig.ident.to_string(), outline))
        }
        ImplItem::Const(member) if !is_inherent || is_public(&member.vis) => {
            let attributes = attributes(&[], &member.attrs);
            let (name, of) = (&member.ident, scope.written_out(&member.ty));
            let visibility = &member.vis;
            let outline = quote!(#attributes #visibility const #name: #of = _;);
            Some((name.to_string(), outline))
        }
        ImplItem::Type(member) => {
            let (name, of) = (&member.ident, scope.written_out(&member.ty));
            let (parameters, bounds) = generics(&member.generics, scope);
            let outline = quote!(type #name #parameters = #of #bounds;);
            Some((name.to_string(), outline))
        }
        _ => None,
    });
    members.collect()
}

/// The attributes that change what users can do, each once.
pub(crate) fn attributes(around: &[Attribute], own: &[Attribute]) -> TokenStream {
    const KEPT: [&str; 5] = [
        "deprecated",
        "derive",
        "macro_export",
        "non_exhaustive",
        "repr",
    ];
    let kept = own
        .iter()
        .filter(|attribute| KEPT.iter().any(|kept| attribute.path().is_ident(kept)));
    let mut seen = Vec::new();
    let mut written = TokenStream::new();
    for attribute in around.iter().chain(&marks(own)).chain(kept) {
        let text = attribute.to_token_stream().to_string();
        if !seen.contains(&text) {
            attribute.to_tokens(&mut written);
            seen.push(text);
        }
    }
    written
}

fn structure(item: &ItemStruct, scope: Scope<'_>) -> TokenStream {
    let name = &item.ident;
    let (parameters, bounds) = generics(&item.generics, scope);
    let fields = item.fields.iter().filter(|field| is_public(&field.vis));
    match &item.fields {
        Fields::Named(all) => {
            let hidden = all.named.iter().any(|field| !is_public(&field.vis));
            let hidden = hidden.then(|| quote!(private_fields: _));
            let fields = fields.map(|field| {
                let (marks, name) = (attributes(&[], &field.attrs), &field.ident);
                let of = scope.written_out(&field.ty);
                quote!(#marks pub #name: #of,)
            });
            quote!(pub struct #name #parameters #bounds { #(#fields)* #hidden })
        }
        Fields::Unnamed(all) => {
            // Places count here, so the private ones are shown as places.
            let fields = all.unnamed.iter().map(|field| {
                let of = scope.written_out(&field.ty);
                if is_public(&field.vis) {
                    quote!(pub #of)
                } else {
                    quote!(_)
                }
            });
            quote!(pub struct #name #parameters (#(#fields),*) #bounds;)
        }
        Fields::Unit => quote!(pub struct #name #parameters #bounds;),
    }
}

fn enumeration(item: &ItemEnum, scope: Scope<'_>) -> TokenStream {
    let name = &item.ident;
    let (parameters, bounds) = generics(&item.generics, scope);
    let variants = item.variants.iter().map(|variant| {
        let (attributes, name) = (attributes(&[], &variant.attrs), &variant.ident);
        let fields = variant.fields.iter().map(|field| {
            let of = scope.written_out(&field.ty);
            field
                .ident
                .as_ref()
                .map_or_else(|| of.clone(), |name| quote!(#name: #of))
        });
        let fields = match &variant.fields {
            Fields::Named(_) => quote!({ #(#fields),* }),
            Fields::Unnamed(_) => quote!((#(#fields),*)),
            Fields::Unit => TokenStream::new(),
        };
        let value = variant
            .discriminant
            .as_ref()
            .map(|(_, value)| quote!(= #value));
        quote!(#attributes #name #fields #value)
    });
    quote!(pub enum #name #parameters #bounds { #(#variants),* })
}

fn interface(item: &ItemTrait, scope: Scope<'_>) -> TokenStream {
    let (name, unsafety) = (&item.ident, &item.unsafety);
    let (parameters, bounds) = generics(&item.generics, scope);
    let parents = scope.written_out(&item.supertraits);
    let parents = (!parents.is_empty()).then(|| quote!(: #parents));
    let mut members: Vec<(String, TokenStream)> = item
        .items
        .iter()
        .map(|member| trait_member(member, scope))
        .collect();
    members.sort_by(|(left, _), (right, _)| left.cmp(right));
    let members = members.iter().map(|(_, outline)| outline);
    quote!(pub #unsafety trait #name #parameters #parents #bounds { #(#members)* })
}

/// A member of a trait; whoever implements it has to know whether it has a default.
fn trait_member(member: &TraitItem, scope: Scope<'_>) -> (String, TokenStream) {
    match member {
        TraitItem::Fn(member) => {
            let attributes = attributes(&[], &member.attrs);
            let signature = signature(&member.sig, scope);
            let end = member
                .default
                .as_ref()
                .map_or_else(|| quote!(;), |_| quote!({}));
            let outline = quote!(#attributes #signature #end);
            (member.sig.ident.to_string(), outline)
        }
        TraitItem::Const(member) => {
            let attributes = attributes(&[], &member.attrs);
            let (name, of) = (&member.ident, scope.written_out(&member.ty));
            let value = member.default.as_ref().map(|_| quote!(= _));
            (
                name.to_string(),
                quote!(#attributes const #name: #of #value;),
            )
        }
        TraitItem::Type(member) => {
            let attributes = attributes(&[], &member.attrs);
            let name = &member.ident;
            let (parameters, bounds) = generics(&member.generics, scope);
            let parents = scope.written_out(&member.bounds);
            let parents = (!parents.is_empty()).then(|| quote!(: #parents));
            let value = member.default.as_ref().map(|(_, of)| {
                let of = scope.written_out(of);
                quote!(= #of)
            });
            let outline = quote!(#attributes type #name #parameters #parents #bounds #value;);
            (name.to_string(), outline)
        }
        other => (String::new(), other.to_token_stream()),
    }
}

/// A signature without the `mut` of parameters, which is the body's affair.
fn signature(signature: &Signature, scope: Scope<'_>) -> TokenStream {
    let mut signature = signature.clone();
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(parameter) => {
                if let Pat::Ident(name) = &mut *parameter.pat {
                    name.mutability = None;
                }
            }
        }
    }
    scope.written_out(&signature)
}

/// Tokens without `#[doc = "..."]`.
fn without_documentation(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            kept.push(token);
            continue;
        };
        let is_attribute =
            matches!(kept.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '#');
        if is_attribute && group.stream().to_string().starts_with("doc =") {
            kept.pop();
            continue;
        }
        let inner = without_documentation(group.stream());
        kept.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
    }
    kept.into_iter().collect()
}

/// Parameters, and the bounds that stand behind.
fn generics(generics: &Generics, scope: Scope<'_>) -> (TokenStream, TokenStream) {
    (
        scope.written_out(generics),
        scope.written_out(&generics.where_clause),
    )
}
