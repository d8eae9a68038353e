"""A first script: searches for images of three prompts, and keeps those above a mark.

python deploy/python/example.py jobs/target    # for PySpark 4: jobs/target/spark-4
"""

import os
import sys
from pathlib import Path

from prospector import NoiseSearch
from pyspark.ml import Pipeline
from pyspark.ml.feature import SQLTransformer
from pyspark.sql import SparkSession

# Before Java starts: nothing is downloaded or counted, and each task has one thread.
os.environ.update(DJL_OFFLINE="true", OPT_OUT_TRACKING="true", PYTORCH_FLAVOR="cpu", OMP_NUM_THREADS="1")

build = Path(sys.argv[1])
jars = [build / "prospector.jar", *build.glob("natives/*.jar")]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.jars", ",".join(str(jar.absolute()) for jar in jars))
    .config("spark.log.level", "ERROR")
    .config("spark.ui.showConsoleProgress", "false")
    .getOrCreate()
)

prompts = spark.createDataFrame(
    [("circle", "a red circle"), ("squares", "two blue squares"), ("cross", "a green cross")], "id string, prompt string"
)
search = NoiseSearch(bundle="shapes-s", idCol="id", verifier="detector", candidates=8, steps=4)
good = SQLTransformer(statement="SELECT id, score, png FROM __THIS__ WHERE score > -0.005 ORDER BY id")
for row in Pipeline(stages=[search, good]).fit(prompts).transform(prompts).collect():
    print(f"{row.id}: score {row.score:.3f}, a PNG of {len(row.png)} bytes")
spark.stop()
