"""The findings of docs/findings.md, from a sweep by conf/experiments/findings.conf: markdown tables with 95 % intervals.

    ./prospector sweep --config conf/experiments/findings.conf
    python benchmarks/findings.py runs/findings [--prompts conf/prompts/shapes-findings.csv]

Every number is a mean over prompts of means over run seeds; its interval is a bootstrap over prompts (10,000 resamples), a difference's paired by prompt.
Diversity is how many of one prompt's winners, one of each run seed, are different in effect: the Vendi score of their features by shapes-features. Arms that
the sweep lacks are left out of the tables. Needs numpy, pyarrow, pillow and torch.
"""

import argparse
import csv
import functools
import io
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import torch
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "deploy/models/reference"))
from reference_statistics import described, vendi  # noqa: E402

RIGHT = "right:composition"
SPENT = ("n1", "n2", "n4", "n8", "n16", "n32", "n64")
BY = {"best-of-N": "detector", "by-match": "match", "by-realism": "realism", "by-detector-and-match": "ensemble(detector,match)",
      "by-all-three": "ensemble(detector,match,realism)"}


class Sweep:
    def __init__(self, out, prompts):
        self.out = Path(out)
        self.record = json.loads((self.out / "sweep.json").read_text())
        self.prompts = self.record["prompts"]
        self.runs = {arm["name"]: (self.out / arm["run"], arm["derived"]) for arm in self.record["arms"]}
        self.nfe_of_one = {arm["name"]: arm["nfe_of_one"] for arm in self.record["arms"]}
        self.seeds = sorted({name.split("_")[0] for name in self.runs})
        self.curves = {(row["arm"], row["metric"]): row for row in pq.read_table(self.out / "curves.parquet").to_pylist()}
        table = pq.read_table(self.out / "prompts.parquet").to_pydict()
        place = {prompt: i for i, prompt in enumerate(self.prompts)}
        self.values = {}
        for arm, metric, prompt, value in zip(*(table[key] for key in ("arm", "metric", "prompt_id", "value"))):
            one = self.values.setdefault((arm, metric), np.full(len(self.prompts), np.nan))
            one[place[prompt]] = np.nan if value is None else value
        with open(prompts) as file:
            self.category = {row["id"]: row["category"] for row in csv.DictReader(file)}
        self.categories = np.array([self.category[prompt] for prompt in self.prompts])

    def arms(self, what, spend):
        return [f"{seed}_{spend}_{what}" for seed in self.seeds]

    def has(self, what, spend):
        return all((arm, "searched") in self.values for arm in self.arms(what, spend))

    def of(self, what, spend, metric=RIGHT):
        """By prompt, the mean over run seeds."""
        return np.nanmean([self.values[arm, metric] for arm in self.arms(what, spend)], axis=0)

    def cost(self, what, spend, key="nfe"):
        """Of a prompt; nan where it is not known."""
        costs = [self.curves[arm, "searched"].get(key) for arm in self.arms(what, spend)]
        return np.nan if None in costs else np.mean(costs)

    @functools.cache
    def diversity(self, what, spend):
        """By prompt, the Vendi score of its winners, one of each seed."""
        return np.array([vendi(one) for one in np.stack([winners(self.runs[arm][0], self.prompts) for arm in self.arms(what, spend)], axis=1)])

    def spent(self, what):
        return [spend for spend in SPENT if self.has(what, spend)]


@functools.cache
def winners(run, prompts):
    rows = {}
    for part in sorted(run.glob("results/*.parquet")):
        for row in pq.read_table(part, columns=["prompt_id", "rank", "image"]).to_pylist():
            if row["rank"] == 1:
                rows[row["prompt_id"]] = np.asarray(Image.open(io.BytesIO(row["image"]["bytes"])).convert("RGB"))
    pixels = torch.from_numpy(np.stack([rows[prompt] for prompt in prompts])).permute(0, 3, 1, 2).contiguous()
    return described(argparse.Namespace(resources=ROOT / "executors/src/main/resources"), "features", pixels)


@functools.cache
def weights(n):
    return np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), 10_000) / n


def mean(values, scale=1.0, form=".1f"):
    values = values[np.isfinite(values)] * scale
    low, high = np.percentile(weights(len(values)) @ values, (2.5, 97.5)).round(9) + 0
    return f"{values.mean():{form}} [{low:{form.lstrip('+')}}, {high:{form.lstrip('+')}}]"


def share(values):
    return mean(values, 100)


def points(values):
    return mean(values, 100, "+.1f")


def table(title, head, rows):
    print(f"\n### {title}\n")
    for cells in (head, ["---"] * len(head), *rows):
        print("|", " | ".join(map(str, cells)), "|")


