"""What runs found, whatever they searched by: one row of a markdown table per finished run.

    python benchmarks/bench_winners.py --resources executors/src/main/resources runs/self16 runs/fid16

Composition accuracy of the winners and its gain on the same prompts' first samples, the mean scores by all verifiers, the
Vendi score of the winners by the features network and its change, and the seconds. Intervals: 95 %, bootstrapped over prompts.
"""

import argparse
from pathlib import Path

import numpy as np

import bench_algorithms as bench

COLUMNS = ["prompt_id", "rank", "image", "scores"]


def row(run, args):
    record = bench.finished(run)
    if record is None:
        return None
    best = {r["prompt_id"]: r for r in bench.read(run, "results/*.parquet", COLUMNS) if r["rank"] == 1}
    first = {r["prompt_id"]: r for r in bench.read(run, "baseline/*.parquet", COLUMNS)}
    ids = [i for i in best if i in first]
    n = len(ids)
    right = np.array([best[i]["scores"]["composition"] for i in ids])
    gain = right - np.array([first[i]["scores"]["composition"] for i in ids])
    scores = {v: np.mean([best[i]["scores"][v] for i in ids]) for v in best[ids[0]]["scores"]}
    one = np.full((1, n), 1 / n)
    after, before = (bench.vendi(bench.features(args, [rows[i]["image"] for i in ids]), one)[0] for rows in (best, first))
    return (record["verifiers"]["by"], n, bench.mean(100 * right, ".1f"), bench.mean(100 * gain, "+.1f"),
            ", ".join(f"{v} {s:.3f}" for v, s in scores.items() if v != "composition"),
            f"{after:.2f}", f"{100 * (after / before - 1):+.1f}", f"{record['totals']['seconds']:.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resources", type=Path, required=True, help="where verifiers/features is")
    parser.add_argument("runs", type=Path, nargs="+")
    args = parser.parse_args()
    rows = [found for run in args.runs if (found := row(run, args))]
    bench.table(["searched by", "n", "composition, %", "gain on first samples", "mean scores", "Vendi", "change, %", "s"], rows)


if __name__ == "__main__":
    main()
