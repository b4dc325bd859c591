//! The procedural macros of chainrule. Use them through the `chainrule` crate.
//!
//! Here are their names and their manual. What they do is the crate `chainrule-expand`.

use proc_macro::TokenStream;

/// Differentiates a function that is written in Rust.
///
/// The function stays as it is. Beside it appear `f_gradient`, `f_value_and_gradient` (the value
/// first), `f_gradient_into` and `f_value_and_gradient_into`, which write through `&mut` and never
/// allocate, and `f_gradient_add`, which adds. They take the same arguments; the gradient has the
/// shape of the argument, and several arguments give a tuple. Every float argument that is not marked
/// `#[constant]` is differentiated, or those that `#[gradient(wrt(w, b))]` lists.
///
/// ```ignore
/// use chainrule::functions::sigmoid;
///
/// #[chainrule::gradient]
/// fn loss<const N: usize>(w: &[f64; N], b: f64, #[constant] x: &[f64; N], #[constant] t: f64) -> f64 {
///     let mut z = b;
///     for i in 0..N {
///         z += w[i] * x[i];
///     }
///     let e = sigmoid(z) - t;
///     0.5 * e * e
/// }
///
/// let (value, (dw, db)) = loss_value_and_gradient(&[0.5, -0.5], 0.1, &[1.0, 2.0], 1.0);
/// ```
///
/// # Structs, tuples and methods
///
/// An argument may be a struct that derives `Gradient`, by value or by reference, a tuple, or an array or slice of these.
/// The gradient has the type `Parameters::Gradient`: `NameGradient` for a struct `Name`. Fields that the function does
/// not read have gradient 0.
///
/// ```ignore
/// #[derive(Clone, chainrule::Gradient)]
/// struct Neuron {
///     w: [f64; 3],
///     b: f64,
///     #[gradient(skip)]
///     rounds: usize,
/// }
///
/// #[chainrule::gradient]
/// fn loss(p: &Neuron, #[constant] x: &[f64; 3]) -> f64 {
///     let mut z = p.b;
///     for _ in 0..p.rounds {
///         for (w, x) in p.w.iter().zip(x) {
///             z += w * x;
///         }
///     }
///     z * z
/// }
///
/// let gradient: NeuronGradient = loss_gradient(&neuron, &[1.0, 2.0, 3.0]);
/// ```
///
/// The macro does not see the definition of the struct: what a field is follows from its use, and the compiler confirms it.
/// An integer or a condition is a constant. A float that is marked `#[gradient(skip)]` has no place in the gradient: it is
/// read as `stop_gradient(p.scale)`, or in an argument that is `#[constant]`. Structs and enums that do not derive `Gradient`
/// have to be `#[constant]`. Inside an array of structs, arrays have lengths that their types state. Fields of
/// arguments cannot be assigned, those of a struct that the body makes can.
///
/// On a method, `&self` is differentiated and its gradient comes first, unless it is `#[constant] &self` or `wrt(...)` lists
/// other arguments.
///
/// On an `impl` block, the attribute differentiates every function that has a float to differentiate by and returns floats,
/// arrays or tuples of them, or writes them to `&mut` arguments, and every method that returns a struct of the type of the
/// block and whose body is understood. All others are left as they are, unless they are marked `#[gradient]`: functions without `self` that return a
/// struct, such as `fn new(..) -> Self`, methods that return a struct of another type, and what takes `&mut self`. So is
/// one marked `#[gradient(skip)]`. A function of the block may have an attribute of its own: `#[gradient(wrt(x))]`.
///
/// ```ignore
/// #[chainrule::gradient]
/// impl Neuron {
///     fn response(&self, x: f64) -> f64 {
///         sigmoid(self.w[0] * x + self.b)
///     }
/// }
///
/// let (gradient, dx) = neuron.response_gradient(0.5);
/// ```
///
/// # Several results, and results by `&mut`
///
/// A function that returns an array or a tuple, or writes to `&mut` arguments, has no single value and so no gradient, but a
/// vector-Jacobian product: `f_vjp(args..., seeds...)` is the gradient of the sum of the products of all results with the
/// seeds. The seed of what is returned has its type and comes first, then follows one by reference for each `&mut` argument,
/// in order. `f_vjp_into` and `f_vjp_add` write and add through `&mut`, like their namesakes of a gradient.
///
/// A float or an array or slice of floats by `&mut` is also an argument like the others: what it holds when the function
/// begins. `f_vjp` takes it by `&` and leaves it as it is, and it is differentiated unless it is `#[constant]`; the
/// derivative by what is overwritten before it is read is 0.
///
/// ```ignore
/// #[chainrule::gradient]
/// fn step(state: &mut [f64; 2], stiffness: f64) {
///     state[1] -= 0.1 * stiffness * state[0];
///     state[0] += 0.1 * state[1];
/// }
///
/// let (d_state, d_stiffness) = step_vjp(&[1.0, 0.0], 2.0, &[1.0, 0.0]);
/// ```
///
/// It also has the whole Jacobian in one pass, in which what the results have in common is computed once: `f_jacobian` and
/// `f_value_and_jacobian`, and with `_into` written through `&mut` without allocating. With respect to an argument the Jacobian
/// is the result with the argument's gradient in the place of each number: by `x: &[f64; 3]` that of `[f64; 2]` is
/// `[[f64; 3]; 2]`, and that of `(f64, [f64; 2])` is `([f64; 3], [[f64; 3]; 2])`. By a slice each number has a `Vec`, by a struct
/// its gradient. Of a struct `Name` it is a `NameJacobian<R>`, which the derive makes, with the gradient `R` in the place of each
/// number: of a `Point { x, y }` by an angle a `PointJacobian<f64> { x, y }`. Of a `&mut [f64]` it is a `Vec` with a gradient for
/// each element, through `_into` a slice of as many as there are elements. Several arguments give a tuple. What is left in `&mut`
/// arguments follows what is returned, all together as a tuple: the value of `step` above is a `[f64; 2]`. Elements that a list
/// names (`[a, b]`) are differentiated one by one if they are at most 16, others in a loop over the rows, or all together in forward
/// mode where that is less work: many results of a few numbers. A function has no Jacobian that returns a struct which another one
/// returned, and none with `checkpoint`: there `f_vjp` gives one row at a time.
///
/// ```ignore
/// #[chainrule::gradient]
/// fn polar(x: f64, y: f64) -> [f64; 2] {
///     [(x * x + y * y).sqrt(), y.atan2(x)]
/// }
///
/// let ([r, angle], (dx, dy)) = polar_value_and_jacobian(3.0, 4.0);
/// assert_eq!((dx, dy), ([0.6, -0.16], [0.8, 0.12]));
/// ```
///
/// # Float types
///
/// A type parameter with the bound `chainrule::Float`, or the `Float` of `num_traits`, is a float type. Its numbers are written
/// `T::from_f64(0.5)` and `T::HALF`, or `T::from(0.5).unwrap()` and `T::one()`. What is generated asks for `chainrule::Float`:
/// it works for `f32` and `f64`.
///
/// # Calls
///
/// A function that has the attribute may be called by another one that has it, by a path or after `use`, and by itself. It is
/// not copied into the caller: the caller calls its vector-Jacobian product, `f_vjp(args..., seed)`, which returns the
/// gradient times the seed. A call in a branch is made only where the branch is taken. For a function that does not have the
/// attribute, [`macro@custom_gradient`] gives the rule.
///
/// Numbers and arrays of numbers are passed on, by value or by reference, and integers, conditions and constants. What is
/// returned is a number, an array or a tuple of these, which the caller takes apart by indices, fields and patterns. By
/// `&mut` a variable of the caller, an element or a row of it is passed, and read after the call; one whose length no type
/// states is copied to the heap for each call.
/// What a call returns is a number or an array as its use says; where no use does, a `let` states the type:
/// `let mut state: [f64; 3] = step(x);`.
///
/// Structs that derive `Gradient`, fields of arguments, and arrays and slices of structs are passed as they are, too, and
/// methods and functions of a type are called that have the attribute or stand in an `impl` block that has it:
/// `net.layers[l].forward(&x)`, `Self::helper(x)`. A function may return a struct that it makes; the seed is then its
/// gradient. What the body itself makes is passed on as well: a struct, and an array or tuple of structs. A loop may carry a
/// struct from pass to pass, `state = step(&state)`, if all of its fields are parameters; where it begins as a field or as the
/// result of a call, a `let` states its type: `let mut state: State = start(x);`. Of a copy whose fields a loop assigns one by one,
/// `let mut s = *start;` and then `s.v[d] -= a[d] * h;`, it carries these fields, whatever the others are.
///
/// ```ignore
/// mod physics {
///     #[chainrule::gradient]
///     pub fn spring(x: f64, stiffness: f64) -> f64 {
///         0.5 * stiffness * x * x
///     }
/// }
///
/// #[chainrule::gradient]
/// fn energy(x: f64) -> f64 {
///     physics::spring(x.sin(), 2.0)
/// }
/// ```
///
/// Beside `f` there is for this purpose a hidden type of the same name, so a module or a type of that name must not stand
/// beside it.
///
/// # Memory
///
/// A loop that carries values from one pass to the next keeps those of all passes for the backward sweep. With
/// `#[gradient(checkpoint)]` it keeps those at the start of each segment of S = ceil(sqrt(T)) of its T passes, and
/// computes the others once more when the backward sweep comes to their segment: of an array over all passes,
/// S*w + S + w rows are kept instead of T, where w is how many passes the loop looks back (1 for a variable), and S + w of
/// its adjoint. The forward sweep is run twice. What passes add to gradients is added from the last one to the first, so
/// that the last bits of a sum over all passes may differ from those without the option. In [`macro@formula`] the option is
/// `#[checkpoint]` before the function, in an objective `#[objective(checkpoint, loss(..) = "..")]`. What cannot have
/// checkpoints is refused: where no pass needs the one before, where passes are read that are not at a fixed distance from
/// each other (apart from single ones, such as the last), where one of them needs a sum over all, and recurrences in a
/// formula that go from the last step to the first. Sums over the steps have to go over the same number of steps, which is
/// checked where lengths are known only at run time.
///
/// ```ignore
/// /// Where a swing ends after a push.
/// #[chainrule::gradient(checkpoint)]
/// fn swing(start: f64, push: &[f64]) -> f64 {
///     let (mut x, mut v) = (start, 0.0);
///     for p in push {
///         v += 0.01 * (p - x.sin());
///         x += 0.01 * v;
///     }
///     x
/// }
/// ```
///
/// # Tests
///
/// With `#[gradient(check)]` there is also a test, `f_gradient_check`, that compares the gradient with central differences
/// and with forward mode at random points. It makes up numbers, integers, conditions, and arrays, slices and tuples of them;
/// a point where the function panics does not count. For other arguments, and where not every value has a meaning, the
/// attribute states one, `check(kind = Kind::Linear)`, several to choose from, `check(rows in [1, 4])`, or the range of a
/// number or of those in an array, `check(x in 0.1..0.9)`; for a slice an array will do. A struct that is differentiated has its lengths from the one that is stated, `check(net = Net::new(3))`, and numbers at random; it is
/// compared with central differences alone.
///
/// What it does not understand is a compile error at its own place, never skipped.
#[proc_macro_attribute]
pub fn gradient(attribute: TokenStream, item: TokenStream) -> TokenStream {
    chainrule_expand::gradient(attribute.into(), item.into()).into()
}

