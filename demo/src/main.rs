//! `cargo xtask demo`: starts a sandbox and goes through the ten steps of the vendor's page REST
//! Methods, "Putting it all together", with typed requests over real HTTP.

mod narrator;
mod steps;

use std::error::Error;
use std::process::ExitCode;

use billbind::billingplatform::{Client, Credentials};
use billbind_sandbox::Options;

use narrator::Narrator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match demonstrate().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn demonstrate() -> Result<(), Box<dyn Error>> {
    let options = Options::new().examples(true);
    let sandbox = options.start()?;
    let (user, password) = options.users().next().ok_or("the sandbox has no user")?;
    println!("A sandbox of BillingPlatform listens on {}.", sandbox.url());
    println!("It keeps its records in memory, and knows those of the vendor's examples.");

    let client = Client::builder(sandbox.url())
        .credentials(Credentials::login(user, password))
        .build()?;
    let narrator = Narrator::new(client.clone(), sandbox.url());
    steps::all(&narrator).await?;
    client.logout().await?;

    let requests = sandbox.requests();
    println!(
        "\nAll ten steps are done. The sandbox saw {} requests:",
        requests.len()
    );
    println!(
        "one login for all of them, {} for the steps, and one logout.",
        requests.len() - 2
    );
    Ok(())
}
