//! Functions of published crates that cannot be differentiated: what is said of them is in `refused.txt`.

use chainrule_rust::{Options, parse_function};

#[test]
fn refused_with_a_message() {
    for (place, text, message) in chainrule_real_functions::REFUSED {
        let function: syn::ItemFn = syn::parse_str(text).expect("it is a function");
        let options = Options { several: true, outputs: true, table: Some(is_in_table), ..Options::default() };
        let said: Vec<String> = match parse_function(&function, &options) {
            Ok(_) => panic!("{place} is not refused any more: move it to `functions.txt`"),
            Err(refused) => refused.errors.iter().map(ToString::to_string).collect(),
        };
        assert!(said.iter().any(|s| s.starts_with(message)), "of {place} is said: {said:#?}");
    }
}

/// The functions of the table that these call.
fn is_in_table(name: &str) -> bool {
    ["exp", "ln", "sqrt", "abs", "sin", "cos", "tan", "floor"].contains(&name)
}
