#!/usr/bin/python3
"""Each limit of docs/security.md from both sides: what is just within is read, and what is beyond is told.

    limits.py PROGRAM

Every tree has a duplicate besides: within the limit it is found (1), beyond it the run is incomplete (4) and PC004 says where, or as the table has it.
"""
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
COMPOSE = 'services:\n  kelp:\n    image: kelp\n    ports: ["18080:80"]\n  reef:\n    image: reef\n    ports: ["18080:80"]\n'
PLAN = "# Ports\n\n| Port | Service |\n|---|---|\n| 4101 | kelp |\n| 4101 | reef |\n"
FOUND, INCOMPLETE = 1, 4


def nested(levels):
    return COMPOSE.replace("18080", "".join("${A%d:-" % i for i in range(levels)) + "18080" + "}" * levels, 1)


# Limit: (its name in limits.h, path, text of a number, within, beyond)
LIMITS = (
    ("FILE_BYTES", "compose.yml", lambda n: (COMPOSE + "#" * n)[:n], 4 << 20, (4 << 20) + 1),
    ("MD_LINE", "docs/PORTS.md", lambda n: PLAN + "\n" + "x" * n + "\n", 65536, 65537),
    ("MD_CONTAINERS", "docs/PORTS.md", lambda n: PLAN + "\n" + ">" * n + " x\n", 100, 101),
    ("MD_COLUMNS", "docs/PORTS.md", lambda n: PLAN + "\n" + "|a" * n + "|\n" + "|-" * n + "|\n" + "|1" * n + "|\n", 256, 257),
    ("MD_CELLS", "docs/PORTS.md", lambda n: PLAN + "\n" + "|a" * 250 + "|\n" + "|-" * 250 + "|\n" + ("|x" * 250 + "|\n") * n, 3990, 4010),
    ("MD_PARAGRAPH_LINES", "docs/PORTS.md", lambda n: PLAN + "\n" + ("x" * 30 + "\n") * n, 119990, 120010),
    ("DEPTH (YAML)", "compose.yml", lambda n: COMPOSE + "x: " + "[" * (n - 1) + "]" * (n - 1) + "\n", 64, 65),
    ("DEPTH (JSON)", "ports.json", lambda n: '{"services": {"kelp": {"port": 4101}, "reef": {"port": 4101}}, "x": ' + "[" * (n - 1) + "]" * (n - 1) + "}", 64, 65),
    ("YAML_ALIASES", "compose.yml", lambda n: "x-a: &a 1\nx-b: [" + "*a, " * (n - 1) + "*a]\n" + COMPOSE, 10000, 10001),
    ("YAML_EXPANDED", "compose.yml", lambda n: "x-a: &a [" + "1, " * 998 + "1]\nx-b: [" + "*a, " * (n - 1) + "*a]\n" + COMPOSE, 1000, 1001),
    ("YAML_MERGED", "compose.yml", lambda n: "x-a: &a {" + ", ".join("k%d: 1" % i for i in range(n)) + "}\nx-b: {<<: *a}\n" + COMPOSE, 1000, 1001),
    ("YAML_DIRECTIVES", "compose.yml", lambda n: "".join("%%TAG !a%d! x\n" % i for i in range(n)) + "---\n" + COMPOSE, 16, 17),
    ("INTERPOLATION", "compose.yml", nested, 8, 9),
)


def run(path, text):
    root = tempfile.mkdtemp()
    try:
        name = os.path.join(root, path)
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
        result = subprocess.run([PROGRAM, "-C", root, "check", "-f", "concise"], capture_output=True, timeout=120, check=False)
        return result.returncode, result.stdout.decode("utf-8", "replace"), result.stderr.decode("utf-8", "replace")
    finally:
        shutil.rmtree(root)


def main():
    problems = 0
    with open(PROGRAM, "rb") as binary:
        # Sanitizers put gaps between pieces of memory: the largest table does not fit into what a file of its size may take.
        roomy = b"__asan_init" not in binary.read()
    for limit, path, text, within, beyond in LIMITS:
        for number, wanted in ((within, FOUND), (beyond, INCOMPLETE)):
            if number == within and limit == "MD_CELLS" and not roomy:
                continue
            status, out, said = run(path, text(number))
            if status != wanted or ("[PC004]" in out) != (wanted == INCOMPLETE):
                problems += 1
                print(f"{limit}: {number}: exit status {status}, not {wanted}: {said[-300:]}{out[-600:]}")
    print(f"{len(LIMITS)} limits, {problems} problems")
    return 1 if problems else 0


sys.exit(main())
