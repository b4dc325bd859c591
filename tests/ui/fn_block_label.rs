#[chainrule::gradient]
fn out_of_a_loop(x: &[f64]) -> f64 {
    let mut y = 1.0;
    'whole: {
        for v in x {
            if *v > 1.0 {
                break 'whole;
            }
            y *= v;
        }
        y *= 2.0;
    }
    y
}

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
    out_of_a_loop_gradient(&[3.0]);
    inside_of_a_sum_gradient(3.0);
}
