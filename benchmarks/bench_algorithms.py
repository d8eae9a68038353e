"""What search algorithms are worth at equal compute: markdown tables of runs on the same prompts against random search.

    ./prospector search --prompts conf/prompts/shapes-bench.csv --held-out composition,match --candidates 64 --top-k 64 --out runs/random64
    ./prospector search --prompts conf/prompts/shapes-bench.csv --held-out composition --algorithm pruning --candidates 16 --out runs/pruning16
    python benchmarks/bench_algorithms.py --random runs/random64 --resources executors/src/main/resources runs/*/

One run of random search serves for all smaller budgets and all verifiers, by who leads among the first candidates that a budget affords:

    ./prospector report runs/random64 --curve runs/random64/curve.jsonl --by detector --by match --by 'ensemble(detector,match)' --by composition

The first table has, by budget (in first samples' NFE), searched verifier and algorithm: prompts, NFE credited per prompt, mean score by the searched
verifier, accuracy by `composition` in per cent, both differences to random search at that budget by that verifier on those prompts, Vendi score of
the winners' features, its change in per cent against the first samples of the same prompts, the run's seconds. The second has budgets other than
4, 16 and 64 against random search at the next larger of these. Intervals are 95 %: accuracies' are Wilson's, the others percentiles of a bootstrap
over prompts (10,000 resamples, 200 for Vendi scores), paired by prompt. Runs that are missing or unfinished are skipped and named on stderr.
Needs numpy, pyarrow, pillow and torch.
"""

import argparse
import collections
import functools
import io
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import torch
from PIL import Image

from bench_table import JUDGE, SIZES, leaders, wilson

sys.path.append(str(Path(__file__).resolve().parents[1] / "deploy/models/reference"))
from reference_statistics import described  # noqa: E402

FORMAT = 6  # of run directories, as in RunRecord.java
CHOSEN_BY = ("detector", "match", "ensemble(detector,match)", JUDGE)
RESAMPLES, VENDI_RESAMPLES = 10_000, 200
HEAD = ("budget", "verifier", "algorithm", "n", "NFE", "score", "difference", f"{JUDGE}, %", "difference", "Vendi", "change, %", "s")
HEAD_BELOW = ("algorithm", "verifier", "n", "NFE", "random's NFE", "ratio", "score: difference", f"{JUDGE}: difference")

Winners = collections.namedtuple("Winners", "name by budget prompts nfe score right features seconds")


def finished(run):
    """The run's record; None if it is missing or unfinished."""
    if not (run / "_SUCCESS").exists():
        print(f"skipped {run}: {'unfinished' if run.exists() else 'not there'}", file=sys.stderr)
        return None
    record = json.loads((run / "run.json").read_text())
    if record.get("format") != FORMAT:
        sys.exit(f"{run}: format {record.get('format')}, expected {FORMAT}")
    return record


def read(run, files, columns):
    rows = []
    for file in sorted(run.glob(files)):
        if missing := set(columns) - set(pq.read_schema(file).names):
            sys.exit(f"{file}: no column {', '.join(sorted(missing))}, expected a run of format {FORMAT}")
        rows += pq.read_table(file, columns=columns).to_pylist()
    return rows or sys.exit(f"{run}: no rows in {files}")


class RandomSearch:
    """All candidates of a run, and who led among the first of them."""
    def __init__(self, run, args):
        self.run, self.args, self.record = run, args, finished(run) or sys.exit(f"{run}: expected a finished run")
        log = read(run, "log/*/round-*.parquet", ["prompt_id", "round", "index", "lineage", "scores", "nfe"])
        self.lineages = {(one["prompt_id"], one["round"], one["index"]): one["lineage"] for one in log}
        self.pictures = {(k["prompt_id"], k["lineage"]): k["image"] for k in read(run, "results/*.parquet", ["prompt_id", "lineage", "image"])}
        if self.record["algorithm"] != "random" or len(self.pictures) != len(log) or not all(candidate["scores"] for candidate in log):
            sys.exit(f"{run}: {self.record['algorithm']}, {len(self.pictures)} pictures of {len(log)} candidates, expected random and all (--top-k)")
        self.prompts, self.verifiers, self.sample = tuple(dict.fromkeys(one["prompt_id"] for one in log)), tuple(log[0]["scores"]), log[0]["nfe"]
        self.count = len(log) // len(self.prompts)

    @functools.cache
    def led(self, by):
        return leaders(self.run, by)[by]

    def first(self, prompt):
        """Lineage and the judge's word of the first sample; None if there is no such prompt."""
        return (self.lineages[prompt, 0, 0], self.led(JUDGE)[prompt][0]["scores"][JUDGE]) if prompt in self.prompts else None

    @functools.cache
    def winners(self, by, budget, prompts):
        count = budget // self.sample
        if count > self.count:
            sys.exit(f"{self.run}: expected {count} candidates of each prompt, there are {self.count}")
        best = [self.led(by)[prompt][count - 1] for prompt in prompts]
        column = lambda value: np.array([value(one) for one in best])
        pictures = [self.pictures[one["prompt_id"], self.lineages[one["prompt_id"], one["round"], one["index"]]] for one in best]
        return Winners("random" if count > 1 else "first sample", by, budget, prompts, column(lambda one: one["nfe"]),
                       column(lambda one: one["scores"][by]) if by in self.verifiers else None, column(lambda one: one["scores"][JUDGE]),
                       features(self.args, pictures), None)


