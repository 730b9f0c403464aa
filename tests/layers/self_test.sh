#!/bin/sh
# Shows that layers.sh sees what it is for: a small tree that is right, then one violation at a time.
set -u
layers=$(cd "$(dirname "$0")" && pwd)/layers.sh
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

fresh() {
    rm -rf "$work/t"
    mkdir -p "$work/t/docs" "$work/t/src/low" "$work/t/src/high" "$work/t/include/portcheck"
    cd "$work/t" || exit 2
    printf '%s\n' '<!-- layers: -->' '| layer | may include | on its path |' '|---|---|---|' '| low | | |' '| high | low | |' \
        '' '# Third' '<!-- third-party: -->' '| header | only in |' '|---|---|' '| far.h | src/low/far.c |' >docs/architecture.md
    echo '#include <stddef.h>' >src/low/low.h
    printf '%s\n' '#include <far.h>' '#include "low.h"' >src/low/far.c
    printf '%s\n' '#include "high.h"' '#include "low.h"' >src/high/high.c
    : >src/high/high.h
    echo 'portcheck_layer(NAME low SOURCES far.c)' >src/low/CMakeLists.txt
    echo 'portcheck_layer(NAME high USES low SOURCES high.c)' >src/high/CMakeLists.txt
}

failed=0
expect() { # TEXT: layers.sh must fail and say it; an empty TEXT: it must pass
    said=$(sh "$layers" "$work/t" 2>&1)
    status=$?
    if [ -z "$1" ] && [ $status -ne 0 ]; then
        printf 'the right tree fails:\n%s\n' "$said"
        failed=1
    elif [ -n "$1" ] && { [ $status -ne 1 ] || ! printf '%s' "$said" | grep -qF -- "$1"; }; then
        printf 'not seen: %s\nsaid (status %s): %s\n' "$1" "$status" "$said"
        failed=1
    fi
}

fresh
expect ''
echo '#include "high.h"' >>src/low/far.c
expect 'low may not include high'
fresh
echo '#include <far.h>' >>src/high/high.c
expect '<far.h> may only be in src/low/far.c'
fresh
echo '#include <near.h>' >>src/low/low.h
expect '<near.h> is neither standard'
fresh
echo 'typedef struct x { int y; } x;' >>src/low/low.h
expect 'typedef of a struct'
fresh
: >src/high/low.h
expect 'a header of this name is also'
fresh
echo '#include "none.h"' >>src/low/far.c
expect 'no header of the project'
fresh
echo 'portcheck_layer(NAME low USES high SOURCES far.c)' >src/low/CMakeLists.txt
expect 'high is not in the table for low'
fresh
echo 'portcheck_layer(NAME high SOURCES high.c)' >src/high/CMakeLists.txt
expect 'the table gives low to high, CMake does not'
fresh
mkdir src/odd && : >src/odd/odd.c
expect 'in no layer'
exit $failed
