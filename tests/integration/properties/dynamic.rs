//! Records of entities that no schema describes: nothing that an answer holds is lost.

use billbind::Answer;
use billbind::billingplatform::dynamic;
use billbind::storage::WithSecrets;
use proptest::collection::vec;
use proptest::prelude::*;

use super::values::{json_text, member_name, text};

proptest! {
    #[test]
    fn a_dynamic_record_has_every_member_of_the_answer_byte_for_byte(
        members in vec((member_name(), json_text()), 0..8),
    ) {
        let written: Vec<String> = members
            .iter()
            .map(|(name, json)| format!("{}: {json}", serde_json::to_string(name).expect("it is text")))
            .collect();
        let body = format!("{{\"retrieveResponse\": [{{{}}}]}}", written.join(", "));
        let entity = dynamic::entity("MY_ENTITY").expect("it is a name");
        let request = dynamic::retrieve_by_id(&entity, 1);
        let record = request.decode(&Answer::new(200, body)).expect("it is an answer");
        let read: Vec<(String, String)> = record
            .fields()
            .map(|(name, raw)| (name.to_owned(), raw.as_json().to_owned()))
            .collect();
        prop_assert_eq!(&read, &members);

        let stored = serde_json::to_string(&WithSecrets(&record)).expect("it can be stored");
        let mut reader = serde_json::Deserializer::from_str(&stored);
        prop_assert_eq!(entity.read_stored(&mut reader).expect("it can be read"), record);
    }

    #[test]
    fn a_name_is_an_entitys_or_an_error_and_never_another_path(name in text()) {
        let Ok(entity) = dynamic::entity(&name) else {
            return Ok(());
        };
        let base = "https://my.billingplatform.com/myorg";
        let sent = dynamic::retrieve_by_id(&entity, 1).render(base).expect("it can be sent");
        prop_assert_eq!(sent.url, format!("{base}/rest/2.0/{name}/1"));
    }
}
