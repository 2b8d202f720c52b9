#!/usr/bin/env python3
# Random rules of tftpd-hpa and random names, through the real tftpd-hpa and
# through import-remap, the map and explain: both have to make the same of each
# name. Rules that import-remap names are taken away from both. explain is asked for
# the first name of each file of rules, and has to say what REMAP_NAMES
# (remap_names.c) makes of it with the same functions; that makes all the others.
#
#	remap_random.py SEED FILES NAMES TFTPD-HPA MKBOOTROOT REMAP_NAMES [RULES...]
#
# RULES are files that come first: rules, an empty line, names. Runs where
# nobody else has /dev/log. What differs is printed as such a file.
import os
import queue
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

seed, files, names_each, hpa, mkbootroot, remap_names = sys.argv[1:7]
r = random.Random(int(seed))
# No colon: in the lines of explain ": " stands before the new name.
ALPHABET = "aabbABX/./1#-_\\$*^ "
WITHOUT_END = "remap-without-end"


def literal():
    c = r.choice("abABX/1-_")
    if r.random() < 0.25:
        c = r.choice(["\\.", "\\\\", "\\$", "\\*", "\\^", "\\#", "\\ ", "\\/"])
    return c


def klass():
    members = r.choice(["ab", "a-b", "A-Z", "/.", "0-9", "a-zA-Z0-9", "-a", "a-",
                        "]a", "\\", "$*", "X1#", "[", "b^", "/-1"])
    members = members.replace("#", "\\#")
    return "[%s%s]" % ("^" if r.random() < 0.35 else "", members)


def atom():
    return r.choice([literal, literal, literal, literal, klass,
                     lambda: ".", lambda: "."])()


def piece(depth=0):
    k = r.random()
    if k < 0.16:
        return r.choice([".*", ".*", ".+"])
    if k < 0.32 and depth < 2:
        return "(%s)" % "".join(piece(depth + 1) for _ in range(r.randint(0, 3)))
    if k < 0.40:
        return "(.*)"
    if k < 0.45:
        return atom() + "{%d}" % r.randint(1, 3)
    if k < 0.47:
        return atom() + r.choice("*+?")         # named
    return atom()


def regex():
    text = "".join(piece() for _ in range(r.randint(1, 4)))
    k = r.random()
    if k < 0.30:
        text = "^" + text
    elif k < 0.36:
        text = "^(^" + text + ")"
    elif k < 0.40:
        text = "(^" + text + ")"
    k = r.random()
    if k < 0.30:
        text += "$"
    elif k < 0.36:
        text = "(" + text + "$)"
    return text


def replacement():
    return "".join(r.choice([
        lambda: r.choice("abX/Q1-"), lambda: r.choice("abX/Q1-"),
        lambda: "\\%d" % r.randint(0, 3), lambda: "\\%d" % r.randint(1, 2),
        lambda: r.choice(["\\U", "\\L", "\\E"]),
        lambda: r.choice(["\\\\", "\\#", "\\ ", "$", "\\$", "&", "\\q", '"']),
    ])() for _ in range(r.randint(0, 4)))


def repeating():
    """What sites write with g."""
    core = r.choice([literal, klass, klass, lambda: literal() + literal()])()
    new = r.choice(["", "", "/", "Q", "_", "QQ", "\\\\", "$"])
    if r.random() < 0.2:
        core, new = "(%s)%s" % (core, literal()), "\\1"
        if r.random() < 0.5:
            return "rg (.*)%s$ \\1%s" % (core, new.replace("1", "2"))
        if r.random() < 0.5:
            return "rg %s(.*)$ %s\\2" % (core, new)
        return "rg %s%s %s" % (core, r.choice(["", "$"]), new)
    return "rg " + r.choice([
        "%s %s", "%s$ %s", "(.*)%s$ \\1%s", "^(.*)%s$ \\1%s", "^(.*)%s(.*)$ \\1%s\\2",
        "(.*)%s(.*) \\1%s\\2", "%s(.*) %s\\1", "(.*)%s \\1%s", "^%s %s"]) % (core, new)


def rule():
    k = r.random()
    if k < 0.30:
        return repeating()
    if k < 0.42:
        flags = r.choice(["e", "a", "a", "e~", "a~", "ai", "ei", "eG", "aP", "aG"])
        text = regex()
        if r.random() < 0.3 and "~" not in flags:
            text += "|" + regex()
        return "%s %s" % (flags, text)
    flags = "r" + "".join(c for c in "ieGP" if r.random() < 0.12)
    return "%s %s %s" % (flags, regex(), replacement())


def name():
    while True:
        text = "".join(r.choice(ALPHABET) for _ in range(r.randint(1, 12)))
        if r.random() < 0.3:
            text = r.choice(["pxelinux.cfg/01-aa-bb", "boot/x64/wdsmgfw.efi",
                             "\\Boot\\BCD", "/tftpboot/a.img", "AABB/x", "a//b///X"]) + text
        # Those that tftpd refuses before it looks at rules.
        parts = re.split(r"[/\\]", text)
        if ".." not in parts and parts[-1] not in ("", "."):
            return text


