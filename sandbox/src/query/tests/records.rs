//! What is selected of records, and the shape of the answer.

use serde_json::json;

use super::World;

#[test]
fn the_vendors_sample_runs_word_for_word() {
    // REST Methods, "Sample REST Query Request", decoded.
    let rows = World::new().select(
        "SELECT Status, Sum(GrandTotalAmount) as total  FROM Invoice  WHERE BillingProfileObj.AccountObj.Name like '%Blue%' GROUP BY Status",
    );
    assert_eq!(
        rows,
        json!([
            {"Id": null, "Status": "CLOSED", "TOTAL": "25024"},
            {"Id": null, "Status": "CURRENT", "TOTAL": "101"},
        ])
    );
}

#[test]
fn the_vendors_sample_condition_runs_word_for_word() {
    let world = World::empty();
    for id in ["19999", "20000", "20001"] {
        world.insert("ACCOUNT", &[("Id", id), ("Name", "x")], 0);
    }
    // REST Methods, "Sample REST Get Request (Account Entity)".
    assert_eq!(world.matching("ACCOUNT", "Id>=20000"), "20000 20001");
}

#[test]
fn id_comes_back_unselected_and_names_in_their_canonical_case() {
    let world = World::new();
    assert_eq!(
        world.select("select grandtotalamount, STATUS from invoice where id = 33"),
        json!([{"Id": "33", "GrandTotalAmount": "0.5", "Status": "CURRENT"}])
    );
    assert_eq!(
        world.select("SELECT iD FROM Invoice WHERE Id = 33"),
        json!([{"Id": "33"}])
    );
    assert_eq!(
        world.select("SELECT Id, Name, id, name FROM ACCOUNT WHERE Id = 12"),
        json!([{"Id": "12", "Name": "Red"}])
    );
}

#[test]
fn entities_are_named_with_and_without_underscores_in_any_case() {
    let world = World::new();
    for name in [
        "BILLING_PROFILE",
        "BillingProfile",
        "billing_profile",
        "billingprofile",
        "Billing_Profile",
    ] {
        assert_eq!(
            world.select(&format!("SELECT Id FROM {name} WHERE Id = 20")),
            json!([{"Id": "20"}]),
            "{name}"
        );
    }
}

#[test]
fn physical_names_stand_for_fields_and_the_answer_has_the_fields_names() {
    assert_eq!(
        World::new().select(
            "SELECT LOWER_BAND, upper_band, RATE_SOURCE, Rate FROM PRICING WHERE LOWER_BAND > 10"
        ),
        json!([{"Id": "51", "LowerBand": "11", "UpperBand": "-1", "RateSource": "S", "Rate": "0.10"}])
    );
}

#[test]
fn white_space_is_free() {
    assert_eq!(
        World::new().select("\n SELECT\tId  ,Name\r\nFROM   ACCOUNT\nWHERE(Id=12)AND Name='Red' "),
        json!([{"Id": "12", "Name": "Red"}])
    );
}

#[test]
fn values_are_text_or_null() {
    assert_eq!(
        World::new().select("SELECT Id, DueDate, VoidFlag, GrandTotalAmount, FileName FROM INVOICE WHERE Id IN (30, 33)"),
        json!([
            {"Id": "30", "DueDate": "2015-05-05", "VoidFlag": "0", "GrandTotalAmount": "25000.00", "FileName": null},
            {"Id": "33", "DueDate": null, "VoidFlag": null, "GrandTotalAmount": "0.5", "FileName": null},
        ])
    );
    assert_eq!(
        World::new().select("SELECT Created FROM ACCOUNT WHERE Id = 1"),
        json!([{"Id": "1", "Created": "2014-11-03T18:26:11.000Z"}])
    );
}

