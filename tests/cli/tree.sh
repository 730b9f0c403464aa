#!/bin/sh
# Which tree is read, and what PATH does.
. "$(dirname "$0")/lib.sh"

cp -R clash repo
(cd repo && git init -q . && mkdir -p side/deep other && cp ../calm/compose.yml side/compose.yml && git add .) || exit 99

# From anywhere inside a work tree it is all of the work tree.
(cd repo/side/deep && "$program" -f concise >"$work/out" 2>"$work/err")
[ $? = 1 ] || bad 'from a subdirectory: the work tree was not found'
says out '^compose.yml:'

# A path narrows what is reported, not what is read.
(cd repo && "$program" side >"$work/out" 2>"$work/err")
[ $? = 0 ] || bad 'a finding outside of PATH was reported'
says out 'not shown: 1'
(cd repo && "$program" compose.yml >"$work/out" 2>"$work/err")
[ $? = 1 ] || bad 'a finding in PATH was not reported'
(cd repo/side && "$program" ../compose.yml >"$work/out" 2>"$work/err")
[ $? = 1 ] || bad 'PATH is not relative to the working directory'
status 1 -C repo compose.yml
status 1 repo
status 0 repo/side

# A file given as PATH is read whatever git thinks of it, and --only reads nothing else.
echo 'hidden-*' >repo/.gitignore
cp clash/compose.yml repo/hidden-compose.yml
status 0 list sources -C repo -f csv
lacks out 'hidden-compose'
status 1 -C repo -f concise hidden-compose.yml
says out '^hidden-compose.yml:'
status 0 list sources -C repo -f csv --only side/compose.yml
says out '^side/compose.yml,'
[ "$(wc -l <out)" = 2 ] || bad '--only read something else'
status 0 -C repo --only side/compose.yml
status 1 -C repo --only compose.yml

# A configuration sets the root.
mkdir -p outer/inner && cp -R clash/. outer && : >outer/portcheck.yml && cp calm/compose.yml outer/inner
(cd outer/inner && "$program" -f concise >"$work/out" 2>"$work/err")
[ $? = 1 ] || bad 'the configuration above was not found'
(cd outer/inner && "$program" -C . -f concise >"$work/out" 2>"$work/err")
[ $? = 0 ] || bad '-C DIR is not DIR exactly'
printf 'exclude: [compose.yml]\n' >outer/portcheck.yml
status 3 outer
status 3 -C outer
printf 'exclude: [inner]\n' >outer/portcheck.yml
status 1 outer
printf 'exclude: ["*/compose.yml"]\n' >outer/portcheck.yml
status 1 outer

# A path in another repository inside this one is checked there: from here nothing of it would be read.
(cd repo && git init -q other && cp ../clash/compose.yml other)
(cd repo && "$program" -f concise other >"$work/out" 2>"$work/err")
[ $? = 1 ] || bad 'a repository inside another one was not read'
says out '^compose.yml:'
lacks out 'not shown'
mkdir repo/quiet
status 0 -C repo quiet
says out 'nothing that states a port was read in quiet'

# Thousands of numbers: not all are listed, and that is said.
mkdir wordy
awk 'BEGIN { print "# Ports\n\n| Port | Service |\n|---|---|\n| 4100 | tide |\n"; for (i = 0; i < 900; i++) print "See " 5000 + i " there.\n" }' >wordy/PORTS.md
status 0 list mentions -C wordy -f csv
[ "$(wc -l <out)" = 501 ] || bad "$(wc -l <out) lines of mentions"
tail -n 1 out >last && grep -q 'this file may hold more' last || bad 'mentions are left out in silence'

# Lists in every form.
for what in claims services hosts ranges sources; do
    for format in table json jsonl csv md; do
        status 0 list $what -C clash -f $format
        [ -s out ] || [ $format = jsonl ] || bad "list $what -f $format is empty"
    done
done
status 0 list claims -C clash -f jsonl
says out '^\{"schema":"portcheck/claim/v1","service":"anchor","role":"publishes","place":"host","host":.*"port":4310,"port_end":4310,'
says out '"path":"compose.yml","line":7,"column":14,"text":"4310","confidence":"stated","condition":null,"origin":null\}$'
status 0 list services -C clash
says out '^lantern .* named'
status 0 list -C clash -f csv
says out '^service,role,place,host,port,port_end,protocol,address,path,line,column,text,confidence,condition,origin$'

# With nothing but git's own files, and a hostile configuration of git: nothing of it runs.
printf '#!/bin/sh\ntouch "%s/ran"\n' "$work" >evil && chmod +x evil
(cd repo && git config core.fsmonitor "$work/evil" && git config core.pager "$work/evil" && git config alias.ls-files "!$work/evil")
status 1 -C repo
[ -e ran ] && bad 'a program that .git/config names was run'

finish
