"""Networks that lose packets, and storms: tftpd in trouble, and others in it.

What is promised of tftpd alone is counted; where others can do the same work,
they do it in turn.
"""
import os
import socket
import statistics
import subprocess
import sys
import threading
import time

import machine
import tftp
from server import HOME, say

LOST_PATIENCE_S = 300
FLOOD_PER_S = 20000
FLOODER = "127.0.6.66"
CLIENTS = 1000

# What, how many clients at once, and of lossy: the windowsize, and the chances
# in a thousand that a packet is lost, comes twice, is overtaken.
NETWORKS = [
    ("10 %% lost each way, window %d" % w, 10, w, 100, 0, 0)
    for w in (16, 64)
] + [
    ("20 %% lost each way, window %d" % w, 5, w, 200, 0, 0)
    for w in (16, 64)
] + [
    ("1 %% lost, 1 %% twice, 1 %% overtaken, window %d" % w, 2, w, 10, 10, 10)
    for w in (1, 4, 16, 64)
]
# The same for one client of each server, which is asked for a smaller file.
BESIDE = [("1 % lost each way, lock step", 1, 10, tftp.ALL),
    ("10 % lost each way, lock step", 1, 100, tftp.ALL),
    ("10 % lost each way, window 16", 16, 100, tftp.BOTH)]


def fetch_lossy(lossy, name, seed, window, lost, twice=0, swapped=0):
    """Begins to fetch; a function that waits for it: seconds, None: failed."""
    got = "%s/got.%d" % (HOME, seed)
    began = time.monotonic()
    process = subprocess.Popen(["timeout", str(LOST_PATIENCE_S), lossy,
        "127.0.0.1", name, got, *map(str, (window, lost, twice, swapped,
        seed))], stderr=subprocess.DEVNULL)

    def end():
        code = process.wait()
        seconds = time.monotonic() - began
        good = code == 0 and subprocess.run(["cmp", "-s", got,
            tftp.ROOT + "/" + name]).returncode == 0
        if os.path.exists(got):
            os.remove(got)
        return seconds if good else None
    return end


def measure_networks(bench, lossy, rounds):
    """{row: seconds of each client, None for one that failed}."""
    results = {row: [] for row in NETWORKS}
    for i in range(rounds):
        for row in NETWORKS:
            what, clients, *line = row
            say("round %d of %d: %s" % (i + 1, rounds, what))
            server = bench.start("bootroot")
            ends = [fetch_lossy(lossy, "ten", 1 + i * clients + c, *line)
                for c in range(clients)]
            threads = []
            for end in ends:
                t = threading.Thread(target=lambda e=end:
                    results[row].append(e()))
                t.start()
                threads.append(t)
            for t in threads:
                t.join()
            server.stop()
    return results


def measure_beside(bench, lossy, rounds):
    """{(row, server): seconds, None where it failed}."""
    results = {(row, name): [] for row in BESIDE for name in row[-1]}
    for i in range(rounds):
        for row, name in results:
            what, window, lost, _ = row
            say("round %d of %d: %s: %s" % (i + 1, rounds, what, name))
            server = bench.start(name)
            results[row, name].append(fetch_lossy(lossy, "quarter", 1 + i,
                window, lost)())
            server.stop()
    return results


def first_block_ms(name, source="127.0.7.1"):
    """How long a client waits for its first block; None: 2 s or an ERROR."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind((source, 0))
        s.settimeout(2)
        began = time.monotonic()
        s.sendto(b"\0\1" + name.encode() + b"\0octet\0", ("127.0.0.1", 69))
        try:
            got, peer = s.recvfrom(2000)
        except TimeoutError:
            return None
        ms = (time.monotonic() - began) * 1000
        s.sendto(b"\0\4\0\1", peer)
        return ms if got[:4] == b"\0\3\0\1" else None


def measure_clients(bench, name):
    """1,000 at once: seconds, how many were done, and the first blocks of
    others who come in between, in ms."""
    server = bench.start(name)
    over = threading.Event()
    waits = []

    def others():
        while not over.is_set():
            waits.append(first_block_ms("small"))
            time.sleep(0.005)
    t = threading.Thread(target=others)
    t.start()
    seconds, _, done, _, _ = bench.fetch("-c %d -n %d" % (CLIENTS, CLIENTS),
        "loader", False)
    over.set()
    t.join()
    server.stop()
    return seconds, done, waits


def held_mib(bench):
    """Private memory of 1,000 transfers of tftpd that wait, in MiB."""
    server = bench.start("bootroot")
    held = []
    for i in range(CLIENTS):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.settimeout(10)
        s.sendto(b"\0\1loader\0octet\0blksize\0001468\0", ("127.0.0.1", 69))
        held.append(s)
        s.recvfrom(2000)
    kib = sum(server.private_kib())
    server.stop()
    return kib / 1024


FLOOD = """
import socket, struct, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("%s", 0))
n, began = 0, time.monotonic()
while True:
    while n < (time.monotonic() - began) * %d:
        s.sendto(b"\\0\\1missing%%d\\0octet\\0" %% n, ("127.0.0.1", 69))
        n += 1
    time.sleep(0.001)
