#!/bin/sh
# Brings the allocator that the image preloads: jemalloc as it is on the machine that builds.
#   allocator.sh TO [LIBRARY]
library=${2:-$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p | sed -n 's|.*libjemalloc\.so\.2 .* => ||p' | head -n 1)}
if [ ! -f "$library" ]; then
  echo "the image's allocator: found no libjemalloc.so.2 here; install libjemalloc2 (Debian, Ubuntu) or jemalloc (Fedora)," \
    "or name one: -Dimage.allocator=LIBRARY" >&2
  exit 1
fi
mkdir -p "$1" && cp -L "$library" "$1/libjemalloc.so.2"
