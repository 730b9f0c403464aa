#!/bin/sh
# --staged: what is checked is what the next commit will hold. --files: which files, and their content.
. "$(dirname "$0")/lib.sh"

git_in() {
    git -C repo "$@" || exit 99
}

mkdir repo
cp calm/compose.yml repo
a_commit repo
status 0 -C repo --staged

# Changed and not staged: no part of it. Staged: all of it.
cp clash/compose.yml repo
status 1 -C repo
status 0 -C repo --staged
status 1 -C repo --no-config --files tracked
git_in add compose.yml
status 1 -C repo --staged
status 1 -C repo --files staged
status 1 -C repo --files=staged

# Partly staged: the work tree is mended, the index is not; and the other way round.
cp calm/compose.yml repo
status 0 -C repo
status 1 -C repo -f concise --staged
says out '^compose.yml:7:.*PC201'
git_in add compose.yml
cp clash/compose.yml repo
status 0 -C repo --staged

# The same size, the same moment: only the content tells.
sed '7s/4310/4399/' clash/compose.yml >apart
for turn in 1 2 3; do
    cp clash/compose.yml repo && git_in add compose.yml && cp apart repo/compose.yml
    status 1 -C repo --staged
    git_in add compose.yml && cp clash/compose.yml repo
    status 0 -C repo --staged
done

# Deleted on the disk, but still staged; then deleted in the index, but still on the disk.
cp clash/compose.yml repo && git_in add compose.yml && rm repo/compose.yml
status 1 -C repo --staged
status 1 -C repo --staged compose.yml
status 3 -C repo
cp clash/compose.yml repo && git_in rm -q --cached compose.yml
status 3 -C repo --staged
status 1 -C repo

# Untracked files are no part of it, nor are those that are only intended.
status 3 -C repo --staged compose.yml
says out 'compose.yml is not staged'
status 2 -C repo --staged --only compose.yml
says err 'is not staged'
git_in add -N compose.yml
status 3 -C repo --staged
status 1 -C repo --files tracked
git_in add compose.yml
status 1 -C repo --staged
status 1 -C repo --staged --only compose.yml
echo 'LANTERN_PORT=4310' >repo/.env.example && git_in add .env.example
status 0 list sources -C repo -f csv --staged --only .env.example
lacks out 'compose.yml'
git_in rm -q -f .env.example
git_in commit -q -m clash

# Renamed.
git_in mv compose.yml docker-compose.yml
status 1 -C repo -f concise --staged
says out '^docker-compose.yml'
git_in reset -q --hard

# Files: untracked ones only with all.
cp clash/compose.yml repo/other-compose.yml
status 0 list sources -C repo -f csv
says out 'other-compose.yml'
for which in tracked staged; do
    status 0 list sources -C repo -f csv --files $which
    lacks out 'other-compose.yml'
    says out '^compose.yml'
done
status 0 show 4310 -C repo --staged
rm repo/other-compose.yml

# The configuration is that of the index too.
printf 'exclude: [compose.yml]\n' >repo/portcheck.yml
status 3 -C repo
status 1 -C repo --staged
says out 'portcheck.yml is not staged'
git_in add portcheck.yml
status 3 -C repo --staged
printf 'nonsense: yes\n' >repo/portcheck.yml
status 2 -C repo
status 3 -C repo --staged
status 3 -C repo --staged -c repo/portcheck.yml
rm repo/portcheck.yml
status 3 -C repo --staged
git_in reset -q --hard

# With --new-since only what the next commit brings.
status 1 -C repo --staged
status 0 -C repo --staged --new-since HEAD
cat >>repo/compose.yml <<'TREE'
  beacon:
    image: registry.example/beacon:1
    ports: ["4310:80"]
TREE
status 0 -C repo --staged --new-since HEAD
status 1 -C repo --new-since HEAD
git_in add compose.yml
status 1 -C repo --staged --new-since HEAD
git_in reset -q --hard

# As a hook, whatever is committed how: git names the index.
printf '#!/bin/sh\nexec "%s" -q --staged --new-since HEAD >/dev/null\n' "$program" >repo/.git/hooks/pre-commit
chmod +x repo/.git/hooks/pre-commit
cat >>repo/compose.yml <<'TREE'
  buoy:
    image: registry.example/buoy:1
    ports: ["4310:80"]
