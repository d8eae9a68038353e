"""Candidates where they pay against as many for everybody: the share of prompts that `composition` calls right, and what it cost.

    python benchmarks/bench_budgets.py [--prompts conf/prompts/shapes-bench.csv] [--bundle shapes-b] [--by detector]
        [--mean 4 8] [--until @calibration.json:0.98 …] [--cap 64] [--seeds 0 1 2] [--against OTHER_OUT] OUT [-- OPTIONS OF search]

Each arm is a run under OUT, by its name, and is not searched again if it is there. `even` has the first n of one run's candidates for every prompt, `mean`
is --mean-candidates, `until` a mark; by algorithm random, unless the options name another: then each `even` is a run of its own. With --against the means of
the same arms of another OUT stand beside them. Differences are of an arm at a mean of n and of `even` at n, paired by prompt and seed, with 95 % intervals
bootstrapped over prompts. Needs numpy and pyarrow.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
JUDGE = "composition"


def search(given, name, seed, *options):
    out = Path(given.out, f"{seed}-{name}")
    if not Path(out, "_SUCCESS").exists():
        command = [ROOT / "prospector", "search", "--prompts", given.prompts, "--bundle", given.bundle, "--verifier", given.by,
                   "--held-out", JUDGE, "--seed", str(seed), "--out", out, *options, *given.options]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stderr[-2000:]}")
    return out


def winners(run):
    """By prompt, in the order of their ids: whether the winner is right, and NFE."""
    rows = {}
    for part in sorted(run.glob("results/*.parquet")):
        for row in pq.read_table(part, columns=["prompt_id", "rank", "nfe", "scores"]).to_pylist():
            if row["rank"] == 1:
                rows[row["prompt_id"]] = (dict(row["scores"])[JUDGE] >= 1, row["nfe"])
    return np.array([rows[prompt] for prompt in sorted(rows)], dtype=float).T


def even(run, n):
    """Right or not of the best of each prompt's first n."""
    drawn = {}
    for log in sorted(run.glob("log/*/*.parquet")):
        for row in pq.read_table(log, columns=["prompt_id", "round", "index", "scores"]).to_pylist():
            if row["scores"] and row["round"] == 0 and row["index"] < n:
                drawn.setdefault(row["prompt_id"], []).append((row["index"], dict(row["scores"])))
    by = lambda scores: next(score for name, score in scores.items() if name != JUDGE)
    return np.array([max(sorted(drawn[prompt], key=lambda one: one[0]), key=lambda one: by(one[1]))[1][JUDGE] >= 1
                     for prompt in sorted(drawn)], dtype=float)


def interval(paired):
    """Of the mean over prompts of what seeds gave on average."""
    each = np.mean(paired, axis=0)
    rng = np.random.default_rng(0)
    means = each[rng.integers(len(each), size=(4000, len(each)))].mean(axis=1)
    return np.quantile(means, [0.025, 0.975])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out")
    arguments.add_argument("--prompts", default=str(ROOT / "conf/prompts/shapes-bench.csv"))
    arguments.add_argument("--bundle", default="shapes-b")
    arguments.add_argument("--by", default="detector")
    arguments.add_argument("--mean", nargs="*", type=int, default=[4, 8])
    arguments.add_argument("--until", nargs="*", default=[])
    arguments.add_argument("--cap", type=int, default=64)
    arguments.add_argument("--against", help="OUT of an earlier call")
    arguments.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    arguments.add_argument("options", nargs="*", help="of search, after --")
    given = arguments.parse_args()
    given.options = [option for option in given.options if option != "--"]
    most, cap = max([8, *given.mean]), ["--candidates", str(given.cap)]
    print("| arm | right by seed | candidates | more than even, points |\n| --- | --- | --- | --- |")
    base = [search(given, f"even-{most}", seed, "--candidates", str(most)) for seed in given.seeds]
    unit = winners(base[0])[1].max() / most
    evens = {}
    for n in sorted({*given.mean, 4, 8}):
        if "--algorithm" in given.options:
            evens[n] = np.array([winners(search(given, f"even-{n}", seed, "--candidates", str(n)))[0] for seed in given.seeds])
        else:
            evens[n] = np.array([even(run, n) for run in base])
    for n, right in evens.items():
        print(f"| even {n} | {', '.join(f'{100 * one.mean():.1f}' for one in right)} | {n} | |", flush=True)
    arms = [(f"mean {n}", ["--mean-candidates", str(n)], n) for n in given.mean]
    arms += [(f"until {mark.split(':')[-1]}", ["--until", mark], None) for mark in given.until]
    for name, options, n in arms:
        found = np.array([winners(search(given, name.replace(" ", "-"), seed, *cap, *options)) for seed in given.seeds])
        right, candidates = found[:, 0], found[:, 1].mean() / unit
        against = n or min(evens, key=lambda many: abs(many - candidates))
        others = {f"even {against}": evens[against]}
        if given.against and n:
            beside = [Path(given.against, f"{seed}-mean-{n}") for seed in given.seeds]
            others[f"mean {n} of {Path(given.against).name}"] = np.array([winners(run)[0] for run in beside])
        more = []
        for other, before in others.items():
            low, high = interval(right - before)
            more.append(f"{100 * (right - before).mean():+.1f} [{100 * low:+.1f}, {100 * high:+.1f}] than {other}")
        print(f"| {name} | {', '.join(f'{100 * one.mean():.1f}' for one in right)} | {candidates:.2f} | {'; '.join(more)} |", flush=True)


if __name__ == "__main__":
    main()
