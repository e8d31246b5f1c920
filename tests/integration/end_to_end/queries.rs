//! The query language through the typed builder, and reads in pages.

use billbind::billingplatform::{
    AccountProduct, BlockingClient, Client, Contract, ContractRate, account, account_product,
    contract, contract_rate, query,
};
use billbind::client::Page;
use billbind::{Date, Decimal, Error};
use billbind_sandbox::{Operation, Options, Sandbox};

use super::stage::{
    Caller, async_in_process, blocking_in_process, in_process, new_account, with_each_client,
};

/// An account "Blue" with a contract that has rates, and some products.
fn furnish(caller: &Caller) -> account::Id {
    let day = |day| Date::new(2026, 3, day).unwrap();
    let blue = caller.get(account::create(&new_account("Blue"))).id;
    let red = caller.get(account::create(&new_account("Red"))).id;
    for (owner, number) in [(&blue, "B1"), (&red, "R1")] {
        let new = Contract::builder()
            .account_id(owner)
            .contract_number(number)
            .start_date(day(1))
            .on_end_date(contract::OnEndDate::Renew)
            .build();
        let id = caller.get(contract::create(&new)).id;
        let rates = [day(2), day(3)].map(|start| {
            let rate = ContractRate::builder().contract_id(&id).start_date(start);
            rate.contract_rate_label(number).build()
        });
        caller
            .get(contract_rate::create_many(&rates))
            .all()
            .unwrap();
    }
    let product = |owner: &account::Id, quantity: &str| {
        AccountProduct::builder()
            .account_id(owner)
            .product_id(12670)
            .quantity(quantity.parse::<Decimal>().unwrap())
            .start_date(day(4))
            .build()
    };
    let products = [
        product(&blue, "0.10"),
        product(&blue, "0.2"),
        product(&red, "7"),
    ];
    caller
        .get(account_product::create_many(&products))
        .all()
        .unwrap();
    blue
}

#[test]
fn a_query_answers_records_rows_parents_children_and_sums() {
    with_each_client(&Options::new(), |caller, _| {
        let blue = furnish(caller);
        let records = account::query()
            .columns(&account::COL.name)
            .filter(account::COL.name.is_in(["Blue", "Red"]))
            .order_by(account::COL.name.desc());
        let records = caller.get(records.request());
        let names: Vec<_> = records
            .iter()
            .map(|record| record.name.as_deref())
            .collect();
        assert_eq!(names, [Some("Red"), Some("Blue")]);
        assert_eq!(
            records[1].id.as_ref(),
            Some(&blue),
            "the vendor adds the id"
        );
        assert_eq!(records[1].status, None, "it was not selected");

        let owner = contract_rate::PATH.contract.then(&contract::PATH.account);
        let rows = contract_rate::query()
            .select((
                &contract_rate::COL.start_date,
                owner.col(&account::COL.name),
                owner.col(&account::COL.status),
            ))
            .filter(owner.col(&account::COL.name).eq("Blue"))
            .order_by(&contract_rate::COL.start_date);
        let rows = caller.get(rows.request());
        assert_eq!(rows.len(), 2);
        let (start, name, status) = rows[1].values.clone();
        assert_eq!(start, Some(Date::new(2026, 3, 3).unwrap()));
        assert_eq!(
            (name.as_deref(), status),
            (Some("Blue"), Some(account::Status::Active))
        );

        let rates = contract_rate::query()
            .columns((
                &contract_rate::COL.contract_rate_label,
                &contract_rate::COL.start_date,
            ))
            .children_of(&contract_rate::PATH.contract);
        let contracts = contract::query()
            .select((&contract::COL.contract_number, rates))
            .filter(contract::COL.contract_number.eq("R1"));
        let rows = caller.get(contracts.request());
        let (number, rates) = &rows[0].values;
        assert_eq!(number.as_deref(), Some("R1"));
        assert_eq!(rates.len(), 2);
        assert!(
            rates
                .iter()
                .all(|rate| rate.contract_rate_label.as_deref() == Some("R1"))
        );

        let quantity = &account_product::COL.quantity;
        let totals = account_product::query()
            .select((
                &account_product::COL.account_id,
                quantity.sum().alias("total"),
                quantity.count(),
            ))
            .filter(account_product::COL.account_id.is_not_null())
            .group_by(&account_product::COL.account_id)
            .having(quantity.count().gt(1));
        let rows = caller.get(totals.request());
        assert_eq!(rows.len(), 1);
        let (owner, total, count) = rows[0].values.clone();
        assert_eq!((owner, count), (Some(blue.clone()), Some(2)));
        // No float has been near it.
        assert_eq!(total, Some("0.30".parse().unwrap()));

        let rows = caller.get(query(
            "SELECT COUNT(Id) AS n FROM ACCOUNT WHERE Name = 'Blue'",
        ));
        assert_eq!(rows[0].read::<i64>("n").unwrap(), Some(1));

        let long = account::COL
            .name
            .is_in((0..400).map(|n| format!("nobody {n}")));
        let long = account::query()
            .columns(&account::COL.name)
            .filter(long.or(account::COL.name.eq("Blue")));
        assert_eq!(
            caller.get(long.request()).len(),
            1,
            "a long statement goes as POST"
        );
    });
}

