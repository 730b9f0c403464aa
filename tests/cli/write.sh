#!/bin/sh
# How commands that change files write them: what is refused, what a stopped run leaves, what belongs to git and what does not.
. "$(dirname "$0")/lib.sh"

harbour() { # DIRECTORY: a small tree whose quay may move
    mkdir -p "$1/quay"
    printf '# Ports\n\n| Port | Service |\n|---|---|\n| 7001 | quay |\n| 7031 | ferry |\n' >"$1/PORTS.md"
    printf 'services:\n  quay:\n    build: quay\n    environment: { PORT: 7001, SALT: pepper }\n    ports: ["7001:7001"]\n' >"$1/compose.yml"
    printf '# quay\r\n\r\n- Port: 7001\r\n' >"$1/quay/CLAUDE.md"
}
repository() {
    harbour "$1"
    git init -q "$1"
    git -C "$1" add -A
    git -C "$1" commit -qm all
}
untouched() { [ -z "$(git -C "$1" status --porcelain)" ] || bad "$2: files were changed"; }

# The preview writes nothing; what it says is what --write does, also to the last byte of the patch that -o writes.
repository plain
status 0 -C plain move quay 7020
says out '^\+\| 7020 \| quay \|'
says err 'nothing was written: add --write'
says err 'not shown whole'
lacks out pepper
untouched plain preview
cp out preview
status 0 -C plain move quay 7020 -o "$work/exact.diff"
grep -q pepper exact.diff || bad 'the exact diff leaves something out'
[ -s out ] && bad 'with -o FILE stdout says something'
status 0 -C plain move quay 7020 -o -
cmp -s out exact.diff || bad '-o - is not what -o FILE is'
cp -R plain patched
git -C patched apply ../exact.diff || bad 'git apply does not take the diff'
status 0 -C plain move quay 7020 --write
says err '^portcheck: 3 files are changed$'
cmp -s out preview || bad 'preview and --write show two diffs'
for file in PORTS.md compose.yml quay/CLAUDE.md; do
    cmp -s plain/$file patched/$file || bad "$file: the diff and --write make two files of it"
done

# What git does not have yet is not touched, unless the person says so.
status 1 -C plain move quay 7021 --write
says err '`PORTS.md`: it has changes that are not committed'
says err 'no file was changed'
git -C plain add -A
status 1 -C plain move quay 7021 --write
says err 'staged, but not committed'
git -C plain commit -qm moved
git -C plain rm -q --cached PORTS.md
status 1 -C plain move quay 7021 --write
says err '`PORTS.md`: git does not track it'
status 0 -C plain move quay 7021 --write --allow-dirty
git -C plain add -A
git -C plain commit -qm more
echo 'something else' >plain/other.txt
touch -d 2001-01-01 plain/PORTS.md
status 0 -C plain move quay 7001 --write
harbour born
git init -q born
git -C born add -A
status 1 -C born move quay 7020 --write
says err 'never committed'

# Without git there is nothing to lose that git had; line ends are git's own business.
harbour nogit
status 0 -C nogit move quay 7020 --write
repository crlf
git -C crlf config core.autocrlf true
rm crlf/compose.yml
git -C crlf checkout compose.yml 2>/dev/null
touch crlf/compose.yml
status 0 -C crlf move quay 7020 --write
tr -d '\n' <crlf/compose.yml | tr '\r' '\n' | grep -q 'PORT: 7020' || bad 'line ends were changed'

# One file that must not be written, and none is.
for how in 'chmod 444 PORTS.md' "printf '<<<<<<< a\n=======\n>>>>>>> b\n' >>PORTS.md"; do
    rm -rf held
    repository held
    (cd held && eval "$how" && git commit -qam held >/dev/null 2>&1)
    before=$(cat held/compose.yml)
    status 1 -C held move quay 7020 --write
    says err '^`PORTS.md`: it '
    [ "$before" = "$(cat held/compose.yml)" ] || bad "$how: another file was changed"
done

