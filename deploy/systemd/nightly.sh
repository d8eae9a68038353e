#!/usr/bin/env bash
# Searches for all prompts that were not searched for yet: PROMPTS/NAME.csv becomes RUNS/NAME. What a reboot or a kill cut
# off goes on, what is done is left alone, and a second one that starts meanwhile ends at once.
#   deploy/systemd/nightly.sh PROMPTS RUNS [search options…]
# Exit codes are prospector's: of several files that of a failure which is worth repeating, else the highest. 75: another one
# is at work.
set -euo pipefail

[[ $# -ge 2 ]] || { sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
prompts=$1 runs=$2
shift 2

[[ -d $prompts ]] || { echo "nightly.sh: there is no directory '$prompts'" >&2; exit 1; }
mkdir -p "$runs"
exec 9>"$runs/.nightly.lock" # the system gives it back whatever happens to this process
flock -n 9 || { echo "nightly.sh: another one is at work in $runs" >&2; exit 75; }

searched=$runs/.nightly # has for each run that is done which file it was of
mkdir -p "$searched"
worst=0 failed=
for file in "$prompts"/*; do
  [[ -f $file ]] || continue
  base=$(basename "$file")
  name=$base
  if [[ $base =~ ^(.+)\.(txt|csv|tsv|json|jsonl|parquet)(\.(gz|zst))?$ ]]; then name=${BASH_REMATCH[1]}; fi
  of="$base $(sha256sum <"$file")"
  code=0
  if [[ ! -e $searched/$name ]]; then
    "$root/prospector" search --resume --prompts "$file" --out "$runs/$name" "$@" 9>&- || code=$?
    [[ $code != 0 ]] || echo "$of" >"$searched/$name"
  elif [[ $(<"$searched/$name") != "$of" ]]; then
    was=$(<"$searched/$name")
    echo "nightly.sh: $file: $runs/$name is the run of ${was%% *} as it was; give new prompts a name of their own" >&2
    code=1
  fi
  case $code in
    130 | 143) exit $code ;; # stopped: so is what is left
    3 | 12[89] | 1[3-9]? | 2??) failed=$code ;;
    *) [[ $code -le $worst ]] || worst=$code ;;
  esac
done
exit "${failed:-$worst}"
