# A long short-term memory: what class does each step of a sequence have?
#
#   chainrule train examples/models/lstm.cr --data examples/data/waves.csv \
#       --input x=0..3 --input label=class --optimizer adam --rate 0.05 --epochs 300 --every 50
#
# The rows of the data are the steps of one sequence. Each gate reads the three inputs of the step and the five states before it.

param Wi[i: 5, j: 8] = 0.4*sin(1 + i*8 + j)
param Wf[i: 5, j: 8] = 0.4*sin(41 + i*8 + j)
param Wo[i: 5, j: 8] = 0.4*sin(81 + i*8 + j)
param Wg[i: 5, j: 8] = 0.4*sin(121 + i*8 + j)
param bi[i: 5] = 0.4*sin(161 + i)
param bf[i: 5] = 0.4*sin(166 + i)
param bo[i: 5] = 0.4*sin(171 + i)
param bg[i: 5] = 0.4*sin(176 + i)
param V[k: 4, i: 5] = 0.4*sin(181 + k*5 + i)
param d[k: 4] = 0.4*sin(201 + k)
input x[t, 3], label[t]

s[0, i] = 0                                       # the memory before step t, and what it shows
h[0, i] = 0
input_gate[t, i] = sigmoid(sum(j in 0..3: Wi[i, j]*x[t, j]) + sum(j in 0..5: Wi[i, 3 + j]*h[t, j]) + bi[i])
forget_gate[t, i] = sigmoid(sum(j in 0..3: Wf[i, j]*x[t, j]) + sum(j in 0..5: Wf[i, 3 + j]*h[t, j]) + bf[i])
output_gate[t, i] = sigmoid(sum(j in 0..3: Wo[i, j]*x[t, j]) + sum(j in 0..5: Wo[i, 3 + j]*h[t, j]) + bo[i])
candidate[t, i] = tanh(sum(j in 0..3: Wg[i, j]*x[t, j]) + sum(j in 0..5: Wg[i, 3 + j]*h[t, j]) + bg[i])
s[t, i] = forget_gate[t-1, i]*s[t-1, i] + input_gate[t-1, i]*candidate[t-1, i]
h[t, i] = output_gate[t-1, i]*tanh(s[t, i])
z[t, k] = sum(i: V[k, i]*h[t+1, i]) + d[k]

loss = mean(t: -log(softmax(k: z[t, k])[label[t]]))

class[t] = argmax(k: z[t, k])
accuracy = mean(t: if(class[t] == label[t], 1, 0))
