//! Makes Rust of the model that `cargo xtask bench` wrote as Protocol Buffers: of the file in the
//! first argument, into the folder in the second.

use std::env;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, file, out] = &arguments[..] else {
        return Err("give a file and a folder".into());
    };
    let folder = Path::new(file).parent().ok_or("the file is in no folder")?;
    let files = protox::compile([file], [folder])?;
    prost_build::Config::new().out_dir(out).compile_fds(files)?;
    Ok(())
}
