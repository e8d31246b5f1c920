//! Records that the vendor's samples use and show nothing or little of.
//!
//! Ids are of "REST Methods"; the rest is made up, but for what that page shows.

/// Entity, id, and values by field.
pub(super) type Sample = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// What the calls of "Putting it all together" take for granted.
///
/// The type of account is called `Required`, so that the `AccountType` of the samples finds it.
pub(super) const TAKEN_FOR_GRANTED: &[Sample] = &[
    ("ACCOUNT_TYPE", "1", &[("AccountType", "Required")]),
    (
        "CURRENCY",
        "USD",
        &[
            ("CurrencyName", "US Dollar"),
            ("CurrencySign", "$"),
            ("CostRoundingRule", "Math Round"),
            ("TaxCostRoundingRule", "Math Round"),
        ],
    ),
    ("TIME_ZONE", "1", &[("Name", "UTC")]),
    (
        "INVOICE_TEMPLATE",
        "63",
        &[("Name", "Invoice"), ("Status", "ACTIVE")],
    ),
    ("RATE_CLASS", "10762", &[("Name", "Standard")]),
    (
        "RATING_METHOD",
        "2861",
        &[("RatingMethodType", "Subscription")],
    ),
    (
        "PRODUCT",
        "12670",
        &[("Name", "Monthly Service"), ("Status", "ACTIVE")],
    ),
    ("PACKAGE", "152", &[("Name", "Starter Package")]),
    (
        "ACCOUNT",
        "1",
        &[
            ("Name", "BILLING PLATFORM"),
            ("AccountTypeId", "1"),
            ("Status", "ACTIVE"),
        ],
    ),
];

/// What the samples read, change and delete, as far as the examples of the schemas do not say it.
pub(super) const OF_EXAMPLES: &[Sample] = &[
    ("ACCOUNT", "27417", LIVE_ACCOUNT),
    ("ACCOUNT", "27456", LIVE_ACCOUNT),
    ("ACCOUNT", "27457", LIVE_ACCOUNT),
    ("ACCOUNT", "27458", LIVE_ACCOUNT),
    ("ACCOUNT", "27465", LIVE_ACCOUNT),
    // Found by the page's sample of an upsert.
    (
        "ACCOUNT",
        "27471",
        &[("my_external_key", "unique_value_12345")],
    ),
    (
        "CONTRACT",
        "412",
        &[
            ("AccountId", "27465"),
            ("ContractNumber", "REST TEST001"),
            ("ContractStatus", "ACTIVE"),
            ("StartDate", "20150505"),
            ("OnEndDate", "Renew"),
            ("EndDate", "20160606"),
            ("RateClassId", "10762"),
        ],
    ),
    ("CONTRACT_RATE", "2215", RATE),
    ("CONTRACT_RATE", "4652", RATE),
    (
        "ACCOUNT_PRODUCT",
        "4652",
        &[
            ("AccountId", "27465"),
            ("ProductId", "12670"),
            ("RatingMethodId", "2861"),
            ("Quantity", "1"),
            ("StartDate", "20150505"),
            ("EndDate", "20150606"),
            ("Status", "ACTIVE"),
            ("Rate", "49.00"),
        ],
    ),
    (
        "PRICING",
        "813877",
        &[
            ("AccountProductId", "4652"),
            ("ProductId", "12670"),
            ("Rate", "49.00"),
            ("CurrencyCode", "USD"),
        ],
    ),
];

const LIVE_ACCOUNT: &[(&str, &str)] = &[("AccountTypeId", "1"), ("Status", "ACTIVE")];

const RATE: &[(&str, &str)] = &[
    ("ContractId", "412"),
    ("ProductId", "12670"),
    ("StartDate", "20150505"),
    ("EndDate", "20150606"),
];
