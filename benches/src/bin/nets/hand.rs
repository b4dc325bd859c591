//! Two layers and their gradient as an expert writes them: matrix products by a library, back propagation by hand.
//!
//! The elementary functions are the ones that formulas call, compiled for the same vectors, so that what is compared
//! is the order of the work and the matrix products, not two exponentials.

use chainrule::__rt::{Float, dispatch, exp, ln, sigmoid};

/// A number type of the library.
pub trait Number: Float {
    /// `c = a b` for pointers with row and column strides.
    ///
    /// # Safety
    /// The pointers are valid for matrices of `m` by `k`, `k` by `n` and `m` by `n` elements.
    #[allow(unsafe_code)]
    unsafe fn gemm(size: [usize; 3], a: (*const Self, [isize; 2]), b: (*const Self, [isize; 2]), c: *mut Self);
    fn of(v: f64) -> Self;
    fn wide(self) -> f64;
}

macro_rules! number {
    ($t:ident, $gemm:ident) => {
        impl Number for $t {
            #[allow(unsafe_code)]
            unsafe fn gemm([m, k, n]: [usize; 3], a: (*const $t, [isize; 2]), b: (*const $t, [isize; 2]), c: *mut $t) {
                // SAFETY: as the caller promises.
                unsafe {
                    matrixmultiply::$gemm(m, k, n, 1.0, a.0, a.1[0], a.1[1], b.0, b.1[0], b.1[1], 0.0, c, n as isize, 1);
                }
            }
            fn of(v: f64) -> $t {
                v as $t
            }
            fn wide(self) -> f64 {
                self.into()
            }
        }
    };
}
number!(f64, dgemm);
number!(f32, sgemm);

/// A matrix by rows, or the transpose of one.
#[derive(Clone, Copy)]
enum By<'a, T> {
    Rows(&'a [T]),
    Columns(&'a [T]),
}

/// `c = a b`, of `m` by `k` and `k` by `n`.
#[allow(unsafe_code)]
fn product<T: Number>([m, k, n]: [usize; 3], a: By<'_, T>, b: By<'_, T>, c: &mut [T]) {
    let part = |by: By<'_, T>, rows: usize, columns: usize| {
        let (data, strides) = match by {
            By::Rows(data) => (data, [columns as isize, 1]),
            By::Columns(data) => (data, [1, rows as isize]),
        };
        assert_eq!(data.len(), rows * columns);
        (data.as_ptr(), strides)
    };
    assert_eq!(c.len(), m * n);
    // SAFETY: the lengths are checked above.
    unsafe { T::gemm([m, k, n], part(a, m, k), part(b, k, n), c.as_mut_ptr()) }
}

/// The parameters of two layers, or a gradient.
#[derive(Clone)]
pub struct Layers<T, const I: usize, const H: usize, const O: usize> {
    pub w1: Box<[[T; I]; H]>,
    pub b1: [T; H],
    pub w2: Box<[[T; H]; O]>,
    pub b2: [T; O],
}

impl<T: Number, const I: usize, const H: usize, const O: usize> Layers<T, I, H, O> {
    pub fn new() -> Self {
        // By way of vectors, as the stack may be too small for the arrays.
        Layers { w1: super::boxed([T::ZERO; I]), b1: [T::ZERO; H], w2: super::boxed([T::ZERO; H]), b2: [T::ZERO; O] }
    }

    pub fn parts_mut(&mut self) -> [&mut [T]; 4] {
        [self.w1.as_flattened_mut(), &mut self.b1, self.w2.as_flattened_mut(), &mut self.b2]
    }

    pub fn copy_from(&mut self, p: &Self) {
        (*self.w1, self.b1, *self.w2, self.b2) = (*p.w1, p.b1, *p.w2, p.b2);
    }

    /// A step of gradient descent.
    pub fn step(&mut self, rate: T, gradient: &mut Self) {
        for (p, g) in self.parts_mut().into_iter().zip(gradient.parts_mut()) {
            for (p, g) in p.iter_mut().zip(g) {
                *p -= rate * *g;
            }
        }
    }
}

