#!/bin/sh
# The grammar of the command line: what is refused, and that every option that --help names works.
. "$(dirname "$0")/lib.sh"

# refused PATTERN ARGUMENT...: exit 2, a message on stderr, nothing on stdout.
refused() {
    pattern=$1
    shift
    status 2 "$@"
    says err "^portcheck: "
    says err "$pattern"
    [ -s "$work/out" ] && bad "portcheck $*: refused, but wrote to stdout"
}

refused 'unknown option `--selct`; did you mean `--select`' --selct PC2
refused 'unknown option `-x`' -x
refused 'unknown option `--no-select`' --no-select
refused '`chekc` is neither a command nor a file; did you mean `check`' chekc
refused '`chekc`: no such file' -- chekc
refused 'no such file' check nowhere.md
(cd calm && "$program" -c . 2>"$work/err")
says err 'the configuration `.` cannot be read: it is no regular file'
refused 'no such file' nowhere/at/all.md
refused '--select needs a value' check --select
refused '-C needs a value' -C
refused '--exit-zero takes no value' --exit-zero=yes
refused '--no-color takes no value' --no-color=always
refused 'unknown format `jsn`; did you mean `json`' -C calm -f jsn
refused 'unknown format `table`' -C calm -f table
refused '--unsafe-fixes goes with --fix' -C calm --unsafe-fixes
refused '--add-ignores needs --reason' -C calm --add-ignores
refused 'go with --add-ignores' -C calm --reason known
refused 'use one after the other' -C calm --add-ignores --fix
refused 'is not one of error, warning, info, never; did you mean `warning`' -C calm --fail-on warnin
refused 'is not one of error, warning, info' -C calm --min-severity never
refused 'is no whole number' -C calm --max-warnings -1
refused 'is no whole number' -C calm --max-warnings 1x
refused 'is no whole number' -C calm --max-warnings 99999999999999999999
refused 'is not one of auto, always, never' -C calm --color sometimes
refused 'is not one of auto, always, never' -C calm --hyperlinks sometimes
refused 'is not one of auto, off, github, gitlab; did you mean `gitlab`' -C calm --ci gitlabb
refused '`sarif` is not of the form FORMAT=FILE' -C calm --also sarif
refused '`sarif=` is not of the form FORMAT=FILE' -C calm --also sarif=
refused 'unknown format `srif`; did you mean `sarif`' -C calm --also srif=x
refused 'stdout takes one format' -C calm --also sarif=-
refused '`x` is written twice' -C calm --also sarif=x --also json=x
refused '`x` is written twice' -C calm --also sarif=x -o x
refused '-o needs a value' -C calm -o ''
refused 'unknown rule `PC999`' -C calm --select PC999
refused 'unknown rule `port-colision`; did you mean `port-collision`' -C calm --ignore port-colision
refused 'unknown rule' -C calm --extend-select nonsense
refused 'unknown list `servces`; did you mean `services`' list servces -C calm
refused 'one thing at a time' list claims hosts -C calm
refused 'unknown format `yaml`' list claims -f yaml -C calm
refused 'unknown service `lamtern`; did you mean `lantern`' -C calm --service lamtern
refused 'unknown host `elsewhere`' list ports -C calm --host elsewhere
refused '`4310-` is no range of ports' -C calm --range 4310-
refused '--group-by is for the format grouped, not json' --group-by host -f json -C calm
refused '.colour. is not one of severity, file' --sort colour -C calm
refused '--service does not narrow `portcheck list free`' list free -C calm --service lantern
refused '--host does not narrow `portcheck list mentions`' list mentions -C calm --host compose.yml
refused 'show needs a port' show
refused 'explain needs a rule' explain
refused 'unknown rule `port-colision`; did you mean' explain port-colision
refused 'rules takes no words' rules PC201
refused 'is no option of `portcheck rules`' rules --exit-zero
refused 'is no option of `portcheck list`' list --fail-on error
refused 'unknown command `chekc`; did you mean `check`' help chekc
refused 'cannot open the directory `nowhere`' -C nowhere
refused 'cannot open the directory' -C calm/compose.yml
refused 'lies outside the root' -C calm clash/compose.yml
refused 'no such file' -C calm --only missing.md
refused '--only needs a file' -C calm --only .
refused 'configuration .missing.yml. cannot be read' -C calm -c missing.yml

# The environment is checked as the flags are, and says its own name.
PORTCHECK_FAIL_ON=soon status 2 -C calm
says err 'PORTCHECK_FAIL_ON: `soon`'
PORTCHECK_COLOR=soon status 2 -C calm
PORTCHECK_FORMAT=soon status 2 -C calm
PORTCHECK_FORMAT=concise status 0 list services -C calm

# Flag before environment before default.
PORTCHECK_FORMAT=json status 1 -C clash
says out '"schema": *"portcheck/check/v1"'
PORTCHECK_FORMAT=json status 1 -C clash -f concise
says out '^compose.yml:[0-9]+:[0-9]+: error\[PC201\]'
PORTCHECK_FAIL_ON=never status 0 -C clash
PORTCHECK_FAIL_ON=never status 1 -C clash --fail-on error
PORTCHECK_FAIL_ON= status 1 -C clash

# Forms of one and the same.
for form in '-C clash -f concise' '-Cclash -fconcise' '--root=clash --format=concise' '--root clash --format concise' \
    'check -C clash -f concise' '-C clash check -f concise' '-C clash -f concise -- .' '-f concise clash' '-f json -f concise -C clash'; do
    # shellcheck disable=SC2086 # words
    status 1 $form
    says out '^(clash/)?compose.yml:[0-9]+:[0-9]+: error\[PC201\]'
