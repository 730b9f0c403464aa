#!/usr/bin/python3
"""Lets every system call of a run fail, in every way that is likely.

    calls.py PROGRAM [--all]

A run then gives the same answer, or says on stderr or with PC001 that it is incomplete and exits 4 (2, where the configuration cannot be read). It never
crashes, never waits, and leaves no part of an output file. --all: of every command every call by every error; else of `check` every call by one of its
errors in turn, and so many of the other commands. What is written by `move --write` is the matter of faults.py. Needs strace, and a kernel that lets it filter.
"""
import os
import re
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

import fixture

PROGRAM = os.path.abspath(sys.argv[1])
ALL = "--all" in sys.argv
REFUSED, USAGE, INCOMPLETE = 1, 2, 4
SHOWN = 20
PATIENCE = 20  # seconds
OUTPUT = "OUTPUT"
ERRORS = {"read": ("EIO", "EINTR", "retval=0"), "write": ("EIO", "ENOSPC", "EINTR"), "openat": ("EACCES", "EIO", "EMFILE", "ENOMEM", "EINTR"),
          "openat2": ("EACCES", "EIO", "EMFILE", "EAGAIN", "ENOSYS"), "newfstatat": ("EIO", "EACCES"), "fstat": ("EIO",), "getdents64": ("EIO", "ENOMEM"),
          "close": ("EIO", "EINTR"), "mmap": ("ENOMEM",), "fsync": ("EIO", "ENOSPC"), "rename": ("EIO", "EACCES"), "renameat": ("EIO", "EACCES"),
          "fcntl": ("EINVAL",), "getcwd": ("EACCES",), "readlink": ("EIO",), "readlinkat": ("EIO",), "fchmod": ("EPERM",), "unlinkat": ("EIO",)}
with open(PROGRAM, "rb") as binary:
    if b"__asan_init" in binary.read():
        del ERRORS["mmap"]  # the sanitizers' own allocator ends the program then
COMMANDS = [["check"], ["check", "-f", "json", "-o", OUTPUT], ["list", "claims", "-f", "jsonl"], ["next", "harbour"], ["check", "--staged"], ["move", "ferry", "7033"],
            ["config", "check"]]
# In a repository a report tells the age of lines too, where git can be asked; that is no answer to rely on.
WITHOUT_GIT = [["check"], ["report", "-f", "html"], ["report", "-f", "md", "-o", OUTPUT]]
BEGIN = "fcntl(0, F_GETFD"  # the first thing that the program itself does
# Quicker, but follows the programs that are run too: for commands that ask git of nothing.
FILTER = {name: ["-f", "--seccomp-bpf"] for name in ("check", "list", "next", "config", "report")}
EVERY = 16                  # of the calls that every command makes
problems = []


def bad(what):
    problems.append(what)
    if len(problems) <= SHOWN:
        print(what, flush=True)