class Theirs:
    """The real one, whose log we are."""

    def __init__(self):
        if os.path.exists("/dev/log"):
            os.unlink("/dev/log")
        self.log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.log.bind("/dev/log")
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self.read, daemon=True).start()
        self.killed = set()
        self.said = ""
        self.port = 7000

    def read(self):
        """At once: who logs waits while ten lines are not read."""
        while True:
            line = self.log.recv(65536).decode().rstrip("\n")
            if not re.search(r"remap: rule |remap: Breaking loop|RRQ from |: mark$", line):
                self.said = line        # of its start
            elif re.search(r"in\.tftpd\[(\d+)\]", line)[1] not in self.killed:
                self.lines.put(line)

    def start(self, rules):
        self.port += 1
        self.server = subprocess.Popen(
            [hpa, "-L", "-4", "-v", "-v", "-v", "-a", ":%d" % self.port,
             "-u", "root", "-s", "-m", rules, root],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        want = "%04X" % self.port
        while time.monotonic() < end:
            if ":" + want + " " in open("/proc/net/udp").read():
                # One version loses the first datagram that it gets.
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(
                    b"\0\4\0\0", ("127.0.0.1", self.port))
                return
            if self.server.poll() is not None:
                sys.exit("tftpd-hpa does not take:\n" + open(rules).read() + self.said)
            time.sleep(0.002)
        sys.exit("tftpd-hpa does not listen")

    def ask(self, name):
        """What it makes of the name."""
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for _ in range(30):
            s.sendto(b"\0\1" + name.encode() + b"\0octet\0", ("127.0.0.1", self.port))
            try:
                line = self.lines.get(timeout=2)
                break
            except queue.Empty:
                continue
        else:
            sys.exit("tftpd-hpa does not answer for " + name)
        rewritten = 0
        while True:
            if re.search(r"remap: rule \d+: abort: ", line):
                return "refused"
            if m := re.search(r"RRQ from \S+ filename (.*)$", line, re.S):
                text = m.group(1)
                return name if text == name else \
                    text.removeprefix(name + " remapped to ")
            rewritten += re.search(r"remap: rule \d+: rewrite: ", line) is not None
            # Versions until 5.2 would never end, newer ones do by themselves.
            if rewritten == 3000 or "remap: Breaking loop" in line:
                pid = re.search(r"in\.tftpd\[(\d+)\]", line)[1]
                self.killed.add(pid)
                try:
                    os.kill(int(pid), signal.SIGKILL)
                except ProcessLookupError:
                    pass
                self.wait_for_end(pid)
                return WITHOUT_END
            line = self.lines.get(timeout=60)

    def wait_for_end(self, pid):
        """What it has logged is read before another one is asked."""
        try:
            while open("/proc/%s/stat" % pid).read().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.002)
        except (FileNotFoundError, ProcessLookupError):
            pass
        mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        mark.sendto(b"in.tftpd[0]: mark", "/dev/log")
        while self.lines.get(timeout=60) != "in.tftpd[0]: mark":
            continue

    def stop(self):
        self.server.kill()
        self.server.wait()
        while not self.lines.empty():
            self.lines.get()


def command(*words):
    return subprocess.run([mkbootroot, "-r", root, "-m", folder + "/map", *words],
                          capture_output=True, text=True)


def ours(rules, names):
    """The rules that were named, and what is made of each name."""
    p = command("import-remap", rules)
    assert p.returncode in (0, 1), p.stderr
    named = [int(m) for m in re.findall(r":(\d+): not translated: ", p.stderr)]
    with open(folder + "/clients", "w") as f:
        f.write(p.stdout)
    q = command("-q", "-f", folder + "/clients")
    assert q.returncode == 0, (open(rules).read(), p.stdout, q.stderr)
    if not names:
        return named, []
    p = subprocess.run([remap_names, folder + "/map", root, *names], capture_output=True, text=True)
    assert p.returncode == 0, p.stderr
    made = ["refused" if text == "remap-refuses" else text for text in p.stdout.split("\n")[:-1]]
    assert len(made) == len(names)
    q = command("explain", "1:2:3:4:5:6", "arch=bios", "file=" + names[0])
    # What a name that is nowhere stands for goes through the rules as well.
    first = q.stdout.partition("nowhere; tried again as ")[0]
    m = re.findall(r"^  remap \d+, .*: (.*)$", first, re.M)
    text = m[-1] if m else names[0]
    assert made[0] == ("refused" if text == "remap-refuses" else text), (names[0], made[0], q.stdout)
    return named, made


folder = tempfile.mkdtemp(prefix="bootroot-remap.")
root = folder + "/root"
os.mkdir(root)
theirs = Theirs()
given = []
for path in sys.argv[7:]:
    rules, _, names = open(path).read().partition("\n\n")
    given.append((rules.split("\n"), names.rstrip("\n").split("\n")))
asked = differ = without = rules_n = rules_named = changed = 0
for i in range(len(given) + int(files)):
    if i < len(given):
        rules, names = given[i]
    else:
        rules = [rule() for _ in range(r.randint(1, 4))]
        names = sorted({name() for _ in range(int(names_each))})
    path = folder + "/rules"
    with open(path, "w") as f:
        f.write("\n".join(rules) + "\n")
    named, _ = ours(path, [])
    assert i >= len(given) or not named, (rules, "named")
    rules_n, rules_named = rules_n + len(rules), rules_named + len(named)
    rules = [line for n, line in enumerate(rules, 1) if n not in named]
    if not rules:
        continue
    with open(path, "w") as f:
        f.write("\n".join(rules) + "\n")
    named, made = ours(path, names)
    assert not named
    theirs.start(path)
    for n, mine in zip(names, made):
        real = theirs.ask(n)
        asked += 1
        changed += real != n
        without += real == WITHOUT_END
        if real != mine:
            differ += 1
            print("\n".join(rules) + "\n\n" + n)
            print("# theirs: %s\n# ours:   %s\n" % (real, mine))
    theirs.stop()
print("%d names, %d of them changed, %d without end; %d rules, %d of them named; %d differ" % (
    asked, changed, without, rules_n, rules_named, differ))
sys.exit(differ > 0 or changed < asked / 4 or without > asked / 4)
