#!/usr/bin/env bash
# Proves the units and the crontab of docs/schedulers.md, with the paths of this checkout: systemd reads the units, and the crontab's
# command is run in cron's environment, killed as by a loss of power and repeated, with a second one beside it.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/units.sh"
read_units prospector-nightly 1

mkdir "$folder/prompts" "$folder/calm"
head -n 2 "$root/conf/prompts/shapes.txt" >"$folder/prompts/2026-11-25.txt"
tail -n 20 "$root/conf/prompts/shapes.txt" >"$folder/prompts/2026-11-26.txt"

set -m # a group of its own: all of it loses its power at once
by_cron "$command" &
night=$!
set +m
for _ in $(seq 1200); do
  [[ ! -e $folder/runs/2026-11-26/run.json ]] || break
  kill -0 $night 2>/dev/null || fail "it ended too soon: $(cat "$folder/nightly.log")"
  sleep 0.1
done
code=0
by_cron "$command" || code=$?
[[ $code == 75 ]] || fail "a second one ended with $code, expected 75: $(cat "$folder/nightly.log")"
kill -9 -- -$night
wait $night || true
[[ -e $folder/runs/2026-11-25/_SUCCESS && ! -e $folder/runs/2026-11-26/_SUCCESS ]] || fail "it was not killed in its second run"

by_cron "$command" || fail "ended with $?: $(cat "$folder/nightly.log")"
for name in 2026-11-25 2026-11-26; do
  "$root/prospector" search --config "$root/conf/nightly.conf" --prompts "$folder/prompts/$name.txt" --out "$folder/calm/$name" \
    >/dev/null 2>"$folder/calm.log" || fail "$(cat "$folder/calm.log")"
  for part in results baseline; do
    diff -r "$folder/calm/$name/$part" "$folder/runs/$name/$part" || fail "$part of $name differs from that of a run that was not disturbed"
  done
done
before=$(find "$folder"/runs/* -type f -printf '%p %T@\n' | sort)
by_cron "$command" || fail "ended with $?: $(cat "$folder/nightly.log")"
[[ $(find "$folder"/runs/* -type f -printf '%p %T@\n' | sort) == "$before" ]] || fail "what was done was written again"
echo "check.sh: by cron's environment, killed and repeated: the bytes of undisturbed runs, and nothing twice"
