//! A local server that speaks the protocol of BillingPlatform, keeps state and is driven by the
//! checked model of the schemas.

#![deny(missing_docs)]
