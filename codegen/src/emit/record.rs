//! The record as read.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::dialect;
use super::docs::{self, Docs, code};
use crate::lower::Module;
use crate::model::Operation;

/// The record's struct and what makes it a record.
pub(crate) struct RecordType<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for RecordType<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let record = &module.record;
        let wire_name = &module.entity.wire;
        let text = record.to_string();
        let returned: Vec<_> = module.returned().collect();
        let names: Vec<_> = returned.iter().map(|member| &member.name).collect();
        let types = returned
            .iter()
            .map(|member| module.value_type(&member.field.kind, 0));
        let fields = returned
            .iter()
            .map(|member| docs::field(module, member.field));
        let docs = Docs::of(format!("A record of {} as read.", code(wire_name)))
            .quoted(module.entity.doc.as_deref())
            .paragraph("A field is `None` where the answer had no value for it.");
        tokens.extend(quote! {
            #docs
            #[non_exhaustive]
            pub struct #record {
                #(#fields pub #names: Option<#types>,)*
                /// What the answer carried beyond the fields above.
                pub extra: runtime::Extra,
            }
        });
        Makers(module).to_tokens(tokens);
        let dialect = dialect::of_entity(module.system);
        tokens.extend(quote! {
            impl std::default::Default for #record {
                #[inline]
                fn default() -> Self {
                    Self { #(#names: None,)* extra: runtime::Extra::EMPTY }
                }
            }
            impl Clone for #record {
                #[inline]
                fn clone(&self) -> Self {
                    runtime::clone_record(self)
                }
            }
            impl PartialEq for #record {
                #[inline]
                fn eq(&self, other: &Self) -> bool {
                    runtime::records_are_equal(self, other)
                }
            }
            impl std::fmt::Debug for #record {
                #[inline]
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    runtime::debug_record(self, #text, formatter)
                }
            }
            impl runtime::Entity for #record {
                const WIRE_NAME: &'static str = #wire_name;
                #dialect
            }
            impl runtime::Slots for #record {
                #[inline]
                fn table(&self) -> &'static runtime::Table {
                    &table::TABLE
                }
                #[inline]
                fn slots(&self, visit: &mut dyn FnMut(&[&dyn runtime::Slot], &runtime::Extra)) {
                    visit(&[#(&self.#names),*], &self.extra);
                }
                #[inline]
                fn slots_mut(
                    &mut self,
                    visit: &mut dyn FnMut(&mut [&mut dyn runtime::Slot], &mut runtime::Extra),
                ) {
                    visit(&mut [#(&mut self.#names),*], &mut self.extra);
                }
            }
        });
    }
}

/// The functions that start a write.
struct Makers<'a>(&'a Module<'a>);

impl ToTokens for Makers<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        if !module.is_written() {
            return;
        }
        let record = &module.record;
        let builder = module.offers(Operation::Create).then(|| {
            quote! {
                /// Starts a new record; `build()` can be called once every required field is set.
                #[inline]
                pub fn builder() -> Builder {
                    draft(runtime::Draft::new(&table::TABLE))
                }
            }
        });
        let changes = module.offers(Operation::Update).then(|| {
            quote! {
                /// Starts changes of the record with this id.
                #[inline]
                pub fn changes(id: impl runtime::IdOf<#record>) -> Changes {
                    draft(runtime::Draft::for_id(&table::TABLE, id.into_id()))
                }
            }
        });
        let upsert = module.offers(Operation::Upsert).then(|| {
            quote! {
                /// Starts changes of the record that this key finds, or a new record where it
                /// finds none.
                #[inline]
                pub fn upsert(key: impl runtime::Names<#record>) -> Upsert {
                    draft(runtime::Draft::for_key(&table::TABLE, key))
                }
            }
        });
        tokens.extend(quote!(impl #record { #builder #changes #upsert }));
    }
}