def plateau(sweep):
    rows = []
    for before, spend in zip(("", *SPENT), sweep.spent("more-steps")):
        steps, random = sweep.of("more-steps", spend), sweep.of("best-of-N", spend)
        gain = [points(one - sweep.of(what, before)) if before else "" for what, one in (("more-steps", steps), ("best-of-N", random))]
        rows.append((f"{sweep.cost('more-steps', spend):.0f}", share(steps), gain[0], share(random), gain[1], points(random - steps)))
    table("a. More steps, and more candidates", ("NFE", "steps: right, %", "than half the steps", "best of N: right, %", "than half of N", "N than steps"), rows)


def exploited(sweep):
    rows = []
    for what in ("best-of-N", "by-match", "by-realism"):
        for spend in sweep.spent(what):
            worst = [points(sweep.of(what, spend)[sweep.categories == one] - sweep.of(what, "n1")[sweep.categories == one]) for one in ("position", "three")]
            drawn = all(not sweep.runs[arm][1] for arm in sweep.arms(what, spend))
            rows.append((BY[what], spend[1:], mean(sweep.of(what, spend, BY[what]), form=".3f"), share(sweep.of(what, spend)),
                         points(sweep.of(what, spend) - sweep.of(what, "n4")) if spend in SPENT[3:] else "", *worst,
                         mean(sweep.diversity(what, spend), form=".3f") if drawn else ""))
    table("b. What is searched for, and what is not", ("searched by", "N", "its score", "right, %", "than at 4", "position: than first", "three: than first", "different of 3"), rows)


def kept(sweep):
    """Diversity of local searches beside that of random search at the same score, between its budgets by the score's logarithm of N."""
    drawn = [spend for spend in sweep.spent("best-of-N") if not any(sweep.runs[arm][1] for arm in sweep.arms("best-of-N", spend))]
    score = np.array([sweep.of("best-of-N", spend, "detector") for spend in drawn])
    different = np.array([sweep.diversity("best-of-N", spend) for spend in drawn])
    resampled = weights(len(sweep.prompts))
    rows = []
    for what in ("zero-order", "paths"):
        for spend in sweep.spent(what):
            found, own = sweep.of(what, spend, "detector"), sweep.diversity(what, spend)
            at = lambda share: np.interp(share @ found, score @ share, different @ share)
            every = np.full(len(found), 1 / len(found))
            gaps = np.array([share @ own - at(share) for share in resampled[:2000]])
            inside = (score @ every).min() <= found.mean() <= (score @ every).max()
            gap = f"{own.mean() - at(every):+.3f} [{np.percentile(gaps, 2.5):.3f}, {np.percentile(gaps, 97.5):.3f}]" if inside else "random search has no such score"
            rows.append((what, f"{sweep.cost(what, spend):.0f}", mean(found, form=".3f"), mean(own, form=".3f"), gap, share(sweep.of(what, spend))))
    rows += [("random", f"{sweep.cost('best-of-N', spend):.0f}", mean(one, form=".3f"), mean(many, form=".3f"), "", share(sweep.of("best-of-N", spend)))
             for spend, one, many in zip(drawn, score, different)]
    if sweep.has("more-steps", "n1"):
        score, many = sweep.of("more-steps", "n1", "detector"), sweep.diversity("more-steps", "n1")
        rows.append(("first samples", f"{sweep.cost('more-steps', 'n1'):.0f}", mean(score, form=".3f"), mean(many, form=".3f"), "", share(sweep.of("more-steps", "n1"))))
    table("c. Diversity at equal score", ("algorithm", "NFE", "detector", "different of 3", "than random at that score", "right, %"), rows)


def verifiers(sweep, spend):
    kinds = list(dict.fromkeys(sweep.categories))
    rows = []
    for what in BY:
        right = sweep.of(what, spend)
        rows.append((BY[what], share(right), *(share(right[sweep.categories == kind]) for kind in kinds)))
    more = sweep.of("by-detector-and-match", spend) - sweep.of("best-of-N", spend)
    rows.append((f"{BY['by-detector-and-match']} less detector", points(more), *(points(more[sweep.categories == kind]) for kind in kinds)))
    table(f"d. Right by category, best of {spend[1:]}, %", ("searched by", "all", *kinds), rows)
    judges = ("detector", "match", "realism", RIGHT)
    spread = [np.nanstd(sweep.of("best-of-N", "n1", judge)) for judge in judges]
    gains = {what: [(sweep.of(what, spend, judge) - sweep.of(what, "n1", judge)) / width for judge, width in zip(judges, spread)] for what in BY}
    rows = [(BY[what], *(mean(one, form="+.2f") for one in all), mean(np.mean(all, axis=0), form="+.2f"), f"{min(one.mean() for one in all):+.2f}")
            for what, all in gains.items()]
    table(f"e. Gains over first samples in deviations of prompts, best of {spend[1:]}", ("searched by", *judges[:3], "composition", "mean", "least"), rows)


