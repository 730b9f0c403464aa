#!/usr/bin/python3
"""Runs the program on hostile trees, which are made here, and judges how it ends, what it takes and what it prints.

    hostile.py PROGRAM [--files N] [--only WORD] [--list] [--unoptimised]

--files: how many small files the largest tree has (10,000; the test hostile.many asks for 100,000). --only: trees with this word in their name.
A build with sanitizers is recognised; it gets ten times the processor time, and its memory is not judged. --unoptimised: three times, for
a build without optimisation; the promise is for one that has it.
"""
import argparse
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import attacks
import judge
import trees

KINDS = {"full": "text", "concise": "text", "grouped": "text", "json": "json", "jsonl": "jsonl", "sarif": "json", "github": "text", "gitlab": "json", "junit": "xml",
         "checkstyle": "xml", "rdjson": "json", "markdown": "md"}
REPORTS = ("html", "md", "json", "csv")
LISTS = (("ports", "table", "text"), ("claims", "jsonl", "jsonl"), ("services", "csv", "csv"), ("sources", "md", "md"), ("hosts", "json", "json"))
MEMORY = 256 << 20         # bytes of a run
SECONDS_A_MEGABYTE = 1.0   # of processor time
SECONDS_AT_LEAST = 1.0
SECONDS_A_FILE = 0.0004
WALL = 120                 # for a run that waits instead of working
STATUS_LAST = 4
CLOSED = "closed"  # instead of a name for stdout


def launch(command, root, out, err, environment, user):
    """In a small process: what a program took counts from its fork on, so that a large parent would be counted as well. out: CLOSED or a file."""
    with open(os.devnull if out == CLOSED else out, "wb") as stdout, open(err, "wb") as stderr:
        process = subprocess.Popen(command, cwd=root, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, env=environment, user=user, group=user,
                                   extra_groups=[] if user else None, preexec_fn=(lambda: os.close(1)) if out == CLOSED else None)
        timer = threading.Timer(WALL, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10


class Runner:
    def __init__(self, program, pool, unoptimised):
        self.program, self.pool = program, pool
        with open(program, "rb") as file:
            self.sanitized = b"__asan_init" in file.read()
        self.slower = 10 if self.sanitized else 3 if unoptimised else 1
        self.problems = []
        self.lock = threading.Lock()
        self.runs = 0
        self.worst = (0, "")

    def bad(self, case, arguments, what):
        with self.lock:
            words = [word for word, before in zip(arguments, [""] + arguments) if "--also" not in (word, before)]
            self.problems.append("%s: portcheck %s: %s" % (case, " ".join(words or arguments), what))
            print(self.problems[-1], flush=True)

    def environment(self, more=None):
        found = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1900000000",
                 "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0:exitcode=99", "UBSAN_OPTIONS": "halt_on_error=1:exitcode=99"}
        found.update(more or {})
        return found

    def run(self, case, arguments, root, allowed, seconds=SECONDS_AT_LEAST, user=None, out=None, env=None, memory=MEMORY):
        """One run. The status, stdout and stderr; the resources are judged here."""
        with tempfile.NamedTemporaryFile() as stdout, tempfile.NamedTemporaryFile() as stderr:
            status, took, peak = self.pool.apply(launch, ([self.program] + arguments, root, out or stdout.name, stderr.name, self.environment(env), user))
            printed, said = stdout.read(), stderr.read()
        with self.lock:
            self.runs += 1
            self.worst = max(self.worst, (took / seconds, "%s %s: %.2f s of %.2f" % (case, " ".join(arguments), took, seconds)))
        if status < 0:
            self.bad(case, arguments, "killed by " + signal.Signals(-status).name)
        elif status > STATUS_LAST or status not in allowed:
            self.bad(case, arguments, "exit status %d, not of %s\n%s" % (status, allowed, said[-2000:].decode("utf-8", "replace")))
        if judge.SANITIZER.search(said.decode("utf-8", "replace")):
            self.bad(case, arguments, said[-3000:].decode("utf-8", "replace"))
        if took > seconds * self.slower:
            self.bad(case, arguments, "%.1f s of processor time, not %.1f" % (took, seconds * self.slower))
        if not self.sanitized and peak > memory:
            self.bad(case, arguments, "%d MB of memory" % (peak >> 20))
        return status, printed, said

    def judge(self, case, arguments, kind, data, github=False):
        for problem in judge.problems(kind, data, github):
            self.bad(case, arguments, problem)


