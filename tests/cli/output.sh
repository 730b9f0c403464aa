#!/bin/sh
# Nothing of the output is lost in silence, and nothing in it harms.
. "$(dirname "$0")/lib.sh"

# More than a pipe holds: 3,000 collisions.
mkdir much
awk 'BEGIN {
    print "services:"
    for (i = 0; i < 6000; i++)
        printf "  lantern-of-the-harbour-number-%d:\n    image: registry.example/l:1\n    ports: [\"%d:80\"]\n", i, 10000 + int(i / 2)
}' >much/compose.yml
"$program" -C much -f json >whole 2>/dev/null
size=$(wc -c <whole)
[ "$size" -gt 1048576 ] || bad "only $size bytes of JSON"
"$program" -C much -f json 2>/dev/null | (sleep 1 && cat) >piped
cmp -s whole piped || bad 'through a pipe the output differs'
[ "$(tail -c 2 piped)" = '}' ] || bad 'the JSON does not end'

# lost WORDS...: stdout cannot be written.
lost() {
    got=$?
    [ $got = 4 ] || bad "$*: exit $got, wanted 4"
    grep -q '^portcheck: the output could not be written' "$work/err" || bad "$*: no message"
}
if [ -w /dev/full ]; then
    for words in '-C calm' '-C much -f json' 'list -C much' 'show 10000 -C much' 'rules' 'explain PC201' '--help' 'version'; do
        # shellcheck disable=SC2086
        "$program" $words >/dev/full 2>err
        lost "full disk: $words"
    done
fi
for words in '-C calm' '-C much -f json' '--help'; do
    # shellcheck disable=SC2086
    "$program" $words >&- 2>err
    lost "closed stdout: $words"
done
{
    "$program" -C much -f json 2>err
    echo $? >code
} | head -c 10 >/dev/null
[ "$(cat code)" = 4 ] || bad "a reader that went away: exit $(cat code), wanted 4"
says err 'its reader closed the pipe'

# Closed descriptors do not become the files that are read, and change nothing else.
"$program" -C clash -f concise <&- >out 2>err
[ $? = 1 ] || bad 'closed stdin changes the exit code'
"$program" -C clash -f concise 2>&- >out
[ $? = 1 ] || bad 'closed stderr changes the exit code'
says out 'PC201'
"$program" -C nowhere <&- 2>&- >&-
[ $? = 2 ] || bad 'with everything closed another exit code'

# Data on stdout, the rest on stderr.
status 1 -C clash -f json
says err 'claims in'
lacks out 'claims in'
status 1 -C clash -f json -q
[ -s err ] && bad '-q: something on stderr'
status 1 -C clash
[ -s err ] && bad 'full: something on stderr'

# Frames by locale, colours only where they are wanted.
LC_ALL=C.UTF-8 status 1 -C clash
says out '╭▸'
LC_ALL=C.UTF-8 status 1 -C clash --ascii
lacks out '╭▸'
status 1 -C clash
lacks out '╭▸'
status 1 -C clash --no-ascii
says out '╭▸'
escape=$(printf '\033')
lacks out "$escape"
status 1 -C clash --color always
says out "$escape"
FORCE_COLOR=1 status 1 -C clash
says out "$escape"
FORCE_COLOR=1 NO_COLOR=1 status 1 -C clash
lacks out "$escape"
FORCE_COLOR=1 status 1 -C clash --no-color
lacks out "$escape"
NO_COLOR=1 PORTCHECK_COLOR=always status 1 -C clash
says out "$escape"

# Hyperlinks lead to the files; not through a pipe, and not where they are not wanted.
status 1 -C clash
lacks out "$escape"
status 1 -C clash --hyperlinks always --no-color
says out "$escape]8;;file://.*/clash/compose.yml$escape"
status 1 -C clash --hyperlinks always -f concise
says out "^$escape]8;;file://.*/clash/compose.yml$escape.compose.yml:7:14$escape]8;;$escape.: error"
FORCE_HYPERLINK=1 status 1 -C clash
says out "$escape]8;;file://"
FORCE_HYPERLINK=1 status 1 -C clash --no-hyperlinks
lacks out "$escape"
FORCE_HYPERLINK=0 status 1 -C clash --hyperlinks always
says out "$escape]8;;file://"
FORCE_HYPERLINK=1 status 1 -C clash -f json
lacks out "$escape"
FORCE_COLOR=0 status 1 -C clash
lacks out "$escape"

# A name that moves the cursor and begins lines of its own.
mkdir evil
cp clash/compose.yml "evil/$(printf 'x\033[2K\r\n::error::docker-compose.yml')" 2>/dev/null || cp clash/compose.yml evil/compose.yml
printf 'services: { "a\\u001b[31m\\u0007": { image: b, ports: ["4310:1"] }, c: { image: d, ports: ["4310:1"] } }\n' >evil/docker-compose.yml
for words in '-C evil' '-C evil -f concise' '-C evil -f json' 'list -C evil' 'list services -C evil -f md' 'list claims -C evil -f csv' \
    'list claims -C evil -f jsonl' 'list sources -C evil' 'show 4310 compose.yml -C evil' 'show 1-9999 c -C evil'; do
    # shellcheck disable=SC2086
    "$program" $words >out 2>err
    cat out err | LC_ALL=C tr -d '\n' | LC_ALL=C grep -q '[[:cntrl:]]' && bad "$words: a control character came through"
    grep -q '^::error' out err && bad "$words: a line of a file name's own"
done
status 2 "$(printf 'no\033[31mwhere')"
lacks err "$escape"

# Where the time went: on stderr, and nothing else of the output changes.
status 1 -C clash
cp out first
cp err first_err
status 1 -C clash --timings
cmp -s first out || bad '--timings changes stdout'
says err '^read +[0-9]+\.[0-9] ms$'
says err '^total +[0-9]+\.[0-9] ms$'
lacks err '^compare '
grep -Ev '^(start|list|load|read|resolve|rules|write|total) +[0-9]+\.[0-9] ms$' err >rest
cmp -s first_err rest || bad '--timings: something else on stderr'
status 1 -C clash --timings --no-timings -q
lacks err ' ms$'
status 1 -C clash --timings -f json -q
lacks out ' ms$'
says err '^total '

# The same bytes twice, and from another directory.
status 1 -C clash
cp out first
(cd clash && "$program" >../second)
cmp -s first second || bad 'another working directory, other bytes'
touch -d 2001-01-01 clash/compose.yml
status 1 -C clash
cmp -s first out || bad 'another time, other bytes'

finish