/// Gives the derivative of a function that chainrule does not see into.
///
/// It goes on a function that takes the arguments of the other one and a seed of the type of its result, and returns the
/// gradient times the seed: bare for one differentiated argument, a tuple in the order of the arguments for several.
/// Integers, conditions, strings and arguments that are marked `#[constant]` are not differentiated. The rule is believed
/// as it is written.
///
/// ```ignore
/// fn table_lookup(x: f64) -> f64 {
///     // ...
/// }
///
/// #[chainrule::custom_gradient(of = table_lookup)]
/// fn table_lookup_vjp(x: f64, seed: f64) -> f64 {
///     seed * slope_of_table(x)
/// }
///
/// #[chainrule::gradient]
/// fn loss(x: f64) -> f64 {
///     table_lookup(2.0 * x).exp()
/// }
/// ```
///
/// A function of another crate is imported where the rule stands, `use other::lookup;`, and called by its name.
///
/// What the function has by `&mut` the rule has by `&`, marked `#[output]`: it is given what the place held before. The
/// seeds come last: `seed`, by that name, if the function also returns something, and one by reference for each output,
/// in order. The gradient with respect to an output is that by what it held before, 0 where that is overwritten.
///
/// ```ignore
/// fn squares(x: &[f64], y: &mut [f64]) {
///     // ...
/// }
///
/// #[chainrule::custom_gradient(of = squares)]
/// fn squares_vjp(x: &[f64], #[output] #[constant] y: &[f64], seed_y: &[f64]) -> Vec<f64> {
///     x.iter().zip(seed_y).map(|(x, s)| 2.0 * x * s).collect()
/// }
/// ```
#[proc_macro_attribute]
pub fn custom_gradient(attribute: TokenStream, item: TokenStream) -> TokenStream {
    chainrule_expand::custom_gradient(attribute.into(), item.into()).into()
}

