//! The `lower` stage: gives the model Rust's shape.
//!
//! What the bindings say in more than one place is decided here once: the order of the table, the
//! type of each field, what is required and in which place of the builder's type. The fragments of
//! `emit` only print it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::model::{
    Access, Described, EntityId, Enumeration, Field, Issuer, Kind, Operation, System,
};
use crate::naming;

/// The module of one described entity.
pub(crate) struct Module<'a> {
    pub(crate) system: &'a System,
    pub(crate) entity: &'a crate::model::Entity,
    pub(crate) described: &'a Described,
    pub(crate) record: Ident,
    /// In the order of the table: those that are returned first.
    pub(crate) members: Vec<Member<'a>>,
    /// Position of the id in `members`.
    pub(crate) id: usize,
    /// What must be given on create, one place each in the builder's type.
    pub(crate) required: Vec<Required>,
    /// For each member the place that it fills.
    required_by: Vec<Option<usize>>,
}

/// One field in Rust's shape.
pub(crate) struct Member<'a> {
    pub(crate) field: &'a Field,
    /// Name of the struct's field and of the setter.
    pub(crate) name: Ident,
    /// Name of the constant of a file field: `DOCUMENT`.
    pub(crate) constant: Ident,
    /// Name of the path, for references.
    pub(crate) path: Option<Ident>,
    /// `Status`, in the list of nullable fields.
    pub(crate) variant: Ident,
}

/// What must be given on create: one field, or one of a group.
pub(crate) struct Required {
    /// Name of the marker type that stands in an error message: `NameOfAccount`,
    /// `AccountTypeIdOrAccountTypeOfAccount`. The compiler prints a name with its whole path where
    /// another type is called so too; many entities have a field `Name`, and only one a
    /// `NameOfAccount`.
    pub(crate) marker: Ident,
    /// Name of the type parameter: `R1`.
    pub(crate) parameter: Ident,
    /// Positions in the members.
    pub(crate) members: Vec<usize>,
}

impl Required {
    pub(crate) fn is_group(&self) -> bool {
        self.members.len() > 1
    }
}

