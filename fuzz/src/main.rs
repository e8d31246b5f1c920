//! The driver that needs stable Rust only; `cargo xtask soak` starts it.
//!
//! ```text
//! billbind-fuzz [--seed N] [--seconds N] [TARGET]...    tries mutated inputs, all targets in turn
//! billbind-fuzz --input FILE TARGET                     tries the one input, without a net
//! billbind-fuzz --corpus FOLDER                         writes the seeds, as cargo-fuzz reads them
//! ```

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use billbind_fuzz::{TARGETS, Target, drive};

struct Arguments {
    seed: u64,
    seconds: u64,
    input: Option<PathBuf>,
    corpus: Option<PathBuf>,
    targets: Vec<Target>,
}

fn main() -> ExitCode {
    match read_arguments().and_then(|arguments| run(&arguments)) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    if let Some(folder) = &arguments.corpus {
        return write_corpus(folder).map(|()| ExitCode::SUCCESS);
    }
    if let Some(path) = &arguments.input {
        let input = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        for target in &arguments.targets {
            (target.run)(&input);
            println!("{}: no promise is broken", target.name);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let artifacts = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts");
    let mut code = ExitCode::SUCCESS;
    let each = Duration::from_secs(arguments.seconds)
        / u32::try_from(arguments.targets.len()).unwrap_or(1);
    for target in &arguments.targets {
        let report = drive::run(*target, arguments.seed, each, &artifacts)
            .map_err(|error| format!("{}: {error}", artifacts.display()))?;
        println!(
            "{}: {} inputs with {} outcomes in {} s, the slowest took {} ms",
            target.name,
            report.inputs,
            report.outcomes,
            each.as_secs(),
            report.slowest.as_millis(),
        );
        if let Some(failure) = report.failure {
            println!(
                "{}: a promise is broken: {}\nthe input is {}; find it again with `--seed {} {}`",
                target.name,
                failure.message,
                failure.input.display(),
                arguments.seed,
                target.name,
            );
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn write_corpus(folder: &Path) -> Result<(), String> {
    for target in TARGETS {
        let folder = folder.join(target.name);
        let refused = |error| format!("{}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(refused)?;
        for (number, seed) in (target.seeds)().iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed).map_err(refused)?;
        }
    }
    Ok(())
}

fn read_arguments() -> Result<Arguments, String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let mut read = Arguments {
        seed: now.map_or(0, |now| now.as_secs()),
        seconds: 60,
        input: None,
        corpus: None,
        targets: Vec::new(),
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            let value = arguments.next();
            value.ok_or_else(|| format!("{argument} needs a value"))
        };
        let number = |text: String| {
            text.parse::<u64>()
                .map_err(|_| format!("{text} is no number"))
        };
        match &*argument {
            "--seed" => read.seed = number(value()?)?,
            "--seconds" => read.seconds = number(value()?)?,
            "--input" => read.input = Some(value()?.into()),
            "--corpus" => read.corpus = Some(value()?.into()),
            name => {
                let target = TARGETS.iter().find(|target| target.name == name);
                let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
                let unknown =
                    || format!("no target is called {name}; there are {}", names.join(", "));
                read.targets.push(*target.ok_or_else(unknown)?);
            }
        }
    }
    if read.targets.is_empty() {
        read.targets = TARGETS.to_vec();
    }
    Ok(read)
}
