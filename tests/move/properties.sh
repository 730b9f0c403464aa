#!/bin/sh
# What holds of every move, on a repository that names one service's port in more than thirty places.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/lib.sh"
fixture=$here/../cases/move-service/tree

# fresh DIR: the fixture as a repository.
fresh() {
    rm -rf "$1"
    cp -R "$fixture" "$1"
    chmod -R u+w "$1"
    a_commit "$1"
}

# same DIR DIR: the same files, byte for byte.
same() {
    diff -r -x .git "$1" "$2" >differ || {
        bad "$3"
        head -n 20 differ
    }
}

findings() { # DIR: fingerprints of all findings
    "$program" -C "$1" -f json --min-severity info | tr ',' '\n' | sed -n 's/.*"fingerprint": *"\([0-9a-f]*\)".*/\1/p' | sort
}

# The preview is what is written, for a port that is free, one that is reserved for nobody, one of another range, one of none.
for port in 4300 4306 4304 4310 4405 4999; do
    fresh preview
    fresh written
    status 0 move -C preview ferry $port -o "$work/patch"
    same "$fixture" preview "a preview changes files"
    (cd preview && git apply --whitespace=nowarn ../patch) || bad "git apply does not take the preview for $port"
    status 0 move -C written ferry $port --write --force
    same preview written "the preview for $port is not what is written"

    # Nothing of it is left, and nobody else is touched.
    left=$(cd written && grep -rlw 4302 --exclude-dir=.git . | sort | tr '\n' ' ')
    [ "$left" = "./PORTS.md ./compose.test.yml ./deploy/prometheus.yml ./docs/notes.md ./services/ferry/CLAUDE.md ./services/ferry/src/index.ts " ] ||
        bad "4302 is left in $left"
    grep -q '^> - winch `4302`$' written/PORTS.md || bad 'another service with the same number has moved'
    grep -qF "targets: ['192.168.7.9:4302']" written/deploy/prometheus.yml || bad 'its scrape target has moved'
    grep -qF '"24302:4302"' written/compose.test.yml || bad 'another environment has moved'
    grep -qF '"14302:'$port'"' written/compose.dev.yml || bad 'a container that relies on the default has not followed'

    # Every byte outside of the numbers is what it was.
    for file in $(cd "$fixture" && find . -type f ! -name PORTS.md); do
        sed "s/$port/4302/g" "written/$file" | cmp -s - "$fixture/$file" || bad "$file: more than the number has changed"
    done
done

# There and back: to a free port, into a reservation (which shrinks, or becomes two, and is one again), to its last port
# but one, to another table.
for port in 4300 4304 4306 4309 4314 4402 4410; do
    fresh tour
    status 0 move -C tour ferry $port --write --force
    status 0 move -C tour ferry 4302 --write --force --allow-dirty
    same "$fixture" tour "to $port and back is not where it began"
done

# Rows that are not aligned, or do not stand in the order of ports, reservations in lists, in one line, with another
# dash, of one port left.
mkdir odd
cat >odd/compose.yml <<'END'
services:
  oar: { build: ./oar, environment: { PORT: 4602 }, ports: ["4602:4602"] }
  hull: { build: ./hull, environment: { PORT: 4604 }, ports: ["4604:4604"] }
  mast: { build: ./mast, environment: { PORT: 4600 }, ports: ["4600:4600"] }
  keel: { build: ./keel, environment: { PORT: 4601 }, ports: ["4601:4601"] }
  sail: { build: ./sail, environment: { PORT: 4651 }, ports: ["4651:4651"] }
END
cat >odd/PORTS.md <<'END'
# Ports

## 4590-4619 Boats

| Port      | Service  | Words         |
|-----------|----------|---------------|
| 4598      | anchor   | first         |
| 4599      | buoy     | second        |
| 4600 | mast | not aligned |
| 4601      | keel     | below         |
| 4604      | hull     | aligned       |
| 4602      | oar      | stands behind |
| 4605–4609 | reserved |               |
| 4610-4611 | reserved | for a reason  |
| 4612–4619 | reserved |               |

## 4640-4659 Canvas

- sail 4651
- reserved: 4652-4654, 4656-4659

## 4660-4669 Ropes

| Port      | Service  | Words         |
|-----------|----------|---------------|
| 4660      | rope     | aligned       |
| 4661–4669 | reserved |               |
END
a_commit odd
cp -R odd odd.before
for move in 'oar 4602 4597' 'oar 4602 4615' 'hull 4604 4607' 'mast 4600 4665' 'mast 4600 4661' 'keel 4601 4607' \
    'keel 4601 4605' 'sail 4651 4653' 'sail 4651 4640' 'sail 4651 4613' 'keel 4601 4668'; do
    set -- $move
    status 0 move -C odd "$1" "$3" --write --force
    cmp -s odd/PORTS.md odd.before/PORTS.md && bad "the row of $1 has not moved"
    status 0 move -C odd "$1" "$2" --write --force --allow-dirty
    same odd.before odd "$move and back is not where it began"
    (cd odd && git checkout -q .)
done
# A reservation takes nothing that others speak of.
(cd odd && sed -i 's/^- sail 4651$/- sail 4651\n- reserved: 4641-4649/' PORTS.md && git commit -qam more)
status 0 move -C odd sail 4657 --write --force
grep -qx -e '- reserved: 4641-4649' odd/PORTS.md || bad 'a reservation takes a port that it never had'

# No finding is new.
for port in 4300 4306 4310; do
    fresh tour
    findings tour >before
    [ -s before ] || bad "the fixture has no findings to compare"
    status 0 move -C tour ferry $port --write
    findings tour >after
    comm -13 before after >new
    [ -s new ] && bad "a move to $port makes new findings"
    status 0 move -C tour ferry $port
    says err 'nothing to do: .* has '$port
done

# A row that moves keeps its line end, and the file its byte order mark.
fresh windows
for file in $(cd windows && find . -type f -not -path './.git/*' -name '*.[my][dm]*'); do
    { printf '\357\273\277'; sed 's/\r*$/\r/' "$fixture/$file" | sed '1s/^\xef\xbb\xbf//'; } >"windows/$file"
done
a_commit windows
cp -R windows before.windows
status 0 move -C windows ferry 4300 --write
for file in $(cd windows && find . -type f -not -path './.git/*' -name '*.[my][dm]*'); do
    [ "$(head -c 3 "windows/$file" | od -An -tx1 | tr -d ' ')" = efbbbf ] || bad "$file has lost its byte order mark"
    [ "$(tr -cd '\r' <"windows/$file" | wc -c)" = "$(tr -cd '\n' <"windows/$file" | wc -c)" ] || bad "$file has mixed line ends"
done
status 0 move -C windows ferry 4302 --write --allow-dirty
same before.windows windows 'there and back with CR LF is not where it began'

# By every name, from every directory, and in every environment.
fresh names
for name in ferry Ferry services/ferry; do
    status 0 move -C names "$name" 4300
    cp out "by.$(basename "$name")"
done
cmp -s by.ferry by.Ferry || bad 'a name in other letters gives another diff'
status 0 move -C names ferry 4300 --host HARBOUR
cmp -s out by.ferry || bad 'naming the host gives another diff'
status 0 move -C names ferry 4300 --everywhere
says out '24302:4300'
says out 'PORT: 4300'
status 0 move -C names ferry 4300 --host compose.test.yml --from 4302
lacks out 'PORTS.md'

finish
