"""What a search in half precision finds, and what it costs: `--search-dtype bfloat16` against float32.

    python deploy/models/shapes/export_shapes.py --checkpoints ck --resources half --only s b --search-dtype bfloat16   # its README makes ck
    ./prospector search --bundle half/bundles/shapes-b --prompts p.csv --held-out composition --out runs/whole
    ./prospector search --bundle half/bundles/shapes-b --prompts p.csv --held-out composition --search-dtype bfloat16 --out runs/half
    python benchmarks/bench_half.py ranks runs/whole runs/half
    python benchmarks/bench_half.py forwards half/bundles/shapes-s half/bundles/shapes-b

`ranks`: both searches are random ones over the same noise, so the second's trials are the first's candidates. Per prompt: in how many the leader by
half precision is another than by float32, whether float32's is among the best 2 and 4 (which --top-k draws again and ranks by float32), Spearman's
and Kendall's coefficients of all candidates, and what another leader loses by the searched verifier and by each held-out one, both judged of
float32's images. Intervals are 95 %, Wilson's of shares, bootstrapped over prompts of differences.

`forwards`: the denoiser of a bundle in both types, alternated, in one thread, by its time on the CPU, with TorchScript's graph optimiser off, as in a
search. Needs numpy, pyarrow and torch.
"""

import argparse
import collections
import json
import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from bench_table import wilson

os.environ["OMP_NUM_THREADS"] = "1"
RESAMPLES = 10_000
COLUMNS = ["prompt_id", "round", "index", "lineage", "readout", "scores"]


def candidates(run, readout):
    """Scores by prompt and lineage, in the order in which candidates were drawn."""
    rows = [row for log in sorted(run.glob("log/*/round-*.parquet")) for row in pq.read_table(log, columns=COLUMNS).to_pylist()]
    found = collections.defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row["round"], row["index"])):
        if row["readout"] == readout and row["scores"]:
            found[row["prompt_id"]].setdefault(row["lineage"], dict(row["scores"]))
    return found or sys.exit(f"{run}: no candidates of readout {readout}")


def ranks(values):
    """From 1, equal ones share their mean rank."""
    order = np.argsort(np.argsort(values, kind="stable"), kind="stable").astype(float) + 1
    return np.array([order[values == value].mean() for value in values])


def spearman(a, b):
    return np.corrcoef(ranks(a), ranks(b))[0, 1] if len(set(a)) > 1 and len(set(b)) > 1 else np.nan


def kendall(a, b):
    """Tau-b."""
    x, y = (np.sign(v[:, None] - v)[np.triu_indices(len(v), 1)] for v in (a, b))
    return (x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum()) if x.any() and y.any() else np.nan


def mean(values):
    values = np.asarray(values, float)
    if not values.any():
        return "0"
    resampled = values[np.random.default_rng(0).integers(0, len(values), (RESAMPLES, len(values)))].mean(1)
    low, high = np.percentile(resampled, (2.5, 97.5))
    return f"{values.mean():+.4f} [{low:+.4f}, {high:+.4f}]"


def compare(whole_run, half_run):
    record = json.loads((half_run / "run.json").read_text())
    by, held_out = record["verifiers"]["searched"][0], record["verifiers"]["held_out"]
    whole, half = candidates(whole_run, "IMAGE"), candidates(half_run, "TRIAL")
    other, among, rho, tau, lost = [], collections.defaultdict(list), [], [], collections.defaultdict(list)
    for prompt, trials in half.items():
        lineages = list(trials)
        images = [whole[prompt][lineage] for lineage in lineages]
        a, b = (np.array([scores[by] for scores in found]) for found in (images, trials.values()))
        order = np.argsort(-b, kind="stable")  # equal ones by their order, as TopK has it
        leader, led = int(np.argmax(a)), int(order[0])
        other.append(leader != led)
        for k in (2, 4):
            among[k].append(leader in order[:k])
        rho.append(spearman(a, b))
        tau.append(kendall(a, b))
        for verifier in (by, *held_out):
            lost[verifier].append(images[led][verifier] - images[leader][verifier])
    bundle = Path(record["configuration"]["bundle"]).name
    print(f"{bundle}, {len(half)} prompts, {len(lineages)} candidates by {by}, {record['versions']['instructions']}")
    print(f"another leader: {wilson(other)} %; float32's among the best 2: {wilson(among[2])}, 4: {wilson(among[4])}")
    print(f"Spearman {np.nanmean(rho):.4f}, Kendall {np.nanmean(tau):.4f}, means of prompts")
    for verifier, values in lost.items():
        print(f"{verifier}: {mean(values)} by looking in half precision")


def inputs(torch, bundle, manifest, batch):
    latent, tokenizers = manifest["latent"], manifest["text"]["tokenizers"]
    ids = []
    for row in tokenizers:
        ids.append(torch.randint(0, 10, (batch, row["length"])))
        ids += [torch.ones_like(ids[-1])] if row["mask"] else []
    told = torch.jit.load(bundle / manifest["parts"]["text_encoder"]["file"])(*ids)
    told = told if isinstance(told, tuple) else (told,)
    scale = (torch.full((batch,), 3.0),) if manifest["guidance"]["type"] == "embedded" else ()
    x = torch.randn(batch, latent["channels"], latent["height"], latent["width"])
    return (x, torch.rand(batch), *scale, *told)


def timed(module, given, calls):
    start = time.thread_time()
    for _ in range(calls):
        module(*given)
    return (time.thread_time() - start) / calls


def forwards(bundles, batch, rounds, calls):
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    torch._C._set_graph_executor_optimize(False)
    print(f"batch {batch}, {rounds} rounds of {calls} calls, load {os.getloadavg()[0]:.1f}")
    print("| bundle | ms of CPU, float32 → bfloat16 | forwards of bfloat16 over float32's | relative difference |\n| --- | --- | --- | --- |")
    with torch.inference_mode():
        for bundle in bundles:
            manifest = json.loads((bundle / "bundle.json").read_text())
            rows = manifest["parts"]["denoiser"], manifest["realisations"]["bfloat16"]["denoiser"]
            modules = [torch.jit.load(bundle / row["file"]) for row in rows]
            given = inputs(torch, bundle, manifest, batch)
            a, b = (module(*given) for module in modules)  # which warms them up
            times = [[timed(module, given, calls) for module in modules] for _ in range(rounds)]
            ratios = [whole / half for whole, half in times]
            millis = [1000 * statistics.median(row[which] for row in times) for which in (0, 1)]
            print(f"| {bundle.name} | {millis[0]:.2f} → {millis[1]:.2f} | {statistics.median(ratios):.2f} [{min(ratios):.2f}, {max(ratios):.2f}] | "
                  f"{((a - b).square().mean() / a.square().mean()).sqrt():.4f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    ranked = commands.add_parser("ranks")
    ranked.add_argument("whole", type=Path)
    ranked.add_argument("half", type=Path)
    timing = commands.add_parser("forwards")
    timing.add_argument("bundles", type=Path, nargs="+")
    timing.add_argument("--batch", type=int, default=16)
    timing.add_argument("--rounds", type=int, default=15)
    timing.add_argument("--calls", type=int, default=5)
    args = parser.parse_args()
    if args.command == "ranks":
        compare(args.whole, args.half)
    else:
        forwards(args.bundles, args.batch, args.rounds, args.calls)


if __name__ == "__main__":
    main()
