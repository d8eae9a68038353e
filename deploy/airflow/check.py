#!/usr/bin/env python3
"""Proves that the DAGs, run by Airflow itself, lose nothing and repeat nothing: `airflow dags test` with the real spark-submit
against a standalone cluster of two workers. The driver is killed in the middle of the first run of each, and Airflow's retry goes
on with it; the same date is run once more. Results, and a data set's versions and exports, are compared with those of one process,
byte by byte.

    deploy/airflow/check.py [FOLDER]      with Airflow and Spark in it; they are installed, in minutes, where they are not
"""

import contextlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy/standalone"))
from losses import Cluster  # noqa: E402  found by the line above

AIRFLOW = ["apache-airflow==3.3.2", "apache-airflow-providers-apache-spark==6.3.4"]
SPARK = "pyspark==3.5.9"  # a whole distribution, spark-submit too; beside Airflow, whose provider has another PySpark
DATE = "2026-11-26"
CONFIG = "bundle = shapes-s\nalgorithm = zero-order\nsteps = 8\nbatch = 8\nheld-out = [composition]\n"
CANDIDATES = 24
WINNERS, DATA = "prospector://winners", "prospector://dataset"
DATASET = """
search { bundle = shapes-s, algorithm = zero-order, candidates = 24, steps = 8, batch = 8, verifier = detector, held-out = [composition] }
rules = ["at most 1 per prompt"]
duplicates { bits = 2 }
exports { folder {}, webdataset {} }
"""


def environment(folder):
    """Airflow in a virtual environment, and a distribution of Spark beside it."""
    venv, home = folder / "airflow", folder / "spark/pyspark"
    if not (venv / "bin/airflow").exists() or not home.exists():
        started = time.monotonic()
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", *AIRFLOW], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", "--target", home.parent, SPARK], check=True)
        print(f"check.py: installed in {time.monotonic() - started:.0f} s", flush=True)
    return {
        "PATH": os.pathsep.join([f"{home}/bin", str(venv / "bin"), os.environ["PATH"]]),
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PROSPECTOR_HOME": str(ROOT),
        "PROSPECTOR_RETRY_SECONDS": "5",
    }


def driver(command, place):
    """The process that does a command in a directory; none if no one does."""
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # It has ended.
            words = (process / "cmdline").read_text().split("\0")
            if "org.apache.spark.deploy.SparkSubmit" in words and command in words:
                if {str(place), f"out={place}"} & set(words):
                    return int(process.name)
    return None


def kill_the_driver(command, place, run, airflow):
    """Takes the driver away from Airflow once a run has begun to commit its third round, which may stay half; returns the files of
    the two before."""
    while len(commits := sorted(run.glob("log/wave=*/_round-*.json"))) < 3:
        require(airflow.poll() is None, f"Airflow ended with {airflow.returncode} before two rounds were committed")
        time.sleep(0.1)
    logs = [commit.with_name(commit.stem.removeprefix("_") + ".parquet") for commit in commits[:2]]
    before = {file: file.stat().st_mtime_ns for file in [*commits[:2], *logs]}
    os.kill(driver(command, place), signal.SIGKILL)
    require(not (run / "_SUCCESS").exists(), "the run was done before its driver could be killed")
    return before


def files(root, *parts):
    return {file.relative_to(root): file.read_bytes() for part in parts for file in root.glob(part) if file.is_file()}


def touched(root):
    return {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in root.rglob("*") if file.is_file()}


def events(env, asset):
    """What an asset's events have told, for those that wait for it."""
    with contextlib.closing(sqlite3.connect(f"{env['AIRFLOW_HOME']}/airflow.db")) as database:
        told = "select asset_event.extra from asset_event join asset on asset.id = asset_id where asset.name = ? order by asset_event.id"
        return [json.loads(extra) for (extra,) in database.execute(told, [asset])]


def require(holds, otherwise):
    if not holds:
        sys.exit(f"check.py: {otherwise}")


def killed_and_retried(dag, conf, env, kill):
    """Has Airflow run a DAG whose driver is killed by the function; returns the command that runs it again."""
    test = ["airflow", "dags", "test", dag, DATE, "--conf", json.dumps(conf)]
    log = pathlib.Path(env["AIRFLOW_HOME"]) / f"{dag}.log"
    started = time.monotonic()
    with log.open("w") as output:
        airflow = subprocess.Popen(test, env=env, stdout=output, stderr=subprocess.STDOUT)
        try:
            before = kill(airflow)
        except BaseException:
            print(log.read_text()[-8000:])
            raise
        code = airflow.wait()
    require(code == 0, f"Airflow ended with {code}:\n{log.read_text()[-8000:]}")
    require({file: file.stat().st_mtime_ns for file in before} == before, "what was committed before the kill was written again")
    print(f"check.py: {dag} killed after {len(before) // 2} rounds, ended {time.monotonic() - started:.0f} s", flush=True)
    return test