#[test]
fn a_statement_outside_of_the_language_is_refused_with_the_reason() {
    with_each_client(&Options::new(), |caller, sandbox| {
        let error = caller.send(query("SELECT * FROM ACCOUNT")).unwrap_err();
        assert_eq!(error.code(), Some("INVALID_GET_REQUEST_QUERY"));
        assert!(error.is_refused() && error.attempts() == 1, "{error}");
        let queries = sandbox.requests();
        let queries = queries
            .iter()
            .filter(|request| request.operation == Operation::Query);
        assert_eq!(queries.count(), 1);
    });
}

/// Pages of ten of the accounts whose names start like this.
fn pages(
    sandbox: &Sandbox,
    start: &str,
    is_blocking: bool,
) -> Vec<Result<Page<billbind::billingplatform::Account>, Error>> {
    let transport = in_process(sandbox);
    let query = account::query()
        .columns(&account::COL.name)
        .filter(account::COL.name.starts_with(start));
    if is_blocking {
        let client: BlockingClient = blocking_in_process(&transport).build().unwrap();
        return client.pages(query).page_size(10).collect();
    }
    let client: Client = async_in_process(&transport).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut pages = client.pages(query).page_size(10);
        let mut all = Vec::new();
        while let Some(page) = pages.next().await {
            all.push(page);
        }
        all
    })
}

#[test]
fn pages_hold_every_row_once_whatever_happens_on_the_way() {
    for is_blocking in [true, false] {
        let sandbox = Sandbox::new(&Options::new()).unwrap();
        let [caller, _] = Caller::in_process(&sandbox);
        let new: Vec<_> = (0..45)
            .map(|n| new_account(format!("paged {n:02}")))
            .collect();
        caller.get(account::create_many(&new)).all().unwrap();
        for fault in [
            "query:cut:#2",
            "query:throttled; retry-after=3:#4",
            "query:expired-session:#6",
        ] {
            sandbox.add_fault(fault.parse().unwrap());
        }
        let read = pages(&sandbox, "paged ", is_blocking);
        let sizes: Vec<_> = read
            .iter()
            .map(|page| page.as_ref().unwrap().items.len())
            .collect();
        assert_eq!(sizes, [10, 10, 10, 10, 5]);
        let mut names: Vec<_> = read
            .into_iter()
            .flat_map(|page| page.unwrap().items)
            .filter_map(|account| account.name)
            .collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 45);
        assert_eq!(sandbox.faults_met().values().sum::<u64>(), 3);
        sandbox.clear_faults();
        assert!(pages(&sandbox, "nobody", is_blocking).is_empty());
    }
}
