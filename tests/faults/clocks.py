#!/usr/bin/python3
"""Work that is bounded by a clock says so when the clock runs out, and the exit status tells it.

    clocks.py PROGRAM CLOCK

CLOCK is the shared object made of clock.c, by which each look at a clock comes late. With a clock that stands nearly still the same
commands are done in time, and say nothing of it.
"""
import json
import os
import subprocess
import sys
import tempfile

import fixture

PROGRAM, CLOCK = (os.path.abspath(path) for path in sys.argv[1:3])
INCOMPLETE = 4
problems = []


def run(tree, *words, **more):
    environment = dict(fixture.GIT, LD_PRELOAD=CLOCK, ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0", **more)
    result = subprocess.run([PROGRAM, *words], cwd=tree, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def expect(what, good, seen):
    if not good:
        problems.append(what)
        print(f"{what}: {seen}", flush=True)


def branches(tree):
    """`next` looks at other branches for twenty seconds, and names those that it did not get to."""
    code, out, err = run(tree, "next", "7000-7099", "--branches")
    expect("next --branches in time", code == 0 and "looked at 2 branches: far, topic" in out, (code, out, err))
    code, out, err = run(tree, "next", "7000-7099", "--branches", CLOCK_STEP="4000")
    expect("next --branches late", code == INCOMPLETE and "did not get to 3 branches within 20 seconds: far, " in out, (code, out, err))
    code, out, err = run(tree, "next", "7000-7099", "--branches", CLOCK_STEP="31000")
    expect("listing branches late", code == INCOMPLETE and "it took too long to list the branches" in err, (code, out, err))


def revision(tree):
    """One answer of git is waited for thirty seconds."""
    code, out, err = run(tree, "--new-since", "HEAD")
    expect("--new-since in time", code in (0, 1), (code, err))
    code, out, err = run(tree, "--new-since", "HEAD", CLOCK_STEP="31000")
    expect("--new-since late", code == INCOMPLETE and "it took longer than 30 seconds" in err, (code, out, err))


def dates(tree):
    """When rows were changed is asked for five seconds; then the report gives no day at all rather than some."""
    code, out, err = run(tree, "report", "-f", "json")
    expect("dates in time", '"changed"' in out and any(row.get("changed") for row in json.loads(out)["services"]) and "took longer" not in err, (code, err))
    code, out, err = run(tree, "report", "-f", "json", CLOCK_STEP="6000")
    expect("dates late", not any(row.get("changed") for row in json.loads(out)["services"]), (code, err))
    expect("dates late, said", "says of no row when it was last changed: git took longer than 5 seconds" in err, (code, err))


def parser(tree):
    """A document has eight tenths of a second of CPU time. What is not read by then is PC004, and the run incomplete."""
    with open(os.path.join(tree, "quay/README.md"), "w", encoding="utf-8") as file:
        file.write("# quay\n\n" + "Port: 7001 here.\n\n> * 7002\n\n" * 4000)
    code, out, err = run(tree, "-f", "concise")
    expect("parser in time", code in (0, 1) and "PC004" not in out, (code, out[:300], err))
    code, out, err = run(tree, "-f", "concise", CLOCK_CPU_STEP="1000")
    expect("parser late", code == INCOMPLETE and "quay/README.md:1:1: error[PC004]" in out, (code, out[:300], err))


with tempfile.TemporaryDirectory() as parent:
    root = os.path.join(parent, "tree")
    os.mkdir(root)
    fixture.make(root, True)
    for name in ("topic", "far"):
        fixture.git(root, "checkout", "-q", "-b", name, "HEAD")
        with open(os.path.join(root, "PORTS.md"), "a", encoding="utf-8") as more:
            more.write(f"- 7103: {name}\n")
        fixture.git(root, "commit", "-qam", name)
    fixture.git(root, "checkout", "-q", "--detach", "HEAD~2")
    branches(root)
    revision(root)
    dates(root)
    parser(root)
print("%d problems" % len(problems) if problems else "all clocks: what they cut off is said")
sys.exit(1 if problems else 0)