def strace(words, command, root):
    """Status, stdout and stderr; None: it waits for ever."""
    with subprocess.Popen(["strace", "-qq"] + FILTER.get(command[0], []) + words + [PROGRAM] + command, cwd=root, env=dict(fixture.GIT, ASAN_OPTIONS="detect_leaks=0"),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        try:
            out, said = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None
    return process.returncode, out, said


class Place:
    """A tree and a directory for outputs, a thread's own."""

    def __init__(self, parent, with_git):
        self.top = tempfile.mkdtemp(dir=parent)
        self.root = os.path.join(self.top, "tree")
        os.mkdir(self.root)
        fixture.make(self.root, with_git)

    def run(self, command, strace_words):
        """Status, stdout, stderr, the outputs by name; None: it waited for ever."""
        words = [word.replace(OUTPUT, os.path.join(self.top, "out")) for word in command]
        result = strace(strace_words, words, self.root)
        outputs = {}
        for name in os.listdir(self.top):
            if name != "tree":
                with open(os.path.join(self.top, name), "rb") as file:
                    outputs[name] = file.read()
                os.remove(os.path.join(self.top, name))
        return result and result + (outputs,)


def calls_of(place, command, log):
    """What the program itself calls, without the loading of its libraries: (name, the how-manieth of its name)."""
    names = ",".join(ERRORS)
    place.run(command, ["-o", log, "-e", "trace=" + names])
    seen, calls, begun = {}, [], False
    for line in open(log, encoding="latin-1"):
        match = re.match(r"(?:\d+ +)?([a-z_0-9]+)\(", line)
        if match:
            name = match.group(1)
            seen[name] = seen.get(name, 0) + 1
            begun = begun or BEGIN in line
            if begun:
                calls.append((name, seen[name]))
    return calls


def judge(name, reference, result):
    if result is None:
        bad(f"{name}: it never ends")
        return "endless"
    status, out, said, outputs = result
    if status < 0 or status > INCOMPLETE or b"Sanitizer" in said or b"runtime error" in said:
        bad(f"{name}: it crashed ({status}): {said[-1000:].decode(errors='replace')}")
        return "crashed"
    torn = [path for path in outputs if outputs[path] != reference[3].get(path) and b"PC001" not in outputs[path] and status != INCOMPLETE]
    if torn or any(path not in reference[3] for path in outputs):
        bad(f"{name}: a part of a file: {sorted(outputs)}")
    if (status, out, outputs) == (reference[0], reference[1], reference[3]):
        return "same"
    told = said.strip() or b"PC001" in out or any(b"PC001" in text for text in outputs.values())
    told = told or re.search(r"write:error=\w+:when=\d+\+", name)  # no word can be written from there on
    usual = "EACCES" in name or "EPERM" in name or "retval" in name  # what belongs to another user, or changes meanwhile
    shown = b"".join([out] + list(outputs.values()))
    instead = b"every file below the root was looked at instead" in b" ".join((said + shown).split())  # git's list could not be used
    if status == reference[0] and ((usual and (b"PC001" in shown or b"could not be read, or not wholly" in said)) or instead):
        return "told"
    if status == INCOMPLETE and told:
        return "incomplete"
    if (status == USAGE and said.strip()) or (status == REFUSED and b"so it cannot be written" in said):
        return "refused"
    bad(f"{name}: another answer, status {status}: {said[-300:].decode(errors='replace')} {out[-300:].decode(errors='replace')}")
    return "wrong"


def faults_of(command, calls, first):
    for index, (name, number) in enumerate(calls):
        if not first and not ALL and index % EVERY != 0:
            continue
        errors = ERRORS[name]
        for error in errors if ALL else errors[(index if first else index // EVERY) % len(errors):][:1]:
            what = error if "=" in error else "error=" + error
            yield command, f"{name}:{what}:when={number}"
            if error in ("EIO", "ENOMEM", "EMFILE", "ENOSPC") and name != "close" and (index % EVERY == 0 or ALL):
                yield command, f"{name}:{what}:when={number}+"


def main():
    if not shutil.which("strace"):
        print("SKIPPED: strace is not installed, so no system call can be made to fail")
        return 77
    probe = subprocess.run(["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=close", "-e", "inject=close:error=EIO:when=1", "true"], capture_output=True, check=False)
    if probe.returncode < 0 or b"strace" in probe.stderr:
        print("SKIPPED: ptrace or its filter is not permitted here, so no system call can be made to fail")
        return 77
    parent = tempfile.mkdtemp(prefix="portcheck-faults-")
    own = threading.local()
    kinds, total = {}, 0

    def place(with_git):
        if not hasattr(own, "places"):
            own.places = {}
        if with_git not in own.places:
            own.places[with_git] = Place(parent, with_git)
        return own.places[with_git]

    def one(job):
        command, inject, with_git, reference = job
        name = inject.split(":")[0]
        where = "" if with_git else " without git"
        return name, judge(f"{' '.join(command)}{where}, {inject}", reference, place(with_git).run(command, ["-o", "/dev/null", "-e", "trace=" + name, "-e", "inject=" + inject]))
    with ThreadPoolExecutor(2) as pool:
        for with_git in (True, False):
            for command in COMMANDS if with_git else WITHOUT_GIT:
                reference = pool.submit(lambda: place(with_git).run(command, ["-o", "/dev/null", "-e", "trace=getpid"])).result()
                calls = pool.submit(lambda: calls_of(place(with_git), command, os.path.join(parent, "log"))).result()
                if not calls or reference[0] not in (0, 1, 4):
                    bad(f"{' '.join(command)}: does not work undisturbed: {reference}")
                    continue
                jobs = [(words, inject, with_git, reference) for words, inject in faults_of(command, calls, command == COMMANDS[0])]
                results = list(pool.map(one, jobs))
                for name, how in results:
                    kinds.setdefault(name, {}).setdefault(how, 0)
                    kinds[name][how] += 1
                total += len(jobs)
                print(f"{' '.join(command)}{'' if with_git else ' without git'}: {len(calls)} calls, {len(jobs)} faults", flush=True)
    shutil.rmtree(parent, ignore_errors=True)
    for name in sorted(kinds):
        print(f"{name}: " + ", ".join(f"{count} {how}" for how, count in sorted(kinds[name].items())))
    print(f"{total} faults, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
