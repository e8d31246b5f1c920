//! Typed statements of the query language: what is sent, and every layout that may come back.

use billbind::billingplatform::{
    Account, Contract, ContractRate, Expression, Invoice, MAX_PAGE, MAX_STATEMENT_IN_URL, Query,
    Records, Request, Rows, account, billing_profile, contract, contract_rate, invoice,
};
use billbind::{Column, Decimal, ErrorKind, Filter, Having, Method, Retry};

use super::support::{BASE, decode, error_of, ok, query_decoded, refused, rendered, sent_text};

/// The path of the vendor's sample.
fn account_name() -> Column<Invoice, String> {
    invoice::PATH
        .billing_profile
        .then(&billing_profile::PATH.account)
        .col(&account::COL.name)
}

type Total = (Option<invoice::Status>, Option<Decimal>);

/// REST Methods, sample of a query.
fn totals() -> Query<Invoice, Rows<Total>> {
    let total = invoice::COL.grand_total_amount.sum().alias("total");
    invoice::query()
        .select((&invoice::COL.status, total))
        .filter(account_name().like("%Blue%"))
        .group_by(&invoice::COL.status)
}

/// REST Methods, sample of a query's answer.
const TOTALS: &str = r#" {
    "queryResponse": [
        {
            "Id": null,
            "Status": "CLOSED",
            "TOTAL": "25024"
        },
        {
            "Id": null,
            "Status": "CURRENT",
            "TOTAL": "101"
        }
    ]
}"#;

fn sql<T>(request: &Request<T>) -> String {
    let sent = rendered(request);
    let (path, statement) = sent.url.split_once("?sql=").expect("it is in the URL");
    assert_eq!(path, format!("{BASE}/rest/2.0/query"));
    query_decoded(statement)
}

