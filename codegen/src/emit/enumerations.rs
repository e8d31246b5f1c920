//! The types of enum fields.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::docs::{Docs, code};
use crate::lower::ident;
use crate::model::{Enumeration, Field};

/// One enum type.
pub(crate) struct EnumType<'a> {
    pub(crate) field: &'a Field,
    pub(crate) enumeration: &'a Enumeration,
}

impl ToTokens for EnumType<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let enumeration = self.enumeration;
        let name = ident(&enumeration.rust_type);
        let wire = code(&self.field.wire);
        let docs = Docs::of(format!("A value of {wire}."));
        let variants: Vec<_> = enumeration
            .values
            .iter()
            .map(|value| ident(&value.rust))
            .collect();
        let texts: Vec<_> = enumeration.values.iter().map(|value| &value.wire).collect();
        let variant_docs = enumeration.values.iter().map(|value| {
            let docs = Docs::of(format!("{} on the wire.", code(&value.wire)));
            let docs = docs.quoted(value.doc.as_deref());
            match &value.added_in {
                Some(file) => docs.paragraph(format!("Added in {}.", code(file))),
                None => docs,
            }
        });
        let unknown = enumeration.open.then(|| {
            quote! {
                /// A value that this crate does not know, byte for byte as it came.
                Unknown(runtime::UnknownValue),
            }
        });
        let custom = enumeration.open.then(|| {
            quote! {
                /// The value with this text on the wire: one of the above, or one that this
                /// organization added to the list.
                #[inline]
                #[must_use]
                pub fn custom(text: &str) -> Self {
                    runtime::open_enum_from_text(text, Self::Unknown)
                }
            }
        });
        let unknown_text = enumeration
            .open
            .then(|| quote!(Self::Unknown(value) => value.as_str(),));
        let made = if enumeration.open {
            quote!(Some(Self::Unknown))
        } else {
            quote!(None)
        };
        tokens.extend(quote! {
            #docs
            #[derive(Clone)]
            #[non_exhaustive]
            pub enum #name {
                #(#variant_docs #variants,)*
                #unknown
            }
            impl #name {
                #custom
                /// The value's text on the wire.
                #[inline]
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #texts,)*
                        #unknown_text
                    }
                }
            }
            impl PartialEq for #name {
                #[inline]
                fn eq(&self, other: &Self) -> bool {
                    self.as_str() == other.as_str()
                }
            }
            impl Eq for #name {}
            impl std::fmt::Debug for #name {
                #[inline]
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    runtime::debug_enum(self.as_str(), formatter)
                }
            }
            impl std::hash::Hash for #name {
                #[inline]
                fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                    runtime::hash_enum(self.as_str(), state);
                }
            }
            impl runtime::Enumeration for #name {
                const VALUES: runtime::EnumValues<Self> = runtime::EnumValues {
                    known: &[#(Self::#variants),*],
                    text: Self::as_str,
                    unknown: #made,
                };
            }
        });
    }
}
