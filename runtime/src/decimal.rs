//! Decimal numbers: money, rates and quantities, never a float.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU8;
use std::str::FromStr;

use crate::parse::ParseError;

/// A decimal number of up to 38 digits that keeps its scale.
///
/// The scale is the number of digits after the point as it was written: `1.10` stays `1.10`, also
/// when it came as a JSON number. Comparison is by value: `1.10` equals `1.1`.
///
/// ```
/// use billbind_runtime::Decimal;
///
/// let rate: Decimal = "1.10".parse()?;
/// assert_eq!(rate.to_string(), "1.10");
/// assert_eq!(rate, "1.1".parse()?);
/// assert_eq!(Decimal::new(9900, 2)?.to_string(), "99.00");
/// # Ok::<(), billbind_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Decimal {
    // Two words instead of an `i128`: 24 bytes with a niche for `Option`, where `i128` takes 48.
    high: i64,
    low: u64,
    scale_plus_one: NonZeroU8,
}

/// Most digits that a [`Decimal`] holds.
const MAX_DIGITS: usize = 38;

impl Decimal {
    /// The number `mantissa` divided by ten to the power of `scale`.
    ///
    /// # Errors
    /// A mantissa of more than 38 digits, and a scale above 38.
    pub fn new(mantissa: i128, scale: u8) -> Result<Self, ParseError> {
        if mantissa.unsigned_abs() >= 10_u128.pow(38) || scale > 38 {
            return Err(ParseError::new(
                "a decimal number of at most 38 digits, and at most 38 of them after the point",
            ));
        }
        Ok(Self::from_parts(mantissa, scale))
    }

    /// The digits without the point, with the sign.
    #[must_use]
    pub fn mantissa(self) -> i128 {
        (i128::from(self.high) << 64) | i128::from(self.low)
    }

    /// The number of digits after the point.
    #[must_use]
    pub fn scale(self) -> u8 {
        self.scale_plus_one.get() - 1
    }

    /// A number whose mantissa has at most 38 digits, and whose scale is at most 38.
    pub(crate) fn from_parts(mantissa: i128, scale: u8) -> Self {
        Self {
            // The halves of the two's complement form.
            high: (mantissa >> 64) as i64,
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "nothing is lost"
            )]
            low: mantissa as u64,
            scale_plus_one: NonZeroU8::MIN.saturating_add(scale),
        }
    }

    /// Whether the number is below zero.
    pub(crate) fn is_negative(self) -> bool {
        self.high < 0
    }

    /// Mantissa and scale without zeros at the end, the same for equal values.
    fn normal(self) -> (i128, u8) {
        let (mut mantissa, mut scale) = (self.mantissa(), self.scale());
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        (mantissa, scale)
    }
}

impl FromStr for Decimal {
    type Err = ParseError;

    /// Reads `1`, `-1.50`, `.1` (the vendor drops leading zeros) and `1e3`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text).ok_or(ParseError::new(
            "a decimal number of at most 38 digits, like `12.50`",
        ))
    }
}

fn parse(text: &str) -> Option<Decimal> {
    let bytes = text.as_bytes();
    let (negative, mut at) = match bytes.first()? {
        b'-' => (true, 1),
        b'+' => (false, 1),
        _ => (false, 0),
    };
    let mut mantissa: i128 = 0;
    let mut small: u64 = 0;
    let mut digits = 0;
    let mut scale: i32 = 0;
    let mut seen_digit = false;
    let mut seen_point = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' => {
                seen_digit = true;
                if digits > 0 || byte != b'0' {
                    digits += 1;
                }
                if digits > MAX_DIGITS {
                    return None;
                }
                // Most amounts fit a word, and multiplying a word is far cheaper.
                if digits <= 18 {
                    small = small * 10 + u64::from(byte - b'0');
                    mantissa = i128::from(small);
                } else {
                    mantissa = mantissa * 10 + i128::from(byte - b'0');
                }
                scale += i32::from(seen_point);
            }
            b'.' if !seen_point => seen_point = true,
            b'e' | b'E' if seen_digit => {
                scale = scale.checked_sub(exponent(text.get(at + 1..)?)?)?;
                at = bytes.len();
                continue;
            }
            _ => return None,
        }
        at += 1;
    }
    if !seen_digit {
        return None;
    }
    while scale < 0 {
        mantissa = mantissa.checked_mul(10)?;
        if mantissa >= 10_i128.pow(38) {
            return None;
        }
        // Zero stays zero however large the exponent is.
        scale = if mantissa == 0 { 0 } else { scale + 1 };
    }
    let scale = u8::try_from(scale).ok().filter(|scale| *scale <= 38)?;
    Some(Decimal::from_parts(
        if negative { -mantissa } else { mantissa },
        scale,
    ))
}

