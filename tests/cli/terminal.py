#!/usr/bin/python3
"""What a run prints to a terminal: colours, hyperlinks, signs beyond ASCII and the width, by what the environment says of it.

    terminal.py PROGRAM
"""
import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios

PROGRAM = os.path.abspath(sys.argv[1])
COMPOSE = "services:\n" + "".join(f"  {name}: {{ image: {name}, ports: ['4101:80'] }} # {'and so on ' * 8}end of it\n" for name in ("kelp", "reef"))
UTF8 = {"LANG": "C.UTF-8"}
KEPT = {name: os.environ[name] for name in ("PORTCHECK_SANDBOX", "ASAN_OPTIONS") if name in os.environ}
problems = []


def on_terminal(root, environment, words=(), columns=100):
    """What the terminal was sent."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen([PROGRAM, "-C", root, "check", "-f", "full"] + list(words), stdin=slave, stdout=slave, stderr=subprocess.DEVNULL, env=dict(KEPT, HOME=root, **environment)) as process:
        os.close(slave)
        sent = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            sent += piece
    os.close(master)
    if process.returncode != 1:
        problems.append(f"{environment} {words}: exit status {process.returncode}")
    return sent.decode("utf-8")


def in_pipe(root, environment, words=()):
    result = subprocess.run([PROGRAM, "-C", root, "check", "-f", "full"] + list(words), stdin=subprocess.DEVNULL, capture_output=True, check=False, env=dict(KEPT, HOME=root, **environment))
    return result.stdout.decode("utf-8")


def has_color(text):
    return "\x1b[" in text


def has_links(text):
    return "\x1b]8;" in text


# Environment, options, whether there are colours and links on a terminal, and in a pipe.
CASES = (
    ({}, (), True, False, False, False), ({"TERM": "xterm-256color"}, (), True, False, False, False), ({"TERM": ""}, (), True, False, False, False),
    ({"TERM": "dumb"}, (), False, False, False, False), ({"TERM": "dumb", "TERM_PROGRAM": "WezTerm"}, (), False, False, False, False),
    ({"NO_COLOR": "1"}, (), False, False, False, False), ({"NO_COLOR": ""}, (), True, False, False, False), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False, False, False, False),
    ({"FORCE_COLOR": "1"}, (), True, False, True, False), ({"FORCE_COLOR": "0"}, (), False, False, False, False),
    ({"NO_COLOR": "1"}, ("--color", "always"), True, False, True, False), ({"FORCE_COLOR": "1"}, ("--color", "never"), False, False, False, False),
    ({"TERM": "xterm-kitty"}, (), True, True, False, False), ({"TERM": "foot"}, (), True, True, False, False), ({"TERM": "alacritty"}, (), True, True, False, False),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, (), True, True, False, False), ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, (), True, True, False, False),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, (), True, False, False, False), ({"TERM": "screen-256color", "TERM_PROGRAM": "vscode"}, (), True, False, False, False),
    ({"TERM": "xterm", "VTE_VERSION": "6800"}, (), True, True, False, False), ({"TERM": "xterm", "VTE_VERSION": "4600"}, (), True, False, False, False),
    ({"TERM": "xterm", "VTE_VERSION": "new"}, (), True, False, False, False), ({"TERM": "xterm", "WT_SESSION": "1"}, (), True, True, False, False),
    ({"TERM": "xterm", "KONSOLE_VERSION": "220400"}, (), True, True, False, False), ({"TERM": "xterm", "DOMTERM": "1"}, (), True, True, False, False),
    ({"FORCE_HYPERLINK": "1"}, (), True, True, False, True), ({"TERM": "foot", "FORCE_HYPERLINK": "0"}, (), True, False, False, False),
    ({"TERM": "foot"}, ("--hyperlinks", "never"), True, False, False, False), ({"TERM": "dumb"}, ("--hyperlinks", "always"), False, True, False, True),
)
# Environment, options, whether signs beyond ASCII are drawn.
SIGNS = (
    ({}, (), False), ({"LANG": "C"}, (), False), ({"LANG": "C.UTF-8"}, (), True), ({"LANG": "de_DE.utf8"}, (), True), ({"LANG": "de_DE.UTF-8@euro"}, (), True),
    ({"LANG": "de_DE.ISO-8859-1"}, (), False), ({"LANG": "C.UTF-8", "LC_ALL": "C"}, (), False), ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, (), True),
    ({"LC_ALL": "", "LC_CTYPE": "", "LANG": "C.UTF-8"}, (), True), ({"LANG": "C"}, ("--no-ascii",), True), ({"LANG": "C.UTF-8"}, ("--ascii",), False),
)


def main():
    with tempfile.TemporaryDirectory() as root:
        with open(os.path.join(root, "compose.yml"), "w", encoding="utf-8") as file:
            file.write(COMPOSE)
        for environment, words, color, links, piped_color, piped_links in CASES:
            shown, piped = on_terminal(root, dict(UTF8, **environment), words), in_pipe(root, dict(UTF8, **environment), words)
            for what, wanted, got in (("colours", color, has_color(shown)), ("links", links, has_links(shown)), ("colours in a pipe", piped_color, has_color(piped)),
                                      ("links in a pipe", piped_links, has_links(piped))):
                if wanted != got:
                    problems.append(f"{environment} {words}: {what}: {got}")
        for environment, words, wanted in SIGNS:
            if (not on_terminal(root, dict(environment, NO_COLOR="1"), words).isascii()) != wanted:
                problems.append(f"{environment} {words}: signs: {not wanted}")
        for columns in (40, 60, 200):
            # A file's line that is longer is cut.
            shown = on_terminal(root, dict(UTF8, NO_COLOR="1"), columns=columns).split("\r\n")
            lines = [line for line in shown if line.lstrip()[:1].isdigit() and "4101" in line]
            if len(lines) != 2 or any(len(line) > columns for line in lines):
                problems.append(f"{columns} columns: {shown}")
    for problem in problems:
        print(problem)
    print(f"{len(CASES) + len(SIGNS)} cases, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
