# Logistic regression: is a tumour benign?
#
#   chainrule train examples/models/breast_cancer.cr --data examples/data/breast_cancer.csv \
#       --input x=0..30 --input t=target --standardise x --rate 0.1 --epochs 200 --every 10

param w[30] = 0, b = 0
input x[n, 30], t[n]                              # measurements of cell nuclei; 0 malignant, 1 benign

p[n] = sigmoid(sum(i: w[i]*x[n, i]) + b)          # probability of benign
loss = mean(n: -(t[n]*log(p[n]) + (1 - t[n])*log(1 - p[n])))

accuracy = mean(n: if(if(p[n] > 0.5, 1, 0) == t[n], 1, 0))