# A link inside the tree stays one, and what it leads to is written; one that leads out is not.
repository linked
mkdir linked/docs
mv linked/PORTS.md linked/docs/ports-of-all.md
ln -s docs/ports-of-all.md linked/PORTS.md
git -C linked add -A
git -C linked commit -qm linked
status 0 -C linked move quay 7020 --write
[ -L linked/PORTS.md ] || bad 'the link became a file'
grep -q 7020 linked/docs/ports-of-all.md || bad 'what the link leads to was not written'

# Bytes that are no UTF-8 stay as they are.
repository odd
printf 'caf\351 \n' >>odd/PORTS.md
git -C odd commit -qam odd
status 0 -C odd move quay 7020 --write
LC_ALL=C grep -q "$(printf 'caf\351')" odd/PORTS.md || bad 'an odd byte was changed'

# A journal of a stopped run: every command names it, --recover ends it.
leave() { # DIRECTORY: kills the run at its second rename
    strace -qq -o /dev/null -e inject=renameat:signal=KILL:when=2 "$program" -C "$1" move quay 7020 --write >/dev/null 2>&1
}
export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
if strace -qq -o /dev/null true 2>/dev/null; then
    for kind in main worktree below nogit; do
        rm -rf stopped
        repository stopped
        at=stopped journal=.git/portcheck-journal
        case $kind in
        worktree)
            git -C stopped worktree add -q ../stopped-tree
            at=stopped-tree journal=../stopped/.git/worktrees/stopped-tree/portcheck-journal
            ;;
        below)
            mkdir stopped/fleet
            git -C stopped mv PORTS.md compose.yml quay fleet/
            git -C stopped commit -qm below
            at=stopped/fleet journal=../.git/portcheck-journal
            ;;
        nogit)
            rm -rf stopped/.git
            journal=.portcheck-journal
            ;;
        esac
        cp -R $at whole
        leave $at
        [ -s $at/$journal ] || bad "$kind: no journal is left"
        for words in check 'list ports' 'show quay' 'move quay 7022' 'baseline show' 'init'; do
            # shellcheck disable=SC2086
            status 4 -C $at $words
            says err 'portcheck move --recover'
        done
        status 0 -C $at config print
        status 2 -C $at move quay 7022 --recover
        status 0 -C $at move --recover
        says out 'is undone'
        [ -e $at/$journal ] && bad "$kind: the journal is still there"
        diff -r -x .git whole $at >/dev/null || bad "$kind: not everything is old again"
        status 0 -C $at move --recover
        says out 'nothing to recover'
        status 0 -C $at move quay 7020 --write --allow-dirty
        rm -rf whole
        [ $kind = worktree ] && git -C stopped worktree remove --force ../stopped-tree
    done
else
    echo 'SKIPPED in part: without strace no run is stopped here'
fi

# Two at once: one writes, or both say why not; never half of each.
repository both
"$program" -C both move quay 7020 --write >/dev/null 2>one &
"$program" -C both move quay 7021 --write >/dev/null 2>two
wait $!
case "$(cat both/PORTS.md both/compose.yml both/quay/CLAUDE.md | grep -o '70[02][0-9]' | sort -u | tr '\n' ' ')" in
'7020 ' | '7021 ' | '7001 ') ;;
*) bad "two at once: $(cat both/*.md both/compose.yml one two)" ;;
esac
[ -e both/.git/portcheck-journal ] && bad 'two at once: a journal is left'

# A directory in which nothing can be made, and a full disk.
if [ "$(id -u)" = 0 ]; then
    repository full
    mkdir disk
    if mount -t tmpfs -o size=64k none disk 2>/dev/null; then
        cp -R full/PORTS.md full/compose.yml full/quay disk/
        head -c 200000 /dev/zero >disk/filler 2>/dev/null
        cp -R disk before
        status 4 -C disk move quay 7020 --write
        says err 'the disk is full'
        says err 'no file was changed'
        diff -r before disk >/dev/null || bad 'a full disk: something was changed'
        umount disk
    else
        echo 'SKIPPED in part: no file system may be mounted here'
    fi
else
    repository shut
    chmod 555 shut/quay
    status 1 -C shut move quay 7020 --write
    says err 'its directory is read-only'
    untouched shut 'read-only directory'
fi

finish
