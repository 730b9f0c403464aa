#!/usr/bin/python3
"""Each limit of docs/security.md from both sides: what is just within is read, and what is beyond is told.

    limits.py PROGRAM

Every tree has a duplicate besides: within the limit it is found (1), beyond it the run is incomplete (4) and PC004 says where, or as the table has it.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
COMPOSE = 'services:\n  kelp:\n    image: kelp\n    ports: ["18080:80"]\n  reef:\n    image: reef\n    ports: ["18080:80"]\n'
PLAN = "# Ports\n\n| Port | Service |\n|---|---|\n| 4101 | kelp |\n| 4101 | reef |\n"
FOUND, INCOMPLETE = 1, 4
with open(PROGRAM, "rb") as binary:
    # Sanitizers put gaps between pieces of memory: the largest table does not fit into what a file of its size may take.
    ROOMY = b"__asan_init" not in binary.read()


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


def check(root, *words, env=None):
    result = subprocess.run([PROGRAM, "-C", root, "check", "-f", "concise"] + list(words), capture_output=True, timeout=240, check=False, env=env)
    return result.returncode, result.stdout.decode("utf-8", "replace"), " ".join(result.stderr.decode("utf-8", "replace").split())


def planted(root, text=COMPOSE):
    with open(os.path.join(root, "compose.yml"), "w", encoding="utf-8") as file:
        file.write(text)


def git(root, *words, **more):
    subprocess.run(["git", "-C", root, "-c", "user.name=a", "-c", "user.email=a@reef.invalid"] + list(words), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def files_of_a_listing(root):
    """FILES, in an index: no need for as many files on the disk."""
    planted(root)
    git(root, "init")
    git(root, "add", "compose.yml")
    blob = subprocess.run(["git", "-C", root, "hash-object", "-w", "compose.yml"], capture_output=True, check=True).stdout.decode().strip()
    lines = "".join(f"100644 {blob} 0\tz{i}\n" for i in range(200000))
    git(root, "update-index", "--index-info", input=lines[:lines.rindex("\n", 0, -1) + 1].encode())
    within = check(root, "--files", "staged")
    git(root, "update-index", "--index-info", input=lines.encode())
    beyond = check(root, "--files", "staged")
    if within[0] != FOUND or "more than 200000 files" in within[1]:
        yield f"FILES: 200,000: {within[0]} {within[1][-300:]}{within[2]}"
    if beyond[0] != INCOMPLETE or "[PC004] the tree has more than 200000 files" not in beyond[1]:
        yield f"FILES: 200,001: {beyond[0]} {beyond[1][-300:]}{beyond[2]}"


def bytes_of_an_index(root):
    """INDEX_BYTES: the files are found without it, which is said."""
    planted(root)
    git(root, "init")
    git(root, "add", "compose.yml")
    within = check(root)
    os.truncate(os.path.join(root, ".git", "index"), (192 << 20) + 1)
    beyond = check(root)
    if within[0] != FOUND or "looked at instead" in within[1] + within[2]:
        yield f"INDEX_BYTES: small: {within}"
    if beyond[0] not in (FOUND, INCOMPLETE) or "[PC201]" not in beyond[1] or "looked at instead" not in beyond[1] + beyond[2]:
        yield f"INDEX_BYTES: beyond: {beyond}"


def bytes_of_a_run(root):
    """RUN_BYTES: a run that may not take as much as its files need, which are one on the disk."""
    planted(root, COMPOSE + "# a long story\n" * 270000)
    within = check(root)
    if within[0] != FOUND:
        yield f"RUN_BYTES: within: {within[0]} {within[2]}"
    for folder in range(135):
        os.makedirs(os.path.join(root, f"s{folder}"))
        os.link(os.path.join(root, "compose.yml"), os.path.join(root, f"s{folder}", "compose.yml"))
    beyond = check(root)
    if beyond[0] != INCOMPLETE or "memory is spent" not in beyond[2]:
        yield f"RUN_BYTES: beyond: {beyond[0]} {beyond[2]}"


def claims_of_a_run(root):
    """CLAIMS: ten registries and a compose file in front of them."""
    planted(root)
    for folder in range(10 if ROOMY else 0): # the gaps of sanitizers take the memory before
        rows = [f"| {1024 + n} | s{folder}x{n} |\n" for n in range(20000)]
        tables = "".join("\n| Port | Service |\n|---|---|\n" + "".join(rows[t : t + 250]) for t in range(0, 20000, 250))
        os.makedirs(os.path.join(root, f"s{folder}"))
        with open(os.path.join(root, f"s{folder}", "PORTS.md"), "w", encoding="utf-8") as file:
            file.write("# Ports\n" + tables)
    # Two ports of the compose file on two sides each: four claims.
    last = os.path.join(root, "s9", "PORTS.md")
    for left_out, wanted in ((4, FOUND), (3, INCOMPLETE)) if ROOMY else ():
        with open(last, "w", encoding="utf-8") as file:
            file.write("# Ports\n" + tables[: -sum(map(len, rows[-left_out:]))])
        status, out, said = check(root)
        told = "[PC004] more than 200000 ports are stated before the end of `s9/PORTS.md`; the rest of it was not read" in out
        if status != wanted or told != (wanted == INCOMPLETE) or "[PC201]" not in out:
            yield f"CLAIMS: {left_out} fewer: {status} {out[-300:]}{said}"


def findings_of_a_run(root):
    """FINDINGS: numbers that are no ports, and the planted duplicate."""
    planted(root)
    for rows, wanted in ((99999, FOUND), (100000, INCOMPLETE)) if ROOMY else ():
        with open(os.path.join(root, "PORTS.md"), "w", encoding="utf-8") as file:
            file.write("# Ports\n\n| Port | Service |\n|---|---|\n" + "".join(f"| {70000 + n} | s{n} |\n" for n in range(rows)))
        status, out, said = check(root)
        told = "[PC004] there are more than 100000 findings" in out
        if status != wanted or told != (wanted == INCOMPLETE):
            yield f"FINDINGS: {rows}: {status} {out[-300:]}{said}"


def places_of_a_finding(root):
    """SPANS_PER_FINDING: what is left out is counted."""
    for count in (64, 65):
        planted(root, "services:\n" + "".join(f"  k{i}: {{image: k, ports: ['18080:80']}}\n" for i in range(count)))
        result = subprocess.run([PROGRAM, "-C", root, "check", "-f", "json"], capture_output=True, check=False)
        finding = [f for f in json.loads(result.stdout)["findings"] if f["rule"] == "PC201"][0]
        left = "1 more place is not listed" in finding["notes"]
        if result.returncode != FOUND or left != (count == 65):
            yield f"SPANS_PER_FINDING: {count}: {result.returncode} {json.dumps(finding)[-400:]}"


def milliseconds_of_git(root):
    """GIT_MILLISECONDS: a git that does not answer."""
    planted(root)
    git(root, "init")
    git(root, "add", "compose.yml")
    git(root, "commit", "-m", "a")
    fake = tempfile.mkdtemp()
    with open(os.path.join(fake, "git"), "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\nexec /bin/sleep 100\n")
    os.chmod(os.path.join(fake, "git"), 0o755)
    within = check(root, "--new-since", "HEAD")
    beyond = check(root, "--new-since", "HEAD", env=dict(os.environ, PATH=fake + ":" + os.environ["PATH"]))
    shutil.rmtree(fake)
    if within[0] not in (0, FOUND):
        yield f"GIT_MILLISECONDS: within: {within}"
    if beyond[0] != INCOMPLETE or "30 s" not in beyond[1] + beyond[2]:
        yield f"GIT_MILLISECONDS: beyond: {beyond}"


SCENES = (files_of_a_listing, bytes_of_an_index, bytes_of_a_run, claims_of_a_run, findings_of_a_run, places_of_a_finding, milliseconds_of_git)


def main():
    problems = 0
    for limit, path, text, within, beyond in LIMITS:
        for number, wanted in ((within, FOUND), (beyond, INCOMPLETE)):
            if number == within and limit == "MD_CELLS" and not ROOMY:
                continue
            status, out, said = run(path, text(number))
            if status != wanted or ("[PC004]" in out) != (wanted == INCOMPLETE):
                problems += 1
                print(f"{limit}: {number}: exit status {status}, not {wanted}: {said[-300:]}{out[-600:]}")
    for scene in SCENES:
        root = tempfile.mkdtemp()
        for problem in scene(root):
            problems += 1
            print(problem)
        shutil.rmtree(root)
    print(f"{len(LIMITS) + len(SCENES)} limits, {problems} problems")
    return 1 if problems else 0


sys.exit(main())
