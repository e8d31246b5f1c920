//! `Decimal` to and from that of rust_decimal, scale and all.

use rust_decimal::Decimal as Other;

use super::ConversionError;
use crate::Decimal;

impl TryFrom<Decimal> for Other {
    type Error = ConversionError;

    /// Keeps value and scale.
    ///
    /// # Errors
    /// [`ConversionError`] for more than 28 digits after the point, and for digits that make a
    /// number of 2^96 or more without the point: rust_decimal would round the first and has no
    /// room for the second.
    fn try_from(number: Decimal) -> Result<Self, ConversionError> {
        if u32::from(number.scale()) > Other::MAX_SCALE {
            return Err(ConversionError::new(
                "it has more than 28 digits after the point",
            ));
        }
        Other::try_from_i128_with_scale(number.mantissa(), number.scale().into()).map_err(|_| {
            ConversionError::new("it has more digits than rust_decimal holds: 28, at most 29")
        })
    }
}

impl From<Other> for Decimal {
    /// Keeps value and scale; the sign of a negative zero means nothing and is dropped.
    fn from(number: Other) -> Self {
        // A number of rust_decimal has 96 bits, and a scale of 28 at most: this type holds all of them.
        Self::from_parts(
            number.mantissa(),
            u8::try_from(number.scale()).unwrap_or(28),
        )
    }
}
