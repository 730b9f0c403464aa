#!/bin/sh
# sync as a whole: what it shows is what it writes, once is enough, nothing else changes, and no finding is new.
cases=$(cd "$(dirname "$0")/../cases" && pwd) || exit 99
. "$(dirname "$0")/lib.sh"

# fresh CASE: the tree of a golden case as a git repository in tree/.
fresh() {
    rm -rf "$work/tree"
    cp -R "$cases/$1/tree" "$work/tree"
    chmod -R u+w "$work/tree"
    (cd "$work/tree" && git init -q && git add -A && git commit -qm tree) || bad "no repository of $1"
}

# The text of a file without any number: what is left of it must be there before and after, row by row.
words() {
    sed 's/[0-9][0-9]*//g; s/[ -][ -]*/ /g; s/\r//' "$1" | sort
}

for case in sync-deployed sync-padded sync-no-ranges sync-left; do
    fresh $case
    status 0 sync --to deployed --today 2031-05-02 -C tree -o "$work/patch"
    cp -R tree previewed
    (cd previewed && git apply "$work/patch") || bad "$case: git apply refuses the diff"
    [ -z "$(git -C tree status --porcelain)" ] || bad "$case: a preview wrote"
    status 1 sync --to deployed --today 2031-05-02 --check -C tree
    [ -z "$(git -C tree status --porcelain)" ] || bad "$case: --check wrote"
    status 0 check --exit-zero -f json -C tree
    cp out before.json
    status 0 sync --to deployed --today 2031-05-02 --write -C tree
    diff -r -x .git previewed tree || bad "$case: the diff is not what was written"
    status 0 sync --to deployed --today 2031-12-31 --check -C tree
    [ ! -s out ] || bad "$case: a second time something changes"
    status 0 check --exit-zero -f concise -C tree
    [ $case = sync-left ] || lacks out 'PC301|PC304|PC310'
    lacks out 'PC103|PC104|PC107|PC110'
    rm -rf previewed
done

# Every side, on trees where it takes several rounds, where something is held, and where rows give ports back.
for case in sync-deployed sync-left sync-planned sync-held sync-given-back sync-free sync-own-document sync-two-on-one move-service; do
    for side in deployed planned documented; do
        fresh $case
        status 0 check --exit-zero -f json --min-severity warning -C tree
        cp out before.json
        status 0 sync --to $side --today 2031-05-02 -C tree -o "$work/patch"
        cp -R tree previewed
        if [ -s patch ]; then
            (cd previewed && git apply --whitespace=nowarn "$work/patch") || bad "$case, $side: git apply refuses the diff"
        fi
        status 0 sync --to $side --today 2031-05-02 --write -C tree
        cp err told
        diff -r -x .git previewed tree || bad "$case, $side: the diff is not what was written"
        status 0 sync --to $side --today 2031-12-31 --check --allow-dirty -C tree
        [ ! -s out ] || bad "$case, $side: a second time something changes"
        # What is new was told.
        status 0 check --exit-zero -f concise --min-severity warning -C tree
        sed -n 's/.*\[\(PC[0-9]*\)\].*/\1/p' out | sort -u >after
        grep -o '"rule": *"PC[0-9]*"' before.json | grep -o 'PC[0-9]*' | sort -u >had
        comm -13 had after >new
        while read -r rule; do
            grep -q "found from now on: \[$rule\]" told || bad "$case, $side: $rule is new, and nothing said so"
        done <new
        rm -rf previewed
    done
done

# Only numbers, rows of other services and the day differ: every word that was there is there.
fresh sync-deployed
words tree/docs/PORTS.md >old
status 0 sync --to deployed --today 2031-05-02 --write -C tree
words tree/docs/PORTS.md >new
comm -23 old new | grep -v reserved >lost
[ ! -s lost ] || {
    bad 'words are lost'
    cat lost
}

# A tree of one service that drifts; nothing else does.
mkdir -p one/docs
cat >one/docs/PORTS.md <<'END'
# Ports

| Port | Service |
|------|---------|
| 4001 | quay |
| 4002 | crane |
END
cat >one/docker-compose.yml <<'END'
services:
  quay:
    image: harbour/quay
    ports: ["4001:4001"]
  crane:
    image: harbour/crane
    ports: ["4005:4005"]
END
status 2 sync -C one
says out '^crane '
says out 'planned +4002 +docs/PORTS.md:6'
says out 'deployed +4005 +docker-compose.yml:7'
lacks out '^quay'
says err 'yours to say'
status 2 sync quay -C one
says out '^quay '
status 2 sync --to real -C one
says err 'deployed'
status 2 sync keel --to deployed -C one
says err 'unknown service'
status 2 sync --to deployed --check --write -C one
says err 'leave out --write'
status 0 sync quay --to deployed -C one
[ ! -s out ] || bad 'another service was changed than the one that was named'
status 0 sync crane --to deployed -C one
says out '^[+][|] 4005 [|] crane'
status 0 sync --to planned -C one
says out '^[+] .*4002:400'
lacks out 'PORTS.md'
status 3 sync --to deployed -C "$(mkdir -p bare && echo '# Ports' >bare/PORTS.md && echo bare)"

# Who went by a document's number elsewhere is told, and keeps nothing from being written.
fresh sync-deployed
printf 'CRANE_URL=http://localhost:4012\n' >tree/.env.example
status 0 sync --to deployed --write --allow-dirty -C tree
says err '\.env\.example:1: .crane.: 4012 is dialled here'
grep -q 4012 tree/.env.example || bad "a caller's setting was changed"

# What somebody has accepted is left, unless it is named.
cp -R one accepted
printf 'ignore:\n  - { rule: PC301, service: crane, reason: moves in May }\n' >accepted/portcheck.yml
status 0 sync --to deployed -C accepted
[ ! -s out ] || bad 'what is accepted was changed'
says err 'silenced as accepted'
status 0 sync crane --to deployed -C accepted
says out '4005'

finish
