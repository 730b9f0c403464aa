#!/bin/sh
# What move refuses, and what it says then: who is in the way, where, and what else could be done.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/lib.sh"
fixture=$here/../cases/move-service/tree
cp -R "$fixture" tree
chmod -R u+w tree
a_commit tree

# refused CODE PATTERN ARGUMENT...: nothing on stdout, nothing written.
refused() {
    wanted=$1
    pattern=$2
    shift 2
    status "$wanted" move -C tree "$@" --write
    says err "$pattern"
    [ -s out ] && bad "move $*: refused, but wrote to stdout"
    diff -r -x .git "$fixture" tree >/dev/null || bad "move $*: refused, but wrote files"
}

# The port is taken: who has it, where, and one that is free.
refused 1 '4303 on `Harbour` is taken: deployed by `store` \(compose.harbour.yml:30\); 4300 is free' ferry 4303
refused 1 '4301 on `Harbour` is taken: deployed by `gate`' ferry 4301
refused 1 '4311 on `Harbour` is taken: reserved for `night-ferry` \(PORTS.md:20\); 4300 is free' ferry 4311
refused 1 '4302 on `Harbour` is taken: deployed by `ferry` \(compose.harbour.yml:9\); 4300 is free' store 4302
refused 1 '5302 on `Harbour` is taken: deployed by `ferry-web`' ferry 5302

# A name out of a stranger's file commands neither the terminal nor a build server, refused or not.
mkdir evil
printf '# Ports\n\n| Port | Service |\n|---|---|\n| 3001 | kiln |\n' >evil/PORTS.md
printf 'services:\n  kiln:\n    ports: ["3001:80"]\n  "w\\x01e\\n::error::x":\n    ports: ["3000:80"]\n' >evil/compose.yml
name=$(printf 'w\001e\n::error::x')
for words in "$name 3007" 'kiln 3000'; do
    "$program" move -C evil "${words% *}" "${words##* }" >out 2>&1
    says out 'w\\x01e'
    LC_ALL=C grep -q "$(printf '\001')" out && bad "move $words: a control character came through"
    grep -Eq '^[[:space:]]*::' out && bad "move $words: a build server's command came through"
done

# Words that are no port or no name.
for port in 0 65536 99999 -1 +4300 4300x 04300 4300-4301 ''; do
    status 2 move -C tree -- ferry "$port"
    says err 'is no port; ports are 1 to 65535'
done
status 2 move -C tree ferry
status 2 move -C tree
status 2 move -C tree ferry 4300 gate 4304
status 2 move -C tree ferry 4300 --from nowhere
status 2 move -C tree ferry 4300 --host Harbour,Gull
status 2 move -C tree ferry 4300 --host Harbour --everywhere
refused 1 'no service is called `fery`' fery 4300
refused 1 'no host is called `elsewhere`' ferry 4300 --host elsewhere
refused 1 'nothing gives `ferry` a port on `Gull`; it has:' ferry 4300 --host Gull
refused 1 'nothing gives `ferry` port 4399; it has:' ferry 4300 --from 4399

# Outside of its range: a diff and a warning, and --write only with --force.
status 0 move -C tree ferry 4999
says err 'warning: 4999 is outside of the service.s range, 4300-4319 \(PORTS.md:12\)'
status 1 move -C tree ferry 4999 --write
says err '^not written because of the warning: --force writes all the same'
diff -r -x .git "$fixture" tree >/dev/null || bad 'written without --force'
# A service without a row of the plan needs no --force.
cp -R tree unplanned
status 0 move -C unplanned winch 4999 --write
grep -q '^> - winch `4999`$' unplanned/PORTS.md || bad 'the documented service has not moved'

# Numbers that are no good choice anywhere.
status 0 move -C tree ferry 80
says err 'warning: 80 is a system port'
status 0 move -C tree ferry 40000
says err 'warning: 40000 is in the range from which Linux takes'

# Already there.
status 0 move -C tree ferry 4302
says err '^portcheck: nothing to do: `ferry` has 4302 on `Harbour` already'
[ -s out ] && bad 'nothing to do, but something on stdout'

# What would be found in the tree as it would be is known before anything is written: told where it is information,
# a reason to refuse where it is not.
cp -R tree paired
printf 'pairs:\n  - { range: 4300-4319, with: 5300-5319, by: last-digit }\n' >paired/portcheck.yml
a_commit paired
status 0 move -C paired ferry 4306
says err '^found from now on: \[PC109\] `ferry` has 4306 and its partner `ferry-web` 5302'
printf 'rules: { PC109: warning }\n' >>paired/portcheck.yml
a_commit paired
status 1 move -C paired ferry 4306
says err '^it makes a new finding: \[PC109\]'
says err '^so it cannot be written'
status 1 move -C paired ferry 4306 --write
says err '^so no file was changed'
[ -z "$(cd paired && git status --porcelain)" ] || bad 'a move that makes a new finding is written'

