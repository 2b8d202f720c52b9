"""Frames that no client should send, at dhcp-helper on 10.9.0.1, by eth0.

    dhcp_hostile.py SEED COUNT

The same frames for the same seed: messages with options that are cut, nested, split,
overloaded or long; addresses of others and of nobody; wrong checksums, fragments that
are late or lost, datagrams up to 9,000 bytes. Every answer is looked at: nobody is
answered twice, nor elsewhere than its message says, nor who is to be ignored, nor what
was not for this host or did not come whole. Meanwhile a good client is answered.

Exit status: 0 all is as it should be; 1 not, and each fault was printed.
"""
import random
import select
import socket
import struct
import sys
import time

import dhcp_client

HOST = "10.9.0.1"
BROADCAST = "255.255.255.255"
IGNORED = bytes.fromhex("52540000000a")
COOKIE = bytes.fromhex("63825363")
PAUSE = 32          # frames without waiting
KEPT = 4096         # for which an answer may come
ADDRESSES = (HOST, "10.9.0.21", "10.9.0.250", "10.9.0.255", BROADCAST, "0.0.0.0",
    "127.0.0.1", "224.0.0.1", "10.8.0.1", "240.0.0.1")
CLASSES = (b"PXEClient:Arch:00007:UNDI:003016", b"PXEClient", b"U-Boot", b"MSFT 5.0", b"",
    b"HTTPClient:Arch:00016:UNDI:003016", b"AAPLBSDPC", b"PXEClient:Arch:9999x")
r = random.Random()


def chance(percent):
    return r.random() * 100 < percent


def some(*of):
    return r.choice(of)


def noise(most):
    return r.randbytes(r.randrange(most + 1))


def address():
    return socket.inet_aton(some(*ADDRESSES))


def bent(value):
    """Mostly the value, and now and then a part of it, or more."""
    if chance(85):
        return value
    return value[:r.randrange(len(value) + 1)] if chance(50) else (value + noise(255))[:255]


def part(code, value):
    return bytes([code, len(value)]) + value


def relay():
    """Option 82: sub-options, some of them in each other, and the last one cut."""
    value = b"".join(part(some(1, 2, 5, 5, 11, 11, 151, 0, 255), some(address(), noise(20),
        part(5, address()), b"")) for _ in range(r.randrange(6)))
    return value[:r.randrange(len(value) + 1)] if chance(25) else value


def options():
    kind = 1 if chance(60) else some(3, 3, 3, 8, 4, 7, 2, 5, 0, 255)
    out = [part(53, bent(bytes([kind])) if chance(10) else bytes([kind]))] * (not chance(5))
    for percent, code, value in (
            (90, 60, lambda: CLASSES[0] if chance(70) else some(*CLASSES)),
            (80, 93, lambda: bent(some(b"\0\7", b"\0\7", b"\0\0", b"\0\x10", b"\0\x0b" * 20))),
            (50, 94, lambda: bent(b"\1\3\x10")),
            (50, 97, lambda: bent(b"\0" + r.randbytes(16))),
            (20, 43, lambda: some(b"\x47\4\0\0\0\0\xff", b"\x47\4\0\0\x80\0", b"\x47\xff\0",
                b"\x47", noise(60))),
            (15, 50, lambda: bent(address())),
            (15, 54, lambda: bent(address())),
            (40, 57, lambda: bent(struct.pack("!H", some(0, 1, 28, 300, 576, 1500, 65535)))),
            (30, 61, lambda: some(b"", noise(255), r.randbytes(255), b"\1" + r.randbytes(6))),
            (40, 55, lambda: some(bytes([1, 3, 6, 12, 66, 67, 150, 209, 210]), noise(255))),
            (15, 77, lambda: some(b"iPXE", b"\4iPXE", b"\xffiPXE", noise(255))),
            (15, 175, lambda: some(b"\x13\1\1\x21\1\1", b"\x13", noise(30))),
            (30, 82, relay),
            (10, 118, lambda: bent(address())),
            (5, 52, lambda: some(b"\1", b"\2", b"\3", b"\0", b"\4", b"", b"\1\1")),
            (5, r.randrange(256), lambda: noise(255))):
        if chance(percent):
            out.append(part(code, value()))
    r.shuffle(out)
    if chance(10):      # RFC 3396
        code = some(61, 60, 82, 97, 43, 77, 55)
        for _ in range(r.randrange(2, 7)):
            out.insert(r.randrange(len(out) + 1), part(code, some(b"", noise(4), r.randbytes(255))))
    if chance(10):
        out.insert(r.randrange(len(out) + 1), bytes(some(1, 100, 700)))
    out = b"".join(out)
    out += b"\xff" * (not chance(10)) + some(b"", b"", noise(100), bytes(312))
    if chance(5):
        out = out[:r.randrange(len(out) + 1)]
    return out + (r.randbytes(some(1000, 3000, 8500)) if chance(2) else b"")


