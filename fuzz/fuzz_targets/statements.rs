//! `cargo fuzz run statements --features libfuzzer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    billbind_fuzz::statements::run(input);
});
