//! Prints tokens as text, as prettyplease prints them, then blank lines between items.
//!
//! prettyplease prints a syntax tree, which syn has to make from the tokens first. That was three
//! quarters of all the work of the generator. So what we emit by the thousand is laid out from the
//! tokens, to the same text, byte for byte. An item of a shape that the printer here does not know
//! goes to prettyplease: emitting something new needs no change here, it only takes longer.

mod expressions;
mod items;
mod layout;
mod printer;
mod tokens;
mod types;

use proc_macro2::TokenStream;

use self::printer::Printer;
use self::tokens::Tokens;

/// The text of a file.
///
/// Falls back to the unformatted tokens where they are no file: that never happens to what this
/// crate emits, and if it did, the compiler's message on the text would say more than a panic.
pub(crate) fn format(tokens: TokenStream) -> String {
    space_items(&print(tokens))
}

/// The items that the printer does not know, as their tokens.
pub(crate) fn unknown_items(tokens: TokenStream) -> Vec<String> {
    let tokens = Tokens::new(tokens);
    let mut unknown = Vec::new();
    let printed = print_items(&tokens, |source| unknown.push(source.to_owned()));
    if printed.is_none() {
        unknown.push(tokens.source(0..tokens.len()));
    }
    unknown
}

fn print(tokens: TokenStream) -> String {
    let tokens = Tokens::new(tokens);
    print_items(&tokens, |_| {}).unwrap_or_else(|| {
        let source = tokens.source(0..tokens.len());
        print_by_tree(&source).unwrap_or(source)
    })
}

/// Tells of each item that prettyplease has to print. `None`: something is not known that is no
/// item.
fn print_items(tokens: &Tokens, mut on_unknown: impl FnMut(&str)) -> Option<String> {
    let mut out = String::new();
    let mut head = Printer::new(tokens, 0);
    head.attributes(true).ok()?;
    let mut at = head.at;
    head.layout.print(&mut out);
    while at < tokens.len() {
        let mut item = Printer::new(tokens, at);
        if item.item().is_ok() {
            at = item.at;
            item.layout.print(&mut out);
        } else {
            let end = item.end_of_item(at)?;
            let source = tokens.source(at..end);
            on_unknown(&source);
            out.push_str(&print_by_tree(&source)?);
            at = end;
        }
    }
    Some(out)
}

/// `None`: this is not Rust.
fn print_by_tree(source: &str) -> Option<String> {
    syn::parse_str(source)
        .ok()
        .map(|file| prettyplease::unparse(&file))
}

