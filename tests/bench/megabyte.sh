#!/bin/sh
# No input of a megabyte takes more than a second, or more than 256 MB: files of about that size, each of a kind that there is most of
# something in, and the output that takes most. The best of three tries counts, and has twice the time, since a machine may be slow or busy;
# a program that was not optimised has eight. Memory is not measured where a sanitizer takes most of it.
#
#   sh tests/bench/megabyte.sh PORTCHECK GENERATE MEASURE [SECONDS]
set -eu
program=$1
generate=$2
measure=$3
seconds=${4-2}
megabytes=256
cells=730
if grep -q __asan_init "$program"; then
    seconds=60
    megabytes=100000
    cells=365 # the gaps between pieces of memory would take what a run may have
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

check() { # KIND N [OPTION...]
    kind=$1
    rm -rf "$work/tree"
    mkdir "$work/tree"
    "$generate" "$kind" "$work/tree" "$2"
    shift 2
    bytes=$(find "$work/tree" -type f -exec cat {} + | wc -c)
    : >"$work/cost"
    for try in 1 2 3; do
        if [ "$try" = 1 ] || awk -v seconds=$seconds '$1 / 1e6 <= seconds { exit 1 }' "$work/cost"; then
            "$measure" "$program" check -C "$work/tree" "$@" >"$work/cost" 2>/dev/null || true
        fi
    done
    if awk -v kind="$kind $*" -v bytes="$bytes" -v seconds=$seconds -v megabytes=$megabytes '
        { printf "%-20s %8d bytes  %6.2f s  %6.1f MB\n", kind, bytes, $1 / 1e6, $2 / 1024; fine = $1 / 1e6 <= seconds && $2 / 1024 <= megabytes && $3 <= 3 }
        END { exit !fine }' "$work/cost"; then :; else
        echo "FAILED: $kind $* took more than $seconds s or $megabytes MB, or its exit status ($(awk '{ print $3 }' "$work/cost")) is none of 0 to 3"
        failed=1
    fi
}

check rows 20000
check ranges 38000
check overlaps 38000
check overlaps 38000 -f json
check overlaps 38000 -f json -o "$work/out"
check overlaps 38000 -f rdjson -o "$work/out"
check hosts 30000
check contradictions 80000
check cells $cells
check cells $cells -f concise
check cells $cells -f sarif
check cells $cells -f junit
check cells $cells -f grouped
check cells $cells --ci github
check headings 38000
check headings 38000 -f json
check compose 1000000
check bindings 15000 -f json
exit $failed
