//! The table of every diagnostic code: the one place where a code gets its number and its title.
//!
//! What it means in full stands in `explanations/`, a file per code named after its number.

use super::suggest;

/// Writes the enum and its look-ups from one table, so that no code can lack a number, a title or
/// an explanation.
macro_rules! codes {
    ($($variant:ident $id:literal $title:literal,)*) => {
        /// What kind of problem a diagnostic reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!($id, ": ", $title, ".")] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable number: `BB0101`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Code::$variant => $id,)*
                }
            }

            /// What is wrong, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Code::$variant => $title,)*
                }
            }

            /// What it means, with a wrong example and the mended one, in Markdown.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self {
                    $(Code::$variant => include_str!(concat!("explanations/", $id, ".md")),)*
                }
            }
        }
    };
}

impl Code {
    /// The code of this number, in upper or lower case.
    ///
    /// # Errors
    ///
    /// The number that is nearest, where one is near enough to be meant.
    ///
    /// # Examples
    ///
    /// ```
    /// use billbind_codegen::diagnostics::Code;
    ///
    /// assert_eq!(Code::find("bb0101"), Ok(Code::Syntax));
    /// assert_eq!(Code::find("BB01O1"), Err(Some("BB0101")));
    /// assert_eq!(Code::find("E0308"), Err(None));
    /// ```
    pub fn find(number: &str) -> Result<Self, Option<&'static str>> {
        let wanted = number.trim();
        let ids = || Self::ALL.iter().map(|code| code.id());
        let found = Self::ALL
            .iter()
            .find(|code| code.id().eq_ignore_ascii_case(wanted));
        found
            .copied()
            .ok_or_else(|| suggest::nearest(wanted, ids()))
    }

    /// The page of the code: a line with number and title, then the explanation, in Markdown.
    #[must_use]
    pub fn explain(self) -> String {
        let (id, title) = (self.id(), self.title());
        format!("{id}: {title}\n\n{}", self.explanation())
    }

    /// Whether the place is a folder, so that no file can be mended.
    pub(super) const fn is_about_a_folder(self) -> bool {
        matches!(
            self,
            Self::SchemasFolder | Self::NoSystem | Self::UnknownSystem | Self::MissingSystemFile
        )
    }
}

codes! {
    // Folders and files.
    SchemasFolder "BB0001" "The schemas folder cannot be read",
    NoSystem "BB0002" "The schemas folder holds no system",
    UnknownSystem "BB0003" "No system has this name",
    MissingSystemFile "BB0004" "A system without system.yaml",
    FileEnding "BB0005" "A schema whose name does not end in .yaml",
    UnreadableFile "BB0006" "A file or folder that cannot be read",
    FileName "BB0007" "A file or folder that is not named after what it describes",
    FileTooLarge "BB0008" "A file beyond the size limit",
    StrayFile "BB0009" "A schema in the wrong folder",

    // YAML.
    Syntax "BB0101" "Not valid YAML",
    NotUtf8 "BB0102" "A file that is not UTF-8",
    ByteOrderMark "BB0103" "A byte order mark",
    Tab "BB0104" "A tab where YAML wants spaces",
    EmptyFile "BB0105" "A file without content",
    Anchor "BB0106" "An anchor or alias",
    Tag "BB0107" "A YAML tag",
    SecondDocument "BB0108" "More than one document in a file",
    TooDeep "BB0109" "Nesting beyond the limit",
    MergeKey "BB0110" "A merge key",
    DuplicateKey "BB0111" "A key that is given twice",
    KeyNotText "BB0112" "A key that is not a text",

    // Keys and the shape of their values.
    UnknownKey "BB0201" "A key that the schema language does not have",
    MissingKey "BB0202" "A required key is missing",
    WrongShape "BB0203" "A value of the wrong shape",
    NotTrueOrFalse "BB0204" "Neither true nor false",
    UnknownWord "BB0205" "A word that is not one of the choices",
    Repeated "BB0206" "A list that names something twice",

    // Names.
    BadRustName "BB0301" "A Rust name that cannot be used",
    ReservedName "BB0302" "A name that the bindings use themselves",
    NameCollision "BB0303" "Two things with one Rust name",
    NoRustName "BB0304" "No Rust name can be derived",
    BadWireName "BB0305" "A wire name that cannot be one",
    DuplicateEntity "BB0306" "An entity that two files describe",
    ExternalDescribed "BB0307" "An external entity that a file describes",

    // Fields.
    BadType "BB0401" "A type that is not written correctly",
    UnknownType "BB0402" "A type that the schema language does not have",
    UnknownTarget "BB0403" "A reference to an entity that is not known",
    KeyNotForType "BB0404" "A key that does not fit the field's type",
    WireForm "BB0405" "A wire form that the type does not have",
    EnumWithoutValues "BB0406" "An enum without values",
    Contradiction "BB0407" "Facts that contradict each other",
    IdField "BB0408" "Not exactly one id field",
    RelationCollision "BB0409" "Two relations with one name",
    TooMany "BB0410" "More of something than an entity can have",

    // Sources, operations, rules and examples.
    UnknownSource "BB0501" "A source key that system.yaml does not list",
    UnknownOperation "BB0502" "An operation that no system has",
    OperationNotOffered "BB0503" "An operation that this system does not have",
    UnknownField "BB0504" "A field that does not exist",
    BadRule "BB0505" "A rule that cannot hold",
    BadExample "BB0506" "An example that cannot be right",

    // Schemas that extend others.
    UnknownBase "BB0601" "Schemas to extend that are not there",
    ExtendsItself "BB0602" "Schemas that extend themselves",
    ExtendsUnknown "BB0603" "An extension of an entity that the base does not have",
    AddedTwice "BB0604" "An addition that is there already",
    OverrideOfNothing "BB0605" "An override of something that is not there",
    OverrideWithoutReason "BB0606" "An override without a reason",
    UnusedOverride "BB0607" "An override that changes nothing",
}
