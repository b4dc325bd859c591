//! Densities and distributions: methods of a struct of parameters, with respect to the point and the parameters.

use crate::rust_dual::V;
use crate::{Argument, fields};

fields!(chainrule_real_functions::levy::Levy { mu, c });
fields!(chainrule_real_functions::gumbel::Gumbel { location, scale });
fields!(chainrule_real_functions::triangular::Triangular { min, max, mode });

/// Methods: the struct comes first.
macro_rules! method_agrees {
    ($($module:ident: $both:ident { $($receiver:expr, $x:expr;)* })*) => { $(
        #[test]
        fn $module() {
            use chainrule_real_functions::$module::*;
            $(
                let receiver = $receiver;
                let (value, gradient) = receiver.$both($x);
                let arguments = vec![receiver.value(), V::F($x, 0.0)];
                crate::agree(SOURCE, stringify!($both), arguments, value, &crate::flat(&gradient));
            )*
        }
    )* };
}

method_agrees! {
    levy: pdf_value_and_gradient { Levy { mu: 0.5, c: 1.5 }, 2.0; Levy { mu: 0.5, c: 1.5 }, 0.2; }
    gumbel: ln_pdf_value_and_gradient { Gumbel { location: 0.3, scale: 1.2 }, 0.9; }
    triangular: cdf_value_and_gradient {
        Triangular { min: 0.0, max: 4.0, mode: 1.0 }, 0.5;
        Triangular { min: 0.0, max: 4.0, mode: 1.0 }, 2.5;
        Triangular { min: 0.0, max: 4.0, mode: 1.0 }, 5.0;
    }
}
