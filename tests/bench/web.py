"""The HTTP rows: httpd beside lighttpd, nginx and busybox httpd.

Every client has an address of its own, 10.8.1.0 and on, and those of the map
are found by it. The others serve the same folder, with the words that their
packages' configuration has about speed and the log.
"""
import os
import re
import socket
import statistics
import subprocess

from server import HOME, Server

ROOT = HOME + "/http"
ADDRESS = "10.8.0.1"
CLIENTS = 1000
ALL = ("bootroot", "lighttpd", "nginx", "busybox")
OURS = ("bootroot", )
GENERATED, WRITTEN = "img/grub/grub.cfg", "written.cfg"
ONE = "one client, 1 GiB, 5 times"
MANY = "100 clients at once, 50 MB each"
KEPT = "files of 4 KB, 50 connections that are kept"
EACH = "files of 4 KB, a connection each, 50 at a time"
TEXT = "grub.cfg of 1,000 clients, %s, a connection each"
TEXT_KEPT = "grub.cfg of 1,000 clients, %s, 20 times on a connection"

# What, the client's arguments, the file, the unit, whether all is pinned to
# one processor, the servers that do it.
ROWS = [
    (ONE, "-c 1 -n 5", "large", "MB/s", True, ALL),
    (MANY, "-c 100 -n 100", "fifty", "MB/s", False, ALL),
    (KEPT, "-c 50 -n 40000 -r 0", "small", "files/s", False, ALL),
    (EACH, "-c 50 -n 6000", "small", "files/s", False, ALL),
] + [(what % how, "-c 50 -d %d %s" % (CLIENTS, arguments), file, "files/s",
        False, OURS)
    for what, arguments in ((TEXT, "-n 6000"), (TEXT_KEPT, "-r 20 -n 20000"))
    for how, file in (("generated", GENERATED), ("as a file", WRITTEN))]
OFTEN = ROWS[:2]
FILES = {"large": 1 << 30, "fifty": 50 * 10**6, "small": 4096}
HELD = 50

NGINX = """daemon off;
worker_processes auto;
pid %(home)s/nginx.pid;
error_log %(home)s/nginx.error;
events { worker_connections 768; }
http {
	sendfile on;
	tcp_nopush on;
	types_hash_max_size 2048;
	default_type application/octet-stream;
	access_log %(home)s/nginx.access;
	gzip on;
	client_body_temp_path %(home)s/nginx.body;
	proxy_temp_path %(home)s/nginx.proxy;
	fastcgi_temp_path %(home)s/nginx.fastcgi;
	uwsgi_temp_path %(home)s/nginx.uwsgi;
	scgi_temp_path %(home)s/nginx.scgi;
	server { listen %(address)s:80; root %(root)s; }
}
"""
LIGHTTPD = """server.modules = ( "mod_indexfile", "mod_access", "mod_alias", "mod_redirect" )
server.document-root = "%(root)s"
server.bind = "%(address)s"
server.port = 80
server.username = "www-data"
server.groupname = "www-data"
"""


def choose_congestion_control():
    """What Debian's kernel has by itself; else reno, which every namespace may
    have. BBR would send by a timer: on loopback that is most of the work, and
    twice the time, for every server."""
    for name in "cubic", "reno":
        try:
            with open("/proc/sys/net/ipv4/tcp_congestion_control", "w") as f:
                f.write(name)
            return name
        except OSError:
            continue


