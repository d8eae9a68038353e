"""A search a day: prompts in, a run directory named by the date out, verified, and told to whoever waits for winners.

Needs on the worker: PROSPECTOR_HOME, a built checkout; spark-submit of a Spark distribution on PATH; a connection
spark_default whose host and port are the master's. docs/schedulers.md.
"""

import datetime
import os

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Asset, Param, task

HOME = os.environ.get("PROSPECTOR_HOME", "/opt/prospector")
BUILD = f"{HOME}/jobs/target"  # /spark-4 below it for Spark 4
OUT = "{{ params.runs }}/{{ ds }}"

WINNERS = Asset("prospector://winners")  # each event's extra says which run, and where its results lie

# The operator goes past ./prospector, so what that hands to spark-submit stands here; CI holds the two together. A real
# spark-submit opens Java's modules by itself, and Prospector sets all other settings that it needs.
COMMON = {
    "application": f"{BUILD}/prospector.jar",
    "java_class": "dev.prospector.jobs.Main",
    "jars": f"{BUILD}/natives/*.jar",  # libtorch for CPUs
    "conf": {
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile=file:{HOME}/conf/spark/log4j2.properties"
        " -Dprospector.log=run"
    },
    "env_vars": {
        "DJL_OFFLINE": "true",
        "OPT_OUT_TRACKING": "true",
        "OMP_NUM_THREADS": "1",
        "PYTORCH_FLAVOR": "cpu",
        "LC_ALL": "C.UTF-8",
    },
}

with DAG(
    "prospector_search",
    schedule="@daily",
    start_date=datetime.datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    params={
        "prompts": Param(f"{HOME}/conf/prompts/shapes.txt", type="string", description="A file's path or URI."),
        "runs": Param("/srv/prospector/runs", type="string", description="Where runs lie, a path or a URI."),
        "candidates": Param(16, type="integer", minimum=1, description="What each prompt may cost."),
        "config": Param(f"{HOME}/conf/nightly.conf", type="string", description="All else that a search can be told."),
    },
    default_args={
        # A driver that has died on another machine is taken for dead after 120 s of silence.
        "retries": 3,
        "retry_delay": datetime.timedelta(seconds=int(os.environ.get("PROSPECTOR_RETRY_SECONDS", "180"))),
    },
    doc_md=__doc__,
) as dag:
    # One command for all tries: it begins the run, goes on with it after a kill, and leaves it alone when it is done.
    search = SparkSubmitOperator(
        task_id="search",
        name="prospector {{ ds }}",
        application_args=[
            *["search", "--resume", "--out", OUT, "--config", "{{ params.config }}"],
            *["--prompts", "{{ params.prompts }}", "--candidates", "{{ params.candidates }}"],
        ],
        **COMMON,
    )

    # Reads all of the run on this machine, and asks the cluster for nothing.
    verify = SparkSubmitOperator(task_id="verify", name="verify {{ ds }}", application_args=["verify", OUT], **COMMON)

    @task(outlets=[WINNERS])
    def publish(run: str, *, outlet_events) -> dict[str, str]:
        """Tells where the results lie, as XCom and in the asset's event."""
        told = {"run": run, "results": f"{run}/results", "report": f"{run}/report.html"}
        outlet_events[WINNERS].extra = told
        return told

    search >> verify >> publish(OUT)
