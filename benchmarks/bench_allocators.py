"""What allocates memory, alternated: glibc as it is, jemalloc, tcmalloc, and glibc with the thresholds that the launcher sets.

    python benchmarks/bench_allocators.py [--rounds 5] [--prompts 48] [--candidates 40]

A round has, of each, two tasks of one thread in one process that denoise with shapes-b, 12 calls at batch 16, and judge by `detector` and `realism`,
in time of their threads on the CPU, which other work on the machine disturbs less than the clock's; and a search on `local[2]`, by the clock of its run.json
and the CPU time and largest resident memory of its whole process. `--candidates 0` leaves the searches out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "executors/src/main/resources"
OURS = ("LD_PRELOAD", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")
ALLOCATORS = {
    "glibc": {},
    "jemalloc": {"LD_PRELOAD": "libjemalloc.so.2"},
    "tcmalloc": {"LD_PRELOAD": "libtcmalloc_minimal.so.4"},
    "glibc, thresholds": {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "134217728"},
}
BATCH, STEPS, CALLS = 16, 12, 12


def tasks():
    """Milliseconds of CPU that denoising and judging a candidate take, and this process's largest memory in MB."""
    import resource

    import torch

    torch.set_num_threads(1)
    load = lambda path: torch.jit.load(RESOURCES / path)  # noqa: E731
    denoiser, *verifiers = [load(path) for path in ("bundles/shapes-b/denoiser.pt", "verifiers/detector/network.pt", "verifiers/realism/network.pt")]
    state = torch.randn(BATCH, 3, 32, 32), torch.rand(BATCH), torch.randn(BATCH, 14, 64)
    images = torch.rand(BATCH, 3, 32, 32)
    ready, spent = threading.Barrier(2), []

    def task():
        torch._C._set_graph_executor_optimize(False)
        with torch.inference_mode():
            for call in range(CALLS + 2):
                if call == 2:  # the first ones warm it up
                    ready.wait()
                    started, denoising = time.thread_time(), 0
                before = time.thread_time()
                for _ in range(STEPS):
                    denoiser(*state)
                if call >= 2:
                    denoising += time.thread_time() - before
                for verifier in verifiers:
                    verifier(images)
        spent.append((denoising, time.thread_time() - started - denoising))

    threads = [threading.Thread(target=task) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    millis = [1000 * sum(column) / (2 * CALLS * BATCH) for column in zip(*spent)]
    print(json.dumps([*millis, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def environment(allocator):
    bare = {name: value for name, value in os.environ.items() if name not in OURS}
    return bare | {"PROSPECTOR_MALLOC": "off", "OMP_NUM_THREADS": "1"} | ALLOCATORS[allocator]


def search(allocator, prompts, candidates):
    """Candidates a second, milliseconds of CPU per candidate, megabytes."""
    with tempfile.TemporaryDirectory() as out:
        words = [ROOT / "prospector", "search", "--master", "local[2]", "--prompts", prompts, "--held-out", "realism",
                 "--candidates", candidates, "--out", f"{out}/run"]
        with open(f"{out}/said", "w+") as said:
            child = os.posix_spawn(words[0], [str(word) for word in words], environment(allocator),
                                   file_actions=[(os.POSIX_SPAWN_DUP2, said.fileno(), stream) for stream in (1, 2)])
            _, status, usage = os.wait4(child, 0)
            said.seek(0)
            assert status == 0, said.read()
        totals = json.loads(Path(f"{out}/run/run.json").read_text())["totals"]
    done = totals["candidates"]
    return done / totals["seconds"], 1000 * (usage.ru_utime + usage.ru_stime) / done, usage.ru_maxrss / 1024


def spread(values, digits):
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def table(measured, better):
    """Ratios to glibc's by column, where more is better or less, and memory, the last column, as it is."""
    for name, rows in measured.items():
        cells = []
        for column, more in enumerate(better):
            pairs = [(row[column], base[column]) for row, base in zip(rows, measured["glibc"])]
            cells.append(spread([a / b if more else b / a for a, b in pairs], 3))
        print(f"| {name} | {' | '.join(cells)} | {spread([row[-1] for row in rows], 0)} |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--prompts", type=int, default=48)
    arguments.add_argument("--candidates", type=int, default=40)
    arguments.add_argument("--tasks", action="store_true", help="be the process with the two tasks")
    given = arguments.parse_args()
    if given.tasks:
        return tasks()
    lines = (ROOT / "conf/prompts/shapes-bench.txt").read_text().splitlines()
    both, searches = {name: [] for name in ALLOCATORS}, {name: [] for name in ALLOCATORS}
    with tempfile.TemporaryDirectory() as folder:
        prompts = Path(folder) / "prompts.txt"
        prompts.write_text("\n".join(lines[:: len(lines) // given.prompts][: given.prompts]) + "\n")
        for number in range(given.rounds):
            for name in ALLOCATORS:
                said = subprocess.check_output([sys.executable, __file__, "--tasks"], env=environment(name))
                both[name].append(json.loads(said))
                if given.candidates:
                    searches[name].append(search(name, prompts, given.candidates))
                print(f"round {number}, {name}: {both[name][-1]} {searches[name][-1:]}", flush=True)
    print("| two tasks | denoising | judging | largest memory, MB |\n| --- | --- | --- | --- |")
    table(both, (False, False))
    if given.candidates:
        print("| search | candidates/s | by CPU | largest memory, MB |\n| --- | --- | --- | --- |")
        table(searches, (True, False))


if __name__ == "__main__":
    main()
