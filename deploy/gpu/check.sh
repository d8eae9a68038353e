#!/usr/bin/env bash
# Proves on this machine's GPU what tests prove on CPUs, within some ten minutes, and writes what it saw:
#   deploy/gpu/check.sh OUT [BUNDLE PIPELINE]
# OUT is a directory, not there yet. BUNDLE is an exported model and PIPELINE the diffusers directory that it comes from;
# with them the same is proved of a model of real size, beside diffusers itself.
# Needs a JDK 17, python3 with PyTorch, and libtorch for CUDA: docs/gpu.md. PROSPECTOR_CHECK_DEVICE=cpu tries the script
# itself where there is no GPU. PROSPECTOR_CHECK_ROWS is a pattern of the rows to run; without it all are.
set -uo pipefail

[[ $# -eq 1 || $# -eq 3 ]] || { sed -n '2,7s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
source deploy/spark.sh
out=$1 bundle=${2:-} pipeline=${3:-}
device=${PROSPECTOR_CHECK_DEVICE:-gpu}
python=${PROSPECTOR_PYTHON:-python3}
mkdir "$out" || exit 1
out=$(cd "$out" && pwd)
report=$out/report.md failed=0
export PROSPECTOR_CACHE=$out/cache

on_gpu=() resources=() large=8
if [[ $device == gpu ]]; then
  on_gpu=(--gpu 0) large=1024
  resources=(--conf spark.executor.resource.gpu.amount=1 --conf spark.task.resource.gpu.amount=1)
fi
judge=(--verifier pick --verifier-bundle pick=executors/src/test/resources/verifiers/tiny-pickscore --held-out none)

# row NAME COMMAND…: runs it and writes down how it ended, the last line that it said, and its seconds.
row() {
  local name=$1 log started ended said
  [[ $name =~ ${PROSPECTOR_CHECK_ROWS:-.} ]] || return
  shift
  log=$out/$(tr -c 'a-z0-9\n' - <<<"$name").log
  started=$(date +%s)
  if "$@" >"$log" 2>&1; then ended=ok; else ended=FAILED failed=1; fi
  said=$(tr '\r' '\n' <"$log" | grep -v '^\s*$' | tail -n 1 | cut -c1-300)
  echo "| $name | $ended | ${said//|//} | $(($(date +%s) - started)) s |" | tee -a "$report"
}

samples=0
sampled() { # BUNDLE OPTIONS…: the same images by GPU and by CPU
  local to=$out/sample-$((++samples))
  ./prospector models sample "$@" --seed 0,1,2,3 "${on_gpu[@]}" --out "$to-gpu" &&
    ./prospector models sample "$@" --seed 0,1,2,3 --out "$to-cpu" &&
    "$python" deploy/gpu/check.py images "$to-gpu" "$to-cpu"
}

piped() { # the bundle's images by GPU, and the pipeline's on the same device
  ./prospector models sample "$bundle" --prompt "a red fox" --steps 10 --height 512 --width 512 --seed 0,1 "${on_gpu[@]}" \
    --out "$out/sample-bundle" &&
    "$python" deploy/gpu/check.py pipeline "$pipeline" "$out/sample-bundle" --steps 10 --device "$device"
}

searched() { # ALGORITHM OPTIONS…: in process on the CPU, and on the cluster's GPU
  local algorithm=$1
  shift
  ./prospector search --algorithm "$algorithm" --candidates 16 --out "$out/cpu-$algorithm" "$@" &&
    cluster_search --algorithm "$algorithm" --candidates 16 --out "$out/gpu-$algorithm" "$@" &&
    "$python" deploy/gpu/check.py rows "$out/gpu-$algorithm" "$out/cpu-$algorithm"
}

cluster_search() { ./prospector search --master "$master" "${resources[@]}" "$@"; }

real() { # CANDIDATES OUT OPTIONS…: one prompt of the real model
  local candidates=$1 to=$2
  shift 2
  cluster_search --bundle "$bundle" --prompt "a red fox" --height 512 --width 512 --steps 10 --candidates "$candidates" \
    "${judge[@]}" --out "$to" "$@"
}

rate() { # NAME COMMAND OF CANDIDATES AND OUT: candidates per second, beyond what start and end cost
  local few=$1 many=$2 before between after
  shift 2
  before=$(date +%s.%N)
  "$1" "$few" "$out/rate-$few" "${@:2}" || return
  between=$(date +%s.%N)
  "$1" "$many" "$out/rate-$many" "${@:2}" || return
  after=$(date +%s.%N)
  "$python" -c "print(f'{($many - $few) / (($after - $between) - ($between - $before)):.2f} candidates/s ($few: {$between - $before:.1f} s, $many: {$after - $between:.1f} s)')"
}

small() { # CANDIDATES OUT: the embedded model
  cluster_search --prompt "a red circle above a blue square" --candidates "$1" --out "$2-small" --batch $((large / 4)) --held-out none
}

occupied() { # GIB COMMAND…: runs it while another process holds all but so much of the GPU
  "$python" deploy/gpu/check.py occupy "$1" >"$out/occupied" 2>&1 &
  local holder=$!
  for _ in $(seq 60); do grep -q holding "$out/occupied" && break; sleep 0.5; done
  "${@:2}"
  kill $holder
  wait $holder 2>/dev/null
}

starved() {
  occupied 4 real 64 "$out/starved" --batch 64
  grep -o '"halved" : [1-9][0-9]*' "$out/starved/run.json"
}

alternated() { # in one executor, where there is room for one of two models and not for both
  local jars="$target/prospector.jar" second=$out/second classes=$out/alternate
  for jar in "$target"/natives/*.jar; do jars+=,$jar; done
  cp -r "$bundle" "$second" && "$python" deploy/gpu/check.py renamed "$second" || return
  javac -d "$classes" -cp "${jars%%,*}:$distribution/jars/*" deploy/gpu/Alternate.java &&
    jar cf "$classes.jar" -C "$classes" . || return
  occupied 5 env DJL_OFFLINE=true SPARK_HOME="$distribution" SPARK_SCALA_VERSION="$(scala "$distribution")" java @"$target/jvm.options" \
    -cp "$distribution/jars/*" org.apache.spark.deploy.SparkSubmit --class Alternate --master "$master" \
    "${resources[@]}" --jars "$jars" "$classes.jar" executors/src/test/resources/verifiers/tiny-pickscore 512 \
    "$bundle" "$second" >"$out/alternated" 2>"$out/alternated.log"
  paste -sd';' "$out/alternated"
  [[ $(grep -c '^round .* 8 candidates' "$out/alternated") -eq 4 ]]
}

broken() { # a CUDA error that no later call of the process survives: its executor must end, and say so
  "$python" deploy/gpu/check.py poison executors/src/test/resources/verifiers/tiny-pickscore "$out/poison" || return
  ! cluster_search --prompt "a red circle" --candidates 4 --verifier poison --verifier-bundle poison="$out/poison" \
    --held-out none --out "$out/broken" >"$out/broken.log" 2>&1 || { echo "a search with it succeeded"; return 1; }
  grep -o 'executor [0-9]* exited.*code 20' "$out/broken.log" | sort -u
}

remembered() { tail -n +1 "$PROSPECTOR_CACHE"/batch-sizes/* && grep -rhoE '^batch.*|^[0-9]+$' "$PROSPECTOR_CACHE"/batch-sizes | tail -n 1; }

echo -e "| what | | what it said | |\n| --- | --- | --- | --- |" | tee "$report"
[[ $device == cpu ]] || row machine nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader
row doctor ./prospector doctor
row "shapes-b: images" sampled shapes-b --prompt "a red circle above a blue square"
[[ $device == cpu ]] || NVIDIA_TF32_OVERRIDE=0 row "shapes-b: images without TF32" sampled shapes-b --prompt "a red circle above a blue square"
row "shapes-s: images" sampled shapes-s --prompt "a red circle above a blue square"

cluster=deploy/standalone/cluster.sh
if [[ $device == gpu ]]; then
  export PROSPECTOR_CLUSTER_PROPERTIES=$out/cluster.conf
  echo "spark.worker.resource.gpu.amount 1" >"$out/cluster.conf"
  echo "spark.worker.resource.gpu.discoveryScript $root/deploy/gpu/discover.sh" >>"$out/cluster.conf"
fi
export PROSPECTOR_WORKER_CORES=${PROSPECTOR_WORKER_CORES:-4}
trap '"$cluster" stop' EXIT
master=$("$cluster" start 1) || exit 3
row "random: rows" searched random
row "zero-order: rows" searched zero-order
row "paths: rows" searched paths
row "shapes-b: batch auto" cluster_search --prompt "a red circle above a blue square" --candidates 64 --batch auto --held-out none --out "$out/auto"
row "shapes-b: rate" rate $large $((9 * large)) small
if [[ -n $bundle ]]; then
  row "bundle: images" piped
  row "bundle: batch auto" real 16 "$out/auto-real" --batch auto
  row "bundle: rate" rate 32 288 real --batch 32
  row "bundle: pipeline's rate" "$python" deploy/gpu/check.py rate "$pipeline" --steps 10 --device "$device"
  [[ $device == cpu ]] || row "bundle: memory runs out" starved
  [[ $device == cpu ]] || row "bundle: two by turns" alternated
fi
[[ $device == cpu ]] || row "batch sizes" remembered
[[ $device == cpu ]] || row "a broken context" broken
exit $failed
