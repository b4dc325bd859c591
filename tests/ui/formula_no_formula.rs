chainrule::formula! {}

chainrule::formula! { const fn square(x) = x^2; }

fn main() {
    let _: f64 = chainrule::formula!();
}
