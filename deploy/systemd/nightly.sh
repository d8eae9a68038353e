#!/usr/bin/env bash
# Searches for all prompts that were not searched for yet: PROMPTS/NAME.csv becomes RUNS/NAME. What a reboot or a kill cut
# off goes on, what is done is left alone, and a second one that starts meanwhile ends at once.
#   deploy/systemd/nightly.sh PROMPTS RUNS [search options…]
# Exit codes are prospector's: of several files the highest. 75: another one is at work.
set -euo pipefail

[[ $# -ge 2 ]] || { sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
prompts=$1 runs=$2
shift 2

[[ -d $prompts ]] || { echo "nightly.sh: there is no directory '$prompts'" >&2; exit 1; }
mkdir -p "$runs"
exec 9>"$runs/.nightly.lock" # the system gives it back whatever happens to this process
flock -n 9 || { echo "nightly.sh: another one is at work in $runs" >&2; exit 75; }

worst=0
for file in "$prompts"/*; do
  [[ -f $file ]] || continue
  name=$(basename "$file")
  run=$runs/${name%%.*}
  [[ ! -e $run/_SUCCESS ]] || continue
  code=0
  "$root/prospector" search --resume --prompts "$file" --out "$run" "$@" 9>&- || code=$?
  [[ $code -le $worst ]] || worst=$code
  [[ $code -lt 128 ]] || break # stopped by a signal: so is what is left
done
exit $worst
