//! The static table that the codec, the drafts and the requests read.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::lower::{Member, Module};
use crate::model::{Access, DateForm, DateTimeForm, Enumeration, FlagForm, Kind};

/// The table of an entity's fields.
pub(crate) struct FieldTable<'a>(pub(crate) &'a Module<'a>);

impl ToTokens for FieldTable<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let module = self.0;
        let wire = &module.entity.wire;
        let id = Literal::usize_unsuffixed(module.id);
        let rows = module.members.iter().map(|member| row(module, member));
        let uses_forms = Forms::used_by(module);
        let groups = groups(module);
        let table = if groups.is_empty() {
            quote!(Table::new(#wire, #id, &[#(#rows),*]))
        } else {
            quote!(Table::with_groups(#wire, #id, &[#(#rows),*], &[#(#groups),*]))
        };
        tokens.extend(quote! {
            mod table {
                use billbind_runtime::{#uses_forms Field, Kind, Rules, Table};
                pub(super) static TABLE: Table = #table;
            }
        });
    }
}

/// The groups of which exactly one field is given, as positions.
fn groups(module: &Module<'_>) -> Vec<TokenStream> {
    let groups = module.required.iter().filter(|group| group.is_group());
    let positions = groups.map(|group| {
        let positions = group.members.iter().copied().map(Literal::usize_unsuffixed);
        quote!(&[#(#positions),*])
    });
    positions.collect()
}

fn row(module: &Module<'_>, member: &Member<'_>) -> TokenStream {
    let field = member.field;
    let name = &field.wire;
    let kind = kind(module, &field.kind, field.relation.as_deref());
    let (preset, nullable) = match field.access {
        Access::ReadWrite | Access::WriteOnly if field.required => (quote!(REQUIRED), false),
        Access::ReadWrite | Access::WriteOnly if field.nullable => (quote!(OPTIONAL), true),
        Access::ReadWrite | Access::WriteOnly => (quote!(FIXED), false),
        Access::ReadOnly => (quote!(READ_ONLY), false),
        Access::QueryOnly => (quote!(QUERY_ONLY), false),
    };
    let access = (field.access == Access::WriteOnly)
        .then(|| quote!(access: billbind_runtime::Access::WriteOnly,));
    let nullable = (field.nullable != nullable).then(|| {
        let nullable = field.nullable;
        quote!(nullable: #nullable,)
    });
    let external_key = field.external_key.then(|| quote!(external_key: true,));
    let others = quote!(#access #nullable #external_key);
    let rules = if others.is_empty() {
        quote!(Rules::#preset)
    } else {
        quote!(Rules { #others ..Rules::#preset })
    };
    // Only what differs from a preset costs the compiler an update of a struct.
    quote!(Field { name: #name, kind: #kind, rules: #rules })
}

fn kind(module: &Module<'_>, kind: &Kind, relation: Option<&str>) -> TokenStream {
    match kind {
        Kind::Id { .. } => quote!(Kind::Id),
        Kind::Reference(target) => {
            let target = module
                .system
                .entity(*target)
                .map_or("", |target| &target.wire);
            let relation = if let Some(relation) = relation.filter(|_| module.system.lookup_by_key)
            {
                quote!(Some(#relation))
            } else {
                quote!(None)
            };
            quote!(Kind::Reference { target: #target, relation: #relation })
        }
        Kind::Text { max_length: None } => quote!(Kind::Text),
        Kind::Text {
            max_length: Some(length),
        } => {
            let length = Literal::u32_unsuffixed(*length);
            quote!(Kind::TextUpTo(#length))
        }
        Kind::Integer => quote!(Kind::Integer),
        Kind::Decimal { scale: None } => quote!(Kind::Decimal),
        Kind::Decimal { scale: Some(scale) } => {
            let scale = Literal::u32_unsuffixed(*scale);
            quote!(Kind::DecimalTo(#scale))
        }
        Kind::Flag(FlagForm::ZeroOne) => quote!(Kind::Flag(FlagForm::ZeroOne)),
        Kind::Flag(FlagForm::YesNo) => quote!(Kind::Flag(FlagForm::YesNo)),
        Kind::Flag(FlagForm::TrueFalse) => quote!(Kind::Flag(FlagForm::TrueFalse)),
        Kind::Date(DateForm::Compact) => quote!(Kind::Date(DateForm::Compact)),
        Kind::Date(DateForm::Dashed) => quote!(Kind::Date(DateForm::Dashed)),
        Kind::DateTime(DateTimeForm::Zulu) => quote!(Kind::DateTime(DateTimeForm::Zulu)),
        Kind::DateTime(DateTimeForm::Spaced) => quote!(Kind::DateTime(DateTimeForm::Spaced)),
        Kind::Enum(Enumeration { open: true, .. }) => quote!(Kind::Enum),
        Kind::Enum(Enumeration { values, .. }) => {
            let values = values.iter().map(|value| &value.wire);
            quote!(Kind::ClosedEnum(&[#(#values),*]))
        }
        Kind::Secret { max_length: None } => quote!(Kind::Secret),
        Kind::Secret {
            max_length: Some(length),
        } => {
            let length = Literal::u32_unsuffixed(*length);
            quote!(Kind::SecretUpTo(#length))
        }
        Kind::File => quote!(Kind::File),
        Kind::Raw => quote!(Kind::Raw),
        Kind::List(item) => {
            let item = self::kind(module, item, None);
            quote!(Kind::List(&#item))
        }
    }
}

/// Which forms of values the rows name, for the import.
struct Forms {
    flag: bool,
    date: bool,
    date_time: bool,
}

impl Forms {
    fn used_by(module: &Module<'_>) -> Self {
        let mut forms = Self {
            flag: false,
            date: false,
            date_time: false,
        };
        for member in &module.members {
            forms.add(&member.field.kind);
        }
        forms
    }

    fn add(&mut self, kind: &Kind) {
        match kind {
            Kind::Flag(_) => self.flag = true,
            Kind::Date(_) => self.date = true,
            Kind::DateTime(_) => self.date_time = true,
            Kind::List(item) => self.add(item),
            _ => {}
        }
    }
}

impl ToTokens for Forms {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if self.date {
            tokens.extend(quote!(DateForm,));
        }
        if self.date_time {
            tokens.extend(quote!(DateTimeForm,));
        }
        if self.flag {
            tokens.extend(quote!(FlagForm,));
        }
    }
}
