#!/usr/bin/env python3
"""Commands on small trees: what they print, and what they make of the files.

    tests/commands/run.py [--update] PROGRAM [NAME.txt...]

A file holds trees, each with lines for a shell, which run one after the other in it:

    === what it is about
    --- PORTS.md
    text of the file, up to the next line that begins with "--- " or "$ "
    $ portcheck move quay 4005 --write
      what it printed, indented by two blanks
      ! what it printed on stderr
      exit status 1, where it is not 0; the tree's own path is TREE
    $ cat PORTS.md

--update writes what is printed now: read each change.
"""
import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def environment(program, work):
    passed_on = ("PORTCHECK_SANDBOX", "ASAN_OPTIONS", "UBSAN_OPTIONS", "PCM_AWAKE", "PCM_TRACE")  # the last two: scripts/mutate
    kept = {k: os.environ[k] for k in passed_on if k in os.environ}
    return {**kept, "PATH": f"{Path(program).parent}:{os.environ['PATH']}", "HOME": work, "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": work, "GIT_AUTHOR_NAME": "case", "GIT_AUTHOR_EMAIL": "case@example.org",
            "GIT_COMMITTER_NAME": "case", "GIT_COMMITTER_EMAIL": "case@example.org", "GIT_AUTHOR_DATE": "2024-03-01T12:00:00Z",
            "GIT_COMMITTER_DATE": "2024-03-01T12:00:00Z"}


def write_files(root, lines):
    path, text = None, []
    for line in [*lines, "--- "]:
        if not line.startswith("--- "):
            text.append(line + "\n")
            continue
        if path:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(text), encoding="utf-8", newline="")
        path, text = line[4:], []


def printed(command, root, env):
    done = subprocess.run(["sh", "-c", command], cwd=root, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    out = [*done.stdout.decode(errors="backslashreplace").splitlines(), *("! " + line for line in done.stderr.decode(errors="backslashreplace").splitlines())]
    if done.returncode:
        out.append(f"exit status {done.returncode}")
    return [f"  {line}".rstrip().replace(str(root), "TREE") for line in out]


def run_tree(program, lines):
    """The lines of a tree as they would be written now."""
    first = next(i for i, line in enumerate(lines) if line.startswith("$ "))
    commands = [line for line in lines[first:] if line.startswith("$ ")]
    with tempfile.TemporaryDirectory() as work:
        root = Path(work, "tree")
        root.mkdir()
        write_files(root, lines[:first])
        env = environment(program, work)
        return [*lines[:first], *(line for c in commands for line in (c, *printed(c[2:], root, env)))]


def main():
    words = sys.argv[1:]
    update = words[:1] == ["--update"]
    program, *names = words[update:]
    program, wrong = str(Path(program).resolve()), 0
    for path in sorted(HERE.glob("*.txt")):
        if names and path.name not in names:
            continue
        kept = path.read_text(encoding="utf-8")
        head, *trees = kept.rstrip("\n").split("\n=== ")
        now = [head.rstrip("\n")]
        for tree in trees:
            name, *lines = tree.rstrip("\n").split("\n")
            now.append("\n".join([name, *run_tree(program, lines)]))
        text = "\n\n=== ".join(now) + "\n"
        if text == kept:
            continue
        if update:
            path.write_text(text, encoding="utf-8")
            continue
        wrong += 1
        sys.stdout.writelines(line + "\n" for line in difflib.unified_diff(kept.splitlines(), text.splitlines(), f"tests/commands/{path.name}", "printed now", lineterm=""))
    if wrong:
        print("read each change; when all are right: tests/commands/run.py --update PROGRAM", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
