# Which Spark the launcher and the scripts beside it run: sourced, with root set. PROSPECTOR_SPARK says 3.5, 4.0 or 4.2; else
# the distribution in SPARK_HOME does, else it is 3.5. One build is for 3.5, another for 4.0 and what comes after it.
# Sets target (the build), profile (Maven's, for that) and distribution (Spark from Maven's jars).
spark=${PROSPECTOR_SPARK:-}
if [[ -z $spark ]]; then
  spark=3.5
  ! compgen -G "${SPARK_HOME:-/nowhere}/jars/spark-core_*-4.*.jar" >/dev/null || spark=4.0
fi
case $spark in
  3.5) target=$root/jobs/target profile= distribution=$target/spark ;;
  4.0) target=$root/jobs/target/spark-4 profile=spark-4 distribution=$target/spark ;;
  4.2) target=$root/jobs/target/spark-4 profile=spark-4 distribution=$target/spark-4.2 ;;
  *)
    echo "prospector: PROSPECTOR_SPARK: $spark is none of 3.5, 4.0 and 4.2" >&2
    exit 1
    ;;
esac

scala() { # that the Spark in $1 is of; empty if there is none
  local core=("$1"/jars/spark-core_*.jar)
  core=${core##*/spark-core_}
  [[ $core == '*'* ]] || echo "${core%%-*}"
}