/// A formula as a function with its gradient, or as an expression.
///
/// As an item: names before `;` are differentiated, names after it are constants, and all are `f64`
/// unless a type is written. Arrays are taken by reference. Beside `cost` appear `cost_gradient`,
/// `cost_value_and_gradient`, `cost_gradient_into`, `cost_value_and_gradient_into` and
/// `cost_gradient_add`.
///
/// A formula whose result is an array, as `"W @ x"` is a `[f64; 3]`, or a `Vec` of rows if the length of the first axis is known at
/// run time, has a Jacobian and a vector-Jacobian product instead, as a Rust function that returns it has: see
/// [`macro@gradient`]. Curve fitting takes the Jacobian of residuals, `residuals_jacobian(&p, &x, &t)` of
/// `fn residuals(p: [f64; 2]; x: [f64], t: [f64]) = "r[i] = p[0]*exp(-p[1]*x[i]) - t[i]"`: a `Vec<[f64; 2]>`. By a slice there is
/// a `Vec` in the place of each number.
///
/// ```ignore
/// chainrule::formula! {
///     /// Squared error of a logistic neuron.
///     pub fn cost(w, b; x, t) = "(sigmoid(w*x + b) - t)^2 / 2";
/// }
/// let (dw, db) = cost_gradient(0.3, 0.1, 1.0, 0.0);
/// ```
///
/// As an expression: the value of the formula with the variables in scope, which are `f64` or `&f64`.
///
/// ```ignore
/// let p = chainrule::formula!("sigmoid(w*x + b)");
/// ```
///
/// There `e` is a variable like any other; Euler's number is `exp(1)`.
#[proc_macro]
pub fn formula(input: TokenStream) -> TokenStream {
    chainrule_expand::formula(input.into()).into()
}

