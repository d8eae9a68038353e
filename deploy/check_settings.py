#!/usr/bin/env python3
"""Holds what goes past ./prospector, Airflow's DAG and EMR's step, against what ./prospector itself hands to spark-submit: a
spark-submit of ours writes that down. Neither Airflow nor AWS is needed.

    deploy/check_settings.py
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types

ROOT = pathlib.Path(__file__).resolve().parents[1]
ENVIRONMENT = ["DJL_OFFLINE", "OPT_OUT_TRACKING", "OMP_NUM_THREADS", "PYTORCH_FLAVOR", "LC_ALL"]
RECORDER = """#!/usr/bin/env python3
import json, os, sys
print(json.dumps([sys.argv[1:], dict(os.environ)]))
"""


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def launched():
    """Words and environment that spark-submit gets from ./prospector."""
    with tempfile.TemporaryDirectory() as home:
        recorder = pathlib.Path(home) / "bin/spark-submit"
        recorder.parent.mkdir()
        recorder.write_text(RECORDER)
        recorder.chmod(0o755)
        bare = {name: value for name, value in os.environ.items() if name not in [*ENVIRONMENT, "LANG"]}
        command = [ROOT / "prospector", "search", "--master", "spark://host:7077"]
        words, environment = json.loads(subprocess.check_output(command, env=bare | {"SPARK_HOME": home}))
    return words, {name: environment[name] for name in ENVIRONMENT}


def submitted_by_airflow():
    """What the DAG's file hands to each of its operators, with Airflow's names standing for nothing."""

    class Anything:
        def __init__(self, *words, **named):
            self.named = named

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def __rshift__(self, other):
            return other

    made = []

    class Operator(Anything):
        def __init__(self, **named):
            super().__init__(**named)
            made.append(named)

    sdk = types.ModuleType("airflow.sdk")
    sdk.DAG = sdk.Asset = sdk.Param = Anything
    sdk.task = lambda **_: lambda function: lambda *words: Anything()
    operators = types.ModuleType("airflow.providers.apache.spark.operators.spark_submit")
    operators.SparkSubmitOperator = Operator
    sys.modules |= {sdk.__name__: sdk, operators.__name__: operators}
    os.environ["PROSPECTOR_HOME"] = str(ROOT)
    module(ROOT / "deploy/airflow/prospector_search.py")
    return made


def option(words, name):
    return words[words.index(name) + 1]


def one_executor_per_gpu():
    """Spark's settings of conf/spark/gpu-standalone.conf, as a search reads them."""
    command = [ROOT / "prospector", "search", "--config", ROOT / "conf/spark/gpu-standalone.conf", "--print-config"]
    printed = subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL)
    settings = next(line.removeprefix("spark = ") for line in printed.splitlines() if line.startswith("spark = "))
    return {f"spark.{name}": value for name, value in json.loads(settings).items()}


def opened_by_spark():
    """The words that Spark's own launcher adds for Java, as bin/spark-submit has it do."""
    home = ROOT / "jobs/target/spark"
    command = ["java", "-cp", f"{home}/jars/*", "org.apache.spark.launcher.Main", "org.apache.spark.deploy.SparkSubmit"]
    env = os.environ | {"SPARK_HOME": str(home), "SPARK_SCALA_VERSION": "2.12"}
    return subprocess.check_output([*command, "--class", "Main", "a.jar"], env=env, text=True).split("\0")


def main():
    words, environment = launched()
    problems = []

    def same(what, found, expected):
        if found != expected:
            problems.append(f"{what} is {found!r}, expected {expected!r} as ./prospector has it")

    jar = str(ROOT / "jobs/target/prospector.jar")
    natives = ",".join(str(file) for file in sorted((ROOT / "jobs/target/natives").glob("*.jar")))
    same("the launcher's jar, which this check compares with,", words[words.index("search") - 1], jar)
    same("the launcher's --jars", option(words, "--jars"), natives)
    java = option(words, "--driver-java-options")
    for task in submitted_by_airflow():
        who = f"the DAG's task {task['task_id']}:"
        same(f"{who} application", task["application"], jar)
        same(f"{who} java_class", task["java_class"], option(words, "--class"))
        same(f"{who} jars", ",".join(map(str, sorted(ROOT.glob(task["jars"].removeprefix(f"{ROOT}/"))))), natives)
        same(f"{who} conf", task["conf"], {"spark.driver.extraJavaOptions": java})
        same(f"{who} env_vars", task["env_vars"], environment)

    emr = module(ROOT / "deploy/emr/submit.py")
    step = emr.step(["search"], False)["HadoopJarStep"]["Args"]
    same("EMR's step: --class", option(step, "--class"), option(words, "--class"))
    configured = option(step, "--driver-java-options").replace("/opt/prospector/", f"{ROOT}/conf/spark/")
    same("EMR's step: --driver-java-options", configured, java)
    for gpu in (False, True):
        cluster = emr.cluster("s3://bucket", "emr-7.11.0", gpu, [])
        by_name = {one["Classification"]: one for one in cluster["Configurations"]}
        exported = by_name["spark-env"]["Configurations"][0]["Properties"]
        for name in set(ENVIRONMENT) - ({"PYTORCH_FLAVOR"} if gpu else set()):
            same(f"EMR's spark-env: {name}", exported.get(name), environment[name])

    defaults = by_name["spark-defaults"]["Properties"]  # the GPUs', which came last
    for name, value in one_executor_per_gpu().items():
        if defaults.get(name) != value:
            problems.append(f"EMR's {name} is {defaults.get(name)!r}, expected {value!r} as in conf/spark/gpu-standalone.conf")

    missing = set((ROOT / "jobs/target/jvm.options").read_text().split()) - set(opened_by_spark())
    if missing - {"-Djava.awt.headless=true"}:  # a driver on a cluster has no display to look for
        problems.append(f"Spark's launcher does not say {sorted(missing)}, which jvm.options does")
    if problems:
        sys.exit("\n".join(f"check_settings.py: {problem}" for problem in problems))
    print("check_settings.py: the DAG and EMR's step hand to spark-submit what ./prospector does")


if __name__ == "__main__":
    main()
