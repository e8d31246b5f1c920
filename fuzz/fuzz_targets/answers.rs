//! `cargo fuzz run answers --features libfuzzer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    billbind_fuzz::answers::run(input);
});
