"""Measures the three programs beside others that do the same work.

    bench.py CLIENT SPAWN LOSSY HTTPCLIENT ROOMY RACK CACHE ROUNDS >doc/measurements.md

Runs in a world of its own (tests/lab/enter). In each round every row is done
by every server in turn, so that a machine whose speed drifts is fair to all;
the figures are medians. What is going on is told on stderr.
"""
import os
import statistics
import subprocess
import sys

import dhcp
import machine
import mapsize
import rack
import server
import tftp
import trouble
import web

CLIENT, SPAWN, LOSSY, HTTPCLIENT, ROOMY, RACK, CACHE, ROUNDS = \
    *sys.argv[1:8], int(sys.argv[8])
TOP = os.path.dirname(CACHE)
PARTS = os.environ.get("PARTS", "tftp events trouble http dhcp rack maps").split()


def figure(x):
    return "%.0f" % x if x >= 100 else "%.1f" % x


def cell(values, lost):
    rates = [v[0] for v in values]
    text = "%s (%s to %s), %.2f s" % (figure(statistics.median(rates)),
        figure(min(rates)), figure(max(rates)),
        statistics.median(v[1] for v in values))
    failed = sum(v[2] for v in values)
    return text + (", %d %s" % (failed, lost) if failed else "")


def rounds(bench, rows, often=()):
    """Every row by every server, so many times: {(row, server): [...]}. Rows
    that are over at once are done thrice as often: for half a second a machine
    may be half as fast again."""
    results = {(row, name): [] for row in rows for name in row[-1]}
    for i in range(ROUNDS):
        for row in [r for r in rows for _ in range(3 if r in often else 1)]:
            for name in row[-1]:
                server.say("round %d of %d: %s: %s" % (i + 1, ROUNDS, row[0],
                    name))
                results[row, name].append(bench.measure(row, name))
    return results


def table(rows, names, results, unit, lost):
    print("| work | unit | " + " | ".join(names) + " | ratio |")
    print("|---" * (len(names) + 3) + "|")
    for row in rows:
        medians = {n: statistics.median(v[0] for v in results[row, n])
            for n in row[-1]}
        best = max((m for n, m in medians.items() if n != "bootroot"),
            default=0)
        print("| %s | %s | %s | %s |" % (row[0], unit(row),
            " | ".join(cell(results[row, n], lost) if n in row[-1] else "–"
                for n in names),
            "–" if row[-1] == ("bootroot", ) else "inf" if best == 0 else
            "%.2f" % (medians["bootroot"] / best)))


def map_rounds():
    """{row: [what measure() gives, ...]}."""
    mapsize.prepare()
    results = {row: [] for row in mapsize.ROWS}
    for i in range(ROUNDS):
        for row in mapsize.ROWS:
            server.say("round %d of %d: %s" % (i + 1, ROUNDS, row[0]))
            results[row].append(mapsize.measure(row[1]))
    return results


def map_table(results):
    print("\n## Large maps\n")
    machine.say(PARTS)
    print("""%d clients in no order, compiled and brought to the disk; and sorted by sort(1),
which uses every processor, in C.UTF-8, and with LC_ALL=C, where it only compares
bytes. The ratios are of the seconds.

| a line | mkbootroot, lines/s | sort, lines/s | ratio | in C, lines/s | ratio | bytes of memory a client |
|---|---|---|---|---|---|---|""" % mapsize.CLIENTS)
    for row, values in results.items():
        medians = [statistics.median(v) for v in zip(*values)]
        print("| %s | %.0f | %.0f | %.2f | %.0f | %.2f | %.0f |" % (row[0],
            *medians))


def spawn_us(what):
    """Microseconds for one that does nothing."""
    return statistics.median(float(subprocess.run(["taskset", "-c", "0",
        SPAWN, what], check=True, capture_output=True, text=True).stdout)
        for _ in range(ROUNDS))


def main():
    os.makedirs(server.HOME)
    for program in ("tftpd/tftpd", "httpd/httpd", "dhcp-helper/dhcp-helper",
            "mkbootroot/mkbootroot"):
        subprocess.run(["install", "-m", "755", TOP + "/" + program,
            server.HOME], check=True)
    server.prepare(CACHE)
    bench = tftp.Bench(CLIENT, CACHE)
    print("""# Measurements

Machine: %s; an empty fork, exit and wait takes %.3f ms, a
file of 900 bytes from tftpd %.1f page faults.
Peers: %s.

`sudo make bench` writes this page. Every server does the same work in turn, %d
rounds; a cell is the median rate (smallest to largest) and the median of the
seconds of CPU that all processes of the server used. Every server logs to the
same syslogd. The last column is bootroot's median rate as a multiple of the best
of the others.
""" % (machine.name(), spawn_us("process") / 1000, bench.faults(),
        machine.peers(), ROUNDS))
    if "tftp" in PARTS:
        tftp_part(bench)
    if "events" in PARTS:
        events(bench)
    if "trouble" in PARTS:
        trouble.part(bench, LOSSY, ROUNDS, PARTS)
    if "http" in PARTS:
        http_part()
    if "dhcp" in PARTS:
        dhcp_part()
    if "rack" in PARTS:
        rack.part(rack.Bench(RACK, CACHE), ROUNDS)
    if "maps" in PARTS:
        map_table(map_rounds())


