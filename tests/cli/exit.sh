#!/bin/sh
# Exit codes, the same in every format.
. "$(dirname "$0")/lib.sh"

for format in full concise grouped json jsonl sarif github gitlab junit checkstyle rdjson markdown; do
    status 0 -C calm -f $format
    status 1 -C clash -f $format
    status 3 -C bare -f $format
    case $format in
    jsonl | github) [ -s "$work/out" ] && bad "$format: something for an empty tree" ;;
    *) [ -s "$work/out" ] || bad "$format: nothing was written for an empty tree" ;;
    esac
    status 0 -C bare --allow-empty -f $format
    status 0 -C clash --fail-on never -f $format
done

# Information alone passes, unless it is asked for.
mkdir soft
cat >soft/compose.yml <<'TREE'
services:
  lantern:
    image: registry.example/lantern:1
    ports: ["4310:80", "${LANTERN_PORT}:81"]
TREE
status 0 -C soft
status 1 -C soft --fail-on info
status 0 -C soft --fail-on info --exit-zero
status 1 -C soft --fail-on info --min-severity error
says out 'not shown: 1'

# A file over every limit: incomplete, whatever else there is, whatever is selected, and --exit-zero does not hide it.
cp -R clash large
awk 'BEGIN { for (i = 0; i < 300000; i++) print "# a line of nothing" }' >large/docker-compose.yml
status 4 -C large
says out 'PC004'
status 4 -C large --exit-zero
status 4 -C large --fail-on never
status 4 -C large --select PC3
status 4 -C large compose.yml
status 1 -C large --ignore PC004

# A FIFO in a file's place, an error that the run gets past.
cp -R calm pipe
mkfifo pipe/docker-compose.yml
status 4 -C pipe
says out 'PC001'
says out 'no regular file'

# Wrong configuration: nothing is read.
cp -R calm config
mkdir config/portcheck.yml
status 2 -C config
says err 'the configuration `portcheck.yml` cannot be read: it is no regular file'
status 0 -C config --no-config
(cd config && "$program" >"$work/out" 2>"$work/err")
[ $? = 2 ] || bad 'a configuration that is a directory was passed over'
rmdir config/portcheck.yml
printf 'regstry:\n  documents: [x]\n' >config/portcheck.yml
status 2 -C config
says err 'portcheck.yml:1:1'
says err 'did you mean'
status 0 -C config --no-config
printf 'fail-on: never\n' >clash.yml
status 0 -C clash -c clash.yml
status 1 -C clash -c clash.yml --fail-on error
PORTCHECK_CONFIG=clash.yml status 0 -C clash
PORTCHECK_CONFIG=clash.yml status 1 -C clash --no-config
printf 'rules: { PC201: off }\n' >off.yml
status 0 -C clash -c off.yml
status 1 -C clash -c off.yml --extend-select PC201
printf 'rules: { PC201: warning }\n' >soft.yml
status 0 -C clash -c soft.yml
status 0 -C clash -c soft.yml --max-warnings 1
status 1 -C clash -c soft.yml --max-warnings 0
status 1 -C clash -c soft.yml --max-warnings 0 --min-severity error
status 0 -C clash -c soft.yml --max-warnings 0 --exit-zero
printf 'registry: { documents: [docs/GONE.md] }\n' >gone.yml
status 4 -C calm -c gone.yml
says out 'docs/GONE.md'

status 0 list -C clash
status 3 list -C bare
status 4 list -C large

# show: a name without an answer is 1, and what could not be read goes before that.
status 0 show 4310 lantern -C clash
says out '^port 4310$'
says out '^service lantern$'
status 0 show 4399 -C calm
says out 'nothing names it'
status 1 show lantren -C calm
says err 'nothing is known of `lantren`; did you mean `lantern`'
status 1 show 4310 65536 -C calm
says out '^port 4310$'
says err '`65536`: ports are 1 to 65535'
status 3 show 4310 -C bare
status 0 show 4310 -C bare --allow-empty
status 4 show 4310 -C large
status 4 show nobody -C large
says err 'incomplete'

finish
