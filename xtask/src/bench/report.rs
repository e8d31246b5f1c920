//! The measurements as one Markdown table, with the targets beside them.

use std::fmt::{self, Display, Formatter};

use super::measure::Series;

/// What a figure is to be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target {
    /// For information.
    None,
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

/// Rows of the table.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Row>);

#[derive(Debug)]
struct Row {
    entities: Option<usize>,
    what: String,
    figure: String,
    range: String,
    target: String,
}

impl Report {
    /// Adds a figure that was measured several times, of a model or of one record.
    pub(super) fn series(
        &mut self,
        entities: Option<usize>,
        what: &str,
        series: &Series,
        target: Target,
    ) {
        let (least, most) = series.range();
        let range = format!("{} to {}", number(least), number(most));
        self.row(entities, what, series.median(), range, target);
    }

    /// Adds a figure that is the same every time.
    pub(super) fn figure(
        &mut self,
        entities: Option<usize>,
        what: &str,
        figure: f64,
        target: Target,
    ) {
        self.row(entities, what, figure, String::new(), target);
    }

    fn row(
        &mut self,
        entities: Option<usize>,
        what: &str,
        figure: f64,
        range: String,
        target: Target,
    ) {
        let verdict = |met: bool| if met { "met" } else { "**missed**" };
        let target = match target {
            Target::None => String::new(),
            Target::AtMost(limit) => {
                format!("at most {}: {}", number(limit), verdict(figure <= limit))
            }
            Target::AtLeast(limit) => {
                format!("at least {}: {}", number(limit), verdict(figure >= limit))
            }
        };
        self.0.push(Row {
            entities,
            what: what.to_owned(),
            figure: number(figure),
            range,
            target,
        });
    }
}

/// A number with the digits that matter: three of them, or all before the point.
fn number(value: f64) -> String {
    let decimals = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "| entities | what | median | range | target |")?;
        writeln!(formatter, "| ---: | --- | ---: | --- | --- |")?;
        for Row {
            entities,
            what,
            figure,
            range,
            target,
        } in &self.0
        {
            let entities = entities.map(|count| count.to_string()).unwrap_or_default();
            let cells = [&entities, what, figure, range, target].map(|cell| format!(" {cell} "));
            writeln!(formatter, "|{}|", cells.join("|"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Target, number};

    #[test]
    fn a_row_says_whether_its_target_is_met() {
        let mut report = Report::default();
        report.figure(Some(10), "size", 0.3, Target::AtMost(0.25));
        report.figure(None, "speed", 1.0, Target::AtLeast(1.0));
        let text = report.to_string();
        assert!(text.ends_with(
            "| 10 | size | 0.300 |  | at most 0.250: **missed** |\n\
             |  | speed | 1.00 |  | at least 1.00: met |\n"
        ));
    }

    #[test]
    fn numbers_have_three_digits_or_more() {
        assert_eq!(
            [1234.5, 12.345, 1.2345, 0.012_34].map(number),
            ["1234", "12.3", "1.23", "0.012"]
        );
    }
}