def models(sweep):
    rows = [("shapes-b", "1", f"{sweep.cost('best-of-N', 'n1', 'flops') / 1e9:.2f}", share(sweep.of("best-of-N", "n1")), "")]
    for spend in sweep.spent("small-best-of-N"):
        rows.append(("shapes-s", spend[1:], f"{sweep.cost('small-best-of-N', spend, 'flops') / 1e9:.2f}", share(sweep.of("small-best-of-N", spend)),
                     points(sweep.of("small-best-of-N", spend) - sweep.of("best-of-N", "n1"))))
    table("f. The small model with search, and the large one without", ("model", "N", "GFLOPs a prompt", "right, %", "than shapes-b's first"), rows)


def iterations(sweep):
    rows = []
    for what in ("look2", "look4", "look8", "look16", "look32"):
        if sweep.has(what, "nfe192"):
            right, score = sweep.of(what, "nfe192"), sweep.of(what, "nfe192", "detector")
            rows.append((what[4:], f"{sweep.cost(what, 'nfe192'):.0f}", mean(score, form=".3f"), share(right), points(right - sweep.of("look32", "nfe192"))))
    table("g. Many cheap iterations and few costly ones: 32 final steps, 192 NFE", ("search steps", "NFE", "detector", "right, %", "than 32"), rows)


def dealt(sweep):
    rows = []
    for n in (2, 4, 8, 16):
        if sweep.has("budgets-across-prompts", f"mean{n}"):
            across, even = sweep.of("budgets-across-prompts", f"mean{n}"), sweep.of("best-of-N", f"n{n}")
            rows.append((n, f"{sweep.cost('budgets-across-prompts', f'mean{n}'):.1f}", share(even), share(across), points(across - even)))
    table("h. Budgets across prompts", ("candidates a prompt", "NFE", "evenly: right, %", "dealt: right, %", "more"), rows)


def pruned(sweep):
    rows = []
    for what in ("pruning", "looks"):
        for spend in sweep.spent(what):
            right, even = sweep.of(what, spend), sweep.of("best-of-N", spend)
            score = sweep.of(what, spend, "detector") - sweep.of("best-of-N", spend, "detector")
            than = "" if what == "pruning" else points(right - sweep.of("pruning", spend))
            rows.append((what, f"{sweep.cost(what, spend):.1f}", f"{sweep.cost(what, spend) / sweep.cost('best-of-N', spend):.3f}", share(right), points(right - even),
                         mean(score, form="+.3f"), than))
    table("i. Pruning and looks against whole trajectories", ("algorithm", "NFE", "of best-of-N's NFE", "right, %", "than best of N", "detector", "than pruning"), rows)


def difficulty(sweep):
    chance = sweep.of("best-of-N", "n1")
    bands = (("to 1/4", chance <= .25), ("to 1/2", (chance > .25) & (chance <= .5)), ("to 3/4", (chance > .5) & (chance <= .75)),
             ("above", chance > .75))
    rows = []
    for name, band in bands:
        if band.sum() >= 5:
            of = lambda what, spend: share(sweep.of(what, spend)[band])
            got = np.mean([candidates(sweep, arm) for arm in sweep.arms("budgets-across-prompts", "mean8")], axis=0) if sweep.has("budgets-across-prompts", "mean8") else chance * np.nan
            rows.append((name, band.sum(), of("best-of-N", "n1"), of("best-of-N", "n4"), of("best-of-N", "n16"), of("best-of-N", "n64"), of("by-match", "n64"),
                         mean(got[band]), of("budgets-across-prompts", "mean8") if np.isfinite(got[0]) else ""))
    table("j. By how often a candidate is right", ("right", "prompts", "first", "of 4", "of 16", "of 64", "of 64 by match", "dealt 8: candidates", "dealt 8: right, %"), rows)


def candidates(sweep, arm):
    nfe = {}
    for part in sorted(sweep.runs[arm][0].glob("results/*.parquet")):
        for row in pq.read_table(part, columns=["prompt_id", "nfe"]).to_pylist():
            nfe[row["prompt_id"]] = row["nfe"]
    return np.array([nfe[prompt] for prompt in sweep.prompts]) / sweep.nfe_of_one[arm]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", help="the sweep's directory")
    arguments.add_argument("--prompts", default=ROOT / "conf/prompts/shapes-findings.csv")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    sweep = Sweep(given.out, given.prompts)
    sweep.prompts = tuple(sweep.prompts)
    print(f"{len(sweep.prompts)} prompts, {len(sweep.seeds)} run seeds")
    plateau(sweep)
    exploited(sweep)
    kept(sweep)
    for spend in ("n16", "n64"):
        if sweep.has("best-of-N", spend):
            verifiers(sweep, spend)
    models(sweep)
    iterations(sweep)
    dealt(sweep)
    pruned(sweep)
    difficulty(sweep)


if __name__ == "__main__":
    main()
