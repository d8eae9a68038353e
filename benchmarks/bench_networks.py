"""Forwards of the shipped networks in one thread against those of other files, alternated.

    python benchmarks/bench_networks.py OTHER [--rounds 15] [--calls 10]

OTHER is the folder `executors/src/main/resources` of another checkout. Batch 16, with TorchScript's graph optimiser off, as in a search. Time is
that of the thread on the CPU, which other work on the machine disturbs less than the clock's; the clock's is printed beside it.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
RESOURCES = Path(__file__).resolve().parents[1] / "executors/src/main/resources"
BATCH = 16


def parts(torch):
    images, ids = torch.rand(BATCH, 3, 32, 32), torch.randint(0, 10, (BATCH, 14))
    for size, width in ("b", 64), ("s", 32):
        state = torch.randn(BATCH, 3, 32, 32), torch.rand(BATCH), torch.randn(BATCH, 14, width)
        yield f"bundles/shapes-{size}/denoiser.pt", state
        yield f"bundles/shapes-{size}/text_encoder.pt", (ids,)
    for name in ("detector", "realism", "features"):
        yield f"verifiers/{name}/network.pt", (images,)
    yield "verifiers/match/network.pt", (images, ids)


def timed(module, inputs, calls):
    clock, thread = time.perf_counter(), time.thread_time()
    for _ in range(calls):
        module(*inputs)
    return time.thread_time() - thread, time.perf_counter() - clock


def spread(pairs):
    ratios = [other / ours for other, ours in pairs]
    return f"{statistics.median(ratios):.3f} [{min(ratios):.3f}, {max(ratios):.3f}]"


def main():
    import torch

    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("other", type=Path)
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--calls", type=int, default=10)
    given = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    torch._C._set_graph_executor_optimize(False)
    print("| part | ms of CPU | ratio by CPU | ratio by the clock | largest difference |\n| --- | --- | --- | --- | --- |")
    with torch.inference_mode():
        for path, inputs in parts(torch):
            modules = [torch.jit.load(folder / path) for folder in (given.other, RESOURCES)]
            outputs = [module(*inputs) for module in modules]  # which warms them up
            rounds = [[timed(module, inputs, given.calls) for module in modules] for _ in range(given.rounds)]
            millis = [statistics.median(row[which][0] for row in rounds) / given.calls * 1000 for which in (0, 1)]
            print(f"| {path} | {millis[0]:.2f} → {millis[1]:.2f} | {spread([(a[0], b[0]) for a, b in rounds])} | "
                  f"{spread([(a[1], b[1]) for a, b in rounds])} | {(outputs[0] - outputs[1]).abs().max():.1e} |", flush=True)


if __name__ == "__main__":
    main()
