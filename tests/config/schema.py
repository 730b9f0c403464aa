#!/usr/bin/env python3
"""The schema of the configuration and the program itself give one verdict.

    schema.py PROGRAM CASES

Three things: the schema is a schema; each case of CASES gets the verdict that it names from both; and for every key that the schema
knows, a list of values of all kinds is judged alike by both. Exit 77 when Python has no JSON Schema validator.
"""
import json
import os
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"left out: {error} (Debian: python3-jsonschema, python3-yaml)")
    sys.exit(77)

VALUES = [None, "", " ", "word", "two words", 0, 1, 5, 4100, 65535, 65536, 70000, -1, 1.5, True, False, "true", "off", "error", "last-digit",
          "linux", "docs/*.md", "./docs", "/docs", "../docs", "a/../b", "..", "a\\b", "4100-4199", "4100 - 4199", "4100–4199",
          "4100..4199", "4100 to 4199", "0-5", "x-9", ">=0.1", ">=0.1, <9", ">= 0", "0.1", ">0.1.2.3.4", "serve on {port}", "{port} and {port}",
          "{port", "PC301", "2027-03-31", [], ["word"], [""], [5], [None], [["word", "other"]], [["word"]], [{}], [{"zz": "word"}],
          {}, {"zz": "word"}, {"zz": {}}, {"zz": None}, {"PC301": "off"}, {"pc301": "error"}, {"Port-Drift": "info"}, {"PC9": "off"},
          {"PC99": "off"}, {"all": "error"}, {"All": "error"}, {"PC301": {"severity": "error", "locked": True}},
          {"PC301": {"locked": "false"}}, {"PC301": {"locked": "yes"}}, {"PC301": None}, {"PC301": {"zz": 1}}]


class Loader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: `off` and dates are texts."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":bool", ":timestamp"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("^(true|false)$"), list("tf"))


class Judge:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        text = subprocess.run([self.program, "config", "schema"], check=True, capture_output=True, text=True).stdout
        self.schema = json.loads(text)
        jsonschema.Draft7Validator.check_schema(self.schema)
        self.validator = jsonschema.Draft7Validator(self.schema)
        self.folder = tempfile.TemporaryDirectory()
        self.wrong = 0
        self.asked = []

    def ask(self, text, value, wanted=None):
        """Notes a configuration; answer() judges all that are noted."""
        self.asked.append((text, value, wanted))

    def answer(self):
        names = [f"{i}.yml" for i in range(len(self.asked))]
        for name, (text, _, _) in zip(names, self.asked):
            with open(os.path.join(self.folder.name, name), "w", encoding="utf-8") as file:
                file.write(text)
        accepted, said = set(), {}
        for start in range(0, len(names), 500):
            command = [self.program, "config", "check", "--"] + names[start:start + 500]
            done = subprocess.run(command, cwd=self.folder.name, capture_output=True, text=True)
            if done.returncode not in (0, 2):
                raise SystemExit(f"exit {done.returncode}: {done.stderr}")
            accepted.update(line.split(" ")[0] for line in done.stdout.splitlines())
            for part in done.stderr.split("portcheck: ")[1:]:
                said[part.split(":")[0]] = part
        for name, (text, value, wanted) in zip(names, self.asked):
            schema, program = self.validator.is_valid(value), name in accepted
            if program == (name in said):
                raise SystemExit(f"neither refused nor accepted, or both:\n{text}")
            if schema == program and wanted in (None, program):
                continue
            self.wrong += 1
            print(f"FAIL: wanted {wanted}, the schema says {schema}, the program {program}:\n{text}\n{said.get(name, '')}")


def cases(path):
    """(verdict, name, text) of each "=== good|bad NAME"."""
    with open(path, encoding="utf-8") as file:
        parts = file.read().split("\n=== ")[1:]
    for part in parts:
        head, _, body = part.partition("\n")
        verdict, _, name = head.partition(" ")
        assert verdict in ("good", "bad"), head
        yield verdict == "good", name, body


def keys(judge, schema, wrap):
    """(function that builds a configuration around a value, schema of the value) for each key below a schema."""
    for name, below in schema.get("properties", {}).items():
        if "allOf" in below:  # the rules, which are one kind
            continue
        needed = {other: sample(judge, schema["properties"][other]) for other in schema.get("required", []) if other != name}
        build = lambda value, name=name, needed=needed: wrap({**needed, name: value})
        yield name, build, below
        yield from keys(judge, below, build)
        if isinstance(below.get("additionalProperties"), dict):
            yield from keys(judge, below["additionalProperties"], lambda value, build=build: build({"harbour": value}))
        if isinstance(below.get("items"), dict):
            yield from keys(judge, below["items"], lambda value, build=build: build([value]))


def sample(judge, schema):
    """The first of VALUES and of the enumerated words that a schema takes."""
    for value in schema.get("enum", []) + VALUES:
        if value is not None and jsonschema.Draft7Validator({**schema, "definitions": judge.schema["definitions"]}).is_valid(value):
            return value
    raise SystemExit(f"no value known for {schema}")


def main():
    judge = Judge(sys.argv[1])
    named = 0
    for wanted, name, text in cases(sys.argv[2]):
        named += 1
        judge.ask(text, yaml.load(text, Loader), wanted)
    found = 0
    for name, build, below in keys(judge, judge.schema, lambda value: value):
        found += 1
        if "description" not in below:
            print(f"FAIL: {name} has no description")
            judge.wrong += 1
        for value in VALUES + below.get("enum", []) + ([below["default"]] if "default" in below else []):
            whole = build(value)
            judge.ask(json.dumps(whole, ensure_ascii=False), whole)
        misspelt = build(sample(judge, below) if "properties" not in below else {})
        misspelt["zzz" + name] = 1
        judge.ask(json.dumps(misspelt), misspelt, False)
    judge.answer()
    print(f"{named} cases, {found} keys, {len(judge.asked)} configurations, {judge.wrong} judged differently")
    sys.exit(judge.wrong > 0 or named < 10 or found < 25)


main()
