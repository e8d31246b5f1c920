//! Schemas of a folder, and records in a file that outlive the sandbox.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use billbind_sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::caller::Caller;

/// A folder for schemas and data.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn schemas(&self) -> PathBuf {
        self.folder.path().join("schemas")
    }

    /// Writes a schema of the system `billingplatform`.
    fn schema(&self, file: &str, text: &str) {
        write(&self.schemas().join("billingplatform").join(file), text);
    }

    /// Schemas that extend the shipped ones by an entity SITE with these fields.
    fn site(&self, fields: &str) {
        let system = "system: billingplatform\nextends: billingplatform\n";
        self.schema("system.yaml", system);
        let site = format!("entity: SITE\nfields: {{Id: id, {fields}}}\n");
        self.schema("site.yaml", &site);
    }

    fn options(&self) -> Options {
        Options::new()
            .schemas(self.schemas())
            .data(self.folder.path().join("data"))
    }

    fn refusal(&self) -> String {
        Sandbox::new(&self.options()).unwrap_err().to_string()
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn an_organizations_own_entities_and_rules_are_played() {
    let place = Place::new();
    place.site("Code: text");
    let text = "entity: SITE\nfields:\n  Id: id\n  Code: {type: text(3), required: true, external_key: true}\n  \
                Kind: {type: closed-enum, values: [POP, HUB]}\n  Height: decimal(2)\n  \
                AccountId: {type: reference(ACCOUNT), required: true}\n";
    place.schema("site.yaml", text);
    let caller = Caller::new(&place.options());
    let account = caller.account("A");
    let site = |name: &str, value: Value| {
        let mut record = json!({"Code": "ABC", "AccountId": account});
        record[name] = value;
        json!({"brmObjects": record})
    };
    for (name, value, code) in [
        ("Code", json!("ÄBCD"), "SIMULATED_TOO_LONG"),
        ("Kind", json!("pop"), "SIMULATED_NOT_IN_LIST"),
        ("Height", json!("1.005"), "SIMULATED_TOO_LONG"),
        ("Height", json!("high"), "SIMULATED_INVALID_VALUE"),
        ("AccountId", json!("404"), "SIMULATED_NO_SUCH_REFERENCE"),
    ] {
        let refused = caller.refused("POST", "SITE", &site(name, value));
        assert_eq!(refused, (code.to_owned(), name.to_owned()));
    }
    let record = json!({"Code": "ÄBC", "Kind": "POP", "Height": "1.500", "AccountId": account});
    let id = caller.create("site", &record);
    assert_eq!(caller.record("Site", &id).unwrap()["Height"], "1.500");
    // The key of the vendor's samples is not this organization's.
    let custom = json!({"brmObjects": {"my_external_key": "k"}});
    assert_eq!(
        caller.refused("POST", "account", &custom).0,
        "SIMULATED_UNKNOWN_FIELD"
    );
    let resource =
        "query?sql=SELECT+FieldName+FROM+EntityField+WHERE+EntityObj.EntityName%3D%27SITE%27";
    let (status, answer) = caller.call("GET", resource, &Value::Null);
    assert_eq!(status, 200, "{answer}");
    assert!(answer.to_string().contains("Height"));
}

#[test]
fn a_name_that_is_cleared_is_no_longer_shown_beside_references() {
    let place = Place::new();
    place.site(
        "Name: text, ParentSiteId: reference(SITE), \
         ParentSiteName: {type: text, access: read-only}",
    );
    let caller = Caller::new(&place.options());
    let parent = caller.create("SITE", &json!({"Name": "North"}));
    let child = caller.create("SITE", &json!({"Name": "Pole", "ParentSiteId": parent}));
    let shown = || {
        caller
            .record("SITE", &child)
            .unwrap()
            .get("ParentSiteName")
            .cloned()
    };
    assert_eq!(shown(), Some(json!("North")));
    let cleared = json!({"brmObjects": {"Id": parent, "fieldsToNull": "Name"}});
    assert_eq!(caller.call("PUT", "SITE", &cleared).0, 200);
    assert_eq!(shown(), None);
}

#[test]
fn records_sessions_apart_outlive_the_sandbox() {
    let place = Place::new();
    place.site("Code: text");
    let (account, site, field);
    {
        let caller = Caller::new(&place.options());
        account = caller.account("A");
        site = caller.create("SITE", &json!({"Code": "1"}));
        let upload = json!({"FileName": "x", "Data": "YQ=="});
        let path = format!("files/account/{account}/DOCUMENT");
        assert_eq!(caller.call("POST", &path, &upload).0, 200);
        caller.call(
            "DELETE",
            "delete/SITE",
            &json!({"brmObjects": {"Id": site}}),
        );
        caller.call(
            "DELETE",
            "delete/package",
            &json!({"brmObjects": {"Id": "152"}}),
        );
        field = field_id(&caller, "Code");
    }
    // The schemas grew by a field and an entity.
    place.site("Code: text, Added: {type: reference(ACCOUNT)}");
    place.schema(
        "depot.yaml",
        "entity: DEPOT\nfields: {Id: id, SiteId: reference(SITE)}\n",
    );
    let caller = Caller::new(&place.options());
    assert_eq!(caller.record("ACCOUNT", &account).unwrap()["Name"], "A");
    let path = format!("files/account/{account}/DOCUMENT");
    let (_, file) = caller.call("GET", &path, &Value::Null);
    assert_eq!(file["file_downloadResponse"][0]["Data"], "YQ==\n");
    assert_eq!(
        caller.record("PACKAGE", "152"),
        None,
        "what was deleted is not put there again"
    );
    caller.call("DELETE", "undelete/SITE", &json!({"Id": site}));
    assert_eq!(caller.record("SITE", &site).unwrap()["Code"], "1");
    let update = json!({"brmObjects": {"Id": site, "Added": account}});
    caller.call("PUT", "SITE", &update);
    assert_eq!(
        caller.record("SITE", &site).unwrap()["Added"],
        account.as_str()
    );
    caller.create("DEPOT", &json!({"SiteId": site}));
    assert!(caller.account("B") > account, "ids go on");
    assert_eq!(
        field_id(&caller, "Code"),
        field,
        "the model's records keep their ids"
    );
}

/// The id of a field of SITE in the catalogue.
fn field_id(caller: &Caller, name: &str) -> String {
    let condition = format!("ExternalKey='SITE.{name}'");
    let resource = format!("entity_field?queryAnsiSql={condition}");
    let (status, answer) = caller.call("GET", &resource, &Value::Null);
    assert_eq!(status, 200, "{answer}");
    answer["retrieveResponse"][0]["Id"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn records_that_do_not_fit_the_schemas_are_not_opened() {
    let place = Place::new();
    place.site("Code: text, Height: decimal");
    let site = Caller::new(&place.options()).create("SITE", &json!({"Code": "1", "Height": "2"}));
    place.site("Height: integer");
    let refusal = place.refusal();
    assert!(
        refusal.contains("SITE.Code: the schemas do not have it any more"),
        "{refusal}"
    );
    assert!(refusal.contains("SITE.Height: it was a decimal number, and is a whole number now"));
    fs::remove_file(place.schemas().join("billingplatform/site.yaml")).unwrap();
    place.schema("depot.yaml", "entity: DEPOT\nfields: {Id: id}\n");
    assert!(place.refusal().contains("SITE: the data has records of it"));
    // Nothing was changed by that.
    place.site("Code: text, Height: decimal");
    let caller = Caller::new(&place.options());
    assert_eq!(caller.record("SITE", &site).unwrap()["Height"], "2");
}

#[test]
fn files_of_others_are_not_touched() {
    let place = Place::new();
    place.site("Code: text");
    let data = place.folder.path().join("data");
    fs::write(
        &data,
        "a letter, and longer than the header of a database, which is one hundred bytes long. "
            .repeat(9),
    )
    .unwrap();
    assert!(
        place.refusal().contains("is no data of a sandbox"),
        "{}",
        place.refusal()
    );
    fs::remove_file(&data).unwrap();
    fs::create_dir(&data).unwrap();
    assert!(place.refusal().contains("cannot be opened"));
}

#[test]
fn schemas_with_problems_and_other_protocols_are_refused_with_their_place() {
    let place = Place::new();
    assert!(place.refusal().contains("schemas"), "there is no folder");
    place.site("Code: nonsense");
    assert!(place.refusal().contains("site.yaml"), "{}", place.refusal());
    place.site("code: text, Code: {type: text, rust: other_code}");
    assert!(
        place
            .refusal()
            .contains("differs from another's in case only"),
        "{}",
        place.refusal()
    );
    let other = "system: other\nrust: Other\nprotocol: otherplatform\n\
                 wire: {flag: 0/1, date: YYYY-MM-DD, date-time: 'YYYY-MM-DDTHH:MM:SSZ'}\n\
                 operations: [create]\n";
    fs::remove_dir_all(place.schemas()).unwrap();
    write(&place.schemas().join("other/system.yaml"), other);
    write(
        &place.schemas().join("other/thing.yaml"),
        "entity: THING\nfields: {Id: id}\n",
    );
    assert!(
        place.refusal().contains("protocol: billingplatform"),
        "{}",
        place.refusal()
    );
}

/// Where the process of the next test finds its data.
const DATA_OF_CHILD: &str = "BILLBIND_SANDBOX_TEST_DATA";

#[test]
fn every_answered_write_survives_a_kill() {
    let place = Place::new();
    let data = place.folder.path().join("data");
    let mut written: Vec<String> = Vec::new();
    for round in 1..=3 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture"])
            .arg("organizations::write_until_killed")
            .env(DATA_OF_CHILD, &data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ids = lines.filter_map(|line| Some(line.unwrap().strip_prefix("id ")?.to_owned()));
        written.extend(ids.take(20 * round));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let caller = Caller::new(&Options::new().data(&data));
    assert_eq!(written.len(), 120);
    for id in &written {
        let account = caller.record("ACCOUNT", id).unwrap();
        assert_eq!(account["Name"], "A", "account {id}");
    }
}

/// What the test above kills.
#[test]
#[ignore = "runs until it is killed"]
fn write_until_killed() {
    let Some(data) = env::var_os(DATA_OF_CHILD) else {
        return;
    };
    let caller = Caller::new(&Options::new().data(data));
    loop {
        println!("id {}", caller.account("A"));
    }
}

#[test]
fn entities_that_the_schemas_do_not_select_are_known_by_name_only() {
    // The organization of this repository's example: it selects three entities.
    let schemas = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/org-schemas/schemas"
    );
    let caller = Caller::new(&Options::new().schemas(schemas).examples(true));
    let account = json!({"Name": "Blue North", "AccountTypeId": "1", "Status": "FROZEN",
        "ParentAccountId": "20000", "nrRegion": "EMEA", "nrContractEnd": "20301231"});
    let id = caller.create("ACCOUNT", &account);
    let account = caller.record("ACCOUNT", &id).unwrap();
    assert_eq!(account["nrContractEnd"], "2030-12-31");
    assert_eq!(account["CreatedUserId"], "my.username");
    let required = json!({"brmObjects": {"Name": "A", "AccountTypeId": "1", "Status": "ACTIVE",
        "ParentAccountId": "20000"}});
    assert_eq!(caller.refused("POST", "account", &required).1, "nrRegion");
    caller.create("SITE", &json!({"Code": "X1", "AccountId": id}));
    let profile = caller.call("GET", "BILLING_PROFILE/1", &Value::Null);
    assert_eq!(profile.0, 404);
    assert!(
        profile.1["message"]
            .as_str()
            .unwrap()
            .contains("known by name only")
    );
}
