//! Memory for arrays that are too large for the stack, or whose size is known only when a program runs.

use core::cell::Cell;

std::thread_local! {
    static F32: Cell<Vec<Vec<f32>>> = const { Cell::new(Vec::new()) };
    static F64: Cell<Vec<Vec<f64>>> = const { Cell::new(Vec::new()) };
}

/// A number whose workspaces are kept from one call to the next.
pub trait Kept: Sized + 'static {
    /// Adds to the kept workspaces of this thread, or takes one away.
    #[doc(hidden)]
    fn kept<R>(change: impl FnOnce(&mut Vec<Vec<Self>>) -> R) -> R;
}

macro_rules! kept {
    ($($t:ident in $place:ident;)*) => { $(
        impl Kept for $t {
            fn kept<R>(change: impl FnOnce(&mut Vec<Vec<$t>>) -> R) -> R {
                $place.with(|place| {
                    let mut list = place.take();
                    let result = change(&mut list);
                    place.set(list);
                    result
                })
            }
        }
    )* };
}

kept! {
    f32 in F32;
    f64 in F64;
}

/// Runs `f` with `len` numbers, whatever they are.
///
/// Each thread keeps the memory for the next call: a program that runs again allocates nothing.
pub fn with_workspace<T: super::Float, R>(len: usize, f: impl FnOnce(&mut [T]) -> R) -> R {
    let mut workspace = T::kept(Vec::pop).unwrap_or_default();
    if workspace.len() < len {
        workspace.resize(len, T::ZERO);
    }
    let result = f(&mut workspace[..len]);
    T::kept(|list| list.push(workspace));
    result
}

/// Numbers as `count` rows of `N`, of which there may be none in a row.
#[inline(always)]
pub fn rows_mut<const N: usize, T>(numbers: &mut [T], count: usize) -> &mut [[T; N]] {
    if N > 0 {
        return numbers.as_chunks_mut().0;
    }
    // Without numbers rows take no memory, and none is lost.
    let empty = (0..count).map(|_| core::array::from_fn(|_| unreachable!("a row of nothing")));
    std::boxed::Box::leak(empty.collect())
}

/// Memory for what generated functions keep while they run, kept by the caller from one call to the next.
///
/// Functions whose extents are known only at run time take such memory from the thread that calls them: the first
/// call allocates, no later one does, and the thread keeps the memory until it ends. With a workspace the caller
/// decides how long that is. `f_value_and_gradient_with(&mut workspace, ...)` is generated beside
/// `f_value_and_gradient_into` for these functions; [`Workspace::lend`] does the same for any of them.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use chainrule::Workspace;
///
/// chainrule::formula! {
///     /// How far each point is from the mean of those before it.
///     pub fn drift(x: &[f64]; y: &[f64]) = "
///         a[0] = x[0]
///         a[t] = 0.9*a[t-1] + 0.1*x[t]
///         loss = sum(t: (y[t] - a[t])^2)";
/// }
/// let (x, y) = ([1.0; 1000], [2.0; 1000]);
/// let mut dx = [0.0; 1000];
///
/// let mut workspace = Workspace::new();
/// let value = drift_value_and_gradient_with(&mut workspace, &x, &y, &mut dx);
/// assert_eq!(value, drift_value_and_gradient(&x, &y).0);
///
/// // The states, which the backward sweep reads, and their adjoints.
/// assert!(workspace.bytes() >= 2 * 1000 * size_of::<f64>());
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Workspace {
    f32: Vec<Vec<f32>>,
    f64: Vec<Vec<f64>>,
}

impl Workspace {
    /// An empty one, which grows with the first call.
    pub const fn new() -> Workspace {
        Workspace { f32: Vec::new(), f64: Vec::new() }
    }

    /// The bytes of numbers that it holds: the most that a call has needed so far.
    pub fn bytes(&self) -> usize {
        fn all<T>(list: &[Vec<T>]) -> usize {
            list.iter().map(|v| v.capacity() * size_of::<T>()).sum()
        }
        all(&self.f32) + all(&self.f64)
    }

    /// Runs `f`; the generated functions that it calls on this thread take their memory from here.
    pub fn lend<R>(&mut self, f: impl FnOnce() -> R) -> R {
        /// Gives the thread its own memory back, also when a call panics.
        struct Lent<'a>(&'a mut Workspace);
        impl Lent<'_> {
            fn exchange(&mut self) {
                f32::kept(|list| core::mem::swap(list, &mut self.0.f32));
                f64::kept(|list| core::mem::swap(list, &mut self.0.f64));
            }
        }
        impl Drop for Lent<'_> {
            fn drop(&mut self) {
                self.exchange();
            }
        }
        let mut lent = Lent(self);
        lent.exchange();
        f()
    }
}
