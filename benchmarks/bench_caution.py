"""Searches that watch themselves against plain best of N: `composition` of winners by `match`, with a second opinion's knee, pessimism or caution.

    python benchmarks/bench_caution.py OUT [--prompts conf/prompts/shapes-bench.csv] [--bundle shapes-b] [--by match] [--cap 64] [--seeds 0 1 2]
        [--arms 'pessimistic(match,realism:1)' 'sum(match:1,caution:0.01)' …] [--knees composition …] [--categories]
    python benchmarks/bench_caution.py --log RUN …

OUT holds a run of N candidates for each seed that every verifier scored, of which arms choose winners, as a search by them would of the same candidates; and a run
for each seed and knee, by --stop-at-knee. Runs that are there are not searched again. `caution` is learnt from first samples of another seed. Differences to best of N
by --by are paired by prompt and seed, with 95 % intervals bootstrapped over prompts. With --log nothing is searched: arms choose among the candidates that RUN drew at
random, as far as its verifiers scored them, and knees are played over them in their order, in the waves in which such a search would deal its prompts. Needs numpy and
pyarrow.
"""

import argparse
import csv
import re
import subprocess
import sys
from math import comb
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
JUDGE = "composition"
OTHER_SEED = 1000


def prospector(*words):
    command = [str(word) for word in (ROOT / "prospector", *words)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr[-2000:]}")


def search(given, name, seed, candidates, *options):
    out = Path(given.out, name)
    if not Path(out, "_SUCCESS").exists():
        prospector("search", "--prompts", given.prompts, "--bundle", given.bundle, "--verifier", given.by, "--seed", seed, "--candidates", candidates,
                   "--out", out, *options)
    return out


def ordered_ids(rows):
    return sorted(rows, key=lambda one: (int(one), one) if one.isdigit() else (0, one))


def drawn(run):
    """Scores by verifier, [prompts, candidates], prompts in the order of their ids, as numbers if they are, and candidates in that in which they came."""
    rows = {}
    for log in sorted(run.glob("log/*/*.parquet")):
        for row in pq.read_table(log, columns=["prompt_id", "round", "index", "scores"]).to_pylist():
            if row["round"] >= 0:
                rows.setdefault(row["prompt_id"], []).append(((row["round"], row["index"]), dict(row["scores"])))
    ids = ordered_ids(rows)
    ordered = [[scores for _, scores in sorted(rows[prompt], key=lambda one: one[0])] for prompt in ids]
    return ids, {name: np.array([[one[name] for one in prompt] for prompt in ordered]) for name in ordered[0][0]}


def winners(run):
    """By prompt, in the order of their ids: what the judge says of the winner, and NFE."""
    rows = {}
    for part in sorted(run.glob("results/*.parquet")):
        for row in pq.read_table(part, columns=["prompt_id", "rank", "nfe", "scores"]).to_pylist():
            if row["rank"] == 1:
                rows[row["prompt_id"]] = (dict(row["scores"]).get(JUDGE, np.nan), row["nfe"])
    return np.array([rows[prompt] for prompt in ordered_ids(rows)]).T


def values(arm, scores):
    """What a search by the arm would maximise."""
    call = re.fullmatch(r"(pessimistic|sum)\((.*)\)", arm)
    if not call:
        return scores[arm]
    parts = [part.split(":") for part in call.group(2).split(",")]
    if call.group(1) == "sum":
        return sum(float(weight) * scores[name] for name, weight in parts)
    r = np.stack([scores[part[0]] for part in parts])
    deviation = r.std(axis=2, keepdims=True)
    z = np.divide(r - r.mean(axis=2, keepdims=True), deviation, out=np.zeros_like(r), where=deviation > 0)
    return z.mean(axis=0) - float(parts[-1][1]) * z.std(axis=0)


def chosen(s, h):
    return h[np.arange(len(s)), s.argmax(axis=1)]


def best_of(s, h, j):
    """E[h | best of j by s] of each prompt, over all subsets of j."""
    n = s.shape[1]
    weights = np.array([comb(i, j - 1) / comb(n, j) for i in range(n)])
    return np.take_along_axis(h, s.argsort(axis=1, kind="stable"), axis=1) @ weights


