//! Prints tokens as text: prettyplease, then blank lines between items.

use proc_macro2::TokenStream;

/// The text of a file.
///
/// Falls back to the unformatted tokens where they are no file: that never happens to what this
/// crate emits, and if it did, the compiler's message on the text would say more than a panic.
pub(crate) fn format(tokens: &TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => space_items(&prettyplease::unparse(&file)),
        Err(_) => tokens.to_string(),
    }
}

/// Puts a blank line after each item with a body and before the next.
fn space_items(code: &str) -> String {
    let mut spaced = String::with_capacity(code.len() + code.len() / 16);
    let mut previous = "";
    for line in code.lines() {
        if wants_blank(previous, line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = line;
    }
    spaced
}

fn wants_blank(previous: &str, line: &str) -> bool {
    let before = previous.trim_start();
    let after = line.trim_start();
    if previous.len() - before.len() != line.len() - after.len() {
        return false;
    }
    let starts = [
        "///",
        "#[",
        "pub ",
        "impl",
        "fn ",
        "mod ",
        "static ",
        "const ",
        "runtime::store_record",
    ];
    let is_start = starts.iter().any(|start| after.starts_with(start));
    // Within one item: its documentation, its attributes, its fields.
    let is_inside = before.starts_with("///") || before.starts_with("#[");
    let ends_item = before == "}" || (before.ends_with(';') && after.starts_with("///"));
    let leaves_header = (before.starts_with("//!") || before.starts_with("use "))
        && !after.starts_with("//!")
        && !after.starts_with("use ");
    leaves_header
        || (is_start && !is_inside && ends_item)
        || (before.starts_with("//!") && after.starts_with("use "))
}
