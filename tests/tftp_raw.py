"""A TFTP client that does what it is told, packet by packet.

    tftp_raw.py [ADDRESS] <script.py

Reads a script that uses the names below; the first expectation that does not
hold ends it with a message and status 1. Packets are written as they are in
the RFCs: ask("file", blksize=1468), expect(data(1, b"...")), send(ack(1)).
"""
# The C part alone: what Python adds to it makes each start, and there are many, twice as
# dear.
import _socket as socket
import collections
import struct
import sys
import time

SERVER = (sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1", 69)
PATIENCE = 30       # seconds until a packet that is expected counts as lost
# A client that is not used any more keeps its port for a while: if the kernel
# gave it to the next one, that one's request would end what the server still
# does for the first, whose last ACK it has perhaps not read yet.
recent = collections.deque(maxlen=16)
QUIET = 0.4         # seconds in which a packet that must not come would come


class Client:
    """One port of the client, and the server's port once it has answered."""

    def __init__(self, address=None, port=0):
        family = socket.AF_INET6 if ":" in SERVER[0] else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        if address or port:
            self.socket.bind((address or "", port))
        if not port:
            recent.append(self.socket)
        self.peer = None

    def raw(self, packet):
        """To port 69, whatever it is."""
        self.socket.sendto(packet, SERVER)

    def ask(self, name, mode="octet", opcode=1, **options):
        self.peer = None
        self.raw(request(name, mode, opcode, **options))

    def begin(self, name, **options):
        """Asks, takes the OACK for what it is, and has it go on."""
        self.ask(name, **options)
        self.receive()
        self.send(ack(0))

    def send(self, packet):
        self.socket.sendto(packet, self.peer)

    def receive(self, patience=PATIENCE):
        """The next packet, or None."""
        self.socket.settimeout(patience)
        try:
            packet, peer = self.socket.recvfrom(65536)
        except socket.timeout:
            return None
        self.peer = self.peer or peer
        if peer != self.peer:
            fail("a packet came from %s, not from %s" % (peer, self.peer))
        return packet

    def expect(self, packet, patience=PATIENCE):
        got = self.receive(patience)
        if got != packet:
            fail("expected %s, got %s" % (show(packet), show(got)))

    def expect_error(self, code):
        got = self.receive()
        if got is None or got[:4] != struct.pack("!HH", 5, code):
            fail("expected ERROR %d, got %s" % (code, show(got)))
        if got[-1:] != b"\0" or b"\0" in got[4:-1]:
            fail("the text of the ERROR does not end in its one NUL")
        return got[4:-1].decode()

    def expect_nothing(self):
        got = self.receive(QUIET)
        if got is not None:
            fail("expected silence, got %s" % show(got))

    def fetch(self, name, mode="octet", window=1, **options):
        """The whole file, as a client without fault or fortune gets it."""
        self.ask(name, mode, **options)
        if not options:
            return self.take(512, window)
        agreed = parse_oack(self.receive())
        self.send(ack(0))
        return self.take(int(agreed.get("blksize", 512)),
            int(agreed.get("windowsize", 1)))

    def take(self, blksize=512, window=1, block=0):
        """All blocks behind this one; returns the content."""
        content = bytearray()   # bytes would be copied at each block
        while True:
            got = self.receive()
            if got is None:
                fail("no block %d" % (block + 1))
            opcode, number = struct.unpack("!HH", got[:4])
            if opcode != 3 or number != (block + 1) & 0xffff:
                fail("expected block %d, got %s" % (block + 1, show(got)))
            block += 1
            content += got[4:]
            last = len(got) - 4 < blksize
            if last or block % window == 0:
                self.send(ack(block))
            if last:
                return bytes(content)


    def put(self, name, content, mode="octet", **options):
        """Writes it all; returns when the last block is acknowledged."""
        self.ask(name, mode, opcode=2, **options)
        blksize, window = 512, 1
        if options:
            agreed = parse_oack(self.receive())
            blksize = int(agreed.get("blksize", 512))
            window = int(agreed.get("windowsize", 1))
        else:
            self.expect(ack(0))
        last = len(content) // blksize + 1
        for block in range(1, last + 1):
            self.send(data(block, content[(block - 1) * blksize:
                block * blksize]))
            if block % window == 0 or block == last:
                self.expect(ack(block))


def request(name, mode="octet", opcode=1, **options):
    fields = [name, mode]
    for option, value in options.items():
        fields += [option, str(value)]
    return struct.pack("!H", opcode) + b"".join(
        (f if isinstance(f, bytes) else f.encode()) + b"\0" for f in fields)


def data(block, content):
    return struct.pack("!HH", 3, block & 0xffff) + content


def ack(block):
    return struct.pack("!HH", 4, block & 0xffff)


def error(code, text=""):
    return struct.pack("!HH", 5, code) + text.encode() + b"\0"


def oack(**options):
    return struct.pack("!H", 6) + b"".join(
        b"%s\0%s\0" % (o.encode(), str(v).encode())
        for o, v in options.items())


def parse_oack(packet):
    if packet is None or packet[:2] != b"\0\6":
        fail("expected an OACK, got %s" % show(packet))
    fields = packet[2:].split(b"\0")[:-1]
    return {fields[i].decode(): fields[i + 1].decode()
        for i in range(0, len(fields), 2)}


def strict_oack(packet, **asked):
    """An OACK that edk2 would take: nothing that was not asked for, nothing
    above it, and the very same timeout. Returns its options."""
    got = parse_oack(packet)
    for name, value in got.items():
        if name not in asked:
            fail("%s was not asked for" % name)
        if name in ("blksize", "windowsize") and int(value) > asked[name]:
            fail("%s is %s, above %d" % (name, value, asked[name]))
        if name == "timeout" and int(value) != asked[name]:
            fail("timeout is %s, not %d" % (value, asked[name]))
    return got


def spoof(packet, source, port, to=None):
    """A datagram to port 69 from an address and port that are not ours."""
    to = to or SERVER[0]
    udp = struct.pack("!HHHH", port, SERVER[1], 8 + len(packet), 0) + packet
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
        socket.inet_aton(source), socket.inet_aton(to))
    s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    s.sendto(ip + udp, (to, 0))
    s.close()


