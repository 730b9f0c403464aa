#!/bin/sh
# Known findings: suppressions, the baseline, and that neither of them fails open.
. "$(dirname "$0")/lib.sh"
unset SOURCE_DATE_EPOCH PORTCHECK_NEW_SINCE

# A comment silences, in every format alike, and only what it names.
cp -R clash quiet
sed 's/\["4310:80"\]$/["4310:80"] # portcheck: ignore[PC201] until=2031-01-31: never up together/' clash/compose.yml >quiet/compose.yml
for format in full concise grouped json jsonl sarif github gitlab junit checkstyle rdjson markdown; do
    status 0 -C quiet -f $format --today 2031-01-31
    status 0 -C quiet -f $format --today 2031-01-31 --show-suppressed
    status 1 -C quiet -f $format --today 2031-02-01
done
status 0 -C quiet --today 2031-01-31
says out 'not shown: 1 suppressed'
lacks out 'PC201'
status 0 -C quiet --today 2031-01-31 --show-suppressed
says out 'error\[PC201'
says out 'suppressed: compose.yml:[47]: never up together'
says out 'shown, but not counted: 1 suppressed'
status 0 -C quiet --today 2031-01-31 --show-suppressed -f concise
says out 'port-collision, suppressed\)$'
status 0 -C quiet --today 2031-01-31 -f json
says out '"suppressed": 1'
status 1 -C quiet --today 2031-02-01 -f concise
says out 'PC902'
says out 'PC201'

# The day: a flag goes before the variable, which counts seconds; what is no day is refused.
SOURCE_DATE_EPOCH=1927497600 status 0 -C quiet
SOURCE_DATE_EPOCH=1927670400 status 1 -C quiet
SOURCE_DATE_EPOCH=1927670400 status 0 -C quiet --today 2031-01-31
SOURCE_DATE_EPOCH=soon status 2 -C quiet
says err 'SOURCE_DATE_EPOCH: `soon` is no whole number'
status 2 -C quiet --today 2031-02-30
says err '`2031-02-30` is no day'
status 2 -C quiet --today tomorrow

# What silences nothing is a warning; --fail-on-stale makes it an exit 1, --exit-zero takes that back.
cp -R calm stale
sed 's/\["4310:80"\]$/["4310:80"] # portcheck: ignore[PC201]: once/' calm/compose.yml >stale/compose.yml
status 0 -C stale -f concise
says out 'warning\[PC901\]'
status 1 -C stale --fail-on-stale
status 1 -C stale --fail-on-stale --fail-on never
status 0 -C stale --fail-on-stale --exit-zero
status 0 -C stale --only stale/compose.yml -f concise
lacks out 'PC901'

# No comment makes an unread file look read.
cp -R quiet large
awk 'BEGIN { print "# portcheck: ignore-file[PC001, PC002, PC004]: trust me"; for (i = 0; i < 300000; i++) print "# a line of nothing" }' \
    >large/docker-compose.yml
status 4 -C large
mkdir bytes
printf '# portcheck: ignore-file[PC002]: trust me\nservices:\n  a:\n    image: b\n    ports: ["4310:80"]\n\0\n' >bytes/compose.yml
status 1 -C bytes -f concise
says out 'PC002'
says out 'no comment silences PC002'
printf 'ignore: [{ rule: PC004, reason: x }]\n' >large/portcheck.yml
status 2 -C large
says err '`PC004` cannot be ignored'

# The baseline: record, only what is new, prune.
cp -R clash old
status 2 baseline
status 2 baseline wrte -C old
says err 'did you mean `write`'
status 2 baseline show -C old
says err 'there is no baseline `portcheck-baseline.json`'
status 0 baseline write -C old
says out '1 finding recorded in portcheck-baseline.json'
chmod 640 old/portcheck-baseline.json
cp old/portcheck-baseline.json first.json
status 0 -C old
says out 'not shown: 1 in the baseline'
status 0 -C old --all
says out 'in the baseline: portcheck-baseline.json:4'
status 1 -C old --no-baseline
status 0 baseline write -C old
cmp -s first.json old/portcheck-baseline.json || bad 'the same findings give another baseline'
[ "$(stat -c %a old/portcheck-baseline.json)" = 640 ] || bad 'the mode was not kept'
[ "$(ls -A old | wc -l)" = 2 ] || bad 'something was left beside the baseline'
printf '  wreck:\n    image: registry.example/wreck:1\n    ports: ["4310:81"]\n' >>old/compose.yml
status 1 -C old -f concise
says out 'PC201.*3 services'
says out '1 entry of portcheck-baseline.json matches no finding any more'
status 1 -C old -f concise --fail-on-stale --ignore PC201
says out 'PC901'
status 0 baseline show -C old
says out '^stale  PC201 port-collision: compose.yml 4310/tcp, anchor, lantern$'
sed 's/"services":\["anchor","lantern"\]/&,"reason":"since \\u001b[31m2024"/' first.json >old/portcheck-baseline.json
cp clash/compose.yml old/compose.yml
status 0 baseline write -C old
says out 'recorded'
grep -q '"reason":"since' old/portcheck-baseline.json || bad 'the reason is lost'
status 0 -C old --all
says out 'in the baseline: portcheck-baseline.json:4: since .x1b'
cp calm/compose.yml old/compose.yml
status 0 baseline prune -C old
says out '1 entry taken out, 0 findings left'
status 0 baseline show -C old
says out '^0 entries, 0 stale'

