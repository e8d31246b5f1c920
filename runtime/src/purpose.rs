//! What the drafts of an entity are for, in the type of the draft.
//!
//! An entity has one type of draft for builders, finished records, changes and upserts. Setters of
//! fields that need not be given are written once, for all of them. Those of required fields exist
//! twice: the builder's change its type, from the field's marker to [`Given`], and those of changes do
//! not. The fields of a group of which one is given share a marker, so a second setter of the group
//! does not compile. Markers are called `NameOfAccount`, for the compiler's message to name the field.

use std::marker::PhantomData;

/// A new record; `Fields` says of each required field whether it is given.
pub struct Create<Fields>(PhantomData<fn() -> Fields>);

/// A new record with every required field given.
pub struct Complete;

/// Changes of a record; `Found` says how the server finds it.
pub struct Change<Found>(PhantomData<fn() -> Found>);

/// By its id: an update.
pub struct ById;

/// By a key; where no record has it, a new one is made: an upsert.
pub struct ByKey;

/// A required field that is given.
pub struct Given;

/// Says of a required field that it is given.
#[diagnostic::on_unimplemented(
    message = "the required field `{Self}` is not set",
    label = "`build()` can be called when every required field is set",
    note = "the setter of `FieldOfEntity` is `field`; of a group (`AOrB`) exactly one is set"
)]
pub trait IsGiven {}

impl IsGiven for Given {}

/// Says of a group of fields, of which exactly one is given on create, that none is given yet.
#[diagnostic::on_unimplemented(
    message = "exactly one field of this group can be set, and one is set already",
    label = "a second field of the same group"
)]
pub trait IsOpen {}