# --- trees of a few lines ---

# tree_of COMPOSE [PORTS.md]: a repository of its own in small.
tree_of() {
    rm -rf small
    mkdir small
    printf "$1" >small/compose.yml
    [ $# -lt 2 ] || printf "$2" >small/PORTS.md
    a_commit small
}
denied() { # CODE PATTERN ARGUMENT...
    wanted=$1
    pattern=$2
    shift 2
    (cd small && git stash -q -u 2>/dev/null && git stash pop -q 2>/dev/null)
    status "$wanted" move -C small "$@" --write
    says err "$pattern"
    [ -z "$(cd small && git status --porcelain)" ] || bad "move $*: refused, but wrote files"
}

# Two services of one name, two ports of one service, two hosts of one port.
tree_of 'services:\n  lamp:\n    image: x/lamp\n    ports: ["4501:80", "4502:81"]\n'
denied 1 'has several ports; say which one moves with --from:' lamp 4600
says err '4501 on `compose.yml` \(compose.yml:4\)'
status 0 move -C small lamp 4600 --from 4502
says out '[+].*"4501:80", "4600:81"'
denied 1 'publishes 4501 already, beside 4502' lamp 4501 --from 4502

# What gave it another port before is told, and taken along by --from.
tree_of 'services:\n  lamp:\n    image: x/lamp\n    ports: ["4501:80"]\n' '# Ports\n\n| Port | Service |\n|---|---|\n| 4501 | lamp |\n'
mkdir small/lamp
printf '# lamp\n\n## Port: 4509\n' >small/lamp/CLAUDE.md
a_commit small
status 0 move -C small lamp 4600 --write
says err '^1 line gave it yet another port before, and is left:'
says err 'lamp/CLAUDE.md:3: says 4509'
status 0 move -C small lamp 4600 --from 4509 --write --allow-dirty
grep -q '^## Port: 4600$' small/lamp/CLAUDE.md || bad '--from does not take the stale document along'

tree_of 'services:\n  lamp:\n    image: x/lamp\n    ports: ["4501:80"]\n'
cp small/compose.yml small/compose.other.yml
a_commit small
denied 1 'is on several hosts; say which with --host, or --everywhere' lamp 4600
status 0 move -C small lamp 4600 --everywhere
says out '^[+][+][+] b/compose.other.yml'
status 0 move -C small lamp 4600 --host compose.other.yml
lacks out '^[+][+][+] b/compose.yml'
says err 'compose.yml:4: is on `compose.yml`'

# One number for two services, one range for two ports, one that is put together.
tree_of 'services:\n  lamp:\n    image: x/lamp\n    ports: ["${SHARED}:80"]\n  wick:\n    image: x/wick\n    environment:\n      LAMP: http://localhost:${SHARED}\n      PORT: ${SHARED}\n'
printf 'SHARED=4501\n' >small/.env
a_commit small
denied 1 'the number at .env:1 is also that of `wick`; give each a number of its own first' lamp 4600
tree_of 'services:\n  lamp:\n    image: x/lamp\n    ports: ["4501-4503:80-82"]\n'
denied 1 '`lamp` has 4501-4503 as one range \(compose.yml:4\), which move does not split' lamp 4600
denied 1 '`lamp` has 4501-4503 as one range' lamp 4600 --from 4502
tree_of 'services:\n  lamp:\n    image: x/lamp\n    ports: ["4501:4501"]\n    environment:\n      PORT: 45${N:-01}\n'
status 0 move -C small lamp 4600
says err '^1 place must be changed by hand, for no edit can be made there:'
says err 'compose.yml:6: puts 4501 together'
denied 1 '^not written because not all can be edited: --force writes the rest' lamp 4600

# An image that decides its own port.
tree_of 'services:\n  lamp:\n    image: x/lamp\n    expose: ["80"]\n  wick:\n    image: x/wick\n    environment:\n      LAMP_URL: http://lamp:80\n'
denied 1 'its image decides that' lamp 4600

# Files that nobody reads for ports are searched for the number beside the name.
tree_of 'services:\n  big-lamp:\n    image: x/lamp\n    ports: ["4501:80"]\n'
printf 'we keep 4501 parcels\nthe big lamp: 4501\nBIG_LAMP 14501, big-lamp 1.4501\n' >small/notes.txt
printf 'big lamp 4501 \000' >small/picture
a_commit small
status 0 move -C small big-lamp 4600
says err '^1 line of files that are not read for ports holds it beside'
says err '^  notes.txt:2$'

# Run by somebody else.
tree_of 'services:\n  lamp:\n    image: x/lamp\n    ports: ["4501:80"]\n'
printf 'services:\n  external: [lamp]\n' >small/portcheck.yml
a_commit small
denied 1 'is run by somebody else' lamp 4600

finish
