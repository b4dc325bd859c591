# A mixture of Gaussians as the ADBench suite writes it: the logarithm of the likelihood, with a Wishart prior.
#
#   chainrule train examples/models/gmm.cr --data examples/data/mixture.csv --input x=0..2 \
#       --load examples/data/mixture.json --at gamma=1,m=0 --optimizer adam --rate 0.02 --epochs 200 --every 20
#
# Any number K of components in any number D of dimensions: the loaded parameters say how many.
# The inverse covariance of component k is Q'Q with Q lower triangular. Row k of `icf` has the D logarithms of the
# diagonal of Q, then what is below the diagonal, column by column.
# Training makes `loss` small, so it is the negative logarithm; `likelihood` is what ADBench computes.

param alpha[K]                                    # the weights of the components, before a softmax
param mean_of[K, D]
param icf[K, E]
input x[n, D]
input gamma, m                                    # of the prior

centred[n, k, i] = x[n, i] - mean_of[k, i]
turned[n, k, i: D] = exp(icf[k, i])*centred[n, k, i] + sum(j in 0..i: icf[k, D + j*(2*D - j - 3)/2 + i - 1]*centred[n, k, j])
log_determinant[k] = sum(i in 0..D: icf[k, i])
score[n, k] = alpha[k] + log_determinant[k] - sum(i: turned[n, k, i]^2)/2
data_term = sum(n: logsumexp(k: score[n, k]) - logsumexp(k: alpha[k]) - D/2*log(2*pi))

freedom = D + m + 1
log_gamma_D = D*(D - 1)/4*log(pi) + sum(i in 0..D: lgamma(freedom/2 - i/2))
squares[k] = sum(i in 0..D: exp(2*icf[k, i])) + sum(i in D..E: icf[k, i]^2)
prior = sum(k: gamma^2/2*squares[k] - m*log_determinant[k]) - K*(freedom*D*(log(gamma) - log(2)/2) - log_gamma_D)

likelihood = data_term + prior
loss = -likelihood

component[n] = argmax(k: score[n, k])
