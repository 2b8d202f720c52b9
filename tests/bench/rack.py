"""A rack that boots: model clients at once, each with DHCP, a loader as UEFI loads
it, then what GRUB asks for; by TFTP alone, or kernel and initrd by HTTP.

The clients are one process (rack.c) at the other end of a cable (veth), with an
address each. A server is all that a rack needs: bootroot's three programs, or a DHCP
server, a TFTP server and a web server.
"""
import json
import os
import statistics
import subprocess
import threading

import machine
import scaling
import web
from server import HOME, Server, say

ROOT, OTHERS = HOME + "/rack", HOME + "/rack.others"
SERVER = "10.60.0.1"
CLIENTS = 600
CORES = os.cpu_count()
APART_MS = 2
PATIENCE_S = 300
# Divides the kernel, the initrd and the clients: to see that all of it works.
LESS = int(os.environ.get("RACK_LESS", "1"))

TFTP, HTTP = "TFTP", "HTTP"
OURS = ("bootroot", )
ALL = {TFTP: ("bootroot", "dnsmasq", "Kea, tftp-hpa"),
    HTTP: ("bootroot", "dnsmasq, nginx", "Kea, tftp-hpa, nginx")}
LOADER_KB = 1000
# As Debian's signed GRUB asks for; None: is not there.
SMALL = {"x86_64-efi/command.lst": 3990, "x86_64-efi/fs.lst": 220,
    "x86_64-efi/crypto.lst": 910, "x86_64-efi/terminal.lst": 200,
    "x86_64-efi/all_video.mod": 1056, "x86_64-efi/efi_gop.mod": 10632,
    "x86_64-efi/video.mod": 8264, "x86_64-efi/font.mod": 21480,
    "x86_64-efi/gfxterm.mod": 18216, "x86_64-efi/linux.mod": 17040,
    "custom.cfg": None, "grubenv": None}

# What, how many clients, how kernel and initrd come, their MB, the servers.
ROWS = [("%d clients, %s" % (n, how), n, how, kernel, initrd, names)
    for n, how, kernel, initrd, names in (
        (40, TFTP, 10, 60, ALL[TFTP]), (500, TFTP, 1, 6, ALL[TFTP]),
        (40, HTTP, 10, 60, ALL[HTTP]), (500, HTTP, 10, 60, ALL[HTTP]),
        # These two are for the model of doc/scaling.md.
        (60, TFTP, 1, 6, OURS), (60, HTTP, 10, 60, OURS))]

# What a constant of the model is measured by: clients, files of each, how many of the
# unit a file has. One client more is there for the server's first answer.
CALIBRATION = {
    "boot": (200, ["g:?img/grub/grubenv"], 1),
    "small": (50, ["g:img/grub/x86_64-efi/fs.lst"] * 60, 60),
    "lockstep": (scaling.FEW_A_CORE * CORES, ["g:img/calibrate"],
        (8 << 20) / scaling.GRUB_BLOCK),
    "crowd": (min(scaling.MANY_A_CORE * CORES, CLIENTS - 1),
        ["g:img/calibrate-1"], (1 << 20) / scaling.GRUB_BLOCK),
    "window4": (20, ["e:img/calibrate"], (8 << 20) / scaling.EDK2_BLOCK),
    "connection": (50, ["h:img/grub/x86_64-efi/fs.lst"] * 60, 60),
    "http": (20, ["h:img/initrd-60"] * 4, 4 * 60 / LESS),
}


