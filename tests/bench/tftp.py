"""The TFTP rows: tftpd beside tftp-hpa, atftpd and dnsmasq."""
import os
import socket
import subprocess

from server import HOME, Server

ROOT = HOME + "/root"
BOTH = ("bootroot", "atftpd")       # know windowsize
ALL = ("bootroot", "tftp-hpa", "atftpd", "dnsmasq")
SMALL_FILES = 4000                  # enough for CPU seconds to be exact

# What, the client's arguments, the file, the unit, whether all is pinned to
# one processor, the servers that can do it.
ROWS = [
    ("window 64, blksize 1468", "-w 64", "big", "MB/s", True, BOTH),
    ("window 16, blksize 1468", "-w 16", "big", "MB/s", True, BOTH),
    ("window 4, blksize 1468", "-w 4", "big", "MB/s", True, BOTH),
    ("window 1, blksize 1468", "-w 1", "middle", "MB/s", True, ALL),
    ("window 1, blksize 512", "-w 1 -b 512", "middle", "MB/s", True, ALL),
    ("window 16, blksize 8192", "-w 16 -b 8192", "big", "MB/s", True, BOTH),
    ("window 1, blksize 65464", "-w 1 -b 65464", "big", "MB/s", True, ALL),
    ("100 clients at once, window 16, 8 MB each", "-w 16 -c 100 -n 100",
        "eight", "MB/s", False, BOTH),
    ("300 at once in lock step, 600 files of 42 KB", "-c 300 -n 600",
        "loader", "files/s", False, ALL),
    ("refusals, 50 at a time", "-c 50 -n 20000", "nothing", "answers/s",
        False, ALL),
    ("files of 900 bytes, 50 at a time", "-c 50 -n %d" % SMALL_FILES, "small",
        "files/s", False, ALL),
    ("one packet in 1,000 lost, window 1", "-w 1 -d 1000", "lossy", "MB/s",
        True, ALL),
    # 71 losses: whether the last of a window is hit, which costs 20 ms, is
    # chance; in a small file one such loss decides.
    ("one packet in 1,000 lost, window 16", "-w 16 -d 1000", "big", "MB/s",
        True, BOTH),
]
# What, the client's arguments, the file, how many, the servers: not tftp-hpa, which
# leaves its processes to the kernel, so that what they used is counted nowhere.
COUNTED = ("bootroot", "atftpd", "dnsmasq")
EVENTS = [
    ("900 bytes", "-c 10", "small", 1000, COUNTED),
    ("42 KB in lock step", "-c 10", "loader", 500, COUNTED),
    ("8 MB, window 16", "-w 16 -c 2", "eight", 40, BOTH),
    ("8 MB in lock step, blksize 65464", "-w 1 -b 65464 -c 2", "eight", 40, COUNTED),
]
FILES = {"big": 100 << 20, "middle": 20 << 20, "eight": 8 << 20,
    "loader": 42000, "small": 900, "lossy": 6 << 20, "ten": 10 << 20,
    "quarter": 256 << 10}


class Bench:
    def __init__(self, client, cache):
        self.client = client
        self.commands = {
            "bootroot": [HOME + "/tftpd", "-c", "1000:1000", "-m",
                HOME + "/no.cdb", "-l", "127.0.0.1", ROOT],
            "tftp-hpa": [cache + "/bin/tftpd-hpa", "-L", "-a",
                "127.0.0.1:69", "-s", ROOT],
            "atftpd": [cache + "/bin/atftpd", "--daemon", "--no-fork",
                "--user", "nobody.nogroup", "--bind-address", "127.0.0.1",
                "--maxthread", "1000", ROOT],
            "dnsmasq": [cache + "/bin/dnsmasq", "-k", "--conf-file=/dev/null",
                "--port=0", "--user=nobody", "--listen-address=127.0.0.1",
                "--enable-tftp", "--tftp-root=" + ROOT, "--tftp-max=1000",
                "--pid-file="],
        }
        # tftp-hpa does not start on a host with loopback addresses alone.
        subprocess.run(["ip", "address", "add", "10.9.255.1/32", "dev", "lo"],
            check=True)
        os.makedirs(ROOT)
        for name, size in FILES.items():
            with open("%s/%s" % (ROOT, name), "wb") as f:
                while f.tell() < size:
                    f.write(os.urandom(min(size - f.tell(), 1 << 20)))

    def fetch(self, arguments, name, pinned, patience=90):
        """Seconds, bytes, and how many were done, refused, failed."""
        command = (["taskset", "-c", "0"] if pinned else []) + [
            self.client] + arguments.split() + ["127.0.0.1", name]
        try:
            out = subprocess.run(command, capture_output=True, text=True,
                timeout=patience).stdout.split()
        except subprocess.TimeoutExpired:
            return patience, 0, 0, 0, 1
        if len(out) != 5:
            return patience, 0, 0, 0, 1
        return float(out[0]), *[int(n) for n in out[1:]]

    def start(self, name, pinned=False):
        command = self.commands[name]
        return Server(name, (["taskset", "-c", "0"] if pinned else []) +
            command, lambda: self.fetch("-b 512", "small", False)[2] == 1)

    def measure(self, row, name):
        """The rate, the seconds of CPU, how many failed."""
        what, arguments, file, unit, pinned, _ = row
        server = self.start(name, pinned)
        before = server.cpu_s()
        seconds, size, done, refused, failed = self.fetch(arguments, file,
            pinned)
        cpu = server.cpu_s() - before
        server.stop()
        amount = {"MB/s": size / 1e6, "files/s": done,
            "answers/s": refused}[unit]
        return amount / seconds, cpu, failed

    def faults(self):
        """Page faults of tftpd for a file of 900 bytes, its process and all."""
        times = 500
        server = self.start("bootroot")
        self.fetch("-n 50", "small", False)
        before = server.faults()
        done = self.fetch("-n %d" % times, "small", False)[2]
        # A fetch that follows: what has ended before is waited for by then.
        self.fetch("", "small", False)
        faults = server.faults() - before
        server.stop()
        return faults / (done + 1)

    def events(self, row, name):
        """Page faults of all processes of a server for a file, how often they waited
        and how often they had to make way; None: it did not end by itself, or had
        not sent all."""
        _, arguments, file, times, _ = row
        used = []
        for n in 0, times:
            server = self.start(name)
            done = self.fetch("%s -n %d" % (arguments, n), file, False)[2] \
                if n > 0 else 0
            usage = server.stop()
            if usage is None or done != n:
                return None
            used.append(usage)
        without, all_of_it = used
        return [(field(all_of_it) - field(without)) / times for field in (
            lambda u: u.ru_minflt + u.ru_majflt,
            lambda u: u.ru_nvcsw, lambda u: u.ru_nivcsw)]

    def memory_kib(self):
        """Private memory of transfers that are held in their middle."""
        server = self.start("bootroot")
        held = []
        for _ in range(50):
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
