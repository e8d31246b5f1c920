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
        let docs = Docs::of(format!("A value of {wire}.")).quoted(self.field.doc.as_deref());
        let variants: Vec<_> = enumeration
            .values
            .iter()
            .map(|value| ident(&value.rust))
            .collect();
        let texts: Vec<_> = enumeration.values.iter().map(|value| &value.wire).collect();
        let variant_docs = enumeration.values.iter().map(|value| {
            Docs::of(format!("{} on the wire.", code(&value.wire))).quoted(value.doc.as_deref())
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
                #[must_use]
                pub fn custom(text: &str) -> Self {
                    match runtime::enum_from_text(text) {
                        Some(value) => value,
                        None => Self::Unknown(runtime::UnknownValue::new(text)),
                    }
                }
            }
        });
        let unknown_name = if enumeration.open {
            quote!(value)
        } else {
            quote!(_)
        };
        let (from_unknown, as_unknown) = if enumeration.open {
            (
                quote!(Some(Self::Unknown(value))),
                quote! {
                    match self {
                        Self::Unknown(value) => Some(value),
                        _ => None,
                    }
                },
            )
        } else {
            (quote!(None), quote!(None))
        };
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#variant_docs #variants,)*
                #unknown
            }
            impl #name {
                #custom
                /// The value's text on the wire.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    runtime::enum_as_text(self)
                }
            }
            impl runtime::Enumeration for #name {
                const KNOWN: &'static [(&'static str, Self)] = &[#((#texts, Self::#variants)),*];
                fn from_unknown(#unknown_name: runtime::UnknownValue) -> Option<Self> {
                    #from_unknown
                }
                fn as_unknown(&self) -> Option<&runtime::UnknownValue> {
                    #as_unknown
                }
            }
        });
    }
}