TREE
echo text >repo/README.md
git_in add README.md
git -C repo commit -q -m 'only the text' || bad 'the hook stopped a commit without a new finding'
git -C repo commit -q -a -m all 2>/dev/null && bad 'the hook let commit -a pass'
git -C repo commit -q -m one compose.yml 2>/dev/null && bad 'the hook let a commit of a path pass'
[ -z "$(git -C repo status --porcelain | grep -v '^ M compose.yml')" ] || bad 'the hook left something behind'
(cd repo && git worktree add -q ../tree 2>/dev/null) || exit 99
cp repo/compose.yml tree
git -C tree commit -q -a -m all 2>/dev/null && bad 'the hook let a commit in a worktree pass'
rm repo/.git/hooks/pre-commit
# The index of another repository is none of this one.
cp -R clash strange && a_commit strange
GIT_INDEX_FILE=$work/strange/.git/index status 0 -C repo --staged --new-since HEAD
git_in reset -q --hard

# Line ends and filters: what is stored, not what lies on the disk.
printf '*.yml text eol=crlf\n' >repo/.gitattributes
git_in add . 2>/dev/null && git_in commit -q -m crlf && rm repo/compose.yml && git_in checkout -q compose.yml
status 1 -C repo -f concise --staged
says out 'compose.yml:7:14'
printf '*.yml filter=hide\n' >repo/.gitattributes
git_in config filter.hide.clean 'sed s/4310/4311/'
git_in config filter.hide.smudge 'sed s/4311/4310/'
printf 'services:\n  a:\n    image: x/a:1\n    ports: ["4310:80"]\n' >repo/compose.yml
git_in add . && git_in commit -q -m filter
status 0 list ports -C repo -f csv --staged
says out '4311'
git_in config --unset filter.hide.clean

# Links: what the index says of them.
mkdir repo/real && cp clash/compose.yml repo/real/bytes.txt && ln -s real/bytes.txt repo/docker-compose.yml
printf '' >repo/.gitattributes && cp calm/compose.yml repo/compose.yml && git_in add .
status 1 -C repo -f concise --staged
says out 'real/bytes.txt'
rm repo/docker-compose.yml && ln -s nowhere repo/docker-compose.yml
status 1 -C repo --staged
ln -sf /etc/passwd repo/docker-compose.yml && git_in add .
status 0 -C repo --staged
git_in reset -q --hard && git_in clean -qfd

# An index that is split, sparse, of another version or with other names says the same.
cp clash/compose.yml repo && mkdir repo/side && cp calm/compose.yml repo/side && git_in add . && git_in commit -q -m more
for version in 2 3 4; do
    git_in update-index --index-version $version
    status 1 -C repo --staged
done
git_in update-index --split-index
cp calm/compose.yml repo && git_in add compose.yml
status 0 -C repo --staged
cp clash/compose.yml repo && git_in add compose.yml && git_in rm -q --cached side/compose.yml
status 1 -C repo --staged
status 0 list sources -C repo --staged -f csv
lacks out 'side'
echo text >repo/intended-compose.yml && git_in add -N intended-compose.yml
status 0 list sources -C repo --staged -f csv
lacks out 'intended'
git_in reset -q --hard && git_in update-index --no-split-index && rm -f repo/intended-compose.yml
mkdir repo/keep && echo k >repo/keep/k && git_in add . && git_in commit -q -m keep
if git -C repo sparse-checkout init --cone --sparse-index 2>/dev/null && git -C repo sparse-checkout set keep 2>/dev/null; then
    [ -e repo/side ] && bad 'the sparse checkout is none'
    status 0 list sources -C repo --staged -f csv
    says out '^side/compose.yml'
    git_in sparse-checkout disable
fi
git init -q --object-format=sha256 -b main long && cp clash/compose.yml long && a_commit long
status 1 -C long --staged
status 0 -C long --staged --new-since HEAD
cp calm/compose.yml long
status 1 -C long --staged

# Before the first commit.
git init -q -b main young && cp clash/compose.yml young && git -C young add .
status 1 -C young --staged
rm -rf empty && git init -q empty
status 3 -C empty --staged

# A submodule is a repository of its own, and its files are no part of the one around it.
git -c protocol.file.allow=always -C repo submodule --quiet add "$work/strange" module 2>/dev/null || exit 99
git_in commit -q -m module
status 0 list sources -C repo --staged -f csv
lacks out 'module/'
status 1 -C repo/module --staged
status 0 -C repo/module --staged --new-since HEAD

finish
