#!/bin/sh
# waits until the shop answers
until curl -fs "http://localhost:${MARKET_PORT:-4300}/health" >/dev/null; do sleep 2; done