#[test]
fn the_vendors_query_is_written_by_the_builder() {
    let sample = "SELECT Status, Sum(GrandTotalAmount) as total  FROM Invoice  WHERE BillingProfileObj.AccountObj.Name like '%Blue%' GROUP BY Status";
    let words = |text: &str| {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    let request = totals().request();
    assert_eq!(words(&sql(&request)), words(sample));
    let sent = rendered(&request);
    assert_eq!(sent.method, Method::Get);
    assert!(sent.body.is_none());
    assert!(!sent.url.contains([' ', '\'', '+']), "{}", sent.url);
    assert_eq!(request.retry(), Retry::Read);
    assert_eq!(request.entity(), Some("INVOICE"));
}

#[test]
fn the_vendors_answer_is_read_as_typed_rows() {
    let rows = decode(&totals().request().strict(), TOTALS);
    let values: Vec<Total> = rows.iter().map(|row| row.values.clone()).collect();
    assert_eq!(
        values,
        [
            (Some(invoice::Status::Closed), Some(25024.into())),
            (Some(invoice::Status::Current), Some(101.into())),
        ]
    );
    // The same by name, whatever its case, and by column.
    let total: Option<Decimal> = rows[0].read("total").expect("a decimal");
    assert_eq!(total, Some(25024.into()));
    let status = rows[1].value(&invoice::COL.status).expect("a status");
    assert_eq!(status, Some(invoice::Status::Current));
    let names: Vec<&str> = rows[0].columns().map(|(name, _)| name).collect();
    assert_eq!(names, ["Id", "Status", "TOTAL"]);
}

#[test]
fn a_plain_select_list_is_read_as_records() {
    let query = account::query()
        .columns((&account::COL.id, &account::COL.status))
        .filter(account::COL.name.starts_with("Blue"))
        .order_by((account::COL.created.desc(), &account::COL.name));
    let request = query.request();
    assert_eq!(
        sql(&request),
        "SELECT Id, Status FROM ACCOUNT WHERE Name LIKE 'Blue%' ORDER BY Created DESC, Name"
    );
    let body = r#"{"queryResponse": [{"Id": "1", "Status": "ACTIVE"}, {"Id": "2", "Status": null, "nrX": "y"}]}"#;
    let accounts: Vec<Account> = decode(&request, body);
    assert_eq!(accounts[0].id, Some(account::Id::from(1)));
    assert_eq!(accounts[0].status, Some(account::Status::Active));
    assert_eq!(accounts[0].name, None);
    assert_eq!(accounts[1].status, None);
    assert_eq!(accounts[1].extra.unknown().count(), 1);
}

#[test]
fn all_columns_are_those_of_the_schema() {
    let statement = billbind::billingplatform::currency::query()
        .all_columns()
        .to_sql();
    let columns = statement
        .strip_prefix("SELECT Id, ")
        .and_then(|rest| rest.strip_suffix(" FROM CURRENCY"))
        .expect("a list of columns");
    assert!(!columns.contains('*') && columns.split(", ").count() > 3);
}

#[test]
fn a_parent_is_read_nested_and_flat_in_rows_and_in_records() {
    let name = account_name();
    let rows = invoice::query()
        .select((&invoice::COL.id, &name))
        .order_by(&name)
        .request();
    assert_eq!(
        sql(&rows),
        "SELECT Id, BillingProfileObj.AccountObj.Name FROM INVOICE ORDER BY BillingProfileObj.AccountObj.Name"
    );
    let records = invoice::query()
        .columns((&invoice::COL.id, &name))
        .request();
    for parent in [
        r#""BillingProfileObj": {"Id": "7", "AccountObj": {"Name": "Blue"}}"#,
        r#""BillingProfileObj": [{"AccountObj": {"NAME": "Blue"}}]"#,
        r#""BillingProfileObj.AccountObj.Name": "Blue""#,
        r#""BILLINGPROFILEOBJ.ACCOUNTOBJ.NAME": "Blue""#,
        r#""BillingProfileObj": {"AccountObj.Name": "Blue"}"#,
        r#""BillingProfileObj.AccountObj": {"Name": "Blue"}"#,
    ] {
        let body = format!(r#"{{"queryResponse": [{{"Id": "1", {parent}}}]}}"#);
        let row = decode(&rows, &body).remove(0);
        let (id, found) = &row.values;
        assert_eq!(id, &Some(invoice::Id::from(1)), "{parent}");
        assert_eq!(found.as_deref(), Some("Blue"), "{parent}");
        let by_name: Option<String> = row.read("BillingProfileObj.AccountObj.Name").expect("text");
        assert_eq!(by_name.as_deref(), Some("Blue"), "{parent}");
        let invoice = decode(&records, &body).remove(0);
        let found = invoice.extra.value(&name).expect("text");
        assert_eq!(found.as_deref(), Some("Blue"), "{parent}");
    }
    for nothing in [
        r#""BillingProfileObj": null"#,
        r#""BillingProfileObj": {"AccountObj": null}"#,
        r#""BillingProfileObj": []"#,
        r#""BillingProfileObj": [{}, {}]"#,
        r#""Other": 1"#,
    ] {
        let body = format!(r#"{{"queryResponse": [{{"Id": "1", {nothing}}}]}}"#);
        let row = decode(&rows, &body).remove(0);
        assert_eq!(row.values.1, None, "{nothing}");
        assert!(row.misfits().is_empty(), "{nothing}");
    }
}

type WithRates = (Option<contract::Id>, Vec<ContractRate>);

/// Contracts with their rates, as records.
fn contracts() -> Query<Contract, Rows<WithRates>> {
    let rates = contract_rate::query()
        .columns((&contract_rate::COL.id, &contract_rate::COL.product_id))
        .order_by(contract_rate::COL.id.desc())
        .children_of(&contract_rate::PATH.contract);
    contract::query().select((&contract::COL.id, rates))
}

#[test]
fn children_are_a_sub_query_from_the_childs_relation_to_its_parent() {
    assert_eq!(
        contracts().to_sql(),
        "SELECT Id, (SELECT Id, ProductId FROM CONTRACT_RATE.ContractObj ORDER BY Id DESC) FROM CONTRACT"
    );
}

#[test]
fn a_list_of_children_is_found_in_every_layout() {
    let list = r#"[{"Id": "5", "ProductId": "50"}, {"Id": "6", "ProductId": null}]"#;
    for member in [
        format!(r#""CONTRACT_RATE": {list}"#),
        format!(r#""ContractRate": {list}"#),
        format!(r#""CONTRACT_RATE.ContractObj": {list}"#),
        format!(r#""CONTRACT_RATE": {{"queryResponse": {list}}}"#),
        format!(r#""CONTRACT_RATE": {{"ContractObj": {{"totalSize": 2, "records": {list}}}}}"#),
        // A name that nobody foresaw, and no other list in the row.
        format!(r#""ContractRateList": {list}"#),
    ] {
        let body = format!(r#"{{"queryResponse": [{{"Id": "1", {member}}}]}}"#);
        let row = decode(&contracts().request().strict(), &body).remove(0);
        let (id, rates) = row.values;
        assert_eq!(id, Some(contract::Id::from(1)), "{member}");
        assert_eq!(rates.len(), 2, "{member}");
        assert_eq!(rates[0].product_id, Some("50".into()), "{member}");
        assert_eq!(rates[1].id, Some(6.into()), "{member}");
    }
    for one in [
        r#""CONTRACT_RATE": {"Id": "5", "ProductId": "50"}"#,
        r#""CONTRACT_RATE": {"row": {"PRODUCTID": "50", "Id": "5"}}"#,
    ] {
        let body = format!(r#"{{"queryResponse": [{{"Id": "1", {one}}}]}}"#);
        let row = decode(&contracts().request(), &body).remove(0);
        assert_eq!(row.values.1.len(), 1, "{one}");
        assert_eq!(row.values.1[0].id, Some(5.into()), "{one}");
    }
    for none in [
        r#""CONTRACT_RATE": null"#,
        r#""CONTRACT_RATE": []"#,
        r#""CONTRACT_RATE": """#,
        r#""CONTRACT_RATE": {"records": []}"#,
        r#""Other": "x""#,
    ] {
        let body = format!(r#"{{"queryResponse": [{{"Id": "1", {none}}}]}}"#);
        let row = decode(&contracts().request().strict(), &body).remove(0);
        assert_eq!(row.values.1, [], "{none}");
    }
}

#[test]
fn children_that_do_not_fit_are_kept_and_told() {
    let body = r#"{"queryResponse": [{"Id": "1", "CONTRACT_RATE": ["x"]}]}"#;
    let row = decode(&contracts().request(), body).remove(0);
    assert_eq!(row.values.1, []);
    let [misfit] = row.misfits() else {
        panic!("{:?}", row.misfits());
    };
    assert_eq!(misfit.path(), "CONTRACT_RATE.ContractObj[0]");
    assert_eq!(
        row.get("contract_rate").expect("kept").as_json(),
        r#"["x"]"#
    );
    let error = error_of(&contracts().request().strict(), &ok(body));
    assert_eq!(
        error.path(),
        Some("queryResponse[0].CONTRACT_RATE.ContractObj[0]")
    );
}

#[test]
fn children_may_be_rows_with_parents_and_children_of_their_own() {
    let product = contract_rate::PATH
        .product
        .col(&billbind::billingplatform::product::COL.name);
    let rates = contract_rate::query()
        .select((&contract_rate::COL.id, product))
        .filter(contract_rate::COL.id.gt(3))
        .children_of(&contract_rate::PATH.contract);
    let contracts = contract::query()
        .select((&contract::COL.id, rates))
        .children_of(&contract::PATH.account);
    let request = account::query()
        .select((&account::COL.name, contracts))
        .request();
    assert_eq!(
        sql(&request),
        "SELECT Name, (SELECT Id, (SELECT Id, ProductObj.Name FROM CONTRACT_RATE.ContractObj WHERE Id > 3) \
         FROM CONTRACT.AccountObj) FROM ACCOUNT"
    );
    let body = r#"{"queryResponse": [{"Name": "A", "CONTRACT": [
        {"Id": "1", "CONTRACT_RATE": [{"Id": "4", "ProductObj": {"Name": "P"}}]}, {"Id": "2"}
    ]}]}"#;
    let row = decode(&request.strict(), body).remove(0);
    let (name, contracts) = row.values;
    assert_eq!(name.as_deref(), Some("A"));
    let (id, rates) = &contracts[0].values;
    assert_eq!(id, &Some(1.into()));
    assert_eq!(rates[0].values, (Some(4.into()), Some("P".to_owned())));
    assert!(contracts[1].values.1.is_empty());
}

#[test]
fn a_value_that_does_not_fit_reads_as_absent_and_is_kept() {
    let body = r#"{"queryResponse": [{"Status": "CLOSED", "TOTAL": "much"}]}"#;
    let row = decode(&totals().request(), body).remove(0);
    assert_eq!(row.values, (Some(invoice::Status::Closed), None));
    assert_eq!(row.misfits()[0].path(), "total");
    assert_eq!(row.misfits()[0].value().expose(), r#""much""#);
    let error = error_of(&totals().request().strict(), &ok(body));
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    assert_eq!(error.path(), Some("queryResponse[0].total"));
}

#[test]
fn an_average_may_have_more_digits_than_a_number() {
    let request = invoice::query()
        .select(invoice::COL.grand_total_amount.avg().alias("mean"))
        .request();
    assert_eq!(
        sql(&request),
        "SELECT AVG(GrandTotalAmount) AS mean FROM INVOICE"
    );
    let long = ".3333333333333333333333333333333333333333";
    let body = format!(r#"{{"queryResponse": [{{"MEAN": "{long}"}}, {{"MEAN": "-1.5"}}]}}"#);
    let rows = decode(&request.strict(), &body);
    let first = rows[0].values.expect("a number");
    assert_eq!(first.to_string(), format!("0{}", &long[..=38]));
    assert_eq!(
        rows[0].get("mean").expect("kept").as_text().as_deref(),
        Some(long)
    );
    assert_eq!(rows[1].values, Some("-1.5".parse().expect("a number")));
}

#[test]
fn aggregates_without_an_alias_are_read_too() {
    let request = invoice::query()
        .select((
            invoice::COL.id.count(),
            invoice::COL.due_date.min(),
            invoice::COL.due_date.max().alias("last"),
        ))
        .request();
    assert_eq!(
        sql(&request),
        "SELECT COUNT(Id) AS VALUE_1, MIN(DueDate) AS VALUE_2, MAX(DueDate) AS last FROM INVOICE"
    );
    let body = r#"{"queryResponse": [{"Id": null, "VALUE_1": "3", "VALUE_2": "2015-05-05", "LAST": null}]}"#;
    let (count, first, last) = decode(&request, body).remove(0).values;
    assert_eq!(count, Some(3));
    assert_eq!(first, Some("20150505".parse().expect("a date")));
    assert_eq!(last, None);
}

#[test]
fn pages_are_in_an_order_that_does_not_change() {
    let query = account::query().columns(&account::COL.name);
    let end = |query: Query<Account, Records>| {
        let statement = query.to_sql();
        let (_, end) = statement.split_once("FROM ACCOUNT").expect("a query");
        end.to_owned()
    };
    assert_eq!(end(query.clone()), "");
    assert_eq!(
        end(query.clone().page(0, 500)),
        " ORDER BY Id FETCH NEXT 500 ROWS ONLY"
    );
    assert_eq!(
        end(query.clone().page(3, MAX_PAGE)),
        " ORDER BY Id OFFSET 30000 ROWS FETCH NEXT 10000 ROWS ONLY"
    );
    let by_name = query.clone().order_by(account::COL.name.desc());
    assert_eq!(
        end(by_name.offset(5)),
        " ORDER BY Name DESC, Id OFFSET 5 ROWS"
    );
    let by_id = query.order_by(account::COL.id.desc());
    assert_eq!(
        end(by_id.fetch(1)),
        " ORDER BY Id DESC FETCH NEXT 1 ROWS ONLY"
    );
    // `Id` is nothing that a group has.
    let groups = totals()
        .order_by(invoice::COL.grand_total_amount.sum().desc())
        .page(1, 10);
    assert!(groups.to_sql().ends_with(
        " GROUP BY Status ORDER BY SUM(GrandTotalAmount) DESC, Status OFFSET 10 ROWS FETCH NEXT 10 ROWS ONLY"
    ));
    assert_eq!((groups.offset_rows(), groups.fetch_rows()), (10, Some(10)));
}

#[test]
fn a_long_statement_goes_as_a_body_and_may_be_repeated() {
    let ids = (0..1000).map(account::Id::from);
    let request = account::query()
        .columns(&account::COL.id)
        .filter(account::COL.id.is_in(ids))
        .request();
    let sent = rendered(&request);
    assert_eq!(sent.method, Method::Post);
    assert_eq!(sent.url, format!("{BASE}/rest/2.0/query"));
    assert_eq!(request.retry(), Retry::Read);
    let body = sent_text(&sent).expect("a body");
    let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let statement = body["sql"].as_str().expect("a statement");
    assert!(statement.starts_with("SELECT Id FROM ACCOUNT WHERE Id IN (0, 1, "));
    assert_eq!(body.as_object().map(serde_json::Map::len), Some(1));
    assert_eq!(
        decode(&request, r#"{"queryResponse": [{"Id": "1"}]}"#).len(),
        1
    );

    let text = |length: usize| "x".repeat(length);
    let raw = |length| rendered(&billbind::billingplatform::query(text(length))).method;
    assert_eq!(raw(MAX_STATEMENT_IN_URL), Method::Get);
    assert_eq!(raw(MAX_STATEMENT_IN_URL + 1), Method::Post);
}

#[test]
fn what_the_builder_does_not_have_is_said_in_the_vendors_words() {
    let year = Expression::<Invoice, i64>::raw("to_char(DueDate, 'YYYY')", "due_year");
    let request = invoice::query()
        .select((year, invoice::COL.id.count()))
        .filter(Filter::raw("ROWNUM < 1000"))
        .group_by(Column::<Invoice, String>::custom("nrYear").expect("a name"))
        .having(Having::raw("COUNT(Id) > 1").or(invoice::COL.id.count().le(9)))
        .request();
    assert_eq!(
        sql(&request),
        "SELECT to_char(DueDate, 'YYYY') AS due_year, COUNT(Id) AS VALUE_2 FROM INVOICE \
         WHERE (ROWNUM < 1000) GROUP BY nrYear HAVING (COUNT(Id) > 1) OR COUNT(Id) <= 9"
    );
    let body = r#"{"queryResponse": [{"DUE_YEAR": "2015", "VALUE_2": "2"}]}"#;
    assert_eq!(
        decode(&request, body).remove(0).values,
        (Some(2015), Some(2))
    );
}

#[test]
fn all_that_is_wrong_with_a_query_is_said_before_it_is_sent() {
    let total = || invoice::COL.grand_total_amount.sum();
    let wrong = invoice::query()
        .select((
            &invoice::COL.status,
            total().alias("1 FROM x"),
            total().alias("order"),
            total().alias("a"),
            total().alias("A"),
        ))
        .filter(account_name().contains("50%"))
        .having(total().gt(1))
        .fetch(10_001);
    let text = refused(&wrong.request()).to_string();
    for part in [
        "`1 FROM x` is no alias",
        "`order` is a word of the query language",
        "two selected values are called `A`",
        "`Status` is selected of groups",
        "it needs `group_by`",
        "from 1 to 10000 rows, and not 10001",
        "names no escape",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let nothing = account::query().columns(Vec::<&Column<Account, String>>::new());
    assert!(
        refused(&nothing.request())
            .to_string()
            .contains("selects nothing")
    );
    let children = contract_rate::query()
        .columns(&contract_rate::COL.id)
        .page(0, 5)
        .children_of(&contract_rate::PATH.contract.then(&contract::PATH.account));
    let request = account::query().select(children).request();
    let text = refused(&request).to_string();
    for part in [
        "more than one step",
        "children have no pages",
        "CONTRACT_RATE.ContractObj.AccountObj",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let accounts = |path| account::query().columns(&account::COL.id).children_of(path);
    let path = &account::PATH.parent_account;
    let twice = account::query().select((accounts(path), accounts(path)));
    let text = refused(&twice.request()).to_string();
    assert!(
        text.contains("two lists of children of `ACCOUNT` cannot be told apart"),
        "{text}"
    );
    let retrieve = account::retrieve(&account::COL.name.contains("a_b"));
    assert!(refused(&retrieve).to_string().contains("names no escape"));
}

#[test]
fn no_rows_are_a_404_or_an_empty_list() {
    let request = totals().request();
    let gone = billbind::Answer::new(404, r#"{"error": "not found"}"#);
    assert!(error_of(&request, &gone).is_not_found());
    let rows = request.empty_on_not_found().decode(&gone).expect("no rows");
    assert!(rows.is_empty());
}

#[test]
fn rows_show_no_value_that_nobody_knows() {
    let body =
        r#"{"queryResponse": [{"Status": "CLOSED", "TOTAL": "1", "CARD": "4111111111111111"}]}"#;
    let row = decode(&totals().request(), body).remove(0);
    let shown = format!("{row:?}");
    assert!(
        shown.contains("CLOSED") && shown.contains("CARD"),
        "{shown}"
    );
    assert!(!shown.contains("4111"), "{shown}");
}
