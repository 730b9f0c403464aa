#!/bin/sh
# next: other branches, formats, and what is refused.
. "$(dirname "$0")/lib.sh"

# table PORT SERVICE...: PORTS.md of the repository.
table() {
    {
        printf '# Ports\n\n## 4500-4509: Lamps\n\n| Port | Service |\n|---|---|\n'
        while [ $# -gt 0 ]; do
            printf '| %s | %s |\n' "$1" "$2"
            shift 2
        done
    } >repo/PORTS.md
}

# next_is PORTS ARGUMENT...: exit 0, and just these numbers on stdout.
next_is() {
    numbers=$1
    shift
    status 0 next -C repo -f plain "$@"
    [ "$(tr '\n' ' ' <out)" = "$numbers " ] || bad "next $*: $(tr '\n' ' ' <out), wanted $numbers"
}

mkdir repo
table 4500 lantern
a_commit repo
next_is 4501 4500-4509
next_is 4501 4500-4509 --branches
status 0 next -C repo Lamps --branches
says out 'there is no other branch'

# One branch plans 4501, one on a remote reserves and deploys others; a third is part of the history.
git -C repo branch old
git -C repo checkout -q -b topic
table 4500 lantern 4501 buoy
a_commit repo
git -C repo checkout -q -b far
table 4500 lantern '4503-4504' '*(reserved)*'
printf 'services:\n  gull:\n    image: registry.example/gull:1\n    ports: ["4502:80"]\n' >repo/compose.yml
a_commit repo
git -C repo update-ref refs/remotes/origin/far HEAD
git -C repo symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/far
git -C repo checkout -q main
git -C repo branch -q -D far
echo text >repo/README.md
a_commit repo
git -C repo branch twin topic
next_is 4501 4500-4509
next_is '4505 4506' 4500-4509 --count 2 --branches
next_is '4505 4506 4507 4508 4509 4503' 4500-4509 --count 6 --branches
next_is 4501 4500-4509 --branches --no-branches
status 0 next -C repo Lamps --branches
says out '^4505$'
says out '4501 +planned for `buoy` on branch topic +PORTS.md:8:3'
says out '4502 +deployed by `gull` on branch origin/far +compose.yml:4:'
says out '4503-4504 +reserved on branch origin/far +PORTS.md:8:3'
says out 'looked at 2 branches: origin/far, topic'
says out 'left out 1 branch that this one.s history holds: old'
lacks out 'twin|origin/HEAD'
status 0 next -C repo Lamps --branches -f json
says out '"kind": "branch"'
says out '"branch": "origin/far"'
says out '"place": "compose.yml:4:14"'

# What stands in the work tree goes first, committed or not.
table 4500 lantern 4505 crane
status 0 next -C repo Lamps --branches
says out '^4506$'
says out '4505 +planned for `crane` +PORTS.md:8:3'

# A branch that cannot be read is said, and the answer is incomplete: 4.
object=$(git -C repo rev-parse topic^{tree})
file=repo/.git/objects/$(echo "$object" | cut -c1-2)/$(echo "$object" | cut -c3-)
mv "$file" kept
status 4 next -C repo Lamps --branches
says out '^4501$'
says out 'could not read 1 branch: topic'
mv kept "$file"
status 0 next -C repo Lamps --branches

# Another host's ports of another branch are free here.
cat >repo/portcheck.yml <<'TREE'
hosts:
  pier: { os: linux, sources: [compose.yml] }
  quay: { os: linux, sources: [compose.quay.yml] }
TREE
printf 'services:\n  tern:\n    image: registry.example/tern:1\n    ports: ["4509:80"]\n' >repo/compose.quay.yml
printf 'services:\n  heron:\n    image: registry.example/heron:1\n    ports: ["4508:80"]\n' >repo/compose.yml
next_is 4502 4502 --host quay --branches
next_is 4506 4502 --branches --host pier
next_is 4502 4502 --host pier

# Outside of git, and without an answer: the reason is on stderr, and a number that is none is never printed.
cp -R repo plain_tree
rm -rf plain_tree/.git
status 2 next -C plain_tree Lamps --branches
says err '--branches needs a git repository'
status 1 next -C repo 4500-4509 --count 99 -f plain
[ -s out ] && bad 'half an answer was printed'
says err 'only [0-9]* of 99 free ports in 4500-4509 Lamps'
status 2 next -C repo Lamps Lights
says err 'one place'
status 2 next -C repo --count 0
says err '1 to 1000'
status 2 next -C repo --count 1001
status 2 next -C repo --host pier,quay
says err 'one host'
status 2 next -C repo --host nowhere
says err 'unknown host'
status 1 next -C repo lantrn
says out 'nothing is known of .lantrn.*did you mean .lantern'

# Numbers that are no ports are not taken for names.
for wrong in 0 99999 70000-70010 3000-99999 3009-3000 3000- 03000 '3000 3001'; do
    status 2 next -C repo "$wrong"
    says err "^portcheck: .$wrong.*(1 to 65535|lower port|no port and no range)"
    [ -s out ] && bad "next $wrong printed something"
done
status 2 next -C repo 4509-4500
says err 'the lower port comes first'

# Only reserved growth is left: the number alone on stdout, what it is on stderr.
mkdir full
printf '# Ports\n\n## 4600-4602: Buoys\n\n| Port | Service |\n|---|---|\n| 4600 | bell |\n| 4601 | horn |\n| 4602 | *(reserved)* |\n' >full/PORTS.md
status 0 next -C full Buoys -f plain
[ "$(cat out)" = 4602 ] || bad "growth: $(cat out)"
says err '4602 is reserved; nothing else is left \(PORTS.md:9:3\)'
status 0 next -C full 4603 -f plain
[ -s err ] && bad "a free port with a remark: $(cat err)"

# Without a registry: beside what is started, though nobody is named for it; else beside what a container listens on.
mkdir -p started exposed
printf 'const port = process.env.PORT || 5310;\napp.listen(port);\n' >started/index.js
status 0 next -C started
says out '^5300$'
says out 'because +the only port that somebody has is there'
status 0 next -C started 5310 -f plain
[ "$(cat out)" = 5311 ] || bad "beside a default: $(cat out)"
printf 'FROM scratch\nEXPOSE 5400\n' >exposed/Dockerfile
status 0 next -C exposed
says out '^5401$'
says out 'the only port that a container listens on is there'
says out '5400 +listened on +Dockerfile:2:8'
# What is published under another number leaves the inner one free.
printf 'services:\n  owl:\n    build: .\n    ports: ["5500:5400"]\n' >exposed/compose.yml
status 0 next -C exposed -f plain
[ "$(cat out)" = 5501 ] || bad "published elsewhere: $(cat out)"
status 0 next -C exposed 5400 -f plain
[ "$(cat out)" = 5400 ] || bad "an inner port is free outside: $(cat out)"

# Nothing read at all: the answer is given, and 3 says that it is about nothing; --allow-empty makes that 0.
status 3 next -C bare 4500-4509
says out '^4500$'
status 0 next -C bare 4500-4509 --allow-empty -f plain
status 3 next -C bare
says out 'nothing says where a port belongs'

# --fail-under of prove: the gate, and what is no percentage.
status 0 prove -C clash --fail-under 0
status 1 prove -C calm --fail-under 1
says out '^0 % of changes would be noticed: 0 of 2$'
says err '0 of 2 changes would be noticed: less than 1 percent'
for wrong in 101 101% 5.5 -1 x '' 5%%; do
    status 2 prove -C clash --fail-under "$wrong"
done
# The gate is a share of all changes, unrounded: all that is claimed, and not one percent more.
for tree in clash calm repo full exposed; do
    "$program" prove -C $tree -f json >json 2>err
    changes=$(sed -n 's/^  "changes": \([0-9]*\),$/\1/p' json)
    noticed=$(sed -n 's/^  "noticed": \([0-9]*\),$/\1/p' json)
    percent=$((noticed * 100 / changes))
    status 0 prove -C $tree --fail-under $percent
    [ $percent = 100 ] || status 1 prove -C $tree --fail-under $((percent + 1))
done
status 3 prove -C bare
status 0 prove -C bare --allow-empty
status 2 prove -C calm words
finish
