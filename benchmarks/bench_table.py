"""What a run on shapes-bench is worth: accuracy by `composition` of the first sample and of the best of n, by verifier.

    ./prospector search --prompts conf/prompts/shapes-bench.csv --candidates 64 --out runs/bench
    python benchmarks/bench_table.py runs/bench

One run serves for every n and every verifier: the round log has all scores of all candidates. Who leads is the report's to say:

    ./prospector report runs/bench --curve runs/bench/curve.jsonl --by match --by detector --by realism --by composition

Intervals are Wilson's, 95 %; gains are paired by prompt, their intervals bootstrapped over prompts. AUC: right against wrong pictures of one
prompt, averaged over the prompts that have both. Needs numpy and pyarrow.
"""

import collections
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

CATEGORIES = ("single", "two", "attribution", "counting", "position", "three")
SIZES = (4, 16, 64)
JUDGE = "composition"


def read(run):
    """Scores by prompt id in the candidates' order, and (category, held out) by prompt id."""
    scores = collections.defaultdict(list)
    for log in sorted(Path(run).glob("log/*/*.parquet")):
        for row in pq.read_table(log, columns=["prompt_id", "round", "index", "scores"]).to_pylist():
            if row["scores"]:
                scores[row["prompt_id"]].append(((row["round"], row["index"]), row["scores"]))
    kinds = {}
    for part in sorted(Path(run).glob("baseline/*.parquet")):
        for row in pq.read_table(part, columns=["prompt_id", "category", "held_out"]).to_pylist():
            kinds[row["prompt_id"]] = (row["category"], row["held_out"] == "true")
    return {prompt: [s for _, s in sorted(rows, key=lambda row: row[0])] for prompt, rows in scores.items()}, kinds


def leaders(run, *targets):
    """By target and prompt id: who led after 1, 2, ... images, the lines of the run's curve.jsonl, which `report --curve` wrote."""
    file = Path(run) / "curve.jsonl"
    found = {target: collections.defaultdict(list) for target in targets}
    for line in file.open() if file.exists() else ():
        led = json.loads(line)
        if led["by"] in found:
            found[led["by"]][led["prompt_id"]].append(led)
    if missing := [target for target in targets if not found[target]]:
        asked = " ".join(f"--by '{target}'" for target in missing)
        sys.exit(f"{file}: no leaders by {', '.join(missing)}; expected a file that ./prospector report {run} --curve {file} wrote with {asked} too")
    return found


def best(led, n):
    """The judge's word on each prompt's leader after n images, or at the end if that came before."""
    return {prompt: lines[:n][-1]["scores"][JUDGE] for prompt, lines in led.items()}


def wilson(values):
    n, p, z = len(values), float(np.mean(values)), 1.96
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (100 * (middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return f"{100 * p:.1f} [{low:.1f}, {high:.1f}]"


def gain(after, before):
    differences = np.array([after[prompt] - before[prompt] for prompt in before])
    draws = np.random.default_rng(0).integers(0, len(differences), (2000, len(differences)))
    low, high = np.percentile(differences[draws].mean(1), (2.5, 97.5))
    return f"{100 * differences.mean():+.1f} [{100 * low:.1f}, {100 * high:.1f}]"


def row(name, values, kinds, gained):
    cells = [wilson(list(values.values())), gained]
    cells += [wilson([v for p, v in values.items() if kinds[p][0] == category]) for category in CATEGORIES]
    cells.append(wilson([v for p, v in values.items() if kinds[p][1]]))
    print("|", name, "|", " | ".join(cells), "|")


def auc(scores, kinds, verifier):
    areas = collections.defaultdict(list)
    for prompt, rows in scores.items():
        right = np.array([s[verifier] for s in rows if s[JUDGE] == 1])[:, None]
        wrong = np.array([s[verifier] for s in rows if s[JUDGE] == 0])[None]
        if right.size and wrong.size:
            areas[kinds[prompt][0]].append(float(((right > wrong) + 0.5 * (right == wrong)).mean()))
    return {category: float(np.mean(areas[category])) for category in CATEGORIES}


def main(run):
    scores, kinds = read(run)
    led = leaders(run, "match", "detector", "realism", JUDGE)
    most = max(map(len, scores.values()))
    first = best(led[JUDGE], 1)
    print("| picture | all | gain | " + " | ".join(CATEGORIES) + " | held-out combinations |")
    print("|" + " --- |" * (len(CATEGORIES) + 4))
    row("first sample", first, kinds, "")
    for verifier in led:
        for n in (n for n in SIZES if n <= most):
            values = best(led[verifier], n)
            row(f"best of {n} by {verifier}", values, kinds, gain(values, first))
    print("\n| AUC | mean | " + " | ".join(CATEGORIES) + " |")
    print("|" + " --- |" * (len(CATEGORIES) + 2))
    for verifier in ("detector", "match", "realism"):
        areas = auc(scores, kinds, verifier)
        print(f"| {verifier} | {np.mean(list(areas.values())):.3f} |", " | ".join(f"{a:.3f}" for a in areas.values()), "|")


if __name__ == "__main__":
    main(sys.argv[1])