class Bench:
    def __init__(self, client, cache):
        self.client = client
        self.cache = cache
        self.congestion_control = choose_congestion_control()
        # The whole net is this host's: each client binds to its address.
        subprocess.run(["ip", "address", "add", ADDRESS + "/16", "dev", "lo"],
            check=True)
        os.makedirs(ROOT + "/img")
        for name, size in FILES.items():
            with open("%s/%s" % (ROOT, name), "wb") as f:
                while f.tell() < size:
                    f.write(os.urandom(min(size - f.tell(), 1 << 20)))
        self.map()
        words = {"home": HOME, "root": ROOT, "address": ADDRESS}
        for name, text in (("nginx", NGINX), ("lighttpd", LIGHTTPD)):
            with open("%s/%s.conf" % (HOME, name), "w") as f:
                f.write(text % words)
        self.commands = {
            "bootroot": [HOME + "/httpd", "-l", ADDRESS, "-m",
                HOME + "/http.cdb", ROOT],
            "lighttpd": [cache + "/bin/lighttpd", "-D", "-m",
                cache + "/lighttpd/usr/lib/lighttpd", "-f",
                HOME + "/lighttpd.conf"],
            "nginx": [cache + "/bin/nginx", "-p", HOME, "-e",
                HOME + "/nginx.error", "-c", HOME + "/nginx.conf"],
            "busybox": [cache + "/bin/busybox", "httpd", "-f", "-p",
                ADDRESS + ":80", "-h", ROOT],
        }
        self.write_generated()

    def map(self):
        for name in ("linux", "initrd.gz", "grubx64.efi"):
            with open("%s/img/%s" % (ROOT, name), "w") as f:
                f.write("any")
        with open(HOME + "/clients", "w") as f:
            f.write("net 10.8.0.0/16 - server=%s lease=1d\n"
                "image img - kernel=linux initrd=initrd.gz "
                "x64=grubx64.efi\n" % ADDRESS)
            for i in range(CLIENTS):
                f.write("52:54:00:00:%02x:%02x pc%d boot=img ip=10.8.%d.%d "
                    "args=\"hostname=pc%d\"\n" % (i >> 8, i & 255, i,
                    1 + (i >> 8), i & 255, i))
        subprocess.run([HOME + "/mkbootroot", "-q", "-f", HOME + "/clients",
            "-r", ROOT, "-m", HOME + "/http.cdb"], check=True)

    def write_generated(self):
        """What the first client is told, as a file."""
        server = self.start("bootroot")
        with self.connect() as s:
            text = self.ask(s, GENERATED)
        server.stop()
        with open("%s/%s" % (ROOT, WRITTEN), "wb") as f:
            f.write(text)

    def connect(self):
        s = socket.socket()
        s.settimeout(30)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        s.bind(("10.8.1.0", 0))
        s.connect((ADDRESS, 80))
        return s

    def ask(self, s, name, most=None):
        """The body of an answer, or as much of it."""
        s.sendall(b"GET /%s HTTP/1.1\r\nHost: server\r\n\r\n" % name.encode())
        got = b""
        while b"\r\n\r\n" not in got:
            got += self.receive(s, name)
        head, _, body = got.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise SystemExit("bench: %s: %s" % (name,
                head.splitlines()[0].decode()))
        size = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head).group(1))
        while len(body) < (size if most is None else most):
            body += self.receive(s, name)
        return body

    def receive(self, s, name):
        got = s.recv(65536)
        if not got:
            raise SystemExit("bench: %s: the connection ended" % name)
        return got

    def fetch(self, arguments, name, pinned, patience=90):
        """Seconds, bytes, and how many were done, refused, failed."""
        command = (["taskset", "-c", "0"] if pinned else []) + [self.client,
            "-a", "10.8.1.0"] + arguments.split() + [ADDRESS, "/" + name]
        try:
            out = subprocess.run(command, capture_output=True, text=True,
                timeout=patience).stdout.split()
        except subprocess.TimeoutExpired:
            return patience, 0, 0, 0, 1
        if len(out) != 6:
            return patience, 0, 0, 0, 1
        return float(out[0]), *[int(n) for n in out[1:5]]

    def start(self, name, pinned=False):
        return Server(name, (["taskset", "-c", "0"] if pinned else []) +
            self.commands[name],
            lambda: self.fetch("", "small", False)[2] == 1)

    def measure(self, row, name):
        """The rate, the seconds of CPU, how many failed."""
        what, arguments, file, unit, pinned, _ = row
        server = self.start(name, pinned)
        before = server.cpu_s()
        seconds, size, done, refused, failed = self.fetch(arguments, file,
            pinned)
        cpu = server.cpu_s() - before
        server.stop()
        return (size / 1e6 if unit == "MB/s" else done) / seconds, cpu, \
            refused + failed

    def memory_kib(self, name, file, most):
        """What all processes have of their own for each of the connections
        that are held: after an answer, or in the middle of one."""
        server = self.start(name)
        before = sum(server.private_kib())
        held = []
        for _ in range(HELD):
            s = self.connect()
            self.ask(s, file, most)
            held.append(s)
        kib = sum(server.private_kib()) - before
        for s in held:
            s.close()
        server.stop()
        return kib / HELD

    def faults(self):
        """Page faults of httpd for a small file, its process and all."""
        server = self.start("bootroot")
        self.fetch("-n 50", "small", False)
        before = server.faults()
        done = self.fetch("-n 500", "small", False)[2]
        # What has ended before this one is waited for by then.
        self.fetch("", "small", False)
        faults = server.faults() - before
        server.stop()
        return faults / (done + 1)

    def program_kib(self, name):
        """What is installed of it, without libraries and modules."""
        path = HOME + "/httpd" if name == "bootroot" else \
            self.cache + {"lighttpd": "/lighttpd/usr/sbin/lighttpd",
                "nginx": "/nginx/usr/sbin/nginx",
                "busybox": "/busybox-static/bin/busybox"}[name]
        return os.path.getsize(path) / 1024


def goals(results):
    """What is aimed at, how much of what, and what it is."""
    def of(what, name, column, other, other_what=None):
        ours, others = ([v[column] for v in results[
            next(r for r in ROWS if r[0] == w), n]]
            for w, n in ((what, name), (other_what or what, other)))
        # In turn: a machine whose speed drifts is the same for both of a pair.
        return statistics.median(a / b if b else float("inf")
            for a, b in zip(ours, others))

    def best(what):
        return min(ALL[1:], key=lambda n: of(what, "bootroot", 0, n))

    yield ONE + ", of the best", "0.95", of(ONE, "bootroot", 0, best(ONE))
    yield MANY + ", of the best", "0.95", of(MANY, "bootroot", 0, best(MANY))
    yield (MANY + ", CPU of that one", "at most 1.10", of(MANY, "bootroot", 1,
        best(MANY)))
    yield KEPT + ", of busybox", "1.00", of(KEPT, "bootroot", 0, "busybox")
    yield KEPT + ", of nginx", "0.50", of(KEPT, "bootroot", 0, "nginx")
    yield EACH + ", of busybox", "1.00", of(EACH, "bootroot", 0, "busybox")
    for what in TEXT, TEXT_KEPT:
        yield (what % "generated" + ", of the same as a file", "0.70",
            of(what % "generated", "bootroot", 0, "bootroot",
            what % "as a file"))
