//! Which operation a method and a path ask for.

use billbind_codegen::model::Operation;

use super::refusal::Refusal;
use super::url::path_segments;
use crate::http::Incoming;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    Login,
    Logout,
    /// An OAuth token for client credentials.
    Token,
    /// A statement of the query language.
    Query,
    Records {
        operation: Operation,
        /// The name as the path has it.
        entity: String,
        /// The id in the path.
        id: Option<String>,
    },
    File {
        operation: Operation,
        entity: String,
        id: String,
        field: String,
    },
}

/// The route of a request.
///
/// The name of the organization may be any, and may be missing: the vendor's samples of a logout
/// ("Authentication") and of a bulk upload have none.
pub(crate) fn route(incoming: &Incoming) -> Result<Route, Refusal> {
    let segments = path_segments(&incoming.path)
        .ok_or_else(|| Refusal::bad_request("The path is not percent-encoded UTF-8"))?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let method = incoming.method.as_str();
    match segments.as_slice() {
        ["rest", version, rest @ ..] | [_, "rest", version, rest @ ..]
            if matches!(*version, "2.0" | "2.1") =>
        {
            resource(method, rest)
        }
        ["auth", "1.0", "authenticate"] | [_, "auth", "1.0", "authenticate"] => {
            only(method, &["POST"], Route::Token)
        }
        _ => Err(Refusal::not_found(
            "No such path: resources are at /{organization}/rest/2.0/{resource}",
        )),
    }
}

/// Reserved words come before entities of the same name, and both in any case.
fn resource(method: &str, segments: &[&str]) -> Result<Route, Refusal> {
    let word = segments.first().map(|word| word.to_ascii_lowercase());
    match (word.as_deref(), segments) {
        (Some("login"), [_]) => only(method, &["POST"], Route::Login),
        (Some("logout"), [_]) => only(method, &["POST"], Route::Logout),
        // POST is undocumented; three client programs send it.
        (Some("query"), [_]) => only(method, &["GET", "POST"], Route::Query),
        // "REST Methods, UNDELETE" speaks of a method UNDELETE and sends DELETE.
        (Some("delete"), [_, entity]) => only(
            method,
            &["DELETE"],
            records(Operation::Delete, entity, None),
        ),
        (Some("undelete"), [_, entity]) => only(
            method,
            &["DELETE"],
            records(Operation::Undelete, entity, None),
        ),
        (Some("files"), [_, entity, id, field]) => {
            let operation = match method {
                "POST" => Operation::UploadFile,
                "GET" => Operation::DownloadFile,
                _ => return Err(Refusal::wrong_method(&["GET", "POST"])),
            };
            Ok(Route::File {
                operation,
                entity: (*entity).to_owned(),
                id: (*id).to_owned(),
                field: (*field).to_owned(),
            })
        }
        (Some("login" | "logout" | "query" | "delete" | "undelete" | "files") | None, _) => Err(
            Refusal::not_found("No such path: the resource has another number of parts"),
        ),
        (Some(_), [entity]) => match method {
            "POST" => Ok(records(Operation::Create, entity, None)),
            "PUT" => Ok(records(Operation::Update, entity, None)),
            "PATCH" => Ok(records(Operation::Upsert, entity, None)),
            "GET" => Ok(records(Operation::Retrieve, entity, None)),
            _ => Err(Refusal::wrong_method(&["GET", "POST", "PUT", "PATCH"])),
        },
        // PUT and PATCH with an id are undocumented; client programs send them.
        (Some(_), [entity, id]) => match method {
            "GET" => Ok(records(Operation::Retrieve, entity, Some(id))),
            "PUT" => Ok(records(Operation::Update, entity, Some(id))),
            "PATCH" => Ok(records(Operation::Upsert, entity, Some(id))),
            _ => Err(Refusal::wrong_method(&["GET", "PUT", "PATCH"])),
        },
        (Some(_), _) => Err(Refusal::not_found(
            "No such path: an entity is followed by an id at most",
        )),
    }
}

fn records(operation: Operation, entity: &str, id: Option<&str>) -> Route {
    Route::Records {
        operation,
        entity: entity.to_owned(),
        id: id.map(str::to_owned),
    }
}

fn only(method: &str, allowed: &'static [&'static str], route: Route) -> Result<Route, Refusal> {
    if allowed.contains(&method) {
        Ok(route)
    } else {
        Err(Refusal::wrong_method(allowed))
    }
}
