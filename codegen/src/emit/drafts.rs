//! Drafts: the builder of a new record, and the changes of an update or upsert.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::docs::{self, Docs, code};
use crate::lower::{Member, Module, Required, ident};
use crate::model::{Kind, Operation};

/// Everything that writes need.
pub(crate) struct Drafts<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for Drafts<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if !self.0.is_written() {
            return;
        }
        DraftType(self.0).to_tokens(tokens);
        OptionalSetters(self.0).to_tokens(tokens);
        RequiredSetters(self.0).to_tokens(tokens);
        Changing(self.0).to_tokens(tokens);
    }
}

/// The type of drafts and its names.
struct DraftType<'a>(&'a Module<'a>);

impl ToTokens for DraftType<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let wire = code(&module.entity.wire);
        let docs = Docs::of(format!("Values for a write of {wire}.")).paragraph(
            "What they are for is in the type: see `Builder`, `New`, `Changes` and `Upsert`. A \
             later call for the same field replaces an earlier one. Inside, a field is known by its \
             place in the table.",
        );
        let builder = Docs::of(format!(
            "A new record of {wire} on its way to being complete."
        ));
        let new = Docs::of(format!(
            "A new record of {wire} with every required field set: what `build()` gives."
        ));
        let changes = Docs::of(format!("Changes of a record of {wire} with a known id."));
        let upsert = Docs::of(format!(
            "Changes of a record of {wire} that a key finds, or a new record."
        ));
        let markers = module.required.iter().map(|required| &required.marker);
        let parameters: Vec<_> = module
            .required
            .iter()
            .map(|required| &required.parameter)
            .collect();
        let create = module.offers(Operation::Create).then(|| {
            quote! {
                #builder
                pub type Builder<#(#parameters = required::#markers),*> =
                    Draft<runtime::purpose::Create<(#(#parameters,)*)>>;
                #new
                pub type New = Draft<runtime::purpose::Complete>;
            }
        });
        let changes = module.offers(Operation::Update).then(|| {
            quote!(#changes pub type Changes = Draft<runtime::purpose::Change<runtime::purpose::ById>>;)
        });
        let upsert = module.offers(Operation::Upsert).then(|| {
            quote!(#upsert pub type Upsert = Draft<runtime::purpose::Change<runtime::purpose::ByKey>>;)
        });
        tokens.extend(quote! {
            #create
            #changes
            #upsert
            #docs
            #[must_use]
            pub struct Draft<For> {
                values: runtime::Draft,
                purpose: std::marker::PhantomData<fn() -> For>,
            }
            impl<For> Clone for Draft<For> {
                fn clone(&self) -> Self {
                    draft(self.values.clone())
                }
            }
            impl<For> std::fmt::Debug for Draft<For> {
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.values.fmt(formatter)
                }
            }
            impl<For> AsRef<runtime::Draft> for Draft<For> {
                fn as_ref(&self) -> &runtime::Draft {
                    &self.values
                }
            }
            fn draft<For>(values: runtime::Draft) -> Draft<For> {
                Draft { values, purpose: std::marker::PhantomData }
            }
        });
        if !module.required.is_empty() && module.offers(Operation::Create) {
            Markers(module).to_tokens(tokens);
        }
    }
}

/// The types that stand for required fields in the type of the builder.
struct Markers<'a>(&'a Module<'a>);

