"""A session on the jar that was built for this PySpark, as a notebook would have it."""

import os
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[3]
TARGET = ROOT / "jobs/target" / ("" if pyspark.__version__.startswith("3.") else "spark-4")


@pytest.fixture(scope="session")
def spark():
    os.environ.update(DJL_OFFLINE="true", OPT_OUT_TRACKING="true", OMP_NUM_THREADS="1", PYTORCH_FLAVOR="cpu")
    jars = [TARGET / "prospector.jar", *(TARGET / "natives").glob("*.jar")]
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", ",".join(map(str, jars)))
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture
def prompts(spark):
    rows = [("a", "a red circle", 1.0), ("b", "two blue squares", 2.0), ("c", None, 3.0)]
    return spark.createDataFrame(rows, "id string, prompt string, weight double")
