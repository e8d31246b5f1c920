//! `cargo fuzz run values --features libfuzzer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    billbind_fuzz::values::run(input);
});
