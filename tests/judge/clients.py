"""The clients that ask, and what each makes of the answers: it follows a
server as a ROM does, until it knows which file it loads from where."""
import hashlib
import re
import socket
import struct

from wire import DISCOVER, REQUEST, option

ASKED = bytes([1, 2, 3, 5, 6, 12, 13, 15, 17, 18, 22, 23, 28, 40, 41, 42, 43, 50,
    51, 54, 58, 59, 60, 66, 67, 97, 128, 129, 130, 131, 132, 133, 134, 135, 150,
    175])
# The encapsulated options of an iPXE with HTTP.
IPXE = bytes.fromhex("b105018086100e eb03010000 170101 220101 130101 110101"
    " 270101 190101 290101 100102 210101 150101 180101 1b0101 260101 120101"
    .replace(" ", ""))


class Kind:
    """A kind of firmware: by option 93, or by its vendor class alone; iPXE under it,
    or its user class; HTTP boot."""

    def __init__(self, name, arch, ipxe=False, http=False, only=None):
        self.name, self.arch, self.ipxe, self.http = name, arch, ipxe, http
        self.only = only

    def options(self, mac):
        """All but the message's type."""
        if self.arch is None:
            return option(55, ASKED) + option(57, struct.pack("!H", 1500))
        undi = 1 if self.http else 16
        out = option(55, ASKED) + option(57, struct.pack("!H", 1260))
        out += option(60, self.only or b"%s:Arch:%05d:UNDI:003%03d" % (
            b"HTTPClient" if self.http else b"PXEClient", self.arch, undi))
        if not self.only:
            out += option(93, struct.pack("!H", self.arch))
        out += option(94, bytes([1, 3, undi]))
        out += option(97, b"\0" + hashlib.md5(mac.encode()).digest())
        if self.ipxe:
            out += option(77, b"iPXE" if self.ipxe is True else self.ipxe)
            out += option(175, IPXE)
        return out


KINDS = [
    Kind("BIOS", 0), Kind("ia32", 6), Kind("x64 (7)", 7), Kind("x64 (9)", 9),
    Kind("arm32", 10), Kind("arm64", 11), Kind("x64 HTTP", 16, http=True),
    Kind("arm64 HTTP", 19, http=True), Kind("riscv64", 27),
    Kind("iPXE BIOS", 0, ipxe=True), Kind("iPXE ia32", 6, ipxe=True),
    Kind("iPXE x64 (7)", 7, ipxe=True), Kind("iPXE x64 (9)", 9, ipxe=True),
    Kind("iPXE arm64", 11, ipxe=True),
    Kind("a system", None),     # which has been booted, and wants its address
]
# What export has to know as well as dhcp-helper does; others' files may not.
OTHERS = [
    Kind("x64 (8)", 8), Kind("x64 HTTP (17)", 17, http=True), Kind("loong64", 39),
    Kind("iPXE riscv64", 27, ipxe=True), Kind("iPXE loong64", 39, ipxe=True),
    Kind("BIOS by its bare class", 0, only=b"PXEClient"),
    Kind("BIOS by its class", 0, only=b"PXEClient:Arch:00000:UNDI:002001"),
    Kind("x64 by its class", 7, only=b"PXEClient:Arch:00007:UNDI:003016"),
    Kind("x64 HTTP by its class", 16, http=True,
        only=b"HTTPClient:Arch:00016:UNDI:003001"),
    Kind("iPXE x64 by its class", 7, ipxe=True,
        only=b"PXEClient:Arch:00007:UNDI:003016"),
    Kind("iPXE of another name, BIOS", 0, ipxe=b"Tinkerbell"),
    Kind("iPXE of another name, x64", 7, ipxe=b"Tinkerbell"),
]


class Question:
    """One client on one link. relay: the relay's address, or None."""

    def __init__(self, mac, kind, net, relay=None):
        self.mac, self.kind, self.net, self.relay = mac, kind, net, relay

    def name(self):
        return "%s %s%s" % (self.mac, self.kind.name,
            " behind the relay %s" % self.relay if self.relay else "")

    def discover(self):
        return option(53, bytes([DISCOVER])) + self.kind.options(self.mac)


class Boot:
    """What a client ends with."""

    def __init__(self, file="", server="", name=""):
        self.file, self.server, self.name = file, server, name

    def __str__(self):
        if not self.file:
            return "no boot file"
        return "%s from %s%s" % (self.file, self.server,
            " (%s)" % self.name if self.name else "")


def is_address(text):
    return re.fullmatch(r"\d+\.\d+\.\d+\.\d+", text) is not None


def boot(answer, own):
    """The file and the server that an answer tells; own: the addresses of
    who sent it."""
    file = answer.bootfile()
    if not file:
        return Boot()
    says = [answer.siaddr] + answer.addresses(150)
    names = [text_of_66(answer), answer.sname]
    says += [name for name in names if is_address(name)]
    server = next((a for a in says if a != "0.0.0.0" and a not in own),
        "self")
    name = next((n for n in names if n and not is_address(n)), "")
    return Boot(file, server, name)


def text_of_66(answer):
    return answer.options.get(66, b"").split(b"\0")[0].decode(
        errors="backslashreplace")


def first_item(answer):
    """The first entry of a PXE menu: (type, server); or None without a menu, or
    where option 43 says that the file is to be loaded (discovery control 8)."""
    menu = answer.menu.get(9, b"")
    if answer.vendor != "PXEClient" or len(menu) < 3 or \
            answer.menu.get(6, b"\0")[0] & 8:
        return None
    item = struct.unpack("!H", menu[:2])[0]
    servers = answer.menu.get(8, b"")
    while len(servers) >= 7:
        kind, n = struct.unpack("!HB", servers[:3])
        if kind == item:
            return item, socket.inet_ntoa(servers[3:7])
        servers = servers[3 + 4 * n:]
    return item, "0.0.0.0"


def next_step(question, answer, own):
    """What the client does with an OFFER: a Boot, or the options of the REQUEST
    that it sends to port 4011 of the server."""
    if question.kind.arch is None:
        return Boot()
    if question.kind.http:
        file = answer.bootfile()
        if not answer.vendor.startswith("HTTPClient") or not re.match("https?://", file):
            return Boot()
        return boot(answer, own)
    item = first_item(answer)
    if item is not None:
        if item[0] == 0:
            return Boot()               # its disk
        if item[1] != "0.0.0.0" and item[1] not in own:
            return Boot("boot service %d" % item[0], item[1])
        return request(question) + option(43,
            option(71, struct.pack("!HH", item[0], 0)) + b"\xff")
    if answer.vendor == "PXEClient" and not answer.bootfile():
        return request(question)
    return boot(answer, own)


def request(question):
    return option(53, bytes([REQUEST])) + question.kind.options(question.mac)