def complain(kind, code, port):
    """An ICMP message from the server's own address: of a datagram that went from
    port 69 to a port of a client here."""
    v6 = ":" in SERVER[0]
    udp = struct.pack("!HHHH", SERVER[1], port, 12, 0) + bytes(4)
    address = socket.inet_pton(socket.AF_INET6 if v6 else socket.AF_INET, SERVER[0])
    if v6:
        head = struct.pack("!IHBB", 6 << 28, len(udp), 17, 64) + 2 * address
    else:
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + 2 * address
    message = struct.pack("!BBHI", kind, code, 0, 1280) + head + udp
    total = sum(struct.unpack("!%dH" % (len(message) // 2), message))
    total = (total & 0xffff) + (total >> 16)
    total = ~((total & 0xffff) + (total >> 16)) & 0xffff
    # Of IPv6 the kernel counts it, which knows the addresses.
    message = message[:2] + struct.pack("!H", total) + message[4:]
    s = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_RAW,
        socket.IPPROTO_ICMPV6 if v6 else socket.IPPROTO_ICMP)
    s.sendto(message, (SERVER[0], 0))
    s.close()


def show(packet):
    if packet is None:
        return "silence"
    return "%d bytes %r" % (len(packet), packet[:60])


def fail(text):
    print("tftp_raw: " + text, file=sys.stderr)
    sys.exit(1)


def equal(got, wanted):
    if got != wanted:
        fail("got %r, not %r" % (got, wanted))


def now():
    return time.monotonic()


exec(compile(sys.stdin.read(), "script", "exec"))
