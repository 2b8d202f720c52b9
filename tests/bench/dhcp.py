"""The DHCP rows: dhcp-helper beside Kea and dnsmasq, by perfdhcp.

Every client has an address of its own in the server's configuration, and asks
as a BIOS PXE client: DISCOVER, OFFER, REQUEST, ACK.
"""
import json
import os
import re
import subprocess
import time

from server import HOME, Server

CLIENTS = 1000
# perfdhcp's own first is ..:03:04, but it asks by ..:03:00 too.
FIRST_MAC = 0x000c01020300
KNOWN = CLIENTS + 4
SECONDS = 5
ALL = ("bootroot", "kea", "dnsmasq")
PXE = ["-o", "60,505845436c69656e743a417263683a30303030303a554e44493a303032303031",
    "-o", "93,0000", "-o", "97,0001020304050607080910111213141516"]

# What, exchanges a second that are asked for, the servers.
ROWS = [
    ("5,000 exchanges a second asked for", 5000, ALL),
    ("20,000 exchanges a second asked for", 20000, ALL),
]
MAPS = [10, 1000000]


def mac(i):
    text = "%012x" % (FIRST_MAC + i)
    return ":".join(text[j:j + 2] for j in range(0, 12, 2))


def address(i):
    return "10.9.%d.%d" % (1 + i // 250, 1 + i % 250)


class Bench:
    def __init__(self, cache, roomy):
        self.cache = cache
        self.roomy = roomy
        self.network()
        self.map(KNOWN, HOME + "/clients.cdb")
        self.kea()
        self.dnsmasq()
        self.commands = {
            "bootroot": self.ours(HOME + "/clients.cdb"),
            "kea": ["env", "KEA_PIDFILE_DIR=" + HOME,
                "KEA_LOCKFILE_DIR=" + HOME, cache + "/bin/kea-dhcp4", "-c",
                HOME + "/kea.json"],
            "dnsmasq": [cache + "/bin/dnsmasq", "-k",
                "--conf-file=" + HOME + "/dnsmasq.conf"],
        }

    def ours(self, map_path):
        return [HOME + "/dhcp-helper", "-l", "255.255.255.255", "-m",
            map_path]

    def network(self):
        """A cable to the clients, who are a host of their own."""
        for command in ("ip netns add clients",
                "ip link add eth0 type veth peer name eth0 netns clients",
                "ip address add 10.9.0.1/16 dev eth0",
                "ip link set eth0 up",
                "ip -n clients address add 10.9.0.2/16 dev eth0",
                "ip -n clients link set eth0 up"):
            subprocess.run(command.split(), check=True)

    def map(self, clients, path):
        os.makedirs(HOME + "/tftp/img", exist_ok=True)
        with open(HOME + "/tftp/img/pxelinux.0", "w") as f:
            f.write("any")
        with open(HOME + "/clients", "w") as f:
            f.write("net 10.9.0.0/16 - server=10.9.0.1 lease=1d\n"
                "image img - bios=pxelinux.0\n")
            for i in range(clients):
                # Only so many addresses are there; the rest just boots.
                ip = " ip=" + address(i) if i < KNOWN else ""
                f.write("%s pc%d boot=img%s\n" % (mac(i), i, ip))
        subprocess.run([HOME + "/mkbootroot", "-q", "-f", HOME + "/clients",
            "-r", HOME + "/tftp", "-m", path], check=True)

    def kea(self):
        with open(HOME + "/kea.json", "w") as f:
            json.dump({"Dhcp4": {
                "interfaces-config": {"interfaces": ["eth0"]},
                "lease-database": {"type": "memfile", "persist": False},
                "valid-lifetime": 86400,
                "subnet4": [{"id": 1, "subnet": "10.9.0.0/16",
                    "next-server": "10.9.0.1",
                    "boot-file-name": "img/pxelinux.0",
                    "reservations": [{"hw-address": mac(i),
                        "ip-address": address(i)} for i in range(KNOWN)]}],
                # A line for each packet, as the others write.
                "loggers": [{"name": "kea-dhcp4", "severity": "INFO",
                    "output_options": [{"output": "syslog"}]}]}}, f)

    def dnsmasq(self):
        with open(HOME + "/dnsmasq.conf", "w") as f:
            f.write("port=0\ninterface=eth0\nbind-interfaces\nno-ping\n"
                "dhcp-range=10.9.0.0,static,255.255.0.0,24h\n"
                "dhcp-boot=img/pxelinux.0\nuser=root\npid-file=\n"
                "dhcp-leasefile=%s/leases\ndhcp-lease-max=100000\n" % HOME)
            for i in range(KNOWN):
                f.write("dhcp-host=%s,%s\n" % (mac(i), address(i)))

    def perfdhcp(self, rate, seconds, clients=CLIENTS):
        """Exchanges a second that were answered; requests that were not.

        What is still on its way at the end is waited for.
        """
        out = subprocess.run(["ip", "netns", "exec", "clients", "env",
            "LD_PRELOAD=" + self.roomy, self.cache + "/bin/perfdhcp", "-4",
            "-l", "eth0", "-r", str(rate), "-R", str(clients), "-p",
            str(seconds), "-W", "500000"] + PXE,
            capture_output=True, text=True, timeout=seconds + 60).stdout
        received = re.findall(r"^received packets: (\d+)", out, re.M)
        drops = re.findall(r"^drops: (\d+)", out, re.M)
        if len(received) != 2 or len(drops) != 2:
            return 0.0, 0
        return int(received[1]) / seconds, sum(map(int, drops))

    def start(self, name, command=None):
        return Server(name, command or self.commands[name],
            lambda: self.perfdhcp(10, 1)[0] > 0)

    def measure(self, row, name):
        """The rate, the seconds of CPU, how many were not answered."""
        what, rate, _ = row
        server = self.start(name)
        before = server.cpu_s()
        answered, drops = self.perfdhcp(rate, SECONDS)
        cpu = server.cpu_s() - before
        server.stop()
        return answered, cpu, drops

    def map_cost_us(self, clients):
        """Microseconds of CPU for an exchange, with a map of so many."""
        path = "%s/clients-%d.cdb" % (HOME, clients)
        if not os.path.exists(path):
            self.map(clients, path)
        server = self.start("bootroot", self.ours(path))
        before = server.cpu_s()
        answered, _ = self.perfdhcp(2000, SECONDS, min(clients, CLIENTS))
        cpu = server.cpu_s() - before
        server.stop()
        return cpu / (answered * SECONDS) * 1e6

    def first_answer_ms(self):
        """From a DISCOVER to its OFFER, inetd starting the program."""
        inetd = subprocess.Popen([self.cache + "/bin/openbsd-inetd", "-i",
            "-d", self.inetd_conf()], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        code = FIRST_ANSWER % (FIRST_MAC, )
        deadline = time.monotonic() + 10
        while True:
            out = subprocess.run(["ip", "netns", "exec", "clients", "python3",
                "-c", code], capture_output=True, text=True).stdout
            if out or time.monotonic() > deadline:
                break
        # The one that was started goes; the next DISCOVER starts another.
        times = []
        while out and len(times) < 21:
            subprocess.run(["pkill", "-x", "dhcp-helper"])
            out = subprocess.run(["ip", "netns", "exec", "clients", "python3",
                "-c", code], capture_output=True, text=True).stdout
            if out:
                times.append(float(out))
        inetd.terminate()
        inetd.wait()
        subprocess.run(["pkill", "-x", "dhcp-helper"])
        return times

    def inetd_conf(self):
        path = HOME + "/inetd.conf"
        with open(path, "w") as f:
            f.write("255.255.255.255:bootps dgram udp4 wait nobody %s/dhcp-helper "
                "dhcp-helper -m %s/clients.cdb\n" % (HOME, HOME))
        return path


# Run on the clients' host: one DISCOVER, and the milliseconds to its OFFER.
FIRST_ANSWER = """
import socket, struct, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
s.bind(("", 68))
s.settimeout(1)
mac = (%d).to_bytes(6, "big")
s.sendto(struct.pack("!BBBB4sHH16s16s192s", 1, 1, 6, 0, b"abcd", 0, 0x8000,
    b"", mac, b"") + bytes.fromhex("63825363350101") + b"\\x3c\\x20" +
    b"PXEClient:Arch:00000:UNDI:002001" + b"\\x5d\\x02\\0\\0\\xff",
    ("255.255.255.255", 67))
begun = time.monotonic()
try:
    while s.recv(1500)[4:8] != b"abcd":
        pass
    print((time.monotonic() - begun) * 1000)
except socket.timeout:
    pass
"""