#[test]
fn a_path_is_nested_objects_of_any_length() {
    let world = World::new();
    assert_eq!(
        world.select("SELECT billingprofileobj.ACCOUNTOBJ.name, BillingProfileObj.Id, BillingProfileObj.CurrencyCodeObj.CurrencyName FROM Invoice WHERE Id = 31"),
        json!([{"Id": "31", "BillingProfileObj": {"Id": "21", "AccountObj": {"Name": "Deep Blue"}, "CurrencyCodeObj": {"CurrencyName": "Dollar"}}}])
    );
    assert_eq!(
        world.select("SELECT ParentAccountObj.ParentAccountObj.Name FROM ACCOUNT WHERE ParentAccountObj.ParentAccountObj.Id = 1"),
        json!([{"Id": "11", "ParentAccountObj": {"ParentAccountObj": {"Name": "BILLING PLATFORM"}}}])
    );
    assert_eq!(
        world.select("SELECT ParentAccountObj.Name FROM ACCOUNT WHERE Id = 12"),
        json!([{"Id": "12", "ParentAccountObj": {"Name": null}}])
    );
}

#[test]
fn relations_that_keep_their_id_and_entities_known_by_name_only_are_reached() {
    let world = World::empty();
    world.insert(
        "ACCOUNT_TYPE",
        &[("Id", "1"), ("AccountType", "Required")],
        0,
    );
    world.insert("TIME_ZONE", &[("Id", "1"), ("Name", "UTC")], 0);
    world.insert("ACCOUNT", &[("Id", "5"), ("AccountTypeId", "1")], 0);
    world.insert(
        "BILLING_PROFILE",
        &[("Id", "6"), ("AccountId", "5"), ("TimeZoneId", "1")],
        0,
    );
    assert_eq!(
        world.select("SELECT AccountTypeIdObj.AccountType FROM ACCOUNT"),
        json!([{"Id": "5", "AccountTypeIdObj": {"AccountType": "Required"}}])
    );
    assert_eq!(
        world.select("SELECT TimeZoneObj.Name FROM BILLING_PROFILE WHERE TimeZoneObj.Name = 'UTC' AND TimeZoneId = '1' AND TimeZoneObj.Id IN ('1', 2)"),
        json!([{"Id": "6", "TimeZoneObj": {"Name": "UTC"}}])
    );
}

#[test]
fn what_is_deleted_is_not_there_also_behind_paths_and_among_children() {
    let world = World::new();
    assert_eq!(world.matching("ACCOUNT", "1=1"), "1 10 11 12");
    // The account of profile 23 is in the recycle bin.
    assert_eq!(
        world.select("SELECT AccountObj.Name, AccountId FROM BILLING_PROFILE WHERE Id = 23"),
        json!([{"Id": "23", "AccountId": "13", "AccountObj": {"Name": null}}])
    );
    assert_eq!(
        world.matching("INVOICE", "BillingProfileObj.AccountObj.Name LIKE 'Gone%'"),
        ""
    );
    assert_eq!(
        world.select("SELECT Id, (SELECT Id FROM Activity.InvoiceObj) FROM Invoice WHERE Id = 30"),
        json!([{"Id": "30", "ACTIVITY": [{"Id": "40"}, {"Id": "41"}]}])
    );
    assert_eq!(
        world.select("SELECT COUNT(Id) n FROM Activity"),
        json!([{"Id": null, "N": "3"}])
    );
}

#[test]
fn children_are_lists_with_conditions_and_order_of_their_own() {
    let world = World::new();
    // The vendor's page on the query language shows this sub-query.
    assert_eq!(
        world.select("SELECT Id, (select Id, ActivityDate from Activity.InvoiceObj order by ActivityDate) FROM Invoice WHERE Id IN (30, 31)"),
        json!([
            {"Id": "30", "ACTIVITY": [{"Id": "41", "ActivityDate": "2015-01-01"}, {"Id": "40", "ActivityDate": "2015-02-01"}]},
            {"Id": "31", "ACTIVITY": []},
        ])
    );
    assert_eq!(
        world.select("SELECT (SELECT InvoiceObj.Status FROM ACTIVITY.invoiceobj WHERE ActivityDate > '2015-01-10') FROM Invoice WHERE Id = 30"),
        json!([{"Id": "30", "ACTIVITY": [{"Id": "40", "InvoiceObj": {"Status": "CLOSED"}}]}])
    );
    assert_eq!(
        world.select(
            "SELECT Name, (SELECT Id, (SELECT Id, (SELECT Id FROM Activity.InvoiceObj) FROM Invoice.BillingProfileObj \
             ORDER BY DueDate DESC) FROM Billing_Profile.AccountObj) FROM Account WHERE Id = 10"
        ),
        json!([{"Id": "10", "Name": "Blue Sky", "BILLING_PROFILE": [{"Id": "20", "INVOICE": [
            {"Id": "32", "ACTIVITY": [{"Id": "42"}]},
            {"Id": "30", "ACTIVITY": [{"Id": "40"}, {"Id": "41"}]},
        ]}]}])
    );
}

