#!/bin/sh
# `config` and `version`: what is set, where it was said, and what is wrong with it.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/lib.sh"

# row KEY VALUE WHERE: config print shows it.
row() {
    awk -v key="$1" '$1 == key { $1 = ""; print substr($0, 2) }' out >row
    [ "$(cat row)" = "$3 $2" ] || bad "config print: $1 is \`$(cat row)\`, wanted \`$3 $2\`"
}

cat >calm/portcheck.yml <<'TREE'
# a remark
ranges: { min-free: 2 }
hosts:
  harbour:
    aliases:
      - "Harbour server"
      - 10.20.0.5
rules:
  PC105: off
  port-drift: { locked: true }
pairs:
  - { range: 3030-3059, with: 5010-5039 }
  - range: 4000
    with: 5000
fail-on: warning
TREE
status 0 config print -C calm
says out '^configuration: portcheck.yml$'
row ranges.min-free 2 portcheck.yml:2
row ranges.width - default
row hosts.harbour.aliases '[Harbour server, 10.20.0.5]' portcheck.yml:5
row hosts.harbour.os - default
row rules.PC105 off portcheck.yml:9
row rules.port-drift.locked true portcheck.yml:10
row 'pairs[2].with' 5000 portcheck.yml:14
row 'pairs[2].by' last-digit default
row exclude '[]' default
row fail-on warning portcheck.yml:15
cp out plain
status 0 config -C calm
cmp -s out plain || bad '`config` and `config print` differ'

# Flag before environment before configuration before default.
PORTCHECK_FAIL_ON=info PORTCHECK_COLOR=never status 0 config print -C calm
row fail-on info PORTCHECK_FAIL_ON
row color never PORTCHECK_COLOR
PORTCHECK_FAIL_ON=info status 0 config print -C calm --fail-on never
row fail-on never --fail-on
status 0 config print -C calm --no-config
says out '^configuration: none$'
row fail-on error default
PORTCHECK_CONFIG=$work/calm/portcheck.yml status 0 config print -C clash
row ranges.min-free 2 "$work/calm/portcheck.yml:2"
PORTCHECK_FAIL_ON=soon status 2 config print -C calm
status 0 config print -C calm -f json
says out '"key": "fail-on", "value": "warning", "origin": "file", "where": "portcheck.yml:15"'
says out '"key": "ranges.width", "value": null, "origin": "default", "where": "default"'
status 2 config print -C calm -f jsn
says err 'did you mean `json`'

# What is said to be set is what a check uses.
status 0 check -C clash -c calm/portcheck.yml --ignore PC2 -q

status 0 config check -C calm
says out '^portcheck.yml can be used$'
status 0 config check -C calm -q
[ -s out ] && bad 'config check -q speaks'
status 0 config check -C bare
says out '^no configuration'
printf 'fail-on: error\nexclud: [a]\n' >other.yml
status 2 config check other.yml
says err '^portcheck: .*other.yml:2:1: error: unknown key `exclud`$'
says err '^  exclud: \[a\]$'
says err '^  \^~~~~~$'
says err '^did you mean `exclude`\?$'
[ -s out ] && bad 'a refused configuration leaves something on stdout'
for command in check list 'config print' 'show 4310'; do
    # shellcheck disable=SC2086 # words
    status 2 $command -C calm -c other.yml
    says err 'unknown key'
done
printf 'rules: { port-colision: off }\n' >other.yml
status 2 config check other.yml
says err 'did you mean `port-collision`'
printf 'required-version: ">=99"\n' >other.yml
status 2 config check other.yml
says err 'which the configuration does not accept'
status 2 config check missing.yml
status 2 config check calm/portcheck.yml other.yml
says out '^calm/portcheck.yml can be used$'
says err 'other.yml:1:'
status 2 config check -c calm
status 2 config chek
says err 'did you mean `check`'
status 2 config print calm/portcheck.yml
# A broken configuration does not keep the schema from being printed.
mkdir broken
printf 'nonsense: [\n' >broken/portcheck.yml
status 0 config schema -C broken
says out '"\$schema": "http://json-schema.org/draft-07/schema#"'
status 2 config check -C broken

# Bytes of a configuration that would move a cursor.
printf 'services: { aliases: { "a\\e[31mb": "x\\ty" } }\n' >other.yml
status 0 config print -c other.yml
grep -q "$(printf '\033')" out && bad 'config print lets an escape through'

status 0 version -C calm
says out '^configuration portcheck.yml$'
says out '^libyaml [0-9]'
says out '^cmark-gfm [0-9]'
says out '^cJSON [0-9]'
status 0 version -C bare
says out '^configuration none$'
status 0 version -C broken
finish
