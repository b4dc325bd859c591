//! Stands in for the engine until it lands.
pub enum Output {
    Expr(chainrule_parser::ast::ExprId),
    Default,
}
pub struct Wanted {
    pub value: bool,
    pub gradient: bool,
}
pub struct Built {
    pub program: Wanted,
    pub required_equal: Vec<(String, String)>,
}
pub fn build(
    _: &chainrule_parser::ast::Ast,
    _: Output,
    wanted: Wanted,
) -> Result<Built, chainrule_parser::Error> {
    Ok(Built {
        program: wanted,
        required_equal: Vec::new(),
    })
}
pub mod emit {
    pub mod rust {
        pub struct Options<'a> {
            pub scalar: &'a str,
            pub rt: &'a str,
            pub input: &'a dyn Fn(&str) -> String,
            pub gradient: &'a dyn Fn(&str) -> String,
            pub dim: &'a dyn Fn(&str) -> String,
            pub accumulate: bool,
            pub reserved: &'a [String],
        }
        pub fn body(p: &super::super::Wanted, o: &Options) -> String {
            let _ = (
                o.rt,
                o.reserved,
                o.accumulate,
                o.input,
                o.gradient,
                o.dim,
                p.gradient,
            );
            if p.value {
                format!("0.0{}", o.scalar)
            } else {
                String::new()
            }
        }
    }
}