/// The number after the `e`; the limit keeps the work for a hostile exponent small.
fn exponent(text: &str) -> Option<i32> {
    text.parse::<i32>()
        .ok()
        .filter(|exponent| exponent.abs() <= 1000)
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Digits::default();
        let digits = std::str::from_utf8(text.write(*self)).unwrap_or("0");
        formatter.pad_integral(self.high >= 0, "", digits)
    }
}

/// Room for the digits of any decimal: 38 digits, at most 38 zeros before them, and the point.
pub(crate) struct Digits([u8; 80]);

impl Default for Digits {
    fn default() -> Self {
        Self([b'0'; 80])
    }
}

impl Digits {
    /// Writes the digits without the sign.
    pub(crate) fn write(&mut self, number: Decimal) -> &[u8] {
        let text = &mut self.0;
        let scale = usize::from(number.scale());
        let mut at = text.len();
        let mut rest = number.mantissa().unsigned_abs();
        let mut written = 0;
        while rest > 0 || written <= scale {
            if written == scale && scale > 0 {
                at -= 1;
                text[at] = b'.';
            }
            // Most amounts fit a word, and dividing a word is far cheaper.
            let digit = if let Ok(small) = u64::try_from(rest) {
                rest = u128::from(small / 10);
                small % 10
            } else {
                let digit = rest % 10;
                rest /= 10;
                u64::try_from(digit).unwrap_or(0)
            };
            at -= 1;
            text[at] = b'0' + u8::try_from(digit).unwrap_or(0);
            written += 1;
        }
        &text[at..]
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.normal() == other.normal()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.normal().hash(state);
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (self.mantissa(), other.mantissa());
        let sign = left.signum().cmp(&right.signum());
        if sign != Ordering::Equal || left == 0 {
            return sign;
        }
        // Whole parts first: bringing 38 digits to one scale could overflow.
        let (left_unit, right_unit) = (
            10_i128.pow(u32::from(self.scale())),
            10_i128.pow(u32::from(other.scale())),
        );
        (left / left_unit).cmp(&(right / right_unit)).then_with(|| {
            let left = (left % left_unit) * 10_i128.pow(38 - u32::from(self.scale()));
            let right = (right % right_unit) * 10_i128.pow(38 - u32::from(other.scale()));
            left.cmp(&right)
        })
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Self::from_parts(i128::from(number), 0)
            }
        }
    )*};
}

from_integers!(i32 i64 u32 u64);

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse()
            .unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn value_and_scale_are_kept() {
        for (text, shown) in [
            ("1.10", "1.10"),
            (".1", "0.1"),
            ("-.05", "-0.05"),
            ("-1", "-1"),
            ("0.00", "0.00"),
            ("007", "7"),
            ("1e3", "1000"),
            ("1.5E-3", "0.0015"),
            ("12345678901234567.89", "12345678901234567.89"),
            (
                "99999999999999999999999999999999999999",
                "99999999999999999999999999999999999999",
            ),
            (
                "0.00000000000000000000000000000000000001",
                "0.00000000000000000000000000000000000001",
            ),
        ] {
            assert_eq!(decimal(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_is_no_decimal_of_38_digits_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.2.3",
            "1,000.50",
            "abc",
            "1e",
            "1e99",
            "0x1F",
            " 1",
            "NaN",
            "999999999999999999999999999999999999999",
            "1e-40",
            "1e999999999999",
        ] {
            assert!(text.parse::<Decimal>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn parts_that_no_decimal_holds_are_refused_and_not_changed() {
        let most = 10_i128.pow(38) - 1;
        for (mantissa, scale) in [(most, 38), (-most, 0), (0, 38), (9900, 2)] {
            let decimal = Decimal::new(mantissa, scale).expect("it holds them");
            assert_eq!((decimal.mantissa(), decimal.scale()), (mantissa, scale));
        }
        for (mantissa, scale) in [(most + 1, 0), (-most - 1, 2), (i128::MIN, 0), (1, 39)] {
            assert!(Decimal::new(mantissa, scale).is_err(), "{mantissa} {scale}");
        }
    }

    #[test]
    fn order_and_equality_are_by_value() {
        assert_eq!(decimal("1.10"), decimal("1.1"));
        assert!(decimal("-1.5") < decimal("-1.49"));
        assert!(decimal("99999999999999999999999999999999999999") > decimal("0.1"));
        assert!(decimal("2") > decimal("1.99999999999999999999999999999999999"));
    }

    #[test]
    fn an_optional_decimal_takes_three_words() {
        assert_eq!(size_of::<Option<Decimal>>(), 24);
    }
}
