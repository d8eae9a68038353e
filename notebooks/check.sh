#!/usr/bin/env bash
# Executes the notebooks with a Python that has what requirements.txt asks for, on small runs, a sweep, and a cluster of two workers:
#   notebooks/check.sh PYTHON SWEEP [options of check.py…]
set -euo pipefail
python=$1 sweep=$(realpath "$2")
cd "$(dirname "$0")/.."

out=$(mktemp -d)
trap 'deploy/standalone/cluster.sh stop; rm -rf "$out"' EXIT

awk 'NR == 1 || NR % 25 == 2' conf/prompts/shapes-bench.csv >"$out/prompts.csv"
./prospector search --prompts "$out/prompts.csv" --bundle shapes-s --candidates 4 --out "$out/run"
./prospector report "$out/run" --curve "$out/curve.jsonl"
master=$(deploy/standalone/cluster.sh start 2)

export RUN=$out/run CURVE=$out/curve.jsonl SWEEP=$sweep ROOT=$PWD WORK=$out/work BUILD=$PWD/jobs/target MASTER=$master CANDIDATES=4
export OMP_NUM_THREADS=1 MPLCONFIGDIR=$out/matplotlib IPYTHONDIR=$out/ipython
"$python" notebooks/check.py "${@:3}"
