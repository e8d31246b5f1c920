//! `cargo xtask codegen`: brings what is generated up to date with the schemas, or says how it
//! differs.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use billbind_codegen::diagnostics::Format;
use billbind_codegen::write::{ChangeKind, Mode};
use billbind_codegen::{GenerateError, Generator, Summary};
use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::{pages, terminal, workspace};

/// What to generate, from what, into what.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Generate this system only
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
    /// Folder of the schemas; needs `--out` [default: schemas in this workspace]
    // Foreign schemas never land in this workspace's own bindings.
    #[arg(long, value_name = "DIR", requires = "out")]
    schemas: Option<PathBuf>,
    /// Folder to write the bindings to [default: generated/src in this workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; fail and show the difference when anything is not up to date
    #[arg(long, conflicts_with = "diff")]
    check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    diff: bool,
    /// Make every file again, whatever the last run has made
    #[arg(long)]
    no_cache: bool,
    /// How to write down what is wrong; for tools on the standard output, one line per problem
    #[arg(long, value_enum, default_value_t = FormatName::Human)]
    format: FormatName,
}

/// A format as it is typed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// With source lines and marks
    Human,
    /// One JSON object per line
    Json,
    /// Workflow commands, which GitHub shows at their places in a pull request
    Github,
}

impl FormatName {
    /// The library's format, for a stream of people.
    fn format(self, stream: &impl IsTerminal) -> Format {
        match self {
            Self::Human => Format::Human {
                colour: terminal::wants_colour(stream),
            },
            Self::Json => Format::Json,
            Self::Github => Format::Github,
        }
    }
}

impl Arguments {
    fn mode(&self) -> Mode {
        match (self.check, self.diff) {
            (true, _) => Mode::Check,
            (false, true) => Mode::Diff,
            (false, false) => Mode::Write,
        }
    }

    fn generator(&self) -> Generator {
        let given =
            |path: &Option<PathBuf>, usual| path.clone().unwrap_or_else(|| workspace::path(usual));
        let generator = Generator::new(
            given(&self.schemas, "schemas"),
            given(&self.out, "generated/src"),
        )
        .bases(workspace::bases())
        .mode(self.mode())
        .with_editor_schemas();
        let generator = if self.no_cache {
            generator
        } else {
            generator.cache(workspace::target().join("codegen"))
        };
        let generator = if self.out.is_none() && self.schemas.is_none() {
            generator.for_these_schemas_alone()
        } else {
            generator
        };
        match &self.system {
            Some(name) => generator.system(name),
            None => generator,
        }
    }

    /// The command that writes what these arguments look at.
    fn command(&self) -> String {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let options = [
            ("--system", self.system.clone()),
            ("--schemas", path(&self.schemas)),
            ("--out", path(&self.out)),
        ];
        options.into_iter().fold(
            "cargo xtask codegen".to_owned(),
            |command, (option, value)| match value {
                Some(value) => format!("{command} {option} {}", quoted(&value)),
                None => command,
            },
        )
    }
}

/// Runs the command. Fails on problems of the schemas, and with `--check` on files that are not up
/// to date.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let summary = match generate(arguments) {
        Ok(summary) => summary,
        Err(error) => return fail(arguments, &error),
    };
    let diffs: String = summary
        .changes
        .iter()
        .map(|change| change.diff.as_str())
        .collect();
    let is_stale = arguments.check && !summary.is_current();
    let command = arguments.command();
    if arguments.format == FormatName::Human {
        let colour = terminal::wants_colour(&io::stdout());
        let diffs = if colour {
            terminal::coloured_diff(&diffs)
        } else {
            diffs
        };
        print(&format!("{diffs}{summary}\n"))?;
    } else {
        // The standard output is for the tool, and this is for people.
        eprintln!("{diffs}{summary}");
        if is_stale {
            print(&summary.render_stale(arguments.format.format(&io::stdout()), &command))?;
        }
    }
    if is_stale {
        return Err(Failure::new(format!(
            "error: not up to date: {}; run `{command}`",
            kinds(&summary)
        )));
    }
    Ok(ExitCode::SUCCESS)
}

