"""A search against random search on the same prompts over several run seeds: one line of a markdown table.

    ./prospector search --prompts conf/prompts/shapes-bench.csv --held-out composition,match --candidates 16 --seed 1 --out runs/random-1
    ./prospector search --prompts conf/prompts/shapes-bench.csv --held-out composition,match --algorithm pruning --budget 115 --seed 1 --out runs/pruning-1
    python benchmarks/bench_seeds.py --random runs/random-* --runs runs/pruning-*

Runs are paired by seed; a run of random search without such a file, and a run of any other algorithm, counts with its winners. Of a run of random search with it the first `--candidates` of each prompt count, the best by the searched verifier, who is asked
for by `./prospector report runs/random-1 --curve runs/random-1/curve.jsonl --by detector`, and likewise for the others. A
difference is a prompt's mean over seeds; its 95 % interval is bootstrapped over prompts (10,000 resamples), which leaves the seeds' share of the
spread in it. Needs numpy and pyarrow.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from bench_algorithms import finished, mean, named, read, table
from bench_table import JUDGE, leaders

HEAD = ("options", "verifier", "seeds", "n", "NFE", "random's NFE", "ratio", "score: difference", f"{JUDGE}, %", "random's", "difference")


def record(run):
    return finished(run) or sys.exit(f"{run}: expected a finished run")


def first_candidates(run, by, count):
    """Score, right or wrong and NFE by prompt, of the best of so many candidates."""
    led = leaders(run, by)[by]
    if any(len(lines) < count for lines in led.values()):
        sys.exit(f"{run}: expected {count} images of each prompt")
    best = {prompt: lines[count - 1] for prompt, lines in led.items()}
    return {prompt: (one["scores"][by], one["scores"][JUDGE], one["nfe"]) for prompt, one in best.items()}


def winners(run, by):
    rows = read(run, "results/*.parquet", ["prompt_id", "rank", "scores", "nfe"])
    return {row["prompt_id"]: (dict(row["scores"])[by], dict(row["scores"])[JUDGE], row["nfe"]) for row in rows if row["rank"] == 1}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=Path, nargs="+", required=True, metavar="RUN")
    parser.add_argument("--runs", type=Path, nargs="+", required=True, metavar="RUN")
    parser.add_argument("--candidates", type=int, default=16)
    args = parser.parse_args()
    random, runs = ({record(run)["seed"]: run for run in some} for some in (args.random, args.runs))
    if not set(runs) <= set(random):
        sys.exit(f"seeds {sorted(set(runs) - set(random))} have no run of random search")
    first = record(args.runs[0])
    by = first["verifiers"]["by"]
    ours, theirs = [], []
    for seed, run in sorted(runs.items()):
        other = random[seed]
        mine, others = winners(run, by), first_candidates(other, by, args.candidates) if (other / "curve.jsonl").exists() else winners(other, by)
        if mine.keys() != others.keys():
            sys.exit(f"{run}: other prompts with a winner than in {random[seed]}")
        ours.append([mine[prompt] for prompt in sorted(mine)])
        theirs.append([others[prompt] for prompt in sorted(mine)])
    ours, theirs = np.array(ours), np.array(theirs)  # [seeds, prompts, 3]
    score, right, _ = np.moveaxis((ours - theirs).mean(0), 1, 0)
    nfe, other = ours[..., 2].mean(), theirs[..., 2].mean()
    rates = (f"{100 * some[..., 1].mean():.1f}" for some in (ours, theirs))
    cells = named(first), by, len(runs), len(score), f"{nfe:.1f}", f"{other:.1f}", f"{nfe / other:.3f}", mean(score, "+.4f"), *rates, mean(100 * right, "+.1f")
    table(HEAD, [cells])


if __name__ == "__main__":
    main()
