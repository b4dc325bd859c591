# A mixture of five Gaussians in the plane, as the ADBench suite writes it: the logarithm of the likelihood with a Wishart prior.
#
#   chainrule train examples/models/gmm.cr --data examples/data/mixture.csv --input x=0..2 \
#       --at gamma=1,m=0 --optimizer adam --rate 0.02 --epochs 200 --every 20
#
# The inverse covariance of component k is Q'Q with Q lower triangular: exp(q[k, 0]) and exp(q[k, 1]) on the diagonal, q[k, 2] below it.
# Training makes `loss` small, so it is the negative logarithm; `likelihood` is what ADBench computes.

param alpha[k: 5] = 0                             # the weights of the components, before a softmax
param mean_of[k: 5, i: 2] = sin(1 + 2*k + i)
param q[k: 5, i: 3] = 0
input x[n, 2]
input gamma, m                                    # of the prior

square[n, k] = (exp(q[k, 0])*(x[n, 0] - mean_of[k, 0]))^2 +
    (exp(q[k, 1])*(x[n, 1] - mean_of[k, 1]) + q[k, 2]*(x[n, 0] - mean_of[k, 0]))^2
log_determinant[k] = q[k, 0] + q[k, 1]
data_term = sum(n: logsumexp(k: alpha[k] + log_determinant[k] - square[n, k]/2) - logsumexp(k: alpha[k]) - log(2*pi))

freedom = m + 3
log_gamma_2 = log(pi)/2 + lgamma(freedom/2) + lgamma(freedom/2 - 1/2)
prior = sum(k: gamma^2/2*(exp(2*q[k, 0]) + exp(2*q[k, 1]) + q[k, 2]^2) - m*log_determinant[k]) -
    5*(2*freedom*(log(gamma) - log(2)/2) - log_gamma_2)

likelihood = data_term + prior
loss = -likelihood

component[n] = argmax(k: alpha[k] + log_determinant[k] - square[n, k]/2)
