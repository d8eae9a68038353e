# What the checks of units and crontabs have in common: to be sourced. Leaves a folder that goes when the check ends.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "$(basename "$0"): $*" >&2; exit 1; }
here() { sed "s#/opt/prospector#$root#g; s#/srv/prospector#$folder#g"; }
java=$(dirname "$(command -v java)")
by_cron() { env -i HOME="$HOME" LOGNAME="$(id -un)" SHELL=/bin/sh PATH="/usr/bin:/bin:$java" sh -c "$1"; }

# The units NAME and the line of docs/schedulers.md's crontab for HOUR, with the paths of this checkout: systemd reads the units, and
# both run the same. Sets command, which is cron's, and ran, the service's.
read_units() { # NAME HOUR
  local unit line
  if command -v systemd-analyze >/dev/null; then
    for unit in service timer; do
      here <"$root/deploy/systemd/$1.$unit" | sed 's/^User=.*/User=root/' >"$folder/$1.$unit"
    done
    systemd-analyze verify --man=no "$folder/$1".{service,timer} || fail "systemd does not take the units"
  else
    echo "$(basename "$0"): no systemd-analyze; the units are not looked at"
  fi
  line=$(grep "^0 $2 \* \* \*" "$root/docs/schedulers.md")
  command=$(here <<<"${line#"0 $2 * * * "}")
  ran=$(grep '^ExecStart=' "$root/deploy/systemd/$1.service" | here)
  ran=${ran#ExecStart=}
  [[ "$command" == "$ran >>"* ]] || fail "the service and the crontab run other commands"
}
