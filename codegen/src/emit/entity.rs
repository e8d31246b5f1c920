//! The file of a described entity: the list of what it is made of.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::columns::{Columns, Files, Keys, Paths};
use super::docs::{Docs, code};
use super::drafts::Drafts;
use super::enumerations::EnumType;
use super::operations::Operations;
use super::record::RecordType;
use super::storage::Storage;
use super::table::FieldTable;
use crate::lower::{Module, ident};
use crate::model::{Kind, Operation};

/// Everything in the module of an entity.
pub(crate) struct EntityModule<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for EntityModule<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let wire = code(&module.entity.wire);
        let mut docs = Docs::inner(format!("{wire} of {}.", code(&module.system.rust_type)))
            .quoted(module.entity.doc.as_deref());
        if !module.entity.sources.is_empty() {
            docs = docs.paragraph(format!(
                "Source, where a field names no other: {}.",
                module.entity.sources.join(", ")
            ));
        }
        let fields = module
            .members
            .iter()
            .flat_map(|member| &member.field.sources);
        let examples = module.described.examples.iter();
        let examples = examples.flat_map(|example| &example.sources);
        let named: BTreeSet<&String> = fields
            .chain(&module.entity.sources)
            .chain(examples)
            .collect();
        let sources = &module.system.sources;
        docs = docs.sources(sources.iter().filter(|(key, _)| named.contains(key)));
        for file in &module.described.extended_in {
            docs = docs.paragraph(format!("Extended in {}.", code(file)));
        }
        let protocol = ident(&module.system.protocol);
        docs.to_tokens(tokens);
        let with_types = [
            Operation::Create,
            Operation::Update,
            Operation::Upsert,
            Operation::Query,
            Operation::Delete,
            Operation::Undelete,
        ];
        // What is not named in the file would be an unused import there.
        let operations = (!module.described.operations.is_empty())
            .then(|| quote!(use billbind_runtime::#protocol::operations;));
        let types = with_types
            .into_iter()
            .any(|operation| module.offers(operation))
            .then(|| quote!(use billbind_runtime::#protocol as protocol;));
        tokens.extend(quote!(use billbind_runtime as runtime; #operations #types));
        Names(module).to_tokens(tokens);
        RecordType(module).to_tokens(tokens);
        for member in &module.members {
            if let Kind::Enum(enumeration) = &member.field.kind {
                EnumType {
                    field: member.field,
                    enumeration,
                }
                .to_tokens(tokens);
            }
        }
        Storage(module).to_tokens(tokens);
        Drafts(module).to_tokens(tokens);
        Operations(module).to_tokens(tokens);
        Columns(module).to_tokens(tokens);
        Paths(module).to_tokens(tokens);
        Keys(module).to_tokens(tokens);
        Files(module).to_tokens(tokens);
        FieldTable(module).to_tokens(tokens);
    }
}

/// Short names for the runtime's types with this entity filled in.
struct Names<'a>(&'a Module<'a>);

impl ToTokens for Names<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let record = &self.0.record;
        let wire = code(&self.0.entity.wire);
        let id = Docs::of(format!("The id of a record of {wire}."));
        let key = Docs::of(format!("A field and a value that find a record of {wire}."));
        let filter = Docs::of(format!("A condition on records of {wire}."));
        tokens.extend(quote! {
            #id
            pub type Id = runtime::Id<#record>;
            #key
            pub type Key = runtime::Key<#record>;
            #filter
            pub type Filter = runtime::Filter<#record>;
        });
    }
}
