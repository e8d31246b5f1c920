//! What the protocol tells those around it: what a request asks for, before it is answered.

use billbind_codegen::model::Operation as Offered;
use serde_json::json;

use super::refusal::json_answer;
use super::route::{Route, route};
use super::{Protocol, logins};
use crate::Operation;
use crate::http::{Incoming, Outgoing};

impl Protocol {
    /// The operation that a request asks for, and the entity: by its wire name where the
    /// organization has it, otherwise as the path has it.
    pub(crate) fn asked_for(&self, incoming: &Incoming) -> (Operation, Option<String>) {
        let (operation, entity) = match route(incoming) {
            Err(_) => return (Operation::Unknown, None),
            Ok(Route::Login) => return (Operation::Login, None),
            Ok(Route::Logout) => return (Operation::Logout, None),
            Ok(Route::Token) => return (Operation::Token, None),
            Ok(Route::Query) => return (Operation::Query, None),
            Ok(
                Route::Records {
                    operation, entity, ..
                }
                | Route::File {
                    operation, entity, ..
                },
            ) => (operation, entity),
        };
        let operation = match operation {
            Offered::Create => Operation::Create,
            Offered::Update => Operation::Update,
            Offered::Upsert => Operation::Upsert,
            Offered::Retrieve => Operation::Retrieve,
            Offered::Query => Operation::Query,
            Offered::Delete => Operation::Delete,
            Offered::Undelete => Operation::Undelete,
            Offered::UploadFile => Operation::Upload,
            Offered::DownloadFile => Operation::Download,
        };
        let known = self.organization.entity_in_any_case(&entity);
        (
            operation,
            Some(known.map_or(entity, |known| known.name.clone())),
        )
    }

    /// The answer to a login, or to a request for a token, whose credentials are wrong.
    pub(crate) fn refused_login(operation: Operation) -> Outgoing {
        if operation == Operation::Token {
            return logins::wrong_client().answer();
        }
        json_answer(200, &json!({"loginResponse": [logins::refused_login()]}))
    }
}
