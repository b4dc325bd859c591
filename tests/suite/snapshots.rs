//! What the engine emits, for a reader to review: each change of it shows as a difference here.

use chainrule_model::Model;
use chainrule_model::file::rust_file;

fn emitted(model: &str, name: &str) -> String {
    rust_file(&Model::parse(model).expect("the model parses"), None, name).expect("the model has a gradient")
}

#[test]
fn the_derivative_of_the_sigmoid_shares_its_value() {
    let d = chainrule::parse("sigmoid(w*x + b)").expect("a formula").derivative("w").expect("a derivative");
    let code = d.to_rust("derivative");
    assert_eq!(code.matches("sigmoid(").count(), 1, "{code}");
    insta::assert_snapshot!("sigmoid", code);
}

#[test]
fn a_neuron() {
    insta::assert_snapshot!("neuron", emitted("param w, b\ninput x, t\nloss = (sigmoid(w*x + b) - t)^2/2", "cost"));
}

#[test]
fn a_small_network() {
    let model = "param w1[8, 4], b1[8], w2[3, 8], b2[3]\n\
                 input x[4], t[3]\n\
                 h[j] = sigmoid(sum(i: w1[j, i]*x[i]) + b1[j])\n\
                 y[k] = sigmoid(sum(j: w2[k, j]*h[j]) + b2[k])\n\
                 loss = mean(k: (y[k] - t[k])^2)";
    insta::assert_snapshot!("network", emitted(model, "network"));
}

#[test]
fn a_batch_with_cross_entropy() {
    let model = "param w[3, 4], b[3]\n\
                 input x[n, 4], label[n]\n\
                 z[n, k] = sum(i: w[k, i]*x[n, i]) + b[k]\n\
                 loss = mean(n: -log(softmax(k: z[n, k])[label[n]]))";
    insta::assert_snapshot!("cross_entropy", emitted(model, "classify"));
}
