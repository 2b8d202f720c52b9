#!/usr/bin/env python3
"""The lists of a small Debian mirror, of the packages that lie in its pool.

mirror.py wanted INDEX NAME...: for each of these packages of a Packages file its
path and its SHA-256, a line each.

mirror.py lists FOLDER SUITE NAME...: writes FOLDER/dists/SUITE of FOLDER/pool:
Packages of the packages and of the installer's own, and Release, unsigned. What
debootstrap is to take first has the priority required, the names are important,
and everything else is optional: nobody installs more than that, and what it needs.

mirror.py loosen FILE...: packages whose files are compressed no more: an emulated
processor would take a minute for that."""

import gzip
import hashlib
import lzma
import os
import re
import subprocess
import sys


def paragraphs(text):
    """Each paragraph as a dictionary of its fields, without what follows their first line."""
    for paragraph in text.split("\n\n"):
        fields = dict(re.findall(r"^([\w-]+): *(.*)$", paragraph, re.M))
        if fields:
            yield fields


def wanted(index, names):
    found = {}
    with open(index, encoding="utf-8") as file:
        for fields in paragraphs(file.read()):
            found[fields["Package"]] = fields
    for name in names:
        if name not in found:
            sys.exit(f"no {name} in {index}")
        print(found[name]["Filename"], found[name]["SHA256"])


LEFT_OUT = {"Maintainer", "Homepage", "Built-Using", "Conffiles"}


def entry(root, path, important):
    """A paragraph of Packages; and the name."""
    control = subprocess.run(["dpkg-deb", "-f", os.path.join(root, path)],
                             check=True, stdout=subprocess.PIPE, text=True).stdout
    fields = next(paragraphs(control))
    if path.endswith(".deb") and fields.get("Priority") != "required":
        fields["Priority"] = "important" if fields["Package"] in important else "optional"
    with open(os.path.join(root, path), "rb") as file:
        data = file.read()
    fields["Filename"] = path
    fields["Size"] = str(len(data))
    fields["SHA256"] = hashlib.sha256(data).hexdigest()
    return "".join(f"{name}: {fields[name]}\n" for name in fields if name not in LEFT_OUT)


def lists(root, suite, important):
    written = []
    for ending, room in ((".deb", "main"), (".udeb", "main/debian-installer")):
        names = sorted(name for name in os.listdir(f"{root}/pool") if name.endswith(ending))
        text = "\n".join(entry(root, f"pool/{name}", important) for name in names).encode()
        folder = f"{root}/dists/{suite}/{room}/binary-amd64"
        os.makedirs(folder, exist_ok=True)
        for name, data in (("Packages", text), ("Packages.gz", gzip.compress(text, mtime=0))):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data)
            written.append((f"{room}/binary-amd64/{name}", data))
    # The installer asks for this to see that the mirror has its architecture.
    with open(f"{root}/dists/{suite}/main/binary-amd64/Release", "w", encoding="ascii") as file:
        file.write("Archive: stable\nOrigin: Debian\nLabel: Debian\nComponent: main\n"
                   "Architecture: amd64\n")
    os.symlink(suite, f"{root}/dists/stable")
    with open(f"{root}/dists/{suite}/Release", "w", encoding="ascii") as file:
        file.write(f"Origin: Debian\nLabel: Debian\nSuite: stable\nCodename: {suite}\n"
                   "Date: Sat, 01 Nov 2025 00:00:00 UTC\nArchitectures: amd64\n"
                   "Components: main\nSHA256:\n")
        for name, data in written:
            file.write(f" {hashlib.sha256(data).hexdigest()} {len(data)} {name}\n")


def members(package):
    """Of an archive of ar: the head of each, and what it has."""
    position = len(b"!<arch>\n")
    while position < len(package):
        head = package[position:position + 60]
        size = int(head[48:58])
        yield head, package[position + 60:position + 60 + size]
        position += 60 + size + size % 2


def loosen(path):
    with open(path, "rb") as file:
        package = file.read()
    parts = [b"!<arch>\n"]
    for head, data in members(package):
        if head.startswith(b"data.tar.xz"):
            data = lzma.decompress(data)
            head = b"data.tar".ljust(16) + head[16:48] + str(len(data)).encode().ljust(10) + head[58:]
        parts += [head, data, b"\n" * (len(data) % 2)]
    with open(path, "wb") as file:
        file.write(b"".join(parts))


if __name__ == "__main__":
    if sys.argv[1] == "wanted":
        wanted(sys.argv[2], sys.argv[3:])
    elif sys.argv[1] == "loosen":
        for package in sys.argv[2:]:
            loosen(package)
    else:
        lists(sys.argv[2], sys.argv[3], set(sys.argv[4:]))