/// The derivative of a formula with respect to a variable in scope; several variables give a tuple.
///
/// ```ignore
/// let dp = chainrule::derivative!("sigmoid(w*x + b)", w);
/// let (dw, db) = chainrule::derivative!(sigmoid(w*x + b), w, b);
/// ```
#[proc_macro]
pub fn derivative(input: TokenStream) -> TokenStream {
    chainrule_expand::derivative(input.into()).into()
}

/// Makes a struct of parameters trainable.
///
/// Beside `Name` appears `NameGradient`, with a field for each one that is not `#[gradient(skip)]`,
/// and `NameJacobian<R>`, which has an `R` in the place of each number: the Jacobian of a function that returns a `Name`.
/// `Name` gets `descend`. Each `#[objective(loss(x: f64, t: f64) = "...")]` adds the methods
/// `loss`, `loss_gradient`, `loss_value_and_gradient`, `loss_gradient_into`,
/// `loss_value_and_gradient_into` and `loss_gradient_add`; one whose result is an array `predict_jacobian` and
/// `predict_value_and_jacobian`, and both with `_into`, which have a `NameGradient` in the place of each number. The formula uses
/// the fields by name, and may use another objective of the struct: `predict(x)`.
///
/// ```ignore
/// #[derive(Clone, chainrule::Gradient)]
/// #[objective(loss(x: f64, t: f64) = "(sigmoid(w*x + b) - t)^2 / 2")]
/// struct Neuron {
///     w: f64,
///     b: f64,
///     #[gradient(skip)]
///     id: u32,
/// }
/// ```
#[proc_macro_derive(Gradient, attributes(objective, gradient))]
pub fn derive_gradient(input: TokenStream) -> TokenStream {
    chainrule_expand::derive_gradient(input.into()).into()
}