fn generate(arguments: &Arguments) -> Result<Summary, GenerateError> {
    let mut summary = arguments.generator().run()?;
    let is_ours = arguments.schemas.is_none() && arguments.out.is_none();
    if is_ours {
        let pages = pages::write(arguments.mode()).map_err(GenerateError::Write)?;
        summary.add(pages);
    }
    Ok(summary)
}

/// Says what is wrong, to people or to a tool.
fn fail(arguments: &Arguments, error: &GenerateError) -> Result<ExitCode, Failure> {
    let text = error.render_as(arguments.format.format(&io::stderr()));
    if arguments.format == FormatName::Human {
        return Err(Failure::new(text));
    }
    print(&text)?;
    Ok(ExitCode::FAILURE)
}

fn print(text: &str) -> Result<(), Failure> {
    terminal::print(text).map_err(|error| Failure::new(format!("error: cannot print: {error}")))
}

/// How many files differ in which way: `1 missing, 2 stale`.
fn kinds(summary: &Summary) -> String {
    let of = |kind| {
        summary
            .changes
            .iter()
            .filter(|change| change.kind == kind)
            .count()
    };
    let counts = [
        ChangeKind::Missing,
        ChangeKind::Stale,
        ChangeKind::Superfluous,
    ]
    .map(|kind| (of(kind), kind))
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, kind)| format!("{count} {kind}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// A value as a shell takes it for one word.
fn quoted(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+=:,@%".contains(&byte);
    if !value.is_empty() && value.bytes().all(plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use billbind_codegen::{Bases, Generator};
    use clap::Parser;
    use clap::error::ErrorKind;

    use super::{Arguments, FormatName};
    use crate::workspace;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        arguments: Arguments,
    }

    /// The texts of the files in a folder, by name.
    fn files_in(folder: &Path) -> BTreeMap<String, String> {
        let entries = fs::read_dir(folder).expect("the folder was written");
        entries
            .map(|entry| {
                let path = entry.expect("the folder can be read").path();
                let text = fs::read_to_string(&path).expect("a file of text");
                let name = path.file_name().expect("it has a name");
                (name.to_string_lossy().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn schemas_that_extend_the_shipped_ones_give_the_same_by_command_and_by_build_script() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let schemas = workspace::path("examples/org-schemas/schemas");
        let by_command = out.path().join("command");
        let [folder, target] = [&schemas, &by_command].map(|path| path.to_string_lossy());
        let typed = ["codegen", "--schemas", &*folder, "--out", &*target];
        let typed = Typed::try_parse_from(typed).expect("these are arguments");
        typed
            .arguments
            .generator()
            .run()
            .expect("the schemas are right");

        // What the build script of the example does.
        let by_script = out.path().join("script");
        let bases = Bases::new().texts("billingplatform", billbind_schemas::BILLINGPLATFORM);
        Generator::new(&schemas, &by_script)
            .bases(bases)
            .run()
            .expect("the schemas are right");

        let files = files_in(&by_command.join("billingplatform"));
        assert!(files.contains_key("site.rs"));
        assert!(files["account.rs"].contains("pub nr_region: Option<NrRegion>"));
        assert_eq!(files, files_in(&by_script.join("billingplatform")));
    }

    #[test]
    fn other_schemas_need_an_output_folder_of_their_own() {
        let alone = ["codegen", "--schemas", "elsewhere"];
        let error = Typed::try_parse_from(alone).err().map(|error| error.kind());
        assert_eq!(error, Some(ErrorKind::MissingRequiredArgument));
        let with_folder = ["codegen", "--schemas", "elsewhere", "--out", "there"];
        assert!(Typed::try_parse_from(with_folder).is_ok());
        assert!(Typed::try_parse_from(["codegen", "--out", "there"]).is_ok());
    }

    #[test]
    fn the_command_to_run_repeats_what_was_typed_so_that_a_shell_understands_it() {
        let usual = Arguments {
            system: None,
            schemas: None,
            out: None,
            check: true,
            diff: false,
            no_cache: false,
            format: FormatName::Human,
        };
        assert_eq!(usual.command(), "cargo xtask codegen");
        let odd = Arguments {
            system: Some("billingplatform".to_owned()),
            schemas: Some("our schemas".into()),
            out: Some("it's".into()),
            ..usual
        };
        assert_eq!(
            odd.command(),
            r"cargo xtask codegen --system billingplatform --schemas 'our schemas' --out 'it'\''s'"
        );
    }
}
