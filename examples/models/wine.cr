# Which of three cultivars is a wine from? Five layers of weights; the three in the middle are one recurrence over the layers.
#
#   chainrule train examples/models/wine.cr --data examples/data/wine.csv \
#       --input x=0..13 --input label=target --standardise x --rate 0.1 --epochs 300 --every 10
#
# More layers are a larger number in `W` and `b`, not more text.

param V[i: 16, j: 13] = 0.5*sin(1 + i*13 + j)
param W[l: 3, i: 16, j: 16] = 0.5*sin(1 + i*16 + j + 0.25*(l + 1))
param U[k: 3, j: 16] = 0.5*sin(1 + k*16 + j + 1)
param c[16] = 0, b[3, 16] = 0, d[3] = 0
input x[n, 13], label[n]                          # the chemistry of a wine; its cultivar

a[0, n, i] = tanh(sum(j: V[i, j]*x[n, j]) + c[i])
a[l, n, i] = tanh(sum(j: W[l-1, i, j]*a[l-1, n, j]) + b[l-1, i])
z[n, k] = sum(j: U[k, j]*a[3, n, j]) + d[k]

loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))

cultivar[n] = argmax(k: z[n, k])
accuracy = mean(n: if(cultivar[n] == label[n], 1, 0))
