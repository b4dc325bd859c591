# A convolutional network in the style of 1989: four 3x3 filters, tanh, averages of 2x2, a dense layer, softmax.
#
#   chainrule train examples/models/cnn_average.cr --data examples/data/digits.csv --input x=0..64 --input label=target \
#       --batch 64 --shuffle 1 --optimizer adam --rate 0.01 --epochs 5 --every 1

param K[f: 4, p: 3, q: 3] = 0.5*sin(1 + f*9 + p*3 + q)
param kb[f: 4] = 0.5*sin(37 + f)
param D[k: 10, i: 36] = 0.5*sin(41 + k*36 + i)
param db[k: 10] = 0.5*sin(401 + k)
input x[n, 8, 8], label[n]                        # pixels from 0 to 16; a digit

c[n, f, r: 6, s: 6] = tanh(sum(p: sum(q: K[f, p, q]*x[n, r + p, s + q]/16)) + kb[f])
m[n, f, r: 3, s: 3] = mean(p in 0..2: mean(q in 0..2: c[n, f, 2*r + p, 2*s + q]))
z[n, k] = sum(f in 0..4: sum(r in 0..3: sum(s in 0..3: D[k, 9*f + 3*r + s]*m[n, f, r, s]))) + db[k]

loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))

digit[n] = argmax(k: z[n, k])
accuracy = mean(n: if(digit[n] == label[n], 1, 0))
