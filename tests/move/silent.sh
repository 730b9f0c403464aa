#!/bin/sh
# No place of the old number is passed over in silence: it is changed, or listed with its reason, or another service's.
# On a repository that says one service's port in every way in which such a number is written.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/lib.sh"

mkdir -p yard/deploy yard/k8s yard/kiln/src yard/glaze/src yard/scripts yard/.github/workflows yard/docs
cat >yard/PORTS.md <<'END'
# Ports

## Foundry (`192.168.40.2`)

| Port | Service | Address | What it does |
|------|---------|---------|--------------|
| 4710 | kiln | http://foundry:4710 | Fires what press (4711) makes |
| 4711 | press | http://foundry:4711 | Presses |
| 4712 | glaze | | Paints; was 4710 once |
| 4713-4719 | *(reserved)* | | |

## Attic (`192.168.40.9`)

| Port | Service |
|------|---------|
| 4710 | kettle |
END
cat >yard/compose.foundry.yml <<'END'
services:
  kiln:
    build: ./kiln
    command: kiln serve --port 4710
    environment:
      PORT: ${KILN_PORT:-4710}
      BATCH: 4710
    ports:
      - "${KILN_PORT:-4710}:4710"
    labels:
      traefik.http.services.kiln.loadbalancer.server.port: "4710"
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:4710/health"]
  press:
    image: example/press:4710
    environment:
      PORT: 4711
      KILN_URL: http://kiln:4710
      ALLOWED_ORIGINS: http://localhost:4710,http://localhost:4711
      LIMIT: 4710
    ports: ["4711:4711"]
  glaze:
    build: ./glaze
    environment: { PORT: 4712, KILN: "http://host.docker.internal:4710" }
    ports: ["4712:4712"]
END
cat >yard/compose.test.yml <<'END'
services:
  kiln:
    build: ./kiln
    environment: { PORT: 4710 }
    ports: ["14710:4710"]
END
printf 'KILN_PORT=4710\nOTHER_LIMIT=4710\n' >yard/.env.example
cat >yard/kiln/Dockerfile <<'END'
FROM node:20
ENV PORT=4710
EXPOSE 4710
HEALTHCHECK CMD curl -f http://localhost:4710/health
END
cat >yard/kiln/src/index.ts <<'END'
const port = Number(process.env.PORT || 4710);
export const origins = ['http://localhost:4710', 'http://localhost:4712'];
export const largest = 4710;
Bun.serve({ port });
END
cat >yard/kiln/package.json <<'END'
{
  "name": "kiln",
  "scripts": {
    "dev": "PORT=4710 bun src/index.ts",
    "ready": "wait-on http://localhost:4710"
  }
}
END
cat >yard/kiln/README.md <<'END'
# kiln

- **Port**: 4710
- Open http://localhost:4710/status

Since last spring the kiln listens on 4710, as fires 4710 degrees hot do not.

```sh
PORT=4710 bun src/index.ts
curl http://localhost:4710/health
```
END
cat >yard/glaze/CLAUDE.md <<'END'
# glaze

| Variable | Default |
|---|---|
| `PORT` | `4712` |
| `KILN_URL` | `http://localhost:4710` |

The kiln on 4710 must be hot. Keeps 4710 colours.
END
printf '{ "name": "glaze", "scripts": { "wait": "wait-on http://localhost:4710" } }\n' >yard/glaze/package.json
printf "export const kiln = process.env.KILN_URL ?? 'http://localhost:4710';\nexport const colours = 4710;\n" \
    >yard/glaze/src/index.ts
cat >yard/deploy/tunnel.yml <<'END'
tunnel: yard
ingress:
  - hostname: kiln.example.org
    service: http://localhost:4710
  - hostname: kettle.example.org
    service: http://192.168.40.9:4710
  - service: http_status:404
END
printf 'server {\n    listen 80;\n    location / { proxy_pass http://kiln:4710; client_max_body_size 4710k; }\n}\n' \
    >yard/deploy/nginx.conf
cat >yard/deploy/prometheus.yml <<'END'
scrape_configs:
  - job_name: kiln
    scrape_timeout: 4710s
    static_configs: [{ targets: ['kiln:4710', 'attic:4710'] }]
  - job_name: probes
    metrics_path: /probe
    static_configs:
      - targets:
          - http://kiln:4710/health
END
cat >yard/scripts/start.sh <<'END'
#!/bin/sh
export KILN_PORT=${KILN_PORT:-4710}
curl -sf http://localhost:4710/ready
check kiln 4710
sleep 4710
END
cat >yard/scripts/generate-env.mjs <<'END'
const services = { kiln: 4710, press: 4711 };
write('.env', `KILN_URL=http://localhost:4710\nLIMIT=4710\n`);
END
cat >yard/.github/workflows/smoke.yml <<'END'
name: smoke
on: push
jobs:
  smoke:
    runs-on: ubuntu-latest
    steps:
      - run: curl -f http://localhost:4710/health
      - run: echo 4710
END
cat >yard/k8s/kiln.yaml <<'END'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: kiln
spec:
  template:
    metadata:
      annotations:
        prometheus.io/port: "4710"
    spec:
      terminationGracePeriodSeconds: 4710
      containers:
        - name: kiln
          image: example/kiln:4710
          ports:
            - containerPort: 4710
          readinessProbe:
            httpGet: { path: /health, port: 4710 }
END
printf '# Notes\n\nThe kiln (4710) is old. There are 4710 bricks in it.\n' >yard/docs/notes.md
a_commit yard

