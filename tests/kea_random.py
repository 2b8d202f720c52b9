#!/usr/bin/env python3
# Configurations of Kea, given and at random: the real Kea is asked on the wire,
# kea_ask what we make of the file, and both have to say the same.
#
#	kea_random.py SEED FILES KEA KEA_ASK FOLDER [CONFIGURATION...]
#
# Runs in a namespace with eth0 (10.9.0.1/24, 02:00:00:00:00:01) tied to pc0.
# What differs is printed. Where kea_ask names a line of the file, a client of
# whom something is not known may differ; these are counted.
import json
import os
import random
import re
import select
import socket
import struct
import subprocess
import sys
import time

here = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, here)
import dhcp_client                                              # noqa: E402

seed, files, kea, kea_ask, folder = sys.argv[1:6]
r = random.Random(int(seed))
HOSTS = ["52:54:00:00:00:0%d" % i for i in range(1, 6)]
OTHERS = ["b8:27:eb:00:00:01", "b8:27:eb:11:00:01", "02:00:00:00:99:01"]
NETS = ["10.9.0", "10.9.1", "10.9.2"]
ARCHS = [0, 6, 7, 9, 11, 16]


def maybe(p, value):
    return value() if r.random() < p else None


def leaf(names):
    k = r.randrange(16)
    arch = r.choice(ARCHS)
    if k < 3:
        return "option[93].hex == 0x%04x" % arch
    if k == 3:
        return "option[client-system].hex == 0x%04x" % arch
    if k == 4:
        return "substring(option[60].hex, 0, %s) == '%s'" % r.choice([
            (9, "PXEClient"), (10, "HTTPClient"), (9, "pxeclient"), (3, "PXE"),
            (20, "PXEClient:Arch:%05d" % arch), ("all", "PXEClient")])
    if k == 5:
        return "substring(option[60].text, 15, 5) == '%05d'" % arch
    if k == 6:
        return "option[77].hex == 'iPXE'"
    if k == 7:
        return r.choice(["option[175].exists", "option[77].exists", "option[82].option[1].exists and 'a' == 'b'",
                         "option[93].exists", "option[12345 ].exists" if 0 else "option[222].exists",
                         "vendor[4491].exists", "option[user-class].exists"])
    if k == 8:
        return r.choice([
            "substring(pkt4.mac, 0, 3) == 0xb827eb", "substring(pkt4.mac,0,4) == 0xb827eb11",
            "hexstring(substring(pkt4.mac, 0, 3), ':') == 'b8:27:eb'",
            "substring(hexstring(pkt4.mac, '-'), 0, 8) == '52-54-00'",
            "pkt4.mac == 0x525400000002", "hexstring(pkt4.mac, ':') == '52:54:00:00:00:03'",
            "hexstring(pkt4.mac, ':') == 'B8:27:EB:00:00:01'"])
    if k == 9:
        return r.choice(["pkt4.htype == 1", "pkt4.hlen == 6", "pkt4.ciaddr == 0.0.0.0",
                         "pkt4.siaddr == 10.9.0.1"])
    if k == 10:
        return "concat('a', substring(option[60].hex, 0, 3)) == 'aPXE'"
    if k == 11:
        return "ifelse(option[77].exists, 'i', 'r') == '%s'" % r.choice("ir")
    if k == 12:
        return "substring(option[60].hex, -6, %s) == '%s'" % r.choice(
            [(3, "003"), (3, "002"), ("all", "003016"), (-5, ":UNDI")])
    if k == 13:
        return "lcase(substring(option[60].hex, 0, 4)) == '%s'" % r.choice(["pxec", "http"]) \
            if NEW else "'x' == 'x'"
    if k == 14:
        return "member('%s')" % r.choice(["KNOWN", "UNKNOWN", "ALL"])
    return "member('%s')" % r.choice(names or ["ALL"])


NEW = False     # functions that came after Kea 2.2


def test(names, depth=0):
    k = r.random()
    if depth > 2 or k < 0.5:
        return leaf(names)
    if k < 0.6:
        return "not (%s)" % test(names, depth + 1)
    if k < 0.65:
        return "not " + leaf(names)
    word = r.choice(["and", "or"])
    text = (" %s " % word).join(test(names, depth + 1) for _ in range(r.randint(2, 3)))
    return text if r.random() < 0.5 else "(%s)" % text


