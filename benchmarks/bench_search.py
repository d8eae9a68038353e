"""Candidates per second of a warm `prospector search` against what people use instead.

    python benchmarks/bench_search.py [--rounds 3] [--prompts 96] [--against loop eager ray]

All draw with the same weights (text encoder, denoiser, decoder, detector and another verifier), batch 16, the bundle's steps, alternated in one run:

loop   two bare PyTorch processes of one thread over the TorchScript files
eager  one process over the eager modules, with PyTorch's default threads
ray    Ray Data's batch inference on two actors of one thread over the TorchScript files (pip install "ray[data]")

A search is warm: its rate is the difference between two searches of different length, so that starting a JVM, Spark and the models cancels out; Ray's
likewise. The loops are warmed up before their clocks start.
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

ROOT = Path(__file__).resolve().parents[1]
BATCH = 16
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1"}
os.environ.pop("OMP_NUM_THREADS", None)  # Whoever has it set would take the eager loop's default away.


def search(prompts, candidates, out):
    command = [ROOT / "prospector", "search", "--master", "local[2]", "--prompts", prompts, "--held-out", "realism",
               "--candidates", str(candidates), "--out", out]
    subprocess.run(command, check=True, capture_output=True, env=ONE_THREAD)
    totals = json.loads((Path(out) / "run.json").read_text())["totals"]
    return totals["seconds"], totals["candidates"], totals["stages"]


def warm_search(prompts, count):
    with tempfile.TemporaryDirectory() as out:
        short, few, _ = search(prompts, 4, f"{out}/short")
        long, many, stages = search(prompts, 4 + count, f"{out}/long")
    return (many - few) / (long - short), {stage: 1000 * s / many for stage, s in stages.items()}


def worker(prompts, kind, threads, batches, ready, go, results):
    import shapes_loop
    import torch

    if threads:
        torch.set_num_threads(threads)
    loop = shapes_loop.Loop(prompts, getattr(shapes_loop, kind)())
    for number in range(4):
        loop.batch(number)
    ready.release()
    go.wait()
    started = time.perf_counter()
    for number in range(batches):
        loop.batch(number)
    results.put(time.perf_counter() - started)


def processes(prompts, kind, workers, threads, count):
    context = multiprocessing.get_context("spawn")
    ready, go, results = context.Semaphore(0), context.Event(), context.Queue()
    batches = count // (workers * BATCH)
    started = [context.Process(target=worker, args=(prompts, kind, threads, batches, ready, go, results)) for _ in range(workers)]
    for process in started:
        process.start()
    for _ in started:
        ready.acquire()
    go.set()
    slowest = max(results.get() for _ in started)
    for process in started:
        process.join()
    return workers * batches * BATCH / slowest


def loop(prompts, count):
    return processes(prompts, "scripted", 2, 1, count)


def eager(prompts, count):
    return processes(prompts, "eager", 1, None, count)


def ray(prompts, count):
    import bench_ray

    short, long = (bench_ray.seconds(prompts, batches) for batches in (4, 4 + count // BATCH))
    return count / (long - short)


RIVALS = {"loop": loop, "eager": eager, "ray": ray}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--prompts", type=int, default=96)
    arguments.add_argument("--candidates", type=int, default=32, help="more per prompt in the longer search")
    arguments.add_argument("--against", nargs="+", choices=RIVALS, default=["loop"])
    given = arguments.parse_args()
    lines = (ROOT / "conf/prompts/shapes-bench.txt").read_text().splitlines()
    lines = lines[:: max(1, len(lines) // given.prompts)][: given.prompts]
    ratios = {name: [] for name in given.against}
    with tempfile.TemporaryDirectory() as folder:
        prompts = f"{folder}/prompts.txt"
        Path(prompts).write_text("\n".join(lines) + "\n")
        for number in range(given.rounds):
            rate, stages = warm_search(prompts, given.candidates)
            shares = ", ".join(f"{stage} {millis:.2f}" for stage, millis in stages.items())
            print(f"round {number}: search {rate:.1f}/s; ms per candidate: {shares}", flush=True)
            for name in given.against:
                other = RIVALS[name](lines, given.candidates * len(lines))
                ratios[name].append(rate / other)
                print(f"  {name} {other:.1f}/s, ratio {rate / other:.3f}", flush=True)
    for name, found in ratios.items():
        print(f"search over {name}: median {statistics.median(found):.3f}, {min(found):.3f} to {max(found):.3f}")


if __name__ == "__main__":
    sys.exit(main())
