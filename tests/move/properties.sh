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

# There and back.
fresh tour
status 0 move -C tour ferry 4300 --write
status 0 move -C tour ferry 4302 --write --allow-dirty
same "$fixture" tour 'there and back is not where it began'

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