def options():
    out, codes = [], set()
    for _ in range(r.choice([0, 0, 0, 1, 1, 2])):
        out.append(r.choice([
            lambda: {"name": "routers", "data": "10.9.0.%d" % r.randint(200, 250)},
            lambda: {"name": "domain-name-servers", "data": "10.9.0.8, 10.9.0.9"},
            lambda: {"name": "tftp-server-name", "data": r.choice(["10.9.0.77", "tftp-x"])},
            lambda: {"name": "boot-file-name", "data": "o67-%d" % r.randint(1, 99)},
            lambda: {"name": "vendor-class-identifier", "data": r.choice(["HTTPClient", "PXEClient"])},
            lambda: {"code": 67, "csv-format": False, "data": "6f36372d68"},
            lambda: {"name": "tftp-server-address", "data": "10.9.0.150"},
            lambda: {"name": "vendor-class-identifier", "data": r.choice(["HTTPClient", "PXEClient"])},
            lambda: {"code": 3, "csv-format": False, "data": "0a0900%02x" % r.randint(200, 250)},
        ])())
        code = {"routers": 3, "domain-name-servers": 6, "tftp-server-name": 66,
                "boot-file-name": 67, "tftp-server-address": 150,
                "vendor-class-identifier": 60}.get(
                    out[-1].get("name"), out[-1].get("code"))
        if code in codes:
            out.pop()
        codes.add(code)
    return out


def fields(o, p, label):
    if r.random() < p:
        o["boot-file-name"] = "f-%s-%d" % (label, r.randint(1, 99))
    if r.random() < p / 2:
        o["next-server"] = "10.9.0.%d" % r.randint(100, 120)
    if r.random() < p / 3:
        o["server-hostname"] = "s-%s" % label
    data = options()
    if data:
        o["option-data"] = data


def reservations(names, net, n):
    out = []
    for mac in r.sample(HOSTS, n):
        o = {"hw-address": mac, "hostname": "h" + mac[-1]}
        if net is not None and r.random() < 0.6:
            o["ip-address"] = "%s.%d" % (net, 10 + HOSTS.index(mac))
        if r.random() < 0.5:
            o["client-classes"] = r.sample(names + ["special"], r.randint(1, min(2, len(names) + 1)))
        fields(o, 0.3, "h" + mac[-1])
        out.append(o)
    return out


def require(o, late):
    if late and r.random() < 0.5:
        o["require-client-classes"] = r.sample(late, r.randint(1, len(late)))


def flags(o, p):
    if r.random() < p:
        o["reservations-global"] = r.random() < 0.6
        o["reservations-in-subnet"] = r.random() < 0.6


def configuration():
    names, late, classes = [], [], [{"name": "special"}]
    fields(classes[0], 0.5, "special")
    for i in range(r.randint(1, 6)):
        o = {"name": r.choice(["c%d" % i] * 9 + ["DROP"]), "test": test(names)}
        if o["name"] in names or (o["name"] == "DROP" and r.random() < 0.5):
            o["name"] = "c%d" % i
        if r.random() < 0.15 and o["name"] != "DROP":
            o["only-if-required"] = True
            late.append(o["name"])
        if r.random() < 0.1:
            o["valid-lifetime"] = r.randint(1000, 2000)
        fields(o, 0.6, o["name"])
        classes.append(o)
        names.append(o["name"])
    if r.random() < 0.2:
        classes.append({"name": r.choice([
            "VENDOR_CLASS_PXEClient:Arch:00000:UNDI:002001",
            "VENDOR_CLASS_HTTPClient:Arch:00016:UNDI:003016"]), "boot-file-name": "vendor"})
    usable = [n for n in names if n != "DROP"]
    subnets = []
    for i, net in enumerate(NETS):
        o = {"id": i + 1, "subnet": net + ".0/24", "pools": []}
        for j in range(r.choice([0, 1, 1, 1, 2])):
            p = {"pool": "%s.%d - %s.%d" % (net, 50 + 20 * j, net, 59 + 20 * j)}
            if r.random() < 0.3:
                p["client-class"] = r.choice(usable + ["KNOWN", "UNKNOWN", "special"])
            if r.random() < 0.15:
                p["option-data"] = options()
            require(p, late if r.random() < 0.4 else [])
            o["pools"].append(p)
        fields(o, 0.3, "n%d" % i)
        require(o, late)
        if r.random() < 0.15 and usable:
            o["client-class"] = r.choice(usable)
        if r.random() < 0.2:
            o["valid-lifetime"] = r.randint(2000, 3000)
        flags(o, 0.3)
        o["reservations"] = reservations(usable, net, r.choice([0, 1, 2]))
        subnets.append(o)
    all_ = {"interfaces-config": {"interfaces": ["eth0"]},
            "option-def": [{"name": "tftp-server-address", "code": 150,
                            "type": "ipv4-address", "array": True}],
            "client-classes": classes, "subnet4": subnets,
            "reservations": reservations(usable, None, r.choice([0, 0, 2]))}
    if r.random() < 0.35:
        shared = {"name": "shared", "subnet4": subnets[1:]}
        all_["subnet4"] = subnets[:1]
        # Which of its subnets a client gets, depends on those before it: no
        # map could say what differs there.
        for o in subnets[1:]:
            o.pop("valid-lifetime", None)
            o["option-data"] = [d for d in o.get("option-data", []) if
                                d.get("name") not in ("routers", "domain-name-servers")
                                and d.get("code") != 3]
        fields(shared, 0.3, "net")
        require(shared, late)
        flags(shared, 0.2)
        all_["shared-networks"] = [shared]
    flags(all_, 0.4)
    fields(all_, 0.3, "all")
    if r.random() < 0.3:
        all_["valid-lifetime"] = r.randint(3000, 4000)
    return json.dumps({"Dhcp4": all_}, indent=2)


