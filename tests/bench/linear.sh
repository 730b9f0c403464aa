#!/bin/sh
# Four times the input costs at most so many times the work, for each kind of input that a run could go through twice:
# services with their files, rows of tables, services of a compose file, bindings of one port, equal ranges, hosts of one service, headings. Work is instructions where
# callgrind is, else CPU time with wide slack (the inputs are large enough for it to be more than noise).
#
#   sh tests/bench/linear.sh PORTCHECK GENERATE
set -eu
export PORTCHECK_SANDBOX=never # callgrind writes its figures at the end, and knows nothing of Landlock
program=$1
generate=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

by_instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" check -C "$1" 2>&1 >/dev/null |
        sed -n 's/.*Collected *: *\([0-9]*\).*/\1/p'
}

# Milliseconds of CPU, the least of three.
by_time() {
    for _ in 1 2 3; do
        (
            "$program" check -C "$1" >/dev/null 2>&1 || true
            times
        ) | sed -n '2s/\([0-9]*\)m\([0-9.]*\)s \([0-9]*\)m\([0-9.]*\)s/\1 \2 \3 \4/p' |
            awk '{ printf "%d\n", ($1 * 60 + $2 + $3 * 60 + $4) * 1000 }'
    done | sort -n | head -n 1
}

if command -v valgrind >/dev/null 2>&1 && [ -n "$(by_instructions "$work")" ]; then
    cost=by_instructions
    most=4.6
else
    cost=by_time
    most=8
fi

check() { # KIND N
    rm -rf "$work/one" "$work/four"
    mkdir "$work/one" "$work/four"
    "$generate" "$1" "$work/one" "$2"
    "$generate" "$1" "$work/four" $(($2 * 4))
    one=$($cost "$work/one")
    four=$($cost "$work/four")
    if awk -v a="$one" -v b="$four" -v most=$most -v kind="$1" -v how=$cost 'BEGIN {
        if (how == "by_time" && b < 100) exit 0   # too quick to say anything, and quick enough
        printf "%-10s %12.0f %12.0f  %.2f times\n", kind, a, b, (a > 0 ? b / a : 0)
        exit !(a > 0 && b <= most * a)
    }'; then :; else
        echo "FAILED: four times as many $1 cost more than $most times as much"
        failed=1
    fi
}

check services 30
check rows 1000
check compose 50000
check bindings 500
check ranges 1000
check hosts 300
check headings 300
exit $failed
