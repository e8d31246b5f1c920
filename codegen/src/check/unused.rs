//! Overrides that change nothing: what a base says by itself now, or said all the time.

use super::extension::FieldSchema;
use super::field::{Context, Facts, Keys, Layer, check_layers};
use super::reader::Reader;
use crate::diagnostics::{Code, Diagnostic, Sink, quoted};

/// Reports each corrected fact that would be the same without the correction.
///
/// The field is checked with and without the fact and the results are compared, so that no list here
/// has to know what follows from what.
pub(crate) fn report_unused(
    reader: &mut Reader<'_>,
    schema: &FieldSchema<'_>,
    context: &Context<'_>,
) {
    let mut earlier: Vec<Layer<'_>> = Vec::new();
    for correction in &schema.amendments.corrections {
        let of = |keys: Option<Keys>| {
            let mut layers = earlier.clone();
            layers.extend(keys.map(|keys| Layer(correction.members, keys)));
            // What is wrong with it was found to be nothing, or is none of the correction's doing.
            let mut unheard = Sink::default();
            let mut reader = Reader { sink: &mut unheard };
            check_layers(&mut reader, schema, &layers, context)
        };
        let (base, corrected) = (of(None), of(Some(Keys::All)));
        if !(base.kind_known && corrected.kind_known) {
            // Two unknown types are not the same one.
            return;
        }
        for member in correction.facts() {
            let key = member.key.name;
            // Both: `nullable: false` may follow from a fact that is corrected beside it.
            let unused = of(Some(Keys::Only(key))).field == base.field
                && of(Some(Keys::Except(key))).field == corrected.field;
            if !unused {
                continue;
            }
            let message = format!(
                "{} of {} is the same without the override",
                quoted(key),
                quoted(correction.field.text)
            );
            let mut unheard = Sink::default();
            let facts = Facts::read(&mut Reader { sink: &mut unheard }, schema, &earlier);
            let (there, label) = match facts.get(key) {
                Some(same) => (same.key_span, "it is said here"),
                None => (schema.entry.key_span, "it follows from this description"),
            };
            reader.report(
                Diagnostic::new(Code::UnusedOverride, reader.at(member.key_span), message)
                    .with_related(reader.at(there), label)
                    .with_help(format!("remove {}", quoted(key))),
            );
        }
        earlier.push(Layer(correction.members, Keys::All));
    }
}
