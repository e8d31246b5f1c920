//! The schemas that billbind's bindings are generated from, as data.
//!
//! An organization's own schemas can extend them, from the build script of the organization's crate,
//! wherever cargo keeps this one:
//!
//! ```text
//! let shipped = Bases::new().texts("billingplatform", billbind_schemas::BILLINGPLATFORM);
//! Generator::new("schemas", &out).bases(shipped).run()?;
//! ```
//!
//! It is a crate of its own, and not a part of `billbind`, since a build script that needs the texts
//! would have to compile all bindings first.
//!
//! Each constant holds the files of a system: the path of each, for messages, and what is in it. The
//! crate has no code but that and no dependencies.

#![deny(missing_docs)]

include!(concat!(env!("OUT_DIR"), "/systems.rs"));

#[cfg(test)]
mod tests {
    use super::BILLINGPLATFORM;

    #[test]
    fn the_files_are_there_under_the_name_and_version_of_the_package() {
        let folder = concat!(
            "billbind-schemas-",
            env!("CARGO_PKG_VERSION"),
            "/billingplatform/"
        );
        let text_of = |name| {
            let path = format!("{folder}{name}");
            let found = BILLINGPLATFORM.iter().find(|(known, _)| *known == path);
            found.map(|(_, text)| *text)
        };
        assert!(
            text_of("system.yaml").is_some_and(|text| text.contains("system: billingplatform\n"))
        );
        assert!(text_of("account.yaml").is_some_and(|text| text.contains("entity: ACCOUNT\n")));
        assert!(
            BILLINGPLATFORM
                .iter()
                .all(|(path, _)| path.starts_with(folder))
        );
    }
}
