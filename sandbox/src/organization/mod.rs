//! What the model says of an organization, shaped for look-up by the names that requests and
//! statements use.

mod entity;
mod read;

use std::collections::HashMap;

use billbind_codegen::model;

use crate::error::StartError;
pub(crate) use entity::{Entity, EntityId, Field, IdKind, Kind};

/// Everything that the sandbox knows of the organization that it plays.
#[derive(Debug)]
pub(crate) struct Organization {
    entities: Vec<Entity>,
    /// By the wire name in lower case.
    by_name: HashMap<String, EntityId>,
    /// By the wire name in lower case without underscores; `None` where several are called so.
    by_plain_name: HashMap<String, Option<EntityId>>,
    /// Whether a reference may be written as `AccountObj: {key: value}`.
    pub(crate) lookup_by_key: bool,
}

impl Organization {
    /// The organization that a model describes.
    ///
    /// # Errors
    ///
    /// Names that differ in case only, or that the database keeps for itself: all of them at once.
    pub(crate) fn new(system: &model::System) -> Result<Self, StartError> {
        let mut by_name = HashMap::new();
        let mut by_plain_name = HashMap::new();
        let mut problems = Vec::new();
        for (at, entity) in system.entities.iter().enumerate() {
            let id = EntityId::at(at);
            let lower = entity.wire.to_lowercase();
            if entity.wire.starts_with('$') || lower.starts_with("sqlite_") {
                problems.push(format!(
                    "the entity \"{}\" has a name that the sandbox's database keeps for itself",
                    entity.wire
                ));
            }
            by_plain_name
                .entry(plain(&lower))
                .and_modify(|known| *known = None)
                .or_insert(Some(id));
            if by_name.insert(lower, id).is_some() {
                problems.push(format!(
                    "the name of the entity \"{}\" differs from another's in case only: requests \
                     name entities in any case",
                    entity.wire
                ));
            }
        }
        let entities = entity::read_entities(system, &mut problems);
        if !problems.is_empty() {
            return Err(StartError::refused(problems.join("\n")));
        }
        Ok(Self {
            entities,
            by_name,
            by_plain_name,
            lookup_by_key: system.lookup_by_key,
        })
    }

    /// All entities, described and external ones, in the order of their ids.
    pub(crate) fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The entity of an id that this organization gave.
    pub(crate) fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// The entity of a name in any case, as paths have it.
    pub(crate) fn entity_in_any_case(&self, name: &str) -> Option<&Entity> {
        let id = self.by_name.get(&name.to_lowercase())?;
        Some(self.entity(*id))
    }

    /// The entity of a name in any case, with or without underscores, as statements have it:
    /// `BillingProfile`.
    pub(crate) fn entity_in_statement(&self, name: &str) -> Option<&Entity> {
        self.entity_in_any_case(name).or_else(|| {
            let id = self.by_plain_name.get(&plain(&name.to_lowercase()))?;
            id.map(|id| self.entity(id))
        })
    }
}

fn plain(lower: &str) -> String {
    lower.replace('_', "")
}

#[cfg(test)]
mod tests {
    use super::{Kind, Organization};

    #[test]
    fn entities_are_found_as_paths_and_statements_name_them() {
        let organization = Organization::shipped().unwrap();
        let name_of = |entity: Option<&super::Entity>| entity.map(|entity| entity.name.clone());
        let profile = Some("BILLING_PROFILE".to_owned());
        assert_eq!(
            name_of(organization.entity_in_any_case("Billing_Profile")),
            profile
        );
        assert_eq!(
            name_of(organization.entity_in_any_case("BillingProfile")),
            None
        );
        assert_eq!(
            name_of(organization.entity_in_statement("BillingProfile")),
            profile
        );
        assert_eq!(
            name_of(organization.entity_in_statement("billing_profile")),
            profile
        );
        assert_eq!(name_of(organization.entity_in_statement("NONE")), None);
    }

    #[test]
    fn fields_and_relations_are_found_in_any_case() {
        let organization = Organization::shipped().unwrap();
        let account = organization.entity_in_any_case("account").unwrap();
        assert_eq!(
            account.field_in_any_case("accounttypeid").unwrap().name,
            "AccountTypeId"
        );
        let relation = account.relation_in_any_case("ACCOUNTTYPEIDOBJ").unwrap();
        let Kind::Reference { target, .. } = &relation.kind else {
            panic!("a relation belongs to a reference");
        };
        assert_eq!(organization.entity(*target).name, "ACCOUNT_TYPE");
        let time_zone = organization.entity_in_any_case("TIME_ZONE").unwrap();
        assert!(!time_zone.is_described);
        assert_eq!(time_zone.fields.len(), 2);
    }

    #[test]
    fn the_default_organization_has_the_key_of_the_vendors_upsert_sample() {
        let organization = Organization::shipped().unwrap();
        let account = organization.entity_in_any_case("account").unwrap();
        assert!(account.field("my_external_key").unwrap().external_key);
    }
}
