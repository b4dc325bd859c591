//! Generated functions that write through `&mut` allocate nothing: not at all with constant extents, and where extents
//! are known at run time only the first time that a thread needs so much memory.
// Counting takes an allocator of our own.
#![allow(unsafe_code)]

use super::models::{self, Data, Results, families};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

std::thread_local! {
    /// Allocations of this thread: tests run at the same time.
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

fn one_more() {
    // A thread that ends frees memory after its locals are gone.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: all calls are handed on as they come.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        one_more();
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        one_more();
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        one_more();
        unsafe { System.realloc(place, layout, size) }
    }
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(call: impl FnOnce()) -> u64 {
    let before = COUNT.get();
    call();
    COUNT.get() - before
}

type Family = fn(&models::Arrays, &mut dyn FnMut(&str, &mut dyn FnMut())) -> Results;

fn never_allocates(name: &str, data: &Data, family: Family) {
    let mut counted = Vec::new();
    family(&data.arrays, &mut |function, call| {
        call();
        counted.push((function.to_owned(), allocations(call)));
    });
    assert_eq!(counted.len(), 4);
    for (function, count) in counted {
        assert_eq!(count, 0, "{name}::{function}");
    }
}

#[test]
fn allocations_are_counted() {
    assert_eq!(allocations(|| drop(vec![1, 2, 3])), 1);
    assert_eq!(allocations(|| ()), 0);
}

#[test]
fn models() {
    never_allocates("attention", &models::attention(), families::attention);
    never_allocates("bundle", &models::bundle(), families::bundle);
    never_allocates("cnn", &models::cnn(), families::cnn);
    never_allocates("gmm", &models::gmm(), families::gmm);
    never_allocates("gru", &models::gru(), families::gru);
    never_allocates("hand", &models::hand(), families::hand);
    never_allocates("lstm", &models::recurrent("lstm"), families::lstm);
    never_allocates("lstm_text", &models::lstm_text(), families::lstm_text);
    never_allocates("rnn", &models::recurrent("rnn"), families::rnn);
    never_allocates("wine", &models::wine(), families::wine);
}

mod doors {
    #[chainrule::gradient]
    pub fn function(w: &[f64], b: &[f64; 3], #[constant] x: &[[f64; 3]]) -> f64 {
        let mut sum = 0.0;
        for n in 0..x.len() {
            let mut z = w[n];
            for i in 0..3 {
                z += b[i] * x[n][i];
            }
            sum += z * z;
        }
        sum
    }

    /// A loop whose number of passes is known at run time only.
    #[chainrule::gradient]
    pub fn open(x: f64, y: f64) -> f64 {
        let mut v = x;
        while v < 1000.0 {
            v = v * 1.5 + y.sin();
        }
        v
    }

    chainrule::formula! {
        pub fn formula(W: [[f64; 3]; 4], b: [f64; 4]; x: [f64; 3]) = "sum(i: tanh(sum(j: W[i,j]*x[j]) + b[i])^2)";
    }

    /// A layer on batches.
    #[derive(chainrule::Gradient)]
    #[objective(loss(x: &[[f64; 3]], t: &[f64]) = "mean(n: (tanh(sum(i: w[i]*x[n, i]) + b) - t[n])^2)")]
    pub struct Neuron {
        pub w: [f64; 3],
        pub b: f64,
    }
}

mod kept {
    chainrule::formula! {
        pub fn drift(x: &[f64], rate: f64; y: &[f64]) = "
            a[0] = x[0]
            a[t] = (1 - rate)*a[t-1] + rate*x[t]
            loss = sum(t: (y[t] - a[t])^2)";
    }

    #[derive(chainrule::Gradient)]
    #[objective(loss(x: &[f32]) = "
        a[0] = x[0]
        a[t] = rate*a[t-1] + x[t]
        loss = sum(t: a[t]^2)")]
    pub struct Filter {
        pub rate: f32,
    }
}

#[test]
fn in_memory_that_the_caller_keeps() {
    // A thread of its own, so that it has kept nothing yet.
    let run = || {
        let (x, y) = ([0.5; 300], [0.25; 300]);
        let (mut dx, mut drate) = ([0.0; 300], 0.0);
        let mut workspace = chainrule::Workspace::new();
        assert_eq!(workspace.bytes(), 0);
        let mut value = 0.0;
        let mut call = |x: &[f64], y: &[f64], dx: &mut [f64]| {
            allocations(|| value = kept::drift_value_and_gradient_with(&mut workspace, x, 0.1, y, dx, &mut drate))
        };
        assert!(call(&x, &y, &mut dx) > 0);
        assert_eq!(call(&x, &y, &mut dx), 0);
        // Shorter ones fit.
        assert_eq!(call(&x[..100], &y[..100], &mut dx[..100]), 0);
        assert_eq!(call(&x, &y, &mut dx), 0);
        let bytes = workspace.bytes();
        assert!((2 * 300 * 8..6 * 300 * 8).contains(&bytes), "{bytes}");

        // Nothing of it has become the thread's.
        let mut other = [0.0; 300];
        let plain = |dx: &mut [f64]| kept::drift_value_and_gradient_into(&x, 0.1, &y, dx, &mut 0.0);
        assert!(allocations(|| assert_eq!(plain(&mut other), value)) > 0);
        assert_eq!(dx, other);

        // A call that panics gives the memory back.
        let lent = std::panic::AssertUnwindSafe(|| workspace.lend(|| panic!("in between")));
        assert!(std::panic::catch_unwind(lent).is_err());
        assert_eq!(workspace.bytes(), bytes);
        assert_eq!(allocations(|| assert_eq!(plain(&mut other), value)), 0);
    };
    std::thread::spawn(run).join().expect("no assertion fails");
}

#[test]
fn methods_in_memory_that_the_caller_keeps() {
    let filter = kept::Filter { rate: 0.5 };
    let x = [1.0; 100];
    let mut g = kept::FilterGradient { rate: 0.0 };
    let mut workspace = chainrule::Workspace::new();
    let value = filter.loss_value_and_gradient_with(&mut workspace, &x, &mut g);
    let (plain, gradient) = filter.loss_value_and_gradient(&x);
    assert_eq!((value, g.rate), (plain, gradient.rate));
    assert!(workspace.bytes() >= 100 * size_of::<f32>());
}

#[test]
fn every_door() {
    let x = [[0.1, 0.2, 0.3]; 5];
    let (w, b) = ([0.5; 5], [0.25; 3]);
    let (mut dw, mut db) = ([0.0; 5], [0.0; 3]);
    let once_and_again = |name: &str, call: &mut dyn FnMut()| {
        call();
        assert_eq!(allocations(call), 0, "{name}");
    };
    once_and_again("function", &mut || doors::function_gradient_into(&w, &b, &x, &mut dw, &mut db));
    once_and_again("function", &mut || doors::function_gradient_add(&w, &b, &x, &mut dw, &mut db));
    let (mut dx, mut dy) = (0.0, 0.0);
    once_and_again("open", &mut || doors::open_gradient_into(0.3, 0.4, &mut dx, &mut dy));
    let (weights, bias) = ([[0.1; 3]; 4], [0.2; 4]);
    let (mut dweights, mut dbias) = ([[0.0; 3]; 4], [0.0; 4]);
    once_and_again("formula", &mut || {
        let _ = doors::formula_value_and_gradient_into(&weights, &bias, &x[0], &mut dweights, &mut dbias);
    });
    let neuron = doors::Neuron { w: [0.1, 0.2, 0.3], b: 0.4 };
    let mut gradient = neuron.loss_gradient(&x, &w);
    once_and_again("derive", &mut || neuron.loss_gradient_into(&x, &w, &mut gradient));
    once_and_again("derive", &mut || neuron.loss_gradient_add(&x, &w, &mut gradient));
}