done
status 1 -C clash -qf concise
lacks out 'claims in'
status 1 -C clash -q --no-quiet -f concise
says out 'claims in'
status 0 -C clash --exit-zero
status 1 -C clash --exit-zero --no-exit-zero
status 0 -C clash --ignore PC101,PC201
status 0 -C clash --ignore PC101 --ignore port-collision
status 0 -C clash --select PC3
status 1 -C clash --select all
status 1 -C clash --select pc2
status 0 -C clash --select PC2 --ignore PC201

# A command's name is the command; a path of that name is written otherwise.
cp -R clash list
status 1 ./list
status 1 -- list
status 0 list -C calm
rm -r list

status 0 --help
says out '^Usage: portcheck'
status 0 -h
status 0 help
status 0 --version
says out '^portcheck [0-9]+\.[0-9]+\.[0-9]+$'
status 0 -V
status 0 version
says out '^libyaml [0-9]'
status 0 rules
says out 'PC201  port-collision'
status 0 rules -f json
says out '"code": "PC201"'
status 0 explain PC201
cp out one
status 0 explain port-collision
cmp -s one out || bad 'explain by code and by name differ'
status 0 explain pc201 PC301
says out '^PC301'

# Every option that a command's help names works with a fitting value. Nothing may come out as wrong usage.
value() { # COMMAND OPTION ARGUMENT: a value; one of the right ones where the program names them
    case $3 in
    FORMAT) "$program" "$1" --help | sed -n '/^Formats:/{s/^Formats: *\([a-z]*\).*/\1/p;n;s/^  \([a-z]*\) .*/\1/p;}' | grep . | head -n 1 ;;
    RULES) echo PC201,PC3 ;;
    FORMAT=FILE) echo "json=$work/also.json" ;;
    PATH) echo "$work/page.md" ;;
    FILE) [ "$2" = --output ] && echo "$work/report.txt" || echo "$work/calm/compose.yml" ;;
    DIR) echo "$work/calm" ;;
    N) echo 3 ;;
    PERCENT) echo 0 ;;
    DATE) echo 2031-01-31 ;;
    HOST | HOSTS) echo compose.yml ;;
    SERVICES) echo lantern,lantern ;;
    PORTS) echo 4000-4999 ;;
    REF) echo HEAD ;;
    URL) echo https://code.example/group/project/blob/main/ ;;
    TEXT) echo known ;;
    PORT) echo 4310 ;;
    *)
        "$program" "$1" "$2" zzzzzzzz 2>&1 | sed -n 's/.*is not one of \([a-z]*\).*/\1/p' | grep . ||
            bad "no value known for $2 $3"
        ;;
    esac
}
printf 'fail-on: error\npairs: [{range: 4300-4399, with: 5300-5399}]\n' >calm.yml
a_commit calm
"$program" list claims -C clash -f jsonl >other.jsonl
printf '{"schema": "portcheck/baseline/v1", "findings": {}}\n' >calm.json
count=0
"$program" --help | sed -n 's/^  \([a-z][a-z]*\)  *[A-Z].*/\1/p' >commands
[ "$(wc -l <commands)" -ge 7 ] || bad 'the help lists too few commands'
for command in $(cat commands); do
    status 0 $command --help
    says out "^Usage: portcheck "
    sed -n 's/^  \(-., \|    \)\(--[^ ]*\)\( \([A-Z=]*\)\)\{0,1\} .*/\2 \4/p' out >options
    [ -s options ] || bad "$command --help names no option"
    # Words without which a command says only what it needs.
    case $command in
    explain) words=PC201 ;;
    show) words=4310 ;;
    move) words='lantern 4310' ;;
    sync) words='--to deployed' ;;
    next) words="-c $work/calm.yml" ;; # --pair needs one
    baseline) words=write ;;
    completions) words=bash ;;
    *) words= ;;
    esac
    while read -r option argument; do
        name=$(echo "$option" | sed 's/\[no-\]//')
        set -- $command $words "$name"
        [ "$command$name" = report--check ] && "$program" report -C "$work/calm" -o drift.md && set -- report -o drift.md "$name"
        [ "$name" = --recover ] && set -- $command "$name" # it stands alone
        if [ -n "$argument" ]; then
            given=$(value $command "$name" "$argument")
            [ "$name" = --config ] && given=$work/calm.yml
            [ "$name" = --with ] && given=$work/other.jsonl
            [ "$name" = --baseline ] && given=$work/calm.json
            set -- "$@" "$given"
        fi
        # Options that only go with others.
        case $name in
        --unsafe-fixes | --allow-dirty) [ $command = check ] && set -- "$@" --fix ;;
        --add-ignores) set -- "$@" --reason 'known' ;;
        --reason | --until) set -- "$@" --add-ignores --reason 'known' ;;
        esac
        root=
        case $name in --root | --help | --version) ;; *) grep -q -e '--root ' options && root="-C $work/calm" ;; esac
        # shellcheck disable=SC2086 # words
        status 0 "$@" $root
        case $option in '--[no-]baseline') continue ;; *'[no-]'*) status 0 $command $words "--no-${name#--}" -C "$work/calm" ;; esac
        count=$((count + 1))
    done <options
done
[ $count -ge 30 ] || bad "only $count options were tried"

finish
