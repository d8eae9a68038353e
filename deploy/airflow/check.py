#!/usr/bin/env python3
"""Proves that the DAG, run by Airflow itself, loses nothing and repeats nothing: `airflow dags test` with the real spark-submit
against a standalone cluster of two workers. The driver is killed in the middle of the first run, and Airflow's retry goes on with
it; the same date is run once more. Results are compared with those of a run in one process, byte by byte.

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


def driver(run):
    """The process that searches into a directory; none if it does not."""
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # It has ended.
            words = (process / "cmdline").read_text().split("\0")
            if "org.apache.spark.deploy.SparkSubmit" in words and "search" in words and str(run) in words:
                return int(process.name)
    return None


def kill_the_driver(run, airflow):
    """Waits for two rounds, and takes the driver away from Airflow; returns the rounds' files that were committed by then."""
    while len(list(run.glob("log/wave=*/_round-*.json"))) < 2:
        require(airflow.poll() is None, f"Airflow ended with {airflow.returncode} before two rounds were committed")
        time.sleep(0.1)
    os.kill(driver(run), signal.SIGKILL)
    require(not (run / "_SUCCESS").exists(), "the run was done before its driver could be killed")
    commits = list(run.glob("log/wave=*/_round-*.json"))
    logs = [commit.with_name(commit.stem.removeprefix("_") + ".parquet") for commit in commits]
    return {file: file.stat().st_mtime_ns for file in [*commits, *logs]}


def files(run, *parts):
    return {file.relative_to(run): file.read_bytes() for part in parts for file in run.glob(part) if file.is_file()}


def events(airflow):
    """The runs that the asset's events name, for those that wait for winners."""
    with contextlib.closing(sqlite3.connect(airflow / "airflow.db")) as database:
        return [json.loads(extra)["run"] for (extra,) in database.execute("select extra from asset_event order by id")]


def require(holds, otherwise):
    if not holds:
        sys.exit(f"check.py: {otherwise}")


def main():
    cache = pathlib.Path.home() / ".cache/prospector-airflow"
    env = os.environ | environment(pathlib.Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else cache)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "small.conf").write_text(CONFIG)
        run, calm, log = folder / "runs" / DATE, folder / "calm", folder / "airflow.log"
        search = ["search", "--config", folder / "small.conf", "--candidates", str(CANDIDATES)]
        search += ["--prompts", ROOT / "conf/prompts/shapes.txt"]
        subprocess.run([ROOT / "prospector", *search, "--out", calm], check=True, stdout=subprocess.DEVNULL)
        with Cluster() as cluster:
            host, _, port = cluster.master.rpartition(":")
            env |= {
                "AIRFLOW_HOME": str(folder / "airflow"),
                "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "deploy/airflow"),
                "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
                "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps(
                    {"conn_type": "spark", "host": host, "port": int(port)}
                ),
            }
            subprocess.run(["airflow", "db", "migrate"], env=env, check=True, capture_output=True)
            conf = {"runs": str(run.parent), "config": str(folder / "small.conf"), "candidates": CANDIDATES}
            conf["prompts"] = str(ROOT / "conf/prompts/shapes.txt")
            test = ["airflow", "dags", "test", "prospector_search", DATE, "--conf", json.dumps(conf)]

            with log.open("w") as output:
                started = time.monotonic()
                airflow = subprocess.Popen(test, env=env, stdout=output, stderr=subprocess.STDOUT)
                before = kill_the_driver(run, airflow)
                code = airflow.wait()
            said = log.read_text()
            require(code == 0, f"Airflow ended with {code}:\n{said[-8000:]}")
            require((run / "_SUCCESS").exists(), f"{run} has no _SUCCESS:\n{said[-8000:]}")
            after = {file: file.stat().st_mtime_ns for file in before}
            require(after == before, "what was committed before the kill was written again")
            print(f"check.py: killed after {len(before) // 2} rounds, ended {time.monotonic() - started:.0f} s", flush=True)

            parts = ["results/*", "baseline/*"]
            require(files(run, *parts) == files(calm, *parts), "results differ from those of one process")
            require(events(folder / "airflow") == [str(run)], f"the asset has {events(folder / 'airflow')}")

            whole = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in run.rglob("*") if file.is_file()}
            started = time.monotonic()
            again = subprocess.run(test, env=env, capture_output=True, text=True)
            said = again.stdout + again.stderr
            require(again.returncode == 0, f"the second run ended with {again.returncode}:\n{said[-8000:]}")
            require("is done; there is nothing to go on with" in said, f"the second run found work:\n{said[-8000:]}")
            now = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in run.rglob("*") if file.is_file()}
            require(now == whole, "the second run of the date has changed the directory")
            require(events(folder / "airflow") == [str(run)] * 2, f"the asset has {events(folder / 'airflow')}")
            print(f"check.py: the same date again, {time.monotonic() - started:.0f} s: no file was touched", flush=True)
    print("check.py: Airflow's run, killed and retried, has the bytes of a run in one process")


if __name__ == "__main__":
    main()
