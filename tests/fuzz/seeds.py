#!/usr/bin/env python3
"""Stored inputs that are no text: git indexes, written into FOLDER/git.index.  seeds.py FOLDER"""
import hashlib
import os
import struct
import sys


def entry(version, path, before, mode=0o100644, stage=0, hash_bytes=20, extended=0):
    name = path.encode()
    flags = min(len(name), 0xFFF) | stage << 12 | (0x4000 if extended else 0)
    head = struct.pack(">10I", 1, 2, 3, 4, 5, 6, mode, 7, 8, 9) + bytes(range(hash_bytes)) + struct.pack(">H", flags)
    if extended:
        head += struct.pack(">H", extended)
    if version == 4:
        common = len(os.path.commonprefix([before, name]))
        return head + bytes([len(before) - common]) + name[common:] + b"\0", name
    whole = head + name
    return whole + b"\0" * (8 - len(whole) % 8), name


def index(version, files, extensions=b"", sha256=False):
    body = b"DIRC" + struct.pack(">2I", version, len(files))
    before = b""
    for file in files:
        data, before = entry(version, before=before, hash_bytes=32 if sha256 else 20, **file)
        body += data
    body += extensions
    return body + (hashlib.sha256(body) if sha256 else hashlib.sha1(body)).digest()


def extension(name, data):
    return name + struct.pack(">I", len(data)) + data


PLAIN = [dict(path="PORTS.md"), dict(path="sub/a.yml"), dict(path="sub/link", mode=0o120000)]
UNMERGED = [dict(path="a", stage=1), dict(path="a", stage=2), dict(path="module", mode=0o160000)]
EXTENDED = [dict(path="a", extended=0x4000), dict(path="b", extended=0x2000)]
SPARSE = [dict(path="PORTS.md"), dict(path="sub/", mode=0o040000, extended=0x4000)]

folder = os.path.join(sys.argv[1], "git.index")
os.makedirs(folder, exist_ok=True)
for name, data in {
    "v2": index(2, PLAIN),
    "v2-unmerged": index(2, UNMERGED),
    "v3": index(3, EXTENDED),
    "v4": index(4, PLAIN),
    "v2-sha256": index(2, PLAIN, sha256=True),
    "sparse": index(3, SPARSE, extension(b"sdir", b"")),
    "split": index(2, [], extension(b"link", bytes(20) + bytes(16))),
    "tree": index(2, PLAIN, extension(b"TREE", b"\0" + b"1 0\n" + bytes(20)) + extension(b"IEOT", bytes(8))),
}.items():
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)
