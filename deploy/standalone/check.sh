#!/usr/bin/env bash
# Proves that a cluster draws what one machine draws: runs one search in process and once through spark-submit on
# a standalone master with two workers, and compares every result byte for byte. The cluster demands a secret, which
# must not stand in the process list meanwhile, nor in what the run leaves.
#   deploy/standalone/check.sh [search options…]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cluster="$root/deploy/standalone/cluster.sh"
out=$(mktemp -d)
trap '"$cluster" stop; rm -rf "$out"' EXIT

options=("$@")
[[ ${#options[@]} -gt 0 ]] || options=(--candidates 4)

"$root/prospector" search "${options[@]}" --master 'local[2]' --out "$out/local"

(umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$out/secret")
export CHECK_SECRET=$(<"$out/secret") PROSPECTOR_CLUSTER_PROPERTIES=$out/cluster.conf
(umask 077 && printf 'spark.authenticate true\nspark.authenticate.secret %s\n' "$CHECK_SECRET" >"$out/cluster.conf")
master=$("$cluster" start 2)
"$root/prospector" search "${options[@]}" --master "$master" --out "$out/cluster" \
  --conf spark.authenticate=true --conf spark.authenticate.secret=env:CHECK_SECRET &
search=$!
while kill -0 $search 2>/dev/null; do
  ! grep -aFlf "$out/secret" /proc/[0-9]*/cmdline 2>/dev/null || { echo "check.sh: the secret is in the process list" >&2; exit 1; }
  sleep 0.1
done
wait $search
! grep -aFrlf "$out/secret" "$out/cluster" || { echo "check.sh: the secret is in what the run left" >&2; exit 1; }

for part in results baseline; do
  diff -r "$out/local/$part" "$out/cluster/$part" || {
    echo "check.sh: $part differs between local[2] and $master" >&2
    exit 1
  }
done
echo "check.sh: local[2] and $master gave the same bytes in results and baseline"