impl<'a> Module<'a> {
    /// Gives the entity Rust's shape.
    pub(crate) fn new(
        system: &'a System,
        entity: &'a crate::model::Entity,
        described: &'a Described,
    ) -> Self {
        let mut order: Vec<usize> = (0..described.fields.len()).collect();
        // A field that is never returned has no place in the record; those stand last.
        order.sort_by_key(|at| {
            described
                .fields
                .get(*at)
                .is_some_and(|field| !is_returned(field))
        });
        let mut places = vec![0; order.len()];
        for (place, at) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(*at) {
                *slot = place;
            }
        }
        let place = |at: usize| places.get(at).copied().unwrap_or(at);
        let fields = || order.iter().filter_map(|at| described.fields.get(*at));
        let members = name_members(fields());
        let mut required = Vec::new();
        for (at, member) in members.iter().enumerate() {
            if member.field.required {
                required.push(vec![at]);
            }
        }
        for rule in &described.one_of {
            required.push(rule.fields.iter().map(|at| place(*at)).collect());
        }
        required.sort_by_key(|group: &Vec<usize>| group.first().copied());
        let mut required_by = vec![None; members.len()];
        for (place, group) in required.iter().enumerate() {
            for at in group {
                if let Some(slot) = required_by.get_mut(*at) {
                    *slot = Some(place);
                }
            }
        }
        let mut markers = Taken::default();
        let required = required
            .into_iter()
            .enumerate()
            .map(|(at, group)| Required {
                marker: marker(entity, &members, &group, &mut markers),
                parameter: format_ident!("R{}", at + 1),
                members: group,
            })
            .collect();
        Self {
            system,
            entity,
            described,
            record: ident(&entity.rust_type),
            id: place(described.id_field),
            members,
            required,
            required_by,
        }
    }

    /// Members with a place in the record.
    pub(crate) fn returned(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members
            .iter()
            .filter(|member| is_returned(member.field))
    }

    /// Members that a write may set, with their positions.
    pub(crate) fn writable(&self) -> impl Iterator<Item = (usize, &Member<'a>)> {
        self.members.iter().enumerate().filter(|(at, member)| {
            let is_id = *at == self.id && !self.takes_id_on_create();
            !is_id && is_writable(member.field)
        })
    }

    /// Members that an update may clear, with their positions.
    pub(crate) fn nullable(&self) -> impl Iterator<Item = (usize, &Member<'a>)> {
        self.members
            .iter()
            .enumerate()
            .filter(|(_, member)| member.field.nullable)
    }

    /// Whether the id of a new record comes from the caller.
    pub(crate) fn takes_id_on_create(&self) -> bool {
        let id = self.members.get(self.id).map(|member| &member.field.kind);
        matches!(
            id,
            Some(Kind::Id {
                issuer: Issuer::Caller
            })
        )
    }

    /// The place in the builder's type that a member fills.
    pub(crate) fn required_by(&self, position: usize) -> Option<usize> {
        self.required_by.get(position).copied().flatten()
    }

    pub(crate) fn offers(&self, operation: Operation) -> bool {
        self.described.offers(operation)
    }

    /// Whether the entity has drafts at all.
    pub(crate) fn is_written(&self) -> bool {
        [Operation::Create, Operation::Update, Operation::Upsert]
            .into_iter()
            .any(|operation| self.offers(operation))
    }

    /// Whether drafts may clear fields.
    pub(crate) fn is_changed(&self) -> bool {
        self.offers(Operation::Update) || self.offers(Operation::Upsert)
    }

    /// Path of another entity's module, from `depth` modules below this one.
    pub(crate) fn target(&self, id: EntityId, depth: usize) -> Option<TokenStream> {
        let target = self.system.entity(id)?;
        let up = supers(depth);
        if target.wire == self.entity.wire {
            return Some(up);
        }
        let module = ident(&target.module);
        Some(quote!(#up super::#module::))
    }

    /// The record or marker type of another entity, from `depth` modules below this one.
    pub(crate) fn target_type(&self, id: EntityId, depth: usize) -> TokenStream {
        let path = self.target(id, depth).unwrap_or_default();
        // `check` made the id from this very system.
        let name = self
            .system
            .entity(id)
            .map_or(&self.entity.rust_type, |target| &target.rust_type);
        let name = ident(name);
        quote!(#path #name)
    }

    /// The Rust type of a field's values, from `depth` modules below this one.
    pub(crate) fn value_type(&self, kind: &Kind, depth: usize) -> TokenStream {
        let up = supers(depth);
        let runtime = if depth == 0 {
            quote!(runtime::)
        } else {
            quote!(billbind_runtime::)
        };
        match kind {
            Kind::Id { .. } => quote!(#up Id),
            Kind::Reference(target) => {
                let path = self.target(*target, depth).unwrap_or_default();
                quote!(#path Id)
            }
            Kind::Text { .. } | Kind::File => quote!(String),
            Kind::Integer => quote!(i64),
            Kind::Decimal { .. } => quote!(#runtime Decimal),
            Kind::Flag(_) => quote!(bool),
            Kind::Date(_) => quote!(#runtime Date),
            Kind::DateTime(_) => quote!(#runtime DateTime),
            Kind::Enum(Enumeration { rust_type, .. }) => {
                let name = ident(rust_type);
                quote!(#up #name)
            }
            Kind::Secret { .. } => quote!(#runtime Secret),
            Kind::Raw => quote!(#runtime Raw),
            Kind::List(item) => {
                let item = self.value_type(item, depth);
                quote!(Vec<#item>)
            }
        }
    }
}

fn supers(depth: usize) -> TokenStream {
    (0..depth).map(|_| quote!(super::)).collect()
}

fn is_returned(field: &Field) -> bool {
    field.access != Access::WriteOnly
}

fn is_writable(field: &Field) -> bool {
    matches!(field.access, Access::ReadWrite | Access::WriteOnly) && field.kind != Kind::File
}

/// An identifier from a name that `check` has accepted; raw where the name says so.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn name_members<'a>(fields: impl Iterator<Item = &'a Field> + Clone) -> Vec<Member<'a>> {
    use heck::{ToShoutySnakeCase, ToUpperCamelCase};
    // No variant can be called `Self`.
    let mut variants = Taken::default();
    variants.names.insert("Self".to_owned());
    let with_path: BTreeSet<&str> = fields
        .clone()
        .filter(|field| field.relation.is_some())
        .map(|field| bare(&field.rust))
        .collect();
    fields
        .map(|field| {
            let bare = bare(&field.rust);
            Member {
                field,
                name: ident(&field.rust),
                constant: ident(&bare.to_shouty_snake_case()),
                path: field.relation.as_ref().map(|_| path(bare, &with_path)),
                // `address1` and `address_1` are two fields and one word in Pascal case.
                variant: ident(&variants.unique(bare.to_upper_camel_case())),
            }
        })
        .collect()
}

fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The name of a path: `parent` of `parent_id`, where no field with a path is called so.
fn path(field: &str, fields: &BTreeSet<&str>) -> Ident {
    let short = field
        .strip_suffix("_id")
        .filter(|short| !fields.contains(short) && !matches!(*short, "self" | "super" | "crate"));
    let name = short.unwrap_or(field);
    if naming::is_keyword(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        ident(name)
    }
}

fn marker(
    entity: &crate::model::Entity,
    members: &[Member<'_>],
    group: &[usize],
    taken: &mut Taken,
) -> Ident {
    let names: Vec<String> = group
        .iter()
        .filter_map(|at| members.get(*at))
        .map(|member| member.variant.to_string())
        .collect();
    let name = format!("{}Of{}", names.join("Or"), entity.rust_type);
    ident(&taken.unique(name))
}

/// Names that are given away.
#[derive(Default)]
struct Taken {
    names: BTreeSet<String>,
    /// How often each was asked for again.
    again: BTreeMap<String, usize>,
}

impl Taken {
    /// The name, or a longer one where it is taken: `NameX`, `NameX2`.
    fn unique(&mut self, name: String) -> String {
        if self.names.insert(name.clone()) {
            return name;
        }
        loop {
            let count = self.again.entry(name.clone()).or_default();
            *count += 1;
            let longer = match count {
                1 => format!("{name}X"),
                count => format!("{name}X{count}"),
            };
            if self.names.insert(longer.clone()) {
                return longer;
            }
        }
    }
}
