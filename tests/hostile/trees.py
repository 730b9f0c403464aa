"""The hostile trees: each a function that fills a directory, most with a duplicate in it that must not be passed over."""
import os
import socket
import stat

CAUGHT = (1, 4)        # the duplicate is reported, or the run says that it is incomplete
ANY = (0, 1, 2, 3, 4)  # nothing is planted: only limits and output count
TREES = []

COMMANDS = ("\x1b]0;HOSTILE\x07\x1b[31m", "##[error]HOSTILE", "##vso[task.setvariable variable=HOSTILE]1", "\n::error::HOSTILE\n", "\r::add-mask::HOSTILE",
            "  ::warning::HOSTILE", "\u202eHOSTILE\u2066", "\u2028::error::HOSTILE", "\u009b31mHOSTILE", "%0A::error::HOSTILE", "<script>HOSTILE</script>",
            "<img src=x onerror=HOSTILE>", "]]>&HOSTILE;<!--", "](javascript:HOSTILE)", "![HOSTILE](http://reef.invalid/x)", "`|HOSTILE|`", "```HOSTILE",
            "=cmd|'HOSTILE'!A1", "@HOSTILE", "\"><svg onload=HOSTILE>", "' onclick='HOSTILE", "\ufeffHOSTILE", "HOSTILE\\", "\x7fHOSTILE\b\b")
COMPOSE = """services:
  kelp:
    image: kelp
    ports: ["18080:80"]
  reef:
    image: reef
    ports: ["18080:80"]
"""
CALM = """services:
  kelp:
    image: kelp
    ports: ["18080:80"]
"""
# Something that can be read, or a duplicate that is hidden would end with 3: nothing to check.
BESIDE = """services:
  tide:
    image: tide
    ports: ["18990:80"]
"""
HEAD = "# Ports\n\n## 4100-4199 Web\n\n"
COLUMNS = "| Port | Service | Description |\n|---|---|---|\n"
ROWS = "| 4101 | kelp | first |\n| 4101 | reef | second |\n"
PLAN = HEAD + COLUMNS + ROWS


