#!/usr/bin/env bash
# A standalone Spark cluster on this machine from the Maven jars alone, no distribution needed:
#   deploy/standalone/cluster.sh start [WORKERS=2]   prints the master's URL
#   deploy/standalone/cluster.sh stop
# PROSPECTOR_SPARK names its Spark, as for the launcher; PROSPECTOR_CLUSTER_PROPERTIES a file of Spark settings for master
# and workers, such as spark.authenticate.
# Then: ./prospector search --master spark://127.0.0.1:7077 …
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state="$root/jobs/target/standalone"
host=127.0.0.1
port=${PROSPECTOR_MASTER_PORT:-7077}
settings=(${PROSPECTOR_CLUSTER_PROPERTIES:+--properties-file "$PROSPECTOR_CLUSTER_PROPERTIES"})

unset SPARK_HOME
source "$root/deploy/spark.sh"
export SPARK_LOCAL_IP=$host
export DJL_OFFLINE=true OPT_OUT_TRACKING=true OMP_NUM_THREADS=1

daemon() { # NAME CLASS ARGUMENTS…
  local name=$1
  shift
  setsid nohup java @"$target/jvm.options" -Xmx512m -cp "$SPARK_HOME/jars/*" "$@" \
    >"$state/$name.log" 2>&1 </dev/null &
  echo $! >"$state/$name.pid"
}

await() { # FILE PATTERN COUNT
  for _ in $(seq 120); do
    [[ $(grep -c "$2" "$1" 2>/dev/null) -ge $3 ]] && return
    sleep 0.5
  done
  echo "cluster.sh: no '$2' in $1 within a minute; its end:" >&2
  tail -n 20 "$1" >&2
  stop
  exit 3
}

start() {
  local workers=${1:-2}
  "$root/prospector" --version >/dev/null # builds what is missing
  export SPARK_HOME=$distribution SPARK_SCALA_VERSION=$(scala "$distribution")
  mkdir -p "$state"
  rm -rf "$state"/*.log "$state"/work-*
  daemon master org.apache.spark.deploy.master.Master --host $host --port "$port" --webui-port 0 "${settings[@]}"
  await "$state/master.log" "I have been elected leader" 1
  for worker in $(seq "$workers"); do
    daemon "worker-$worker" org.apache.spark.deploy.worker.Worker --host $host --cores "${PROSPECTOR_WORKER_CORES:-1}" --memory 2g \
      --webui-port 0 --work-dir "$state/work-$worker" "${settings[@]}" "spark://$host:$port"
  done
  await "$state/master.log" "Registering worker" "$workers"
  echo "spark://$host:$port"
}

stop() {
  local pidfile
  for pidfile in "$state"/*.pid; do
    [[ -e $pidfile ]] || continue
    kill "$(cat "$pidfile")" 2>/dev/null || true
    rm -f "$pidfile"
  done
}

case ${1:-} in
  start) start "${2:-2}" ;;
  stop) stop ;;
  *)
    sed -n '2,7s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
