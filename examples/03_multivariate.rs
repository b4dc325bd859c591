//! The multivariate chain rule: a variable that reaches the result along several paths collects one term for each.
//!
//! `cargo run --example 03_multivariate`

use chainrule::{derivative, formula};

formula! {
    /// z = u^2 + 3v with u = x*y and v = x + sin(y): both x and y go through u and through v.
    pub fn z(x, y) = "
        u = x*y
        v = x + sin(y)
        z = u^2 + 3*v
    ";
}

formula! {
    /// Squared length of A*x: each x[j] reaches every row, so its derivative is a sum over the rows.
    pub fn squares(x: [f64; 3]; a: [[f64; 3]; 2]) = "sum(i: sum(j: a[i, j]*x[j])^2)";
}

fn main() -> Result<(), chainrule::Error> {
    let (x, y): (f64, f64) = (1.2, 0.7);

    // dz/dx = dz/du du/dx + dz/dv dv/dx, each factor derived on its own.
    let (u, v) = (x * y, x + y.sin());
    let (z_u, z_v) = derivative!("u^2 + 3*v", u, v);
    let (u_x, u_y) = derivative!("x*y", x, y);
    let (v_x, v_y) = derivative!("x + sin(y)", x, y);
    let paths = (z_u * u_x + z_v * v_x, z_u * u_y + z_v * v_y);

    // The engine walks all paths in one backward sweep, whatever the number of variables.
    let (value, sweep) = z_value_and_gradient(x, y);
    println!("z({x}, {y}) = {value}");
    println!("gradient, one sweep:       {sweep:?}");
    println!("gradient, path by path:    {paths:?}");
    assert!((sweep.0 - paths.0).abs() < 1e-14 && (sweep.1 - paths.1).abs() < 1e-14);

    let f = chainrule::parse("(x*y)^2 + 3*(x + sin(y))")?;
    println!("dz/dx = {}\ndz/dy = {}", f.derivative("x")?, f.derivative("y")?);

    // Arrays: the gradient has the shape of the argument. It is 2 A' A x.
    let (x, a) = ([1.0, 2.0, 3.0], [[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]);
    println!("\n|A x|^2 = {}, gradient {:?}", squares(&x, &a), squares_gradient(&x, &a));
    assert_eq!(squares_gradient(&x, &a), [12.0, 8.0, 4.0]);
    Ok(())
}
