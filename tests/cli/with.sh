#!/bin/sh
# Claims of other repositories: what is written is read back, and a file that is not right is refused, never left out.
. "$(dirname "$0")/lib.sh"

mkdir -p quay/docs shop
cat >quay/docs/PORTS.md <<'END'
# Ports

### Harbour (10.20.0.5)

| Port | Service |
|---|---|
| 4109 | crane |
| 4120-4125 | winch |
END
cat >quay/compose.harbour.yml <<'END'
services:
  buoy:
    build: ./buoy
    ports: ["4101:80/udp", "127.0.0.1:5000-5003:90"]
    profiles: [boats]
    environment:
      CRANE_URL: http://crane:4109
END
cp quay/docs/PORTS.md quay/compose.harbour.yml shop/
sed -i 's/buoy/tide/; s/crane/reef/; s/winch/gull/' shop/PORTS.md shop/compose.harbour.yml

# Round trip: the same claims, each with the repository that it is of.
status 0 list claims -C quay -f jsonl
cp out quay.jsonl
[ "$(wc -l <quay.jsonl)" -ge 7 ] || bad 'too few claims to try it with'
status 0 list claims -C shop -f jsonl --with quay.jsonl
grep '"origin":"quay"' out | sed 's/"origin":"quay"/"origin":null/' | sort >again
sort quay.jsonl | cmp -s - again || bad 'what --with read is not what list wrote'
cp out both.jsonl
mkdir bare-shop && echo 'Nothing here.' >bare-shop/README.md
status 3 list claims -C bare-shop -f jsonl --with both.jsonl
grep -c '"origin":"quay"' out >count
[ "$(cat count)" = "$(wc -l <quay.jsonl)" ] || bad 'the origin of a line is not kept'
says out '"origin":"both"'

# A file twice is a file once; this repository's own claims are not held against it.
status 1 -C shop --with quay.jsonl,quay.jsonl
cp out twice
status 1 -C shop --with quay.jsonl
cmp -s out twice || bad 'a file given twice says something else'
says out 'claims of 1 other repository'
status 0 list claims -C shop -f jsonl
cp out mine.jsonl
status 0 -C shop --with mine.jsonl
says out '`mine` is this repository itself, and its [0-9]+ claims were left out'

# In every format, for every command, with the repository in front of the path.
for format in full concise json; do
    status 1 -C shop --with quay.jsonl -f $format
    says out 'quay:compose.harbour.yml|repository `quay`'
done
status 0 show 4101 quay:buoy buoy -C shop --with quay.jsonl
says out 'quay:compose.harbour.yml:4:14'
for what in claims ports services sources; do
    for format in table json jsonl csv md; do
        status 0 list $what -C shop -f $format --with quay.jsonl
        says out quay
    done
done
status 0 list free -C shop --range 4101-4101 --with quay.jsonl -f csv
lacks out '^4101'

# refused PATTERN FILE: nothing is checked with a file that is not right.
refused() {
    status 2 -C shop --with "$2"
    says err "$1"
    [ -s out ] && bad "--with $2: something on stdout"
}
: >empty.jsonl
printf '\0\0\0\n' >nul.jsonl
echo '{"schema":"portcheck/claim/v1","role":"publishes","port":70000,"path":"x","line":1}' >large.jsonl
sed 's/^/ /; 3s/:/;/' quay.jsonl >broken.jsonl
mkfifo pipe.jsonl
head -c 70000000 /dev/zero | tr '\0' '\n' >huge.jsonl
"$program" list claims -C quay -f json >wrong.json
refused 'missing.jsonl. cannot be read: No such file' missing.jsonl
refused 'it is no regular file' shop
refused 'it is no regular file' pipe.jsonl
refused 'it is larger than 64 MiB' huge.jsonl
refused 'empty.jsonl:1: there is no claim in it' empty.jsonl
refused 'nul.jsonl:1: the line holds a NUL byte' nul.jsonl
refused 'large.jsonl:1: `port` is 70000' large.jsonl
refused 'broken.jsonl:3: no JSON object' broken.jsonl
refused 'list claims -f jsonl. writes what --with reads' wrong.json
refused 'large.jsonl:1: ' quay.jsonl,large.jsonl

finish