impl ToTokens for Markers<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let markers = self.0.required.iter().map(|required| {
            let marker = &required.marker;
            let names: Vec<String> = required
                .members
                .iter()
                .filter_map(|at| self.0.members.get(*at))
                .map(|member| code(&member.field.wire))
                .collect();
            let docs = if required.is_group() {
                Docs::of(format!("Exactly one of {} must be set.", names.join(", ")))
            } else {
                Docs::of(format!("{} must be set.", names.concat()))
            };
            let open = required
                .is_group()
                .then(|| quote!(impl billbind_runtime::purpose::IsOpen for #marker {}));
            quote!(#docs pub enum #marker {} #open)
        });
        tokens.extend(quote! {
            /// What must be set before `build()`.
            pub mod required {
                #[doc(no_inline)]
                pub use billbind_runtime::purpose::Given;
                #(#markers)*
            }
        });
    }
}

/// Setters that do not count towards `build()`, for drafts of every purpose.
struct OptionalSetters<'a>(&'a Module<'a>);

impl ToTokens for OptionalSetters<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let setters = module
            .writable()
            .filter(|(position, _)| module.required_by(*position).is_none())
            .map(|(position, member)| setter(module, position, member, &quote!(Self), None));
        tokens.extend(quote! {
            impl<For> Draft<For> {
                #(#setters)*
                /// Sets a field that this organization added and the schema does not know.
                pub fn custom(self, wire_name: &str, value: impl Into<runtime::Value>) -> Self {
                    draft(self.values.set_custom(wire_name, value))
                }
            }
        });
    }
}

/// Setters that count towards `build()`, and `build()`.
struct RequiredSetters<'a>(&'a Module<'a>);

/// With more parameters than these, clippy finds the builder's type too complex to be named.
const MOST_PARAMETERS: usize = 12;

impl ToTokens for RequiredSetters<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let parameters: Vec<_> = module
            .required
            .iter()
            .map(|required| &required.parameter)
            .collect();
        if module.offers(Operation::Create) {
            let setters = module
                .required
                .iter()
                .enumerate()
                .flat_map(|(place, required)| {
                    counted_setters(module, &parameters, place, required)
                });
            let given: Vec<_> = parameters
                .iter()
                .map(|parameter| quote!(#parameter: runtime::purpose::IsGiven,))
                .collect();
            let given = (!given.is_empty()).then(|| quote!(where #(#given)*));
            let lint = (parameters.len() > MOST_PARAMETERS).then(|| {
                quote! {
                    #[allow(
                        clippy::type_complexity,
                        reason = "the builder has a parameter for each required field"
                    )]
                }
            });
            tokens.extend(quote! {
                #lint
                impl<#(#parameters),*> Builder<#(#parameters),*> {
                    #(#setters)*
                    /// The new record. It can be called once every required field is set.
                    pub fn build(self) -> New #given {
                        draft(self.values)
                    }
                }
            });
        }
    }
}

