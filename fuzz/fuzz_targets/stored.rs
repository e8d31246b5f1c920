//! `cargo fuzz run stored --features libfuzzer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    billbind_fuzz::stored::run(input);
});
