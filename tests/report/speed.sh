#!/bin/sh
# The report of a large tree costs less than MILLISECONDS and 10 MB, and the same tree gives the same bytes.
#
#   speed.sh PROGRAM MILLISECONDS
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1
limit=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/tree"
sh "$here/large-tree" "$work/tree"

# Of three turns the best: the others may have waited for somebody else's work.
best=
for turn in 1 2 3; do
    began=$(date +%s%N)
    "$program" report -C "$work/tree" -f html >"$work/report.$turn"
    took=$((($(date +%s%N) - began) / 1000000))
    [ -n "$best" ] && [ "$best" -le "$took" ] || best=$took
done
bytes=$(wc -c <"$work/report.1")
echo "$best ms, $bytes bytes"
cmp "$work/report.1" "$work/report.2"
[ "$best" -le "$limit" ] || {
    echo "more than $limit ms"
    exit 1
}
[ "$bytes" -le 10000000 ] || {
    echo 'more than 10 MB'
    exit 1
}
