#!/usr/bin/env python3
"""Proves with GPUs that only a discovery script knows of that each executor has one for itself, and what is said where
they are not what they seem. Nothing computes on them: --device all=cpu.

    deploy/gpu/fake.py
"""

import collections
import json
import os
import pathlib
import re
import signal
import stat
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "deploy/standalone"))

import losses  # noqa: E402  (it lies beside the cluster that it disturbs)

SETTINGS = ["--config", ROOT / "conf/spark/gpu-standalone.conf"]
SMALL = ["--conf", "spark.executor.cores=1", "--conf", "spark.task.cpus=1", "--conf", "spark.executor.memory=1g"]


def addresses(pid):
    """What Spark gave an executor."""
    words = pathlib.Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    given = json.loads(pathlib.Path(words[words.index("--resourcesFile") + 1]).read_text())
    return [address for resource in given for address in resource["addresses"]]


class Workers(losses.Cluster):
    """Two workers, each with the GPUs that a script names."""

    def __init__(self, folder, names):
        super().__init__(None)
        script = folder / "discover.sh"
        script.write_text(f"#!/bin/sh\necho '{json.dumps({'name': 'gpu', 'addresses': names})}'\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        self.properties = folder / "workers.conf"
        self.properties.write_text(
            f"spark.worker.resource.gpu.amount {len(names)}\nspark.worker.resource.gpu.discoveryScript {script}\n"
        )

    def __enter__(self):
        os.environ["PROSPECTOR_CLUSTER_PROPERTIES"] = str(self.properties)
        return super().__enter__()


def assigned(cluster):
    """Four executors at work, each with an address of its worker's two; one that is killed leaves its own to the next."""
    before = cluster.await_executors(4)
    given = {number: addresses(pid) for number, pid in before.items()}
    count = collections.Counter(address for own in given.values() for address in own)
    if any(len(own) != 1 for own in given.values()) or count != {"0": 2, "1": 2}:
        sys.exit(f"fake.py: executors have {given}, expected one GPU each and each twice over two workers")
    number, pid = min(before.items())
    os.kill(pid, signal.SIGKILL)
    after = cluster.await_executors(1, besides=before)
    (next_number, next_pid), = after.items()
    if addresses(next_pid) != given[number]:
        sys.exit(f"fake.py: executor {next_number} has {addresses(next_pid)}, expected {given[number]} of {number}")
    return f"executors have {given}; {next_number} has what {number} had"


def refused(words, code, pattern):
    """A run that ends with a sentence."""
    ended = subprocess.run(words, capture_output=True, text=True)
    said = ended.stdout + ended.stderr
    found = re.search(pattern, said)
    if ended.returncode != code or not found or "\tat " in said:
        sys.exit(f"fake.py: exit code {ended.returncode}, expected {code} and {pattern!r}; it said:\n{said}")
    print(f"exit {code}: {found[0]}", flush=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        long = {"candidates": 96}  # An executor's successor comes before the end, however fast the machine.
        calm = losses.search("random", "local[2]", folder / "calm", **long) + ["--device", "all=cpu"]  # which images tell
        losses.run(calm, folder / "calm.log")
        with Workers(folder, ["0", "1"]) as cluster:
            def search(out, *more):
                return losses.search("random", cluster.master, folder / out, **long) + SETTINGS + SMALL + list(more)

            did = losses.run(search("run", "--device", "all=cpu"), folder / "run.log", None, lambda: assigned(cluster))
            if losses.results(folder / "run") != losses.results(folder / "calm"):
                sys.exit("fake.py: its results are not those of one process")
            print(did, flush=True)
            refused(search("cuda"), 3, r"Spark gave this task GPU [01], and libtorch finds none; .*--device all=cpu")
            refused(search("half", "--conf", "spark.task.resource.gpu.amount=0.5"), 1, r"spark\.task\.resource.*")
            refused(search("none", "--conf", "spark.task.resource.gpu.amount=0"), 1, r"spark\.task\.resource.*")
        with Workers(folder, ["GPU-5f2c", "GPU-77aa"]) as cluster:
            refused(search("named", "--device", "all=cpu"), 3, r"the discovery script calls a GPU 'GPU-\w+'.*")


if __name__ == "__main__":
    main()
