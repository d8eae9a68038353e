"""Candidates per second, CPU time and memory of `prospector search` by what allocates memory, alternated.

    python benchmarks/bench_allocators.py [--rounds 5] [--prompts 48] [--candidates 16]

Each round has one search on `local[2]` with the system's allocator, with jemalloc, with tcmalloc, and with glibc's thresholds as
the launcher sets them. Seconds are those of the search itself, from run.json; the CPU's and the largest resident memory those
of the whole process.
"""

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = ("LD_PRELOAD", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")
ALLOCATORS = {
    "system": {},
    "jemalloc": {"LD_PRELOAD": "libjemalloc.so.2"},
    "tcmalloc": {"LD_PRELOAD": "libtcmalloc_minimal.so.4"},
    "thresholds": {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "134217728"},
}


def search(allocator, prompts, candidates, bundle):
    """Candidates a second, milliseconds of CPU per candidate, megabytes."""
    with tempfile.TemporaryDirectory() as out:
        words = [ROOT / "prospector", "search", "--master", "local[2]", "--bundle", bundle, "--prompts", prompts, "--held-out", "realism",
                 "--candidates", str(candidates), "--out", f"{out}/run"]
        bare = {name: value for name, value in os.environ.items() if name not in OURS}
        environment = bare | {"PROSPECTOR_MALLOC": "off"} | ALLOCATORS[allocator]
        with open(f"{out}/said", "w+") as said:
            child = os.posix_spawn(words[0], [str(word) for word in words], environment,
                                   file_actions=[(os.POSIX_SPAWN_DUP2, said.fileno(), stream) for stream in (1, 2)])
            _, status, usage = os.wait4(child, 0)
            said.seek(0)
            assert status == 0, said.read()
        totals = json.loads(Path(f"{out}/run/run.json").read_text())["totals"]
    done = totals["candidates"]
    return done / totals["seconds"], 1000 * (usage.ru_utime + usage.ru_stime) / done, usage.ru_maxrss / 1024


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--prompts", type=int, default=48)
    arguments.add_argument("--candidates", type=int, default=16)
    arguments.add_argument("--bundle", default="shapes-b")
    given = arguments.parse_args()
    lines = (ROOT / "conf/prompts/shapes-bench.txt").read_text().splitlines()
    measured = {name: [] for name in ALLOCATORS}
    with tempfile.TemporaryDirectory() as folder:
        prompts = Path(folder) / "prompts.txt"
        prompts.write_text("\n".join(lines[:: len(lines) // given.prompts][: given.prompts]) + "\n")
        for number in range(given.rounds):
            for name in ALLOCATORS:
                rate, millis, megabytes = search(name, prompts, given.candidates, given.bundle)
                measured[name].append((rate, 1 / millis, megabytes))
                print(f"round {number}, {name}: {rate:.1f}/s, {millis:.1f} ms of CPU a candidate, {megabytes:.0f} MB", flush=True)
    print("| allocator | candidates/s over the system's | per CPU time | largest memory, MB |\n| --- | --- | --- | --- |")
    for name, rows in measured.items():
        cells = []
        for column in (0, 1):
            ratios = [row[column] / base[column] for row, base in zip(rows, measured["system"])]
            cells.append(f"{statistics.median(ratios):.3f} [{min(ratios):.3f}, {max(ratios):.3f}]")
        memory = [row[2] for row in rows]
        print(f"| {name} | {' | '.join(cells)} | {statistics.median(memory):.0f} [{min(memory):.0f}, {max(memory):.0f}] |")


if __name__ == "__main__":
    main()
