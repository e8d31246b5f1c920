//! The protocol of BillingPlatform: from a request to its operation, and to the answer in the
//! vendor's shapes.

mod arrangement;
mod body;
mod catalogue;
mod changes;
mod deletes;
mod files;
mod keys;
mod logins;
mod names;
mod observed;
mod reads;
mod refusal;
mod results;
mod route;
mod sessions;
mod stamp;
mod url;
mod values;
mod writes;

use std::collections::HashMap;
use std::sync::Arc;

use billbind_codegen::model::Operation;
use rusqlite::types::Value as Stored;
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::error::StartError;
use crate::http::{Incoming, Outgoing};
use crate::organization::{Entity, EntityId, Organization};
use crate::query;
use crate::store::{Store, moment_text};
pub use arrangement::RecordError;
pub(crate) use keys::named_by;
pub(crate) use refusal::{Refusal, json_answer};
use results::Results;
use route::Route;
pub(crate) use sessions::{Credentials, IDLE_LIMIT, Sessions};
use stamp::Stamp;
use writes::Writing;

/// Answers requests from the records of an organization.
#[derive(Debug)]
pub(crate) struct Protocol {
    organization: Arc<Organization>,
    store: Store,
    sessions: Sessions,
    clock: Clock,
    /// The entity of users, where the organization has one, and the record of each owner of a
    /// session.
    users: Option<(EntityId, HashMap<String, Stored>)>,
}

/// What a request did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effect {
    /// Records that were read or written, or tried to.
    pub(crate) records: usize,
    /// Of these, the ones that were refused.
    pub(crate) refused: usize,
    /// Whether something changed.
    pub(crate) applied: bool,
}

impl Effect {
    fn read(records: usize) -> Self {
        Self {
            records,
            ..Self::default()
        }
    }
}

type Answered = Result<(Value, Effect), Refusal>;