# every_place DIR NUMBER: "path:line" of each line of a file that is read and that has the number as a word.
every_place() {
    (cd "$1" && git grep -nw -e "$2" | cut -d: -f1,2 | sort -u)
}
# What the diff in the file patch takes away, and what the file err lists.
changed() {
    awk '/^--- a\// { path = substr($0, 7); next }
         /^\+\+\+ / { next }
         /^@@/ { split($2, at, ","); line = -at[1]; next }
         /^-/ { print path ":" line++; next }
         /^ / { line++ }' "$1"
}
listed() {
    sed -n 's/^  \([^:]*\):\([0-9][0-9, ]*\).*/\1 \2/p' "$1" | tr -d ',' |
        awk '{ for (i = 2; i <= NF; i++) print $1 ":" $i }'
}

# told SERVICE TO FROM OPTIONS... <<EOF: lines of another service, by path and line.
told() {
    service=$1 to=$2 from=$3
    shift 3
    cat >others
    status 0 move -C yard "$service" "$to" "$@" -o "$work/patch"
    { changed patch; listed err; cat others; } | sort -u >known
    every_place yard "$from" >places
    comm -23 places known >silent
    [ -s silent ] && {
        bad "move $service $to $*: passed over in silence:"
        sed 's/^/    /' silent
    }
    sort -u others | comm -12 - places | cmp -s - others || bad "the lines of others are not such"
    { changed patch; listed err; } | sort -u | comm -12 - others >meddled
    [ -s meddled ] && bad "move $service: says something of $(cat meddled)"
}
told kiln 4715 4710 <<'END'
PORTS.md:16
END
says err '`kiln` moves from 4710 to 4715 on `Foundry`'

# Each kind of place goes along, and what belongs to others, or to nobody, is what it was.
cp -R yard moved
status 0 move -C moved kiln 4715 --write --force
has() { # FILE TEXT
    grep -qF -e "$2" "moved/$1" || bad "$1 does not have: $2"
}
has PORTS.md '| 4715 | kiln | http://foundry:4715 | Fires what press (4711) makes |'
has PORTS.md '| 4712 | glaze | | Paints; was 4710 once |'
has PORTS.md '| 4710 | kettle |'
has compose.foundry.yml 'command: kiln serve --port 4715'
has compose.foundry.yml 'PORT: ${KILN_PORT:-4715}'
has compose.foundry.yml '"${KILN_PORT:-4715}:4715"'
has compose.foundry.yml 'server.port: "4715"'
has compose.foundry.yml 'http://localhost:4715/health'
has compose.foundry.yml 'KILN_URL: http://kiln:4715'
has compose.foundry.yml 'ALLOWED_ORIGINS: http://localhost:4715,http://localhost:4711'
has compose.foundry.yml 'host.docker.internal:4715'
has compose.foundry.yml 'BATCH: 4710'
has compose.foundry.yml 'LIMIT: 4710'
has compose.foundry.yml 'example/press:4710'
has .env.example 'KILN_PORT=4715'
has .env.example 'OTHER_LIMIT=4710'
has kiln/Dockerfile 'ENV PORT=4715'
has kiln/Dockerfile 'EXPOSE 4715'
has kiln/Dockerfile 'http://localhost:4715/health'
has kiln/src/index.ts 'process.env.PORT || 4715'
has kiln/src/index.ts "'http://localhost:4715', 'http://localhost:4712'"
has kiln/src/index.ts 'largest = 4710'
has kiln/package.json 'PORT=4715'
has kiln/package.json 'wait-on http://localhost:4715'
has kiln/README.md '- **Port**: 4715'
has kiln/README.md 'http://localhost:4715/status'
has kiln/README.md 'listens on 4710'
has glaze/CLAUDE.md '`http://localhost:4715`'
has glaze/CLAUDE.md 'Keeps 4710 colours'
has glaze/package.json 'wait-on http://localhost:4715'
has glaze/src/index.ts "'http://localhost:4715'"
has glaze/src/index.ts 'colours = 4710'
has deploy/tunnel.yml 'service: http://localhost:4715'
has deploy/tunnel.yml 'http://192.168.40.9:4710'
has deploy/nginx.conf 'proxy_pass http://kiln:4715; client_max_body_size 4710k'
has deploy/prometheus.yml "'kiln:4715', 'attic:4710'"
has deploy/prometheus.yml 'http://kiln:4715/health'
has scripts/start.sh '${KILN_PORT:-4715}'
has scripts/start.sh 'http://localhost:4715/ready'
has scripts/start.sh 'sleep 4710'
has .github/workflows/smoke.yml 'http://localhost:4715/health'
has .github/workflows/smoke.yml 'echo 4710'
has k8s/kiln.yaml 'image: example/kiln:4710'
has docs/notes.md 'The kiln (4710) is old'

# The same of a whole repository with other hosts and environments.
rm -rf yard moved
cp -R "$here/../cases/move-service/tree" yard
chmod -R u+w yard
a_commit yard
for port in 4300 4306 4405; do
    told ferry $port 4302 <<'END'
PORTS.md:4
END
done
told ferry 4306 4302 --everywhere <<'END'
PORTS.md:4
END

# A registry that is data: the addresses of an entry go along with its port.
rm -rf yard moved
mkdir yard
cat >yard/ports.yaml <<'END'
services:
  - name: kiln
    port: 4710
    url: http://foundry:4710
    public: https://kiln.example.org:4710/
  - name: press
    port: 4711
    calls: http://kiln:4710
    backup: http://localhost:4710
END
a_commit yard
told kiln 4715 4710 </dev/null
cp -R yard moved
status 0 move -C moved kiln 4715 --write --force
has ports.yaml 'port: 4715'
has ports.yaml 'url: http://foundry:4715'
has ports.yaml 'public: https://kiln.example.org:4715/'

finish
