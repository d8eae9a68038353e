#!/usr/bin/env bash
# Tests the wrapper, installed, with PyPI's PySpark of a version: check.sh 3.5.9, or 4.2.0 on the jar for Spark 4.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$1
target=jobs/target
[[ $version == 3.* ]] || target=$target/spark-4
[[ -f $target/prospector.jar ]] || { echo "$0: there is no $target/prospector.jar; build it first" >&2; exit 1; }

venv=${XDG_CACHE_HOME:-$HOME/.cache}/prospector-pyspark-$version
if [[ ! -e $venv/installed ]]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q "pyspark==$version" numpy pytest
  touch "$venv/installed"
fi
# From a copy, since building leaves folders beside the sources.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r deploy/python "$copy/wrapper"
"$venv/bin/pip" install -q --no-deps --force-reinstall "$copy/wrapper"

export SPARK_LOCAL_IP=127.0.0.1
unset SPARK_HOME
"$venv/bin/python" -m pytest -q -W ignore -p no:cacheprovider deploy/python/tests
"$venv/bin/python" deploy/python/example.py "$target" | tee "$copy/said"
[[ $(cut -d : -f 1 "$copy/said" | xargs) == "circle cross" ]]
