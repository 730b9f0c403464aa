#!/bin/sh
# Sets up a browser test and runs it. Skipped, loudly, where Node, npm or its registry, Chromium or cmark-gfm cannot be had.
#
#   run.sh WHAT PROGRAM MODULES     WHAT: faults, small, large, bare, md
#
# MODULES is a folder of the build that npm installs into. REPORT_SHOTS=DIR keeps pictures of every page.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
what=$1
program=$2
modules=$3

. "$here/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

tree_of() { # NAME: makes $work/tree
    mkdir "$work/tree"
    if [ "$1" = large ]; then
        sh "$here/large-tree" "$work/tree"
    else
        cp -R "$here/tree/." "$work/tree/"
    fi
}

report() { # FORMAT OUTPUT
    "$program" report -C "$work/tree" -f "$1" >"$2"
}

case $what in
faults) node "$here/browser.mjs" faults "$here/faults.html" ;;
small | large)
    tree_of "$what"
    report html "$work/$what.html"
    limit=10000000
    [ "$(wc -c <"$work/$what.html")" -le $limit ] || {
        echo "the report has more than $limit bytes"
        exit 1
    }
    node "$here/browser.mjs" html "$work/$what.html" "$work/tree" "$what"
    ;;
bare)
    # Findings without a range; a plan without a host; nothing wrong at all.
    mkdir -p "$work/tree" "$work/plan/docs" "$work/calm"
    printf 'services:\n  a:\n    image: x\n    ports: ["7100:1"]\n  b:\n    image: y\n    ports: ["7100:1"]\n' >"$work/tree/compose.yml"
    printf '# Ports\n\n## 7100-7109: Front\n\n| Port | Service |\n|---|---|\n| 7100 | a |\n| 7150 | b |\n' >"$work/plan/docs/PORTS.md"
    printf 'services:\n  a:\n    image: x\n    ports: ["7100:1"]\n' >"$work/calm/compose.yml"
    for tree in tree plan calm; do
        "$program" report -C "$work/$tree" -f html >"$work/$tree.html"
        node "$here/browser.mjs" html "$work/$tree.html" "$work/$tree" quick
    done
    ;;
md)
    command -v cmark-gfm >/dev/null || skip 'cmark-gfm is not installed'
    tree_of small
    report md "$work/small.md"
    cmark-gfm --unsafe -e table -e tagfilter "$work/small.md" >"$work/small.rendered"
    node "$here/browser.mjs" md "$work/small.rendered" "$work/tree" 8
    rm -rf "$work/tree"
    tree_of large
    report md "$work/large.md"
    [ "$(wc -c <"$work/large.md")" -le 65536 ] || {
        echo 'a comment has no room for the report'
        exit 1
    }
    cmark-gfm --unsafe -e table -e tagfilter "$work/large.md" >"$work/large.rendered"
    node "$here/browser.mjs" md "$work/large.rendered" "$work/tree" 8
    ;;
esac