def waves(prompts):
    """The positions of each wave's prompts, as a search whose prompts share a budget deals so many, up to 2,000."""
    at = np.arange(prompts)
    return [at] if prompts < 200 else [at[(at // 2 + at % 2) % 2 == wave] for wave in (0, 1)]


def chunks(cap):
    numbers = [1]
    while numbers[-1] < cap:
        numbers.append(min(cap, numbers[-1] + max(1, (numbers[-1] + 1) // 2)))
    return numbers


def knee(s, h):
    """Candidates that winners are chosen from and that were drawn, as HeldOutCurve decides of one wave."""
    numbers, at = chunks(s.shape[1]), np.arange(len(s))
    for r in range(1, len(numbers)):
        curve = np.stack([best_of(s[:, :numbers[r]], h[:, :numbers[r]], j) for j in numbers[:r + 1]], axis=1)
        highest = np.array([curve[1::2].mean(axis=0).argmax(), curve[::2].mean(axis=0).argmax()])
        fall = curve[at, highest[at % 2]] - curve[:, -1]
        top = curve.mean(axis=0).argmax()
        if top < r and fall.mean() > 1.96 * fall.std(ddof=1) / np.sqrt(len(s)):
            return numbers[top], numbers[r]
    return numbers[-1], numbers[-1]


def stopped(s, watching, h):
    """By prompt: what the judge says of the winner, and candidates drawn."""
    right, drawn_in = np.zeros(len(s)), np.zeros(len(s))
    for wave in waves(len(s)):
        of, count = knee(s[wave], watching[wave])
        right[wave], drawn_in[wave] = chosen(s[wave, :of], h[wave, :of]), count
        print(f"<!-- a wave of {len(wave)} drew {count}, its winners are of {of} -->")
    return right, drawn_in


def interval(paired):
    each = np.mean(paired, axis=0)
    rng = np.random.default_rng(0)
    means = each[rng.integers(len(each), size=(4000, len(each)))].mean(axis=1)
    return np.quantile(means, [0.025, 0.975])


def report(given, logs, knees):
    """Of each seed its candidates' scores, and what a search that stops at a knee gives."""
    with open(given.prompts, newline="") as file:
        category = {row["id"]: row["category"] for row in csv.DictReader(file)}
    of = np.array([category[prompt] for prompt in logs[0][0]])
    categories = sorted(set(of)) if given.categories else []

    def row(name, right, candidates, base=None):
        low, high = interval(right - base) if base is not None else (0, 0)
        more = "" if base is None else f"{100 * (right - base).mean():+.1f} [{100 * low:+.1f}, {100 * high:+.1f}]"
        parts = "".join(f" {100 * right[:, of == one].mean():.1f} |" for one in categories)
        print(f"| {name} | {', '.join(f'{100 * one.mean():.1f}' for one in right)} | {candidates:.1f} | {more} |{parts}", flush=True)

    print(f"| winners by | right by seed, % | candidates | more than {given.by} at {given.cap}, points |" + "".join(f" {one} |" for one in categories))
    print("| --- | --- | --- | --- |" + " --- |" * len(categories))
    base = np.array([chosen(scores[given.by], scores[JUDGE]) for _, scores in logs])
    for j in [2**power for power in range(20) if 2**power < given.cap]:
        row(f"{given.by}, {j}, of all subsets", np.array([best_of(scores[given.by], scores[JUDGE], j) for _, scores in logs]), j, base)
    row(given.by, base, given.cap)
    for watching in given.knees:
        found = np.array([by(scores, watching) for by, (_, scores) in zip(knees, logs)])
        row(f"`--stop-at-knee {watching}`", found[:, 0], found[:, 1].mean(), base)
    for arm in given.arms:
        row(f"`{arm}`", np.array([chosen(values(arm, scores), scores[JUDGE]) for _, scores in logs]), given.cap, base)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", nargs="?")
    arguments.add_argument("--log", type=Path, help="an earlier run, in place of OUT")
    arguments.add_argument("--prompts", default=str(ROOT / "conf/prompts/shapes-bench.csv"))
    arguments.add_argument("--bundle", default="shapes-b")
    arguments.add_argument("--by", default="match")
    arguments.add_argument("--cap", type=int, default=64)
    arguments.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    arguments.add_argument("--arms", nargs="*", default=[])
    arguments.add_argument("--knees", nargs="*", default=[])
    arguments.add_argument("--categories", action="store_true", help="a column for each category")
    given = arguments.parse_args()
    if given.log:
        report(given, [drawn(given.log)], [lambda scores, watching: stopped(scores[given.by], scores[watching], scores[JUDGE])])
        return
    first = search(given, "first", OTHER_SEED, 1, "--held-out", "none")
    model = Path(given.out, "caution.json")
    if not model.exists():
        prospector("calibrate", first, "--caution", "--out", model)
    others = ",".join(sorted({JUDGE, "detector", "match", "realism", "self", "caution"} - {given.by}))
    logs = [drawn(search(given, f"{seed}-all", seed, given.cap, "--held-out", others, "--verifier-option", f"caution.model={model}")) for seed in given.seeds]
    unit = winners(first)[1].max()

    def searched(seed):
        def by(scores, watching):
            right, nfe = winners(search(given, f"{seed}-knee-{watching}", seed, given.cap, "--held-out", JUDGE, "--stop-at-knee", watching))
            return right, nfe / unit
        return by
    report(given, logs, [searched(seed) for seed in given.seeds])


if __name__ == "__main__":
    main()
