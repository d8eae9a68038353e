#!/usr/bin/env python3
"""Proves that what happens to a cluster changes neither a byte of a run nor the NFE that it is credited with.

    deploy/standalone/losses.py                                    each loss once, with one algorithm after another
    deploy/standalone/losses.py --losses hang worker --algorithms all

Runs each algorithm once in process and then, on a standalone cluster of two workers through spark-submit, while
executors are killed, hang, come and go; compares every result byte and the credited NFE. Prints one line a run.
"""

import argparse
import contextlib
import dataclasses
import functools
import itertools
import json
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from typing import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
STATE = ROOT / "jobs/target/standalone"
FILES_BESIDES_JARS = 88  # that a process of the loss few-files may have open
ALGORITHMS = ["random", "steps", "zero-order", "paths", "pruning"]
SEARCH = ["--bundle", "shapes-s", "--steps", "8", "--batch", "8", "--held-out", "composition"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A master on a port that is free, and two workers that can each hold two executors of one core."""

    script = ROOT / "deploy/standalone/cluster.sh"

    def __init__(self, before=None):
        self.before = before

    def __enter__(self):
        environment = os.environ | {"PROSPECTOR_WORKER_CORES": "2", "PROSPECTOR_MASTER_PORT": str(free_port())}
        started = subprocess.check_output(
            [self.script, "start", "2"], env=environment, text=True, preexec_fn=self.before
        )
        self.master = started.split()[-1]
        self.workers = [int((STATE / f"worker-{n}.pid").read_text()) for n in (1, 2)]
        self.seen = set()
        return self

    def __exit__(self, *_):
        subprocess.run([self.script, "stop"], check=True)

    def executors(self):
        """The process of each executor that is at work on a task, by its id."""
        found = {}
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # It has ended.
                words = (process / "cmdline").read_text().split("\0")
                parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
                if parent in self.workers and "org.apache.spark.executor.CoarseGrainedExecutorBackend" in words:
                    number, application = (words[words.index(f"--{what}-id") + 1] for what in ("executor", "app"))
                    self.seen.add(number)
                    logs = STATE.glob(f"work-?/{application}/{number}/stderr")
                    if any("Running task" in log.read_text() for log in logs):
                        found[number] = int(process.name)
        return found

    def await_executors(self, count, besides=()):
        while True:
            at_work = {number: pid for number, pid in self.executors().items() if number not in besides}
            if len(at_work) >= count:
                return at_work
            time.sleep(0.1)


def kill_three_executors(cluster):
    killed = set()
    for _ in range(3):
        number, pid = min(cluster.await_executors(1, besides=killed).items())
        time.sleep(1)
        os.kill(pid, signal.SIGKILL)
        killed.add(number)
    return "killed executors " + ", ".join(sorted(killed))


def kill_a_worker(cluster):
    cluster.await_executors(2)
    os.kill(cluster.workers[0], signal.SIGKILL)
    return "killed a worker"


def stop_an_executor(cluster):
    number, pid = min(cluster.await_executors(2).items())
    os.kill(pid, signal.SIGSTOP)
    while number in cluster.executors():  # Spark replaces it and has its worker kill it.
        time.sleep(0.1)
    return f"stopped executor {number} until Spark killed it"


def decommission_a_worker(cluster):
    cluster.await_executors(2)
    os.kill(cluster.workers[0], signal.SIGPWR)
    return "decommissioned a worker"


def watch(cluster):
    cluster.await_executors(1)
    return "nobody harmed"


def limit_files():
    """A JVM keeps each jar of its class path open, and Spark 4 has a third more of them than 3.5."""
    few = len(list((distribution() / "jars").glob("*.jar"))) + FILES_BESIDES_JARS
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, few))


@functools.cache
def distribution():
    chosen = subprocess.check_output(["bash", "-c", "root=$PWD; source deploy/spark.sh; echo $distribution"], cwd=ROOT)
    return pathlib.Path(chosen.decode().strip())


@dataclasses.dataclass(frozen=True)
class Loss:
    disturb: Callable = watch
    settings: tuple = ("spark.executor.cores=1", "spark.cores.max=2")
    before: Callable | None = None  # runs in every process before it becomes the cluster's or the driver's


ONE_CORE = Loss.settings
LOSSES = {
    "executors": Loss(kill_three_executors),
    "worker": Loss(kill_a_worker),
    "hang": Loss(
        stop_an_executor,
        ONE_CORE
        + ("spark.executor.heartbeatInterval=2s", "spark.network.timeout=15s", "spark.network.timeoutInterval=2s"),
    ),
    "decommission": Loss(
        decommission_a_worker, ONE_CORE + ("spark.decommission.enabled=true", "spark.storage.decommission.enabled=true")
    ),
    "task-cpus": Loss(settings=("spark.executor.cores=2", "spark.task.cpus=2")),
    "dynamic": Loss(
        settings=ONE_CORE
        + (
            "spark.dynamicAllocation.enabled=true",
            "spark.dynamicAllocation.shuffleTracking.enabled=true",
            "spark.dynamicAllocation.minExecutors=0",
            "spark.dynamicAllocation.executorIdleTimeout=1s",
            "spark.dynamicAllocation.schedulerBacklogTimeout=1s",
        )
    ),
    "fair-pools": Loss(settings=ONE_CORE + ("spark.scheduler.mode=FAIR",)),
    "few-files": Loss(before=limit_files),
}


def search(algorithm, master, out, settings=(), candidates=24):
    confs = [word for setting in settings for word in ("--conf", setting)]
    return [ROOT / "prospector", "search", *SEARCH, "--algorithm", algorithm, "--candidates", str(candidates), *confs, "--master", master, "--out", out]


def run(words, log, before=None, disturb=None):
    """Runs a search to its end and gives what disturb did meanwhile."""
    did = []
    with open(log, "w") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, preexec_fn=before)
        if disturb:
            threading.Thread(target=lambda: did.append(disturb()), daemon=True).start()
        code = process.wait()
    if code != 0:
        sys.exit(f"losses.py: exit code {code}, expected 0; {log} ends with:\n" + "".join(open(log).readlines()[-5:]))
    if disturb and not did:
        sys.exit(f"losses.py: the run of {log} ended before its loss was complete")
    return did[0] if disturb else None


def results(out):
    files = [file for part in ("results", "baseline") for file in (out / part).rglob("*") if file.is_file()]
    return {str(file.relative_to(out)): file.read_bytes() for file in files}


def totals(out):
    return json.loads((out / "run.json").read_text())["totals"]


def prove(name, algorithm, calm, folder):
    loss = LOSSES[name]
    out = folder / f"{name}-{algorithm}"
    began = time.monotonic()
    with Cluster(loss.before) as cluster:
        words = search(algorithm, cluster.master, out, loss.settings)
        did = run(words, f"{out}.log", loss.before, lambda: loss.disturb(cluster))
    expected, found = results(calm), results(out)
    differ = sorted(file for file in expected.keys() | found.keys() if expected.get(file) != found.get(file))
    if differ:
        sys.exit(f"losses.py: {name}, {algorithm}: {len(differ)} files differ from the calm run's, first {differ[0]}")
    credited, spent = (totals(out)[key] for key in ("nfe_credited", "nfe_spent"))
    if credited != totals(calm)["nfe_credited"] or spent < credited:
        sys.exit(f"losses.py: {name}, {algorithm}: NFE {spent} spent, {credited} credited; calm: {totals(calm)}")
    subprocess.run([ROOT / "prospector", "verify", out], check=True, stdout=subprocess.DEVNULL)
    print(
        f"{name:<13}{algorithm:<11}{len(found)} files equal · NFE {credited:,} credited, {spent:,} spent · "
        f"{did} · executors {len(cluster.seen)} · {time.monotonic() - began:.0f} s",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--losses", nargs="+", choices=LOSSES, default=list(LOSSES), metavar="LOSS")
    parser.add_argument("--algorithms", nargs="+", choices=[*ALGORITHMS, "all"], metavar="ALGORITHM")
    arguments = parser.parse_args()
    algorithms = ALGORITHMS if arguments.algorithms in (None, ["all"]) else arguments.algorithms
    if arguments.algorithms is None:
        cases = list(zip(arguments.losses, itertools.cycle(algorithms)))
    else:
        cases = list(itertools.product(arguments.losses, algorithms))
    distribution()  # limit_files asks between fork and exec
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for algorithm in sorted({algorithm for _, algorithm in cases}):
            run(search(algorithm, "local[2]", folder / algorithm), folder / f"{algorithm}.log")
        for loss, algorithm in cases:
            prove(loss, algorithm, folder / algorithm, folder)


if __name__ == "__main__":
    main()