/// Puts a blank line after each item with a body and before the next.
fn space_items(code: &str) -> String {
    let mut spaced = String::with_capacity(code.len() + code.len() / 16);
    let mut previous = "";
    for line in code.lines() {
        if wants_blank(previous, line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = line;
    }
    spaced
}

fn wants_blank(previous: &str, line: &str) -> bool {
    let before = previous.trim_start();
    let after = line.trim_start();
    if previous.len() - before.len() != line.len() - after.len() {
        return false;
    }
    let starts = [
        "///",
        "#[",
        "pub ",
        "impl",
        "fn ",
        "mod ",
        "static ",
        "const ",
        "runtime::store_record",
    ];
    let is_start = starts.iter().any(|start| after.starts_with(start));
    // Within one item: its documentation, its attributes, its fields.
    let is_inside = before.starts_with("///") || before.starts_with("#[");
    let ends_item = before == "}" || (before.ends_with(';') && after.starts_with("///"));
    let leaves_header = (before.starts_with("//!") || before.starts_with("use "))
        && !after.starts_with("//!")
        && !after.starts_with("use ");
    let leaves_types = before.starts_with("pub type ") && after.starts_with("pub mod ");
    leaves_header
        || leaves_types
        || (is_start && !is_inside && ends_item)
        || (before.starts_with("//!") && after.starts_with("use "))
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::printer::Printer;
    use super::tokens::Tokens;
    use super::{print, print_by_tree, unknown_items};

    fn stream(code: &str) -> TokenStream {
        code.parse().unwrap_or_else(|_| panic!("no tokens: {code}"))
    }

    /// Whether the printer takes an item as its own.
    fn is_known(code: &str) -> bool {
        Printer::new(&Tokens::new(stream(code)), 0).item().is_ok()
    }

    fn assert_same(code: &str) {
        let expected = print_by_tree(code).unwrap_or_else(|| panic!("no Rust: {code}"));
        assert_eq!(print(stream(code)), expected, "{code}");
    }

    /// Names of growing length, so that each place where a line may break comes to the margin.
    fn at_every_width(code: &str) -> impl Iterator<Item = String> {
        let widths = [
            1, 2, 3, 4, 5, 8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64, 72, 80, 90,
        ];
        widths.into_iter().flat_map(move |width| {
            let (long, short) = ("n".repeat(width), "n".repeat(width / 3 + 1));
            [code.replace('N', &long), code.replace('N', &short)]
        })
    }

    /// What is emitted, and what may be before long.
    const KNOWN: [&str; 58] = [
        "a::N!(B);",
        "#[cfg(a)] N!(N);",
        "impl A for N { fn a(&self, b: &Self) -> bool { self.N() == b.N() } }",
        "fn a() { b(*N == -c, N == d.e.N); let f = g.N().h(N) == N; N == b; }",
        "impl a::B for N { const C: a::D<Self> = a::D { b: &[(\"N\", Self::N), (\"b\", Self::B)], c: Self::N, d: Some(Self::N) }; }",
        "use a::N as b;",
        "use a::{N, b, c as d};",
        "use a::{N};",
        "use a::{};",
        "use a::{self, N};",
        "pub use ::a::*;",
        "/// One.\n///\n/// Two `N`. \"q\" \\ end   \npub type N = a::Id<N>;",
        "pub type N<A = B::C, D> = X<Y<(A, D,)>>;",
        "pub type N = fn(A) -> Result<(), N>;",
        "pub type N = Box<dyn Fn(&N) -> A + Send + 'static>;",
        "#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, N, std::fmt::Display)] struct N;",
        "#[cfg_attr(feature = \"N\", derive(a, b), doc(alias = \"x\",))] struct N;",
        "#[must_use = \"it does nothing\"] #[non_exhaustive] pub struct N<A> { a: A, pub N: Option<N>, }",
        "pub struct N(pub(crate) String, pub N);",
        "pub struct N {}",
        "pub enum N {}",
        "pub enum N { /// A.\n A, B(N), #[default] C = 4, D(N, a::N), }",
        "impl N {}",
        "impl<> Builder<> { }",
        "impl<A: N + B, C> a::N<A> for Draft<N, C> where A: N, C: D + N { const N: &'static str = \"N\"; }",
        "impl<R1, N> Builder<R1, N> { pub fn build(self) -> New where R1: a::N, N: b::N { draft(self.N) } }",
        "impl N { pub fn N(mut self, value: impl Into<N>) -> Builder<R1, a::b::Given, R3, N> { self.values.set(&COL.N, value.into()); draft(self.values) } }",
        "impl A for N { type N = B<N>; fn a(&mut self, N: &mut dyn FnMut(&mut [&mut dyn a::N], &mut N)) { visit(&mut [&mut self.N, &mut self.N], &mut self.extra); } }",
        "impl A for N { const K: &'static [(&'static str, Self)] = &[(\"N\", Self::N), (\"b\", Self::B)]; }",
        "impl N { fn a(&'a self, b: &'a mut N) -> &'a str { match self { Self::N => \"N\", Self::B(value) => value.as_str(), _ => N } } }",
        "fn a() { match a.b(N) { 1 => b(), N(_) => c::<N>() } }",
        "fn a() { match a { N => &b.c, } d(); }",
        "fn N() { const N: [u16; 3] = [1, 2, 30usize]; N[self as usize] }",
        "fn a() -> u8 { a(N as u16, &b.c as &D) }",
        "fn a() { let value: N = value.into(); let mut b = c.d(N)?; b(value) }",
        "const fn a() {}",
        "pub const N: A<N> = A::new(\"N\");",
        "pub static N: A = A { N: B::new(1, \"N\"), b: c::d(N), ..E::N };",
        "static T: T = Table::new(\"N\", 0, &[F { name: \"N\", kind: K::R { target: \"N\", r: Some(\"N\") }, ..F::A }, F { name: \"b\", kind: K::T(4), ..F::B }]);",
        "static N: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, N];",
        "static N: &[u8] = &[10, 200, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 210];",
        "static N: &[char] = &['a', 'b', '\"', '\\''];",
        "static N: &[&str] = &[\"N\", \"b\", \"c\"];",
        "static N: &[f32] = &[1.0, 2.5, 1e5, 3f32, 10.25, 10.25, 10.25, 10.25, 10.25, 10.25, 10.25, 10.25, 10.25, 10.25];",
        "static N: (A, N) = (a, (b, c), (), (N,));",
        "static N: [u8; 4] = [];",
        "fn a() { b(N { a: 1 }); b([N, c]); b((N, c)); b((N)); b(()); }",
        "fn a() { b.c.N(d).e(N, f)[g(N)].h?.i(N) }",
        "fn a() { self.N(aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccc); }",
        "fn a() { N(b)(c); (a)(b); (N).b(); -N; !b; *c; &mut d; }",
        "mod a;",
        "pub(super) mod a { use b::N; /// C.\n pub const N: u8 = 1; mod c {} }",
        "pub mod a { //! N\n }",
        "fn a<'a, A: 'a>(_: A, b: &'a N) -> impl Iterator<Item = &'a N> + 'a { b }",
        "fn r#type(r#match: r#N) -> ! { r#match }",
        "fn a(a: [N; 3], b: &[N], c: (N,), d: (N, a::N), e: ()) {}",
        "fn aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(N: Nnnnnnnnnnnn, b: N) -> Result<N, Bbbbbbbbbbb> {}",
        "fn a() -> [u8; 4] { Self::N { a, b: c, 0: d } }",
    ];

    /// What is not emitted by the thousand: only that it is printed as ever counts.
    const UNKNOWN: [&str; 24] = [
        "a::b!(C, D);",
        "a! { B }",
        "fn a() -> bool { b == c && d }",
        "fn a() { if b { c() } else { d() } }",
        "fn a() { b.map(|c| c + 1); }",
        "fn a() { println!(\"N\"); }",
        "fn a() { for b in 0..4 { c(b); } }",
        "fn a() { match b { C if d => {} E | F => (), } }",
        "fn a() { let Some(b) = c else { return; }; }",
        "fn a() -> bool { b && c == d }",
        "fn a() { b::<C<D, E>>(f); (g::<h, i>(j)) }",
        "macro_rules! a { () => {}; }",
        "trait A { fn b(); }",
        "unsafe fn a() {}",
        "impl !Send for A {}",
        "extern \"C\" { fn a(); }",
        "pub union A { b: u8 }",
        "#[doc = \"two\\nlines\"] fn a() {}",
        "#[doc = \"/ slash\"] fn a() {}",
        "#[doc = 1 + 2] fn a() {}",
        "fn a() { b(C {}); }",
        "static A: [u8; 3] = [0x1, 0b10, 3];",
        "const A: fn() = { fn b() {} b };",
        "use a::{b::{c, d}, self::e};",
    ];

    #[test]
    fn what_is_emitted_is_printed_as_prettyplease_prints_it_at_every_width() {
        let unknown: Vec<_> = KNOWN.into_iter().filter(|code| !is_known(code)).collect();
        assert!(unknown.is_empty(), "{unknown:#?}");
        for code in KNOWN {
            for code in at_every_width(code) {
                assert_same(&code);
            }
        }
    }

    #[test]
    fn what_the_printer_does_not_know_goes_to_prettyplease() {
        let known: Vec<_> = UNKNOWN.into_iter().filter(|code| is_known(code)).collect();
        assert!(known.is_empty(), "{known:#?}");
        for code in UNKNOWN {
            assert_same(code);
        }
        let all = [UNKNOWN[0], KNOWN[7], UNKNOWN[8], UNKNOWN[19], KNOWN[19]].concat();
        assert_same(&all);
        assert_eq!(unknown_items(stream(&all)).len(), 3);
        assert_same(&format!("//! Inner.\n#![allow(unused)]\n{all}"));
    }

    #[test]
    fn what_is_no_rust_is_printed_as_its_tokens() {
        assert_eq!(print(stream("fn fn 1 ;")), "fn fn 1 ; ");
    }
}
