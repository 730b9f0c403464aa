#!/bin/sh
# Under a build server: annotations, the page of the step, text in which no command is obeyed.
. "$(dirname "$0")/lib.sh"

# github ARGUMENT...: as a step of GitHub Actions.
github() {
    wanted=$1
    shift
    GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$work/page status "$wanted" "$@"
}

: >page
github 1 -C clash
token=$(sed -n '1s/^::stop-commands:://p' out)
[ -n "$token" ] || bad 'the text does not begin by stopping commands'
[ "$(grep -c "^::$token::$" out)" = 1 ] || bad 'the text does not end by resuming commands'
sed -n "/^::$token::$/,\$p" out | sed 1d >annotations
[ "$(grep -c '^::' annotations)" = 1 ] && [ "$(wc -l <annotations)" = 1 ] || bad 'not one annotation behind the text'
grep -q '^::error file=compose.yml,line=7,endLine=7,col=14,endColumn=18,title=PC201 port-collision::' annotations ||
    bad 'the annotation has another form'
grep -q '^| error | PC201 port-collision | `compose.yml:7` |' page || bad 'the page has no line for the finding'
"$program" -C clash --ci off >plain 2>err
sed -n "2,/^::$token::$/p" out | sed '$d' | cmp -s - plain || bad 'the quoted text is not the text'
cp out first
github 1 -C clash
cmp -s first out || bad 'the same input, other bytes'
[ "$(grep -c '^### portcheck' page)" = 2 ] || bad 'a second run does not append to the page'

# Formats for programs are left as they are; the annotations go to stderr when they are asked for.
github 1 -C clash -f json
"$program" -C clash -f json >plain 2>err
cmp -s plain out || bad 'annotations inside JSON'
github 1 -C clash -f json --ci github
cmp -s plain out || bad 'annotations inside JSON'
says err '^::error file=compose.yml'
github 1 -C clash -f github
[ "$(grep -c '^::error ' out)" = 1 ] || bad 'annotated twice'
github 1 -C clash -o report.txt
[ "$(grep -c '^::' out)" = 1 ] || bad 'not the annotation alone on stdout'
grep -q '^::' report.txt && bad 'commands in a file'

# Annotations name files as the checkout has them.
GITHUB_WORKSPACE=$work github 1 -C clash
says out '^::error file=clash/compose.yml,'
GITHUB_WORKSPACE=$work/clash github 1 -C clash
says out '^::error file=compose.yml,'
GITHUB_WORKSPACE=$work/calm github 1 -C clash
says out '^::error file=compose.yml,'
GITHUB_WORKSPACE=$work/nowhere github 1 -C clash
says out '^::error file=compose.yml,'
GITHUB_WORKSPACE=$work status 1 -C clash -f github
says out '^::error file=compose.yml,'

# Who says where it runs: the flag, the environment, what the server sets.
github 1 -C clash --ci off --summary off
lacks out '^::'
PORTCHECK_CI=off github 1 -C clash
lacks out '^::'
PORTCHECK_CI=github status 1 -C clash
says out '^::stop-commands::'
PORTCHECK_CI=github status 1 -C clash --ci off
lacks out '^::'
PORTCHECK_CI=travis status 2 -C clash
says err 'PORTCHECK_CI: `travis` is not one of'
GITHUB_ACTIONS=false status 1 -C clash
lacks out '^::'

# The page: off, another file, a file that cannot be written, one that is full.
: >page
github 1 -C clash --summary off
[ -s page ] && bad '--summary off: the page was written'
printf 'before\n' >own.md
status 1 -C clash --summary own.md
grep -q before own.md && bad '--summary FILE: appended'
grep -q '^| error | PC201' own.md || bad '--summary FILE: no line for the finding'
printf 'before\n' >page
github 1 -C clash --summary "$work/page"
grep -q before page || bad '--summary with the path of the step: not appended'
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$work/nowhere/page status 4 -C clash
says err 'could not be written'
says out '^::error '
head -c 1048000 /dev/zero >page
github 1 -C clash
[ "$(wc -c <page)" = 1048000 ] || bad 'a full page was written to'
says err 'is full'

# More than ten of a level: ten, and the last one says how many are left; the page has them all.
mkdir much
awk 'BEGIN {
    print "services:"
    for (i = 0; i < 50; i++)
        printf "  lantern-%d:\n    image: registry.example/l:1\n    ports: [\"%d:80\"]\n", i, 10000 + int(i / 2)
}' >much/compose.yml
: >page
github 1 -C much
[ "$(grep -c '^::error ' out)" = 10 ] || bad 'not ten errors'
[ "$(grep -c '15 more of level error are not annotated' out)" = 1 ] || bad 'the last one does not say how many are left'
grep '^::error ' out | tail -n 1 | grep -q '15 more' || bad 'it is not the last one'
[ "$(grep -c '^| error |' page)" = 25 ] || bad 'the page does not have all'

# The page and the comment are cut where their readers end, and say so.
folder=more/$(printf '%0150d' 0)
mkdir -p "$folder"
awk 'BEGIN {
    print "services:"
    for (i = 0; i < 20000; i++)
        printf "  lantern-%d:\n    image: registry.example/l:1\n    ports: [\"%d:80\"]\n", i, 10000 + int(i / 2)
}' >"$folder/compose.yml"
: >page
github 1 -C more -f concise
[ "$(wc -c <page)" -le 1048576 ] || bad 'the page is too large'
[ "$(grep -c '^| error |' page)" -gt 3000 ] || bad 'the page is cut too early'
grep -q 'more findings have no room here' page || bad 'the page does not say that it is cut'

# A long text leaves in pieces, each of them between its own pair of commands.
awk '
    token == "" && /^::stop-commands::portcheck-/ { token = substr($0, 18); pieces++; next }
    token != "" && $0 == "::" token "::" { token = ""; next }
    token != "" { print }
    token == "" && !/^::error / { print "outside: " $0 }
    END { if (pieces < 3 || token != "") print "pieces: " pieces " " token }' out >quoted
"$program" -C more -f concise --ci off --summary off >plain 2>err
cmp -s plain quoted || bad 'the pieces are not the text'
status 1 -C more -f markdown
[ "$(wc -c <out)" -le 65536 ] || bad 'the comment is too large'
lines=$(grep -c '^| error |' out)
says out "^\*\*$((10000 - lines)) more findings have no room here"

# GitLab: a hint, and no file that nobody asked for.
GITLAB_CI=true status 1 -C clash -f concise
says err 'gl-code-quality-report.json'
[ -e gl-code-quality-report.json ] && bad 'a file was written'
lacks out '^::'
GITLAB_CI=true status 1 -C clash --also gitlab=gl-code-quality-report.json
lacks err 'codequality'
[ -s gl-code-quality-report.json ] || bad 'the file was not written'
status 0 -C calm --ci gitlab
lacks err 'codequality'

finish