# Other places: one that is named must be there, but for writing.
cp -R clash named
printf 'baseline: ci/known.json\n' >named/portcheck.yml
status 2 -C named
says err 'the baseline `ci/known.json` cannot be used: No such file'
status 4 baseline write -C named
mkdir named/ci
status 0 baseline write -C named
status 0 -C named
status 1 -C named --no-baseline
status 0 baseline write -C clash --baseline elsewhere.json
status 0 -C clash --baseline elsewhere.json
status 1 -C clash
status 2 -C clash --baseline nowhere.json
status 2 -C clash --baseline ''

# In doubt the run ends: neither is everything new, nor nothing.
refuses() { # WHAT PATTERN: the baseline of the tree bad is such
    status 2 -C broken
    says err "$2" || bad "$1"
    [ -s "$work/out" ] && bad "$1: findings were written"
    status 2 baseline prune -C broken
}
cp -R clash broken
half() { head -c "$1" first.json >broken/portcheck-baseline.json; }
half 0 && refuses 'an empty file' 'cannot be used'
half 30 && refuses 'half a file' 'line [0-9]*: '
half 120 && refuses 'half an entry' 'line [0-9]*: '
sed 's/v1/v2/' first.json >broken/portcheck-baseline.json && refuses 'another version' 'has the form `portcheck/baseline/v2`'
echo '{}' >broken/portcheck-baseline.json && refuses 'another file' 'it is no baseline of portcheck'
echo '[]' >broken/portcheck-baseline.json && refuses 'a list' 'it is no baseline of portcheck'
echo '{"schema": "portcheck/baseline/v1"}' >broken/portcheck-baseline.json && refuses 'no findings' '`findings` is missing'
echo '{"schema": "portcheck/baseline/v1", "findings": {"12": {"rule": "PC201"}}}' >broken/portcheck-baseline.json
refuses 'no fingerprint' 'no fingerprint'
sed 's/"rule":"PC201",//' first.json >broken/portcheck-baseline.json && refuses 'no rule' 'an entry without a `rule`'
sed 's/^  "findings"/<<<<<<< ours\n&/' first.json >broken/portcheck-baseline.json && refuses 'a conflict' 'line 3: '
status 0 baseline write -C broken
cmp -s first.json broken/portcheck-baseline.json || bad 'a broken baseline is not written anew'
half 120
status 0 baseline write -C broken
cmp -s first.json broken/portcheck-baseline.json || bad 'half a baseline is not written anew'
echo '{"name": "broken"}' >broken/portcheck-baseline.json
status 2 baseline write -C broken
grep -q name broken/portcheck-baseline.json || bad 'a file that is no baseline was overwritten'
rm broken/portcheck-baseline.json
mkdir broken/portcheck-baseline.json && refuses 'a directory' 'no regular file'
status 2 baseline write -C broken
rmdir broken/portcheck-baseline.json
mkfifo broken/portcheck-baseline.json && refuses 'a FIFO' 'no regular file'
rm broken/portcheck-baseline.json
truncate -s 20M broken/portcheck-baseline.json && refuses 'a large file' 'larger than 16 MiB'
rm broken/portcheck-baseline.json
ln -s "$work/first.json" broken/portcheck-baseline.json && refuses 'a link out of the tree' 'link'
cp first.json kept.json
status 2 baseline write -C broken
cmp -s first.json kept.json || bad 'a link was written through'
rm broken/portcheck-baseline.json

# Nothing is recorded of a tree that was not read whole, or in which nothing is.
cp -R clash pipe
mkfifo pipe/docker-compose.yml
status 4 baseline write -C pipe
says err 'nothing was written'
[ -e pipe/portcheck-baseline.json ] && bad 'a baseline of half a tree was written'
status 3 baseline write -C bare
says err 'not one port was found'

finish
