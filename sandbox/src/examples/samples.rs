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
    // What the page's sample of a query adds up. Only the platform writes the totals.
    (
        "ACCOUNT",
        "30001",
        &[
            ("Name", "Blue North"),
            ("AccountTypeId", "1"),
            ("Status", "ACTIVE"),
        ],
    ),
    ("BILLING_PROFILE", "30001", BLUE_PROFILE),
    (
        "INVOICE",
        "30001",
        &[BLUE, CLOSED, ("GrandTotalAmount", "25000")],
    ),
    (
        "INVOICE",
        "30002",
        &[BLUE, CLOSED, ("GrandTotalAmount", "24")],
    ),
    (
        "INVOICE",
        "30003",
        &[BLUE, CURRENT, ("GrandTotalAmount", "101")],
    ),
];

const BLUE: (&str, &str) = ("BillingProfileId", "30001");
const CLOSED: (&str, &str) = ("Status", "CLOSED");
const CURRENT: (&str, &str) = ("Status", "CURRENT");

/// As in "Add a billing Profile to the Account".
const BLUE_PROFILE: &[(&str, &str)] = &[
    ("AccountId", "30001"),
    ("BillingCycle", "MONTHLY"),
    ("BillingCloseDate", "31"),
    ("PaymentTermDays", "30"),
    ("MonthlyBillingDate", "1"),
    ("InvoiceTemplateId", "63"),
    ("BillingMethod", "MAIL"),
    ("BillTo", "John Doe"),
    ("Address1", "742 Evergreen Terrace"),
    ("Country", "USA"),
    ("TimeZoneId", "1"),
    ("Email", "johndoe@companymail.com"),
    ("CurrencyCode", "USD"),
];

const LIVE_ACCOUNT: &[(&str, &str)] = &[("AccountTypeId", "1"), ("Status", "ACTIVE")];

const RATE: &[(&str, &str)] = &[
    ("ContractId", "412"),
    ("ProductId", "12670"),
    ("StartDate", "20150505"),
    ("EndDate", "20150606"),
];
