#!/bin/sh
# Holds the sources to the tables of docs/architecture.md: which layer may include which, and where a third-party header may stand.
#
#   tests/layers/layers.sh [ROOT]
#
# Prints each violation and exits 1 when there is one.
set -u
LC_ALL=C
export LC_ALL
cd "${1-$(dirname "$0")/../..}" || exit 2

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

find src include -type f \( -name '*.c' -o -name '*.h' -o -name '*.def' \) | sort >"$work/files"
find src -type f -name CMakeLists.txt | sort >"$work/cmake"
if [ ! -s "$work/files" ] || [ ! -f docs/architecture.md ]; then
    echo "layers.sh: no sources or no docs/architecture.md in $(pwd)"
    exit 2
fi

# The tables as lines: "layer X", "may X Y", "path X Y", "third HEADER FILE".
awk '
    /<!-- layers:/ { table = "layers"; next }
    /<!-- third-party:/ { table = "third"; next }
    /^#/ { table = "" }
    table == "" || $0 !~ /^\|/ || $0 ~ /^\|[-|: ]+\|$/ { next }
    {
        n = split($0, cell, "|")
        for (i = 1; i <= n; i++) gsub(/^[ \t`]+|[ \t`]+$/, "", cell[i])
        if (cell[2] == "layer" || cell[2] == "header") next
        if (table == "third") { print "third", cell[2], cell[3]; next }
        print "layer", cell[2]
        m = split(cell[3], word, /[ \t]*,[ \t]*/)
        for (i = 1; i <= m; i++) if (word[i] != "") print "may", cell[2], word[i]
        m = split(cell[4], word, /[ \t]*,[ \t]*/)
        for (i = 1; i <= m; i++) if (word[i] != "") print "path", cell[2], word[i]
    }
' docs/architecture.md >"$work/table"
grep -q '^layer ' "$work/table" && grep -q '^third ' "$work/table" || {
    echo "layers.sh: docs/architecture.md has no table of layers or of third-party headers"
    exit 2
}

# What a source file says: "quote FILE HEADER", "angle FILE HEADER", "typedef FILE LINE".
xargs awk '
    /^[ \t]*#[ \t]*include[ \t]*"/ { split($0, part, "\""); print "quote", FILENAME, part[2] }
    /^[ \t]*#[ \t]*include[ \t]*</ { split($0, part, /[<>]/); print "angle", FILENAME, part[2] }
    /^[ \t]*typedef[ \t]+(struct|union)/ { print "typedef", FILENAME, FNR }
' <"$work/files" >"$work/said"

# What CMake gives a layer: "cmake LAYER FOLDER".
if [ -s "$work/cmake" ]; then
    xargs awk '
        FNR == 1 { text = "" }
        { sub(/#.*/, ""); text = text " " $0 }
        /\)/ {
            if (text ~ /portcheck_layer[ \t]*\(/) {
                sub(/.*portcheck_layer[ \t]*\(/, "", text)
                sub(/\).*/, "", text)
                n = split(text, word, /[ \t]+/)
                key = ""; name = ""
                for (i = 1; i <= n; i++) {
                    if (word[i] ~ /^(NAME|USES|SOURCES|INCLUDES|LIBRARIES)$/) { key = word[i]; continue }
                    if (word[i] == "") continue
                    if (key == "NAME") { name = word[i]; print "cmade", name }
                    if (key == "USES" || key == "INCLUDES") { sub(/^\.\.\//, "", word[i]); print "cmake", name, word[i] }
                }
            }
            text = ""
        }
    ' <"$work/cmake" >>"$work/said"
fi

sed 's/^/file /' "$work/files" | cat "$work/table" - "$work/said" | awk '
    # The longest layer or folder of the table that holds the file: src/registry/build/x.c is registry/build.
    function folder(file,   path) {
        path = file
        sub(/^src\//, "", path)
        sub(/\/[^\/]*$/, "", path)
        while (!(path in known) && path ~ /\//) sub(/\/[^\/]*$/, "", path)
        return path
    }
    # registry/build belongs to the layer registry.
    function layer(file,   path) {
        path = folder(file)
        if (!(path in is_layer)) sub(/\/.*/, "", path)
        return path
    }
    function bad(text) { print text; failed = 1 }
    BEGIN {
        n = split("assert ctype errno fcntl float inttypes iso646 limits locale math poll setjmp signal spawn stdalign " \
            "stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings sys/mman sys/resource " \
            "sys/select sys/socket sys/stat sys/time sys/types sys/wait time uchar unistd wchar wctype dirent pwd " \
            "regex termios fnmatch glob langinfo sys/ioctl sys/un", word, " ")
        for (i = 1; i <= n; i++) standard[word[i] ".h"] = 1
    }
    $1 == "layer" { is_layer[$2] = 1; known[$2] = 1 }
    $1 == "may" { may[$2, $3] = 1; known[$3] = 1; wanted[$2, $3] = 1 }
    $1 == "path" { known[$3] = 1; wanted[$2, $3] = 1 }
    $1 == "third" { third[$2] = " "; for (i = 3; i <= NF; i++) { sub(/,$/, "", $i); third[$2] = third[$2] $i " " } }
    $1 == "file" {
        name = $2
        sub(/.*\//, "", name)
        if (!(layer($2) in is_layer) && folder($2) !~ /^include\//) bad($2 ": in no layer of docs/architecture.md")
        if (name ~ /\.(h|def)$/) {
            if (name in where) bad($2 ": a header of this name is also " where[name])
            where[name] = $2
        }
    }
    $1 == "typedef" { bad($2 ":" $3 ": typedef of a struct or union") }
    $1 == "quote" {
        if (!($3 in where)) { bad($2 ": includes \"" $3 "\", which is no header of the project"); next }
        from = layer($2); to = folder(where[$3])
        if (!(to in known)) to = layer(where[$3])
        if (from != to && layer(where[$3]) != from && !((from, to) in may)) bad($2 ": " from " may not include " to " (\"" $3 "\")")
        if ($3 in third) bad($2 ": \"" $3 "\" hides a third-party header")
    }
    $1 == "angle" {
        if ($3 in third) {
            if (!index(third[$3], " " $2 " ")) bad($2 ": <" $3 "> may only be in" third[$3])
            seen[$3] = 1
        } else if (!($3 in standard)) bad($2 ": <" $3 "> is neither standard nor in the table of third-party headers")
    }
    $1 == "cmade" { made[$2] = 1 }
    $1 == "cmake" {
        if (!(($2, $3) in wanted) && index($3, $2 "/") != 1) bad("src/" $2 "/CMakeLists.txt: " $3 " is not in the table for " $2)
        given[$2, $3] = 1
    }
    END {
        for (pair in wanted) {
            split(pair, word, SUBSEP)
            if ((word[1] in made) && !(pair in given)) bad("src/" word[1] "/CMakeLists.txt: the table gives " word[2] " to " word[1] ", CMake does not")
        }
        exit failed
    }
' >"$work/report"
status=$?
sort "$work/report"
exit $status
