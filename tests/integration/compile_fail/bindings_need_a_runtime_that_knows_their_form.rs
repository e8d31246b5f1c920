// expects: these bindings do not fit this version of billbind-runtime: they are of form 99, and it takes form 1. Give billbind-codegen and billbind-runtime the same version in Cargo.toml, and generate the bindings again

// The first line of the bindings that a newer generator would write.
billbind_runtime::emitted_form!(99);

fn main() {}
