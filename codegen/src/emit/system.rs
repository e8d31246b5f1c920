//! `mod.rs` of a system: its entities and what belongs to none of them.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::dialect;
use super::docs::{Docs, code};
use crate::lower::ident;
use crate::model::{Body, System};

/// What the emitted code expects of `billbind-runtime`, which refuses other numbers. To be raised
/// with the first thing that is emitted and no published runtime has: see RELEASING.md.
const FORM: u8 = 1;

/// The module of a system.
pub(crate) struct SystemModule<'a>(pub(crate) &'a System);

impl ToTokens for SystemModule<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let system = self.0;
        let protocol = ident(&system.protocol);
        let mut docs = Docs::inner(format!("Bindings for {}.", code(&system.rust_type)))
            .quoted(system.doc.as_deref())
            .paragraph("Each entity has a module; its record is exported here as well.")
            .sources(system.sources.iter());
        if !system.bases.is_empty() {
            let bases: Vec<String> = system.bases.iter().map(|base| code(base)).collect();
            docs = docs.paragraph(format!("Extends {}.", bases.join(", which extends ")));
        }
        docs.to_tokens(tokens);
        let marker = ident(&system.rust_type);
        let request = Docs::of(format!(
            "A request to {} and the type of its answer.",
            code(&system.rust_type)
        ));
        let form = Literal::u8_unsuffixed(FORM);
        tokens.extend(quote! {
            billbind_runtime::emitted_form!(#form);
            pub use billbind_runtime::#protocol::*;
            #request
            pub type Request<T> = billbind_runtime::Request<#marker, T>;
        });
        tokens.extend(dialect::constant(system));
        for entity in &system.entities {
            let module = ident(&entity.module);
            let wire = code(&entity.wire);
            tokens.extend(match &entity.body {
                Body::Described(_) => quote!(pub mod #module;),
                Body::External => {
                    let docs = Docs::of(format!("{wire}, known by name only."));
                    quote!(#docs pub mod #module;)
                }
                Body::NotSelected => {
                    let docs = Docs::of(format!("{wire}, not selected: its name only."));
                    quote!(#docs pub mod #module;)
                }
            });
        }
        for entity in system
            .entities
            .iter()
            .filter(|entity| entity.described().is_some())
        {
            let (module, record) = (ident(&entity.module), ident(&entity.rust_type));
            tokens.extend(quote!(pub use self::#module::#record;));
        }
    }
}
