"""Watches a PC's cable and its serial console until its disk's loader speaks.

    diskwatch.py INTERFACE SERIAL MARK SECONDS

Prints on standard error what the PC sent and when, in seconds after its first
DISCOVER, and then the seconds until MARK on standard output. Exit status 1:
SECONDS were over.
"""
import select
import socket
import sys
import time

interface, serial, mark, limit = sys.argv[1:5]
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
wire.bind((interface, 0))
begun = None
start = time.time()
last = None


def name(frame):
    kind = frame[12:14]
    if kind == b"\x08\x00":
        body = frame[14 + 4 * (frame[14] & 15):]
        if frame[23] == 17:
            port = int.from_bytes(body[2:4], "big")
            if port in (67, 68, 4011):
                o, at, vendor, t = body[8 + 240:], 0, "", 0
                while at + 1 < len(o) and o[at] != 255:
                    if o[at] == 0:
                        at += 1
                        continue
                    if o[at] == 53:
                        t = o[at + 2]
                    if o[at] == 60:
                        vendor = o[at + 2:at + 12].decode("ascii", "replace")
                    at += 2 + o[at + 1]
                return "dhcp%d type %d %s" % (port, t, vendor)
            return "udp %d %s" % (port, body[8:40] if port == 69 else "")
        return "ip %d" % frame[23]
    if kind == b"\x86\xdd":
        if frame[20] == 58:
            return "icmp6 %d" % frame[54]
        return "ip6 %d %d" % (frame[20], int.from_bytes(frame[56:58], "big"))
    return "ether " + kind.hex()


text = b""
console = None
while time.time() < start + float(limit):
    if select.select([wire], [], [], 0.02)[0]:
        frame = wire.recv(2048)
        if frame[6:12].hex() == "525400123456":
            what = name(frame)
            if begun is None and what.startswith("dhcp67 type 1 "):
                begun = time.time()
            if what != last or what.startswith("dhcp"):
                print("%7.2f %s" % (time.time() - (begun or start), what), file=sys.stderr)
            last = what
    if console is None:
        try:
            console = open(serial, "rb")
        except FileNotFoundError:
            continue
    more = console.read()
    if more:
        for line in more.replace(b"\r", b"\n").split(b"\n"):
            line = bytes(c for c in line if 32 <= c < 127).strip()
            if len(line) > 6:
                print("%7.2f > %s" % (time.time() - (begun or start), line.decode()[:110]), file=sys.stderr)
    text = text[-200:] + more
    if mark.encode() in text:
        print("%.2f" % (time.time() - begun))
        sys.exit(0)
sys.exit(1)