""" % (FLOODER, FLOOD_PER_S)


def measure_flood(bench, name, flooded):
    """1,000 files of 42 KB by 20 clients at once: seconds, None: not all."""
    server = bench.start(name)
    flood = subprocess.Popen([sys.executable, "-c", FLOOD]) if flooded else None
    time.sleep(0.5)
    seconds, _, done, _, _ = bench.fetch("-c 20 -n 1000", "loader", False)
    if flood is not None:
        flood.kill()
        flood.wait()
    server.stop()
    return seconds if done == 1000 else None


def span(values):
    good = [v for v in values if v is not None]
    return "%.1f (%.1f to %.1f)" % (statistics.median(good), min(good),
        max(good)) if good else "–"


def arrived(values):
    return "%d of %d" % (sum(v is not None for v in values), len(values))


def part(bench, lossy, rounds, parts):
    networks = measure_networks(bench, lossy, max(1, rounds // 2))
    print("\n## Networks that lose packets\n")
    machine.say(parts)
    print("""10 MiB from tftpd, blksize 1468, by so many clients at once; seconds of each, from
beginning to end. A packet is lost, repeated or overtaken by chance, on either way.

| network | clients at once | arrived | seconds |
|---|---|---|---|""")
    for row, values in networks.items():
        print("| %s | %d | %s | %s |" % (row[0], row[1], arrived(values),
            span(values)))
    beside = measure_beside(bench, lossy, rounds)
    print("""
256 KiB by one client; seconds, and how many arrived within %d s.

| network | %s |
|---|%s""" % (LOST_PATIENCE_S, " | ".join(tftp.ALL), "---|" * len(tftp.ALL)))
    for row in BESIDE:
        print("| %s | %s |" % (row[0], " | ".join("%s, %s" % (span(v),
            arrived(v)) if (v := beside.get((row, n))) else "–"
            for n in tftp.ALL)))
    storms(bench, rounds)


def storms(bench, rounds):
    names = tftp.ALL
    clients = {n: [] for n in names}
    floods = {(n, f): [] for n in names for f in (False, True)}
    for i in range(rounds):
        for n in names:
            say("round %d of %d: storms: %s" % (i + 1, rounds, n))
            clients[n].append(measure_clients(bench, n))
            for f in (False, True):
                floods[n, f].append(measure_flood(bench, n, f))
    print("""
## Storms

1,000 clients ask at once for 42 KB in lock step, and meanwhile others, one after
the other, for 900 bytes: how long they wait for the first block. Then 20 clients
at once fetch 1,000 files of 42 KB, alone and beside somebody who asks %d times a
second for what is not there.

| | %s |
|---|%s""" % (FLOOD_PER_S, " | ".join(names), "---|" * len(names)))

    def row(what, cell):
        print("| %s | %s |" % (what, " | ".join(cell(n) for n in names)))
    row("1,000 at once: done", lambda n: "%d of %d" % (sum(c[1]
        for c in clients[n]), CLIENTS * rounds))
    row("until the last one is, s", lambda n: span([c[0] for c in clients[n]
        if c[1] == CLIENTS]))

    def waits(n):
        return [w for c in clients[n] for w in c[2]]
    row("first block for others, ms", lambda n: span(waits(n)))
    row("of them without one in 2 s", lambda n: "%d of %d" % (sum(w is None
        for w in waits(n)), len(waits(n))))
    row("1,000 files, s", lambda n: span(floods[n, False]))
    row("beside the flood, s", lambda n: span(floods[n, True]))
    row("beside the flood: all done", lambda n: "%s times" % arrived(
        floods[n, True]))
    print("\nPrivate memory of tftpd with 1,000 transfers that wait: %.0f MiB."
        % held_mib(bench))