#[test]
fn an_alias_is_the_key_in_upper_case_with_and_without_as() {
    let world = World::new();
    assert_eq!(
        world.select(
            "SELECT Name AS who, Status state, UPPER(Name) loud FROM ACCOUNT WHERE Id = 12"
        ),
        json!([{"Id": "12", "WHO": "Red", "STATE": "ACTIVE", "LOUD": "RED"}])
    );
    // What Oracle calls it.
    assert_eq!(
        world.select("SELECT Sum(GrandTotalAmount) FROM Invoice WHERE Id = 31"),
        json!([{"Id": null, "SUM(GRANDTOTALAMOUNT)": "24"}])
    );
    assert_eq!(
        world.select("SELECT COUNT(Id) AS id FROM CURRENCY"),
        json!([{"ID": "1"}])
    );
}

#[test]
fn a_file_is_selected_as_nothing_and_a_secret_as_it_is() {
    let world = World::empty();
    world.insert(
        "BILLING_PROFILE",
        &[
            ("Id", "1"),
            ("AccountId", "1"),
            ("CreditCardNumber", "4111"),
        ],
        0,
    );
    world.insert("BULK_UPLOAD_HISTORY", &[("Id", "1")], 0);
    assert_eq!(
        world.select("SELECT AllRecordsFile FROM BULK_UPLOAD_HISTORY"),
        json!([{"Id": "1", "AllRecordsFile": null}])
    );
    assert_eq!(
        world.select(
            "SELECT CreditCardNumber FROM BILLING_PROFILE WHERE CreditCardNumber IS NOT NULL"
        ),
        json!([{"Id": "1", "CreditCardNumber": "4111"}])
    );
}

#[test]
fn every_field_of_every_entity_can_be_selected_tested_and_put_in_order() {
    use crate::organization::{Entity, Field, Kind};
    use billbind_codegen::model::Access;

    let names = |entity: &Entity, is_wanted: fn(&Field) -> bool| -> Vec<String> {
        let wanted = entity.fields.iter().filter(|field| is_wanted(field));
        wanted.map(|field| field.name.clone()).collect()
    };
    let world = World::empty();
    let mut count = 0;
    for entity in world.organization.entities() {
        let from = &entity.name;
        // What the builder of the bindings calls all columns.
        let selected = names(entity, |field| field.access != Access::WriteOnly);
        world.select(&format!("SELECT {} FROM {from}", selected.join(", ")));
        let tested = names(entity, |field| field.kind != Kind::File);
        world.select(&format!(
            "SELECT Id FROM {from} WHERE {} IS NULL",
            tested.join(" IS NULL OR ")
        ));
        let compared = names(entity, |field| {
            field.is_queryable() && !matches!(field.kind, Kind::Secret { .. })
        });
        let list = compared.join(", ");
        world.select(&format!(
            "SELECT {list} FROM {from} ORDER BY {} DESC",
            compared.join(" DESC, ")
        ));
        world.select(&format!(
            "SELECT {list}, COUNT(Id) AS n FROM {from} GROUP BY {list} HAVING MAX({}) IS NULL",
            compared.join(") IS NULL OR MAX(")
        ));
        count += compared.len();
        for field in &entity.fields {
            if let Some(relation) = &field.relation {
                world.select(&format!(
                    "SELECT {relation}.Id FROM {from} WHERE {relation}.Id = 1"
                ));
            }
        }
    }
    assert!(count > 500, "{count}");
}
