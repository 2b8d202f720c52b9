#!/usr/bin/env python3
"""Asks other DHCP servers, and dhcp-helper with what import-hosts makes of their
configuration, the same questions. Each difference has to be named by a line of
import-hosts that stands for it; one that is not is printed.

	tests/lab/enter tests/judge/judge.py [-v] FILE...
	tests/lab/enter tests/judge/judge.py -x FILE...
	tests/lab/enter tests/judge/judge.py [-k FORMAT] [-s SEED] -n COUNT

-x: the same for what export writes of clients(5), or of what FILE is imported as:
from its server, and when import-hosts has read it again. -n: files made at random,
of one FORMAT (dnsmasq, dhcpd, kea) or of all. What is judged wrong is kept in the
folder of -o. -m: how many of a hundred boots have to be the same, because who names
every line is never wrong: one number, or one each for BIOS, x64, iPXE and HTTP, with
commas. MKBOOTROOT and DHCP_HELPER: other
programs than those of this tree. Exit status: 0 none, 1 some, 2 wrong usage.
"""
import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
sys.dont_write_bytecode = True

import back                     # noqa: E402
import clients                  # noqa: E402
import compare                  # noqa: E402
import excuse                   # noqa: E402
import random_dhcpd             # noqa: E402
import random_dnsmasq           # noqa: E402
import random_kea               # noqa: E402
from about import Site          # noqa: E402
from host import Host, Stuck    # noqa: E402
from ours import Broken, Ours   # noqa: E402
from share import GROUPS, Share  # noqa: E402
from theirs import Theirs       # noqa: E402

MADE = {"dnsmasq": random_dnsmasq, "dhcpd": random_dhcpd, "kea": random_kea}
SHOWN = 6                       # differences of one file that are printed in full


class Judge:
    def __init__(self, verbose):
        self.verbose = verbose
        self.folder = tempfile.mkdtemp(prefix="judge.")
        os.chmod(self.folder, 0o755)
        subprocess.run(("mount", "-t", "tmpfs", "-o", "mode=755", "judge", "/srv"),
            check=True)
        self.theirs = Theirs(Host("theirs"), self.folder)
        self.ours = Ours(Host("ours"), self.folder)
        self.asked = self.excused = 0
        self.share = Share()

    def file(self, path):
        """Judges a file. Returns the lines that say what is wrong."""
        with open(path, errors="surrogateescape") as f:
            site = Site(path, f.read())
        try:
            return self.site(site)
        except Broken as e:
            return ["%s: %s" % (path, e)]
        finally:
            self.theirs.host.stop()
            self.ours.host.stop()

    def back(self, path):
        """Judges export: of clients(5), or of what a file is imported as."""
        try:
            if path.endswith(".clients"):
                with open(path) as f:
                    text = f.read()
            else:
                text = self.ours.read(path).text
            site, asked, wrong = back.judge(self.ours, self.theirs, path,
                text)
        except Broken as e:
            return ["%s: %s" % (path, e)]
        finally:
            self.theirs.host.stop()
        self.asked += asked
        return [line for kind, found, imported in wrong
            for line in ["through export %s:" % kind] + told(site, found, imported) +
            ["  before:"] + indented(text)]

    def site(self, site):
        imported = self.ours.read(site.path)
        if not self.theirs.start(site):
            if imported.status == 0:
                return ["%s: the other server refuses this file, and nothing is "
                    "named:" % site.path] + indented(self.theirs.complaint())
            return []
        asked = compare.questions(site)
        theirs = compare.ask(self.theirs.host, site, asked)
        self.theirs.host.stop()
        self.ours.compile(imported.text)
        self.ours.start(site)
        ours = compare.ask(self.ours.host, site, asked)
        self.without_disk(asked, ours)
        self.asked += len(asked)
        wrong = []
        lines = excuse.Lines(site, imported, list(zip(asked, theirs, ours)))
        for question, a, b in zip(asked, theirs, ours):
            if self.verbose:
                print("%s\n    %s\n    %s" % (question.name(), a.words(site),
                    b.words(site)))
            found = compare.differences(site, question, a, b)
            self.share.add(question.kind, a, found)
            for d in found:
                by = lines.excused(d)
                if by is None:
                    wrong.append(d)
                    continue
                self.excused += 1
                if self.verbose:
                    print("    %s: theirs %s, ours %s: by line %s" % (d.what,
                        d.theirs or "none", d.ours or "none", by))
        if imported.status == 0 and imported.errors.strip() and \
                "warning" not in imported.errors:
            return ["%s: lines are named, and the exit status is 0" % site.path]
        return told(site, wrong, imported)

    def without_disk(self, asked, ends):
        """A script that sends iPXE to its disk is no boot file: there their servers
        have a menu whose first entry is local boot."""
        is_disk = {}
        for question, end in zip(asked, ends):
            key = question.mac, end.boot.file
            if end.boot.server != "self" or not key[1].endswith(".ipxe") or \
                    "/" in key[1]:
                continue
            if key not in is_disk:
                is_disk[key] = self.ours.is_disk(*key)
            if is_disk[key]:
                end.boot = clients.Boot()


