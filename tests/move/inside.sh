#!/bin/sh
# A port of a host, and the one inside a container: which of the two moves, and who follows which.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/lib.sh"

# wants ARGUMENTS... <<EOF: the tree `small` after the move, as `path:line: text` of each line that has changed.
wants() {
    cat >wanted
    cp -R small start
    status 0 move -C small "$@" --write --force
    (cd small && find . -type f ! -path './.git/*' | sort | sed 's|^\./||' | while read -r file; do
        diff --unchanged-line-format= --old-line-format= --new-line-format="$file:%dn: %L" "../start/$file" "$file"
    done) >got
    diff wanted got >differ || {
        bad "move $*"
        sed 's/^/    /' differ "$work/err"
    }
    rm -rf start
}

tree() {
    rm -rf small
    mkdir -p small/lamp
}
commit() {
    a_commit small
}

# Told its port: both sides, its healthcheck, who dials it by name and who by the host.
tree
cat >small/compose.yml <<'YML'
services:
  lamp:
    build: ./lamp
    environment:
      PORT: 4501
    ports:
      - 127.0.0.1:4501:4501/tcp
    healthcheck:
      test: curl -f http://localhost:4501/
  wick:
    image: example/wick
    environment:
      LAMP_URL: http://lamp:4501
      LAMP_OUTSIDE: http://host.docker.internal:4501
      OIL_URL: http://oil:4501
  oil:
    image: example/oil
    environment:
      PORT: 4501
YML
commit
wants lamp 4510 <<'END'
compose.yml:5:       PORT: 4510
compose.yml:7:       - 127.0.0.1:4510:4510/tcp
compose.yml:9:       test: curl -f http://localhost:4510/
compose.yml:13:       LAMP_URL: http://lamp:4510
compose.yml:14:       LAMP_OUTSIDE: http://host.docker.internal:4510
END

# Another port inside, and an image that nobody can tell one: only the left side, and who comes through the host.
for inside in 8080 4501; do
    tree
    cat >small/compose.yml <<YML
services:
  lamp:
    image: example/lamp
    ports:
      - "4501:$inside"
  wick:
    image: example/wick
    environment:
      LAMP_URL: http://lamp:$inside
      LAMP_OUTSIDE: http://host.docker.internal:4501
YML
    commit
    wants lamp 4510 <<END
compose.yml:5:       - "4510:$inside"
compose.yml:10:       LAMP_OUTSIDE: http://host.docker.internal:4510
END
done

# In the long form, with a variable on both sides.
tree
cat >small/compose.yml <<'YML'
services:
  lamp:
    build: ./lamp
    command: serve --port ${LAMP_PORT:-4501}
    ports:
      - target: ${LAMP_PORT:-4501}
        published: "4501"
YML
commit
wants lamp 4510 <<'END'
compose.yml:4:     command: serve --port ${LAMP_PORT:-4510}
compose.yml:6:       - target: ${LAMP_PORT:-4510}
compose.yml:7:         published: "4510"
END

# A number that stands in .env moves there, once.
tree
printf 'LAMP_PORT=4501\r\nOTHER=4501\r\n' >small/.env
printf '# as in .env\nLAMP_PORT=4501\nOTHER=4501\n' >small/.env.example
printf 'LAMP_PORT=4501\n' >small/.env.test
cat >small/compose.yml <<'YML'
services:
  lamp:
    build: ./lamp
    environment:
      PORT: ${LAMP_PORT}
    ports:
      - "${LAMP_PORT:-4501}:${LAMP_PORT}"
  wick:
    image: example/wick
    environment:
      LAMP_URL: http://lamp:${LAMP_PORT}
YML
commit
wants lamp 4510 <<END
.env:1: LAMP_PORT=4510$(printf '\r')
.env.example:2: LAMP_PORT=4510
compose.yml:7:       - "\${LAMP_PORT:-4510}:\${LAMP_PORT}"
END

# The default of the source and of the image: deployments that rely on it follow inside, those that set a port do not.
tree
mkdir -p small/lamp/src
printf 'FROM node\nENV PORT=4501\nEXPOSE 4501\n' >small/lamp/Dockerfile
printf 'app.listen(process.env.PORT || 4501);\n' >small/lamp/src/index.js
printf '{"name": "lamp"}\n' >small/lamp/package.json
cat >small/compose.yml <<'YML'
services:
  lamp:
    build: ./lamp
    ports: ["4501:4501"]
YML
cat >small/compose.dev.yml <<'YML'
services:
  lamp:
    build: ./lamp
    ports: ["14501:4501"]
  wick:
    image: example/wick
    environment:
      LAMP_URL: http://lamp:4501
YML
cat >small/compose.test.yml <<'YML'
services:
  lamp:
    build: ./lamp
    environment:
      PORT: 4501
    ports: ["24501:4501"]
YML
commit
wants lamp 4510 <<'END'
compose.dev.yml:4:     ports: ["14501:4510"]
compose.dev.yml:8:       LAMP_URL: http://lamp:4510
compose.yml:4:     ports: ["4510:4510"]
lamp/Dockerfile:2: ENV PORT=4510
lamp/Dockerfile:3: EXPOSE 4510
lamp/src/index.js:1: app.listen(process.env.PORT || 4510);
END

# Nothing is published: the port inside, and who dials the container.
tree
cat >small/compose.yml <<'YML'
services:
  lamp:
    build: ./lamp
    environment:
      PORT: 4501
    expose: ["4501"]
  wick:
    image: example/wick
    environment:
      LAMP_URL: http://lamp:4501
YML
commit
wants lamp 4510 <<'END'
compose.yml:5:       PORT: 4510
compose.yml:6:     expose: ["4510"]
compose.yml:10:       LAMP_URL: http://lamp:4510
END

# The network of the host: one port, stated once.
tree
cat >small/compose.yml <<'YML'
services:
  lamp:
    build: ./lamp
    network_mode: host
    environment:
      PORT: 4501
  wick:
    image: example/wick
    network_mode: host
    environment:
      LAMP_URL: http://localhost:4501
YML
commit
wants lamp 4510 <<'END'
compose.yml:6:       PORT: 4510
compose.yml:11:       LAMP_URL: http://localhost:4510
END

# A second port inside is in the way of the first.
tree
cat >small/compose.yml <<'YML'
services:
  lamp:
    build: ./lamp
    environment:
      PORT: 4501
      METRICS_PORT: 4510
    ports: ["4501:4501"]
YML
commit
status 1 move -C small lamp 4510
says err '`lamp` listens inside its container on 4510 already, beside 4501 \(compose.yml:6\)'

finish