/// What the last layer gives, and how it is judged.
#[derive(Clone, Copy, PartialEq)]
pub enum Loss {
    /// Sigmoids, by half the squared error.
    Squares,
    /// A softmax, by the cross-entropy.
    CrossEntropy,
}

/// Memory that all calls share.
pub struct Network<T> {
    loss: Loss,
    hidden: Vec<T>,
    out: Vec<T>,
    back: Vec<T>,
}

impl<T: Number> Network<T> {
    pub fn new(loss: Loss) -> Self {
        Network { loss, hidden: Vec::new(), out: Vec::new(), back: Vec::new() }
    }

    #[allow(clippy::needless_range_loop)] // Indices, as in the sums that they compute.
    pub fn value_and_gradient<const I: usize, const H: usize, const O: usize>(
        &mut self,
        p: &Layers<T, I, H, O>,
        x: &[[T; I]],
        label: &[T],
        g: &mut Layers<T, I, H, O>,
    ) -> T {
        let rows = x.len();
        for (v, size) in [(&mut self.hidden, H), (&mut self.out, O), (&mut self.back, H)] {
            v.resize(rows * size, T::ZERO);
        }
        let (loss, hidden, out, back) = (self.loss, &mut self.hidden[..], &mut self.out[..], &mut self.back[..]);
        let x = x.as_flattened();
        let one = T::ONE;
        let each = one / T::of(rows as f64);

        product([rows, I, H], By::Rows(x), By::Columns(p.w1.as_flattened()), hidden);
        dispatch(
            #[inline(always)]
            |fma| {
                for row in hidden.as_chunks_mut::<H>().0 {
                    for i in 0..H {
                        row[i] = sigmoid(fma, row[i] + p.b1[i]);
                    }
                }
            },
        );
        product([rows, H, O], By::Rows(hidden), By::Columns(p.w2.as_flattened()), out);
        let mut value = T::ZERO;
        g.b2 = [T::ZERO; O];
        dispatch(
            #[inline(always)]
            |fma| {
                // `out` becomes the derivatives by the sums of the last layer.
                for (row, label) in out.as_chunks_mut::<O>().0.iter_mut().zip(label) {
                    let class = label.wide() as usize;
                    for k in 0..O {
                        row[k] += p.b2[k];
                    }
                    match loss {
                        Loss::Squares => {
                            for k in 0..O {
                                let y = sigmoid(fma, row[k]);
                                let e = y - if k == class { one } else { T::ZERO };
                                value += e * e;
                                row[k] = each * e * y * (one - y);
                            }
                        }
                        Loss::CrossEntropy => {
                            let most = row.iter().copied().fold(row[0], |a, b| if b > a { b } else { a });
                            let right = row[class] - most;
                            let mut sum = T::ZERO;
                            for z in row.iter_mut() {
                                *z = exp(fma, *z - most);
                                sum += *z;
                            }
                            value += ln(fma, sum) - right;
                            for z in row.iter_mut() {
                                *z = *z * each / sum;
                            }
                            row[class] -= each;
                        }
                    }
                    for k in 0..O {
                        g.b2[k] += row[k];
                    }
                }
            },
        );
        product([O, rows, H], By::Columns(out), By::Rows(hidden), g.w2.as_flattened_mut());
        product([rows, O, H], By::Rows(out), By::Rows(p.w2.as_flattened()), back);
        g.b1 = [T::ZERO; H];
        dispatch(
            #[inline(always)]
            |_| {
                for (d, h) in back.as_chunks_mut::<H>().0.iter_mut().zip(hidden.as_chunks::<H>().0) {
                    for i in 0..H {
                        d[i] = d[i] * h[i] * (one - h[i]);
                        g.b1[i] += d[i];
                    }
                }
            },
        );
        product([H, rows, I], By::Columns(back), By::Rows(x), g.w1.as_flattened_mut());
        if loss == Loss::Squares { value * each * T::HALF } else { value * each }
    }
}
