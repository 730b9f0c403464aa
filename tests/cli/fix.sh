#!/bin/sh
# check --fix, --unsafe-fixes, --diff and --add-ignores: what is fixed, what is left alone, what is refused.
. "$(dirname "$0")/lib.sh"

# Three callers of which one is wrong, and a scrape target that is.
tree() { # NAME
    rm -rf "$1"
    mkdir -p "$1/scout"
    cat >"$1/docker-compose.yml" <<'EOF'
services:
  ledger:
    build: ./services/ledger
    environment:
      PORT: 4306
    ports:
      - "4316:4306"
  kiosk:
    build: ./services/kiosk
    environment:
      LEDGER_URL: http://ledger:4306
    ports:
      - "4310:4310"
  till:
    build: ./services/till
    environment:
      LEDGER_URL: http://ledger:4316
    ports:
      - "4311:4311"
  scout:
    image: prom/prometheus:v2
    volumes:
      - ./scout/prometheus.yml:/etc/prometheus/prometheus.yml
EOF
    cat >"$1/scout/prometheus.yml" <<'EOF'
scrape_configs:
  - job_name: ledger
    static_configs:
      - targets: ["ledger:4316"]
EOF
}
repository() { # NAME
    tree "$1"
    (cd "$1" && git init -q && git add -A && git commit -qm first) || exit 99
}
holds() { # FILE TEXT
    grep -q -e "$2" "$1" || bad "$1 does not hold: $2"
}
keeps() { # NAME: as tree made it
    tree wanted
    diff -r -x .git wanted "$1" >"$work/out" || {
        bad "$1 was changed"
        cat "$work/out"
    }
}

# The summary tells what the options do.
tree plain
status 1 -C plain
says out '^2 fixable with --fix$'

# --diff writes nothing and exits 1; what it shows is what is written.
status 1 -C plain --diff -o plain.patch
keeps plain
status 1 -C plain --fix --diff
says out '^\+ *LEDGER_URL: http://ledger:4306$'
says err '^would fix docker-compose.yml:17:33: PC401 dangling-target: dial 4306'
keeps plain
status 0 -C plain --fix -f json
says out '"findings": \[\]'
says err '^fixed scout/prometheus.yml:4:27: PC403 '
tree patched
(cd patched && git init -q && git apply ../plain.patch) || bad 'git apply takes no diff of --diff -o'
diff -r -x .git plain patched || bad 'the diff is not what is written'
status 0 -C plain --fix --diff
[ -s "$work/out" ] && bad 'there is still something to fix'

# What is silenced, known or not asked for is not fixed.
tree silenced
sed -i 's|ledger:4316$|& # portcheck: ignore[PC401]: moves soon|' silenced/docker-compose.yml
status 0 -C silenced --fix
holds silenced/docker-compose.yml 'ledger:4316 # portcheck'
holds silenced/scout/prometheus.yml 'ledger:4306'
tree shown
sed -i 's|ledger:4316$|& # portcheck: ignore[PC401]: moves soon|' shown/docker-compose.yml
status 0 -C shown --fix --show-suppressed
holds shown/docker-compose.yml 'ledger:4316 # portcheck'
tree known
"$program" baseline write -C known >"$work/out" || bad 'no baseline'
status 0 -C known --fix
holds known/docker-compose.yml 'ledger:4316'
tree selected
status 0 -C selected --fix --select PC403
holds selected/docker-compose.yml 'ledger:4316'
holds selected/scout/prometheus.yml 'ledger:4306'
tree path
status 0 -C path --fix path/scout
holds path/docker-compose.yml 'ledger:4316'
holds path/scout/prometheus.yml 'ledger:4306'
repository since
sed -i 's|4310:4310|4312:4310|' since/docker-compose.yml
(cd since && git commit -qam second)
status 0 -C since --fix --new-since HEAD~1
holds since/docker-compose.yml 'ledger:4316'

