#!/bin/sh
# Brings one host up to date: roll.sh HOST [STACK]
set -eu
host=$1
ssh -p 22 "keeper@$host" "cd /srv/birdhouse/hosts/$host && docker compose pull && docker compose up -d"
curl -fsS "http://$host:9100/metrics" >/dev/null