def told(site, wrong, imported):
    """The differences, those of the same kind together."""
    out = []
    groups = {}
    for d in wrong:
        groups.setdefault((d.what, d.theirs, d.ours), []).append(d)
    for (what, theirs, ours), group in list(groups.items())[:SHOWN]:
        names = [d.question.name() for d in group]
        out.append("  %s: theirs %s, ours %s" % (what, theirs or "none",
            ours or "none"))
        out.append("    %s%s" % ("; ".join(names[:3]),
            " and %d more" % (len(names) - 3) if len(names) > 3 else ""))
        out.append("    theirs: %s" % group[0].both[0].words(site))
        out.append("    ours:   %s" % group[0].both[1].words(site))
    if len(groups) > SHOWN:
        out.append("  and %d more kinds of difference" % (len(groups) - SHOWN))
    if not out:
        return []
    out += ["  the map:"] + indented(imported.text or "(empty)")
    if imported.errors:
        out += ["  named:"] + indented(imported.errors.replace(imported.path + ":", ""))
    return ["%s: %d answers differ, and no line that is named stands for it:" % (
        site.path, len(wrong))] + out


def indented(text):
    return ["    " + line for line in text.rstrip("\n").split("\n")]


def made(folder, a):
    """Writes the files of a seed: each depends on its number and nothing else."""
    kinds = [a.k] if a.k else sorted(MADE)
    out = []
    for n in range(a.n):
        kind = kinds[n % len(kinds)]
        text = MADE[kind].make(random.Random("%s %d %d" % (kind, a.s, n)))
        out.append(os.path.join(folder, "%s-%d-%d.conf" % (kind, a.s, n)))
        with open(out[-1], "w") as f:
            f.write(text)
    return out


def floors(text):
    found = [int(part) for part in text.split(",")]
    if len(found) not in (1, len(GROUPS)):
        raise ValueError
    return found


def main():
    p = argparse.ArgumentParser()
    p.add_argument("-v", action="store_true")
    p.add_argument("-x", action="store_true")
    p.add_argument("-n", type=int, default=0)
    p.add_argument("-k", choices=("dnsmasq", "dhcpd", "kea"))
    p.add_argument("-m", type=floors, default=[0])
    p.add_argument("-s", type=int, default=1)
    p.add_argument("-o", default=None)
    p.add_argument("file", nargs="*")
    a = p.parse_args()
    if bool(a.file) == bool(a.n):
        p.error("files, or -n")
    judge = Judge(a.v)
    files, wrong = a.file or made(judge.folder, a), 0
    for n, path in enumerate(files):
        found = judge.back(path) if a.x else judge.file(path)
        wrong += bool(found)
        for line in found:
            print(line)
        if found and a.n and a.o:
            os.makedirs(a.o, exist_ok=True)
            shutil.copy(path, a.o)
        sys.stdout.flush()
    print("%d files, %d questions: %d files are judged wrong, %d differences are "
        "named" % (len(files), judge.asked, wrong, judge.excused))
    below = [] if a.x else judge.share.below(a.m)
    for line in ([] if a.x else judge.share.lines()) + below:
        print(line)
    return 1 if wrong or below else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stuck as e:
        print("judge: %s" % e, file=sys.stderr)
        sys.exit(1)
