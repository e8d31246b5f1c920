//! Shows what the bindings send and how an answer is read, without a server.

use std::error::Error;

use billbind_runtime::Answer;
use own_schemas::fleet::{Vehicle, vehicle};

fn main() -> Result<(), Box<dyn Error>> {
    let new = Vehicle::builder()
        .vin("WVWZZZ1JZXW000001")
        .account_id(27465)
        .fuel(vehicle::Fuel::Electric)
        .monthly_rate("249.90".parse::<billbind_runtime::Decimal>()?)
        .build();
    let request = vehicle::create(&new);
    let rendered = request.render("https://sandbox.billingplatform.com/myorg")?;
    let body = rendered.body.ok_or("a create has a body")?.to_bytes()?;
    println!("{} {}", rendered.method.as_str(), rendered.url);
    println!("{}", String::from_utf8_lossy(&body));

    // Your HTTP stack would send it; this is what a server could say.
    let answer = Answer::new(
        200,
        r#"{"createResponse": [{"ErrorCode": "0", "ErrorText": " ", "Id": "311"}]}"#,
    );
    println!("created {:?}", request.decode(&answer)?.id);
    Ok(())
}
