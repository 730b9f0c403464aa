#!/bin/sh
# init: shown first, written with --yes, nothing overwritten; what it writes is understood and brings no finding of its own.
. "$(dirname "$0")/lib.sh"

# fresh NAME: an empty tree to work in.
fresh() {
    mkdir "$work/$1"
    cd "$work/$1" || exit 99
}
# uncomment FILE: the answers that are offered become settings.
uncomment() {
    sed -e '/^# [a-z-]*:/s/^# //' -e '/^#   /s/^# //' "$1" >"$1.new" && mv "$1.new" "$1"
}

fresh plain
printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100", "53:53/udp"]\n  "ga|te":\n    build: ./gate\n    ports: ["127.0.0.1:4101:80", "4200-4203:4200-4203"]\n' >compose.yml
status 0 init
says out 'would write PORT_SCHEMA.md'
says out 'would write portcheck.yml'
says out 'nothing was written'
[ ! -e PORT_SCHEMA.md ] && [ ! -e portcheck.yml ] || bad 'init wrote without --yes'
status 0 init --yes
says out 'writing PORT_SCHEMA.md'
says out '^next:'
cp PORT_SCHEMA.md "$work/registry"
says registry '\| 4100 \| ledger \|'
says registry '\| 53/udp \| ledger \|'
says registry '\| 4101 \| ga\\\|te \|'
says registry '4200-4203'
status 0 check --fail-on info
status 0 config check
cp PORT_SCHEMA.md "$work/before"
status 0 init --yes
says out 'all of it is there already'
cmp -s PORT_SCHEMA.md "$work/before" || bad 'init changed a registry that was there'

fresh two-machines
printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n' >docker-compose.birch.yml
printf 'services:\n  gate:\n    build: ./gate\n    ports: ["4100:4100"]\n' >docker-compose.alder.yml
printf '# Ports\n\n## Birch (`10.0.0.4`)\n\n| Port | Service |\n|------|---------|\n| 4100 | ledger |\n\n## Alder (`10.0.0.5`)\n\n| Port | Service |\n|------|---------|\n| 4100 | gate |\n' >PORTS.md
status 0 init --yes
[ ! -e PORT_SCHEMA.md ] || bad 'init wrote a second registry'
cp portcheck.yml "$work/config"
says config '^# hosts:'
says config '#   Birch: \{ os: linux'
uncomment portcheck.yml
status 0 config check
status 0 check

fresh open-questions
mkdir a b
printf 'services:\n  front:\n    build: ./front\n    ports: ["8080:8080"]\n' >a/compose.yml
printf 'services:\n  back:\n    build: ./back\n    ports: ["8080:8080"]\n  prometheus:\n    image: prom/prometheus\n    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml"]\n' >b/compose.yml
printf 'scrape_configs:\n  - job_name: x\n    static_configs:\n      - targets: ["probe:9100"]\n' >b/prometheus.yml
status 0 init --yes
cp portcheck.yml "$work/config"
says config 'together: \[a/compose.yml, b/compose.yml\]'
says config 'external: \[probe\]'
uncomment portcheck.yml
status 0 config check
status 1 check
says out 'PC201'

fresh candidate
mkdir docs
printf '# How it is run\n\n| Service | Port |\n|---------|------|\n| ledger | 4100 |\n| gate | 4101 |\n| courier | 4102 |\n' >docs/running.md
printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n' >compose.yml
status 0 init --yes
cp portcheck.yml "$work/config"
says config '^  documents: \[docs/running.md\]'
status 0 check
lacks out 'looks most like one'

for kind in git pre-commit husky lefthook; do
    fresh "hook-$kind"
    git init -q .
    printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n' >compose.yml
    status 0 init --hook $kind --ci github --yes
    grep -rq 'portcheck check --staged' . || bad "init --hook $kind wrote no hook"
    grep -q 'fetch-depth: 0' .github/workflows/portcheck.yml || bad "init --ci github wrote no workflow"
    [ $kind != git ] || [ -x .git/hooks/pre-commit ] || bad 'the hook cannot be run'
done

fresh baseline
printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n  gate:\n    build: ./gate\n    ports: ["4100:4100"]\n' >compose.yml
status 1 check
status 0 init --baseline
[ ! -e portcheck-baseline.json ] || bad 'init wrote a baseline without --yes'
status 0 init --baseline --yes
status 0 check
says out 'in the baseline'

fresh collision
printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n  gate:\n    build: ./gate\n    ports: ["4100:4100"]\n' >compose.yml
status 0 init --yes
status 1 check
says out 'PC201'
lacks out 'PC103|PC304|PC204'

fresh refused
printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n' >compose.yml
ln -s "$work/elsewhere" .github
status 4 init --ci github --yes
says err '.github/workflows/portcheck.yml. could not be written'
[ ! -e PORT_SCHEMA.md ] && [ ! -e portcheck.yml ] || bad 'a part of it was written'
[ ! -e "$work/elsewhere" ] || bad 'init followed a link'
status 2 init --hook huskey
says err 'did you mean `husky`'
status 2 init there
status 2 init --ci off
says err 'is not one of github, gitlab'
PORTCHECK_CI=github status 0 init
lacks out 'workflows'

# A hook that git would not run is refused, and nothing else is written.
for where in outside linked elsewhere; do
    fresh "hook-$where"
    [ $where = outside ] || git init -q .
    [ $where != elsewhere ] || git config core.hooksPath .hooks
    [ $where != linked ] || { git add . && git commit -q --allow-empty -m one && git worktree add -q tree && cd tree || exit 99; }
    printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n' >compose.yml
    status 2 init --hook git --yes
    says err '^portcheck: --hook git: '
    [ ! -e PORT_SCHEMA.md ] && [ ! -e portcheck.yml ] || bad "init --hook git, $where: a part of it was written"
done
[ ! -e "$work/hook-outside/.git" ] || bad 'init --hook git made a .git'

fresh empty
status 3 init --yes
[ ! -e portcheck.yml ] || bad 'init wrote into a tree without ports'
exit $((failed > 0))
