"""How busy executors are: the share of the time between a run's first and last task in which their cores compute.

    python benchmarks/bench_busy.py [--algorithm random --algorithm zero-order …] [--prompts 600] [--candidates 16]
        [--bundle shapes-s] [--master local[2]] [--rounds 1] [--against CHECKOUT] [-- OPTIONS OF search]
    python benchmarks/bench_busy.py --read EVENTLOG …

Each search writes Spark's event log, from which everything comes: busy = sum of the tasks' run times / (cores x span), the
span from the first task's launch to the last one's end. What is missing is split by how many tasks run: `idle` is the share
of the span in which none does (the driver selects, proposes, writes), `tail` the cores' share that is free while others
compute; the rest lies inside tasks, before and after what they run. With --against the searches of another checkout are
alternated with these. On a cluster: deploy/standalone/cluster.sh start 2, and --master spark://127.0.0.1:7077.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALGORITHMS = ("random", "zero-order", "paths", "pruning")


def search(checkout, given, algorithm, folder):
    log, out = Path(folder, "events"), Path(folder, "run")
    log.mkdir()
    lines = (ROOT / "conf/prompts/shapes-bench.txt").read_text().splitlines()[: given.prompts]
    prompts = Path(folder, "prompts.txt")
    prompts.write_text("\n".join(lines) + "\n")
    command = [Path(checkout, "prospector"), "search", "--master", given.master, "--prompts", prompts, "--bundle", given.bundle,
               "--algorithm", algorithm, "--candidates", str(given.candidates), "--out", out]
    settings = {"enabled": "true", "dir": log.as_uri(), "compress": "false", "rolling.enabled": "false"}
    for name, value in settings.items():
        command += ["--conf", f"spark.eventLog.{name}={value}"]
    done = subprocess.run([*command, *given.options], capture_output=True, text=True)
    if done.returncode not in (0, 4):
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr[-3000:]}")
    return next(path for path in log.rglob("*") if path.is_file() and not path.name.endswith(".crc"))


def read(log):
    """Cores, and by task its launch, end and run time in milliseconds."""
    cores, tasks = 0, []
    with open(log, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            if event["Event"] == "SparkListenerExecutorAdded":
                cores += event["Executor Info"]["Total Cores"]
            elif event["Event"] == "SparkListenerTaskEnd":
                info, metrics = event["Task Info"], event.get("Task Metrics") or {}
                tasks.append((info["Launch Time"], info["Finish Time"], metrics.get("Executor Run Time", 0)))
    return cores, tasks


def shares(log):
    cores, tasks = read(log)
    span = max(end for _, end, _ in tasks) - min(start for start, _, _ in tasks)
    running, since, idle, free = 0, None, 0, 0
    for moment, change in sorted([(start, 1) for start, _, _ in tasks] + [(end, -1) for _, end, _ in tasks]):
        if since is not None:
            idle += (moment - since) * (running == 0)
            free += (moment - since) * max(0, cores - running) * (running > 0)
        running, since = running + change, moment
    return {
        "busy": sum(run for _, _, run in tasks) / (cores * span),
        "idle": idle / span,
        "tail": free / (cores * span),
        "seconds": span / 1000,
        "tasks": len(tasks),
        "cores": cores,
    }


def told(name, algorithm, found):
    return (f"{name} {algorithm}: busy {found['busy']:.3f}, idle {found['idle']:.3f}, tail {found['tail']:.3f}; "
            f"{found['tasks']} tasks on {found['cores']} cores in {found['seconds']:.1f} s, load {os.getloadavg()[0]:.1f}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--algorithm", action="append", help="default: random, zero-order, paths, pruning")
    arguments.add_argument("--prompts", type=int, default=600)
    arguments.add_argument("--candidates", type=int, default=16)
    arguments.add_argument("--bundle", default="shapes-s")
    arguments.add_argument("--master", default="local[2]")
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--against", action="append", default=[], metavar="CHECKOUT")
    arguments.add_argument("--read", nargs="+", metavar="EVENTLOG", help="of searches that have been run")
    arguments.add_argument("options", nargs="*", help="of search, after --")
    given = arguments.parse_args()
    for log in given.read or ():
        print(told(log, "", shares(log)))
    busy = {}
    for _ in range(0 if given.read else given.rounds):
        for algorithm in given.algorithm or ALGORITHMS:
            for checkout in [*given.against, ROOT]:
                with tempfile.TemporaryDirectory() as folder:
                    log = search(checkout, given, algorithm, folder)
                    found = shares(log)
                busy.setdefault((str(checkout), algorithm), []).append(found["busy"])
                print(told(Path(checkout).name, algorithm, found), flush=True)
    for (checkout, algorithm), of in busy.items():
        print(f"{Path(checkout).name} {algorithm}: busy {statistics.median(of):.3f}, {min(of):.3f} to {max(of):.3f}")


if __name__ == "__main__":
    sys.exit(main())
