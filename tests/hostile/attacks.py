"""Attacks that are more than a tree: lost reports, a file that shrinks, programs that a repository would like to have run."""
import os
import signal
import subprocess
import threading

import trees

CLOSED = "closed"


def planted(root):
    t = trees.Tree(root)
    t.compose()
    t.plan()
    return t


def lost_report(runner, root):
    planted(root)
    for arguments in (["check"], ["check", "-f", "json"], ["check", "-f", "sarif"], ["list", "claims", "-f", "jsonl"], ["report", "-f", "html"]):
        for out in ("/dev/full", CLOSED):
            runner.run("lost_report " + out, arguments, root, (4,), out=out)
    for path in ("/dev/full", "/nonexistent/x", "docs"):
        runner.run("lost_report", ["check", "-o", path], root, (2, 4))
        runner.run("lost_report", ["check", "--also", "json=" + path], root, (2, 4))


def shrinking_file(runner, root):
    t = planted(root)
    path = t.write("deploy/compose.yml", trees.COMPOSE + "#\n" * 500000)
    stop = threading.Event()

    def shrink():
        while not stop.is_set():
            os.truncate(path, 0)
            os.truncate(path, 1000000)
    thread = threading.Thread(target=shrink)
    thread.start()
    try:
        for _ in range(20):
            runner.run("shrinking_file", ["check"], root, trees.CAUGHT)
    finally:
        stop.set()
        thread.join()


