# Sourced by .ci/run and .ci/launched.

# A line at the start of each step, with the minutes and seconds since the script began.
step() { printf '\n== %02d:%02d %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }

jemalloc() { PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -q 'libjemalloc\.so\.2'; }
