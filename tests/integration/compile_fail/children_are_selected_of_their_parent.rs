//! The rates of a package are no children of a contract.
// expects: `Children<Package, ContractRate>` cannot be selected of `Contract`

use billbind::billingplatform::{contract, contract_rate};

fn main() {
    let rates = contract_rate::query()
        .columns(&contract_rate::COL.id)
        .children_of(&contract_rate::PATH.package);
    drop(contract::query().select(rates));
}
