"""Reports of the golden cases' trees against the schemas of their readers.

    validate.py PROGRAM TESTS
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import jsonschema
except ImportError:
    print("SKIPPED: no Python module jsonschema (Debian package: python3-jsonschema)")
    sys.exit(77)

PROGRAM, TESTS = (Path(argument).resolve() for argument in sys.argv[1:3])
SCHEMAS = {"sarif": "schemas/sarif-2.1.0.schema.json", "rdjson": "schemas/rdjson.schema.json", "report": "../docs/report.schema.json"}
CALLS = {"report": ["report", "-f", "json"]}  # of the others: check
HOSTILE = 'services:\n  "a\\n::error::x":\n    build: ./a\n    ports: ["4100:80"]\n  "b\\u202e]]>":\n    build: ./b\n    ports: ["4100:81"]\n'


def trees(work):
    yield from sorted(path for path in (TESTS / "cases").glob("*/tree") if path.is_dir())
    hostile = work / "a b%20c"
    hostile.mkdir()
    (hostile / "compose.yml").write_text(HOSTILE)
    yield hostile


def main():
    validators = {}
    for name, path in SCHEMAS.items():
        schema = json.loads((TESTS / path).read_text())
        validators[name] = jsonschema.Draft4Validator(schema)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GITLAB_", "PORTCHECK_"))}
    environment |= {"ASAN_OPTIONS": "exitcode=99", "UBSAN_OPTIONS": "exitcode=99"}
    wrong = results = 0
    with tempfile.TemporaryDirectory() as work:
        for tree in trees(Path(work)):
            for name, validator in validators.items():
                done = subprocess.run([PROGRAM, *CALLS.get(name, ["check", "--show-suppressed", "-f", name]), "-C", tree, "-q"], capture_output=True, env=environment)
                if done.returncode == 99:
                    sys.exit(f"{tree}: {done.stderr.decode()}")
                if not done.stdout:
                    continue  # refused: the case is about the refusal
                results += 1
                for error in list(validator.iter_errors(json.loads(done.stdout)))[:3]:
                    wrong += 1
                    print(f"{name} of {tree}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    print(f"{results} reports, {wrong} mistakes")
    sys.exit(1 if wrong or results < 50 else 0)


main()
