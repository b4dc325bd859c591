#[chainrule::gradient]
fn f(x: &[[f64; 2]; 3]) -> f64 {
    let mut s = 0.0;
    'rows: for row in x {
        for v in row {
            if *v < 0.0 {
                continue 'rows;
            }
            s += v;
        }
    }
    s
}

fn main() {
    f_gradient(&[[0.0; 2]; 3]);
}
