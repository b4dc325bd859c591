# A recurrent network: what class does each step of a sequence have?
#
#   chainrule train examples/models/rnn.cr --data examples/data/waves.csv \
#       --input x=0..3 --input label=class --optimizer adam --rate 0.05 --epochs 300 --every 50
#
# The rows of the data are the steps of one sequence, so there are no batches: the gradient runs back through all of time.

param U[i: 5, j: 3] = 0.5*sin(1 + i*3 + j)
param W[i: 5, j: 5] = 0.5*sin(16 + i*5 + j)
param b[i: 5] = 0.5*sin(41 + i)
param V[k: 4, i: 5] = 0.5*sin(46 + k*5 + i)
param d[k: 4] = 0.5*sin(66 + k)
input x[t, 3], label[t]

h[0, i] = 0                                       # h[t, i] is the state before step t
h[t, i] = tanh(sum(j: U[i, j]*x[t-1, j]) + sum(j: W[i, j]*h[t-1, j]) + b[i])
z[t, k] = sum(i: V[k, i]*h[t+1, i]) + d[k]

loss = mean(t: -log(softmax(k: z[t, k])[label[t]]))

class[t] = argmax(k: z[t, k])
accuracy = mean(t: if(class[t] == label[t], 1, 0))
