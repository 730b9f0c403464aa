#!/bin/sh
# The shared library shows exactly the functions that the header declares.
#
#   symbols.sh LIBRARY HEADER
set -u
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
# A sanitizer adds symbols of its own.
nm -D --defined-only "$1" | awk '{ print $3 }' | grep -E '^pc_' | sort >"$work/shown"
grep -E '^PC_API' "$2" | grep -oE 'pc_[a-z_]+\(' | tr -d '(' | sort >"$work/declared"
[ -s "$work/declared" ] || {
    echo "no function is declared in $2"
    exit 1
}
diff "$work/declared" "$work/shown" || {
    echo "< declared and not shown, > shown and not declared"
    exit 1
}
