#!/usr/bin/env python3
"""Starts an EMR cluster that searches and ends, or searches on one that is there. Repeating the command goes on with the run:

    deploy/emr/submit.py s3://BUCKET/prospector/emr-7.11.0 search --resume --prompts s3a://… --out s3a://…
    deploy/emr/submit.py --gpu s3://BUCKET/prospector/emr-7.11.0 search …
    deploy/emr/submit.py --release emr-spark-8.0.0 s3://BUCKET/prospector/emr-spark-8.0.0 search …
    deploy/emr/submit.py --cluster j-ABC s3://BUCKET/prospector/emr-7.11.0 search …

Prints the cluster's id. What lies below the first argument, and how it comes there, says docs/platforms.md. Needs boto3.
"""

import argparse
import json
import pathlib
import re
import string
import sys

HERE = pathlib.Path(__file__).resolve().parent


def read(name, files):
    return json.loads(string.Template((HERE / name).read_text()).substitute(files=files))


def step(words, gpu):
    """What runs a command of Prospector's, by spark-submit on the first node."""
    one = json.loads((HERE / "step.json").read_text())
    arguments = one["HadoopJarStep"]["Args"]
    if gpu:  # libtorch for CUDA is no jar
        jars = arguments.index("--jars")
        del arguments[jars : jars + 2]
    arguments += words
    return one


def cluster(files, release, gpu, steps):
    """What RunJobFlow is asked for."""
    asked = read("cluster.json", files) | (read("gpu.json", files) if gpu else {})
    return asked | {"ReleaseLabel": release, "Steps": steps}


def parse(words=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", metavar="FILES", help="where jar, bootstrap.sh and the rest lie")
    parser.add_argument("--release", default="emr-7.11.0", help="emr-7.… for Spark 3.5, emr-spark-8.0.0 for Spark 4")
    parser.add_argument("--gpu", action="store_true", help="one executor per GPU; emr-7 alone")
    parser.add_argument("--cluster", help="an id, to add a step to one that is there")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="search … and what follows, as for ./prospector")
    given = parser.parse_args(words)
    if not given.files.startswith("s3://"):
        parser.error(f"FILES was {given.files}, expected s3://BUCKET/… with what docs/platforms.md uploads")
    if not re.match(r"emr-7\.|emr-spark-8\.", given.release):
        parser.error(f"--release was {given.release}, expected emr-7.… (Spark 3.5) or emr-spark-8.… (Spark 4.0)")
    if not given.command or given.command[0].startswith("-"):  # argparse takes options after the first word for a command's
        parser.error(f"the command was {given.command}, expected search or another, and options before FILES")
    if given.gpu and not given.release.startswith("emr-7."):
        parser.error(f"--gpu with --release {given.release}: only emr-7 says how its YARN gives out GPUs")
    return given


def main(words=None):
    given = parse(words)
    try:
        import boto3
        import botocore.exceptions
    except ImportError:
        sys.exit("submit.py: boto3 is not there, expected: pip install boto3")
    try:
        submit(given, boto3.client("emr"))
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
        sys.exit(f"submit.py: {error}")


def submit(given, emr):
    steps = [step(given.command, given.gpu)]
    if given.cluster:
        emr.add_job_flow_steps(JobFlowId=given.cluster, Steps=steps)
        print(given.cluster)
    else:
        print(emr.run_job_flow(**cluster(given.files.rstrip("/"), given.release, given.gpu, steps))["JobFlowId"])


if __name__ == "__main__":
    main()
