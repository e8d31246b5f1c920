//! `cargo xtask explain`: what a diagnostic code means.

use std::process::ExitCode;

use billbind_codegen::diagnostics::Code;
use clap::Args;

use crate::failure::Failure;
use crate::terminal;

/// Which code to explain.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The code, as in `error[BB0101]` [default: list all codes]
    code: Option<String>,
}

/// Prints the page of a code. Fails where there is no such code.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = match &arguments.code {
        Some(number) => explained(number)?,
        None => list(),
    };
    terminal::print(&text)
        .map_err(|error| Failure::new(format!("error: cannot print: {error}")))?;
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    let lines = Code::ALL
        .iter()
        .flat_map(|code| [code.id(), ": ", code.title(), "\n"]);
    lines.collect()
}

fn explained(number: &str) -> Result<String, Failure> {
    Code::find(number).map(Code::explain).map_err(|near| {
        let help = match near {
            Some(near) => format!("did you mean {near}?"),
            None => "`cargo xtask explain` lists all of them".to_owned(),
        };
        Failure::new(format!("error: there is no code `{number}`; {help}"))
    })
}

#[cfg(test)]
mod tests {
    use super::explained;

    #[test]
    fn a_code_is_explained_in_upper_and_lower_case() {
        for number in ["BB0111", "bb0111"] {
            let text = explained(number).unwrap_or_else(|failure| panic!("{failure}"));
            assert!(text.starts_with("BB0111: A key that is given twice\n\n"));
            assert!(text.contains("Mended:"));
        }
    }

    #[test]
    fn an_unknown_code_is_refused_with_the_one_that_was_meant() {
        let refused = |number| explained(number).err().map(|failure| failure.to_string());
        assert_eq!(
            refused("BB111").as_deref(),
            Some("error: there is no code `BB111`; did you mean BB0111?")
        );
        assert_eq!(
            refused("E0308").as_deref(),
            Some("error: there is no code `E0308`; `cargo xtask explain` lists all of them")
        );
    }
}
