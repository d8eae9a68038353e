#!/usr/bin/env bash
# EMR runs it on each node as it starts: brings what docs/platforms.md has uploaded from S3 to /opt/prospector.
#   bootstrap.sh s3://BUCKET/prospector/EMR-RELEASE cpu|cuda
set -euo pipefail

files=$1
device=$2
target=${PROSPECTOR_TARGET:-/opt/prospector} # another only where this is tried

[[ $device == cpu || $device == cuda ]] || { echo "bootstrap.sh: device was '$device', expected cpu or cuda" >&2; exit 1; }
sudo mkdir -p "$target/natives"
sudo chown -R "$(id -un)" "$target"

aws s3 cp "$files/prospector.jar" "$target/prospector.jar"
aws s3 cp "$files/log4j2.properties" "$target/log4j2.properties"
aws s3 cp "$files/discover.sh" "$target/discover.sh"
chmod 755 "$target/discover.sh"
if [[ $device == cpu ]]; then
  aws s3 cp --recursive "$files/natives/" "$target/natives/"
else
  aws s3 cp "$files/libtorch-cu128.tar.gz" "$target/libtorch.tar.gz"
  mkdir -p "$target/libtorch"
  tar -xzf "$target/libtorch.tar.gz" -C "$target/libtorch"
  rm "$target/libtorch.tar.gz"
  # YARN of EMR 7 hands out GPUs by cgroups of version 1, which have to be mounted first: EMR's own guide.
  sudo mkdir -p /spark-rapids-cgroup/devices
  sudo mount -t cgroup -o devices cgroupv1-devices /spark-rapids-cgroup/devices
  sudo chmod a+rwx -R /spark-rapids-cgroup
fi
chmod -R a+rX "$target"
