//! Reads of any length, page by page: as an iterator and as a stream.
//!
//! [`Pager`] knows which page comes next and when there are no more; it does no IO.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::asynchronous::Client;
use super::authenticate::Authenticate;
use super::blocking::BlockingClient;
use super::existence::Existence;
use super::transport::BoxFuture;
use crate::error::{Error, ErrorKind};
use crate::request::Request;

/// How many rows a page has unless said otherwise.
pub const DEFAULT_PAGE_SIZE: u32 = 1_000;

/// A read whose answer can be asked for in pages: a query.
pub trait Paged: Unpin + 'static {
    /// The system that is asked.
    type System: Authenticate;
    /// What there is a list of in the answer.
    type Item: Send + 'static;

    /// Most rows that the system gives in a page.
    const MAX_PAGE: u32;

    /// How many rows are left out before the first.
    fn first_row(&self) -> u64;

    /// How many rows are wanted in all, where that is said.
    fn most_rows(&self) -> Option<u64>;

    /// The request for `rows` rows behind the first `offset` ones, in an order that is the same for
    /// all pages. An answer without rows is an empty list.
    fn page(&self, offset: u64, rows: u32) -> Request<Self::System, Vec<Self::Item>>;
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// Its rows: one or more.
    pub items: Vec<T>,
    /// How many rows are before the page.
    pub offset: u64,
}

impl<T> Page<T> {
    /// How many rows are before the next page: where to [go on](Pages::starting_at) later.
    #[must_use]
    pub fn next_offset(&self) -> u64 {
        self.offset.saturating_add(self.items.len() as u64)
    }
}

/// The pages of a read, each asked for when it is wanted.
///
/// An iterator over `Result<Page, Error>` with a [`BlockingClient`], a [`Stream`] of the same with a
/// [`Client`]. It ends behind the last row, which is where the vendor answers 404, and after an
/// error. What was read before an error is not lost: [`position`](Pages::position) says where to go
/// on with [`starting_at`](Pages::starting_at), also in another run of the program.
///
/// Rows that are added or removed between two pages move those behind them, so a row may be met
/// twice or not at all; read by a condition on the id where that matters.
///
/// A page that is like the one before is an error, or a server that takes no offset would be read
/// for ever. Select the id where rows may be alike.
#[must_use = "pages are read when they are asked for"]
pub struct Pages<C, Q: Paged> {
    client: C,
    pager: Pager<Q>,
    pending: Option<BoxFuture<'static, Fetched<Q::Item>>>,
}

/// The rows of a read, one after the other; pages are asked for when they are wanted.
///
/// An iterator or a [`Stream`], as [`Pages`] is.
#[must_use = "rows are read when they are asked for"]
pub struct Items<C, Q: Paged> {
    pages: Pages<C, Q>,
    page: std::vec::IntoIter<Q::Item>,
}

/// What came of asking for a page.
type Fetched<T> = Result<(Vec<T>, Sight), Error>;

/// What is known of an answer beside its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    /// What the body was, in short.
    pub(super) fingerprint: u64,
    /// What is known of the entity, where the answer was 404.
    pub(super) not_found: Option<Existence>,
}

impl<C, Q: Paged> Pages<C, Q> {
    pub(super) fn new(client: C, query: Q) -> Self {
        Self {
            client,
            pager: Pager::new(query),
            pending: None,
        }
    }

    /// How many rows are asked for at a time: 1,000 unless set, at least one, at most what the
    /// system gives in a page (10,000 for BillingPlatform).
    pub fn page_size(mut self, rows: u32) -> Self {
        self.pager.page_size = rows.clamp(1, Q::MAX_PAGE);
        self
    }

    /// Goes on where earlier pages ended: leaves out so many rows, counted from the first one that
    /// there is.
    pub fn starting_at(mut self, position: u64) -> Self {
        self.pager.resume(position);
        self
    }

    /// Takes the 404 of the first page for "no rows" where nobody can tell it from a wrong entity
    /// name.
    pub fn empty_on_not_found(mut self) -> Self {
        self.pager.empty_on_not_found = true;
        self
    }

    /// How many rows are before the next page.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.pager.offset
    }

    /// The rows one by one.
    pub fn items(self) -> Items<C, Q> {
        Items {
            pages: self,
            page: Vec::new().into_iter(),
        }
    }
}

impl<C, Q: Paged> Items<C, Q> {
    /// How many rows are before the next one.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.pages.position() - self.page.len() as u64
    }
}

