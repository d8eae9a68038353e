#!/usr/bin/env python3
"""Proves that s3a:// is as good as a local disk, whatever happens to it, against an S3 server of this machine.

    deploy/s3/check.py                                   what continuous integration has time for
    deploy/s3/check.py --faults all                      every fault, most of an hour on two slow cores
    deploy/s3/check.py --faults gone loss                these

Prompts, bundle, verifier bundle, first images and the run lie on S3; the search goes through spark-submit to a
standalone cluster with executors in processes of their own. Every result byte is held against a run whose directory
was a local disk. Prints one line a fault.
"""

import argparse
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from nights import Nights
from proxy import Proxy
from searches import BUCKET, ROOT, Check, Wrong, await_that, flags, reach, run
from server import KEY, SECRET, Server

sys.path.insert(0, str(ROOT / "deploy/standalone"))
from losses import Cluster  # noqa: E402  found by the line above

AWAY_SECONDS = 20
HERE = {"cwd": ROOT, "env": os.environ | {"root": str(ROOT)}, "text": True}


def calm(check):
    said, _ = check.search("calm")
    page = check.uri("calm") + "/report.html"
    if said.splitlines()[-1] != page:
        raise Wrong(f"the last line was {said.splitlines()[-1]!r}, expected {page!r}")
    return check.require_equal("calm")


def readers(check):
    """Commands that only read, told by --conf, and by HADOOP_CONF_DIR where nothing stands on the command line."""
    conf = check.folder / "conf"
    conf.mkdir()
    values = "".join(f"<property><name>{n}</name><value>{v}</value></property>" for n, v in reach(check.server.port).items())
    (conf / "core-site.xml").write_text(f"<configuration>{values}</configuration>")
    by_files, by_flags = os.environ | {"HADOOP_CONF_DIR": str(conf)}, flags(check.server.port)
    calm = check.uri("calm")
    tried = [
        (["verify", calm], "whole, done"),
        (["status", calm], "done"),
        (["report", calm], calm + "/report.html"),
        (["replay", calm, "--prompt", "3"], "the same image, every pixel"),
        (["list", "runs", f"s3a://{BUCKET}/runs"], "calm"),
        (["compare", calm, check.local, "--out", check.folder / "compare.html"], "compare.html"),
        (["models", "inspect", f"s3a://{BUCKET}/models/shapes-s"], "shapes-s"),
    ]
    for number, (words, expected) in enumerate(tried):
        env = by_files if number % 2 else None
        said, _ = run([*words, *([] if env else by_flags)], check.folder / f"reads-{words[0]}.log", env=env)
        noise = [line for line in said.splitlines() if re.match(r"\d\d:\d\d:\d\d |WARN|SLF4J(?!: (Failed to load class"
                 r"|Defaulting to no-op|See http))", line)]  # which the SDK of Hadoop 3.5 prints, past all logging
        if expected not in said or noise:
            raise Wrong(f"{words[0]} said {said!r}, expected {expected!r} and nothing of libraries")
    return f"{len(tried)} commands, by --conf and by HADOOP_CONF_DIR in turn"


def refused(check):
    """Each in one line that names the place, before anything is computed."""
    port = check.server.port
    lines = {
        "out": f'out = "s3a://{BUCKET}/runs/never"',
        "prompts": f'prompts = "s3a://{BUCKET}/in/prompts.csv"',
        "bundle": f'bundle = "s3a://{BUCKET}/models/shapes-s"',
    }
    configs = {key: check.folder / f"{key}.conf" for key in lines}
    for key, line in lines.items():
        configs[key].write_text(line + "\n")
    no_keys = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    no_keys |= {"AWS_EC2_METADATA_DISABLED": "true"}
    small = ["search", "--bundle", "shapes-s", "--candidates", "1", "--prompt", "a red circle"]
    out = ["--out", f"s3a://{BUCKET}/runs/never"]
    tried = {f"no jars, {key}": (["search", "--config", config], None, "--s3") for key, config in configs.items()}
    tried |= {
        "no jars, resume": (["search", "--resume", "--config", configs["out"]], None, "--s3"),
        "wrong key": ([*small, *out, *flags(port)], os.environ | {"AWS_SECRET_ACCESS_KEY": "wrong"}, BUCKET),
        "no key": ([*small, *out, *flags(port)], no_keys, BUCKET),
        "no name of a bucket": ([*small, "--out", "s3a:///run", *flags(port)], None, "no bucket in it"),
        "no bucket": ([*small, "--out", "s3a://nobody-has-this/run", *flags(port)], None, "nobody-has-this"),
        "no prompts": ([*small[:-2], "--prompts", f"s3a://{BUCKET}/in/none.txt", *out, *flags(port)], None, "none.txt"),
    }
    times = []
    for what, (words, env, expected) in tried.items():
        began = time.monotonic()
        said, _ = run(words, check.folder / f"refused-{re.sub('[ ,]+', '-', what)}.log", expected=1, env=env)
        named = [line for line in said.splitlines() if line.startswith("prospector: ") and expected in line]
        if len(named) != 1 or "starting Spark" in said:
            raise Wrong(f"{what}: it said {said!r}, expected one line with {expected!r}")
        times.append(f"{what} {time.monotonic() - began:.0f} s")
    return ", ".join(times)