def tftp_part(bench):
    results = rounds(bench, tftp.ROWS)
    print("""
## TFTP

Loopback; with one client both ends are pinned to one processor, so that work is
measured and not the waking of processors. tftp-hpa 5.2 and dnsmasq 2.90 know no
windowsize.
""")
    table(tftp.ROWS, tftp.ALL, results, lambda row: row[3], "failed")
    print("""
Private memory of a transfer (window 16, the largest of 50): %d KiB.
""" % bench.memory_kib())
    small_files(results)


def events(bench):
    print("""
## Page faults and switches

What a file costs all processes of the server, by TFTP: page faults, how often they
waited, and how often they had to make way for another process that could run. Other work
of the machine changes the last of these alone. Where page tables are slow (a virtual
machine without nested paging) faults take most of the time. bootroot has a process for
each file, atftpd a thread, dnsmasq neither.

| a file of | %s |
|---|%s""" % (" | ".join(tftp.COUNTED), "---|" * len(tftp.COUNTED)))
    for row in tftp.EVENTS:
        cells = []
        for name in tftp.COUNTED:
            server.say("page faults, %s: %s" % (row[0], name))
            counts = bench.events(row, name) if name in row[-1] else None
            cells.append("%.1f, %.1f, %.1f" % tuple(max(n, 0) for n in counts) if counts else "–")
        print("| %s | %s |" % (row[0], " | ".join(cells)))


def small_files(results):
    row = next(r for r in tftp.ROWS if r[2] == "small")

    def cpu_us(name):
        return 1e6 * statistics.median(v[1] for v in results[row, name]) / \
            tftp.SMALL_FILES

    process, thread, locked = map(spawn_us, ("process", "thread", "locked"))
    rest = cpu_us("bootroot") - (locked - thread)
    print("""What stands in the way of small files: to start and end a process that does
nothing takes %.0f us here, one that locks itself in as a transfer does %.0f us, a
thread %.0f us. A file of 900 bytes takes %.0f us of CPU from tftpd and %.0f us from
atftpd, which has a thread for each and no lock. Without a process and its lock
for each transfer it would be %.0f us.
""" % (process, locked, thread, cpu_us("bootroot"), cpu_us("atftpd"), rest))


def http_part():
    bench = web.Bench(HTTPCLIENT, CACHE)
    results = rounds(bench, web.ROWS, web.OFTEN)
    print("""
## HTTP

Loopback, TCP with %s, each client with an address of its own. One client and its
server are pinned to one processor. The clients count what they get, and do not copy
it. lighttpd and nginx have the words of their packages about speed and the log: nginx
writes each request to a file, lighttpd and busybox log none, bootroot as many as
it says below of DHCP.
""" % bench.congestion_control)
    machine.say(PARTS)
    table(web.ROWS, web.ALL, results, lambda row: row[3], "failed")
    print("""
What is aimed at is the median of what came of each round, in which all servers are
measured in turn; the first two rows three times.

| what is aimed at | at least | is |
|---|---|---|""")
    for what, at_least, is_so in web.goals(results):
        print("| %s | %s | %.2f |" % (what, at_least, is_so))
    print("""
KiB: the private memory of all processes for one of %d connections, and the file of
the program, without libraries.

| | %s |
|---|%s""" % (web.HELD, " | ".join(web.ALL), "---|" * len(web.ALL)))
    for what, file, most in (("after an answer", "small", None),
            ("in the middle of 1 GiB", "large", 100000)):
        print("| %s | %s |" % (what, " | ".join("%.0f" % bench.memory_kib(n,
            file, most) for n in web.ALL)))
    print("| the program | %s |" % " | ".join("%.0f" % bench.program_kib(n)
        for n in web.ALL))
    print("\nA file of 4 KB on a connection of its own takes httpd %.1f page "
        "faults." % bench.faults())


def dhcp_part():
    bench = dhcp.Bench(CACHE, ROOMY)
    results = rounds(bench, dhcp.ROWS)
    costs = {n: [] for n in dhcp.MAPS}
    for i in range(ROUNDS):
        for n in dhcp.MAPS:
            server.say("round %d of %d: a map of %d" % (i + 1, ROUNDS, n))
            costs[n].append(bench.map_cost_us(n))
    first = bench.first_answer_ms()
    print("""
## DHCP

perfdhcp, %d clients with an address each, PXE options in every request, %d s.
Of bootroot's lines in the log those above 10,000 at once and then 100 a second
are only counted; the others log each. perfdhcp has room for 8 MiB of answers.
""" % (dhcp.CLIENTS, dhcp.SECONDS))
    machine.say(PARTS)
    table(dhcp.ROWS, dhcp.ALL, results, lambda row: "exchanges/s",
        "not answered")
    print("\nCPU for an exchange (two answers), by the size of the map: " +
        ", ".join("%d clients: %.0f us (%.0f to %.0f)" % (n,
            statistics.median(c), min(c), max(c)) for n, c in costs.items()) +
        ".")
    print("\nFrom a DISCOVER to its OFFER when inetd has to start the program: "
        + ("%.1f ms (%.1f to %.1f, %d times)." % (statistics.median(first),
            min(first), max(first), len(first)) if first else "no answer."))


main()
