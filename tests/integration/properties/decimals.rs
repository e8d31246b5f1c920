//! Decimals against a model that knows digits only.

use std::cmp::Ordering;

use billbind::Decimal;
use proptest::prelude::*;

/// A decimal number as a sign, its digits and how many of them stand after the point.
#[derive(Debug, Clone, PartialEq)]
struct Model {
    is_negative: bool,
    /// Without zeros in front.
    digits: String,
    scale: usize,
}

impl Model {
    /// Reads what [`text`] writes; `None` where it does not fit into 38 digits.
    fn read(text: &Text) -> Option<Self> {
        // Beyond, the work for a hostile text could be large.
        text.exponent
            .filter(|exponent| exponent.abs() > 1000)
            .map_or(Some(()), |_| None)?;
        let all = format!("{}{}", text.whole, text.fraction);
        let mut digits = all.trim_start_matches('0').to_owned();
        let scale =
            i64::try_from(text.fraction.len()).ok()? - i64::from(text.exponent.unwrap_or(0));
        if all.is_empty() || digits.len() > 38 {
            return None;
        }
        if !digits.is_empty() && scale < 0 {
            digits.push_str(&"0".repeat(usize::try_from(-scale).ok()?));
        }
        let scale = usize::try_from(scale.max(0)).ok()?;
        (digits.len() <= 38 && scale <= 38).then_some(Self {
            is_negative: text.sign == "-" && !digits.is_empty(),
            digits,
            scale,
        })
    }

    fn shown(&self) -> String {
        let width = self.scale + 1;
        let digits = format!("{:0>width$}", self.digits);
        let (whole, fraction) = digits.split_at(digits.len() - self.scale);
        let sign = if self.is_negative { "-" } else { "" };
        if fraction.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        // The same number of digits before and after the point makes the order that of the texts.
        let aligned = |model: &Self| {
            let digits = format!("{}{}", model.digits, "0".repeat(38 - model.scale));
            format!("{digits:0>80}")
        };
        let (left, right) = (aligned(self), aligned(other));
        match (self.is_negative, other.is_negative) {
            (false, false) => left.cmp(&right),
            (true, true) => right.cmp(&left),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

#[derive(Debug, Clone)]
struct Text {
    sign: &'static str,
    whole: String,
    fraction: String,
    has_point: bool,
    exponent: Option<i16>,
}

impl Text {
    fn written(&self) -> String {
        let point = if self.has_point { "." } else { "" };
        let exponent = self
            .exponent
            .map_or_else(String::new, |exponent| format!("e{exponent}"));
        format!(
            "{}{}{point}{}{exponent}",
            self.sign, self.whole, self.fraction
        )
    }
}

fn text() -> impl Strategy<Value = Text> {
    let digits = || prop_oneof![3 => "[0-9]{0,5}", 1 => "0{0,3}[0-9]{0,40}"];
    let exponent = prop_oneof![3 => -5_i16..5, 1 => -1100_i16..1100];
    (
        prop::sample::select(&["", "-", "+"][..]),
        digits(),
        prop::option::of(digits()),
        prop::option::weighted(0.3, exponent),
    )
        .prop_map(|(sign, whole, fraction, exponent)| Text {
            sign,
            whole,
            has_point: fraction.is_some(),
            fraction: fraction.unwrap_or_default(),
            exponent,
        })
}

proptest! {
    #[test]
    fn a_decimal_is_what_its_digits_say(text in text()) {
        let read: Option<Decimal> = text.written().parse().ok();
        let model = Model::read(&text);
        prop_assert_eq!(read.map(|read| read.to_string()), model.as_ref().map(Model::shown));
        if let (Some(read), Some(model)) = (read, model) {
            prop_assert_eq!(usize::from(read.scale()), model.scale);
        }
    }

    #[test]
    fn the_order_of_decimals_is_that_of_their_values(left in text(), right in text()) {
        let models = (Model::read(&left), Model::read(&right));
        let (Some(left_model), Some(right_model)) = models else {
            return Ok(());
        };
        let left: Decimal = left.written().parse().expect("the model reads it");
        let right: Decimal = right.written().parse().expect("the model reads it");
        let order = left_model.compare(&right_model);
        prop_assert_eq!(left.cmp(&right), order);
        prop_assert_eq!(left == right, order == Ordering::Equal);
    }

    #[test]
    fn what_a_decimal_shows_reads_as_the_same_decimal(decimal in super::values::decimal()) {
        let read: Decimal = decimal.to_string().parse().expect("a decimal shows a decimal");
        prop_assert_eq!((read.mantissa(), read.scale()), (decimal.mantissa(), decimal.scale()));
    }

    #[test]
    fn no_text_makes_the_parser_of_decimals_panic(text in super::values::text()) {
        if let Ok(decimal) = text.parse::<Decimal>() {
            prop_assert!(text.bytes().any(|byte| byte.is_ascii_digit()), "{decimal}");
        }
    }
}