def running(text, path):
    """As this Kea has to have it: where it logs, and no file of leases."""
    added = ('"lease-database": { "type": "memfile", "persist": false },\n'
             '"loggers": [ { "name": "kea-dhcp4", "severity": "DEBUG", "debuglevel": 60,'
             ' "output_options": [ { "output": "%s", "flush": true } ] } ],\n'
             '"multi-threading": { "enable-multi-threading": false },' % path)
    return re.sub(r'("Dhcp4"\s*:\s*\{)', lambda m: m.group(1) + added, text, count=1)


class Kea:
    def __init__(self, text):
        self.log = folder + "/kea.log"
        open(self.log, "w").close()
        with open(folder + "/kea.conf", "w") as f:
            f.write(running(text, self.log))
        self.process = subprocess.Popen(
            [kea, "-c", folder + "/kea.conf"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=dict(os.environ, KEA_PIDFILE_DIR=folder, KEA_LOCKFILE_DIR="none",
                     KEA_LOG_FILE_DIR=folder))
        end = time.monotonic() + 60
        while "DHCP4_STARTED" not in open(self.log, errors="replace").read():
            if self.process.poll() is not None or time.monotonic() > end:
                errors = [line for line in open(self.log) if " ERROR " in line]
                self.process.kill()
                errors.append(self.process.communicate()[0].decode(errors="replace"))
                sys.exit("Kea does not start:\n%s\n%s" % (text, "".join(errors)))
            time.sleep(0.01)
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
        self.socket.bind(("pc0", 0x0800))
        self.xid, self.rest = 0, ""
        self.opened = open(self.log, errors="replace")
        self.received()

    def received(self):
        lines = (self.rest + self.opened.read()).split("\n")
        self.rest = lines.pop()
        return sum("DHCP4_BUFFER_RECEIVED" in line for line in lines)

    def send(self, mac, net, arch, what):
        self.xid += 1
        vendor = "%s:Arch:%05d:UNDI:%s" % (
            "HTTPClient" if what == "http" else "PXEClient", arch,
            "002001" if arch == 0 else "003010" if what == "ipxe" else "003016")
        argv = ["--mac", mac, "--arch", "%04x" % arch, "--vendor", vendor,
                "--xid", "%08x" % self.xid, "--option", "55:01 03 06 33 36 3c 42 43 96 2b",
                "--option", "57:0590"]
        if what == "ipxe":
            argv += ["--option", "77:'iPXE'", "--option", "175:010102"]
        if net != NETS[0]:
            argv += ["--giaddr", net + ".1", "--from", net + ".1:67", "--to", "10.9.0.1:67"]
        sys.argv = ["x"] + argv
        a = dhcp_client.options()
        self.socket.send(dhcp_client.frame(a, dhcp_client.message(a)))
        return self.xid

    def ask(self, *who):
        """What it answers; a second message says that it has done with it."""
        xid, mark = self.send(*who), self.send("02:00:00:00:99:99", NETS[0], 7, "rom")
        seen, end, answer = 0, time.monotonic() + 60, None
        while seen < 2:
            if time.monotonic() > end:
                sys.exit("Kea does not take what it is sent")
            seen += self.received()
            select.select([self.socket], [], [], 0.003)
        # What it said to the first, it said before it took the second.
        while select.select([self.socket], [], [], 0)[0]:
            got = dhcp_client.take(self.socket)
            if got is not None and got[2][:1] == b"\2" and \
                    struct.unpack("!I", got[2][4:8])[0] == xid:
                answer = got[2]
        return told(answer, who[-1])

    def end(self):
        self.process.kill()
        self.process.wait()
        self.socket.close()


def told(p, what):
    """As kea_ask writes it. Firmware that boots by HTTP waits for its own class."""
    if p is None:
        return "silent"
    o, at = {}, 240
    while at < len(p) and p[at] != 255:
        if p[at] == 0:
            at += 1
            continue
        o[p[at]] = o.get(p[at], b"") + p[at + 2:at + 2 + p[at + 1]]
        at += 2 + p[at + 1]

    def text(b):
        return b.split(b"\0")[0].decode()

    def address(b):
        return socket.inet_ntoa(b[:4])
    server, name = address(p[20:24]), text(p[44:108])
    o66 = text(o.get(66, b""))
    if what == "http" and not o.get(60, b"").startswith(b"HTTPClient"):
        o[67], p = b"", p[:108] + bytes(128) + p[236:]
    is_address = re.fullmatch(r"[0-9.]+", o66)
    if server == "0.0.0.0" and is_address:
        server = o66
    if server == "0.0.0.0" and 150 in o:
        server = address(o[150])
    if o66 and not is_address:
        name = o66
    file = text(o.get(67, b"")) or text(p[108:236])
    return "%s %s %s %s %d" % (
        file or "-", server, name or "-",
        address(o[3]) if 3 in o else "0.0.0.0", struct.unpack("!I", o[51])[0] if 51 in o else 0)


def clients():
    for net in NETS:
        for mac in HOSTS + OTHERS:
            arch = r.choice(ARCHS)
            yield mac, net, arch, "http" if arch == 16 else r.choice(["rom", "ipxe"])


def given_clients():
    for net in NETS:
        for mac in HOSTS[:3] + OTHERS:
            for arch, what in (0, "rom"), (7, "rom"), (9, "rom"), (11, "rom"), (0, "ipxe"), (7, "ipxe"), (16, "http"):
                yield mac, net, arch, what


def ours(path, asked):
    p = subprocess.run([kea_ask, path], text=True, capture_output=True,
                       input="".join("%s %s.0 %d %s\n" % q for q in asked))
    assert p.returncode == 0, p.stderr
    return p.stdout.split("\n")[:-1], p.stderr


# Nothing is said of the time where the file says nothing: Kea's own is 7200.
def same(mine, theirs):
    if mine.endswith(" 0") and theirs.endswith(" 7200"):
        theirs = theirs[:-5] + " 0"
    return mine == theirs


def main():
    given = sys.argv[6:]
    asked_n = silent = differ = named_n = 0
    answers = set()
    for i in range(len(given) + int(files)):
        text = open(given[i]).read() if i < len(given) else configuration()
        path = folder + "/given.conf"
        with open(path, "w") as f:
            f.write(text)
        asked = list(given_clients() if i < len(given) else clients())
        mine, named = ours(path, asked)
        assert len(mine) == len(asked), named
        server = Kea(text)
        first = True
        for who, what in zip(asked, mine):
            theirs = server.ask(*who)
            asked_n += 1
            silent += theirs == "silent"
            answers.add(theirs)
            if same(what, theirs):
                continue
            if "not known before" in named or "is one of several" in named:
                named_n += 1
                continue
            differ += 1
            if first:
                print(json.dumps(json.loads(text)) if i >= len(given) else given[i])
                print(named)
                first = False
            print("# %s\n#   theirs %s\n#   ours   %s" % (" ".join(map(str, who)), theirs, what))
        server.end()
    print("%d questions, %d silent, %d different answers, %d of what is named; %d differ" % (
        asked_n, silent, len(answers), named_n, differ))
    return differ > 0 or silent > asked_n * 3 / 4 or named_n > asked_n / 4


sys.exit(main())
