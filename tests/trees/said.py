#!/usr/bin/env python3
"""All that is said about the small trees of tests/trees, not only the lines that a case names: labels, notes, helps, fixes, what each
service's sides are and who dials whom.

    tests/trees/said.py [--update] PROGRAM [NAME.txt...]

What is said stands in tests/trees/said/NAME.txt. --update writes it anew: read what changed.
"""
import difflib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TREES = Path(__file__).resolve().parent


def write_tree(root, text):
    """As tests/unit/run/example_tree.h says."""
    path, lines = "PORTS.md", []

    def finish():
        nonlocal path
        if path == "PORTS.md" and not lines:
            return
        kind = next((k for k in (" (a named pipe)", " (in UTF-16)") if path.endswith(k)), "")
        file = root / path.removesuffix(kind)
        file.parent.mkdir(parents=True, exist_ok=True)
        if kind == " (a named pipe)":
            os.mkfifo(file)
        else:
            file.write_bytes("".join(lines).encode("utf-16" if kind else "utf-8"))

    for line in text.splitlines(keepends=True):
        if line.startswith("--- "):
            finish()
            path, lines = line[4:].rstrip("\n"), []
        else:
            lines.append(line)
    finish()


def place(at):
    return f'{at["path"]}:{at["line"]}:{at["column"]}' if at else "nowhere"


def ports(value):
    return "-".join(map(str, value)) if isinstance(value, list) else str(value)


def claims(side):
    return ", ".join(f'{ports(c["ports"])} ({c["role"]}, {place(c["place"])})' for c in side)


def lines_of(report):
    for f in report["findings"]:
        yield f'{f["rule"]} {f["severity"]}: {f["message"]}'
        subject = f["subject"]
        yield f'    about {subject["host"] or "no host"}: {", ".join(map(ports, subject["ports"]))} of {", ".join(subject["services"])}'
        for s in f["spans"]:
            yield f'    {place({"path": s["path"], **s["start"]})} {s["text"]!r}: {s["label"]}'
        yield from (f"    note: {note}" for note in f["notes"])
        yield from (f"    help: {text}" for text in f["help"])
        for fix in f["fixes"]:
            edits = ", ".join(f'{e["path"]} {e["offset"]}+{e["length"]} {e["text"]!r}' for e in fix["edits"])
            yield f'    {"fix" if fix["safe"] else "unsafe fix"}: {fix["title"]}: {edits}'
    for s in report["services"]:
        sides = "; ".join(f"{side} {claims(s[side])}" for side in ("planned", "documented", "defaults", "deployed", "inside", "moved", "behind") if s.get(side))
        yield f'service {s["service"]} on {s["host"] or "no host"}: {s["verdict_text"]}{", drifts" if s["drift"] else ""}: {sides}'
    for d in report["dials"]:
        how = "wrong" if d["wrong"] else "known" if d["known"] else "unknown"
        truth = f' ({claims(d["truth"])})' if d["truth"] else ""
        yield f'dial {d["caller"]} to {d["callee"]}:{d["port"]}: {how}{", " + d["why"] if d["why"] else ""}{truth}'
    for s in report["strips"]:
        cells = "; ".join(f'{ports(c["ports"])} {c["state"]} {", ".join(c["services"])}'.rstrip() for c in s["cells"] if c["state"] != "free")
        free = f'next {s["next"]["port"]}{" (reserved)" if s["next"]["reserved"] else ""}' if s["next"] else "full"
        yield f'ports {ports(s["ports"])} on {s["host"] or "no host"}: {cells or "free"}; {free}'
    for u in report["unregistered"]:
        yield f'unregistered: {ports(u["ports"])} of {u["service"]} on {u["host"] or "no host"}'
    for n in report["not_deployed"]:
        yield f"not deployed: {json.dumps(n, sort_keys=True, ensure_ascii=False)}"
    for n in report["not_understood"]:
        yield f"not understood: {json.dumps(n, sort_keys=True, ensure_ascii=False)}"


def silenced(findings):
    for f in findings:
        if f["suppressed"]:
            by = f["suppressed"]
            yield f'silenced {f["rule"]} of {", ".join(map(ports, f["subject"]["ports"]))} by {by["path"]}:{by["line"]}: {by["reason"]}'


def said_of(program, body):
    with tempfile.TemporaryDirectory() as folder:
        write_tree(Path(folder), body)
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "GIT_CEILING_DIRECTORIES": str(Path(folder).parent)}

        def run(*words):
            return subprocess.run([program, *words, "-C", folder, "-f", "json"], capture_output=True, check=False, env=environment)

        done = run("report")
        if done.returncode not in (0, 1, 3, 4):
            return f"exit status {done.returncode}\n{done.stderr.decode(errors='replace')}"
        silent = json.loads(run("check", "--show-suppressed").stdout)["findings"] if "ignore" in body else []
        return "".join(line + "\n" for line in [*lines_of(json.loads(done.stdout)), *silenced(silent)])


def said_of_file(program, path):
    out = []
    for case in path.read_text().split("\n=== ")[1:]:
        name, body = case.split("\n", 1)
        end = 0 if body.startswith(">>> ") else body.find("\n>>> ") + 1
        out.append(f"=== {name}\n{said_of(program, body[:end])}")
    return "\n".join(out)


def main():
    words = sys.argv[1:]
    update = words[:1] == ["--update"]
    program, *names = words[update:]
    wrong = 0
    for path in sorted(TREES.glob("*.txt")):
        if names and path.name not in names:
            continue
        said, kept = said_of_file(str(Path(program).resolve()), path), TREES / "said" / path.name
        if update:
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(said)
            continue
        expected = kept.read_text() if kept.exists() else ""
        if said != expected:
            wrong += 1
            sys.stdout.writelines(line + "\n" for line in difflib.unified_diff(
                expected.splitlines(), said.splitlines(), f"tests/trees/said/{path.name}", "said now", lineterm=""))
    if wrong:
        print("read each change; when all are right: tests/trees/said.py --update PROGRAM", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
