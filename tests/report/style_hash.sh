#!/bin/sh
# The page's policy allows one stylesheet, by its hash: the one that is in the page.
#
#   style_hash.sh PROGRAM
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

"$1" report -C "$here/tree" -f html >"$work/page.html"
awk '
    /<\/style>/ { sub(/<\/style>.*/, ""); printf "%s", $0; exit }
    inside { print }
    sub(/.*<style>/, "") { print; inside = 1 }
' "$work/page.html" >"$work/style.css"
[ "$(wc -c <"$work/style.css")" -gt 1000 ] || {
    echo 'the page has no stylesheet'
    exit 1
}
hash=sha256-$(sha256sum <"$work/style.css" | cut -d ' ' -f 1 | tr a-f A-F | basenc --base16 -d | base64)
grep -qF "style-src '$hash'" "$work/page.html" || {
    echo "the stylesheet has another hash than src/report/html_style.c says: $hash"
    exit 1
}
