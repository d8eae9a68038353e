#!/usr/bin/env bash
# Proves that a cluster draws what one machine draws: runs one search in process and once through spark-submit on
# a standalone master with two workers, and compares every result byte for byte.
#   deploy/standalone/check.sh [search options…]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cluster="$root/deploy/standalone/cluster.sh"
out=$(mktemp -d)
trap '"$cluster" stop; rm -rf "$out"' EXIT

options=("$@")
[[ ${#options[@]} -gt 0 ]] || options=(--candidates 4)

"$root/prospector" search "${options[@]}" --master 'local[2]' --out "$out/local"
master=$("$cluster" start 2)
"$root/prospector" search "${options[@]}" --master "$master" --out "$out/cluster"

for part in results baseline; do
  diff -r "$out/local/$part" "$out/cluster/$part" || {
    echo "check.sh: $part differs between local[2] and $master" >&2
    exit 1
  }
done
echo "check.sh: local[2] and $master gave the same bytes in results and baseline"
