#!/usr/bin/env bash
# Proves the units of deploy/systemd for curate and the crontab of docs/schedulers.md, with the paths of this checkout: systemd
# reads the units, and the crontab's command is run in cron's environment over the prompts of two nights, of which the first was
# missed; it is killed as by a loss of power and repeated, with a second one beside it.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/../systemd/units.sh"
read_units prospector-curate 3

said() { cat "$folder"/curate.{log,jsonl} 2>/dev/null || true; }
told() { # that the last night's line has each of $@
  local last words
  last=$(tail -n 1 "$folder/curate.jsonl")
  for words in "$@"; do
    [[ $last == *"$words"* ]] || fail "the line was $last, expected $words: $(said)"
  done
}

mkdir "$folder/prompts"
head -n 2 "$root/conf/prompts/shapes.txt" >"$folder/prompts/2026-11-25.txt"
tail -n 2 "$root/conf/prompts/shapes.txt" >"$folder/prompts/2026-11-26.txt"
data=$folder/datasets/shapes

set -m # a group of its own: all of it loses its power at once
by_cron "$command" &
night=$!
set +m
for _ in $(seq 1200); do
  ! compgen -G "$data/searches/*/run.json" >/dev/null || break
  kill -0 $night 2>/dev/null || fail "it ended too soon: $(said)"
  sleep 0.1
done
kill -STOP -- -$night # lest it is done before the second one has looked
code=0
by_cron "$command" || code=$?
[[ $code == 1 && $(tail -n 1 "$folder/curate.log") == *"$data: "*"process"* ]] || fail "a second one ended with $code: $(said)"
kill -9 -- -$night
wait $night || true
[[ ! -e $data/versions/0001/manifest.json ]] || fail "it was not killed in the middle"

by_cron "$command" || fail "ended with $?: $(said)"
told '"version":1,"new":true' '"searched":4,"failed":0'
searched=$(basename "$data"/searches/*/)
$ran --set out="$folder/calm/shapes" --date "${searched%-[0-9]}" >/dev/null 2>"$folder/calm.log" || fail "$(cat "$folder/calm.log")"
for part in versions exports; do
  diff -r "$folder/calm/shapes/$part" "$data/$part" || fail "$part differ from those of a night that was not disturbed"
done

before=$(find "$data"/{searches,versions,exports} -printf '%p %T@\n' | sort)
by_cron "$command" || fail "ended with $?: $(said)"
told '"version":1,"new":false' '"searched":0' '"nfe":0'
[[ $(find "$data"/{searches,versions,exports} -printf '%p %T@\n' | sort) == "$before" ]] || fail "what was done was written again"
[[ $(wc -l <"$folder/curate.jsonl") == 2 ]] || fail "two nights were done, and told: $(said)"
echo "check_schedule.sh: by cron's environment, killed and repeated: the bytes of an undisturbed night, and nothing twice"