impl<Q: Paged> Iterator for Pages<BlockingClient<Q::System>, Q> {
    type Item = Result<Page<Q::Item>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = self.pager.request()?;
        let fetched = self.client.fetch(request);
        self.pager.take(fetched)
    }
}

impl<Q: Paged> Iterator for Items<BlockingClient<Q::System>, Q> {
    type Item = Result<Q::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.page = page.items.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<Q: Paged> Stream for Pages<Client<Q::System>, Q> {
    type Item = Result<Page<Q::Item>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.pending.is_none() {
            let Some(request) = this.pager.request() else {
                return Poll::Ready(None);
            };
            let client = this.client.clone();
            this.pending = Some(Box::pin(async move { client.fetch(request).await }));
        }
        let Some(pending) = &mut this.pending else {
            return Poll::Ready(None);
        };
        let fetched = ready!(pending.as_mut().poll(context));
        this.pending = None;
        Poll::Ready(this.pager.take(fetched))
    }
}

impl<Q: Paged> Stream for Items<Client<Q::System>, Q> {
    type Item = Result<Q::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.page = page.items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<Q: Paged> Pages<Client<Q::System>, Q> {
    /// The next page, for programs without a library for streams.
    pub async fn next(&mut self) -> Option<Result<Page<Q::Item>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<Q: Paged> Items<Client<Q::System>, Q> {
    /// The next row, for programs without a library for streams.
    pub async fn next(&mut self) -> Option<Result<Q::Item, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Rows are handed out by value and never pinned.
impl<C: Unpin, Q: Paged> Unpin for Items<C, Q> {}

impl<C, Q: Paged> fmt::Debug for Pages<C, Q> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("position", &self.pager.offset)
            .field("page_size", &self.pager.page_size)
            .finish_non_exhaustive()
    }
}

impl<C, Q: Paged> fmt::Debug for Items<C, Q> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Items")
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}

/// Which page comes next.
struct Pager<Q> {
    query: Q,
    offset: u64,
    /// The row behind the last one that is wanted.
    end: Option<u64>,
    page_size: u32,
    empty_on_not_found: bool,
    /// What the last page was, in short.
    last: Option<u64>,
    is_over: bool,
}

impl<Q: Paged> Pager<Q> {
    fn new(query: Q) -> Self {
        let offset = query.first_row();
        Self {
            end: query.most_rows().map(|rows| offset.saturating_add(rows)),
            query,
            offset,
            page_size: DEFAULT_PAGE_SIZE.min(Q::MAX_PAGE),
            empty_on_not_found: false,
            last: None,
            is_over: false,
        }
    }

    fn resume(&mut self, position: u64) {
        self.offset = position.max(self.query.first_row());
    }

    /// The request for the next page, where there may be one.
    fn request(&mut self) -> Option<Request<Q::System, Vec<Q::Item>>> {
        let left = self
            .end
            .map_or(u64::MAX, |end| end.saturating_sub(self.offset));
        if self.is_over || left == 0 {
            return None;
        }
        let rows = u32::try_from(left).unwrap_or(u32::MAX).min(self.page_size);
        Some(self.query.page(self.offset, rows))
    }

    /// Takes what came of it.
    ///
    /// A page that is shorter than was asked for is not the end: the server may give fewer rows at
    /// a time than anybody documents.
    fn take(&mut self, fetched: Fetched<Q::Item>) -> Option<Result<Page<Q::Item>, Error>> {
        let (items, sight) = match fetched {
            Ok(fetched) => fetched,
            Err(error) => {
                self.is_over = true;
                return Some(Err(error));
            }
        };
        let is_first = self.last.is_none();
        if items.is_empty() {
            self.is_over = true;
            let is_doubtful = sight.not_found == Some(Existence::Unknown);
            // Pages before this one have shown that the entity is there.
            let is_error = is_doubtful && is_first && !self.empty_on_not_found;
            return is_error.then(|| Err(self.error(ErrorKind::NotFound).with_status(404)));
        }
        if self.last.replace(sight.fingerprint) == Some(sight.fingerprint) {
            self.is_over = true;
            let error = self.error(ErrorKind::UnexpectedAnswer);
            let expected = "other rows than those of the page before: the server takes no offset, or \
                            the rows are alike; select the id too";
            return Some(Err(error.at("the page".to_owned(), expected)));
        }
        let page = Page {
            offset: self.offset,
            items,
        };
        self.offset = page.next_offset();
        Some(Ok(page))
    }

    /// An error about the read as a whole.
    fn error(&self, kind: ErrorKind) -> Error {
        let subject = self.query.page(self.offset, self.page_size).subject;
        Error::new(kind, subject.entity, subject.operation)
    }
}