class Tree:
    def __init__(self, root):
        self.root = os.fsencode(root)
        self.keep = []  # what has to live as long as the runs

    def path(self, name):
        return os.path.join(self.root, name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape"))

    def write(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
        return path

    def link(self, name, target):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        os.symlink(target, self.path(name))

    def compose(self):
        self.write("compose.yml", COMPOSE)

    def plan(self):
        self.write("docs/PORTS.md", PLAN)


class Case:
    def __init__(self, name, build, allowed, options):
        self.name, self.build, self.allowed = name, build, allowed
        self.arguments = options.get("arguments", [])  # of every run
        self.every = options.get("every", True)        # all formats, not only one of each kind
        self.user = options.get("user")                # to run as, where the tests run as root
        self.seconds = options.get("seconds", 0)       # more than size and number of files would allow


def tree(name, allowed=CAUGHT, **options):
    def add(build):
        TREES.append(Case(name, build, allowed, options))
        return build
    return add


def add(name, files, allowed=CAUGHT, **options):
    """A tree that is only files. files: {path: text or bytes}, or a function that gives them."""
    def build(t):
        if beside:
            t.write("beside/compose.yml", BESIDE)
        for path, data in (files() if callable(files) else files).items():
            t.write(path, data)
    beside = allowed == CAUGHT
    TREES.append(Case(name, build, allowed, options))


# Neither of these is an attack: what is expected of them shows that the duplicates are found and their absence is not.
add("plain-compose", {"compose.yml": COMPOSE}, (1,))
add("plain-plan", {"docs/PORTS.md": PLAN}, (1,))
add("plain-calm", {"compose.yml": CALM}, (0,))

# Encodings and bytes ahead of the duplicate.
for label, change in (
        ("nul-ahead", lambda text: b"\0\n" + text), ("nul-inside", lambda text: text.replace(b"kelp", b"ke\0lp", 1)),
        ("nul-behind", lambda text: text + b"\0"), ("nul-line-ahead", lambda text: b"#" + b"\0" * 4000 + b"\n" + text),
        ("utf16le", lambda text: text.decode().encode("utf-16")), ("utf16be", lambda text: b"\xfe\xff" + text.decode().encode("utf-16-be")),
        ("utf16-no-bom", lambda text: text.decode().encode("utf-16-le")), ("utf32", lambda text: text.decode().encode("utf-32")),
        ("utf7-bom", lambda text: b"+/v8-\n" + text), ("two-boms", lambda text: b"\xef\xbb\xbf\xef\xbb\xbf" + text),
        ("cr-only", lambda text: text.replace(b"\n", b"\r")), ("cr-cr-lf", lambda text: text.replace(b"\n", b"\r\r\n")),
        ("vertical-tab", lambda text: text.replace(b"\n", b"\x0b")), ("form-feed", lambda text: text.replace(b"\n", b"\x0c\n")),
        ("nel", lambda text: text.replace(b"\n", "\u0085".encode())), ("line-separator", lambda text: text.replace(b"\n", "\u2028".encode())),
        ("invalid-utf8", lambda text: text.replace(b"kelp", b"ke\xff\xfelp").replace(b"first", b"\xc0\x80\xed\xa0\x80")),
        ("overlong", lambda text: b"# \xe0\x80\xaf\xf8\x88\x80\x80\x80 \xc3\n" + text), ("latin1", lambda text: "# \u00e4\u00f6\n".encode("latin-1") + text),
        ("esc-ahead", lambda text: b"# \x1b[8m\n" + text), ("bidi-ahead", lambda text: "# \u202e\u2066\n".encode() + text),
        ("control-z", lambda text: b"# x\x1a\n" + text), ("gzip-magic", lambda text: b"\x1f\x8b\x08\n" + text), ("elf-magic", lambda text: b"\x7fELF\n" + text)):
    add("plan-" + label, {"docs/PORTS.md": change(PLAN.encode())})
    add("compose-" + label, {"compose.yml": change(COMPOSE.encode())})

# Cells in which nobody sees a port are warnings, as are tables that do not render; docs/security.md says so.
WARNED = ("escaped", "code-halves", "huge-number", "setext")
# Markdown that hides a table.
for label, text in (
        ("unclosed-fence", HEAD + "```\n" + COLUMNS + ROWS), ("unclosed-comment", HEAD + "<!--\n" + COLUMNS + ROWS), ("html-block", HEAD + "<div>\n" + COLUMNS + ROWS),
        ("script-block", HEAD + "<script>\n" + COLUMNS + ROWS), ("processing", HEAD + "<?x\n" + COLUMNS + ROWS), ("cdata", HEAD + "<![CDATA[\n" + COLUMNS + ROWS),
        ("details", HEAD + "<details>\n<summary>x</summary>\n" + COLUMNS + ROWS + "</details>\n"), ("indented", HEAD + "".join("    " + line + "\n" for line in (COLUMNS + ROWS).split("\n"))),
        ("no-blank-line", HEAD + "Text.\n" + COLUMNS + ROWS), ("no-delimiter", HEAD + "| Port | Service | Description |\n" + ROWS),
        ("short-delimiter", HEAD + "| Port | Service | Description |\n|---|\n" + ROWS), ("blank-between", HEAD + COLUMNS + "| 4101 | kelp | first |\n\n| 4101 | reef | second |\n"),
        ("entity", PLAN.replace("4101 | reef", "&#52;101 | reef")), ("escaped", PLAN.replace("4101 | reef", "4\\101 | reef")),
        ("full-width", PLAN.replace("4101 | reef", "\uff14\uff11\uff10\uff11 | reef")), ("zero-width", PLAN.replace("4101 | reef", "41\u200b01 | reef")),
        ("soft-hyphen", PLAN.replace("4101 | reef", "41\u00ad01 | reef")), ("thousands", PLAN.replace("4101 | reef", "4,101 | reef")),
        ("thin-space", PLAN.replace("4101 | reef", "4\u2009101 | reef")), ("emphasis", PLAN.replace("4101 | reef", "41*0*1 | reef")),
        ("code-halves", PLAN.replace("4101 | reef", "`41``01` | reef")), ("comment-inside", PLAN.replace("4101 | reef", "41<!-- x -->01 | reef")),
        ("break-inside", PLAN.replace("4101 | reef", "41<br>01 | reef")), ("link-inside", PLAN.replace("4101 | reef", "[4101](x) | reef")),
        ("hex", PLAN.replace("4101 | reef", "0x1005 | reef")), ("wraps-16", PLAN.replace("4101 | reef", "69637 | reef")),
        ("wraps-32", PLAN.replace("4101 | reef", "4294971397 | reef")), ("float", PLAN.replace("4101 | reef", "4101.0 | reef")),
        ("exponent", PLAN.replace("4101 | reef", "4.101e3 | reef")), ("plus", PLAN.replace("4101 | reef", "+4101 | reef")), ("zeros", PLAN.replace("4101 | reef", "04101 | reef")),
        ("huge-number", PLAN.replace("4101 | reef", "9" * 5000 + " | reef")), ("arabic-digits", PLAN.replace("4101 | reef", "\u0664\u0661\u0660\u0661 | reef")),
        ("pipe-escape", PLAN.replace("4101 | reef", "4101 \\| reef")), ("ignored-all", PLAN.replace("# Ports", "# Ports\n<!-- portcheck: ignore-file[all]: x -->")),
        ("unclosed-ignore", HEAD + "<!-- portcheck: ignore-start[PC103]: x -->\n\n" + COLUMNS + ROWS), ("front-matter", "---\n" + PLAN), ("toml-matter", "+++\n" + PLAN),
        ("math", HEAD + "$$\n" + COLUMNS + ROWS), ("wrapped-cell", HEAD + COLUMNS + "| 4101 | kelp | first |\n| 41\n01 | reef | second |\n"),
        ("html-table", HEAD + "<table><tr><th>Port</th><th>Service</th></tr><tr><td>4101</td><td>kelp</td></tr><tr><td>4101</td><td>reef</td></tr></table>\n"),
        ("html-blank-lines", HEAD + "<table>\n\n    <tr><th>Port</th><th>Service</th></tr>\n    <tr><td>4101</td><td>kelp</td></tr>\n\n    <tr><td>4101</td><td>reef</td></tr>\n\n</table>\n"),
        ("math-digits", PLAN.replace("4101 | reef", "\U0001d7d2101 | reef")), ("reference-definition", HEAD + "[x]: <\n" + COLUMNS + ROWS), ("lazy-quote", HEAD + "> " + COLUMNS + ROWS), ("setext", HEAD + COLUMNS.replace("|---|---|---|", "---|---|---\n===") + ROWS)):
    add("plan-" + label, {"docs/PORTS.md": text}, (0, 1, 4) if label in WARNED else CAUGHT)

UNKNOWN = ("unknown-interpolation", "duplicate-ports", "tagged")
# YAML that hides a service.
for label, text in (
        ("second-document", CALM + "---\n" + CALM.replace("kelp", "reef")), ("duplicate-services", CALM + CALM.replace("kelp", "reef")),
        ("duplicate-service", CALM + "  kelp:\n    image: reef\n    ports: ['18080:80']\n  reef:\n    image: reef\n    ports: ['18080:80']\n"),
        ("duplicate-ports", COMPOSE.replace('    ports: ["18080:80"]\n', '    ports: ["18080:80"]\n    ports: []\n')), ("document-end", CALM + "...\n" + CALM.replace("kelp", "reef")),
        ("directive", "%YAML 9.9\n---\n" + COMPOSE), ("many-directives", "%TAG !a! x\n" * 1000 + "---\n" + COMPOSE), ("tagged", COMPOSE.replace("ports: [", "ports: !reset [")),
        ("binary-tag", COMPOSE.replace('"18080:80"', "!!binary MTgwODA6ODA=")), ("escaped", COMPOSE.replace('"18080:80"', '"\\u0031\\x38080:80"', 1)),
        ("folded", COMPOSE.replace('["18080:80"]', "\n      - >-\n        18080:80", 1)), ("wrapped", COMPOSE.replace('"18080:80"', '"180\\\n      80:80"', 1)),
        ("merge", "x-a: &a\n  ports: ['18080:80']\nservices:\n  kelp: {image: kelp, <<: *a}\n  reef: {image: reef, <<: *a}\n"),
        ("anchor", "services:\n  kelp: &k\n    image: kelp\n    ports: ['18080:80']\n  reef: *k\n"), ("key-anchor", COMPOSE.replace("  reef:", "  ? reef\n  :")),
        ("syntax-behind", COMPOSE + "  x: [\n"), ("syntax-between", COMPOSE.replace("  reef:\n", "  x: ]\n  reef:\n")), ("tab", COMPOSE.replace("    ports", "\tports")),
        ("sexagesimal", COMPOSE.replace('"18080:80"', "18080:80")), ("octal", COMPOSE.replace('"18080:80"', '"0o43240:80"', 1)), ("interpolated", COMPOSE.replace('"18080:80"', '"${A:-18080}:80"', 1)),
        ("nested-interpolation", COMPOSE.replace('"18080:80"', '"${A:-${B:-18080}}:80"', 1)), ("unknown-interpolation", COMPOSE.replace('"18080:80"', '"${A:?x}:80"', 1)),
        ("long-form", COMPOSE.replace('["18080:80"]', "[{published: '18080', target: 80}]", 1)), ("range", COMPOSE.replace('"18080:80"', '"18000-18100:8000-8100"', 1)),
        ("all-ports", COMPOSE.replace('"18080:80"', '"1-65535:1-65535"', 1)), ("absurd-range", COMPOSE.replace('"18080:80"', '"0-99999999999999999999:80"', 1)),
        ("null", COMPOSE + "volumes: null\nnetworks: ~\n"), ("extends-itself", COMPOSE.replace("    image: reef", "    extends: {service: reef}")),
        ("extends-outside", COMPOSE.replace("    image: reef", "    extends: {file: ../../../../../../../etc/passwd, service: reef}")),
        ("includes-itself", "include: [compose.yml]\n" + COMPOSE), ("includes-device", "include: [/dev/zero, /dev/stdin, http://reef.invalid/x]\n" + COMPOSE),
        ("env-outside", COMPOSE.replace("    image: reef", "    image: reef\n    env_file: [/proc/self/environ, ../../../../etc/shadow]")),
        ("json", '{"services":{"kelp":{"ports":["18080:80"]},"reef":{"ports":["18080:80"]}}}')):
    add("compose-" + label, {"compose.yml": text}, ANY if label in UNKNOWN else CAUGHT)

# More ways to write a second service on a port: none needs more than one format.
SECOND = "  reef:\n    image: reef\n    ports: [%s]\n"
PARTS = "services:\n  reef:\n    image: reef\n    ports: ['18080:80']\n"
for label, second in (
        ("hex", "{published: 0x46a0, target: 80}"), ("leading-zero", "{published: 043240, target: 80}"), ("float", "{published: 18080.0, target: 80}"), ("exponent", "{published: 1808e1, target: 80}"),
        ("underscore", "{published: 18_080, target: 80}"), ("binary", "{published: 0b100011010100000, target: 80}"), ("int-tag", "{published: !!int '18080', target: 80}"), ("str-tag", "!!str 18080:80"),
        ("blanks", "' 18080:80 '"), ("blank-inside", "'18080: 80'"), ("comma", "'18080:80,18081:81'"), ("plus", "'+18080:80'"), ("zeros", "'018080:80'"), ("wide-digits", "'\uff11\uff18080:80'"),
        ("zero-width", "'180\u200b80:80'"), ("six", "'[::]:18080:80'"), ("any-address", "'0.0.0.0:18080:80'"), ("localhost", "'localhost:18080:80'"), ("protocol-case", "'18080:80/TCP'"),
        ("overlapping-range", "'18079-18081:79-81'"), ("range-of-one", "'18080-18080:80'"), ("ingress", "{published: '18080', target: 80, mode: ingress}"), ("nested-list", "['18080:80']"),
        ("address-variable", "'${IP:?x}:18080:80'"), ("protocol-variable", "'18080:80/${PROTO:-tcp}'"), ("half-variable", "'18${A:-080}:80'"), ("whole-variable", "'${A:-18080:80}'"),
        ("empty-variable", "'${A-18080}:80'"), ("override-tag", "!override '18080:80'")):
    add("second-" + label, {"compose.yml": CALM + SECOND % second}, every=False)
for label, text in (
        ("profiles", CALM.replace("    image: kelp", "    image: kelp\n    profiles: [a, b]") + SECOND.replace("    ports", "    profiles: [b]\n    ports") % "'18080:80'"),
        ("one-profile", CALM + SECOND.replace("    ports", "    profiles: [old]\n    ports") % "'18080:80'"), ("no-replicas", CALM.replace("    image: kelp", "    image: kelp\n    deploy: {replicas: 0}") + SECOND % "'18080:80'"),
        ("bom-inside", CALM + "\ufeff" + SECOND % "'18080:80'"), ("comments", CALM + "  # old:\n  reef: # unused\n    image: reef\n    # ports: []\n    ports: # example\n      # old\n      - '18080:80' # 18081:80\n"),
        ("merge-list", "x-a: &a {image: a}\nx-b: &b {ports: ['18080:80']}\nservices:\n  kelp: {<<: [*a, *b]}\n  reef: {<<: [*b], image: reef}\n"), ("anchor-again", "x-a: &a ['1:1']\nx-b: &a ['18080:80']\nservices:\n  kelp: {image: kelp, ports: *a}\n  reef: {image: reef, ports: *a}\n"),
        ("merged-services", "x-s: &s\n  reef: {image: reef, ports: ['18080:80']}\nservices:\n  <<: *s\n  kelp: {image: kelp, ports: ['18080:80']}\n"), ("quoted-keys", '"services":\n  "kelp":\n    "ports": ["18080:80"]\n    "image": k\n  \'reef\':\n    "image": r\n    "por\\x74s": ["18080:80"]\n'),
        ("template-marks", COMPOSE + "{% if x %}\n{% endif %}\n"), ("scalar-ports", CALM + "  reef:\n    image: reef\n    ports: '18080:80'\n"), ("mapped-ports", CALM + "  reef:\n    image: reef\n    ports: {18080: 80}\n"),
        ("network-of-host", CALM + "  reef:\n    image: reef\n    network_mode: host\n    environment: {PORT: 18080}\n"), ("other-version", "%YAML 1.3\n---\n" + COMPOSE)):
    add("second-" + label, {"compose.yml": text}, every=False)
for label, text in (
        ("braces", "{include: [parts/x.yaml], services: {kelp: {image: k, ports: ['18080:80']}}}\n"), ("escaped", '"incl\\u0075de": [parts/x.yaml]\n' + CALM), ("question-mark", "? include\n: [parts/x.yaml]\n" + CALM),
        ("alias", "x-i: &i [parts/x.yaml]\ninclude: *i\n" + CALM), ("margin", "include: [\nparts/x.yaml\n]\n" + CALM), ("bom", "\ufeffinclude: [parts/x.yaml]\n" + CALM), ("folded", "include:\n  - >-\n    parts/x.yaml\n" + CALM),
        ("variable", "include:\n  - ${X:-parts}/x.yaml\n" + CALM), ("dots", "include:\n  - ./y/../parts/x.yaml\n" + CALM), ("below", CALM + "include: {path: parts/x.yaml}\n"), ("merged", "x: &x {include: [parts/x.yaml]}\n<<: *x\n" + CALM)):
    add("include-" + label, {"compose.yml": text, "parts/x.yaml": PARTS}, every=False)
for label, row in (
        ("sup", "4101<sup>1</sup>"), ("struck-inside", "41~~9~~01"), ("kbd", "<kbd>4101</kbd>"), ("span", "<span>41</span>01"), ("footnote", "4101[^1]"), ("key-caps", "4\ufe0f\u20e31\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e3"),
        ("bidi", "\u202d4101\u202c"), ("joiner", "4\u200d101"), ("word-joiner", "41\u206001"), ("shy-entity", "41&shy;01"), ("zwnj-entity", "41&zwnj;01"), ("zero-width-entity", "41&#8203;01"), ("all-entities", "&#52;&#49;&#48;&#49;"),
        ("nbsp-entity", "4101&nbsp;"), ("colon", ":4101"), ("protocol", "4101/tcp"), ("address", "http://localhost:4101"), ("was", "4101 (was 4109)"), ("range", "4100-4105"), ("range-in-words", "4100 to 4105"),
        ("range-in-dots", "4100..4105"), ("and", "4105 & 4101"), ("letter", "41O1"), ("combining", "4\u03381\u033801"), ("name-empty-code", "`4101` ``")):
    add("cell-" + label, {"docs/PORTS.md": PLAN.replace("4101 | reef", row + " | reef")}, every=False)
for label, text in (
        ("comment-ends", HEAD + COLUMNS + "| 4101 | kelp | x |\n<!-- a --> \n| 4101 | reef | x |\n"), ("comment-empty", HEAD + "<!-->\n\n" + COLUMNS + ROWS), ("comment-bang", HEAD + "<!-- a --!>\n\n" + COLUMNS + ROWS), ("fence-in-comment", HEAD + "<!--\n```\n-->\n\n" + COLUMNS + ROWS),
        ("fence-short", HEAD + "````\n```\n\n" + COLUMNS + ROWS), ("fence-info", HEAD + "```\n``` x\n\n" + COLUMNS + ROWS), ("old", PLAN.replace("Web", "Old")), ("example", PLAN.replace("Web", "Example")), ("quote", HEAD + "".join("> " + line + "\n" for line in (COLUMNS + ROWS).splitlines())),
        ("quoted-row", HEAD + COLUMNS + "| 4101 | kelp | x |\n> | 4101 | reef | x |\n"), ("list", HEAD + "- a\n\n" + "".join("  " + line + "\n" for line in (COLUMNS + ROWS).splitlines())), ("footnote", HEAD + "x[^1]\n\n[^1]: y\n\n" + "".join("    " + line + "\n" for line in (COLUMNS + ROWS).splitlines())),
        ("two-tables", HEAD + COLUMNS + "| 4101 | kelp | x |\n\nMore.\n\n" + COLUMNS + "| 4101 | reef | x |\n"), ("two-columns", HEAD + "| Port | Service | Port |\n|---|---|---|\n| 4101 | kelp | |\n| | reef | 4101 |\n"), ("front-matter", "---\nstatus: archived\ndraft: true\n---\n" + PLAN),
        ("greek-heading", PLAN.replace("| Port", "| \u03a1ort")), ("hidden-in-heading", PLAN.replace("| Port", "| Po\u200brt")), ("no-bars", HEAD + "Port | Service\n---|---\n4101 | kelp\n4101 | reef\n"), ("hidden-in-host", "# Ports\n\n| Port | Service | Host |\n|---|---|---|\n| 4101 | kelp | attic |\n| 4101 | reef | at\u200btic |\n"),
        ("form-feed", PLAN.replace("| 4101 | reef", "\x0c| 4101 | reef")), ("hidden-table", "# Ports\n\n<table hidden><tr><th>Port</th><th>Service</th></tr><tr><td>4101</td><td>kelp</td></tr><tr><td>41<!-- x -->01</td><td>reef</td></tr></table>\n"), ("far-below", "\n" * 10000 + PLAN)):
    add("rows-" + label, {"docs/PORTS.md": text}, every=False)
for name in ("COMPOSE.YML", "Docker-Compose.yml", "compose.YAML", ".hidden/docker-compose.yml", "vendor/x/docker-compose.yml", "dist/compose.yaml", "tests/docker-compose.yml", "examples/docker-compose.yml", "archive/compose.yml", "templates/compose.yml", "docker-compose.old.yml",
             "docker-compose-prod.yaml", "prod.docker-compose.yml", "stack.yml", "infra/everything.yaml"):
    add("name-" + name.replace("/", "+"), {name: COMPOSE}, every=False)
for name in (".gitattributes", ".portcheckignore", ".dockerignore", ".ignore"):
    add("name-" + name, {name: "*\n* binary export-ignore linguist-generated\n", "compose.yml": COMPOSE}, every=False)

# Bombs: time and memory, with a duplicate behind them.
LAUGHS = "x0: &x0 [a, a, a, a, a, a, a, a, a]\n" + "".join("x%d: &x%d [%s]\n" % (i, i, ", ".join(["*x%d" % (i - 1)] * 9)) for i in range(1, 12))
for label, text in (
        ("alias-bomb", lambda: LAUGHS + COMPOSE), ("alias-bomb-ports", lambda: COMPOSE + LAUGHS + "  tide:\n    ports: *x11\n"),
        ("merge-bomb", lambda: "x0: &x0 {a: 1}\n" + "".join("x%d: &x%d {<<: [%s]}\n" % (i, i, ", ".join(["*x%d" % (i - 1)] * 9)) for i in range(1, 12)) + COMPOSE),
        ("alias-itself", lambda: "x: &x [*x]\n" + COMPOSE), ("deep-flow", lambda: COMPOSE + "x: " + "[" * 40000), ("deep-closed", lambda: "x: " + "[" * 10000 + "]" * 10000 + "\n" + COMPOSE),
        ("deep-maps", lambda: "x: " + "{a: " * 10000 + "}" * 10000 + "\n" + COMPOSE), ("deep-block", lambda: COMPOSE + "x:\n" + "".join(" " * i + "a:\n" for i in range(1, 1200))),
        ("deep-keys", lambda: COMPOSE + "? " * 20000 + "x\n"), ("deep-dashes", lambda: COMPOSE + "x:\n  " + "- " * 20000 + "x\n"), ("anchors", lambda: "x:\n" + "".join("  - &a%d x\n" % i for i in range(40000)) + COMPOSE),
        ("many-services", lambda: COMPOSE + "".join("  s%d:\n    ports: ['18080:80']\n" % i for i in range(20000))), ("long-scalar", lambda: "x: " + "9" * 1000000 + "\n" + COMPOSE),
        ("many-keys", lambda: COMPOSE + "x-all:\n" + "".join("  k%d: 1\n" % i for i in range(100000))), ("same-keys", lambda: COMPOSE + "x-all:\n" + "  k: 1\n" * 100000),
        ("comments", lambda: "# portcheck: ignore[PC201\n" * 40000 + COMPOSE), ("interpolations", lambda: COMPOSE.replace("18080:80", "${A:-" * 8 + "18080" + "}" * 8 + ":80", 1)),
        ("dollars", lambda: "x: '" + "${" * 200000 + "'\n" + COMPOSE), ("ranges", lambda: COMPOSE + "".join("  s%d:\n    ports: ['1-65535:1-65535']\n" % i for i in range(2000))),
        ("too-large", lambda: COMPOSE + "#" * (5 << 20))):
    add("compose-" + label, lambda text=text: {"compose.yml": text()}, every=False)
for label, text in (
        ("deep-quotes", lambda: ">" * 20000 + " x\n\n" + PLAN), ("deep-lists", lambda: "- " * 20000 + "x\n\n" + PLAN), ("list-bomb", lambda: "* " * 50 + "x\n" + "".join("  " * i + "* x\n" for i in range(700)) + "\n" + PLAN),
        ("list-markers", lambda: "1) - + * " * 3500 + "x\n\n" + PLAN), ("emphasis", lambda: "*a _b " * 40000 + "\n\n" + PLAN), ("emphasis-runs", lambda: "*" * 60000 + "a" + "*" * 60000 + "\n\n" + PLAN),
        ("brackets", lambda: "[" * 60000 + "\n\n" + PLAN), ("links", lambda: "[a](" * 15000 + "\n\n" + PLAN), ("link-ends", lambda: "[a](<b" * 12000 + "\n\n" + PLAN), ("images", lambda: "![[]()" * 10000 + "\n\n" + PLAN),
        ("ticks", lambda: "".join("e" + "`" * i for i in range(1, 350)) + "\n\n" + PLAN), ("entities", lambda: "&#" * 30000 + "\n\n" + PLAN), ("autolinks", lambda: "<a" * 30000 + "\n\n" + PLAN),
        ("comments", lambda: "<!-- x " * 9000 + "\n\n" + PLAN), ("comment-lines", lambda: "<!--\n" * 40000 + PLAN), ("references", lambda: "".join("[a%d]: x\n" % i for i in range(40000)) + "\n" + "[a1] " * 10000 + "\n\n" + PLAN),
        ("reference-bomb", lambda: "[a]: " + "x" * 50000 + "\n\n" + "[a] " * 15000 + "\n\n" + PLAN), ("tildes", lambda: "~a~~b " * 30000 + "\n\n" + PLAN), ("paragraph", lambda: "x\n" * 100000 + COLUMNS + ROWS + "\n" + PLAN),
        ("delimiters", lambda: "x | y\n" + "--- | ---\n" * 40000 + "\n" + PLAN), ("wide", lambda: "|" * 30000 + "\n" + "|-" * 30000 + "\n\n" + PLAN),
        ("wide-table", lambda: "| a " * 20000 + "|\n" + "|---" * 20000 + "|\n" + "|1\n" * 5000 + "\n" + PLAN), ("filled-in", lambda: "|a" * 250 + "|\n" + "|-" * 250 + "|\n" + "|\n" * 50000 + "\n" + PLAN),
        ("lazy-quotes", lambda: "".join("> " * (i % 50) + "x\n" for i in range(40000)) + "\n" + PLAN), ("long-line", lambda: "4101 " * 200000 + "\n\n" + PLAN), ("one-line-table", lambda: PLAN + "| 4102 | " + "x" * 1000000 + " |\n"),
        ("many-rows", lambda: PLAN + "".join("| %d | s%d | x |\n" % (4100 + i % 100, i) for i in range(30000))), ("same-row", lambda: PLAN + "| 4101 | reef | x |\n" * 30000),
        ("headings", lambda: "".join("## %d-%d R\n" % (i % 60000 + 1, i % 60000 + 90) for i in range(6000)) + "\n" + PLAN), ("overlapping-ranges", lambda: "".join("## 1-65535 R%d\n\n" % i for i in range(4000)) + PLAN),
        ("numbers", lambda: "The port 4101 is :4101. " * 30000 + "\n\n" + PLAN), ("fences", lambda: "```\n```\n" * 40000 + "\n" + PLAN), ("fence-marks", lambda: "`" * 60000 + "\n" + PLAN), ("pipes-escaped", lambda: "\\|" * 30000 + "\n\n" + PLAN),
        ("digits", lambda: HEAD + COLUMNS + ROWS + "| " + "4102, " * 9000 + " | tide | x |\n"), ("blank-lines", lambda: "\n" * 1000000 + PLAN), ("spaces", lambda: " " * 60000 + "x\n" + (" " * 50000 + "\n") * 10 + "\n" + PLAN),
        ("tabs", lambda: ("\t" * 5000 + "- x\n") * 50 + "\n" + PLAN), ("html-tags", lambda: "<a b='" * 9000 + "\n\n" + PLAN), ("too-large", lambda: PLAN + "x\n" * (3 << 20)), ("directives", lambda: "<!-- portcheck: ignore[PC103]: x -->\n" * 20000 + "\n" + PLAN)):
    add("plan-" + label, lambda text=text: {"docs/PORTS.md": text()}, every=False)

# Other kinds of files, malformed at length: nothing hidden, and a duplicate beside them.
for label, name, text in (
        ("json-deep", "package.json", lambda: '{"a":' * 50000), ("json-brackets", "data/ports.json", lambda: "[" * 100000), ("json-number", "package.json", lambda: '{"port": ' + "9" * 100000 + "}"),
        ("json-strings", "package.json", lambda: '{"a": "' + "\\u0000" * 50000 + '"}'), ("toml-deep", "wrangler.toml", lambda: "a" + ".a" * 20000 + " = 1\n"), ("toml-tables", "wrangler.toml", lambda: "[a" + ".b" * 5000 + "]\n" * 100),
        ("env-lines", ".env", lambda: "PORT=18080\n" * 50000), ("env-quote", ".env", lambda: 'PORT="' + "\\" * 100000), ("env-chain", ".env", lambda: "".join("A%d=${A%d}${A%d}\n" % (i, i - 1, i - 1) for i in range(1, 2000))),
        ("dockerfile", "Dockerfile", lambda: "EXPOSE " + "1-65535 " * 10000 + "\n"), ("dockerfile-lines", "Dockerfile", lambda: "RUN \\\n" * 50000), ("nginx", "nginx.conf", lambda: "server { " * 20000), ("nginx-quote", "nginx.conf", lambda: 'listen "' + "x" * 100000),
        ("caddy", "Caddyfile", lambda: "a {\n" * 20000), ("source", "src/server.ts", lambda: "const port = process.env.PORT || " * 5000), ("source-comments", "src/server.ts", lambda: "/*" * 50000 + "\n" + "`${" * 20000),
        ("python", "src/app.py", lambda: '"""' * 20000 + "app.run(port=" + "(" * 20000), ("go", "main.go", lambda: 'http.ListenAndServe(":' * 5000), ("prometheus", "prometheus.yml", lambda: "scrape_configs:\n" + "- static_configs: [{targets: ['kelp:1']}]\n" * 9000),
        ("haproxy", "haproxy.cfg", lambda: "bind *:1-65535\n" * 20000), ("kubernetes", "k8s/all.yaml", lambda: "---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80, nodePort: 30080}]}\n" * 3000),
        ("makefile", "Makefile", lambda: "a:\n\tPORT=1 " + "$(" * 20000 + "\n"), ("shell", "scripts/run.sh", lambda: "cat <<" * 10000 + "\n" + "$((" * 20000 + "\n"), ("systemd", "kelp.socket", lambda: "[Socket]\n" + "ListenStream=1\\\n" * 20000),
        ("one-letter", "services/kelp/README.md", lambda: "x" * 4000000)):
    add("beside-" + label, lambda name=name, text=text: {"compose.yml": COMPOSE, name: text()}, every=False)

# What is printed of names.
add("commands-in-services", lambda: {"compose.yml": "services:\n" + "".join('  "%s":\n    container_name: "x"\n    ports: ["18080:80"]\n' % "".join("\\u%04x" % ord(c) for c in text) for text in COMMANDS)})
add("commands-in-plan", lambda: {"docs/PORTS.md": HEAD + COLUMNS + "".join("| 4101 | s%d %s | %s |\n" % (i, text.replace("\n", " ").replace("|", "\\|"), text.replace("\n", " ").replace("|", "\\|")) for i, text in enumerate(COMMANDS)) + ROWS})
add("commands-in-headings", lambda: {"docs/PORTS.md": "".join("## 41%02d-41%02d %s\n\n" % (i, i + 5, text.replace("\n", " ")) + COLUMNS + ROWS for i, text in enumerate(COMMANDS))})
add("commands-in-values", lambda: {"compose.yml": COMPOSE.replace("image: reef", "image: reef\n    environment:\n" + "".join('      U%d: "http://kelp:%d/%s"\n' % (i, i + 1, "".join("\\u%04x" % ord(c) for c in text)) for i, text in enumerate(COMMANDS)))})
add("commands-in-errors", lambda: {"compose.yml": COMPOSE, **{"a%d.compose.yml" % i: 'services: {"' + text + '": [}' for i, text in enumerate(COMMANDS)}, "docker-compose.x.yml": "services: *" + COMMANDS[1] + "\n"})
add("commands-in-config", lambda: {"compose.yml": COMPOSE, "portcheck.yml": "".join('"%s": 1\n' % "".join("\\u%04x" % ord(c) for c in text) for text in COMMANDS)}, (2,))
add("commands-in-ignores", lambda: {"compose.yml": COMPOSE + "".join("# portcheck: ignore[%s]: %s\n" % (text.replace("\n", ""), text.replace("\n", "")) for text in COMMANDS)})
add("commands-in-baseline", lambda: {"compose.yml": COMPOSE, "portcheck-baseline.json": '{"schema": "##[error]HOSTILE \x1b[31m"}'}, (2,))


@tree("commands-in-paths")
def commands_in_paths(t):
    for text in COMMANDS:
        name = text.replace("/", "_").encode("utf-8", "surrogatepass")
        t.write(name + b"/compose.yml", COMPOSE)
        t.write(name + b"/docs/PORTS.md", PLAN)
        t.write(b"services/" + name + b"/.env", "PORT=18080\n")
        t.write(name + b".md", "# Ports\n\nPort: 4101 ##[error]HOSTILE\n")


@tree("undecodable-names")
def undecodable_names(t):
    for name in (b"\xff\xfe", b"a\xc3", b"\xed\xa0\x80", b"\xc0\xaf..", b"\x80" * 200, b" ", b"-rf", b"--help", b"~", b"$(touch HOSTILE)", b"a\nb\nc", b"\n", b"\t", b"con", b"*", b"[", b"\\"):
        t.write(name + b"/compose.yml", COMPOSE)
        t.write(name, b"") if not os.path.exists(t.path(name)) else None
    t.compose()


@tree("long-paths", every=False)
def long_paths(t):
    t.compose()
    here = os.open(t.root, os.O_RDONLY)
    for _ in range(40):
        os.mkdir(b"d" * 200, dir_fd=here)
        below = os.open(b"d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    with os.fdopen(os.open("compose.yml", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=here), "w") as file:
        file.write(COMPOSE)
    os.close(here)


@tree("deep-directories", every=False)
def deep_directories(t):
    t.compose()
    t.write("a/" * 900 + "compose.yml", COMPOSE)


# Files that are none, links.
@tree("links")
def links(t):
    t.compose()
    t.link("loop.yml", "loop.yml")
    t.link("a/compose.yml", "../b/compose.yml")
    t.link("b/compose.yml", "../a/compose.yml")
    t.link("up", "..")
    t.link("self", ".")
    t.link("docs/PORTS.md", "/etc/passwd")
    t.link("services/reef/compose.yml", "../../../../../../../../etc/shadow")
    t.link("zero/compose.yml", "/dev/zero")
    t.link("fd/compose.yml", "/proc/self/fd/0")
    t.link("dangling/compose.yml", "nowhere")
    t.link("c/.env", "/proc/self/environ")
    for i in range(60):
        t.link("chain/l%d.yml" % i, "l%d.yml" % (i + 1))


add("link-instead", {}, ANY)


@tree("plan-behind-link")
def plan_behind_link(t):
    t.write("real/plan.txt", PLAN)
    t.link("docs/PORTS.md", "../real/plan.txt")


@tree("compose-behind-fifo")
def fifo(t):
    for name in ("docker-compose.yml", "docs/PORTS.md", ".env", "services/kelp/CLAUDE.md"):
        os.makedirs(os.path.dirname(t.path(name)), exist_ok=True)
        os.mkfifo(t.path(name))
    t.write("deploy/compose.yml", COMPOSE)


@tree("only-a-fifo", (3, 4))
def only_fifo(t):
    os.mkfifo(t.path("compose.yml"))


@tree("fifo-as-settings", (1, 2, 4))
def fifo_settings(t):
    t.compose()
    for name in ("portcheck.yml", "portcheck-baseline.json", ".gitignore"):
        os.mkfifo(t.path(name))


@tree("socket")
def unix_socket(t):
    t.compose()
    here = os.getcwd()
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(t.root)  # the name of a socket is short
        made.bind("docker-compose.override.yml")
        os.chdir(here)


@tree("devices")
def devices(t):
    t.compose()
    if os.geteuid() == 0:
        for name, kind, minor in (("docker-compose.yml", stat.S_IFCHR, 5), ("docs/PORTS.md", stat.S_IFCHR, 8), (".env", stat.S_IFBLK, 0)):
            os.makedirs(os.path.dirname(t.path(name)), exist_ok=True)
            try:
                os.mknod(t.path(name), kind | 0o666, os.makedev(1 if kind == stat.S_IFCHR else 7, minor))
            except PermissionError:
                pass  # in a container


@tree("directories-instead", (2,))
def directories(t):
    t.write("docker-compose.yml/x", "")
    t.write("docs/PORTS.md/x", "")
    t.write("portcheck.yml/x", "")
    t.write("deploy/compose.yml", COMPOSE)


@tree("unreadable", (4,), user=65534)
def unreadable(t):
    t.write("docs/PORTS.md", "# Ports\n\n| Port | Service |\n|---|---|\n| 4101 | kelp |\n")
    os.chmod(t.write("compose.yml", COMPOSE), 0)


@tree("unreadable-directory", (4,), user=65534)
def unreadable_directory(t):
    t.write("docs/PORTS.md", "# Ports\n\n| Port | Service |\n|---|---|\n| 4101 | kelp |\n")
    t.write("deploy/compose.yml", COMPOSE)
    os.chmod(t.path("deploy"), 0)


# Settings that would hide everything.
for label, files, allowed in (
        ("gitignore-all", {".gitignore": "*\n"}, CAUGHT), ("gitignore-files", {".gitignore": "compose.yml\ndocs\n"}, CAUGHT),
        ("exclude-all", {"portcheck.yml": 'exclude: ["**"]\n'}, (2, 3, 4)), ("exclude-star", {"portcheck.yml": 'exclude: ["*"]\n'}, (2, 3, 4)),
        ("config-binary", {"portcheck.yml": b"\0\xff\xfe"}, (2,)), ("config-utf16", {"portcheck.yml": "ignore: []\n".encode("utf-16")}, (2,)), ("config-second-document", {"portcheck.yml": "ranges: {width: 100}\n---\nfail-on: never\n"}, (1, 2)),
        ("config-twice", {"portcheck.yml": "fail-on: error\nfail-on: never\n"}, (2,)), ("config-bomb", {"portcheck.yml": LAUGHS}, (2,)), ("config-too-large", {"portcheck.yml": "#" * (5 << 20)}, (2, 4)),
        ("config-deep", {"portcheck.yml": "[" * 50000}, (2,)), ("baseline-binary", {"portcheck-baseline.json": b"\0\0"}, (2,)), ("baseline-deep", {"portcheck-baseline.json": "[" * 50000}, (2,)),
        ("baseline-empty", {"portcheck-baseline.json": ""}, (1, 2)), ("baseline-twice", {"portcheck-baseline.json": '{"schema":"portcheck/baseline/v1","findings":[],"findings":[]}'}, (1, 2)),
        ("config-globs", {"portcheck.yml": "exclude: [" + ", ".join('"%s"' % ("**/*a" * 200) for _ in range(50)) + "]\n"}, (1, 2, 4)), ("gitignore-globs", {".gitignore": "*a" * 5000 + "b\n" + "**/" * 3000 + "x\n"}, CAUGHT)):
    add("settings-" + label, lambda files=files: {"compose.yml": COMPOSE, "docs/PORTS.md": PLAN, **files}, allowed)


def many(t, count):
    t.compose()
    for i in range(count):
        t.write("d%d/%d/compose.yml" % (i % 97, i // 97 % 89) if i % 50 == 0 else "d%d/f%d.md" % (i % 97, i), "Port: %d\n" % (1024 + i % 60000) if i % 3 else "")
