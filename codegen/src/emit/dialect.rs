//! How a system's statements are written, where its schema says other than the runtime does.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{DateLiteral, DateTimeLiteral, LikeEscape, QueryForms, System};

/// `DIALECT` of the system's module; nothing where all is as the runtime has it.
pub(crate) fn constant(system: &System) -> TokenStream {
    let QueryForms {
        date,
        date_time,
        like_escape,
    } = system.query;
    let date = match date {
        DateLiteral::Dashed => None,
        DateLiteral::Compact => Some(quote!(Compact)),
        DateLiteral::Keyword => Some(quote!(Keyword)),
    };
    let date = date.map(|form| quote!(.with_date(billbind_runtime::DateLiteral::#form)));
    let date_time = match date_time {
        DateTimeLiteral::Zulu => None,
        DateTimeLiteral::Spaced => Some(quote!(Spaced)),
        DateTimeLiteral::Keyword => Some(quote!(Keyword)),
    };
    let date_time =
        date_time.map(|form| quote!(.with_date_time(billbind_runtime::DateTimeLiteral::#form)));
    let like_escape = match like_escape {
        LikeEscape::None => None,
        LikeEscape::Backslash => {
            Some(quote!(.with_like_escape(billbind_runtime::LikeEscape::Backslash)))
        }
    };
    if date.is_none() && date_time.is_none() && like_escape.is_none() {
        return TokenStream::new();
    }
    quote! {
        /// How the query language of this system is written.
        const DIALECT: billbind_runtime::Dialect =
            billbind_runtime::Dialect::DEFAULT #date #date_time #like_escape;
    }
}

/// The same in an implementation of `Entity`, one module below.
pub(crate) fn of_entity(system: &System) -> TokenStream {
    if system.query == QueryForms::default() {
        return TokenStream::new();
    }
    quote!(
        const DIALECT: runtime::Dialect = super::DIALECT;
    )
}
