#!/usr/bin/env python3
"""Proves of what is for EMR what can be proved without AWS:

* RunJobFlow and AddJobFlowSteps take what submit.py asks for: by the service's own model, which botocore has, and by a server
  of its API (moto) that keeps what it was asked for;
* bootstrap.sh brings the files that the step names, from a folder that an `aws` of ours takes for a bucket;
* the step's spark-submit draws the bytes of one process, with only master and paths changed: by Spark's own spark-submit on a
  standalone cluster of two workers.

    deploy/emr/check.py [FOLDER]      with Spark and boto3 in it; they are installed where they are not
"""

import contextlib
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy/standalone"))
from losses import Cluster, free_port  # noqa: E402  found by the line above

PACKAGES = ["boto3==1.44.8", "moto[emr,server]==5.2.5"]
SPARK = "pyspark==3.5.9"
SEARCH = ["--bundle", "shapes-s", "--candidates", "3", "--steps", "5"]
FILES = "s3://bucket/prospector/emr-7.11.0"
# Its copies come from a folder; whatever else it is asked for is refused.
AWS = """#!/usr/bin/env bash
set -euo pipefail
[[ $1 == s3 && $2 == cp ]] || { echo "no such command here: aws $*" >&2; exit 2; }
shift 2
recursive=; [[ $1 != --recursive ]] || { recursive=-r; shift; }
from=${1/#s3:\\/\\//$BUCKETS\\/}
[[ -e $from ]] || { echo "aws: there is no $1" >&2; exit 1; }
if [[ $recursive ]]; then cp -r "$from". "$2"; else cp "$from" "$2"; fi
"""


def require(holds, otherwise):
    if not holds:
        sys.exit(f"check.py: {otherwise}")


def installed(folder):
    """Python with boto3 and moto, and a distribution of Spark."""
    venv, spark = folder / "emr", folder / "spark"
    if not (venv / "bin/moto_server").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", *PACKAGES], check=True)
    if not (spark / "pyspark").exists():
        subprocess.run([venv / "bin/pip", "install", "-q", "--target", spark, SPARK], check=True)
    return venv / "bin", spark / "pyspark"


MODEL = """
import json, sys
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
service = ServiceModel(Loader().load_service_model("emr", "service-2"))
for operation, asked in json.load(sys.stdin):
    report = ParamValidator().validate(asked, service.operation_model(operation).input_shape)
    if report.has_errors():
        sys.exit(f"{operation}: {report.generate_report()}")
    unknown = set(asked) - set(service.operation_model(operation).input_shape.members)
    if unknown:
        sys.exit(f"{operation}: has no {unknown}")
"""


def fits_the_model(python, submit):
    asked = []
    for release, gpu in [("emr-7.11.0", False), ("emr-7.11.0", True), ("emr-spark-8.0.0", False)]:
        steps = [submit.step(["search"], gpu)]
        asked.append(("RunJobFlow", submit.cluster(FILES, release, gpu, steps)))
        asked.append(("AddJobFlowSteps", {"JobFlowId": "j-1", "Steps": steps}))
    ended = subprocess.run([python, "-c", MODEL], input=json.dumps(asked), text=True, capture_output=True)
    require(ended.returncode == 0, ended.stderr)
    print(f"check.py: the service's model takes {len(asked)} requests", flush=True)


def taken_by_a_server(binaries):
    """submit.py as a user calls it; the server is asked for what it then has."""
    port = free_port()
    server = subprocess.Popen(
        [binaries / "moto_server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    env = os.environ | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
    }

    def submitted(*words):
        command = [binaries / "python", ROOT / "deploy/emr/submit.py", *words]
        return subprocess.check_output(command, env=env, text=True).strip()

    try:
        for _ in range(100):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/"):
                break
            time.sleep(0.1)
        made = submitted(FILES, "search", "--out", "s3a://bucket/runs/a")
        require(submitted("--cluster", made, FILES, "search", "--out", "s3a://bucket/runs/b") == made, "another name")
        told = subprocess.check_output(
            [
                binaries / "python",
                "-c",
                "import boto3, json, sys; emr = boto3.client('emr');"
                f"print(json.dumps([s['Config']['Args'] for s in emr.list_steps(ClusterId='{made}')['Steps']]))",
            ],
            env=env,
            text=True,
        )
        outs = sorted(arguments[-1] for arguments in json.loads(told))
        require(outs == ["s3a://bucket/runs/a", "s3a://bucket/runs/b"], f"the server has steps for {outs}")
    finally:
        server.terminate()
        server.wait()
    print(f"check.py: a server of the API made {made} with two steps", flush=True)


def bootstrapped(folder):
    """The node's folder after bootstrap.sh, from what docs/platforms.md uploads."""
    upload = folder / "buckets/bucket/prospector/emr-7.11.0"
    page = (ROOT / "docs/platforms.md").read_text()
    commands = re.findall(r"^aws s3 cp (.*) \$files/(\S*)$", page, re.MULTILINE)
    require(len(commands) >= 5, f"docs/platforms.md uploads {commands}")
    for source, name in commands:
        recursive, _, path = source.rpartition(" ")
        target = upload / (name or pathlib.Path(path).name)
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", *(["-r"] if recursive else []), ROOT / path, target], check=True)
    tools, target = folder / "tools", folder / "node"
    tools.mkdir()
    for name, text in {"aws": AWS, "sudo": '#!/bin/sh\nexec "$@"\n'}.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    env = os.environ | {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "BUCKETS": str(folder / "buckets"),
        "PROSPECTOR_TARGET": str(target),
    }
    subprocess.run(["bash", upload / "bootstrap.sh", FILES, "cpu"], env=env, check=True)
    return target


def run_the_step(submit, spark, node, folder):
    calm, out = folder / "calm", folder / "run"
    subprocess.run([ROOT / "prospector", "search", *SEARCH, "--out", calm], check=True, stdout=subprocess.DEVNULL)
    arguments = submit.step(["search", "--resume", *SEARCH, "--out", str(out)], False)["HadoopJarStep"]["Args"]
    exports = submit.read("cluster.json", FILES)["Configurations"][0]["Configurations"][0]["Properties"]
    env = os.environ | exports | {"SPARK_HOME": str(spark), "SPARK_LOCAL_IP": "127.0.0.1"}
    with Cluster() as cluster:
        words = [word.replace("/opt/prospector", str(node)) for word in arguments]
        words[:1] = [spark / "bin/spark-submit", "--master", cluster.master]
        subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL)
    for part in ("results", "baseline"):
        ours = {file.name: file.read_bytes() for file in (out / part).glob("*")}
        theirs = {file.name: file.read_bytes() for file in (calm / part).glob("*")}
        require(ours and ours == theirs, f"{part} differs from that of one process")
    print("check.py: the step's spark-submit has the bytes of one process", flush=True)


def main():
    cache = pathlib.Path.home() / ".cache/prospector-airflow"
    binaries, spark = installed(pathlib.Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else cache)
    spec = importlib.util.spec_from_file_location("submit", ROOT / "deploy/emr/submit.py")
    submit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(submit)
    fits_the_model(binaries / "python", submit)
    taken_by_a_server(binaries)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        run_the_step(submit, spark, bootstrapped(folder), folder)


if __name__ == "__main__":
    main()
