//! Queries in pages, for clients.

use super::{MAX_PAGE, Query, Selects};
use crate::billingplatform::BillingPlatform;
use crate::client::Paged;
use crate::request::Request;
use crate::row::Answered;
use crate::table::Entity;

/// [`Query::offset`] is where the first page starts, [`Query::fetch`] how many rows there are in all;
/// in pages, the limit of a single answer does not apply to it.
impl<E, A, T> Paged for Query<E, A>
where
    E: Entity + 'static,
    A: Selects<E, Item = T> + 'static,
    T: Answered + Send,
{
    type System = BillingPlatform;
    type Item = T;

    const MAX_PAGE: u32 = MAX_PAGE;

    fn first_row(&self) -> u64 {
        self.offset
    }

    fn most_rows(&self) -> Option<u64> {
        self.fetch.map(u64::from)
    }

    fn page(&self, offset: u64, rows: u32) -> Request<BillingPlatform, Vec<T>> {
        let page = self.clone().offset(offset).fetch(rows);
        page.request().empty_on_not_found()
    }
}
