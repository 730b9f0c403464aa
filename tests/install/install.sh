#!/bin/sh
# What `cmake --install` puts into a prefix works from there: the program, the library by way of its pkg-config file, the man page,
# the completions.
#
#   install.sh BUILD SOURCE SANITIZED
set -u
build=$1
source=$2
sanitized=$3
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0
bad() {
    echo "FAIL: $*"
    failed=1
}

cmake --install "$build" --prefix "$work/made" >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
}
mv "$work/made" "$work/moved" # nothing in it may know where it was made
cd "$work/moved" || exit 99
program=$work/moved/bin/portcheck
"$program" --version >"$work/version" || bad 'the program does not start'
find . -type f -name 'portcheck*' -o -name '_portcheck' -o -name copyright | sed 's/.*\///' | sort -u >"$work/names"
for name in portcheck portcheck.1 portcheck.fish _portcheck portcheck.h portcheck.pc copyright; do
    grep -qx "$name" "$work/names" || bad "$name is not installed"
done
"$program" help -f man | cmp -s - share/man/man1/portcheck.1 || bad 'the man page is not the one of the program'
"$program" completions bash | cmp -s - share/bash-completion/completions/portcheck || bad 'the completion for bash is not that of the program'
cmp -s "$source/LICENSE" share/doc/portcheck/copyright || bad 'the licence is not the one of the project'
grep -rlF -e "$work/made" -e "$source" share lib/*/pkgconfig lib/pkgconfig 2>/dev/null | grep . && bad 'these files know where they were made'

# Somebody else's program.
PKG_CONFIG_PATH=$(dirname "$(find . -name portcheck.pc | head -n 1)")
export PKG_CONFIG_PATH
[ "portcheck $(pkg-config --modversion portcheck)" = "$(cat "$work/version")" ] || bad 'pkg-config names another version'
if [ "$sanitized" = OFF ]; then
    # shellcheck disable=SC2046 # flags
    cc -std=c17 -D_POSIX_C_SOURCE=200809L -Wall -Werror "$source/tests/library/example.c" -o "$work/example" $(pkg-config --cflags --libs portcheck) || bad 'a program cannot be built with it'
    LD_LIBRARY_PATH=$(pkg-config --variable=libdir portcheck) "$work/example" "$source/tests/library/tree" >/dev/null || bad 'a program with the library fails'
fi
exit $failed