def changes_nothing(test, env, root, words):
    """Runs the same date once more."""
    whole = touched(root)
    started = time.monotonic()
    again = subprocess.run(test, env=env, capture_output=True, text=True)
    said = again.stdout + again.stderr
    require(again.returncode == 0, f"the second run ended with {again.returncode}:\n{said[-8000:]}")
    require(words in said, f"the second run found work:\n{said[-8000:]}")
    require(touched(root) == whole, "the second run of the date has changed the directory")
    print(f"check.py: the same date again, {time.monotonic() - started:.0f} s: no file was touched", flush=True)


def search(folder, env):
    run, calm = folder / "runs" / DATE, folder / "calm"
    config, prompts = folder / "small.conf", ROOT / "conf/prompts/shapes.txt"
    config.write_text(CONFIG)
    command = ["search", "--config", config, "--candidates", str(CANDIDATES), "--prompts", prompts, "--out", calm]
    subprocess.run([ROOT / "prospector", *command], check=True, stdout=subprocess.DEVNULL)
    conf = {"runs": str(run.parent), "config": str(config), "candidates": CANDIDATES, "prompts": str(prompts)}
    test = killed_and_retried("prospector_search", conf, env, lambda airflow: kill_the_driver("search", run, run, airflow))
    require((run / "_SUCCESS").exists(), f"{run} has no _SUCCESS")
    parts = ["results/*", "baseline/*"]
    require(files(run, *parts) == files(calm, *parts), "results differ from those of one process")
    told = {"run": str(run), "results": f"{run}/results", "report": f"{run}/report.html"}
    require(events(env, WINNERS) == [told], f"the asset has {events(env, WINNERS)}")
    changes_nothing(test, env, run, "is done; there is nothing to go on with")
    require(events(env, WINNERS) == [told] * 2, f"the asset has {events(env, WINNERS)}")
    print("check.py: Airflow's run, killed and retried, has the bytes of a run in one process")


def curate(folder, env):
    data, calm, config, prompts = (folder / name for name in ("data", "alone/data", "curate.conf", "prompts.txt"))
    prompts.write_text("".join((ROOT / "conf/prompts/shapes.txt").read_text().splitlines(keepends=True)[:8]))
    config.write_text(f'out = "unused"\nsources = []\n{DATASET}')
    command = ["curate", "--config", config, "--set", f"out={calm}", "--set", f"sources={prompts}", "--date", DATE]
    subprocess.run([ROOT / "prospector", *command], check=True, stdout=subprocess.DEVNULL)
    conf = {"config": str(config), "out": str(data), "sources": str(prompts)}
    night = data / "searches" / DATE
    test = killed_and_retried("prospector_curate", conf, env, lambda airflow: kill_the_driver("curate", data, night, airflow))
    parts = ["versions/**/*", "exports/**/*"]
    require(files(data, *parts) == files(calm, *parts), "versions and exports differ from those of one process")
    told = events(env, DATA)
    require([(night["version"], night["new"], night["searched"]) for night in told] == [(1, True, 8)], f"the asset has {told}")
    changes_nothing(test, env, data, "nothing has changed: version 1 stands")
    told = events(env, DATA)
    require((told[1]["version"], told[1]["new"], told[1]["nfe"]) == (1, False, 0), f"the asset has {told}")
    print("check.py: Airflow's night, killed and retried, has the bytes of a night in one process")


def main():
    cache = pathlib.Path.home() / ".cache/prospector-airflow"
    env = os.environ | environment(pathlib.Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else cache)
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster:
        folder = pathlib.Path(folder)
        host, _, port = cluster.master.rpartition(":")
        env |= {
            "AIRFLOW_HOME": str(folder / "airflow"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "deploy/airflow"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": host, "port": int(port)}),
        }
        subprocess.run(["airflow", "db", "migrate"], env=env, check=True, capture_output=True)
        for check in (search, curate):
            check(folder, env)


if __name__ == "__main__":
    main()
