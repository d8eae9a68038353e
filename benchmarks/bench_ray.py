"""Ray Data's batch inference over the shipped shapes-b: two actors of one thread. Needs `pip install "ray[data]"` and torch.

    python benchmarks/bench_ray.py [--batches 400]        what becomes of a job one of whose actors is killed

bench_search.py compares its rate.
"""

import argparse
import os
import signal
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


class Actor:
    """Batches by their number, with models that stay loaded."""

    def __init__(self, prompts):
        import torch

        torch.set_num_threads(1)
        sys.path.append(str(HERE))
        import shapes_loop

        self.loop = shapes_loop.Loop(prompts, shapes_loop.scripted())

    def __call__(self, rows):
        best = [self.loop.batch(int(number))[1].max().item() for number in rows["id"]]
        return {"id": rows["id"], "best": best, "actor": [os.getpid()] * len(best)}


def started():
    """Ray Data on this machine; only the first call takes time."""
    import ray
    import ray.data

    if not ray.is_initialized():
        os.environ["RAY_worker_niceness"] = "0"  # Else whatever else runs here comes before its workers.
        ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False, logging_level="ERROR", configure_logging=True)
        ray.data.DataContext.get_current().enable_progress_bars = False
    return ray


def found(prompts, batches):
    """A row for each batch: its number, the best score in it, whose process drew it."""
    ray = started()
    return (
        ray.data.from_items([{"id": number} for number in range(batches)], override_num_blocks=max(2, batches // 4))
        .map_batches(Actor, fn_constructor_args=[prompts], batch_size=1, compute=ray.data.ActorPoolStrategy(size=2), num_cpus=1)
        .take_all()
    )


def seconds(prompts, batches):
    started()
    began = time.perf_counter()
    rows = found(prompts, batches)
    if len(rows) != batches:
        raise SystemExit(f"bench_ray.py: {len(rows)} of {batches} batches came back")
    return time.perf_counter() - began


def actors():
    """Processes that have the networks."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if "MapBatches(Actor)" in (process / "cmdline").read_text():
                yield int(process.name)
        except OSError:
            continue  # It has ended.


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--batches", type=int, default=400)
    given = arguments.parse_args()
    prompts = (ROOT / "conf/prompts/shapes-bench.txt").read_text().splitlines()
    started()
    began = time.perf_counter()
    calm = found(prompts, given.batches)
    whole = time.perf_counter() - began
    print(f"calm: {len(calm)} batches in {whole:.1f} s by {len({row['actor'] for row in calm})} actors")

    def kill():
        os.kill(min(actors()), signal.SIGKILL)

    timer = threading.Timer(whole / 2, kill)
    timer.start()
    began = time.perf_counter()
    disturbed = found(prompts, given.batches)
    took = time.perf_counter() - began
    same = sorted((row["id"], row["best"]) for row in calm) == sorted((row["id"], row["best"]) for row in disturbed)
    print(f"an actor killed: {len(disturbed)} batches in {took:.1f} s by {len({row['actor'] for row in disturbed})} actors, scores {'equal' if same else 'differ'}")


if __name__ == "__main__":
    sys.exit(main())
