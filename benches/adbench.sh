#!/bin/sh
# The derivatives of the ADBench problems here, and the suite's own: by hand, and those that Tapenade made. Milliseconds.
#
# usage: ADBENCH=FOLDER benches/adbench.sh
#
# FOLDER is a copy of github.com/microsoft/ADBench (MIT licence); it is cloned to target/ADBench where there is none. A C++
# compiler is needed (CXX, g++). The programs run one after the other, pinned to one core: CORE (0).
set -e
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
suite="${ADBENCH:-$target/ADBench}"
[ -d "$suite" ] || git clone --depth 1 https://github.com/microsoft/ADBench "$suite"
cargo build --release -p chainrule-benches --bin adbench
cpp="$suite/src/cpp"
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
flags="-O3 -march=native -w"
for source in utils/adBuffer utils/adStack gmm/gmm gmm/gmm_b ba/ba ba/ba_b lstm/lstm lstm/lstm_b hand/hand hand/hand_d; do
    "${CC:-cc}" $flags -c "$cpp/modules/tapenade/$source.c" -o "$built/$(basename "$source").o"
done
"${CXX:-g++}" $flags -DTAPENADE -I"$cpp/modules/tapenade" benches/adbench.cpp "$cpp"/modules/tapenade/*.cpp \
    "$cpp/shared/utils.cpp" "$built"/*.o -o "$built/tapenade"
"${CXX:-g++}" $flags -I"$cpp/modules/manual" benches/adbench.cpp "$cpp"/modules/manual/*.cpp "$cpp/shared/utils.cpp" -o "$built/manual"
taskset -c "${CORE:-0}" "$target/release/adbench"
for program in manual tapenade; do
    taskset -c "${CORE:-0}" "$built/$program" "$suite" tests/cases/adbench | grep -v '^read_'
done