def field(n):
    """sname or file: nothing, a text, options, or noise."""
    if chance(80):
        return bytes(n)
    return (some(b"10.9.0.1\0", part(53, b"\1"), part(61, noise(17))) +
        some(b"", b"\xff", r.randbytes(n)) + bytes(n))[:n]


def xid(number):
    return struct.pack("!I", 0x40000000 + number)


def message(transaction):
    card = some(bytes.fromhex("525400123456"), IGNORED, r.randbytes(6), r.randbytes(6))
    hardware = card + (bytes(10) if chance(90) else r.randbytes(10))
    out = struct.pack("!BBBB", 1 if chance(92) else some(0, 2, 255),
        1 if chance(90) else some(0, 6, 32, 255),
        6 if chance(85) else some(0, 1, 7, 16, 17, 20, 255), some(0, 1, 255))
    out += transaction + struct.pack("!HH", some(0, 4, 65535), some(0, 0x8000, 0xffff))
    for percent in 25, 5, 5, 25:    # ciaddr, yiaddr, siaddr, giaddr
        out += address() if chance(percent) else bytes(4)
    out += hardware + field(64) + field(128)
    out += (COOKIE if chance(96) else some(r.randbytes(4), bytes(4))) + options()
    if chance(2):
        out = out[:r.randrange(32, len(out))]
    return out


class Sent:
    """A datagram, its frames, and what may come of it."""

    def __init__(self, transaction):
        self.payload = message(transaction)
        self.source = some("0.0.0.0", "10.9.0.21") if chance(80) else some(*ADDRESSES)
        self.to = some(BROADCAST, HOST) if chance(80) else some("10.9.0.255", "10.9.0.99",
            "127.0.0.1")
        self.sport = 68 if chance(70) else some(67, 4011, 0, r.randrange(65536))
        self.port = 67 if chance(70) else some(67, 4011, 4011, 68)
        self.is_whole = True
        self.answers = 0
        self.frames = self.cut(self.udp())

    def udp(self):
        n = 8 + len(self.payload)
        if chance(2):       # a part of it would be a datagram again
            n, self.is_whole = some(0, 7, n + 1, 65535), False
        head = struct.pack("!HHH", self.sport, self.port, n)
        sum_ = 0
        if chance(30):
            all_of_it = socket.inet_aton(self.source) + socket.inet_aton(self.to) + struct.pack(
                "!HH", 17, n) + head + self.payload
            sum_ = dhcp_client.checksum(all_of_it + bytes(len(all_of_it) % 2)) or 0xffff
            if chance(10):
                sum_, self.is_whole = sum_ ^ 0x0101 or 1, False
        return head + struct.pack("!H", sum_) + self.payload

    def cut(self, body):
        to = dhcp_client.mac(dhcp_client.HOST)
        if self.to in (BROADCAST, "10.9.0.255") or chance(10):
            to = b"\xff" * 6
        most = 8960 if len(body) > 1480 and chance(50) else some(1480, 1480, 1480, 576, 64)
        if most == 64 and len(body) > 1000:
            most = 576
        frames = []
        for at in range(0, len(body), most):
            more = 0x2000 if at + most < len(body) else 0
            head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(body[at:at + most]),
                struct.unpack("!H", self.payload[6:8])[0], more | at >> 3, 64, 17, 0,
                socket.inet_aton(self.source), socket.inet_aton(self.to))
            head = head[:10] + struct.pack("!H", dhcp_client.checksum(head)) + head[12:]
            frames.append(to + dhcp_client.mac(dhcp_client.HERE) + b"\x08\0" + head +
                body[at:at + most])
        if chance(30):
            r.shuffle(frames)
        if len(frames) > 1 and chance(10):
            frames.pop()
            self.is_whole = False
        return frames

    def faults(self, source, to, answer):
        """What is wrong with this answer to it."""
        asked = self.payload
        ciaddr, giaddr = socket.inet_ntoa(asked[12:16]), socket.inet_ntoa(asked[24:28])
        ways = {BROADCAST + ":68", ciaddr + ":68"}
        if self.port == 4011:
            ways = {"%s:%d" % (self.source, self.sport), "%s:%d" % (BROADCAST, self.sport)}
        elif giaddr != "0.0.0.0":
            ways = {giaddr + ":67"}
        nobody = ("0.0.0.0", "10.9.0.255", "224.0.0.1", "127.0.0.1")
        ways = {way for way in ways if way.split(":")[0] not in nobody and way[-2:] != ":0"}
        wrong = {
            "a second answer": self.answers > 1,
            "it is no request": asked[0] != 1 or asked[236:240] not in (COOKIE, bytes(4)),
            "it is of one who is ignored": asked[28:34] == IGNORED and asked[2] == 6,
            "it did not come whole": not self.is_whole,
            "it was not for us": self.to not in (BROADCAST, HOST, "10.9.0.255"),
            "the answer goes elsewhere": to not in ways,
            "the answer is not of that port": source != "%s:%d" % (HOST, self.port),
            "the answer is no reply to it": answer[0] != 2 or answer[28:44] != asked[28:44],
            "the answer is larger than any client takes": len(answer) > 1472,
        }
        return [fault for fault in wrong if wrong[fault]]


