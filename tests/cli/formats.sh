#!/bin/sh
# What holds for all formats: the same findings, the same exit code, documents that their readers can parse.
. "$(dirname "$0")/lib.sh"

"$program" check --help | sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p' >formats
[ "$(wc -l <formats)" -ge 12 ] || bad "--help lists too few formats: $(tr '\n' ' ' <formats)"

# A tree with names for every reader to stumble over, and findings of each level.
mkdir hostile
folder='hostile/a,b;c%0A&<x>"`|]]>'
mkdir -p "$folder" "hostile/$(printf 'new\nline ::error::x')" 2>/dev/null || mkdir -p "$folder"
for dir in hostile/*/; do
    cp clash/compose.yml "$dir"
done
printf 'services: { "a\\u001b[31m|`<b>": { image: b, ports: ["4310:1"] }, "]]>##[c": { image: d, ports: ["4310:1", "${UNSET}:2"] } }\n' \
    >hostile/docker-compose.yml
cat >hostile/PORTS.md <<'TREE'
# Ports

## 4300-4309: Lights

| Port | Service |
|------|---------|
| 4390 | lantern \| <b>x</b> |
TREE

# count FORMAT FILE: its findings.
count() {
    case $1 in
    full) grep -Ec '^(error|warning|info)\[PC[0-9]+ ' "$2" ;;
    concise) grep -Ec ': (error|warning|info)\[PC[0-9]+\] ' "$2" ;;
    grouped) grep -Ec '^  [0-9]+:[0-9]+ +(error|warning|info) +PC[0-9]+ ' "$2" ;;
    json) grep -c '^      "rule": ' "$2" ;;
    jsonl) grep -c '^{"schema":"portcheck/finding/v1",.*}$' "$2" ;;
    sarif) grep -c '^          "ruleId": ' "$2" ;;
    github) grep -c '^::' "$2" ;;
    gitlab) grep -c '^    "fingerprint": ' "$2" ;;
    junit) grep -c '<failure ' "$2" ;;
    checkstyle) grep -c '<error ' "$2" ;;
    rdjson) grep -c '^      "severity": ' "$2" ;;
    markdown) grep -Ec '^\| (error|warning|info) \| ' "$2" ;;
    *) echo "no way to count the findings of $1" ;;
    esac
}
also=
while read -r format; do
    also="$also --also $format=all.$format"
done <formats
for tree in hostile clash calm; do
    "$program" -C $tree -f json >reference 2>/dev/null
    code=$?
    number=$(count json reference)
    # shellcheck disable=SC2086 # words
    status $code -C $tree -f concise $also
    while read -r format; do
        status $code -C $tree -f "$format"
        [ "$(count "$format" out)" = "$number" ] || bad "$tree: $(count "$format" out) findings in $format, $number in json"
        cmp -s out "all.$format" || bad "$tree: --also $format is not what -f $format prints"
    done <formats
done
[ "$number" = 0 ] || bad 'a clean tree has findings'

# The configuration knows the same formats.
cp -R clash known
while read -r format; do
    printf 'output: [{ format: %s, path: report }]\n' "$format" >known/portcheck.yml
    rm -f known/report
    status 1 -C known
    [ -e known/report ] || bad "output: $format is not written"
done <formats
printf 'output: [{ format: zzzzzzzz, path: report }]\n' >known/portcheck.yml
status 2 -C known
sed -n 's/^one of: //p' err | tr -d '`,' | tr ' ' '\n' >words
cmp -s words formats || bad 'the configuration and --help know different formats'

# Read by real readers, where there are some.
"$program" -C hostile -q --also junit=a.xml --also checkstyle=b.xml --also json=a.json --also sarif=b.json --also gitlab=c.json \
    --also rdjson=d.json --also jsonl=e.jsonl >/dev/null
if command -v xmllint >/dev/null; then
    xmllint --noout a.xml b.xml || bad 'no well-formed XML'
fi
if command -v python3 >/dev/null; then
    python3 - <<'TREE' || bad 'not parsed'
import json, xml.dom.minidom
for name in ("a.xml", "b.xml"):
    xml.dom.minidom.parse(name)
for name in "abcd":
    with open(name + ".json", encoding="utf-8") as file:
        json.load(file)
with open("e.jsonl", encoding="utf-8", newline="\n") as file:
    for line in file:
        json.loads(line)
TREE
fi

finish
