"""Measures tftpd against the distribution's TFTP servers, side by side.

    bench.py CLIENT CACHE ROUNDS >doc/measurements.md

Runs in a world of its own (tests/lab/enter). In each round every row is done
by every server in turn, so that a machine whose speed drifts is fair to all;
the figures are medians. Seconds of CPU are those of the server's own control
group, all its processes together. What is going on is told on stderr.
"""
import os
import platform
import re
import signal
import statistics
import subprocess
import sys
import time

CLIENT, CACHE, ROUNDS = sys.argv[1], sys.argv[2], int(sys.argv[3])
TOP = os.path.dirname(CACHE)
HOME = "/run/bench"
ROOT = HOME + "/root"
GROUPS = HOME + "/groups"

SERVERS = {
    "bootroot": [HOME + "/tftpd", "-c", "1000:1000", "-m", HOME + "/no.cdb",
        "-l", "127.0.0.1", ROOT],
    "tftp-hpa": [CACHE + "/bin/tftpd-hpa", "-L", "-a", "127.0.0.1:69", "-s",
        ROOT],
    "atftpd": [CACHE + "/bin/atftpd", "--daemon", "--no-fork", "--user",
        "nobody.nogroup", "--bind-address", "127.0.0.1", "--maxthread",
        "1000", ROOT],
    "dnsmasq": [CACHE + "/bin/dnsmasq", "-k", "--conf-file=/dev/null",
        "--port=0", "--user=nobody", "--listen-address=127.0.0.1",
        "--enable-tftp", "--tftp-root=" + ROOT, "--tftp-max=1000",
        "--pid-file="],
}
PEERS = [s for s in SERVERS if s != "bootroot"]

# What, the client's arguments, the file, the unit, whether all is pinned to
# one processor, the servers that can do it.
WINDOWS = ["bootroot", "atftpd"]
ALL = list(SERVERS)
ROWS = [
    ("window 64, blksize 1468", "-w 64", "big", "MB/s", True, WINDOWS),
    ("window 16, blksize 1468", "-w 16", "big", "MB/s", True, WINDOWS),
    ("window 4, blksize 1468", "-w 4", "big", "MB/s", True, WINDOWS),
    ("window 1, blksize 1468", "-w 1", "middle", "MB/s", True, ALL),
    ("window 1, blksize 512", "-w 1 -b 512", "middle", "MB/s", True, ALL),
    ("window 16, blksize 8192", "-w 16 -b 8192", "big", "MB/s", True, WINDOWS),
    ("100 clients at once, window 16, 8 MB each", "-w 16 -c 100 -n 100",
        "eight", "MB/s", False, WINDOWS),
    ("300 at once in lock step, 600 files of 42 KB", "-c 300 -n 600",
        "loader", "files/s", False, ALL),
    ("refusals, 50 at a time", "-c 50 -n 20000", "nothing", "answers/s",
        False, ALL),
    ("files of 900 bytes, 50 at a time", "-c 50 -n 4000", "small", "files/s",
        False, ALL),
    ("one packet in 1,000 lost, window 1", "-w 1 -d 1000", "lossy", "MB/s",
        True, ALL),
    ("one packet in 1,000 lost, window 16", "-w 16 -d 1000", "lossy", "MB/s",
        True, WINDOWS),
]
FILES = {"big": 100 << 20, "middle": 20 << 20, "eight": 8 << 20,
    "loader": 42000, "small": 900, "lossy": 6 << 20}


def say(text):
    print(text, file=sys.stderr, flush=True)


def prepare():
    os.makedirs(ROOT)
    os.makedirs(GROUPS)
    subprocess.run(["mount", "-t", "cgroup2", "none", GROUPS], check=True)
    # Every server writes its log, as it would at home.
    subprocess.Popen([CACHE + "/bin/busybox", "syslogd", "-n", "-O",
        HOME + "/log"])
    # tftp-hpa does not start on a host that has loopback addresses alone.
    subprocess.run(["ip", "address", "add", "10.9.0.1/32", "dev", "lo"],
        check=True)
    subprocess.run(["install", "-m", "755", TOP + "/tftpd/tftpd", HOME],
        check=True)
    for name, size in FILES.items():
        with open("%s/%s" % (ROOT, name), "wb") as f:
            left = size
            while left > 0:
                left -= f.write(os.urandom(min(left, 1 << 20)))