class Hostile:
    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
        self.socket.bind(("eth0", 0x0800))
        self.socket.setsockopt(socket.SOL_SOCKET, 33, 8 << 20)      # SO_RCVBUFFORCE
        self.sent = {}
        self.good = None        # the xid that the good client waits for
        self.wrong = self.answers = 0

    def fault(self, *words):
        self.wrong += 1
        if self.wrong <= 10:
            print(*words)

    def take(self):
        """Looks at what has come."""
        while select.select([self.socket], [], [], 0)[0]:
            got = dhcp_client.take(self.socket)
            if got is None:
                continue
            source, to, answer = got
            if answer[4:8] == self.good:
                self.good = None
                continue
            asked = self.sent.get(answer[4:8])
            if asked is None:
                continue        # to the good one, once more
            self.answers += 1
            asked.answers += 1
            for fault in asked.faults(source, to, answer):
                self.fault("%s: %s > %s, answered %s > %s: %s" % (fault, asked.source, asked.to,
                    source, to, asked.payload.hex()))

    def probe(self, number):
        """A good client: it is answered, and so is all that was sent before."""
        a = dhcp_client.options([])
        a.mac, a.xid = "52:54:00:12:34:57", "7f%06x" % number
        frame = dhcp_client.frame(a, dhcp_client.message(a))
        for _ in range(12):
            self.good = bytes.fromhex(a.xid)
            self.socket.send(frame)
            deadline = time.monotonic() + 5
            while self.good and time.monotonic() < deadline:
                select.select([self.socket], [], [], 0.05)
                self.take()
            if self.good is None:
                return
        sys.exit("the good client is not answered any more")

    def run(self, count):
        for number in range(count):
            if number % PAUSE == 0:
                self.probe(number)
            one = Sent(xid(number))
            self.sent[xid(number)] = one
            self.sent.pop(xid(number - KEPT), None)
            for frame in one.frames:
                self.socket.send(frame)
        self.probe(count)
        print("%d datagrams, %d answers, %d wrong" % (count, self.answers, self.wrong))
        return self.wrong > 0 or self.answers < count / 50


if __name__ == "__main__":
    seed, times = sys.argv[1:]
    r.seed(int(seed))
    sys.argv = sys.argv[:1]
    sys.exit(Hostile().run(int(times)))
