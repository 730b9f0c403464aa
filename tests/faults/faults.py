#!/usr/bin/python3
"""Stops the writing of files at every system call, and lets every one fail.

    faults.py WRITER PORTCHECK [--all]

--all: of the program itself every call too, which takes minutes. After each: every file is whole, all are old or all new, or a journal is there with which --recover makes it so. Needs strace.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

WRITER, PORTCHECK = sys.argv[1:3]
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C", "ASAN_OPTIONS": "detect_leaks=0",
               "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
REFUSED, FAILED, HALF = 1, 2, 3
RECOVERED = (0, 1)
# What a call can fail by; of the others by EIO.
ERRORS = {"write": ("ENOSPC", "EIO"), "fsync": ("EIO", "ENOSPC"), "openat": ("EACCES", "ENOSPC"), "renameat": ("EACCES", "ENOSPC"),
          "unlinkat": ("EACCES", "EIO"), "fchmod": ("EPERM",), "newfstatat": ("EACCES",), "fcntl": ("EAGAIN", "ENOLCK")}
problems = []


def bad(what):
    problems.append(what)
    print(what, flush=True)


class Tree:
    """Two files in two directories, with modes of their own."""
    old = {"PORTS.md": (0o600, b"\xef\xbb\xbf| 7001 | old |\r\n| 7002 | old"),
           "quay/run.sh": (0o755, b"#!/bin/sh\nexec old old\n" + b"# filler\n" * 3000)}
    new = {path: (mode, text.replace(b"old", b"new")) for path, (mode, text) in old.items()}
    recover = [WRITER, "recover"]
    journal = ".portcheck-journal"

    def __init__(self, parent):
        self.root = tempfile.mkdtemp(dir=parent)
        for path, (mode, text) in self.old.items():
            name = os.path.join(self.root, path)
            os.makedirs(os.path.dirname(name), exist_ok=True)
            with open(name, "wb") as file:
                file.write(text)
            os.chmod(name, mode)

    def command(self, what):
        return [WRITER, what, self.root] + sorted(self.old)

    def recovery(self):
        return [WRITER, "recover", self.root]

    def states(self):
        """Of each file "old", "new" or None, which is a torn one."""
        found = []
        for path in self.old:
            name = os.path.join(self.root, path)
            with open(name, "rb") as file:
                now = (os.stat(name).st_mode & 0o7777, file.read())
            found.append("old" if now == self.old[path] else "new" if now == self.new[path] else None)
        return found

    def has_journal(self):
        return os.path.exists(os.path.join(self.root, self.journal))

    def left(self):
        return [name for _, _, names in os.walk(self.root) for name in names if name.startswith((".portcheck-", "portcheck-"))]


class Repository(Tree):
    """The same for the program itself: a registry, a compose file and what belongs to it, in git."""
    old = {"PORTS.md": (0o644, b"# Ports\n\n## 7000-7099: Harbour\n\n| Port | Service |\n|---|---|\n| 7001 | quay |\n| 7031 | ferry |\n"),
           "compose.yml": (0o640, b'services:\n  quay:\n    build: quay\n    environment: { PORT: 7001 }\n    ports: ["7001:7001"]\n'
                                  b'  ferry:\n    build: ferry\n    environment: { PORT: 7031, QUAY_URL: "http://quay:7001" }\n    ports: ["7031:7031"]\n'),
           "quay/CLAUDE.md": (0o600, b"# quay\r\n\r\n- Port: 7001\r\n")}
    new = {path: (mode, text.replace(b"7001", b"7020")) for path, (mode, text) in old.items()}
    journal = ".git/portcheck-journal"

    def __init__(self, parent):
        super().__init__(parent)
        os.makedirs(os.path.join(self.root, "ferry"))
        for words in (["init", "-q", "."], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
            subprocess.run(["git", "-C", self.root] + words, env=ENVIRONMENT, check=True)

    def command(self, what):
        return [PORTCHECK, "-C", self.root, "move", "quay", "7020", "--write"]

    def recovery(self):
        return [PORTCHECK, "-C", self.root, "move", "--recover"]


def run(command, inject=None, log="/dev/null"):
    if inject or log != "/dev/null":
        command = ["strace", "-qq", "-o", log] + ([word for part in inject for word in ("-e", "inject=" + part)] if inject else []) + command
    return subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60, check=False)


def calls_of(kind, what, parent):
    """The system calls from the journal's making on, each with how many of its kind came before, and the whole run's log."""
    tree = kind(parent)
    log = os.path.join(parent, "log")
    if what == "recover":
        stop_half_way(tree)
    result = run(tree.recovery() if what == "recover" else tree.command(what), log=log)
    seen, calls = {}, []
    # To undo is to write first: of that only what comes behind it, which begins with a second look at the first file.
    mark, marks = ('"PORTS.md", O_RDONLY', 2) if what == "undo" else ('portcheck-journal", O_RDWR', 1)
    for line in open(log, encoding="latin-1"):
        match = re.match(r"([a-z_0-9]+)\(", line)
        if not match:
            continue
        name = match.group(1)
        seen[name] = seen.get(name, 0) + 1
        marks -= name == "openat" and mark in line
        if marks <= 0 and name not in ("exit_group", "mmap", "munmap", "brk", "mprotect", "rt_sigaction", "sigaltstack"):
            calls.append((name, seen[name]))
    if not calls or tree.has_journal():
        bad(f"{kind.__name__} {what} does not even work undisturbed: {result.returncode} {result.stderr.decode()}")
    return calls


def stop_half_way(tree):
    """One file is new, the others are old."""
    run(tree.command("write"), ["renameat:signal=KILL:when=2"])


def check(tree, what, result):
    """What holds right after a run that was disturbed, and once it was recovered."""
    states = tree.states()
    mixed = len(set(states)) > 1
    if None in states:
        bad(f"{what}: a file is torn")
    if mixed and not tree.has_journal():
        bad(f"{what}: some files are old and some new, and no journal is there")
    if result.returncode == 0 and not tree.has_journal() and "write" in what and "new" not in states:
        bad(f"{what}: says that it has written, and has not")
    told = b"output could not be written" in result.stderr  # it has written, and could not show what
    if result.returncode > 0 and not tree.has_journal() and "new" in states and result.returncode != HALF and not told:
        bad(f"{what}: says that it failed ({result.returncode}), and has written")
    if tree.has_journal() and isinstance(tree, Repository) and run([PORTCHECK, "-C", tree.root]).returncode != 4:
        bad(f"{what}: other commands do not see the journal")
    recovered = run(tree.recovery())
    if recovered.returncode not in RECOVERED:
        bad(f"{what}: recovery exits {recovered.returncode}: {recovered.stderr.decode()}")
    states = tree.states()
    if len(set(states)) != 1 or None in states:
        bad(f"{what}: recovery leaves {states}")
    if tree.left():
        bad(f"{what}: left behind: {tree.left()}")
    shutil.rmtree(tree.root)


def disturb(kind, what, inject, parent):
    tree = kind(parent)
    name = f"{kind.__name__} {what} {' '.join(inject)}"
    if what == "recover":
        stop_half_way(tree)
    result = run(tree.recovery() if what == "recover" else tree.command(what), inject)
    if result.returncode < 0 and "KILL" not in name:
        bad(f"{name}: it crashed ({result.returncode})")
    check(tree, name, result)


def jobs_of(kind, what, calls):
    for name, number in calls:
        yield kind, what, [f"{name}:signal=KILL:when={number}"]
    for name, number in calls:
        for error in ERRORS.get(name, ("EIO",)):
            yield kind, what, [f"{name}:error={error}:when={number}"]
    # From there on: the disk stays full, the permission stays lost.
    for name, number in calls:
        if name == "write":
            yield kind, what, [f"write:error=ENOSPC:when={number}+"]
        if name in ("openat", "renameat"):
            yield kind, what, [f"{name}:error=EACCES:when={number}+"] + ([f"renameat:error=EACCES"] if name == "openat" else [])


def main():
    if not shutil.which("strace"):
        print("SKIPPED: strace is not installed, so no system call can be made to fail")
        return 77
    if run(["true"], ["close:error=EIO:when=1"]).returncode < 0 or "strace" in run(["true"], ["close:error=EIO:when=1"]).stderr.decode():
        print("SKIPPED: ptrace is not permitted here, so no system call can be made to fail")
        return 77
    parent = tempfile.mkdtemp(prefix="portcheck-faults-")
    jobs = []
    for what in ("write", "undo", "recover"):
        jobs += jobs_of(Tree, what, calls_of(Tree, what, parent))
    # Of the program itself every so many of them: the look at the tree behind the writing has hundreds of calls.
    for what in ("write", "recover"):
        calls = [job for job in jobs_of(Repository, what, calls_of(Repository, what, parent))]
        jobs += calls if "--all" in sys.argv else calls[::max(1, len(calls) // 40)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda job: disturb(*job, parent), jobs))
    shutil.rmtree(parent, ignore_errors=True)
    print(f"{len(jobs)} disturbed runs, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
