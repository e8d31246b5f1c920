//! The structs that an integrator would write by hand with serde for the same record.
//!
//! [`Texts`] leaves every value the text that the server sends and does no work on it. [`Typed`]
//! has the types that the bindings have. [`Kept`] is [`Texts`] that keeps unknown fields.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An answer to a retrieve.
#[derive(Deserialize, Serialize)]
pub struct Answer<T> {
    #[serde(rename = "retrieveResponse")]
    pub records: Vec<T>,
}

/// The body of a create.
#[derive(Serialize)]
pub struct Create<'a, T> {
    #[serde(rename = "brmObjects")]
    pub records: &'a [T],
}

/// Defines the record with the types of this column of the table.
macro_rules! record {
    ($(#[$attribute:meta])* $name:ident {
        text: $text:ty, decimal: $decimal:ty, integer: $integer:ty, flag: $flag:ty, date: $date:ty,
        time: $time:ty, status: $status:ty, cycle: $cycle:ty, method: $method:ty,
        $($(#[$rest_attribute:meta])* $rest:ident: $rest_type:ty)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Default, Deserialize, Serialize)]
        #[serde(rename_all = "PascalCase")]
        pub struct $name {
            #[serde(skip_serializing_if = "Option::is_none")]
            pub id: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub name: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub description: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub code: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub external_reference: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub notes: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub billing_address: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub city: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub contact_title: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub card_token: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub amount: Option<$decimal>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub rate: Option<$decimal>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub balance: Option<$decimal>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub quantity: Option<$decimal>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub payment_days: Option<$integer>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub priority: Option<$integer>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub version: Option<$integer>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub tax_exempt: Option<$flag>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub auto_renew: Option<$flag>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub hidden: Option<$flag>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub service_active: Option<$flag>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub start_date: Option<$date>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub end_date: Option<$date>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub activated_time: Option<$time>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub closed_time: Option<$time>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub status: Option<$status>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub billing_cycle: Option<$cycle>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub payment_method: Option<$method>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub account_id: Option<$text>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pub product_id: Option<$text>,
            $($(#[$rest_attribute])* pub $rest: $rest_type,)?
        }
    };
}

record! {
    /// Every value as text.
    Texts {
        text: String, decimal: String, integer: String, flag: String, date: String, time: String,
        status: String, cycle: String, method: String,
    }
}

record! {
    /// Every value as text, unknown fields kept.
    Kept {
        text: String, decimal: String, integer: String, flag: String, date: String, time: String,
        status: String, cycle: String, method: String,
        #[serde(flatten)] unknown: HashMap<String, serde_json::Value>
    }
}

record! {
    /// Every value in its type.
    Typed {
        text: String, decimal: Plain<f64>, integer: Plain<i64>, flag: Flag, date: Plain<Day>,
        time: Plain<Moment>, status: Status, cycle: Cycle, method: PaymentMethod,
    }
}

/// A value that is text on the wire.
#[derive(Clone, Serialize, Deserialize)]
#[serde(
    into = "String",
    try_from = "&str",
    bound(
        serialize = "T: Clone + Display",
        deserialize = "T: FromStr, T::Err: Display",
    )
)]
pub struct Plain<T>(T);

impl<T: Display> From<Plain<T>> for String {
    fn from(value: Plain<T>) -> Self {
        value.0.to_string()
    }
}

impl<T: FromStr> TryFrom<&str> for Plain<T> {
    type Error = T::Err;

    fn try_from(text: &str) -> Result<Self, T::Err> {
        text.parse().map(Self)
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub enum Flag {
    #[serde(rename = "0")]
    No,
    #[serde(rename = "1")]
    Yes,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    Active,
    Pending,
    Closed,
    Suspended,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Cycle {
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    Annual,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PaymentMethod {
    Check,
    Wire,
    #[serde(rename = "CREDIT CARD")]
    CreditCard,
    #[serde(rename = "DIRECT DEBIT")]
    DirectDebit,
}

/// A date, written `20150505`.
#[derive(Clone)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl FromStr for Day {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |range: Range<usize>| {
            text.get(range)
                .and_then(|digits| digits.parse::<u16>().ok())
        };
        let small =
            |range: Range<usize>| number(range).and_then(|number| u8::try_from(number).ok());
        match (number(0..4), small(4..6), small(6..8)) {
            (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) if text.len() == 8 => {
                Ok(Self { year, month, day })
            }
            _ => Err("a date was expected"),
        }
    }
}

impl Display for Day {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}{:02}{:02}",
            self.year, self.month, self.day
        )
    }
}

/// A point in time, written `2014-11-03T18:26:11Z`.
#[derive(Clone)]
pub struct Moment {
    day: Day,
    hour: u8,
    minute: u8,
    second: u8,
}

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |range: Range<usize>| {
            text.get(range)
                .and_then(|digits| digits.parse::<u16>().ok())
        };
        let small =
            |range: Range<usize>| number(range).and_then(|number| u8::try_from(number).ok());
        match (
            number(0..4),
            small(5..7),
            small(8..10),
            small(11..13),
            small(14..16),
            small(17..19),
        ) {
            (
                Some(year),
                Some(month @ 1..=12),
                Some(day @ 1..=31),
                Some(hour @ 0..=23),
                Some(minute @ 0..=59),
                Some(second @ 0..=59),
            ) if text.len() == 20 => Ok(Self {
                day: Day { year, month, day },
                hour,
                minute,
                second,
            }),
            _ => Err("a point in time was expected"),
        }
    }
}

