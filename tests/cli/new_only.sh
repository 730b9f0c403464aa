#!/bin/sh
# --new-since: only what another revision does not have.
. "$(dirname "$0")/lib.sh"

# new REF...: runs in the repository, concise.
new() {
    wanted=$1
    shift
    status "$wanted" -C repo -f concise --fail-on warning --new-since "$@"
}

# An old finding is known, in the work tree and in the revision before.
cp -R clash repo
cat >repo/PORTS.md <<'TREE'
# Ports

| Port | Service |
|---|---|
| 4310 | lantern |
| 4310 | anchor |
TREE
a_commit repo
status 1 -C repo
new 0 HEAD
says out 'no new problems'
says out 'compared with HEAD: [1-9][0-9]* known there and not shown, 0 gone'

# A line that moved is not new; nor is another file, or a file that git does not know yet.
{
    printf '# a\n# b\n# c\n'
    cat clash/compose.yml
} >repo/compose.yml
echo text >repo/README.md
new 0 HEAD

# A registry edit that collides with a compose line that nobody touched is new.
a_commit repo
sed 's/4310 | anchor/4399 | anchor/' repo/PORTS.md >t && mv t repo/PORTS.md
new 1 HEAD
says out 'PC301.*anchor'
lacks out 'lantern`? and'
a_commit repo
new 0 HEAD
new 1 HEAD~1
says out 'PC301'
new 1 main~1
new 1 "$(git -C repo rev-parse HEAD~1)"

# The gate is that of the findings that are left; --no-new-since and --exit-zero as ever.
new 0 HEAD~1 --fail-on error
new 1 HEAD~1 --no-new-since
says out 'PC201'
new 0 HEAD~1 --exit-zero
new 1 HEAD~1 --select PC3
new 0 HEAD~1 --select PC2
PORTCHECK_NEW_SINCE=HEAD status 0 -C repo
PORTCHECK_NEW_SINCE=HEAD status 1 -C repo --no-new-since
status 1 -C repo --new-since HEAD --no-new-since
new 1 HEAD~1 PORTS.md
new 0 HEAD~1 README.md

# What was mended is counted; a third service on the port makes the collision a new one.
cat >>repo/compose.yml <<'TREE'
  beacon:
    image: registry.example/beacon:1
    ports: ["4310:80"]
TREE
new 1 HEAD
says out 'PC201.*3 services|PC201.*beacon'
cp calm/compose.yml repo
new 0 HEAD
says out ', [1-9][0-9]* gone$'

# In JSON as well only what is new, and the sentence about it apart.
status 0 -C repo -f json --new-since HEAD
says err 'compared with HEAD'
lacks out 'PC201'

# Both trees are judged by the configuration of now: a first one makes nothing old new. That it differs is said.
cp clash/compose.yml repo
a_commit repo
printf 'hosts:\n  attic: { sources: [compose.yml] }\n' >repo/portcheck.yml
new 0 HEAD
says out 'portcheck.yml is not the same in HEAD'
a_commit repo
new 0 HEAD
lacks out 'portcheck.yml'
printf 'hosts:\n  cellar: { sources: [compose.yml] }\n' >repo/portcheck.yml
new 0 HEAD
says out 'portcheck.yml is not the same'
rm repo/portcheck.yml
new 0 HEAD
says out 'portcheck.yml is not the same'
a_commit repo

# What was silenced there, and is not any more, is new: by a comment, by the baseline. What is silenced here stays so.
mkdir quiet
sed '4s/$/ # portcheck: ignore[PC201]: never up together/' clash/compose.yml >quiet/compose.yml
a_commit quiet
status 0 -C quiet --new-since HEAD
says out '1 suppressed'
cp clash/compose.yml quiet
status 1 -C quiet --new-since HEAD
a_commit quiet
status 0 -C quiet --new-since HEAD
status 1 -C quiet --new-since HEAD~1
status 0 baseline write -C quiet
status 0 -C quiet --new-since HEAD
says out '1 in the baseline'
a_commit quiet
rm quiet/portcheck-baseline.json
status 1 -C quiet --new-since HEAD
status 0 -C quiet --new-since HEAD~1
git -C quiet checkout -q .
# A baseline that is broken there is no baseline; one that is staged is the one that counts.
echo '{' >quiet/portcheck-baseline.json
status 2 -C quiet
status 0 -C quiet --staged
a_commit quiet
rm quiet/portcheck-baseline.json
status 0 -C quiet --new-since HEAD

# Below the top of the work tree, and where the directory was not there yet.
mkdir repo/inner && cp clash/compose.yml repo/inner
status 1 -C repo/inner --new-since HEAD
a_commit repo
status 0 -C repo/inner --new-since HEAD
status 1 -C repo/inner --new-since HEAD~1
says out '^compose.yml|compose.yml:'

# --only reads nothing else there either.
status 0 -C repo --only inner/compose.yml --new-since HEAD
status 1 -C repo --only inner/compose.yml --new-since HEAD~1

