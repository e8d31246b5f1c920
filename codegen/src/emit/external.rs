//! The file of an entity that is known by name only.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::dialect;
use super::docs::{Docs, code};
use crate::lower::ident;
use crate::model::{Body, Entity, System};

/// A marker type and the id that belongs to it.
pub(crate) struct ExternalModule<'a> {
    pub(crate) system: &'a System,
    pub(crate) entity: &'a Entity,
}

impl ToTokens for ExternalModule<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let wire_name = &self.entity.wire;
        let wire = code(wire_name);
        let name = ident(&self.entity.rust_type);
        let (known, why) = match self.entity.body {
            Body::NotSelected => (
                "not selected: its name only",
                "these bindings leave them out",
            ),
            _ => ("known by name only", "no schema describes them"),
        };
        let docs = Docs::inner(format!(
            "{wire} of {}, {known}.",
            code(&self.system.rust_type)
        ))
        .quoted(self.entity.doc.as_deref());
        let id = Docs::of(format!("The id of a record of {wire}."));
        let key = Docs::of(format!("A field and a value that find a record of {wire}."));
        let marker = Docs::of(format!(
            "The entity {wire}: other entities point at its records; {why}."
        ));
        let dialect = dialect::of_entity(self.system);
        tokens.extend(quote! {
            #docs
            use billbind_runtime as runtime;
            #id
            pub type Id = runtime::Id<#name>;
            #key
            pub type Key = runtime::Key<#name>;
            #marker
            #[derive(Debug, Clone, Copy)]
            pub enum #name {}
            impl runtime::Entity for #name {
                const WIRE_NAME: &'static str = #wire_name;
                #dialect
            }
        });
    }
}
