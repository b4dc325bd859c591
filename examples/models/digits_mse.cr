# Handwritten digits with 64-32-10 sigmoids and squared errors, as in the textbooks on back propagation.
#
#   chainrule train examples/models/digits_mse.cr --data examples/data/digits.csv \
#       --input x=0..64 --input label=target --rate 5 --epochs 600 --every 10
#
# Full-batch descent reaches an accuracy of 0.975.

param w1[j: 32, i: 64] = 0.5*sin(1 + j*64 + i)    # weights that look irregular and are the same everywhere
param b1[j: 32] = 0
param w2[k: 10, j: 32] = 0.5*sin(1 + k*32 + j)
param b2[k: 10] = 0
input x[n, 64], label[n]                          # 8x8 pixels from 0 to 16, row by row; a digit

a1[n, j] = sigmoid(sum(i: w1[j, i]*x[n, i]/16) + b1[j])
a2[n, k] = sigmoid(sum(j: w2[k, j]*a1[n, j]) + b2[k])

loss = 1/2 * mean(n: sum(k: (a2[n, k] - if(k == label[n], 1, 0))^2))

digit[n] = argmax(k: a2[n, k])
accuracy = mean(n: if(digit[n] == label[n], 1, 0))
