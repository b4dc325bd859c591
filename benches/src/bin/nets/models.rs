//! The models as formulas, once for each precision.

/// The models over the number type `$t`, as a module.
macro_rules! models {
    ($module:ident, $t:ident) => {
        pub mod $module {
            use chainrule::formula;

            formula! {
                /// 64-32-10 with sigmoids, by the squared error against the one-hot label.
                pub fn digits(W1: [[$t; 64]; 32], b1: [$t; 32], W2: [[$t; 32]; 10], b2: [$t; 10]; x: &[[$t; 64]], label: &[$t]) = "
                    h[n, i] = sigmoid(sum(j: W1[i, j]*x[n, j]) + b1[i])
                    y[n, k] = sigmoid(sum(i: W2[k, i]*h[n, i]) + b2[k])
                    loss = mean(n: sum(k: (y[n, k] - if(k == label[n], 1, 0))^2))/2";
            }
            formula! {
                /// 784-512-10 with sigmoids, by the cross-entropy of a softmax.
                pub fn wide(W1: [[$t; 784]; 512], b1: [$t; 512], W2: [[$t; 512]; 10], b2: [$t; 10]; x: &[[$t; 784]], label: &[$t]) = "
                    h[n, i] = sigmoid(sum(j: W1[i, j]*x[n, j]) + b1[i])
                    z[n, k] = sum(i: W2[k, i]*h[n, i]) + b2[k]
                    loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))";
            }
            formula! {
                /// A recurrent layer of 64 over 100 steps of 16 inputs, its last state classified.
                pub fn rnn(
                    U: [[$t; 16]; 64], W: [[$t; 64]; 64], b: [$t; 64], V: [[$t; 64]; 10], d: [$t; 10];
                    x: &[[[$t; 16]; 100]], label: &[$t],
                ) = "
                    h[0, n, i] = 0
                    h[t, n, i] = tanh(sum(j: U[i, j]*x[n, t-1, j]) + sum(j: W[i, j]*h[t-1, n, j]) + b[i])
                    z[n, k] = sum(i: V[k, i]*h[100, n, i]) + d[k]
                    loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))";
            }
            formula! {
                /// 8 filters of 3x3 over 28x28, a maximum over 2x2, and a dense layer.
                pub fn cnn(
                    K: [[[$t; 3]; 3]; 8], c: [$t; 8], D: [[[[$t; 13]; 13]; 8]; 10], d: [$t; 10];
                    x: &[[[$t; 28]; 28]], label: &[$t],
                ) = "
                    a[n, f, r: 26, s: 26] = relu(sum(p, q: K[f, p, q]*x[n, r + p, s + q]) + c[f])
                    m[n, f, r: 13, s: 13] = max(p in 0..2, q in 0..2: a[n, f, 2*r + p, 2*s + q])
                    z[n, k] = sum(f, r, s: D[k, f, r, s]*m[n, f, r, s]) + d[k]
                    loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))";
            }
            formula! {
                /// ADBench's mixture of Gaussians without its constants: the logarithm of the likelihood and a
                /// Wishart prior. The triangular matrices are arrays, so that multiplying by them is a matrix product.
                pub fn gmm10(alpha: [$t; 25], mu: [[$t; 10]; 25], q: [[$t; 10]; 25], low: [[$t; 45]; 25]; x: &[[$t; 10]]) = "
                    L[k, i: 10, j: 10] = if(j < i, low[k, j*10 - j*(j+1)/2 + i - j - 1], if(i == j, exp(q[k, i]), 0))
                    y[n, k, i] = sum(j: L[k, i, j]*(x[n, j] - mu[k, j]))
                    data = sum(n: logsumexp(k: alpha[k] + sum(i: q[k, i]) - sum(i: y[n, k, i]^2)/2) - logsumexp(k: alpha[k]))
                    prior = sum(k: sum(i: exp(2*q[k, i])) + sum(e: low[k, e]^2))/2
                    loss = data + prior";
            }
            formula! {
                /// The same in 64 dimensions.
                pub fn gmm64(alpha: [$t; 50], mu: [[$t; 64]; 50], q: [[$t; 64]; 50], low: [[$t; 2016]; 50]; x: &[[$t; 64]]) = "
                    L[k, i: 64, j: 64] = if(j < i, low[k, j*64 - j*(j+1)/2 + i - j - 1], if(i == j, exp(q[k, i]), 0))
                    y[n, k, i] = sum(j: L[k, i, j]*(x[n, j] - mu[k, j]))
                    data = sum(n: logsumexp(k: alpha[k] + sum(i: q[k, i]) - sum(i: y[n, k, i]^2)/2) - logsumexp(k: alpha[k]))
                    prior = sum(k: sum(i: exp(2*q[k, i])) + sum(e: low[k, e]^2))/2
                    loss = data + prior";
            }
        }
    };
}

models!(double, f64);
models!(single, f32);