# A suppression, a start with its end and what is expired go; what is needed stays.
mkdir comments
printf '# Ports\n\n<!-- portcheck: ignore-start[PC101]: x -->\n| Port | Service |\n|---|---|\n| 4300 | kiosk |\n<!-- portcheck: ignore-end[PC101] -->\n' >comments/PORTS.md
status 0 -C comments --fix --today 2031-01-01
printf '# Ports\n\n| Port | Service |\n|---|---|\n| 4300 | kiosk |\n' | cmp - comments/PORTS.md || bad 'the pair was not cut out'

# What is not committed is not written over, unless that is allowed.
repository dirty
echo '# mine' >>dirty/docker-compose.yml
status 1 -C dirty --fix
lacks err '^fixed'
says err 'docker-compose.yml'
holds dirty/docker-compose.yml 'ledger:4316'
holds dirty/scout/prometheus.yml 'ledger:4316'
status 0 -C dirty --fix --allow-dirty
holds dirty/docker-compose.yml 'ledger:4306'
holds dirty/docker-compose.yml '# mine'

# The index is not edited.
repository staged
status 2 -C staged --staged --fix
says err 'not what is staged'
status 2 -C staged --staged --add-ignores --reason known
keeps staged

# A fix that would bring a new finding is not made: here somebody goes by the number that is stale.
mkdir -p chain/services/oven chain/services/shelf
printf 'services:\n  oven:\n    build: ./services/oven\n    ports: ["4300:4300"]\n' >chain/docker-compose.rack.yml
printf '# Ports\n\n**Rack (`10.0.0.5`):**\n- oven `4307`\n' >chain/PORTS.md
printf '# oven\n\n## Port: 4307\n' >chain/services/oven/README.md
printf '# shelf\n\n```env\nOVEN_URL=http://localhost:4307\n```\n' >chain/services/shelf/README.md
status 0 -C chain --fix --unsafe-fixes --diff
says err '^not fixed: PORTS.md:4:9: PC301 port-drift: write 4300, the port that it has; then PC401 would be found'
rm -r chain/services/shelf
status 1 -C chain --fix --unsafe-fixes --diff
says err '^would fix PORTS.md:4:9: PC301'

# --add-ignores: afterwards nothing is left, and nothing is said about the comments.
tree ignores
status 1 -C ignores --add-ignores --reason 'moves soon' --diff
says out '^\+ .*LEDGER_URL: http://ledger:4316 # portcheck: ignore\[PC401\]: moves soon$'
keeps ignores
status 0 -C ignores --add-ignores --reason 'moves soon' --until 2031-01-31 --today 2031-01-01
says out 'not shown: 2 suppressed'
holds ignores/scout/prometheus.yml '# portcheck: ignore\[PC403\] until=2031-01-31: moves soon$'
status 0 -C ignores --today 2031-01-01
lacks out 'PC90'
status 2 -C ignores --add-ignores --reason 'ends --> here'
says err '^portcheck: --reason'
status 2 -C ignores --add-ignores --reason 'two
lines'
status 2 -C ignores --add-ignores --reason ' '
status 2 -C ignores --add-ignores --reason known --until 2031-02-30
says err 'is no day'
status 2 -C ignores --add-ignores --reason known --until 2030-12-31 --today 2031-01-01
says err 'has passed'

# What no comment silences is told, and left.
tree locked
printf 'rules:\n  PC401: { locked: true }\n' >locked/portcheck.yml
status 1 -C locked --add-ignores --reason known
says err '^not silenced: PC401 .*: the configuration locks this rule'
says err '^1 finding silenced in 1 file'
holds locked/docker-compose.yml 'ledger:4316$'
mkdir json
printf '{"services": {"lantern": {"image": "a:1", "ports": ["4310:80"]}, "anchor": {"image": "b:1", "ports": ["4310:80"]}}}\n' >json/compose.json
cp json/compose.json json/before
status 1 -C json --add-ignores --reason known json/compose.json
says err 'not silenced: PC103 .*`ignore` entry'
cmp json/before json/compose.json || bad 'a comment was written into JSON'

finish
