"""Cuts a command short at each of its system calls, and looks what is left.

    cut.py HOW <CALLS

HOW is what is done to a call: signal=KILL by kill_at.c, which $KILL_AT is, and
error=ENOSPC by strace. CALLS are lines NAME N, for the Nth call of that name. In the
current folder are

    before/, after/    how it is before the command, and when it ended well
    command            the command, a word a line; it is run in copies of before/
    what               a path in them: what counts of it is old, new, or less

Prints a line for each call:

    NAME N status=STATUS said=LINES over=FILES left=old|new|LESS... next=new|...

left is what the cut command has left, over the number of its temporary files,
next what the same command, uncut, makes of that. Many cuts leave the same: names,
owners, modes and content of all files. Of each such state it is tried once.
"""
import concurrent.futures
import os
import shutil
import stat
import subprocess
import sys


def tree(path):
    """All that is at a path: names, kinds, owners, modes, content, and which
    files are one."""
    found, first = [], {}

    def add(name, at):
        try:
            s = os.lstat(at)
        except FileNotFoundError:
            return
        held = None
        if stat.S_ISREG(s.st_mode):
            with open(at, "rb") as f:
                held = f.read()
        elif stat.S_ISLNK(s.st_mode):
            held = os.readlink(at)
        same = first.setdefault((s.st_dev, s.st_ino), name)
        found.append((name, s.st_mode, s.st_uid, s.st_gid, same, held))
        if stat.S_ISDIR(s.st_mode):
            for inside in sorted(os.listdir(at)):
                add(name + "/" + inside, at + "/" + inside)

    add(".", path)
    return found


def below(found, what):
    """Of a tree what is at a path in it, as tree() has it of that path alone."""
    at, inside, first = "./" + what, [], {}
    for name, mode, uid, gid, same, held in found:
        if name == at or name.startswith(at + "/"):
            name = "." + name[len(at):]
            inside.append((name, mode, uid, gid, first.setdefault(same, name), held))
    return inside


def names(found):
    """Every path in a tree."""
    return sorted(name for name, *_ in found)


def temporary(found):
    return sum(os.path.basename(name).startswith(".") for name, *_ in found[1:])


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


class Cut:
    def __init__(self, how):
        self.how = how
        self.command = read("command").splitlines()
        self.what = read("what").strip()
        self.old, self.new = (below(tree(folder), self.what)
                              for folder in ("before", "after"))
        self.files = names(tree("after"))
        self.known = {}

    def state(self, found):
        now = below(found, self.what)
        if now == self.old:
            return "old"
        return "new" if now == self.new else "LESS:%s" % [
            (name, oct(mode)) for name, mode, *_ in now]

    def run(self, at, before=()):
        done = subprocess.run([*before, *self.command], cwd=at,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False)
        # As a shell has it.
        status = done.returncode
        return (128 - status if status < 0 else status), done.stderr.count(b"\n")

    def cut(self, line):
        name, n = line.split()
        at = "cut.%s.%s" % (name, n)
        shutil.copytree("before", at, symlinks=True)
        # The kernel stops it at that call alone. To a process that is stopped so, strace
        # has no signal sent.
        cuts = [os.environ["KILL_AT"], name, n] if self.how == "signal=KILL" else [
            "strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=" + name,
            "-e", "inject=%s:%s:when=%s" % (name, self.how, n)]
        status, said = self.run(at, cuts)
        found = tree(at)
        after = self.known.get(tuple(found)) or self.again(at, found)
        shutil.rmtree(at)
        return "%s %s status=%d said=%d over=%d left=%s next=%s" % (
            name, n, status, said, temporary(found),
            self.state(found).replace(" ", ""), after.replace(" ", ""))

    def again(self, at, left):
        """What the whole command makes of it."""
        ended, _ = self.run(at)
        found = tree(at)
        after = self.state(found)
        if ended != 0:
            after += ",status=%d" % ended
        if names(found) != self.files:
            after += ",%s" % names(found)
        self.known[tuple(left)] = after
        return after


cut = Cut(sys.argv[1])
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for told in pool.map(cut.cut, sys.stdin.read().splitlines()):
        print(told)
