#!/bin/bash
# Stands in for the entry point of Spark's image in check.py: what Spark's scheduler hands a pod, by arguments and environment,
# becomes a driver's spark-submit or an executor's JVM. The image itself has that of its base.
set -euo pipefail

role=$1
shift
case $role in
  driver)
    exec "$SPARK_HOME/bin/spark-submit" --deploy-mode client --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" "$@"
    ;;
  executor)
    options=()
    for name in "${!SPARK_JAVA_OPT_@}"; do options+=("${!name}"); done
    exec "$JAVA_HOME/bin/java" "${options[@]}" "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" \
      -cp "${SPARK_CONF_DIR:-$SPARK_HOME/conf}:$SPARK_HOME/jars/*" org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
      --driver-url "$SPARK_DRIVER_URL" --app-id "$SPARK_APPLICATION_ID" --executor-id "$SPARK_EXECUTOR_ID" \
      --cores "$SPARK_EXECUTOR_CORES" --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" \
      --hostname "$SPARK_EXECUTOR_POD_IP" --podName "$SPARK_EXECUTOR_POD_NAME"
    ;;
esac
