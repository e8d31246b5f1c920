//! The check, in all generated bindings, that they and this runtime fit together.

/// Refuses bindings that this runtime was not made for, in one sentence before all that does not
/// compile because of it.
///
/// The number stands for what bindings expect of a runtime. The generator raises it when what it
/// emits needs something that was not there before; a runtime takes all numbers that it can still
/// serve. RELEASING.md has the rules.
#[doc(hidden)]
#[macro_export]
macro_rules! emitted_form {
    (1) => {};
    ($form:literal) => {
        ::core::compile_error!(::core::concat!(
            "these bindings do not fit this version of billbind-runtime: they are of form ",
            $form,
            ", and it takes form 1. Give billbind-codegen and billbind-runtime the same version in \
             Cargo.toml, and generate the bindings again"
        ));
    };
}
