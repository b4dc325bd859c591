# Handwritten digits with 32 sigmoids and a softmax.
#
#   chainrule train examples/models/digits_softmax.cr --data examples/data/digits.csv \
#       --input x=0..64 --input label=target --rate 1 --epochs 300 --every 10
#
# Learns faster in small batches: add `--batch 32 --optimizer adam --rate 0.01 --epochs 20`.

param w1[j: 32, i: 64] = 0.5*sin(1 + j*64 + i)
param b1[j: 32] = 0
param w2[k: 10, j: 32] = 0.5*sin(1 + k*32 + j)
param b2[k: 10] = 0
input x[n, 64], label[n]                          # 8x8 pixels from 0 to 16, row by row; a digit

a1[n, j] = sigmoid(sum(i: w1[j, i]*x[n, i]/16) + b1[j])
z2[n, k] = sum(j: w2[k, j]*a1[n, j]) + b2[k]
p[n, k: 10] = softmax(c: z2[n, c])[k]             # how probable each digit is

loss = mean(n: -log(p[n, label[n]]))              # cross-entropy

digit[n] = argmax(k: p[n, k])
accuracy = mean(n: if(digit[n] == label[n], 1, 0))
