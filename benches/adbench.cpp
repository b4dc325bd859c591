// Times the suite's own derivatives of its four problems: see adbench.sh. One of them for each program, as they share names.
#ifdef TAPENADE
#include "TapenadeBA.h"
#include "TapenadeGMM.h"
#include "TapenadeHand.h"
#include "TapenadeLSTM.h"
#define ENGINE "tapenade"
#define OF(problem) Tapenade##problem
#else
#include "ManualBA.h"
#include "ManualGMM.h"
#include "ManualHand.h"
#include "ManualLSTM.h"
#define ENGINE "manual"
#define OF(problem) Manual##problem
#endif
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

template <class Run>
double milliseconds(int calls, Run run) {
    std::vector<double> rounds;
    for (int round = 0; round < 31; round++) {
        auto start = std::chrono::steady_clock::now();
        run(calls);
        rounds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / calls * 1e3);
    }
    std::sort(rounds.begin(), rounds.end());
    return rounds[rounds.size() / 2];
}

template <class Problem, class Input>
void time_of(const char* name, Input input, int calls) {
    Problem problem;
    problem.prepare(std::move(input));
    double jacobian = milliseconds(calls, [&](int n) { problem.calculate_jacobian(n); });
    double objective = milliseconds(calls, [&](int n) { problem.calculate_objective(n); });
    std::printf("%-16s %-14s %8.4f  (value %.4f)\n", name, ENGINE, jacobian, objective);
}

// The folder of the suite, and that of the data that both programs read.
int main(int count, char** arguments) {
    if (count != 3) return 1;
    std::string suite = arguments[1], cases = arguments[2];
    for (std::string size : {"d10_K25", "d64_K50"}) {
        GMMInput in;
        read_gmm_instance(suite + "/data/gmm/1k/gmm_" + size + ".txt", &in.d, &in.k, &in.n, in.alphas, in.means, in.icf, in.x, in.wishart, false);
        time_of<OF(GMM)>(("gmm " + size).c_str(), in, 1);
    }
    BAInput ba;
    read_ba_instance(cases + "/ba1_n49_m7776_p31843.txt", ba.n, ba.m, ba.p, ba.cams, ba.X, ba.w, ba.obs, ba.feats);
    time_of<OF(BA)>("bundle-jacobian", ba, 1);
    LSTMInput text;
    read_lstm_instance(cases + "/lstm_l2_c1024.txt", &text.l, &text.c, &text.b, text.main_params, text.extra_params, text.state, text.sequence);
    time_of<OF(LSTM)>("text-2-1024", text, 1);
    HandInput hand;
    read_hand_instance(suite + "/data/hand/simple_small/model/", suite + "/data/hand/simple_small/hand1_t26_c100.txt", &hand.theta, &hand.data);
    time_of<OF(Hand)>("hand-jacobian", hand, 20);
}
