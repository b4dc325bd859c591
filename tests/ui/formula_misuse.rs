// Formulas as somebody writes them who knows another notation.

use chainrule::formula;

formula! { fn path(w; x) = f64::sin(w)*x; }

formula! { fn method(w; x) = "w.sin()*x"; }

formula! { fn declared(w; x) = "param w
w*x"; }

formula! { fn two_values(w; x) = "w*x
w + x"; }

formula! { fn upper(w; x) = "w*x*PI"; }

formula! { fn without_sum(w: [f64; 3]; x) = "w[i]*x"; }

formula! { fn first(w; x) = "w*x" fn second(w; x) = "w*x"; }

fn main() {}