def address(i):
    return "10.60.%d.%d" % (128 + i // 250, 1 + i % 250)


def mac(i):
    return "52:54:00:60:%02x:%02x" % (i >> 8, i & 255)


def files(row):
    """What each client loads, in the words of rack.c."""
    _, _, how, kernel, initrd, _ = row
    scheme = "g" if how == TFTP else "h"
    return ["e:", "g:img/grub/grub.cfg"] + ["g:%simg/grub/%s" % (
        "" if size else "?", name) for name, size in SMALL.items()] + [
        "%s:img/linux-%d" % (scheme, kernel),
        "%s:img/initrd-%d" % (scheme, initrd)]


class Bench:
    def __init__(self, rack, cache):
        self.rack = rack
        self.congestion_control = web.choose_congestion_control()
        self.network()
        self.boot_root()
        self.map()
        self.configure(cache)

    def network(self):
        for command in ("ip netns add rack",
                "ip link add rack0 type veth peer name eth0 netns rack",
                "ip address add %s/16 dev rack0" % SERVER,
                "ip link set rack0 up",
                "ip -n rack link set lo up",
                "ip -n rack address add 10.60.0.2/16 dev eth0",
                "ip -n rack link set eth0 up",
                # The whole net is the rack's own: each client has an address.
                "ip -n rack address add 10.60.128.1/17 dev lo"):
            subprocess.run(command.split(), check=True)
        # The server knows each by a MAC address of its own, as in a real rack (tftpd
        # looks there who asks), and the rack's card takes what is for any of them.
        subprocess.run(["ip", "-batch", "-"], check=True, text=True,
            input="".join("neigh add %s lladdr %s dev rack0 nud permanent\n" % (
                address(i), mac(i)) for i in range(CLIENTS)))
        subprocess.run(["ip", "netns", "exec", "rack", "nft", "-f", "-"],
            check=True, text=True, input="""table netdev rack {
	chain came {
		type filter hook ingress device eth0 priority 0;
		meta pkttype other meta pkttype set host;
	}
}
""")

    def boot_root(self):
        sizes = {"grubx64.efi": LOADER_KB * 1000, "linux": 1000,
            "initrd.gz": 1000, "calibrate": 8 << 20, "calibrate-1": 1 << 20}
        for _, _, _, kernel, initrd, _ in ROWS:
            sizes["linux-%d" % kernel] = kernel * 10**6 // LESS
            sizes["initrd-%d" % initrd] = initrd * 10**6 // LESS
        sizes.update(("grub/" + n, s) for n, s in SMALL.items() if s)
        for name, size in sizes.items():
            for root in ROOT, OTHERS:
                path = "%s/img/%s" % (root, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                if root == OTHERS:
                    os.link("%s/img/%s" % (ROOT, name), path)
                    continue
                with open(path, "wb") as f:
                    while f.tell() < size:
                        f.write(os.urandom(min(size - f.tell(), 1 << 20)))
        # bootroot makes its own for each client.
        with open(OTHERS + "/img/grub/grub.cfg", "w") as f:
            f.write("set timeout=0\nmenuentry img {\n\tlinux /img/linux "
                "hostname=pc\n\tinitrd /img/initrd.gz\n}\n")

    def map(self):
        with open(HOME + "/rack.clients", "w") as f:
            f.write("net 10.60.0.0/16 - server=%s lease=1d\n"
                "image img - kernel=linux initrd=initrd.gz x64=grubx64.efi\n"
                % SERVER)
            for i in range(CLIENTS):
                f.write("%s pc%d boot=img ip=%s\n" % (mac(i), i, address(i)))
        subprocess.run([HOME + "/mkbootroot", "-q", "-f",
            HOME + "/rack.clients", "-r", ROOT, "-m", HOME + "/rack.cdb"],
            check=True)

    def configure(self, cache):
        with open(HOME + "/rack.kea", "w") as f:
            json.dump({"Dhcp4": {
                "interfaces-config": {"interfaces": ["rack0"]},
                "lease-database": {"type": "memfile", "persist": False},
                "valid-lifetime": 86400,
                "subnet4": [{"id": 1, "subnet": "10.60.0.0/16",
                    "next-server": SERVER,
                    "boot-file-name": "img/grubx64.efi",
                    "reservations": [{"hw-address": mac(i),
                        "ip-address": address(i)} for i in range(CLIENTS)]}],
                "loggers": [{"name": "kea-dhcp4", "severity": "INFO",
                    "output_options": [{"output": "syslog"}]}]}}, f)
        with open(HOME + "/rack.dnsmasq", "w") as f:
            f.write("port=0\ninterface=rack0\nbind-interfaces\nno-ping\n"
                "dhcp-range=10.60.0.0,static,255.255.0.0,24h\n"
                "dhcp-boot=img/grubx64.efi\nuser=root\npid-file=\n"
                "enable-tftp\ntftp-root=%s\ntftp-max=1000\n"
                "dhcp-leasefile=%s/rack.leases\ndhcp-lease-max=100000\n"
                % (OTHERS, HOME))
            for i in range(CLIENTS):
                f.write("dhcp-host=%s,%s\n" % (mac(i), address(i)))
        with open(HOME + "/rack.nginx", "w") as f:
            f.write(web.NGINX % {"home": HOME, "root": OTHERS,
                "address": SERVER})
        dnsmasq = [cache + "/bin/dnsmasq", "-k",
            "--conf-file=" + HOME + "/rack.dnsmasq"]
        kea = ["env", "KEA_PIDFILE_DIR=" + HOME, "KEA_LOCKFILE_DIR=" + HOME,
            cache + "/bin/kea-dhcp4", "-c", HOME + "/rack.kea"]
        hpa = [cache + "/bin/tftpd-hpa", "-L", "-a", SERVER + ":69", "-s",
            OTHERS]
        nginx = [cache + "/bin/nginx", "-p", HOME, "-e",
            HOME + "/nginx.error", "-c", HOME + "/rack.nginx"]
        with_map = ["-m", HOME + "/rack.cdb"]
        self.commands = {
            "bootroot": [[HOME + "/dhcp-helper", "-l", "255.255.255.255"] +
                with_map, [HOME + "/tftpd", "-c", "1000:1000", "-l", SERVER] +
                with_map + [ROOT],
                [HOME + "/httpd", "-l", SERVER] + with_map + [ROOT]],
            "dnsmasq": [dnsmasq], "dnsmasq, nginx": [dnsmasq, nginx],
            "Kea, tftp-hpa": [kea, hpa],
            "Kea, tftp-hpa, nginx": [kea, hpa, nginx],
        }

    def boot(self, clients, words, first=0, patience=PATIENCE_S):
        """What rack.c says: done, failed, first, median, last, bytes,
        restarts, its CPU."""
        out = subprocess.run(["ip", "netns", "exec", "rack", self.rack, "-n",
            str(clients), "-f", str(first), "-s", str(APART_MS), "-t",
            str(patience)] + words, stdout=subprocess.PIPE, text=True,
            timeout=patience + 30).stdout.split()
        return [float(n) for n in out]

    def start(self, name):
        """All its programs, in one control group."""
        commands = self.commands[name]
        by_http = ["h:img/linux"] if name == "bootroot" or "nginx" in name \
            else []
        # One of those that are not measured: each program has answered then.
        return Server("rack", commands[0], lambda: self.boot(1, ["e:",
            "g:img/linux"] + by_http, CLIENTS - 1, 1)[0] == 1, commands[1:])

    def measure(self, row, name):
        """first, median, last, CPU, MiB, CPU of the clients, failed,
        restarts."""
        _, clients, how, _, _, _ = row
        return self.measure_words(name, max(clients // LESS, 1), files(row))

    def measure_words(self, name, clients, words):
        server = self.start(name)
        sampled = [sum(server.private_kib())]
        over = threading.Event()

        def sample():
            while not over.wait(1 if len(sampled) > 1 else 0.3):
                sampled.append(sum(server.private_kib()))
        sampler = threading.Thread(target=sample)
        sampler.start()
        before = server.cpu_s()
        done, failed, first, median, last, _, restarts, own = self.boot(
            clients, words)
        cpu = server.cpu_s() - before
        over.set()
        sampler.join()
        server.stop()
        return (first, median, last if failed == 0 else PATIENCE_S, cpu,
            max(sampled) / 1024, own, failed, restarts)

    def constants(self):
        """For scaling.py: {what: seconds, the server's CPU, the clients' CPU
        for one of its unit}, each without what DHCP has taken of it."""
        cost = {}
        for what, (clients, words, units) in CALIBRATION.items():
            say("constants of the model: " + what)
            m = self.measure_words("bootroot", clients, words)
            got = ((m[3] + m[5]) / CORES if what == "boot" else m[2],
                m[3], m[5])
            rest = cost.get("boot", (0, 0, 0))
            cost[what] = [max(g / clients - r, 0) / units
                for g, r in zip(got, rest)]
        return cost


def median(values, column):
    return statistics.median(v[column] for v in values)


def part(bench, rounds):
    results = {(row, name): [] for row in ROWS for name in row[-1]}
    constants = []
    for i in range(rounds):
        constants.append(bench.constants())
        for row, name in results:
            say("round %d of %d: a rack, %s: %s" % (i + 1, rounds, row[0],
                name))
            results[row, name].append(bench.measure(row, name))
    print("""
## A rack that boots

All clients are switched on at once, %d ms from one to the next. Each gets an address by
DHCP, a loader of %.1f MB as UEFI's PXE loads it (blksize 1468, windowsize 4 if the
server knows it), and then by GRUB's TFTP (blksize 1024, lock step) its configuration and
%d small files, of which %d are not there. Kernel and initrd come by GRUB's TFTP, or by
HTTP. 500 clients by TFTP get smaller ones: 70 MB each would be 34 million blocks. The
clients are one process on the same machine, at the other end of a cable (veth) without
a limit; a client whose message is lost repeats it as its firmware does. Seconds are
since the first client was switched on, the largest and smallest of %d rounds behind
the last; TCP with %s. CPU is that of all processes of the servers, MiB the most
private memory of all of them that was seen.
""" % (APART_MS, LOADER_KB / 1000, len(SMALL),
        sum(s is None for s in SMALL.values()), rounds,
        bench.congestion_control))
    if LESS > 1:
        print("This is a trial, which shows that all of it works, and not how fast: "
            "kernel,\ninitrd and clients are divided by %d.\n" % LESS)
    machine.say(os.environ.get("PARTS", "tftp").split())
    table(results)
    goals(results)
    model(results, constants)


def table(results):
    print("| clients | kernel + initrd | servers | first | median | last, s "
        "| CPU, s | MiB | CPU of the clients, s | failed | restarts |")
    print("|---" * 11 + "|")
    for (row, name), values in results.items():
        what, _, _, kernel, initrd, _ = row
        last = [v[2] for v in values]
        print("| %s | %d + %d MB | %s | %.2f | %.2f | %.2f (%.2f to %.2f) | "
            "%.2f | %.0f | %.2f | %d | %d |" % (what, kernel, initrd, name,
            median(values, 0), median(values, 1), statistics.median(last),
            min(last), max(last), median(values, 3), median(values, 4),
            median(values, 5), sum(v[6] for v in values),
            sum(v[7] for v in values)))


def goals(results):
    print("\n| what is aimed at | at least | is |\n|---|---|---|")
    for row in ROWS:
        if row[-1] == OURS:
            continue
        ours = results[row, "bootroot"]
        others = [results[row, n] for n in row[-1] if n != "bootroot"]
        best = min(others, key=lambda v: median(v, 2))
        print("| %s: times faster to the last than the best of the others | "
            "%s | %.2f |" % (row[0], "1.50" if row[2] == TFTP else "1.00",
            median(best, 2) / median(ours, 2)))
        if row[2] == HTTP:
            print("| %s: CPU of that one, of bootroot's | 2.00 | %.2f |" % (
                row[0], median(best, 3) / median(ours, 3)))


def model(results, rounds):
    """The constants, and what they predict of what was measured."""
    cost = {what: [statistics.median(r[what][i] for r in rounds)
        for i in range(3)] for what in CALIBRATION}
    print("\nThe constants of [scaling.md](scaling.md): what one costs on this "
        "machine, where servers\nand clients share %d processors, in "
        "microseconds.\n" % CORES)
    print(scaling.constants_text(cost))
    print("\nWhat they predict of bootroot's rack, and what it took:\n")
    print("| clients | predicted, s | measured, s | measured / predicted | CPU of the "
        "servers predicted, s | measured, s | measured / predicted |")
    print("|---" * 7 + "|")
    for row in ROWS:
        if row[1] not in (60, 500):
            continue
        _, clients, how, kernel, initrd, _ = row
        clients = max(clients // LESS, 1)
        method = scaling.HTTP if how == HTTP else scaling.LOCKSTEP
        boot = scaling.Boot(LOADER_KB * 1000, len(SMALL) + 1,
            sum(s or 0 for s in SMALL.values()), (kernel + initrd) * 10**6 / LESS)
        pairs = ((scaling.this_machine(cost, clients, method, boot,
                APART_MS / 1000, CORES), median(results[row, "bootroot"], 2)),
            (clients * scaling.of_each(cost, boot, method, 1, clients / CORES),
                median(results[row, "bootroot"], 3)))
        print("| %s, %d + %d MB | %s |" % (row[0], kernel, initrd, " | ".join(
            "%.2f | %.2f | %.2f" % (p, m, m / p) for p, m in pairs)))