def driver(check):
    """Killed once a round is committed, and resumed."""

    def kill(process):
        check.await_round("driver")
        process.kill()
        return True

    check.search("driver", expected=-signal.SIGKILL, disturb=kill)
    check.resume("driver")
    return check.require_equal("driver")


def executor(check):
    await_that("the end of the last run's executors", lambda: not check.cluster.executors())

    def kill(_):
        check.await_round("executor")
        number, pid = min(check.cluster.await_executors(1).items())
        os.kill(pid, signal.SIGKILL)
        return f"killed executor {number}"

    _, did = check.search("executor", disturb=kill)
    return f"{check.require_equal('executor')}, {did}"


def away(check):
    """The server is gone for a while in the middle of a run, which goes on by itself."""

    def restart(_):
        check.await_round("away")
        check.server.kill()
        time.sleep(AWAY_SECONDS)
        check.server.start()
        return True

    check.search("away", disturb=restart)
    return f"{check.require_equal('away')}, {AWAY_SECONDS} s without a server"


def gone(check):
    """The server is gone for good: one line says what to do, and that is right once it is back."""
    ended = []

    def stop(process):
        check.await_round("gone")
        check.server.kill()
        ended.append(time.monotonic())
        return True

    said, _ = check.search("gone", expected=3, disturb=stop)
    took = time.monotonic() - ended[0]
    check.server.start()
    lines = [line for line in said.splitlines() if f"prospector resume {check.uri('gone')}" in line]
    if len(lines) != 1:
        raise Wrong(f"it said {said!r}, expected one line that names the remedy")
    check.resume("gone")
    return f"{check.require_equal('gone')}, said after {took:.0f} s"


def loss(check):
    """Every seventh request is told to slow down, every eleventh loses its connection half-way."""
    with Proxy(check.server.port, slow_down=7, cut=11) as proxy:
        check.search("loss", port=proxy.port)
        harmed = ", ".join(f"{count} × {fate}" for fate, count in proxy.harmed.items())
        return f"{check.require_equal('loss')}, {sum(proxy.counts().values())} requests, {harmed}"


def parts(check):
    """A process that is killed while it uploads a file in parts: there is no such file, and no half of it."""
    chosen = subprocess.check_output(["bash", "-c", "source deploy/spark.sh; echo $target $distribution"], **HERE)
    target, spark = map(pathlib.Path, chosen.split())
    hadoop = next(spark.glob("jars/hadoop-client-api-*.jar")).stem.rpartition("-")[2]
    path = f"{target}/prospector.jar:{spark}/jars/*:{ROOT}/jobs/target/s3/{hadoop}/*"
    java = ["java", "-cp", path, ROOT / "deploy/s3/HalfAFile.java"]
    words = [*java, check.uri("half") + "/part", f"http://127.0.0.1:{check.server.port}"]
    with open(check.folder / "half.log", "w") as said:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=said, text=True)
    if process.stdout.readline().strip() != "written":
        raise Wrong(f"it did not begin to write: {check.folder / 'half.log'}")
    await_that("a part", lambda: check.server.parts(BUCKET))
    process.kill()
    process.wait()
    left = [key for key in check.server.keys(BUCKET, "runs/half") if not key.endswith("/")]
    if left:
        raise Wrong(f"{left} is there, expected nothing of a file that was not closed")
    uploaded = sum(file.stat().st_size for file in check.server.parts(BUCKET))
    return f"no object, {uploaded:,} bytes of an upload that was not completed"


def nights(check):
    """A data set of two nights, the driver of the second killed and the night repeated."""
    data = Nights(check)
    data.sources(4)
    data.both("2026-11-24", 1)
    data.sources(6)
    data.both("2026-11-25", 2, disturb=data.kill("2026-11-25"))
    return f"{data.require_equal()} files equal"


SHORT = [calm, readers, refused, parts, driver, executor]
LONG = [away, loss, gone, nights]
FAULTS = {fault.__name__: fault for fault in SHORT + LONG}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", nargs="+", choices=[*FAULTS, "all"], metavar="FAULT")
    asked = parser.parse_args().faults
    faults = SHORT if asked is None else SHORT + LONG if "all" in asked else [FAULTS[name] for name in asked]
    folder = pathlib.Path(tempfile.mkdtemp())
    os.environ |= {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "PROSPECTOR_CACHE": str(folder / "cache")}
    try:
        with Server(folder) as server, Cluster() as cluster:
            check = Check(folder, server, cluster)
            check.prepare()
            for fault in faults:
                began = time.monotonic()
                found = fault(check)
                print(f"{fault.__name__:<10}{found} · {time.monotonic() - began:.0f} s", flush=True)
    except Wrong as wrong:
        sys.exit(f"check.py: {wrong}\nwhat everybody said is in {folder}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
