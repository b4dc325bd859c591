#[chainrule::gradient]
fn inside_of_a_sum(x: f64) -> f64 {
    1.0 + 'value: {
        if x > 1.0 {
            break 'value x * x;
        }
        x
    }
}

fn main() {
    inside_of_a_sum_gradient(3.0);
}
