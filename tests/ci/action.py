"""The steps of action.yml as GitHub would run them, with its variables and files; the GitLab template's script; the problem matcher.

    action.py PROGRAM PROJECT
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import yaml
except ImportError:
    print("SKIPPED: no Python module yaml (Debian package: python3-yaml)")
    sys.exit(77)

PROGRAM, PROJECT = (Path(argument).resolve() for argument in sys.argv[1:3])
PORTS = "# Ports\n\n| Port | Service |\n|------|---------|\n| 4100 | ledger |\n| 4101 | gate |\n"
COMPOSE = 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n  gate:\n    build: ./gate\n    ports: ["%d:4101"]\n'
PERSON = {f"GIT_{role}_{what}": "tester@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def clean_environment():
    mine = ("GITHUB_", "GITLAB_", "CI_", "PORTCHECK_", "INPUT_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(mine) and key != "CI"}
    return {**kept, **PERSON, "GIT_CONFIG_GLOBAL": "/dev/null", "ASAN_OPTIONS": "exitcode=99", "UBSAN_OPTIONS": "exitcode=99"}


def git(tree, *arguments):
    return subprocess.run(["git", "-C", tree, *arguments], check=True, capture_output=True, text=True, env=clean_environment()).stdout


def repository(tree, ports):
    """A tree with one commit for each of gate's ports: 4100 is ledger's as well."""
    git(".", "init", "-q", "-b", "main", str(tree))
    for name in ("ledger", "gate"):
        (tree / name).mkdir()
        (tree / name / ".keep").touch()
    (tree / "PORTS.md").write_text(PORTS)
    for port in ports:
        (tree / "compose.yml").write_text(COMPOSE % port)
        git(tree, "add", "-A")
        git(tree, "commit", "-q", "-m", f"gate on {port}")


def expand(text, inputs, outputs):
    """${{ inputs.x }} and ${{ steps.y.outputs.z }}, which is all that the action uses."""
    def value(match):
        path = match.group(1).strip().split(".")
        return inputs[path[1]] if path[0] == "inputs" else outputs[path[1]][path[3]]
    return re.sub(r"\$\{\{(.+?)\}\}", value, text)


def run_action(tree, given=(), **environment):
    action = yaml.safe_load((PROJECT / "action.yml").read_text())
    inputs = {name: what["default"] for name, what in action["inputs"].items()} | dict(given)
    outputs = {}
    with tempfile.TemporaryDirectory() as files:
        base = clean_environment() | {"GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(PROJECT), "CI": "true",
                                      "GITHUB_STEP_SUMMARY": f"{files}/summary", "GITHUB_OUTPUT": f"{files}/output"} | environment
        Path(files, "summary").touch()
        for step in action["runs"]["steps"]:
            Path(files, "output").write_text("")
            own = {key: expand(value, inputs, outputs) for key, value in step.get("env", {}).items()}
            where = tree / expand(step.get("working-directory", "."), inputs, outputs)
            done = subprocess.run(["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]], env=base | own, cwd=where,
                                  capture_output=True, text=True)
            lines = Path(files, "output").read_text().splitlines()
            if "id" in step:
                outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
            if done.returncode:
                break
        return done, Path(files, "summary").read_text()


def expect(condition, what, done=None):
    if not condition:
        sys.exit(f"FAIL: {what}" + (f"\n{done.stdout}{done.stderr}" if done else ""))


def check_action(work):
    tree = work / "action"
    repository(tree, [4101, 4100])
    program = {"program": str(PROGRAM)}
    done, summary = run_action(tree, program, GITHUB_EVENT_NAME="push")
    expect(done.returncode == 1, "a collision fails the job", done)
    expect("::error file=compose.yml," in done.stdout, "it is an annotation", done)
    expect("PC201" in summary, "the step summary tells it")

    done, _ = run_action(tree, program | {"args": "--exit-zero --ignore 'PC201'"}, GITHUB_EVENT_NAME="push")
    expect(done.returncode == 0 and "PC201" not in done.stdout, "args are passed on", done)
    done, _ = run_action(tree, program | {"args": "$(touch hit) `touch hit`"}, GITHUB_EVENT_NAME="push")
    expect(done.returncode == 2 and not (tree / "hit").exists(), "args run nothing", done)
    done, _ = run_action(tree, {"program": "no-such-program"}, GITHUB_EVENT_NAME="push")
    expect(done.returncode == 2, "a program that does not exist is an error", done)


def check_pull_request(work):
    """A pull request on top of a main that is not well: only what it brings counts."""
    origin, tree = work / "origin", work / "pull"
    repository(origin, [4100])
    git(".", "clone", "-q", str(origin), str(tree))
    git(tree, "checkout", "-q", "-b", "topic")
    (tree / "README.md").write_text("# A remark\n")
    git(tree, "add", "-A")
    git(tree, "commit", "-q", "-m", "a remark")
    pull = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main", "GITHUB_HEAD_REF": "topic"}
    done, _ = run_action(tree, {"program": str(PROGRAM)}, **pull)
    expect(done.returncode == 0 and "::error" not in done.stdout, "what was there before does not fail the pull request", done)
    done, _ = run_action(tree, {"program": str(PROGRAM), "new-only": "false"}, **pull)
    expect(done.returncode == 1, "new-only: false looks at everything", done)
    with (tree / "compose.yml").open("a") as compose:
        compose.write('  mail:\n    build: ./mail\n    ports: ["4100:25"]\n')
    git(tree, "commit", "-qam", "mail")
    done, _ = run_action(tree, {"program": str(PROGRAM)}, **pull)
    expect(done.returncode == 1, "another service on the port is new", done)

    shallow = work / "shallow"
    git(".", "clone", "-q", "--depth", "1", "--branch", "topic", f"file://{tree}", str(shallow))
    done, _ = run_action(shallow, {"program": str(PROGRAM)}, **pull)
    expect(done.returncode == 2 and "fetch-depth" in done.stderr, "a shallow clone is told what to do", done)


def check_gitlab(work):
    template = yaml.safe_load((PROJECT / "scripts/ci/gitlab.yml").read_text())
    job = template["portcheck"]
    tree = work / "gitlab"
    repository(tree, [4101, 4100])
    (work / "bin").mkdir()
    (work / "bin/portcheck").symlink_to(PROGRAM)
    environment = clean_environment() | {"GITLAB_CI": "true", "CI": "true", "PATH": f"{work}/bin:{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-e", "-c", "\n".join(job["script"])], cwd=tree, env=environment, capture_output=True, text=True)
    expect(done.returncode == 1, "the job fails", done)
    report = json.loads((tree / job["artifacts"]["reports"]["codequality"]).read_text())
    expect(any(entry["check_name"] == "PC201" or "PC201" in entry["description"] for entry in report), "the report has the collision")


def check_matcher(work):
    tree = work / "matcher"
    repository(tree, [4100])
    done = subprocess.run([PROGRAM, "check", "-f", "concise", "--ci", "off"], cwd=tree, env=clean_environment(), capture_output=True, text=True)
    pattern, = json.loads((PROJECT / "scripts/ci/problem-matcher.json").read_text())["problemMatcher"][0]["pattern"]
    expression = re.compile(pattern["regexp"])
    found = [match for match in map(expression.match, done.stdout.splitlines()) if match]
    listed = subprocess.run([PROGRAM, "check", "-f", "json"], cwd=tree, env=clean_environment(), capture_output=True, text=True)
    expect(len(found) == len(json.loads(listed.stdout)["findings"]) > 0, "every finding is matched", done)
    expect(found[0].group(pattern["file"]) == "compose.yml" and found[0].group(pattern["code"]) == "PC201", "file and code", done)


def check_image():
    """The image holds the packages that the program is linked with."""
    text = (PROJECT / "scripts/ci/Dockerfile").read_text()
    linked = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True).stdout
    for library in re.findall(r"/(lib(?:yaml|cmark-gfm|cmark-gfm-extensions|cjson)[^/]*\.so[^ ]*) ", linked):
        owner = subprocess.run(["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True)
        if owner.returncode == 0:
            package = owner.stdout.split(":")[0]
            expect(package in text, f"the image lacks {package}")


with tempfile.TemporaryDirectory() as folder:
    check_action(Path(folder))
    check_pull_request(Path(folder))
    check_gitlab(Path(folder))
    check_matcher(Path(folder))
    check_image()
print("all as it should be")
