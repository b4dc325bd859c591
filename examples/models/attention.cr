# Causal self-attention with one head: each position looks back at itself and those before it, and says a class.
#
#   chainrule train examples/models/attention.cr --data examples/data/tokens.csv \
#       --input x=0..4 --input label=class --optimizer adam --rate 0.05 --epochs 300 --every 50
#
# The rows of the data are the positions of one sequence.

param Wq[i: 4, c: 3] = 0.6*sin(1 + i*3 + c)
param Wk[i: 4, c: 3] = 0.6*sin(13 + i*3 + c)
param Wv[i: 4, c: 3] = 0.6*sin(25 + i*3 + c)
param V[k: 4, c: 3] = 0.6*sin(37 + k*3 + c)
param d[k: 4] = 0.6*sin(49 + k)
input x[t, 4], label[t]

query[t, c] = sum(i: x[t, i]*Wq[i, c])
key[t, c] = sum(i: x[t, i]*Wk[i, c])
value[t, c] = sum(i: x[t, i]*Wv[i, c])
score[t, u] = sum(c: query[t, c]*key[u, c]) / sqrt(3)
h[t, c] = sum(u in 0..t+1: softmax(s in 0..t+1: score[t, s])[u] * value[u, c])
z[t, k] = sum(c: V[k, c]*h[t, c]) + d[k]

loss = mean(t: -log(softmax(k: z[t, k])[label[t]]))

class[t] = argmax(k: z[t, k])
accuracy = mean(t: if(class[t] == label[t], 1, 0))
