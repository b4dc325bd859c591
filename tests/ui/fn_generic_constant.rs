#[chainrule::gradient]
fn f<T: num_traits::Float>(x: T) -> T {
    x + T::epsilon()
}

fn main() {}