def size_of(root):
    size = files = 0
    for folder, _, names in os.walk(root):
        for name in names:
            files += 1
            try:
                size += os.lstat(os.path.join(folder, name)).st_size
            except OSError:
                pass  # its path is too long
    return size, files


def examine(runner, case, work):
    """All commands and formats on one tree."""
    root = tempfile.mkdtemp(dir=work)
    outputs = tempfile.mkdtemp(dir=work)
    os.chmod(root, 0o755)
    os.chmod(outputs, 0o777)
    case.build(trees.Tree(root))
    if case.user and os.geteuid() != 0:
        case.user = None
    size, files = size_of(os.fsencode(root))
    seconds = SECONDS_AT_LEAST + SECONDS_A_MEGABYTE * size / 1e6 + SECONDS_A_FILE * files + case.seconds

    def run(arguments, kind, allowed, github=False, more=None):
        status, printed, said = runner.run(case.name, arguments, root, allowed, seconds, case.user, env=more)
        runner.judge(case.name, arguments, kind, printed, github)
        runner.judge(case.name, arguments, "text", said, github)
        return status

    also = [word for name in KINDS for word in ("--also", "%s=%s/%s" % (name, outputs, name))] if case.every else []
    first = run(["check", "-f", "full"] + also + case.arguments, "text", case.allowed)
    for name in KINDS if case.every and first in (0, 1, 3, 4) else ():
        try:
            with open(os.path.join(outputs, name), "rb") as file:
                runner.judge(case.name, ["--also", name], KINDS[name], file.read(), name == "github")
        except FileNotFoundError:
            runner.bad(case.name, ["--also", name], "no output")
    if first == 2:
        return
    for name in ("github", "json", "sarif"):
        github = name == "github"
        ci = {"GITHUB_ACTIONS": "true", "CI": "true"} if github else None
        run(["check", "-f", name] + (["--ci", "github"] if github else []) + case.arguments, KINDS[name], (first,), github, ci)
    for name in REPORTS if case.every else ("html",):
        run(["report", "-f", name] + case.arguments, name, (0, 3, 4))
    for what, name, kind in LISTS if case.every else LISTS[:1]:
        run(["list", what, "-f", name] + case.arguments, kind, (0, 3, 4))


def remove(root):
    subprocess.run(["chmod", "-R", "u+rwX", root], stderr=subprocess.DEVNULL)
    subprocess.run(["rm", "-rf", root])  # deeper than Python would go


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--files", type=int, default=10000)
    parser.add_argument("--only", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--unoptimised", action="store_true")
    options = parser.parse_args()
    wrong = judge.self_test()
    if wrong:
        sys.exit("the judge is wrong:\n" + "\n".join(wrong))
    trees.TREES.append(trees.Case("many-files", lambda t: trees.many(t, options.files), trees.CAUGHT, {"every": False}))
    cases = [case for case in trees.TREES if options.only in case.name]
    scenes = [scene for scene in attacks.SCENES if options.only in scene.__name__]
    if options.list:
        print("\n".join([case.name for case in cases] + [scene.__name__ for scene in scenes]))
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    runner = Runner(os.path.abspath(options.program), multiprocessing.Pool(2), options.unoptimised)
    work = tempfile.mkdtemp()
    os.chmod(work, 0o755)
    began = time.monotonic()

    def one(what, function, *arguments):
        try:
            function(*arguments)
        except Exception as error:  # a tree that cannot be made is no tree that was passed
            runner.bad(what, [], "%s: %s" % (type(error).__name__, error))
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda case: one(case.name, examine, runner, case, work), cases))
            list(pool.map(lambda scene: one(scene.__name__, scene, runner, tempfile.mkdtemp(dir=work)), scenes))
    finally:
        remove(work)
    print("%d trees and scenes, %d runs, %d s; nearest to its limit: %s" % (len(cases) + len(scenes), runner.runs, time.monotonic() - began, runner.worst[1]))
    sys.exit(1 if runner.problems else 0)


if __name__ == "__main__":
    main()
