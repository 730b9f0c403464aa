#!/usr/bin/python3
"""Calls that do less than asked change nothing, and output that gets lost is told, whatever its format.

    outputs.py PROGRAM SHORT

SHORT is the shared object made of short.c. Every command under short and interrupted reads and writes gives the same answer, byte for byte, and the same files.
With stdout closed, or full, or an output file that is full, it exits 4 and says so, and leaves no part of a file.
"""
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

import fixture

PROGRAM, SHORT = (os.path.abspath(path) for path in sys.argv[1:3])
COUNT = re.compile(rb"short: (\d+)\n")
LOST = 4
CHECKS = ("full", "concise", "grouped", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown")
LISTS = ("table", "json", "jsonl", "csv", "md")
REPORTS = ("html", "md", "json", "csv")
FORMATS = ([["check", "-f", name] for name in CHECKS] + [["list", "claims", "-f", name] for name in LISTS] + [["report", "-f", name] for name in REPORTS] +
           [["list", what] for what in ("ports", "services", "hosts", "sources")] +
           [["show", "7001"], ["next", "harbour"], ["next", "harbour", "-f", "json"], ["prove"], ["sync", "--to", "deployed"], ["move", "ferry", "7033"],
            ["check", "--diff"], ["config", "print"], ["config", "schema"], ["rules"], ["rules", "-f", "json"], ["explain", "PC201"], ["completions", "bash"], ["version"], ["--help"]])
WRITING = [["move", "ferry", "7033", "--write", "--force"], ["check", "--fix"], ["sync", "--to", "deployed", "--write", "--force"], ["baseline", "write"], ["init", "--yes"],
           ["check", "--add-ignores", "--reason", "later"]]
TO_FILE = [["check", "-f", name, "-o", "OUT"] for name in CHECKS] + [["report", "-f", name, "-o", "OUT"] for name in REPORTS] + [["check", "--also", "junit=OUT"]]
WAYS = ({"SHORT_BYTES": "1"}, {"SHORT_BYTES": "7", "SHORT_SIGNAL": "1"}, {"SHORT_BYTES": "4095"}, {"SHORT_SIGNAL": "1"})
with open(PROGRAM, "rb") as binary:
    SANITIZED = b"__asan_init" in binary.read()
problems = []


def bad(what):
    problems.append(what)
    print(what, flush=True)


def files_of(top):
    found = {}
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            if os.sep + ".git" + os.sep not in path and not os.path.islink(path):
                with open(path, "rb") as file:
                    found[os.path.relpath(path, top)] = file.read()
    return found


class Place:
    def __init__(self, parent):
        self.top = os.path.join(parent, "place")
        self.tree = os.path.join(self.top, "tree")
        self.whole = os.path.join(parent, "whole")
        os.mkdir(self.whole)
        fixture.make(self.whole, True)
        self.fresh()

    def fresh(self):
        shutil.rmtree(self.top, ignore_errors=True)
        os.mkdir(self.top)
        shutil.copytree(self.whole, self.tree, symlinks=True)

    def run(self, command, more=None, **streams):
        words = [word.replace("OUT", os.path.join(self.top, "out")) for word in command]
        environment = dict(fixture.GIT, SOURCE_DATE_EPOCH="1900000000", ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0", **(more or {}))
        streams = dict({"stdout": subprocess.PIPE}, **streams)
        result = subprocess.run([PROGRAM] + words, cwd=self.tree, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120, check=False, **streams)
        return result.returncode, result.stdout, result.stderr


def short_calls(place):
    """How many calls were changed."""
    changed = 0
    for command in FORMATS + TO_FILE + WRITING:
        changes = command in WRITING or command in TO_FILE
        if changes:
            place.fresh()
        wanted = place.run(command)[:2] + (files_of(place.top) if changes else None,)
        if wanted[0] not in (0, 1):
            bad(f"{' '.join(command)}: does not work undisturbed: {wanted[0]}")
        for way in WAYS[1:2] if SANITIZED else WAYS:
            if changes:
                place.fresh()
            status, out, said = place.run(command, dict(way, LD_PRELOAD=SHORT))
            counted = COUNT.search(said)
            changed += int(counted.group(1)) if counted else 0
            if (status, out, files_of(place.top) if changes else None) != wanted:
                bad(f"{' '.join(command)} with {way}: status {status}, not {wanted[0]}: {COUNT.sub(b'', said)[-300:].decode(errors='replace')}")
    return changed


def lost_outputs(place):
    for command in FORMATS:
        place.fresh()
        with open("/dev/full", "wb") as full:
            ways = {"full": {"stdout": full}, "closed": {"stdout": None, "preexec_fn": lambda: os.close(1)}}
            for name, streams in ways.items():
                status, _, said = place.run(command, **streams)
                if status != LOST or b"could not be written" not in said:
                    bad(f"{' '.join(command)}, stdout {name}: status {status}: {said[-300:].decode(errors='replace')}")
    for command in TO_FILE:
        place.fresh()
        before = set(files_of(place.top))
        status, _, said = place.run([word.replace("OUT", "/dev/full") for word in command])
        if status not in (2, LOST) or not said.strip():
            bad(f"{' '.join(command)}, file full: status {status}: {said[-300:].decode(errors='replace')}")
        # A disk that is full while the file is written: what is longer than the limit fails, and the file that was there stays.
        out = os.path.join(place.top, "out")
        with open(out, "wb") as file:
            file.write(b"old")
        status, _, said = place.run(command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
        with open(out, "rb") as file:
            left = file.read()
        if status not in (2, LOST) or left != b"old" or set(files_of(place.top)) != before | {"out"}:
            bad(f"{' '.join(command)}, no room for the file: status {status}, {len(left)} bytes, {sorted(set(files_of(place.top)) - before)}: {said[-300:].decode(errors='replace')}")


def main():
    parent = tempfile.mkdtemp(prefix="portcheck-outputs-")
    try:
        place = Place(parent)
        changed = short_calls(place)
        if not changed and not SANITIZED:
            bad("no call was shortened")
        if os.path.exists("/dev/full"):
            lost_outputs(place)
    finally:
        shutil.rmtree(parent, ignore_errors=True)
    print(f"{len(FORMATS + TO_FILE + WRITING)} commands, {changed} calls did less than asked, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
