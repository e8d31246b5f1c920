//! Makes doc tests of the samples in the pages for users: the READMEs and the guide for integrators.
//!
//! The pages are read as they are, on the web and in editors, so their samples have none of the
//! hidden lines that rustdoc knows. Here they get what they leave to the reader: a `main`, a sandbox as
//! the server, and the names that the page says every sample uses.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

/// Lines in front of each sample.
const BEFORE: &str = "\
# #[tokio::main(flavor = \"current_thread\")]
# async fn main() -> Result<(), Box<dyn std::error::Error>> {
# let server = billbind_tests::samples::setting();
# let base_url = server.url();
# let credentials = billbind::billingplatform::Credentials::login(\"my.username\", \"password\");
# let client = billbind::billingplatform::Client::builder(&base_url).credentials(credentials).build()?;
";

/// Lines behind it.
const BEHIND: &str = "\
# Ok(())
# }
";

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for page in ["README.md", "generated/README.md", "docs/integrating.md"] {
        let path = PathBuf::from("..").join(page);
        println!("cargo::rerun-if-changed={}", path.display());
        fs::write(
            out.join(page.replace('/', "-")),
            complete(&fs::read_to_string(&path)?),
        )?;
    }
    Ok(())
}

/// The page with all samples complete. Code that is in no Rust block stays what it is.
fn complete(page: &str) -> String {
    let mut text = String::new();
    let mut is_sample = false;
    for line in page.lines() {
        if is_sample && line == "```" {
            text.push_str(BEHIND);
            is_sample = false;
        }
        text.push_str(line);
        text.push('\n');
        if line == "```rust" {
            text.push_str(BEFORE);
            is_sample = true;
        }
    }
    text
}
