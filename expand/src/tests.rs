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
        "fn f(p: &S) -> f64 { p }",
        "fn f(p: &S) -> f64 { p.0 }",
        "fn f(p: &S) -> f64 { p.w[p.w] }",
        "fn f(p: &S) -> f64 { p[0] }",
        "fn f(p: &S) -> f64 { p.w[-1] + p.w[1][2] + p.w }",
        "fn f(p: &S) -> f64 { for i in p.w { } p.w.len() as f64 + p.w }",
        "fn f(p: &S) -> f64 { let [a, .., b] = p.w; a }",
        "fn f(p: &S) -> f64 { let S { w, .. } = p else { return 0.0 }; w }",
        "fn f(p: &S) -> f64 { let T(a, b) = p.w; *a * **b }",
        "fn f(p: &S) -> f64 { p.w(1.0) + p.w::<3>() + S { w: 1.0 }.v }",
        "fn f(p: &S) -> f64 { let mut q = p; for i in 0..3 { q = p.w; q[i] = 1.0; } q }",
        "fn f(p: &S) -> f64 { let mut q = S { w: 1.0 }; for i in 0..3 { q = S { w: 2.0 }; } q.w }",
        "fn f(p: &S) -> f64 { match p { S { w: 0.0 } => 1.0, S { w } => w, _ => p.w } }",
        "fn f(p: &S) -> f64 { let mut n = p.n; for i in 0..n { n += 1; } p.w[n] }",
        "fn f(p: &S) -> f64 { (*p).w + *(*p).w + (&p.w)[0].v.iter().map(|x| x.y).sum::<f64>() }",
        "fn f(p: (f64, (f64, [S; 2]))) -> f64 { p.1.1[2].w + p.7 + p.1.1 }",
        "fn f(p: &[(f64, usize)]) -> f64 { p[0].0 }",
        "fn f(_: &S, (): (), [_, _]: [f64; 2]) -> f64 { 1.0 }",
        "fn f(&self) -> f64 { self.w }",
        "fn f(self: &Self, x: f64) -> f64 { self.w * x }",
        "fn f(&mut self) -> f64 { self.w }",
        "fn f(#[constant] &self) -> f64 { self.w }",
        "impl S { fn f(&self) -> f64 { } fn g() {} const N: usize = 3; #[gradient(wrt())] fn h(&self) -> f64 { 1.0 } }",
        "impl S { #[gradient(skip)] fn f(&self) -> f64 { loop {} } #[gradient] fn g() -> f64 { 1.0 } }",
        "impl T for S { fn f(&self) -> f64 { self.w } }",
        "impl<'a, const N: usize> S<'a, N> { async unsafe fn f(&self) -> f64 { self.w[N] } macro!(); }",
        "fn f(x: f64) -> [f64; 2] { [x; 2] }",
        "fn f(x: f64) -> [f64; 2] { (x, x) }",
        "fn f(x: f64) -> (f64, [f64; N]) { g(x) }",
        "fn f(x: f64) -> () { g(x) }",
        "fn f(x: f64) -> (f64,) { f(x) }",
        "fn f(x: f64) -> f64 { a::b::f::<3>(x)[1].0.len() }",
        "fn f(x: f64) -> f64 { g()(x) + g(f) + Self::g(x) + <T as U>::g(x) + g(&mut x) + crate::g(x) }",
        "fn f(x: &[f64]) -> f64 { let y = g(x); for i in 0..y { } y[0][1] = 2.0; match y { 0 => 1.0, _ => y } }",
        "fn f(x: f64, y: &mut f64) { y = x; }",
        "fn f(y: &mut [f64]) { y }",
        "fn f(y: &mut f64) { g(y, &mut y[0], &mut z, &mut 1.0); loop { return; } }",
        "fn f(y: &mut [[f64; 2]]) { y[0] = y[1]; *y = [[1.0; 2]; 3]; return 1.0; }",
        "fn f(mut y: &mut [f64; 3]) -> f64 { let z = y; let w = &mut z[0]; *w = 2.0; *z = [1.0; 2]; *y }",
        "fn f(y: &mut [f64; 3], z: &mut (f64, f64), n: &mut usize) -> [f64; 3] { for y in y { *y = 1.0 } g(y) }",
        "fn f(p: &S) -> S { S { w: p.w, b: p.f(1.0).g::<3>(p), c: [p.w; 2], d: S { e: 1.0 } } }",
        "fn f(p: &[S]) -> S { p[0].f(p, &p[1].w, *p).w; S(p[0].a, f(p)) }",
        "fn f(p: &S, y: &mut f64) -> (S, f64) { p.f(y, &mut *y); Self::g(p); T::<3>::g(p); (p, 1.0) }",
        "fn f(x: f64) -> S { x }",
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
        "struct S { w: Vec<[usize; 3]> }",
        "#[objective] struct S { w: f64 }",
        "#[objective(a() = \"w\")] #[objective(a() = \"w\")] struct S { w: f64 }",
        "#[objective(a(x) = \"sum(i: x[i])\")] struct S<'a> { w: &'a f64, #[gradient] v: f64 }",
        "union U { a: f64 }",
    ] {
        let item: TokenStream = source.parse().expect("these are tokens");
        assert!(crate::derive::expand(item).to_string().contains("compile_error"), "{source}");
    }
}

