"""Whether what a program printed can be mistaken by whoever reads it: a terminal, a workflow's log, a parser."""
import csv
import io
import json
import re
import xml.etree.ElementTree
from html.parser import HTMLParser

# Control characters but newline and tab, C1, DEL, bidi marks, embeddings and isolates, line and paragraph separator, BOM.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
SANITIZER = re.compile(r"AddressSanitizer|LeakSanitizer|UndefinedBehavior|runtime error:|MemorySanitizer")
# Build servers obey "##[command]" and "##vso[command]" anywhere in a line.
SERVER_COMMAND = re.compile(r"##[A-Za-z]{0,32}\[")
LINE_COMMAND = re.compile(r"[^\S\n]*::[^\n]*")
# What the github format may say: an annotation of a rule, or the pair around quoted text. Its properties and its text hold no raw newline,
# so a payload that begins a line matches none of these.
OWN_COMMAND = re.compile(r"::(error|warning|notice) ((file|line|col|endLine|endColumn)=[^,:\n]*,)*title=PC\d{3} [a-z-]+::[^\n]*|::(stop-commands::)?[-\w]+(::)?")
PAYLOAD = "HOSTILE"  # stands in every command that the trees try to plant
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
ACTIVE_TAG = re.compile(r"(?<!\\)<(script|img|svg|iframe|object|embed|style|form|a|base|meta|link)\b", re.I)
ACTIVE_LINK = re.compile(r"(?<!\\)\]\(\s*<?\s*(javascript|data|vbscript|https?):", re.I)
IMAGE = re.compile(r"(?<!\\)!\[")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FORBIDDEN_TAGS = {"script", "iframe", "object", "embed", "base", "form", "img", "link", "foreignobject"}


def text_problems(data, github=False):
    """Of any output at all."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return ["invalid UTF-8 at byte %d" % error.start]
    problems = []
    found = UNSAFE.search(text)
    if found:
        problems.append("a raw %r at %d: %r" % (found.group(), found.start(), text[max(0, found.start() - 40):found.start() + 20]))
    found = SERVER_COMMAND.search(text)
    if found:
        problems.append("a server's command: %r" % text[max(0, found.start() - 40):found.start() + 40])
    for line in text.split("\n"):
        if LINE_COMMAND.match(line) and not (github and OWN_COMMAND.fullmatch(line)):
            problems.append("a workflow command: %r" % line[:100])
            break
    return problems


def no_twice(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def strict_json(text):
    def constant(name):
        raise ValueError(name)
    return json.loads(text, object_pairs_hook=no_twice, parse_constant=constant)


class Page(HTMLParser):
    """Every element closed in order; nothing that runs, and nothing that fetches."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.problems = []

    def handle_starttag(self, tag, attrs):
        self.check(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.check(tag, attrs)

    def check(self, tag, attrs):
        if tag in FORBIDDEN_TAGS:
            self.problems.append("a <%s>" % tag)
        if len({name for name, _ in attrs}) != len(attrs):
            self.problems.append("an attribute twice in <%s>" % tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "src", "action", "formaction"):
                self.problems.append("%s=%r in <%s>" % (name, value, tag))
            if name in ("href", "xlink:href") and re.match(r"(?i)\s*(//|[a-z][a-z0-9+.-]*:)", value or ""):
                self.problems.append("a link to %r" % value[:80])

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append("</%s> closes another element" % tag)


def html_problems(text):
    page = Page()
    page.feed(text)
    page.close()
    return page.problems[:3] + (["<%s> is not closed" % page.open[-1]] if page.open else [])


def markdown_problems(text):
    problems = []
    for line in text.split("\n"):
        plain = CODE_SPAN.sub("", line)
        for what, pattern in (("a tag", ACTIVE_TAG), ("a link that leads out", ACTIVE_LINK), ("an image", IMAGE)):
            if pattern.search(plain):
                problems.append("%s: %r" % (what, line[:160]))
    return problems[:3]


def csv_problems(text):
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    problems = ["rows of different widths"] if len({len(row) for row in rows}) > 1 else []
    cells = [cell for row in rows for cell in row]
    return problems + ["a formula: %r" % cell[:80] for cell in cells if re.match(r"[=@+]|-\D", cell)][:3]


def format_problems(kind, text):
    """kind: json, jsonl, xml, html, md, csv or text."""
    try:
        if kind == "json":
            strict_json(text)
        elif kind == "jsonl":
            for line in text.split("\n"):
                if line:
                    strict_json(line)
        elif kind == "xml":
            if "<!DOCTYPE" in text or "<!ENTITY" in text:
                return ["a document type"]
            xml.etree.ElementTree.fromstring(text)
        elif kind == "html":
            return html_problems(text)
        elif kind == "md":
            return markdown_problems(text)
        elif kind == "csv":
            return csv_problems(text)
    except (ValueError, SyntaxError, csv.Error) as error:
        return ["no well-formed %s: %s" % (kind, error)]
    return []


def problems(kind, data, github=False):
    found = text_problems(data.replace(b"\r\n", b"\n") if kind == "csv" else data, github)
    return found + format_problems(kind, data.decode("utf-8", "replace"))


# What the judge must object to, and what it must let pass.
BAD = (("text", b"\x1b[2J"), ("text", b"a\rb"), ("text", b"\xff"), ("text", "\u202e".encode()), ("text", "\x9b1m".encode()), ("text", b"a ##[error]x"),
       ("text", b"x ##vso[task.x]"), ("text", b"a\n  ::error::x"), ("text", "\u00a0::add-mask::x".encode()), ("json", b"{'a': 1}"), ("json", b'{"a": NaN}'),
       ("json", b'{"a": 1, "a": 2}'), ("json", b'{"a": "\x01"}'), ("jsonl", b"{}\n{"), ("xml", b"<a><b></a>"), ("xml", b"<a>&nbsp;</a>"),
       ("xml", b"<!DOCTYPE a><a/>"), ("html", b"<p><b></p>"), ("html", b"<p onclick='x'></p>"), ("html", b"<script>1</script>"),
       ("html", b"<a href=' javascript:x'>x</a>"), ("md", b"a <img src=x>"), ("md", b"[x](javascript:y)"), ("md", b"![x](y)"), ("csv", b'a,b\n"c'),
       ("csv", b"a,b\n1\n"), ("csv", b"a\n=1+1\n"))
GOOD = (("text", "a\tb\nc :: d \u00e9\n".encode()), ("json", b'{"a": "\\u001b"}'), ("jsonl", b"{}\n{}\n"), ("xml", b"<a b='&lt;'/>"),
        ("html", b"<!doctype html><p>a<br>b</p><a href='#x'>x</a>"), ("md", b"`<img>` \\<img src=x> \\![x]"), ("csv", b'a,b\n"1,2",-3\n'))


def self_test():
    """What the judge gets wrong; empty when it can be trusted."""
    wrong = ["not objected to: %s %r" % case for case in BAD if not problems(*case)]
    wrong += ["objected to: %s %r: %s" % (case + (problems(*case),)) for case in GOOD if problems(*case)]
    own = b"::error file=a.yml,line=1,col=2,title=PC201 port-collision::words\n"
    if problems("text", own, github=True) or not problems("text", own) or not problems("text", b"::add-mask::HOSTILE x", github=True):
        wrong.append("workflow commands of our own")
    return wrong
