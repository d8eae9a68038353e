"""A night of a data set a day: new prompts in, a version of the data set out, verified, and told to whoever waits for data.

Needs on the worker: PROSPECTOR_HOME, a built checkout; SPARK_HOME, a Spark distribution; a connection spark_default whose host
and port are the master's. docs/schedulers.md.
"""

import datetime
import json
import os

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Asset, Param, task

# Each event's extra is the night's line of JSON, which has the version. It comes each night, new version or not: a night that is
# killed once its version is there finds nothing new when it is repeated. Whoever waits holds the number against the last one.
DATASET = Asset("prospector://dataset")

# By ./prospector, which knows all that spark-submit must be told, and whose last line is worth keeping: the operator for Spark
# keeps none. What people write is never part of the command's text.
NIGHT = {
    "PROSPECTOR": os.environ.get("PROSPECTOR_HOME", "/opt/prospector") + "/prospector",
    "MASTER": "{{ conn.spark_default.host }}:{{ conn.spark_default.port }}",
    "CONFIG": "{{ params.config }}",
    "OUT": "{{ params.out }}",
    "SOURCES": "{{ params.sources }}",
    "DAY": "{{ ds }}",
}
COMMON = {"env": NIGHT, "append_env": True}

with DAG(
    "prospector_curate",
    schedule="@daily",
    start_date=datetime.datetime(2026, 1, 1),
    catchup=False,  # A night searches for all that the ones before have missed.
    max_active_runs=1,
    params={
        "config": Param("/srv/prospector/curate.conf", type="string", description="What the data set is to be."),
        "out": Param("/srv/prospector/datasets/shapes", type="string", description="The data set, a path or a URI."),
        "sources": Param("/srv/prospector/prompts", type="string", description="Where prompts come from."),
    },
    default_args={
        # A driver that has died on another machine is taken for dead after 120 s of silence.
        "retries": 3,
        "retry_delay": datetime.timedelta(seconds=int(os.environ.get("PROSPECTOR_RETRY_SECONDS", "180"))),
    },
    doc_md=__doc__,
) as dag:
    # One command for all tries: it goes on after a kill, and changes nothing when nothing is new.
    curate = BashOperator(
        task_id="curate",
        bash_command='set -o pipefail; "$PROSPECTOR" curate --config "$CONFIG" --set out="$OUT" --set sources="$SOURCES"'
        ' --master "$MASTER" --date "$DAY" --json | tail -n 1',
        output_processor=json.loads,
        **COMMON,
    )

    # Reads every file of every version on this machine, and asks the cluster for nothing.
    verify = BashOperator(task_id="verify", bash_command='"$PROSPECTOR" curate verify "$OUT"', **COMMON)

    @task(outlets=[DATASET])
    def publish(night: dict, *, outlet_events) -> dict:
        """Tells which version the data set has now, as XCom and in the asset's event."""
        outlet_events[DATASET].extra = night
        return night

    told = publish(curate.output)
    curate >> verify >> told
