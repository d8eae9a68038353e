"""From enter to picture: when a search first says something, has Spark, has its images, has its page; and the CPU's seconds.

    python benchmarks/bench_start.py [--rounds 5] [--against CHECKOUT]

Of one prompt of 16 candidates and of the demo, with the built launcher; with --against by turns with another checkout's. What a search says on standard
error, and its record, tell where it stands: a row is the time since the one above.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEARCHES = {"one prompt": ["--prompt", "a red circle left of a blue square"], "demo": []}
STANDS = {  # what a line begins with, and what has ended with it
    "": "to the first sign",
    "prospector: /": "reading prompts and the model",
    "prospector: starting Spark": "making the run's directory",
    "prospector: writing the report": "starting Spark",
    "prospector: first samples": "writing the report",
}


def timed(checkout, options, folder):
    before, started, stands, open_ = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), {}, dict(STANDS)
    command = [checkout / "prospector", "search", *options, "--out", f"{folder}/run"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            for begins in [begins for begins in open_ if line.startswith(begins)]:
                stands[open_.pop(begins)] = time.perf_counter() - started
    stands["stopping"] = time.perf_counter() - started
    searched = json.loads(Path(folder, "run/run.json").read_text())["totals"]["seconds"]
    stands["searching"] = stands["starting Spark"]  # No line says that Spark has started; the record says what came after.
    stands["starting Spark"] -= searched
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return stands, cpu


def row(name, values):
    print(f"| {name} | {statistics.median(values):.2f} [{min(values):.2f}, {max(values):.2f}] |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--against", type=Path, metavar="CHECKOUT")
    given = arguments.parse_args()
    found = {}
    for _ in range(given.rounds):
        for name, options in SEARCHES.items():
            for checkout in [ROOT] + ([given.against.resolve()] if given.against else []):
                with tempfile.TemporaryDirectory() as folder:
                    found.setdefault((checkout, name), []).append(timed(checkout, options, folder))
    for (checkout, name), runs in found.items():
        print(f"\n{checkout.name}, {name}; load {os.getloadavg()[0]:.1f}\n\n| | seconds |\n| --- | --- |")
        before = [0.0] * len(runs)
        for stand in sorted(runs[0][0], key=runs[0][0].get):
            times = [stands[stand] for stands, _ in runs]
            row(stand, [now - then for now, then in zip(times, before)])
            before = times
        row("**in all**", before)
        row("of CPU", [cpu for _, cpu in runs])


if __name__ == "__main__":
    main()
