//! The request functions of an entity: one line each over the protocol.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::docs::{Docs, code};
use super::examples::{Examples, Function};
use crate::lower::Module;
use crate::model::Operation;

/// The functions for the operations that the entity offers.
pub(crate) struct Operations<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for Operations<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let context = Context {
            module: self.0,
            record: &self.0.record,
            wire: code(&self.0.entity.wire),
        };
        for operation in &self.0.described.operations {
            tokens.extend(match operation {
                Operation::Create => context.create(),
                Operation::Update => context.update(),
                Operation::Upsert => context.upsert(),
                Operation::Retrieve => context.retrieve(),
                Operation::Delete => context.delete(),
                Operation::Undelete => context.undelete(),
                Operation::UploadFile => context.upload_file(),
                Operation::DownloadFile => context.download_file(),
                Operation::Query => context.query(),
            });
        }
    }
}

struct Context<'a> {
    module: &'a Module<'a>,
    record: &'a Ident,
    wire: String,
}

impl Context<'_> {
    fn written(&self) -> TokenStream {
        let record = self.record;
        request(&quote!(protocol::Written<#record>))
    }

    fn batch(&self) -> TokenStream {
        let record = self.record;
        request(&quote!(protocol::Batch<#record>))
    }

    /// The examples of a function.
    fn examples(&self, function: Function) -> Examples<'_> {
        Examples {
            module: self.module,
            function,
        }
    }

    /// The parameter type of an id.
    fn id(&self) -> TokenStream {
        let record = self.record;
        quote!(impl runtime::IdOf<#record>)
    }

    fn create(&self) -> TokenStream {
        let (written, batch) = (self.written(), self.batch());
        let one = Docs::of(format!("Creates a record of {}.", self.wire));
        let many = Docs::of(format!("Creates records of {} in one request.", self.wire));
        let examples = self.examples(Function::One(Operation::Create));
        let more = self.examples(Function::Many(Operation::Create));
        quote! {
            #one
            #examples
            #[inline]
            pub fn create(new: &New) -> #written {
                operations::create(&new.values)
            }
            #many
            #more
            #[inline]
            pub fn create_many(new: &[New]) -> #batch {
                operations::create_many(new)
            }
        }
    }

    fn update(&self) -> TokenStream {
        let (written, batch) = (self.written(), self.batch());
        let one = Docs::of(format!("Changes a record of {}.", self.wire));
        let many = Docs::of(format!("Changes records of {} in one request.", self.wire));
        let examples = self.examples(Function::One(Operation::Update));
        let more = self.examples(Function::Many(Operation::Update));
        quote! {
            #one
            #examples
            #[inline]
            pub fn update(changes: &Changes) -> #written {
                operations::update(&changes.values)
            }
            #many
            #more
            #[inline]
            pub fn update_many(changes: &[Changes]) -> #batch {
                operations::update_many(changes)
            }
        }
    }

    fn upsert(&self) -> TokenStream {
        let (written, batch) = (self.written(), self.batch());
        let one = Docs::of(format!(
            "Changes the record of {} that the key finds, or creates it.",
            self.wire
        ));
        let many = Docs::of(format!(
            "Changes or creates records of {} in one request; all by the same key field.",
            self.wire
        ));
        let examples = self.examples(Function::One(Operation::Upsert));
        let more = self.examples(Function::Many(Operation::Upsert));
        let keyed = self
            .module
            .offers(Operation::Create)
            .then(|| self.create_or_overwrite());
        quote! {
            #one
            #examples
            #[inline]
            pub fn upsert(upsert: &Upsert) -> #written {
                operations::upsert(&upsert.values)
            }
            #keyed
            #many
            #more
            #[inline]
            pub fn upsert_many(upserts: &[Upsert]) -> #batch {
                operations::upsert_many(upserts)
            }
        }
    }

    fn create_or_overwrite(&self) -> TokenStream {
        let (record, written) = (self.record, self.written());
        let docs = Docs::of(format!(
            "Creates a record of {} under a key, or overwrites the one that has it.",
            self.wire
        ))
        .paragraph(
            "An upsert of a whole new record: a client may send it again where no answer came, \
             which it must not do with `create`. What is set replaces what the record with this \
             key holds.",
        );
        quote! {
            #docs
            #[inline]
            pub fn create_or_overwrite(key: runtime::Key<#record>, new: &New) -> #written {
                operations::create_or_overwrite(key, &new.values)
            }
        }
    }

    fn retrieve(&self) -> TokenStream {
        let record = self.record;
        let (one, list) = (request(&quote!(#record)), request(&quote!(Vec<#record>)));
        let by_filter = Docs::of(format!("Reads the records of {} that match.", self.wire));
        let by_id = Docs::of(format!("Reads the record of {} with this id.", self.wire));
        let by_ids = Docs::of(format!(
            "Reads the records of {} with these ids.",
            self.wire
        ));
        let id = self.id();
        let examples = self.examples(Function::Filter);
        let more = self.examples(Function::One(Operation::Retrieve));
        quote! {
            #by_filter
            #examples
            #[inline]
            pub fn retrieve(filter: &Filter) -> #list {
                operations::retrieve(&table::TABLE, filter)
            }
            #by_id
            #more
            #[inline]
            pub fn retrieve_by_id(id: #id) -> #one {
                operations::retrieve_by_id(&table::TABLE, &id.into_id())
            }
            #by_ids
            #[inline]
            pub fn retrieve_by_ids(ids: &[Id]) -> #list {
                operations::retrieve_by_ids(&table::TABLE, ids)
            }
        }
    }

    fn query(&self) -> TokenStream {
        let record = self.record;
        let docs = Docs::of(format!(
            "Starts a statement of the query language on {}.",
            self.wire
        ));
        quote! {
            #docs
            #[inline]
            pub fn query() -> protocol::Query<#record> {
                operations::query(&table::TABLE)
            }
        }
    }

    fn delete(&self) -> TokenStream {
        let record = self.record;
        let (written, batch) = (self.written(), self.batch());
        let one = Docs::of(format!(
            "Deletes a record of {}, named by its id.",
            self.wire
        ));
        let many = Docs::of(format!("Deletes records of {} in one request.", self.wire));
        let examples = self.examples(Function::One(Operation::Delete));
        let more = self.examples(Function::Many(Operation::Delete));
        quote! {
            #one
            #examples
            #[inline]
            pub fn delete(deletion: impl protocol::Deletes<#record>) -> #written {
                operations::delete(&table::TABLE, &deletion.into_deletion())
            }
            #many
            #more
            #[inline]
            pub fn delete_many(deletions: &[protocol::Deletion<#record>]) -> #batch {
                operations::delete_many(&table::TABLE, deletions)
            }
        }
    }

    fn undelete(&self) -> TokenStream {
        let (written, id) = (self.written(), self.id());
        let docs = Docs::of(format!(
            "Restores a record of {} from the recycle bin.",
            self.wire
        ));
        let examples = self.examples(Function::One(Operation::Undelete));
        quote! {
            #docs
            #examples
            #[inline]
            pub fn undelete(id: #id) -> #written {
                operations::undelete(&table::TABLE, &id.into_id())
            }
        }
    }

    fn upload_file(&self) -> TokenStream {
        let (record, id) = (self.record, self.id());
        let request = request(&quote!(()));
        let docs = Docs::of(format!(
            "Stores a file in a field of a record of {}.",
            self.wire
        ));
        quote! {
            #docs
            #[inline]
            pub fn upload_file(
                id: #id,
                field: &runtime::FileField<#record>,
                file_name: &str,
                contents: &[u8],
            ) -> #request {
                operations::upload_file(&id.into_id(), field, file_name, contents)
            }
        }
    }

    fn download_file(&self) -> TokenStream {
        let (record, id) = (self.record, self.id());
        let request = request(&quote!(Vec<u8>));
        let docs = Docs::of(format!(
            "Reads the file in a field of a record of {}.",
            self.wire
        ));
        quote! {
            #docs
            #[inline]
            pub fn download_file(
                id: #id,
                field: &runtime::FileField<#record>,
            ) -> #request {
                operations::download_file(&id.into_id(), field)
            }
        }
    }
}

/// The type of a request with this output.
fn request(output: &TokenStream) -> TokenStream {
    quote!(super::Request<#output>)
}
