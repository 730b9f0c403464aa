#!/bin/sh
# The instructions of runs over fixed trees, counted by callgrind, against the figures in instructions.txt: more than 5 % above one of
# them is a failure, and so is more than 5 % below: what was won is written down, or the next loss hides behind it.
#
#   sh tests/bench/instructions.sh PORTCHECK GENERATE            compares; ends with 77 where nothing can be compared
#   sh tests/bench/instructions.sh --update                      builds optimised and writes instructions.txt anew
#
# Whatever else the machine does changes no count. What would: the compiler and the libraries (their versions stand in the file; with
# others the test is skipped), and which of its variants libc takes on this processor: it is told to take the plain ones.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
update=no
if [ "${1-}" = --update ]; then
    update=yes
    (cd "$here/../.." && cmake --preset release >/dev/null && cmake --build --preset release --target portcheck bench_generate >/dev/null)
    build=$(cd "$here/../../build/release" && pwd)
    set -- "$build/portcheck" "$build/tests/bench/bench_generate"
fi
program=$1
generate=$2
slack=5 # percent
known=$here/instructions.txt
export PORTCHECK_SANDBOX=never # callgrind writes its figures at the end, and knows nothing of Landlock
export LC_ALL=C
plain=glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX2,-AVX,-BMI1,-BMI2,-LZCNT,-MOVBE,-RTM,-ERMS,-FSRM,-SSE4_2,-SSE4_1,-SSSE3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
    echo "SKIPPED: $1. The instructions of a run are not held to anything here."
    exit 77
}

command -v valgrind >/dev/null 2>&1 || skip "there is no valgrind"

versions() {
    printf '%s, gcc %s, libc %s, yaml %s, cmark-gfm %s\n' "$(uname -m)" "$(gcc -dumpfullversion)" "$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)" \
        "$(pkg-config --modversion yaml-0.1)" "$(pkg-config --modversion libcmark-gfm)"
}

# In the tree, whose path thus has no part in it.
count() { # TREE
    (cd "$1" && env -i PATH="$PATH" HOME="$work" LC_ALL=C PORTCHECK_SANDBOX=never GLIBC_TUNABLES=$plain \
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" check 2>&1 >/dev/null |
        sed -n 's/.*Collected *: *\([0-9]*\).*/\1/p')
}

figures() {
    printf '# Instructions of a run (callgrind, gcc, optimised). Written by: sh tests/bench/instructions.sh --update\n'
    printf 'with %s\n' "$(versions)"
    for what in 'services 40' 'rows 2000' 'compose 100000' 'bindings 500' 'ranges 1000'; do
        # shellcheck disable=SC2086
        set -- $what
        mkdir "$work/$1"
        "$generate" "$1" "$work/$1" "$2"
        printf '%s %s\n' "$1" "$(count "$work/$1")"
    done
}

if [ $update = yes ]; then
    figures >"$work/figures"
    cp "$work/figures" "$known"
    cat "$known"
    exit 0
fi
[ "$(sed -n 's/^with //p' "$known")" = "$(versions)" ] || skip "the figures are of $(sed -n 's/^with //p' "$known"), here is $(versions)"
figures >"$work/figures"
awk -v slack=$slack '
    /^#/ || /^with/ { next }
    NR == FNR { was[$1] = $2; next }
    {
        seen++
        change = was[$1] > 0 && $2 > 0 ? ($2 / was[$1] - 1) * 100 : 100
        bad = change > slack || change < -slack
        failed += bad
        printf "%-10s %12d, written down %12d: %+.2f %%%s\n", $1, $2, was[$1], change, bad ? "  FAILED" : ""
    }
    END {
        if (failed || !seen) print "FAILED: if the change is meant, write it down: sh tests/bench/instructions.sh --update"
        exit failed || !seen
    }' "$known" "$work/figures"