def searched(run, random):
    """What a run found; None if there is nothing to compare."""
    record = finished(run)
    if record is None or record["algorithm"] == "random":
        return None
    results = read(run, "results/*.parquet", ["prompt_id", "rank", "image", "scores", "nfe"])
    best = {result["prompt_id"]: result for result in results if result["rank"] == 1 and result["image"]}
    if len(best) < record["prompts"]["count"]:
        print(f"{run}: {record['prompts']['count'] - len(best)} prompts without a picture are left out", file=sys.stderr)
    for first in read(run, "baseline/*.parquet", ["prompt_id", "lineage", "scores"]):
        if random.first(first["prompt_id"]) != (first["lineage"], (first["scores"] or {}).get(JUDGE)):
            sys.exit(f"{run}: first sample of prompt {first['prompt_id']} is another by lineage or {JUDGE} than in {random.run}")
    prompts, by = tuple(prompt for prompt in random.prompts if prompt in best), record["verifiers"]["by"]
    column = lambda value: [value(best[prompt]) for prompt in prompts]
    judged = lambda verifier: np.array(column(lambda one: one["scores"][verifier]))
    return Winners(named(record), by, record["budget"], prompts, np.array(column(lambda one: one["nfe"])), judged(by) if by in random.verifiers else None,
                   judged(JUDGE), features(random.args, column(lambda one: one["image"])), record["totals"]["seconds"])


def named(record):
    """A run's algorithm and the options it was given."""
    return " ".join([record["algorithm"], *(f"--{key} {value}" for key, value in record["configuration"]["algorithm-options"].items())])


def features(resources, pictures):
    """Unit vectors, float64 [N, 64], of encoded pictures."""
    pixels = np.stack([np.asarray(Image.open(io.BytesIO(picture["bytes"])).convert("RGB")) for picture in pictures])
    return described(resources, "features", torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous())


@functools.cache
def weights(n):
    """How often each of n prompts stands in each resample, as shares."""
    return np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), RESAMPLES) / n


def vendi(features, shares):
    """Vendi scores [S] of unit vectors [N, D] under weights [S, N]."""
    values = np.linalg.eigvalsh(np.stack([(features * share[:, None]).T @ features for share in shares])).clip(1e-300)
    return np.exp(-(values * np.log(values)).sum(1))


def between(value, resampled, form):
    low, high = (f"{end.round(9) + 0:{form.lstrip('+')}}" for end in np.percentile(resampled, (2.5, 97.5)))
    return f"{value:{form}} [{low}, {high}]"


def mean(values, form):
    return between(values.mean(), weights(len(values)) @ values, form)


def differences(found, other):
    return "" if found.score is None else mean(found.score - other.score, "+.4f"), mean(100 * (found.right - other.right), "+.1f")


def row(found, random):
    n, is_random, first = len(found.prompts), found.seconds is None, random.winners(JUDGE, random.sample, found.prompts)
    score, right = ("", "") if is_random else differences(found, random.winners(found.by, found.budget, found.prompts))
    one, few = np.full((1, n), 1 / n), weights(n)[:VENDI_RESAMPLES]
    change = lambda shares: 100 * (vendi(found.features, shares) / vendi(first.features, shares) - 1)  # repeats lower both alike
    return (f"{found.budget / random.sample:.3g}×", found.by, found.name, n, f"{found.nfe.mean():.1f}",
            "" if found.score is None else mean(found.score, ".4f"), score, wilson(found.right), right, f"{vendi(found.features, one)[0]:.2f}",
            "" if found.name == first.name else between(change(one)[0], change(few), "+.1f"), "" if is_random else f"{found.seconds:.0f}")


def row_below(found, other):
    nfe = f"{found.nfe.mean():.1f}", f"{other.nfe.mean():.1f}", f"{found.nfe.mean() / other.nfe.mean():.3f}"
    return found.name, found.by, len(found.prompts), *nfe, *differences(found, other)


def table(head, rows):
    for cells in (head, ["---"] * len(head), *rows) if rows else ():
        print("|", " | ".join(map(str, cells)), "|")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=Path, required=True, help="run of random search that kept all its pictures")
    parser.add_argument("--resources", type=Path, required=True, help="where verifiers/features is")
    parser.add_argument("runs", type=Path, nargs="*", metavar="RUN", help="runs to compare; those of random search are passed over")
    args = parser.parse_args()
    torch.set_num_threads(1)
    random = RandomSearch(args.random, args)
    runs = sorted((found for found in (searched(run, random) for run in args.runs) if found), key=lambda found: (found.by, found.name))
    tiers = [size * random.sample for size in SIZES if size <= random.count]
    groups = {(random.sample, prompts): [] for prompts in (random.prompts, *(found.prompts for found in runs))}
    groups |= {(tier, random.prompts): [] for tier in tiers if tier not in {found.budget for found in runs}}
    for found in runs:
        groups.setdefault((found.budget, found.prompts), []).append(found)
    rows, below = [], []
    for (budget, prompts), some in sorted(groups.items(), key=lambda group: (group[0][0], -len(group[0][1]))):
        usual = CHOSEN_BY if budget in tiers else CHOSEN_BY[:2] if budget == random.sample else ()
        for by in dict.fromkeys((*usual, *(found.by for found in some))):
            here = [found for found in some if found.by == by]
            rows += [row(found, random) for found in (random.winners(by, budget, prompts), *here)]
            for tier in [tier for tier in tiers if not usual and tier > budget][:1]:
                below += [row_below(found, random.winners(by, tier, prompts)) for found in here]
    table(HEAD, rows)
    print("\nrandom: {1} candidates for each of {0} prompts in one run of {2:.0f} s.\n".format(len(random.prompts), random.count, random.record["totals"]["seconds"]))
    table(HEAD_BELOW, below)


if __name__ == "__main__":
    main()
