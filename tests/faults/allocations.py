#!/usr/bin/python3
"""Lets every allocation of a run fail, once and from there on.

    allocations.py PROGRAM FAILING [--all]

FAILING is the shared object made of failing.c. A run then gives the same answer, byte for byte and with the same status, or says that memory is spent and
exits 4. It never crashes, leaves no memory behind, no part of an output file, and no tree half written. `check` is stopped at every allocation. What the
other commands do before they are done reading is the same, so of that only every so-manieth is tried; --all tries every one.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

import fixture

PROGRAM, FAILING = (os.path.abspath(path) for path in sys.argv[1:3])
ALL = "--all" in sys.argv
NO_MEMORY, UNDONE = 4, 1
SPENT = b"portcheck: memory is spent"
COUNT = re.compile(rb"failing: (\d+) made, (\d+) not given back\n")
with open(PROGRAM, "rb") as file:
    SANITIZED = b"__asan_init" in file.read()
READING = 640        # allocations that all commands share, at least
EVERY = 29           # of them, of commands behind the first
SANITIZED_EVERY = 47  # of all, with sanitizers: a run takes ten times as long
SHOWN = 10           # problems
OUTPUT = "OUTPUT"    # in a command: a file beside the tree
COMMANDS = [["check", "-f", "full"], ["check", "-f", "json"], ["check", "-f", "sarif", "-o", OUTPUT, "--also", "junit=" + OUTPUT + "2"], ["check", "--staged", "-f", "github"],
            ["list", "claims", "-f", "jsonl"], ["report", "-f", "html"], ["report", "-f", "md", "-o", OUTPUT], ["next", "harbour"], ["prove"], ["show", "7001"],
            ["sync"], ["check", "--new-since", "HEAD"], ["config", "print"], ["config", "schema"], ["init"], ["baseline", "write"], ["check", "--diff"], ["move", "ferry", "7033"], ["move", "ferry", "7033", "--write"]]
problems = []


class Place:
    """A tree of a thread's own, which is as it was before every run."""

    def __init__(self, parent):
        self.top = tempfile.mkdtemp(dir=parent)
        self.root = os.path.join(self.top, "tree")
        os.mkdir(self.root)
        fixture.make(self.root, True)
        self.outputs = [os.path.join(self.top, name) for name in ("out", "out2")]

    def run(self, command, at=0, on=False):
        """Status, stdout, what was left of stderr, the allocations made, those not given back, the files that were written."""
        environment = dict(fixture.GIT, LD_PRELOAD=FAILING, ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=1:exitcode=99", UBSAN_OPTIONS="halt_on_error=1:exitcode=99")
        if at:
            environment["FAILING_AT"] = str(at)
        if on:
            environment["FAILING_ON"] = "1"
        words = [word.replace(OUTPUT, self.outputs[0]) for word in command]
        result = subprocess.run([PROGRAM] + words, cwd=self.root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        counted = COUNT.search(result.stderr)
        made, left = (int(number) for number in counted.groups()) if counted else (0, 0)
        return result.returncode, result.stdout, COUNT.sub(b"", result.stderr), made, left, self.files()

    def files(self):
        """Outputs and tree; afterwards both are as before."""
        found = {}
        for name in sorted(os.listdir(self.top)):
            if name != "tree":
                with open(os.path.join(self.top, name), "rb") as file:
                    found[name] = file.read()
                os.remove(os.path.join(self.top, name))
        for path, text in fixture.FILES.items():
            with open(os.path.join(self.root, path), "r+b") as file:
                now = file.read()
                if now != text.encode():
                    found[path] = now
                    file.seek(0)
                    file.truncate()
                    file.write(text.encode())
        for folder in (self.root, os.path.join(self.root, ".git")):
            for name in os.listdir(folder):
                if "portcheck" in name:
                    found[name] = b"left behind"
                    os.remove(os.path.join(folder, name))
        return found


def judge(name, reference, result):
    status, out, said, _, left, files = result
    if status < 0 or status == 99:
        problems.append(f"{name}: it crashed ({status})\n{said[-2000:].decode(errors='replace')}")
        return False
    same = (status, out) == reference[:2]
    undone = status == UNDONE and b"so what was written is undone" in said and b"memory is spent" in said and out == reference[1]
    if not same and not undone and not (status == NO_MEMORY and said.startswith(SPENT)):
        problems.append(f"{name}: another answer, status {status}: {said[-300:].decode(errors='replace')} {out[-300:].decode(errors='replace')}")
    if same and files != reference[5]:
        problems.append(f"{name}: status {status}, and other files: {sorted(files)}")
    if not same and not undone and out:
        problems.append(f"{name}: memory is spent, and a part of the answer was printed: {out[-300:].decode(errors='replace')}")
    if not same and any(files[path] != reference[5].get(path) for path in files):
        problems.append(f"{name}: a part of a file: {sorted(files)}")
    if left > reference[4]:
        problems.append(f"{name}: {left} allocations not given back, {reference[4]} when none fails")
    return same


def numbers(made, first):
    """Which of a run's allocations are to fail."""
    if SANITIZED and not ALL:
        return range(1, made + 1, SANITIZED_EVERY)
    if ALL or first:
        return range(1, made + 1)
    return sorted(set(range(1, min(READING, made + 1), EVERY)) | set(range(min(READING, made), made + 1, 1 if made < 2 * READING else 7)))


def main():
    parent = tempfile.mkdtemp(prefix="portcheck-faults-")
    own = threading.local()

    def place():
        if not hasattr(own, "place"):
            own.place = Place(parent)
        return own.place

    def one(job):
        command, at, on, reference = job
        name = f"{' '.join(command)}: allocation {at} fails{', and all behind it' if on else ''}"
        return judge(name, reference, place().run(command, at, on))
    total = same = 0
    with ThreadPoolExecutor(2) as pool:
        for command in COMMANDS:
            reference = pool.submit(lambda: place().run(command)).result()
            if reference[3] == 0 and SANITIZED:
                print("SKIPPED: this program has clang's allocator inside, which nothing comes before")
                return 77
            if reference[3] == 0 or not (reference[1] or reference[5]):
                problems.append(f"{' '.join(command)}: does not work undisturbed: {reference[:3]}")
                continue
            jobs = [(command, at, on, reference) for at in numbers(reference[3], command == COMMANDS[0]) for on in (False, True)]
            survived = sum(pool.map(one, jobs))
            print(f"{' '.join(command)}: {reference[3]} allocations, {len(jobs)} runs, {survived} with the same answer", flush=True)
            total, same = total + len(jobs), same + survived
    shutil.rmtree(parent, ignore_errors=True)
    print("\n".join(problems[:SHOWN]))
    print(f"{total} failed allocations, {same} times the same answer, {total - same} times none for lack of memory, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