fn counted_setters<'a>(
    module: &'a Module<'a>,
    parameters: &'a [&'a Ident],
    place: usize,
    required: &'a Required,
) -> impl Iterator<Item = TokenStream> + 'a {
    let then = parameters.iter().enumerate().map(move |(at, parameter)| {
        if at == place {
            quote!(required::Given,)
        } else {
            quote!(#parameter,)
        }
    });
    let result: TokenStream = quote!(Builder<#(#then)*>);
    let open = required.is_group().then(|| {
        let parameter = &required.parameter;
        quote!(where #parameter: runtime::purpose::IsOpen)
    });
    required
        .members
        .iter()
        .filter_map(|at| Some((*at, module.members.get(*at)?)))
        .map(move |(position, member)| setter(module, position, member, &result, open.as_ref()))
}

fn setter(
    module: &Module<'_>,
    position: usize,
    member: &Member<'_>,
    result: &TokenStream,
    bound: Option<&TokenStream>,
) -> TokenStream {
    let docs = docs::setter(module, member.field);
    let name = &member.name;
    let position = Literal::usize_unsuffixed(position);
    let value = module.value_type(&member.field.kind, 0);
    let (set, is_converted) = setter_of(module, &member.field.kind);
    let (parameter, argument) = match &member.field.kind {
        Kind::Reference(target) if module.system.lookup_by_key => {
            let target = module.target_type(*target, 0);
            (quote!(impl runtime::Names<#target>), quote!(value))
        }
        Kind::Id { .. } => {
            let record = &module.record;
            (quote!(impl runtime::IdOf<#record>), quote!(value.into_id()))
        }
        Kind::Reference(target) => {
            let target = module.target_type(*target, 0);
            (quote!(impl runtime::IdOf<#target>), quote!(value.into_id()))
        }
        // The runtime's setter does not say what the items of a list are to be.
        Kind::List(_) => (quote!(impl Into<#value>), quote!(value.into())),
        _ if is_converted => (quote!(impl Into<#value>), quote!(value)),
        _ => (value, quote!(value)),
    };
    quote! {
        #docs
        pub fn #name(self, value: #parameter) -> #result #bound {
            draft(self.values.#set(#position, #argument))
        }
    }
}

/// The runtime's setter for a kind of field, and whether it takes what converts into its type.
fn setter_of(module: &Module<'_>, kind: &Kind) -> (Ident, bool) {
    let (name, is_converted) = match kind {
        Kind::Text { .. } | Kind::File => ("set_text", true),
        Kind::Integer => ("set_integer", false),
        Kind::Decimal { .. } => ("set_decimal", true),
        Kind::Flag(_) => ("set_flag", false),
        Kind::Date(_) => ("set_date", false),
        Kind::DateTime(_) => ("set_date_time", false),
        Kind::Secret { .. } => ("set_secret", true),
        Kind::Raw => ("set_raw", false),
        Kind::Enum(_) => ("set_enum", false),
        Kind::List(_) => ("set_list", true),
        Kind::Reference(_) if module.system.lookup_by_key => ("set_reference", true),
        Kind::Id { .. } | Kind::Reference(_) => ("set_id", true),
    };
    (ident(name), is_converted)
}

/// What only an update or upsert can do: clear fields, and leave required ones as they are.
struct Changing<'a>(&'a Module<'a>);

impl ToTokens for Changing<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        if !module.is_changed() {
            return;
        }
        let nullable: Vec<_> = module.nullable().collect();
        // What a new record must have, a change may have.
        let setters = module
            .writable()
            .filter(|(position, _)| module.required_by(*position).is_some())
            .filter(|(position, _)| *position != module.id)
            .map(|(position, member)| setter(module, position, member, &quote!(Self), None));
        let clearing = (!nullable.is_empty()).then(|| {
            let setters = nullable
                .iter()
                .map(|(position, member)| clearing_setter(*position, member));
            quote! {
                #(#setters)*
                /// Clears several fields.
                pub fn clear(self, fields: impl IntoIterator<Item = Nullable>) -> Self {
                    draft(self.values.clear_all(fields))
                }
            }
        });
        tokens.extend(quote! {
            impl<Found> Draft<runtime::purpose::Change<Found>> {
                #(#setters)*
                #clearing
                /// Clears a field that this organization added and the schema does not know.
                pub fn clear_custom(self, wire_name: &str) -> Self {
                    draft(self.values.clear_custom(wire_name))
                }
            }
        });
        if nullable.is_empty() {
            return;
        }
        let variants = nullable.iter().map(|(_, member)| {
            let docs = Docs::of(code(&member.field.wire));
            let variant = &member.variant;
            quote!(#docs #variant)
        });
        let positions = nullable
            .iter()
            .map(|(position, _)| Literal::usize_unsuffixed(*position));
        let docs = Docs::of(format!(
            "The fields of {} that can be cleared.",
            code(&module.entity.wire)
        ));
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Copy)]
            #[non_exhaustive]
            pub enum Nullable {
                #(#variants,)*
            }
            impl std::fmt::Debug for Nullable {
                #[inline]
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    runtime::debug_nullable(*self, &table::TABLE, formatter)
                }
            }
            impl runtime::Nullable for Nullable {
                #[inline]
                fn position(self) -> u16 {
                    runtime::nullable_position(&[#(#positions),*], self as usize)
                }
            }
        });
    }
}

fn clearing_setter(position: usize, member: &Member<'_>) -> TokenStream {
    let position = Literal::usize_unsuffixed(position);
    let docs = Docs::of(format!("Clears {}.", code(&member.field.wire)));
    let bare = member
        .field
        .rust
        .strip_prefix("r#")
        .unwrap_or(&member.field.rust);
    let name = ident(&format!("clear_{bare}"));
    quote! {
        #docs
        pub fn #name(self) -> Self {
            draft(self.values.clear(#position))
        }
    }
}
