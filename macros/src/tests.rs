//! Expansions as text.

use proc_macro2::TokenStream;
use quote::quote;

fn neuron() -> TokenStream {
    let function = quote! {
        /// Documented.
        pub(crate) fn loss<const N: usize>(w: &[f64; N], #[constant] x: &[f64]) -> f64 {
            let mut z = 0.0;
            for i in 0..N {
                z += w[i] * x[i];
            }
            z * z
        }
    };
    crate::function::expand(TokenStream::new(), function)
}

#[test]
fn the_same_source_gives_the_same_code() {
    assert_eq!(neuron().to_string(), neuron().to_string());
}

#[test]
fn generated_code_names_no_unsafe_and_only_absolute_paths() {
    let code = neuron().to_string();
    assert!(!code.contains("unsafe"), "{code}");
    assert!(!code.contains("compile_error"), "{code}");
    assert!(code.contains("pub (crate) fn loss_value_and_gradient_into < const N : usize >"), "{code}");
    assert_eq!(code.matches("constant").count(), 0, "{code}");
}

#[test]
fn another_path_of_the_crate() {
    let function = quote! { fn f(x: f64) -> f64 { x.exp().ln_1p() } };
    let code = crate::function::expand(quote!(crate = "inner::chainrule"), function).to_string();
    assert!(!code.contains(":: chainrule :: __rt") || code.contains("inner :: chainrule :: __rt"), "{code}");
}

#[test]
fn hostile_input_is_an_error_and_no_panic() {
    for source in [
        "fn f() -> f64 { 1.0 }",
        "fn f(x: f64) -> f64 { }",
        "fn f(x: f64) -> f64 { x as }",
        "fn f(x: f64) -> f64 { return; }",
        "fn f(x: &[f64; 0]) -> f64 { x[0] }",
        "fn f(x: &[f64; 3]) -> f64 { x[18446744073709551615] }",
        "fn f(x: &[f64; 3]) -> f64 { for i in 3..0 { } x[0][1] }",
        "fn f(x: &[f64; 3]) -> f64 { x[-1] }",
        "fn f(x: f64) -> f64 { [x; 3][3] }",
        "fn f(x: f64) -> f64 { let [a, b] = [x]; a }",
        "fn f(x: f64) -> f64 { let (a, b) = x; a }",
        "fn f(x: f64) -> f64 { x.sin(x) }",
        "fn f(x: f64) -> f64 { for i in 0..3 { let y; y = x; } let z; z = 1.0; z }",
        "fn f(x: f64) -> f64 { x = 1.0; y += x; 1e999 }",
        "fn f(x: f64, x: f64) -> f64 { x }",
        "fn f(x: &[f64]) -> f64 { x[..].iter().sum() }",
        "struct S;",
        "",
    ] {
        let item: TokenStream = source.parse().expect("these are tokens");
        let _ = crate::function::expand(TokenStream::new(), item).to_string();
    }
    for source in ["", "fn", "fn f(w) = ;", "fn f(w) = \"\";", "\"\"", "\"w[\"", "(", "fn f(w; w; w) = \"w\";", "fn f(w) = w[0] @ ;", "1 2"]
    {
        let Ok(tokens) = source.parse::<TokenStream>() else { continue };
        let _ = crate::formula::expand(tokens.clone()).to_string();
        let _ = crate::derivative::expand(tokens).to_string();
    }
    for source in [
        "struct S {}",
        "struct S { w: Vec<f64> }",
        "#[objective] struct S { w: f64 }",
        "#[objective(a() = \"w\")] #[objective(a() = \"w\")] struct S { w: f64 }",
        "#[objective(a(x) = \"sum(i: x[i])\")] struct S<'a> { w: &'a f64, #[gradient] v: f64 }",
        "union U { a: f64 }",
    ] {
        let item: TokenStream = source.parse().expect("these are tokens");
        assert!(crate::derive::expand(item).to_string().contains("compile_error"), "{source}");
    }
}
