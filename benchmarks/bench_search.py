"""Candidates per second of a warm `prospector search` against a bare PyTorch loop.

    python benchmarks/bench_search.py [--rounds 3] [--prompts 96]

Both run the same TorchScript files (text encoder, denoiser, decoder, detector), batch 16, the bundle's steps, as two
one-thread workers, alternated in one run. A search is warm: its rate is the difference between two searches of
different length, so that starting a JVM, Spark and the models cancels out. The loop is warmed up before its clock starts.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "executors/src/main/resources"
BATCH = 16


def search(prompts, candidates, out):
    command = [ROOT / "prospector", "search", "--master", "local[2]", "--prompts", prompts, "--held-out", "realism",
               "--candidates", str(candidates), "--out", out]
    subprocess.run(command, check=True, capture_output=True)
    totals = json.loads((Path(out) / "run.json").read_text())["totals"]
    return totals["seconds"], totals["candidates"], totals["stages"]


def warm_search(prompts, count):
    with tempfile.TemporaryDirectory() as out:
        short, few, _ = search(prompts, 4, f"{out}/short")
        long, many, stages = search(prompts, 4 + count, f"{out}/long")
    return (many - few) / (long - short), {stage: 1000 * s / many for stage, s in stages.items()}


def worker(prompts, batches, ready, go, results):
    import torch

    torch.set_num_threads(1)
    bundle = json.loads((RESOURCES / "bundles/shapes-b/bundle.json").read_text())
    load = lambda path: torch.jit.load(RESOURCES / path).eval()
    encoder, denoiser, decoder = (load(f"bundles/shapes-b/{part}.pt") for part in ("text_encoder", "denoiser", "decoder"))
    verifiers = [load(f"verifiers/{name}/network.pt") for name in ("detector", "realism")]
    words = {w: i for i, w in enumerate((RESOURCES / "bundles/shapes-b/vocabulary.txt").read_text().split("\n"))}
    sigmas = [1 - i / bundle["steps"] for i in range(bundle["steps"] + 1)]

    def ids(prompt):
        known = [words[w] for w in "".join(c if c.isalpha() else " " for c in prompt).split() if w in words]
        return (known + [0] * 14)[:14]

    def batch(number):
        text = [prompts[(number * BATCH + i) % len(prompts)] for i in range(BATCH)]
        x = torch.cat([torch.randn(1, 3, 32, 32, generator=torch.Generator().manual_seed(number * BATCH + i)) for i in range(BATCH)])
        context = encoder(torch.tensor([ids(t) for t in text]))
        for sigma, following in zip(sigmas, sigmas[1:]):
            x = x + (following - sigma) * denoiser(x, torch.full((BATCH,), sigma), *(context if isinstance(context, tuple) else (context,)))
        pictures = decoder(x)
        return [verifier(pictures) for verifier in verifiers]

    with torch.inference_mode():
        for number in range(4):
            batch(number)
        ready.release()
        go.wait()
        started = time.perf_counter()
        for number in range(batches):
            batch(number)
        results.put(time.perf_counter() - started)


def bare_loop(prompts, count):
    context = multiprocessing.get_context("spawn")
    ready, go, results = context.Semaphore(0), context.Event(), context.Queue()
    batches = count // (2 * BATCH)
    workers = [context.Process(target=worker, args=(prompts, batches, ready, go, results)) for _ in range(2)]
    for process in workers:
        process.start()
    for _ in workers:
        ready.acquire()
    go.set()
    slowest = max(results.get() for _ in workers)
    for process in workers:
        process.join()
    return 2 * batches * BATCH / slowest


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--prompts", type=int, default=96)
    arguments.add_argument("--candidates", type=int, default=32, help="more per prompt in the longer search")
    given = arguments.parse_args()
    lines = (ROOT / "conf/prompts/shapes-bench.txt").read_text().splitlines()
    lines = lines[:: max(1, len(lines) // given.prompts)][: given.prompts]
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        prompts = f"{folder}/prompts.txt"
        Path(prompts).write_text("\n".join(lines) + "\n")
        for number in range(given.rounds):
            rate, stages = warm_search(prompts, given.candidates)
            bare = bare_loop(lines, given.candidates * len(lines))
            ratios.append(rate / bare)
            shares = ", ".join(f"{stage} {millis:.2f}" for stage, millis in stages.items())
            print(f"round {number}: search {rate:.1f}/s, loop {bare:.1f}/s, ratio {rate / bare:.3f}; ms per candidate: {shares}", flush=True)
    print(f"ratio: median {statistics.median(ratios):.3f}, {min(ratios):.3f} to {max(ratios):.3f}")


if __name__ == "__main__":
    sys.exit(main())
