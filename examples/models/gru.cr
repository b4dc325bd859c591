# A gated recurrent unit reads a sequence of six steps and predicts one number.
#
#   chainrule train examples/models/gru.cr --data examples/data/waves.csv \
#       --input x=0..3 --at y=0.8 --rate 0.1 --epochs 100 --every 10

param Wz[i: 5, j: 3] = 0.4*sin(1 + i*3 + j)
param Wr[i: 5, j: 3] = 0.4*sin(16 + i*3 + j)
param Wn[i: 5, j: 3] = 0.4*sin(31 + i*3 + j)
param Uz[i: 5, j: 5] = 0.4*sin(46 + i*5 + j)
param Ur[i: 5, j: 5] = 0.4*sin(71 + i*5 + j)
param Un[i: 5, j: 5] = 0.4*sin(96 + i*5 + j)
param bz[i: 5] = 0.4*sin(121 + i)
param br[i: 5] = 0.4*sin(126 + i)
param bn[i: 5] = 0.4*sin(131 + i)
param v[i: 5] = 0.4*sin(136 + i)
param d = 0.4*sin(141)
input x[6, 3], y                                  # the steps; the number

h[0, i] = 0                                       # the state before step t
update[t, i] = sigmoid(sum(j: Wz[i, j]*x[t, j]) + sum(j: Uz[i, j]*h[t, j]) + bz[i])
reset[t, i] = sigmoid(sum(j: Wr[i, j]*x[t, j]) + sum(j: Ur[i, j]*h[t, j]) + br[i])
candidate[t, i] = tanh(sum(j: Wn[i, j]*x[t, j]) + reset[t, i]*sum(j: Un[i, j]*h[t, j]) + bn[i])
h[t, i] = (1 - update[t-1, i])*candidate[t-1, i] + update[t-1, i]*h[t-1, i]
prediction = sum(i: v[i]*h[6, i]) + d

loss = 1/2 * (prediction - y)^2
