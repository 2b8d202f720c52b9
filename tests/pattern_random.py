#!/usr/bin/env python3
# Compares our patterns with Python's regular expressions, which mean the same
# where both can say it: 20,000 random ones on random names.
#
#	pattern_random.py MATCHER [SEED]
import random
import re
import subprocess
import sys

r = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
bytes_ = "aAbB/.\\"


def klass():
    members = "".join(r.sample("abAB/.", r.randint(1, 3)))
    if r.random() < 0.3:
        members = "a-c" + members
    return ("^" if r.random() < 0.3 else "") + members


def pattern():
    ours, theirs, depth = "", "", 0
    for _ in range(r.randint(0, 7)):
        kind = r.randrange(8)
        if kind == 0 and ours.count("*") < 9:
            ours, theirs = ours + "*", theirs + ".*"
        elif kind == 1:
            ours, theirs = ours + "?", theirs + "."
        elif kind == 2:
            c = klass()
            ours, theirs = ours + "[%s]" % c, theirs + "[%s]" % c
        elif kind == 3 and ours.count("(") < 9:
            ours, theirs, depth = ours + "(", theirs + "(", depth + 1
        elif kind == 4 and depth > 0:
            ours, theirs, depth = ours + ")", theirs + ")", depth - 1
        else:
            c = r.choice(bytes_)
            ours, theirs = ours + c, theirs + re.escape(c)
    ours, theirs = ours + ")" * depth, theirs + ")" * depth
    if r.random() < 0.3:
        ours, theirs = "^" + ours, "^" + theirs
    if r.random() < 0.3:
        ours, theirs = ours + "$", theirs + "\\Z"
    return ours, theirs


cases, want = [], []
for _ in range(20000):
    ours, theirs = pattern()
    name = "".join(r.choice(bytes_) for _ in range(r.randint(0, 12)))
    nocase = r.random() < 0.3
    m = re.search(theirs, name, re.S | (re.I if nocase else 0))
    cases.append("%d\t%s\t%s" % (nocase, ours, name))
    want.append("-" if m is None else "".join(
        "%d-%d " % m.span(i) for i in range(m.re.groups + 1)))
got = subprocess.run(sys.argv[1], input="\n".join(cases) + "\n", text=True,
                     capture_output=True, check=True).stdout.split("\n")
assert len(got) == len(want) + 1
matches = 0
for case, a, b in zip(cases, want, got):
    assert a == b, (case, "wanted", a, "got", b)
    matches += a != "-"
assert 4000 < matches < 18000, matches
print(matches, "of", len(cases), "match")