impl Display for Moment {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            day: Day { year, month, day },
            hour,
            minute,
            second,
        } = self;
        write!(
            formatter,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

/// A record with every field set, different for each number. Numbers end in no zero behind the
/// point, because a float does not keep it.
pub fn sample(number: usize) -> Texts {
    let text = |text: &str| Some(format!("{text} {number}"));
    let of = |values: &[&str]| Some(values[number % values.len()].to_owned());
    let decimal = |scale: usize| Some(format!("{}.{:0>scale$}", number * 7 + 1, 1 + number % 9));
    let (month, day) = (1 + number % 12, 1 + number % 28);
    let date = |year: usize| Some(format!("{}{month:02}{day:02}", year + number % 10));
    let time = |year: usize| {
        let (hour, minute) = (number % 24, number % 60);
        Some(format!(
            "{}-{month:02}-{day:02}T{hour:02}:{minute:02}:07Z",
            year + number % 10
        ))
    };
    Texts {
        id: Some((27_000 + number).to_string()),
        name: text("Northern Light and Power"),
        description: text("Supplies three regions, billed from the head office"),
        code: text("NLP"),
        external_reference: text("crm/accounts"),
        notes: text("Asked for \"one\" invoice\nper region; see Zürich office. Sent on"),
        billing_address: text("Långholmsgatan 12, second floor, door"),
        city: text("Stockholm"),
        contact_title: text("Head of procurement"),
        card_token: text("tok_5f2a9c"),
        amount: decimal(2),
        rate: decimal(6),
        balance: decimal(2),
        quantity: decimal(4),
        payment_days: Some((number % 90).to_string()),
        priority: Some((number % 5).to_string()),
        version: Some(number.to_string()),
        tax_exempt: of(&["0", "1"]),
        auto_renew: of(&["1", "0"]),
        hidden: of(&["0"]),
        service_active: of(&["1"]),
        start_date: date(2010),
        end_date: date(2030),
        activated_time: time(2010),
        closed_time: time(2030),
        status: of(&["ACTIVE", "PENDING", "CLOSED", "SUSPENDED"]),
        billing_cycle: of(&["DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "ANNUAL"]),
        payment_method: of(&["CHECK", "WIRE", "CREDIT CARD", "DIRECT DEBIT"]),
        account_id: Some((100_000 + number).to_string()),
        product_id: Some((200_000 + number).to_string()),
    }
}