class Server:
    """A server that runs, in a control group of its own."""

    def __init__(self, name, pinned):
        self.group = "%s/%s-%d" % (GROUPS, name, time.monotonic_ns())
        os.mkdir(self.group)
        self.process = subprocess.Popen((["taskset", "-c", "0"] if pinned
            else []) + SERVERS[name], preexec_fn=self.join,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not self.answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                sys.exit("bench: %s does not answer" % name)

    def join(self):
        with open(self.group + "/cgroup.procs", "w") as f:
            f.write("0")

    def answers(self):
        return fetch("-b 512", "small", False)[2] == 1

    def cpu_s(self):
        with open(self.group + "/cpu.stat") as f:
            return int(re.match(r"usage_usec (\d+)", f.read()).group(1)) / 1e6

    def private_kib(self):
        """Private memory of every process but the first, in KiB."""
        sizes = []
        with open(self.group + "/cgroup.procs") as f:
            pids = [int(p) for p in f]
        for pid in pids:
            with open("/proc/%d/smaps_rollup" % pid) as f:
                sizes.append(sum(int(n) for n in re.findall(
                    r"^Private_\w+:\s+(\d+)", f.read(), re.M)))
        return sizes

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            pass
        deadline = time.monotonic() + 5
        while True:
            with open(self.group + "/cgroup.procs") as f:
                pids = [int(p) for p in f]
            if not pids:
                break
            # Only what we have started is in this group.
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.poll()
            if time.monotonic() > deadline:
                sys.exit("bench: a server does not end")
        os.rmdir(self.group)


def fetch(arguments, name, pinned, patience=90):
    """Seconds, bytes, and how many were done, refused, failed."""
    command = (["taskset", "-c", "0"] if pinned else []) + [
        CLIENT] + arguments.split() + ["127.0.0.1", name]
    try:
        out = subprocess.run(command, capture_output=True, text=True,
            timeout=patience).stdout.split()
    except subprocess.TimeoutExpired:
        return patience, 0, 0, 0, 1
    if len(out) != 5:
        return patience, 0, 0, 0, 1
    return float(out[0]), *[int(n) for n in out[1:]]


def measure(row, server_name):
    what, arguments, name, unit, pinned, _ = row
    server = Server(server_name, pinned)
    before = server.cpu_s()
    seconds, size, done, refused, failed = fetch(arguments, name, pinned)
    cpu = server.cpu_s() - before
    server.stop()
    amount = {"MB/s": size / 1e6, "files/s": done, "answers/s": refused}[unit]
    return amount / seconds, cpu, failed


def figure(x):
    return "%.0f" % x if x >= 100 else "%.1f" % x


def cell(values):
    rates = [v[0] for v in values]
    failed = sum(v[2] for v in values)
    text = "%s (%s to %s), %.2f s" % (figure(statistics.median(rates)),
        figure(min(rates)), figure(max(rates)),
        statistics.median(v[1] for v in values))
    return text + (", %d failed" % failed if failed else "")


def memory():
    """Private memory of a transfer that is held in its middle."""
    import socket
    server = Server("bootroot", False)
    held = []
    for i in range(50):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.sendto(b"\0\1big\0octet\0blksize\0001468\0windowsize\00016\0",
            ("127.0.0.1", 69))
        _, peer = s.recvfrom(2000)
        s.sendto(b"\0\4\0\0", peer)
        s.recvfrom(2000)
        held.append(s)
    sizes = sorted(server.private_kib())[:50]
    server.stop()
    return max(sizes)


def versions():
    for name, package in (("tftp-hpa", "tftpd-hpa"), ("atftpd", "atftpd"),
            ("dnsmasq", "dnsmasq-base")):
        out = subprocess.run(["apt-cache", "policy", package],
            capture_output=True, text=True).stdout
        found = re.search(r"Candidate: (\S+)", out)
        yield "%s %s" % (name, found.group(1) if found else "?")


def processor():
    with open("/proc/cpuinfo") as f:
        found = re.search(r"model name\s*: (.*)", f.read())
    return found.group(1) if found else platform.machine()


def main():
    prepare()
    results = {(row[0], s): [] for row in ROWS for s in row[5]}
    for i in range(ROUNDS):
        for row in ROWS:
            for server in row[5]:
                say("round %d of %d: %s: %s" % (i + 1, ROUNDS, row[0],
                    server))
                results[row[0], server].append(measure(row, server))
    kib = memory()
    print("""# Measurements

`sudo make bench` writes this page. Every server does the same work in turn, %d
rounds; a cell is the median rate (smallest to largest) and the median of the
seconds of CPU that all processes of the server used. Loopback; with one client
both ends are pinned to one processor, so that work is measured and not the
waking of processors. The last column is bootroot's median rate as a multiple of
the best of the others.

Machine: %d x %s, Linux %s.
Peers: %s. tftp-hpa 5.2 and dnsmasq 2.90 know no windowsize.
""" % (ROUNDS, os.cpu_count(), processor(), platform.release(),
        ", ".join(versions())))
    print("| work | unit | " + " | ".join(SERVERS) + " | ratio |")
    print("|---" * (len(SERVERS) + 3) + "|")
    for row in ROWS:
        cells = [cell(results[row[0], s]) if s in row[5] else "–"
            for s in SERVERS]
        best = max(statistics.median(v[0] for v in results[row[0], s])
            for s in row[5] if s != "bootroot")
        ours = statistics.median(v[0] for v in results[row[0], "bootroot"])
        print("| %s | %s | %s | %.2f |" % (row[0], row[3], " | ".join(cells),
            ours / best if best else float("inf")))
    print("\nPrivate memory of a transfer (window 16, the largest of 50): "
        "%d KiB." % kib)


main()