impl Protocol {
    /// The protocol over a store whose tables fit the organization.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub(crate) fn new(
        organization: Arc<Organization>,
        store: Store,
        sessions: Sessions,
        clock: Clock,
    ) -> Result<Self, StartError> {
        let now = moment_text(clock.now());
        let users = store.transaction(|transaction| {
            catalogue::fill(transaction, &organization, &now)?;
            logins::owners(transaction, &organization, sessions.owners())
        })?;
        Ok(Self {
            organization,
            store,
            sessions,
            clock,
            users,
        })
    }

    /// Answers a request.
    pub(crate) fn answer(&self, incoming: &Incoming) -> (Outgoing, Effect) {
        match route::route(incoming).and_then(|route| self.run(&route, incoming)) {
            Ok((body, effect)) => (json_answer(200, &body), effect),
            Err(refusal) => (refusal.answer(), Effect::default()),
        }
    }

    /// Ends the session that a request names, as if its time were over.
    pub(crate) fn expire_session(&self, incoming: &Incoming) {
        self.sessions.end(incoming);
    }

    /// Ends all sessions, as if their time were over.
    pub(crate) fn expire_sessions(&self) {
        self.sessions.end_all();
    }

    fn run(&self, route: &Route, incoming: &Incoming) -> Answered {
        match route {
            Route::Login => logins::log_in(&self.sessions, incoming, self.clock.now()),
            Route::Token => logins::token(&self.sessions, incoming, self.clock.now()),
            Route::Logout => {
                self.sessions.owner(incoming, self.clock.now())?;
                self.sessions.end(incoming);
                // "REST Methods, LOGOUT": the answer is the text of an empty object.
                Ok((json!("{}"), Effect::default()))
            }
            Route::Query => {
                self.sessions.owner(incoming, self.clock.now())?;
                let statement = reads::statement(incoming)?;
                let rows = self.store.transaction(|transaction| {
                    query::select(
                        &self.organization,
                        transaction,
                        self.clock.now(),
                        &statement,
                    )
                })?;
                if rows.is_empty() {
                    return Err(Refusal::not_found("No row fits the query"));
                }
                let effect = Effect::read(rows.len());
                Ok((json!({"queryResponse": rows}), effect))
            }
            Route::Records {
                operation,
                entity,
                id,
            } => {
                let owner = self.sessions.owner(incoming, self.clock.now())?;
                let entity = self.entity(entity, *operation)?;
                self.records(*operation, entity, id.as_deref(), &owner, incoming)
            }
            Route::File {
                operation,
                entity,
                id,
                field,
            } => {
                self.sessions.owner(incoming, self.clock.now())?;
                let entity = self.entity(entity, *operation)?;
                let field = files::file_field(entity, field)?;
                self.store.transaction(|transaction| {
                    if *operation == Operation::UploadFile {
                        let body = &incoming.body;
                        let results = files::upload(transaction, entity, id, field, body)?;
                        Ok(wrote(results, "file_uploadResponse"))
                    } else {
                        let body = files::download(transaction, entity, id, field)?;
                        Ok((body, Effect::default()))
                    }
                })
            }
        }
    }

    fn records(
        &self,
        operation: Operation,
        entity: &Entity,
        id: Option<&str>,
        owner: &str,
        incoming: &Incoming,
    ) -> Answered {
        if operation == Operation::Retrieve {
            return self.retrieve(entity, id, incoming);
        }
        // An undelete is documented without the wrapper ("REST Methods, UNDELETE"), and a record
        // under its own path is sent without it.
        let body = if operation == Operation::Undelete || id.is_some() {
            body::read_with_or_without_records(&incoming.body)?
        } else {
            body::read(&incoming.body)?
        };
        let id = id.map(|id| writes::path_id(entity, id)).transpose()?;
        let stamp = self.stamp(owner);
        self.store.transaction(|transaction| {
            let organization = &self.organization;
            if catalogue::describes_the_model(entity) {
                let results = catalogue::refuse(operation, entity, &body)?;
                return Ok(wrote(results, key_of(operation)));
            }
            let results = match operation {
                Operation::Delete => deletes::delete(transaction, organization, entity, &body)?,
                Operation::Undelete => deletes::undelete(transaction, organization, entity, &body)?,
                _ => {
                    let writing = Writing {
                        connection: transaction,
                        organization,
                        entity,
                        stamp: &stamp,
                    };
                    writing.run(operation, &body, id.as_ref())?
                }
            };
            Ok(wrote(results, key_of(operation)))
        })
    }

    fn retrieve(&self, entity: &Entity, id: Option<&str>, incoming: &Incoming) -> Answered {
        let organization = &self.organization;
        let id = id.map(|id| writes::path_id(entity, id)).transpose()?;
        let condition = match id {
            Some(_) => None,
            None => Some(reads::condition(incoming)?),
        };
        let records = self.store.transaction(|transaction| {
            let mut ids: Vec<Stored> = id.into_iter().collect();
            if let Some(condition) = &condition {
                ids = query::matching(
                    organization,
                    transaction,
                    self.clock.now(),
                    entity,
                    condition,
                )?;
            }
            Ok::<_, Refusal>(reads::records(transaction, entity, &ids)?)
        })?;
        if records.is_empty() {
            // "REST Methods, Error Codes": 404 also where no row fits.
            let text = format!("No record of {} fits", entity.name);
            return Err(Refusal::not_found(text));
        }
        let effect = Effect::read(records.len());
        Ok((json!({"retrieveResponse": records}), effect))
    }

    /// The entity of a path, where it offers the operation.
    fn entity(&self, name: &str, operation: Operation) -> Result<&Entity, Refusal> {
        let found = self.organization.entity_in_any_case(name);
        let Some(entity) = found.filter(|entity| entity.is_described) else {
            return Err(Refusal::not_found(match found {
                None => "No such path: the organization has no entity of this name".to_owned(),
                Some(entity) => format!(
                    "{} is known by name only: the schemas do not describe it, or do not select it",
                    entity.name
                ),
            }));
        };
        if entity.offers(operation) {
            return Ok(entity);
        }
        Err(Refusal::WrongMethod {
            allowed: &[],
            text: format!(
                "{} does not offer this operation, the schemas say",
                entity.name
            ),
        })
    }

    fn stamp(&self, owner: &str) -> Stamp {
        let user = self.users.as_ref().and_then(|(entity, records)| {
            let id = records.get(owner)?;
            Some((*entity, id.clone()))
        });
        Stamp {
            now: Stored::Text(moment_text(self.clock.now())),
            user,
        }
    }
}

fn key_of(operation: Operation) -> &'static str {
    match operation {
        Operation::Create => "createResponse",
        Operation::Update => "updateResponse",
        Operation::Upsert => "upsertResponse",
        // "REST Methods, UNDELETE": the sample answers with the key of a delete.
        _ => "deleteResponse",
    }
}

fn wrote(results: Results, key: &str) -> (Value, Effect) {
    let effect = Effect {
        records: results.records,
        refused: results.refused,
        applied: results.refused < results.records,
    };
    (results.body(key), effect)
}
