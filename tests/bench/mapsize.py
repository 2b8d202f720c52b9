"""Large maps: mkbootroot beside sort(1) on the same file.

Both read the text and write a file of their own; sort is the least that any
program does which looks at every line beside every other.
"""
import os
import subprocess
import sys
import time

import server

sys.path.insert(0, os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
import clients_text

CLIENTS = 1000000
SMALL = 300000
ROOT = server.HOME + "/maproot"
TEXT = server.HOME + "/clients-%d%s"
ROWS = [("MAC, name, boot=, ip=", False), ("the same with args=", True)]


def text(number, args):
    path = TEXT % (number, "-args" if args else "")
    if not os.path.exists(path):
        with open(path, "w") as f:
            f.writelines(l + "\n" for l in clients_text.lines(number, args))
    return path


def run(*command, locale="C.UTF-8"):
    """Seconds, and the most memory that it had, in KiB."""
    began = time.monotonic()
    pid = os.posix_spawn(command[0], command, dict(os.environ, LC_ALL=locale))
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        sys.exit("bench: %s failed" % command[0])
    return time.monotonic() - began, used.ru_maxrss


def compile_map(number, args):
    return run(server.HOME + "/mkbootroot", "-q", "-r", ROOT, "-m",
        server.HOME + "/mapsize.cdb", "-f", text(number, args))


def measure(args):
    """Clients a second of mkbootroot and of sort in two locales, the ratios,
    and bytes a client."""
    source = text(CLIENTS, args)
    ours, kib = compile_map(CLIENTS, args)
    _, small_kib = compile_map(SMALL, args)
    sort, _ = run("/usr/bin/sort", "-o", server.HOME + "/sorted", source)
    plain, _ = run("/usr/bin/sort", "-o", server.HOME + "/sorted", source,
        locale="C")
    return (CLIENTS / ours, CLIENTS / sort, ours / sort, CLIENTS / plain,
        ours / plain, (kib - small_kib) * 1024 / (CLIENTS - SMALL))


def prepare():
    os.makedirs(ROOT + "/img", exist_ok=True)
    for name in ("pxelinux.0", "linux"):
        with open("%s/img/%s" % (ROOT, name), "w"):
            pass
    subprocess.run(["chmod", "-R", "a+rX", ROOT], check=True)
