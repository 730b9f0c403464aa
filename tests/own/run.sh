#!/bin/sh
# What portcheck says about this project's own registry, line by line. `run.sh PROGRAM ROOT --update` rewrites expected.
set -eu
program=$1
root=$2
here=$root/tests/own
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$root/PORT_SCHEMA.md" "$root/.portcheck.yml" "$work/"
status=0
(cd "$work" && env -i PATH="$PATH" LC_ALL=C.UTF-8 ${PORTCHECK_SANDBOX+"PORTCHECK_SANDBOX=$PORTCHECK_SANDBOX"} "$program" check -C "$work" -f concise) >"$work/out" || status=$?
echo "exit status $status" >>"$work/out"
if [ "${3-}" = --update ]; then
    cp "$work/out" "$here/expected"
else
    diff -u "$here/expected" "$work/out"
fi
