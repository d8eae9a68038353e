#!/usr/bin/env python3
"""Proves that conf/spark/dynamic-allocation.conf gives executors back while the last candidates are still searched for, and
that the bytes are those of one process. Says what was drawn a second time for it.

    deploy/standalone/idle.py

Runs a search whose rounds have one task each on a standalone cluster of two workers with room for four executors, and reads
in Spark's event log when which executor came and went.
"""

import json
import pathlib
import sys
import tempfile

import losses

CONFIG = ["--config", losses.ROOT / "conf/spark/dynamic-allocation.conf"]
FOUR = (
    "spark.executor.cores=1",
    "spark.executor.memory=512m",
    "spark.dynamicAllocation.initialExecutors=4",
    "spark.dynamicAllocation.maxExecutors=4",
)
SOON = ("spark.dynamicAllocation.executorIdleTimeout=3s", "spark.dynamicAllocation.cachedExecutorIdleTimeout=3s")
LOG = ("spark.eventLog.enabled=true", "spark.eventLog.compress=false", "spark.eventLog.rolling.enabled=false")
SEARCH = ["--algorithm", "zero-order", "--candidates", "48", "--steps", "64", "--batch", "8"]


def prompts(folder):
    lines = (losses.ROOT / "conf/prompts/shapes.txt").read_text().splitlines()
    file = folder / "five.txt"
    file.write_text("\n".join(lines[:5]) + "\n")
    return file


def events(folder):
    (file,) = folder.iterdir()
    return [json.loads(line) for line in file.read_text().splitlines()]


def stay(log):
    """When executors came and went, in seconds before the last candidate was back; None if later."""
    last = max(e["Task Info"]["Finish Time"] for e in log if e["Event"] == "SparkListenerTaskEnd")
    when = {"SparkListenerExecutorAdded": {}, "SparkListenerExecutorRemoved": {}}
    for event in log:
        if event["Event"] in when:
            when[event["Event"]][event["Executor ID"]] = (last - event["Timestamp"]) / 1000
    came, went = when.values()
    return {number: (came[number], went[number] if went.get(number, -1) > 0 else None) for number in came}


def search(name, master, folder, settings):
    out, log = folder / name, folder / f"{name}-events"
    log.mkdir()
    confs = [w for setting in (*settings, *LOG, f"spark.eventLog.dir=file://{log}") for w in ("--conf", setting)]
    words = [losses.ROOT / "prospector", "search", "--bundle", "shapes-s", "--prompts", prompts(folder)]
    words += [*SEARCH, *confs, "--master", master, "--out", out]
    losses.run(words + (CONFIG if settings else []), folder / f"{name}.log")
    return out, stay(events(log))


def seconds(stays):
    return sum(came - (went or 0) for came, went in stays.values())


def left(stays):
    """How many were there when the last candidate was back."""
    return sum(went is None for _, went in stays.values())


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        calm, _ = search("calm", "local[2]", folder, ())
        with losses.Cluster() as cluster:
            out, stays = search("cluster", cluster.master, folder, FOUR + SOON)
        if losses.results(out) != losses.results(calm):
            sys.exit("idle.py: results are not those of one process")
        again = losses.totals(out)["nfe_spent"] - losses.totals(calm)["nfe_spent"]
        print(
            f"{left(stays)} executors were left when the last candidate was back, {seconds(stays):.0f} s of {len(stays)} in all; "
            f"NFE {again:,} spent a second time"
        )
        if left(stays) > 2:
            sys.exit(f"idle.py: {left(stays)} executors were left for one task")


if __name__ == "__main__":
    main()