/// Reverse mode with the notation of the nightly `std::autodiff`.
///
/// `#[autodiff_reverse(df, ACTIVITIES, RESULT)]` leaves the function as it is and generates `df` beside it. There is an
/// activity for each argument: `Active` for a number that is passed by value, whose derivative is appended to what `df`
/// returns; `Duplicated` for a reference, after which `df` has a `&mut` argument of the same shape, the shadow, to which
/// the derivatives are **added**; `Const` for everything else. The result is `Active` (the value comes first in what `df`
/// returns) or `ActiveOnly` (it is left out). The last argument of `df` is the seed, by which all derivatives are
/// multiplied.
///
/// ```ignore
/// use chainrule::autodiff::autodiff_reverse;
///
/// #[autodiff_reverse(df, Duplicated, Active, Active)]
/// fn f(x: &[f64; 2], y: f64) -> f64 {
///     x[0] * x[1] * y
/// }
///
/// let mut dx = [0.0; 2];
/// let (value, dy) = df(&[3.0, 4.0], &mut dx, 2.0, 1.0);
/// assert_eq!((value, dx, dy), (24.0, [8.0, 6.0], 12.0));
/// ```
///
/// A `&mut` argument is a result: its shadow holds the seed when `df` is called, and afterwards the derivative by what the
/// argument held before, which is 0 where that was overwritten. A function that returns nothing has no activity for a
/// result, and `df` no seed at the end.
///
/// ```ignore
/// #[autodiff_reverse(dg, Duplicated, Duplicated)]
/// fn g(x: &[f64; 2], y: &mut f64) {
///     *y = x[0] * x[1];
/// }
///
/// let (mut dx, mut y, mut dy) = ([0.0; 2], 0.0, 1.0);
/// dg(&[3.0, 4.0], &mut dx, &mut y, &mut dy);
/// assert_eq!((dx, y, dy), ([4.0, 3.0], 12.0, 0.0));
/// ```
///
/// Functions that return one number, or write to `&mut` arguments, are supported. What is not is a compile error at its own
/// place.
#[proc_macro_attribute]
pub fn autodiff_reverse(attribute: TokenStream, item: TokenStream) -> TokenStream {
    chainrule_expand::autodiff_reverse(attribute.into(), item.into()).into()
}

/// Forward mode with the notation of the nightly `std::autodiff`.
///
/// `#[autodiff_forward(df, ACTIVITIES, RESULT)]` leaves the function as it is and generates `df` beside it. There is an
/// activity for each argument: `Dual` for one that moves, after which `df` has an argument of the same type, the
/// direction; `Const` for one that does not. The result is `Dual` (`df` returns the value and the derivative) or
/// `DualOnly` (the derivative alone). With a width, `(df, 4, ...)`, there are so many directions and `df` returns an array.
///
/// ```ignore
/// use chainrule::autodiff::autodiff_forward;
///
/// #[autodiff_forward(df, Dual, Const, Dual)]
/// fn f(x: f64, y: f64) -> f64 {
///     x * x * y
/// }
///
/// assert_eq!(df(3.0, 1.0, 2.0), (18.0, 12.0));
/// ```
///
/// The shadow of a `&mut` argument holds the direction in which what is there moves, and afterwards the derivative of what was
/// left there.
///
/// Functions that return one number, or write to `&mut` arguments, are supported. What is not is a compile error at its own
/// place.
#[proc_macro_attribute]
pub fn autodiff_forward(attribute: TokenStream, item: TokenStream) -> TokenStream {
    chainrule_expand::autodiff_forward(attribute.into(), item.into()).into()
}
