//! What makes the record and its enums storable: one line each.
//!
//! The macros give nothing unless the feature `serde` of the runtime is on.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::lower::{Module, ident};
use crate::model::Kind;

/// The calls for everything that a user may store.
pub(crate) struct Storage<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for Storage<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let record = &self.0.record;
        tokens.extend(quote!(runtime::store_record!(#record);));
        for member in &self.0.members {
            if let Kind::Enum(enumeration) = &member.field.kind {
                let name = ident(&enumeration.rust_type);
                tokens.extend(quote!(runtime::store_enum!(#name);));
            }
        }
    }
}
