# Which of three cultivars is a wine from? Five layers of weights as one recurrence over the layers.
#
#   chainrule train examples/models/wine.cr --data examples/data/wine.csv \
#       --input x=0..13 --input label=target --standardise x --rate 0.1 --epochs 300 --every 10
#
# All layers are 16 wide: what a wine has less is filled up with zeros, and so are the weights that nothing reads.
# More layers are larger numbers, not more text.

param W[l: 5, i: 16, j: 16] = if(l == 0, if(j < 13, 0.5*sin(1 + i*13 + j), 0), if(l < 4 || i < 3, 0.5*sin(1 + i*16 + j + 0.25*l), 0))
param b[5, 16] = 0
input x[n, 13], label[n]                          # the chemistry of a wine; its cultivar

a[0, n, i] = if(i < 13, x[n, i], 0)
a[l: 5, n, i] = tanh(sum(j: W[l-1, i, j]*a[l-1, n, j]) + b[l-1, i])
z[n, k: 3] = sum(j: W[4, k, j]*a[4, n, j]) + b[4, k]

loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))

cultivar[n] = argmax(k: z[n, k])
accuracy = mean(n: if(cultivar[n] == label[n], 1, 0))
