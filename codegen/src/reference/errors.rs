//! The page of the diagnostics: what each code means, with a wrong example and the mended one.

use crate::diagnostics::Code;
use crate::write::Section;

/// A heading and the explanation of every code.
pub(super) fn section() -> Section {
    let codes = Code::ALL.iter().map(|code| code.explain());
    Section {
        name: "codes".to_owned(),
        text: codes
            .map(|page| format!("## {}", page.trim_end()))
            .collect::<Vec<_>>()
            .join("\n\n"),
    }
}
