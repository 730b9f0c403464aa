#!/bin/sh
# Runs schema.py with a Python that has the validator: the system's own where another one comes first in PATH.
here=$(cd "$(dirname "$0")" && pwd)
for python in python3 /usr/bin/python3; do
    if "$python" -c 'import jsonschema, yaml' 2>/dev/null; then
        exec "$python" "$here/schema.py" "$1" "$here/cases.txt"
    fi
done
echo 'left out: no Python with jsonschema and yaml (Debian: python3-jsonschema, python3-yaml)'
exit 77
