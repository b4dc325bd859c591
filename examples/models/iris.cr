# Softmax regression: which of three species is an iris?
#
#   chainrule train examples/models/iris.cr --data examples/data/iris.csv \
#       --input x=sepal_length..=petal_width --input label=target --standardise x --rate 0.5 --epochs 200 --every 10

param W[k: 3, i: 4] = 0, b[k: 3] = 0
input x[n, 4], label[n]                           # lengths and widths in cm; 0 setosa, 1 versicolor, 2 virginica

z[n, k] = sum(i: W[k, i]*x[n, i]) + b[k]
p[n, k: 3] = softmax(c: z[n, c])[k]               # how probable each species is
loss = mean(n: -log(p[n, label[n]]))

species[n] = argmax(k: p[n, k])
accuracy = mean(n: if(species[n] == label[n], 1, 0))
