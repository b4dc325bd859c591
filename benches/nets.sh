#!/bin/sh
# The networks here, by hand, in NumPy, JAX and PyTorch, in one table: milliseconds, and in brackets how many times
# ours.
#
# usage: benches/nets.sh [NAME]      NAME: a part of the names of the networks to run
#
# The programs run by turns, pinned to one core, so that all meet the same state of the machine; the table has the
# medians of the rounds. CORE (0), ROUNDS (3) and PYTHON (python3) are read from the environment; PyTorch and JAX are
# left out where that Python does not have them.
set -e
cd "$(dirname "$0")/.."
cargo build --release -p chainrule-benches --bin nets
bench="${CARGO_TARGET_DIR:-target}/release/nets"
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
for round in $(seq "${ROUNDS:-3}"); do
    echo "round $round" >&2
    taskset -c "${CORE:-0}" "$bench" "$@" >> "$rows"
    for engine in numpy jax torch; do
        taskset -c "${CORE:-0}" "${PYTHON:-python3}" benches/nets.py "$engine" "$@" >> "$rows"
    done
done
grep -h '^# ' "$rows" | sort -u >&2
"${PYTHON:-python3}" benches/nets.py --table "$rows"