#[test]
fn what_has_no_jacobian_says_why() {
    let function = quote! { fn f(x: &[f64], a: f64) -> [f64; 2] {
        let mut s = [a, 0.0];
        for v in x {
            s = [s[0] * v, s[1] + s[0].sin()];
        }
        s
    } };
    let text = |attribute: TokenStream| crate::function::expand(attribute, function.clone()).to_string();
    assert!(text(quote! { checkpoint }).contains("There is no `f_jacobian`: with checkpoints"));
    let plain = text(TokenStream::new());
    assert!(plain.contains("fn f_jacobian") && !plain.contains("There is no"));
}

/// A formula as a string and as tokens is the same code, whatever door it comes through.
#[test]
fn a_string_and_tokens_are_the_same_formula() {
    for text in [
        "(sigmoid(w*x + b) - t)^2/2",
        "if(x > 0 and not (w < t), sqrt(x) - x^-2, w == 1 ? 1 : b)",
        "-x^2*w^b^t + max(w, b, x)/3",
        "sum(i in 0..4: v[i]*x^i) + prod(i: v[i]) - mean(j: exp(-v[j]))",
    ] {
        let tokens: TokenStream = text.parse().unwrap();
        // The documentation says the formula as it is written.
        let code = |tokens: TokenStream| tokens.to_string().split("```").step_by(2).collect::<String>();
        let both = |door: &dyn Fn(TokenStream) -> TokenStream| {
            let (string, bare) = (code(door(quote!(#text))), code(door(tokens.clone())));
            assert!(!string.contains("compile_error"), "{text}: {string}");
            assert_eq!(string, bare, "{text}");
        };
        both(&|formula| {
            crate::formula::expand(quote! {
                /// Documented.
                fn f(w: f64, b: f64, v: [f64; 4]; x: f64, t: f64) = #formula;
            })
        });
        both(&|formula| {
            crate::derive::expand(quote! {
                #[objective(loss(x: f64, t: f64) = #formula)]
                struct S { w: f64, b: f64, v: [f64; 4] }
            })
        });
        if !text.contains('[') {
            both(&|formula| crate::derivative::expand(quote!(#formula, w, b)));
        }
    }
}

#[test]
fn chains_of_calls_grow_with_the_number_of_calls() {
    // Each call takes both numbers that the one before returned.
    let size = |calls: usize| {
        let calls = std::iter::repeat_n(quote! { let [a, b] = g(a, b); }, calls);
        let function = quote! { fn f(a: f64, b: f64) -> f64 { #(#calls)* a * b } };
        crate::function::expand(TokenStream::new(), function).to_string().len()
    };
    let (less, more) = (size(20), size(40));
    assert!(more < 2 * less, "{less} bytes for 20 calls, {more} for 40");
}
