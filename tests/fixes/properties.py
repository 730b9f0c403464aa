#!/usr/bin/env python3
"""What must hold of every fix, tried on every tree of the tests:

  * the finding is gone, and nothing new is found at warning or above;
  * once more changes nothing;
  * what --diff shows is what is written, and what the formats carry;
  * no byte outside of the edits changes.

  properties.py PROGRAM TESTS [NAME...]
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

PROGRAM, TESTS = sys.argv[1], Path(sys.argv[2])
ONLY = sys.argv[3:]
ENVIRONMENT = {**{k: v for k, v in os.environ.items() if not k.startswith(("PORTCHECK_", "GIT_", "GITHUB_"))},
               "SOURCE_DATE_EPOCH": "1924992000", "LC_ALL": "C.UTF-8"}
bad = []
tried = {"safe": 0, "unsafe": 0}


def complain(name, *words):
    bad.append(name)
    print(f"{name}:", *words, flush=True)


def run(tree, *arguments):
    return subprocess.run([PROGRAM, "check", "-C", str(tree), *arguments], env=ENVIRONMENT, capture_output=True)


def findings(tree):
    out = run(tree, "-f", "json").stdout
    return json.loads(out) if out else None


def sections(text):
    """The cases of a file of tests/trees: name and tree."""
    for part in re.split(r"(?m)^=== ", text)[1:]:
        name, _, body = part.partition("\n")
        yield name, re.split(r"(?m)^>>> ", body)[0]


def write_tree(root, text):
    path, lines = "PORTS.md", {}
    for line in text.splitlines(keepends=True):
        if line.startswith("--- "):
            path = line[4:].strip()
            lines[path] = []
        else:
            lines.setdefault(path, []).append(line)
    for path, content in lines.items():
        if "(" in path:  # a pipe, another encoding
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("".join(content), newline="")


def trees():
    """Name and a function that makes the tree in a folder."""
    for case in sorted(TESTS.glob("cases/*/tree")):
        yield case.parent.name, lambda root, case=case: shutil.copytree(case, root, dirs_exist_ok=True, symlinks=True)
    for file in sorted(TESTS.glob("trees/*.txt")):
        for name, text in sections(file.read_text()):
            yield f"{file.name}: {name}", lambda root, text=text: write_tree(root, text)
    rules = json.loads(subprocess.run([PROGRAM, "rules", "-f", "json"], capture_output=True, check=True).stdout)
    for rule in rules["rules"]:
        if rule.get("bad"):
            yield f"example of {rule['code']}", lambda root, text=rule["bad"]: write_tree(root, text)
    for file in sorted(TESTS.glob("fixes/*.txt")):
        for name, text in sections(file.read_text()):
            yield f"{file.name}: {name}", lambda root, text=text: write_tree(root, text)


def contents(root):
    return {str(p.relative_to(root)): p.read_bytes()
            for p in sorted(root.rglob("*")) if p.is_file() and not p.is_symlink()}


def counts(finding):
    return finding["severity"] in ("warning", "error") and not finding["suppressed"] and not finding["baseline"]


def is_rest(finding, before):
    """One place of several was corrected."""
    was, now = before["subject"], finding["subject"]
    return (before["rule"] == finding["rule"] and set(now["services"]) <= set(was["services"]) and
            all(port in was["ports"] for port in now["ports"]))


def edits_of(report, unsafe):
    """What one pass makes of the fixes in the JSON: path to edits. None where two overlap: that takes two passes."""
    taken = {}
    for finding in report["findings"]:
        for fix in finding["fixes"]:
            if not (fix["safe"] or unsafe) or finding["suppressed"] or finding["baseline"]:
                continue
            meets = False
            for edit in fix["edits"]:
                for other in taken.get(edit["path"], []):
                    same = (edit["offset"], edit["length"], edit["text"]) == other
                    begins, ends = max(edit["offset"], other[0]), min(edit["offset"] + edit["length"],
                                                                       other[0] + other[1])
                    meets = meets or (not same and (begins < ends or edit["offset"] == other[0]))
            if meets:
                return None
            for edit in fix["edits"]:
                one = (edit["offset"], edit["length"], edit["text"])
                if one not in taken.setdefault(edit["path"], []):
                    taken[edit["path"]].append(one)
    return taken


def apply(files, edits):
    files = dict(files)
    for path, list_of in edits.items():
        for offset, length, text in sorted(list_of, reverse=True):
            files[path] = files[path][:offset] + text.encode() + files[path][offset + length:]
    return files


def check_formats(name, root, report):
    """rdjson and SARIF say the same of the same bytes."""
    files = contents(root)

    def byte(path, line, column, points):
        lines = files[path].split(b"\n")
        text = lines[line - 1] if line <= len(lines) else b""
        inside = len(text.decode("utf-8", "replace")[:column - 1].encode()) if points else column - 1
        return sum(len(one) + 1 for one in lines[:line - 1]) + inside

    wanted = [[(e["path"], e["offset"], e["length"], e["text"]) for e in fix["edits"]]
              for f in report["findings"] for fix in f["fixes"]]
    sarif = json.loads(run(root, "-f", "sarif").stdout)
    got = []
    for result in sarif["runs"][0]["results"]:
        for fix in result.get("fixes", []):
            edits = []
            for change in fix["artifactChanges"]:
                path = unquote(change["artifactLocation"]["uri"])
                for one in change["replacements"]:
                    at = one["deletedRegion"]
                    start = byte(path, at["startLine"], at["startColumn"], True)
                    end = byte(path, at["endLine"], at["endColumn"], True)
                    edits.append((path, start, end - start, one["insertedContent"]["text"]))
            got.append(edits)
    if sorted(got) != sorted(wanted):
        complain(name, "SARIF has other edits than JSON:", got, wanted)
    rdjson = json.loads(run(root, "-f", "rdjson").stdout)
    for finding, diagnostic in zip(report["findings"], rdjson["diagnostics"]):
        path = diagnostic["location"]["path"]
        fixes = [f for f in finding["fixes"] if all(e["path"] == path for e in f["edits"])]
        safe = any(f["safe"] for f in fixes)
        want = [(e["offset"], e["length"], e["text"]) for f in fixes if f["safe"] == safe for e in f["edits"]]
        got = []
        for one in diagnostic.get("suggestions", []):
            start = byte(path, one["range"]["start"]["line"], one["range"]["start"]["column"], False)
            end = byte(path, one["range"]["end"]["line"], one["range"]["end"]["column"], False)
            got.append((start, end - start, one["text"]))
        if got != want:
            complain(name, "rdjson has other edits than JSON:", got, want)


def check_mode(name, make, mode):
    flags = ["--fix"] + (["--unsafe-fixes"] if mode == "unsafe" else [])
    with tempfile.TemporaryDirectory() as folder:
        root, patched = Path(folder, "tree"), Path(folder, "patched")
        for one in (root, patched):
            one.mkdir()
            make(one)
        before, old = findings(root), contents(root)
        shown = run(root, *flags, "--diff", "-o", str(Path(folder, "patch")))
        if contents(root) != old:
            complain(name, "--diff wrote")
        notes = shown.stderr.decode()
        refused = [line for line in notes.splitlines() if line.startswith("not fixed")]
        done = run(root, *flags, "-f", "json")
        new = contents(root)
        if (new != old) != (shown.returncode == 1):
            complain(name, f"--diff exits {shown.returncode}, but --fix {'changes' if new != old else 'keeps'} the files")
        if new != old:
            tried[mode] += 1
            subprocess.run(["git", "apply", "--unsafe-paths", f"--directory={patched}", str(Path(folder, "patch"))],
                           cwd=patched, check=False, capture_output=True)
            if contents(patched) != new:
                complain(name, "the diff is not what was written")
        after = json.loads(done.stdout)
        known = {f["fingerprint"]: f for f in before["findings"]}
        for finding in after["findings"]:
            if counts(finding) and finding["fingerprint"] not in known and not any(
                    is_rest(finding, was) for was in before["findings"] if counts(was)):
                complain(name, mode, "brings", finding["rule"], finding["message"])
        for finding in after["findings"]:
            for fix in finding["fixes"]:
                if (fix["safe"] or mode == "unsafe") and not any(fix["title"] in line for line in refused):
                    complain(name, mode, "leaves", finding["rule"], fix["title"])
        if not refused and len([l for l in notes.splitlines() if l.startswith("would fix")]) == len(
                {fix["title"] + str(fix["edits"]) for f in before["findings"] for fix in f["fixes"]
                 if fix["safe"] or mode == "unsafe"}):
            edits = edits_of(before, mode == "unsafe")
            if edits is not None and apply(old, edits) != new:
                complain(name, mode, "the edits of the JSON make something else than --fix")
        again = run(root, *flags, "--diff")
        if again.stdout or contents(root) != new:
            complain(name, mode, "a second time changes more:", again.stdout.decode())


def check_tree(tree):
    name, make = tree
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "tree")
        root.mkdir()
        make(root)
        report = findings(root)
        if not report or not any(f["fixes"] for f in report["findings"]):
            return
        check_formats(name, root, report)
    for mode in ("safe", "unsafe"):
        check_mode(name, make, mode)


def main():
    wanted = [tree for tree in trees() if not ONLY or any(word in tree[0] for word in ONLY)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(check_tree, wanted))
    print(f"{tried['safe']} trees changed by --fix, {tried['unsafe']} with --unsafe-fixes, {len(bad)} complaints")
    if not ONLY and min(tried.values()) < 5:
        print("too few trees have something to fix")
        return 1
    return 1 if bad else 0


sys.exit(main())
