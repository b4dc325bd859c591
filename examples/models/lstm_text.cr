# A long short-term memory as the ADBench suite writes it: layers of cells that see one number each, and what is the
# next letter of a text?
#
#   chainrule eval examples/models/lstm_text.cr --load examples/data/text.json
#
# Steps run over time, and in each step over the layers: v[t, l] is what layer l is given, h[t, l] what it shows before
# step t. A row of `W[l]`: the weights of the forget, input, output and change gates, then their biases.

param W[layers, 8, width], extra[3, width]
input x[T, width]                                 # letters, one bit a row
input h0[layers, width], c0[layers, width]        # the state at the start

v[t, 0, i] = extra[0, i]*x[t, i]
v[t, l, i] = h[t+1, l-1, i]
forget[t, l, i] = sigmoid(v[t, l, i]*W[l, 0, i] + W[l, 4, i])
keep[t, l, i] = sigmoid(h[t, l, i]*W[l, 1, i] + W[l, 5, i])
show[t, l, i] = sigmoid(v[t, l, i]*W[l, 2, i] + W[l, 6, i])
change[t, l, i] = tanh(h[t, l, i]*W[l, 3, i] + W[l, 7, i])
c[0, l, i] = c0[l, i]
c[t, l, i] = c[t-1, l, i]*forget[t-1, l, i] + keep[t-1, l, i]*change[t-1, l, i]
h[0, l, i] = h0[l, i]
h[t, l, i] = show[t-1, l, i]*tanh(c[t, l, i])

y[t, i] = v[t, layers, i]*extra[1, i] + extra[2, i]
norm[t] = log(2 + sum(i: exp(y[t, i])))
loss = -mean(t in 0..T-1: mean(i: x[t+1, i]*(y[t, i] - norm[t])))
