//! What stands in for generated code after an error, so that one mistake is one message.

use proc_macro2::TokenStream;
use quote::quote;

/// The body of a function whose signature is refused, kept from the compiler: where `T` has no bound, or `f32` meets `f64`, it
/// would say of every operation what is said of the signature already.
pub fn hide(block: &mut syn::Block) {
    let statements = &block.stmts;
    *block = syn::parse_quote!({
        #[cfg(any())]
        {
            #(#statements)*
        }
        ::core::unreachable!()
    });
}

/// A body that fits every signature and is never compiled into a program. Some errors are left to the compiler, so it is the
/// compiler that sees to this: where it finds none, it comes to the constant, which is evaluated for code that is made and no
/// sooner.
pub fn body() -> TokenStream {
    quote! {
        fn not_generated<T>() -> T {
            const { ::core::panic!("this function was not generated: what is differentiated has a mistake, or calls a method that is not known here") }
        }
        not_generated()
    }
}