def git(root, *arguments):
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@reef.invalid", "-c", "commit.gpgsign=false"] + list(arguments), cwd=root, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def git_that_runs_programs(runner, root):
    """Settings, hooks, filters, includes, a transport, and a git in the tree: each would leave a file."""
    tree = os.path.join(root, "tree")
    os.mkdir(tree)
    planted(tree)
    marker, evil = os.path.join(root, "ran"), os.path.join(root, "evil")
    with open(evil, "w") as file:
        file.write('#!/bin/sh\n: >"%s"\ncat\n' % marker)
    os.chmod(evil, 0o755)
    git(tree, "init", "-q")
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", "x")
    for name in ("git", "bin/git"):
        os.makedirs(os.path.dirname(os.path.join(tree, name)), exist_ok=True)
        os.symlink(evil, os.path.join(tree, name))
    for hook in ("pre-commit", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        os.symlink(evil, os.path.join(tree, ".git/hooks", hook))
    os.makedirs(os.path.join(tree, ".git/info"), exist_ok=True)
    with open(os.path.join(tree, ".git/info/attributes"), "w") as file:
        file.write("* filter=evil diff=evil merge=evil\n")
    with open(os.path.join(root, "included"), "w") as file:
        file.write("[core]\n\tfsmonitor = %s\n" % evil)
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.askPass", "core.alternateRefsCommand", "diff.external", "diff.evil.textconv", "filter.evil.clean",
                "filter.evil.smudge", "filter.evil.process", "remote.origin.uploadpack", "gpg.program"):
        git(tree, "config", key, evil)
    for key, value in (("include.path", "../../included"), ("extensions.partialClone", "origin"), ("core.repositoryFormatVersion", "1"), ("remote.origin.promisor", "true"),
                       ("remote.origin.url", "ext::%s %%S" % evil), ("protocol.ext.allow", "always"), ("protocol.allow", "always"), ("alias.ls-tree", "!" + evil)):
        git(tree, "config", key, value)
    real = os.environ.get("PATH", "")
    # The trap must be one: git itself, asked plainly, runs what it finds there.
    for arguments, env in ((["status"], {}), (["fetch", "origin"], {}), (["--version"], {"PATH": tree + ":" + real})):
        process = subprocess.Popen(["git"] + arguments, cwd=tree, env={**os.environ, **env}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:  # it talks to the marker's program, which never answers as git would
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if not os.path.exists(marker):
            runner.bad("git_that_runs_programs", ["(git %s)" % " ".join(arguments)], "the trap is none: nothing was run")
        else:
            os.remove(marker)
    # An older revision whose text is to be had from the promisor only.
    git(tree, "-c", "core.fsmonitor=false", "commit", "-q", "--allow-empty", "--no-verify", "-m", "y")
    blob = subprocess.run(["git", "-c", "core.fsmonitor=false", "rev-parse", "HEAD~1:docs/PORTS.md"], cwd=tree, capture_output=True, check=True, text=True).stdout.strip()
    os.remove(os.path.join(tree, ".git/objects", blob[:2], blob[2:]))
    if os.path.exists(marker):
        os.remove(marker)
    paths = (real, ".:" + real, "bin:" + real, ":" + real, tree + ":" + real, tree + "/bin:" + real)
    for path in paths:
        for arguments in (["check"], ["check", "--staged"], ["check", "--files", "tracked"], ["check", "--new-since", "HEAD~1"], ["report", "-f", "md", "--since", "HEAD"], ["next"],
                          ["next", "--branches"], ["move", "kelp", "4155"], ["sync", "--to", "deployed"], ["prove"], ["check", "--fix", "--diff"]):
            runner.run("git_that_runs_programs", arguments, tree, (0, 1, 2, 4), env={"PATH": path})
            if os.path.exists(marker):
                runner.bad("git_that_runs_programs", arguments, "a program of the repository was run")
                os.remove(marker)
    runner.run("git_that_runs_programs", ["check"], tree, (1,))


def words_of_a_stranger(runner, root):
    """Branch names and file names that a build's script hands on as arguments, or that the environment holds."""
    tree = os.path.join(root, "tree")
    os.mkdir(tree)
    t = planted(tree)
    for text in trees.COMMANDS:
        t.write(text.replace("/", "_").encode("utf-8", "surrogatepass") + b"/compose.yml", trees.COMPOSE)
    for arguments in (["sync"], ["sync", "--to", "deployed"], ["init"], ["next"], ["prove"], ["check", "--fix", "--diff", "--unsafe-fixes"], ["baseline", "show"]):
        _, printed, said = runner.run("words_of_a_stranger", arguments, tree, (0, 1, 2, 4))
        runner.judge("words_of_a_stranger", arguments, "text", printed + said)
    for text in trees.COMMANDS:
        for arguments in ([text], ["-" + text], ["--" + text], ["help", text], ["explain", text], ["check", "-f", text], ["check", "--select", text], ["check", "--service", text],
                          ["check", "--host", text], ["check", text], ["check", "--new-since", text], ["check", "--new-since=" + text], ["check", "--baseline", text],
                          ["check", "--also", text], ["check", "-o", "/nonexistent/" + text], ["check", "--today", text], ["check", "--fail-on", text], ["-C", text], ["-c", text],
                          ["move", "kelp", text], ["move", text, "4199"], ["show", text], ["next", text], ["sync", text, "--to", text], ["list", text], ["completions", text]):
            _, printed, said = runner.run("words_of_a_stranger", arguments, tree, (0, 1, 2, 3, 4))
            runner.judge("words_of_a_stranger", arguments, "text", printed + said)
        for name in ("PORTCHECK_FORMAT", "PORTCHECK_FAIL_ON", "PORTCHECK_NEW_SINCE", "PORTCHECK_CONFIG", "PORTCHECK_CI", "PORTCHECK_COLOR", "SOURCE_DATE_EPOCH", "GITHUB_STEP_SUMMARY"):
            _, printed, said = runner.run("words_of_a_stranger " + name, ["check"], tree, (1, 2, 4), env={name: "/nonexistent/" + text if name == "GITHUB_STEP_SUMMARY" else text})
            runner.judge("words_of_a_stranger " + name, ["check"], "text", printed + said)


SCENES = (lost_report, shrinking_file, git_that_runs_programs, words_of_a_stranger)
