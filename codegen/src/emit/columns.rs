//! The names of an entity's fields for filters, paths, keys and files.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::docs::{Docs, code};
use crate::lower::Module;
use crate::model::{Field, FlagForm, Kind};

/// `COL`: the fields, each with its type.
pub(crate) struct Columns<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for Columns<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let record = &module.record;
        let names: Vec<_> = module.members.iter().map(|member| &member.name).collect();
        let wires: Vec<_> = module
            .members
            .iter()
            .map(|member| &member.field.wire)
            .collect();
        let field_docs = wires.iter().map(|wire| Docs::of(code(wire)));
        let types = module
            .members
            .iter()
            .map(|member| module.value_type(&member.field.kind, 0));
        let columns = module.members.iter().map(|member| column(member.field));
        let wire = code(&module.entity.wire);
        let type_docs = Docs::of(format!("The fields of {wire}, each with its type."));
        let docs = Docs::of(format!(
            "The fields of {wire}, for filters: `COL.id.eq(…)`."
        ));
        tokens.extend(quote! {
            #type_docs
            #[non_exhaustive]
            pub struct Columns {
                #(#field_docs pub #names: runtime::Column<#record, #types>,)*
            }
            #docs
            pub static COL: Columns = Columns {
                #(#names: #columns,)*
            };
        });
    }
}

fn column(field: &Field) -> TokenStream {
    let wire = &field.wire;
    match field.kind {
        Kind::Flag(FlagForm::YesNo) => {
            quote!(runtime::Column::Flag(#wire, runtime::FlagForm::YesNo))
        }
        Kind::Flag(FlagForm::TrueFalse) => {
            quote!(runtime::Column::Flag(#wire, runtime::FlagForm::TrueFalse))
        }
        _ => quote!(runtime::Column::Field(#wire)),
    }
}

/// `PATH`: the ways to the entities that this one points at.
pub(crate) struct Paths<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for Paths<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let record = &module.record;
        let mut declarations = Vec::new();
        let mut values = Vec::new();
        for member in &module.members {
            let (Kind::Reference(target), Some(relation), Some(name)) =
                (&member.field.kind, &member.field.relation, &member.path)
            else {
                continue;
            };
            let docs = Docs::of(format!(
                "{}: the record that {} names.",
                code(relation),
                code(&member.field.wire)
            ));
            let target = module.target_type(*target, 0);
            declarations.push(quote!(#docs pub #name: runtime::Path<#record, #target>));
            values.push(quote!(#name: runtime::Path::new(#relation)));
        }
        if values.is_empty() {
            return;
        }
        let wire = code(&module.entity.wire);
        let type_docs = Docs::of(format!("The ways from {wire} to what it points at."));
        let docs = Docs::of(format!("The entities that {wire} points at, for filters."));
        tokens.extend(quote! {
            #type_docs
            #[non_exhaustive]
            pub struct Paths {
                #(#declarations,)*
            }
            #docs
            pub static PATH: Paths = Paths { #(#values,)* };
        });
    }
}

/// `key`: what finds a record besides its id.
pub(crate) struct Keys<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for Keys<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let keys: Vec<_> = module
            .members
            .iter()
            .filter(|member| member.field.external_key)
            .map(|member| {
                let wire = &member.field.wire;
                let docs = Docs::of(format!("The record with this {}.", code(wire)));
                let name = &member.name;
                let value = module.value_type(&member.field.kind, 1);
                quote! {
                    #docs
                    #[inline]
                    pub fn #name(value: impl Into<#value>) -> super::Key {
                        let value: #value = value.into();
                        super::Key::of(#wire, value)
                    }
                }
            })
            .collect();
        if keys.is_empty() {
            return;
        }
        let docs = Docs::of(format!(
            "The documented keys of {}; those of an organization are made by `Key::custom`.",
            code(&module.entity.wire)
        ));
        tokens.extend(quote!(#docs pub mod key { #(#keys)* }));
    }
}

/// `file`: the fields that hold files.
pub(crate) struct Files<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for Files<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let record = &module.record;
        let files: Vec<_> = module
            .members
            .iter()
            .filter(|member| member.field.kind == Kind::File)
            .map(|member| {
                let wire = &member.field.wire;
                let docs = Docs::of(code(wire));
                let name = &member.constant;
                quote! {
                    #docs
                    pub const #name: FileField<super::#record> = FileField::new(#wire);
                }
            })
            .collect();
        if files.is_empty() {
            return;
        }
        let wire = code(&module.entity.wire);
        let docs = Docs::of(format!("The fields of {wire} that hold files."));
        tokens.extend(quote! {
            #docs
            pub mod file {
                use billbind_runtime::FileField;
                #(#files)*
            }
        });
    }
}
