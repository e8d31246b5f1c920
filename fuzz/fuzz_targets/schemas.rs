//! `cargo fuzz run schemas --features libfuzzer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    billbind_fuzz::schemas::run(input);
});
