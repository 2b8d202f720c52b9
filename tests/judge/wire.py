"""DHCP on the wire: frames of questions, and what an answer says."""
import socket
import struct

COOKIE = bytes.fromhex("63825363")
BROADCAST = "255.255.255.255"
HERE = bytes.fromhex("020000000002")    # a relay, or a client that has an address
DISCOVER, REQUEST = 1, 3


def packed_mac(text):
    return bytes(int(part, 16) for part in text.split(":"))


def option(code, value):
    return bytes([code, len(value)]) + value


def message(xid, mac, options, ciaddr="0.0.0.0", giaddr="0.0.0.0"):
    """A message of a client, that wants its answer by broadcast."""
    return struct.pack("!BBBBIHH4s4s4s4s16s64s128s", 1, 1, 6,
        0 if giaddr == "0.0.0.0" else 1, xid, 4, 0x8000,
        socket.inet_aton(ciaddr), bytes(4), bytes(4), socket.inet_aton(giaddr),
        packed_mac(mac), b"", b"") + COOKIE + options + b"\xff"


def checksum(header):
    total = sum(struct.unpack("!%dH" % (len(header) // 2), header))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def frame(payload, source, target, to):
    """source, target: (address, port). to: the server's card."""
    udp = struct.pack("!HHHH", source[1], target[1], 8 + len(payload), 0)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 1, 0, 64, 17,
        0, socket.inet_aton(source[0]), socket.inet_aton(target[0]))
    ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
    return (b"\xff" * 6 if target[0] == BROADCAST else to) + HERE + \
        b"\x08\x00" + ip + udp + payload


def datagram(data):
    """(to port, payload) of a frame, or None."""
    if len(data) < 42 or data[12:14] != b"\x08\x00" or data[23] != 17:
        return None
    udp = data[14 + 4 * (data[14] & 15):]
    port, n = struct.unpack("!HH", udp[2:6])
    return port, udp[8:n]


def options_of(data):
    """The options by number; parts of one are joined (RFC 3396)."""
    found = {}
    at = 0
    while at < len(data) and data[at] != 255:
        if data[at] == 0:
            at += 1
            continue
        if at + 2 > len(data):
            break
        n = data[at + 1]
        found[data[at]] = found.get(data[at], b"") + data[at + 2:at + 2 + n]
        at += 2 + n
    return found


def text_of(field):
    return field.split(b"\0")[0].decode(errors="backslashreplace")


class Answer:
    """What a server's message says."""

    def __init__(self, payload):
        self.xid = struct.unpack("!I", payload[4:8])[0]
        self.yiaddr = socket.inet_ntoa(payload[16:20])
        self.siaddr = socket.inet_ntoa(payload[20:24])
        self.options = options_of(payload[240:])
        # Option 52: the fields are more options.
        overload = self.options.get(52, b"\0")[0]
        more = (payload[108:236] if overload & 1 else b"",
            payload[44:108] if overload & 2 else b"")
        for data in more:
            for code, value in options_of(data).items():
                self.options.setdefault(code, value)
        self.file = "" if overload & 1 else text_of(payload[108:236])
        self.sname = "" if overload & 2 else text_of(payload[44:108])
        self.vendor = text_of(self.options.get(60, b""))
        self.menu = options_of(self.options.get(43, b""))

    def bootfile(self):
        return text_of(self.options.get(67, b"")) or self.file

    def addresses(self, code):
        value = self.options.get(code, b"")
        return [socket.inet_ntoa(value[i:i + 4])
            for i in range(0, len(value) - 3, 4)]


def answer(payload):
    """An Answer, or None: it is none."""
    if len(payload) < 240 or payload[0] != 2 or payload[236:240] != COOKIE:
        return None
    return Answer(payload)
