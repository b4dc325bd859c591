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
