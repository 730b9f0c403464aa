#!/bin/sh
# Golden cases: runs the program on small trees and compares what it says.
#
#   tests/run_cases.sh [--update] [--stderr] PROGRAM CASES_DIR [NAME...]
#
# A case is a folder CASES_DIR/NAME:
#   tree/            the input; copied to a temporary folder first, so that a case may write
#   args             one argument a line; the default is `check`. `-C tree` is put in behind the command
#   env              optional: KEY=value a line, added to the otherwise empty environment
#   setup            optional: sh script, run inside the copied tree (what git cannot hold: links, FIFOs, odd bytes)
#   expected         stdout
#   expected.stderr  optional: stderr; without it stderr is only shown when the case fails
#   status           exit status; 0 when the file is missing
#   after/           optional: what the tree must hold after the run
#
# --update rewrites expected and status (and expected.stderr, after/ where they exist; --stderr makes expected.stderr).
set -u
LC_ALL=C
export LC_ALL

update=no
with_stderr=no
while :; do
    case ${1-} in
    --update) update=yes ;;
    --stderr) with_stderr=yes ;;
    *) break ;;
    esac
    shift
done
if [ $# -lt 2 ]; then
    echo "usage: run_cases.sh [--update] [--stderr] PROGRAM CASES_DIR [NAME...]" >&2
    exit 2
fi
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cases=$(cd "$2" && pwd) || exit 2
shift 2
if [ ! -x "$program" ]; then
    echo "run_cases.sh: no program at $program" >&2
    exit 2
fi

work=$(mktemp -d) || exit 2
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Runs `"$@"` in a scrubbed environment. A sanitizer's report must not look like exit status 1.
scrubbed() {
    env -i PATH="$PATH" HOME="$work/home" LC_ALL=C.UTF-8 TZ=UTC GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES="$work" \
        GIT_AUTHOR_NAME=case GIT_AUTHOR_EMAIL=case@example.org GIT_COMMITTER_NAME=case \
        GIT_COMMITTER_EMAIL=case@example.org ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 \
        ${PORTCHECK_SANDBOX+"PORTCHECK_SANDBOX=$PORTCHECK_SANDBOX"} "$@" # a run that is counted line by line writes its counts
}

# Fills $work/stdout, $work/stderr, $work/status for the case folder $1.
run_case() {
    chmod -R u+rwX "$work" 2>/dev/null
    rm -rf "$work/run" "$work/home"
    mkdir -p "$work/run/tree" "$work/home"
    cp -R "$1/tree/." "$work/run/tree/" || return 1
    if [ -f "$1/setup" ]; then
        (cd "$work/run/tree" && scrubbed sh -eu "$1/setup") || return 1
    fi
    folder=$1
    set --
    if [ -f "$folder/args" ]; then
        while IFS= read -r argument || [ -n "$argument" ]; do
            set -- "$@" "$argument"
        done <"$folder/args"
    fi
    [ $# -gt 0 ] || set -- check
    case $1 in
    -*) set -- -C tree "$@" ;;
    *)
        command=$1
        shift
        set -- "$command" -C tree "$@"
        ;;
    esac
    set -- "$program" "$@"
    if [ -f "$folder/env" ]; then
        while IFS= read -r variable || [ -n "$variable" ]; do
            set -- "$variable" "$@"
        done <"$folder/env"
    fi
    (cd "$work/run" && scrubbed "$@" <"/dev/null" >"$work/stdout" 2>"$work/stderr")
    echo $? >"$work/status"
}

update_case() {
    cp "$work/stdout" "$1/expected"
    if [ "$(cat "$work/status")" = 0 ]; then
        rm -f "$1/status"
    else
        cp "$work/status" "$1/status"
    fi
    if [ $with_stderr = yes ] || [ -f "$1/expected.stderr" ]; then
        cp "$work/stderr" "$1/expected.stderr"
    fi
    if [ -d "$1/after" ]; then
        rm -rf "$1/after"
        cp -R "$work/run/tree" "$1/after"
    fi
}

compare_case() {
    good=yes
    if [ ! -f "$1/expected" ]; then
        echo "no file 'expected': run scripts/update-cases $(basename "$1") and read what it wrote"
        return 1
    fi
    diff -u "$1/expected" "$work/stdout" || good=no
    wanted=0
    [ ! -f "$1/status" ] || wanted=$(cat "$1/status")
    if [ "$wanted" != "$(cat "$work/status")" ]; then
        echo "exit status $(cat "$work/status"), expected $wanted"
        good=no
    fi
    if [ -f "$1/expected.stderr" ]; then
        diff -u "$1/expected.stderr" "$work/stderr" || good=no
    elif [ $good = no ] && [ -s "$work/stderr" ]; then
        echo "stderr:"
        cat "$work/stderr"
    fi
    if [ -d "$1/after" ]; then
        diff -ru "$1/after" "$work/run/tree" || good=no
    fi
    [ $good = yes ]
}

if [ $# -eq 0 ]; then
    for folder in "$cases"/*/; do
        [ -d "$folder/tree" ] && set -- "$@" "$(basename "$folder")"
    done
fi
if [ $# -eq 0 ]; then
    echo "run_cases.sh: no cases in $cases" >&2
    exit 2
fi

failed=0
for name in "$@"; do
    folder=$cases/$name
    if [ ! -d "$folder/tree" ]; then
        echo "FAIL $name: no folder tree/ in $folder"
        failed=$((failed + 1))
    elif ! run_case "$folder" >"$work/report" 2>&1; then
        echo "FAIL $name: could not be set up"
        cat "$work/report"
        failed=$((failed + 1))
    elif [ $update = yes ]; then
        update_case "$folder"
        echo "wrote $name"
    elif compare_case "$folder" >"$work/report" 2>&1; then
        echo "ok   $name"
    else
        echo "FAIL $name"
        cat "$work/report"
        failed=$((failed + 1))
    fi
done
[ $failed -eq 0 ]
