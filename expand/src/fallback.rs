//! What stands in for generated code after an error, so that one mistake is one message.

use proc_macro2::TokenStream;
use quote::quote;

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