# A file that a link leads to.
mkdir -p linked/sub
cp calm/compose.yml linked/sub/real.yml
ln -s sub/real.yml linked/compose.yml
a_commit linked
cp clash/compose.yml linked/sub/real.yml
status 1 -C linked --new-since HEAD
a_commit linked
status 0 -C linked --new-since HEAD
status 1 -C linked --new-since HEAD~1

# Auto, in a clone: where the branch left origin's. What the other branch did since is not the branch's own.
git clone -q repo work 2>/dev/null || exit 99
(cd work && git checkout -q -b topic && printf 'services:\n  kiosk:\n    image: a/b:1\n    ports: ["4555:80"]\n  stall:\n    image: a/c:1\n    ports: ["4555:80"]\n' >stalls-compose.yml) || exit 99
a_commit work
status 1 -C work -f concise --new-since auto
says out 'stalls-compose.yml'
lacks out '^compose.yml'
says out 'compared with origin/[A-Za-z]* \([0-9a-f]{10}\)'

# GitHub: the base's name, and what the event says.
status 1 -C work --new-since origin/main
GITHUB_BASE_REF=main status 1 -C work -f concise --new-since auto
says out 'compared with origin/main'
base=$(git -C repo rev-parse HEAD)
head=$(git -C work rev-parse HEAD)
printf '{"pull_request": {"base": {"ref": "main", "sha": "%s"}, "head": {"sha": "%s"}}}' "$base" "$head" >event
GITHUB_EVENT_PATH=$work/event GITHUB_BASE_REF=main status 1 -C work -f concise --new-since auto
says out 'compared with main'
# The base moved on before the merge that is checked out was made: its own findings are not the request's.
(cd repo && printf 'services:\n  quay:\n    image: a/q:1\n    ports: ["4777:80"]\n  pier:\n    image: a/p:1\n    ports: ["4777:80"]\n' >piers-compose.yml)
a_commit repo
(cd work && git fetch -q && git checkout -q --detach origin/main && git merge -q --no-edit -m merge topic) || exit 99
GITHUB_EVENT_PATH=$work/event GITHUB_BASE_REF=main status 1 -C work -f concise --new-since auto
says out 'stalls-compose.yml'
lacks out 'piers-compose.yml'
# A clone without history cannot tell, and says what to do.
git clone -q --depth 1 "file://$work/work" shallow 2>/dev/null || exit 99
GITHUB_EVENT_PATH=$work/event GITHUB_BASE_REF=main status 2 -C shallow --new-since auto
says err 'fetch-depth: 0'
git -C shallow update-ref refs/remotes/origin/HEAD HEAD || exit 99
status 2 -C shallow --new-since HEAD~1
says err 'HEAD~1. is not here.*shallow.*fetch-depth: 0.*GIT_DEPTH'
status 2 -C shallow --new-since "$base"
says err 'fetch-depth'
# A depth of two holds the base of the merge.
git clone -q --depth 2 "file://$work/work" deeper 2>/dev/null || exit 99
GITHUB_EVENT_PATH=$work/event GITHUB_BASE_REF=main status 1 -C deeper -f concise --new-since auto
says out 'stalls-compose.yml'
lacks out 'piers-compose.yml'
# A push: what was there before it. The first push of a branch: origin's default.
printf '{"before": "%s", "after": "%s"}' "$base" "$head" >push
GITHUB_EVENT_PATH=$work/push status 1 -C work -f concise --new-since auto
says out 'before the push'
printf '{"before": "0000000000000000000000000000000000000000"}' >push
GITHUB_EVENT_PATH=$work/push status 1 -C work -f concise --new-since auto
says out 'compared with origin/'
for event in '' '{' '[]' '{"pull_request": 3}' '{"pull_request": {"base": {"sha": "--output=x"}}}'; do
    printf '%s' "$event" >push
    GITHUB_EVENT_PATH=$work/push status 1 -C work --new-since auto
done
GITHUB_EVENT_PATH=$work/nowhere status 1 -C work --new-since auto

# GitLab: the base, with the target's tip for a merged result.
CI_MERGE_REQUEST_DIFF_BASE_SHA=$base CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main status 1 -C work -f concise --new-since auto
says out 'compared with main'
says out 'piers-compose.yml'
CI_MERGE_REQUEST_TARGET_BRANCH_SHA=$(git -C repo rev-parse HEAD) CI_MERGE_REQUEST_DIFF_BASE_SHA=$base \
    status 1 -C work -f concise --new-since auto
lacks out 'piers-compose.yml'
CI_MERGE_REQUEST_DIFF_BASE_SHA=$base status 2 -C shallow --new-since auto
says err 'GIT_DEPTH: 0'
CI_COMMIT_BEFORE_SHA=$base status 1 -C work --new-since auto
CI_DEFAULT_BRANCH=main status 1 -C work --new-since auto

finish
