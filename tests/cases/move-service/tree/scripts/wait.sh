#!/bin/sh
FERRY_URL=${FERRY_URL:-http://localhost:4302}
until curl -fs "$FERRY_URL/health"; do sleep 1; done
