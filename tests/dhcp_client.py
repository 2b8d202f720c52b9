"""A boot client by hand: one raw frame out, the frames that answer it in.

Runs in the network namespace of the test, on the far end of a veth pair.
Frames are built and taken apart here, so that the addresses of the answer
are seen as well as its bytes.

    dhcp_client.py [options]          sends, prints what comes back:
                                      "FROM > TO" and the payload in hex
    dhcp_client.py --write FILE       appends the frame to a capture
    dhcp_client.py --show SPEC        prints the bytes of SPEC in hex
    dhcp_client.py --serve FIFO       does all of this for who writes a
                                      command, a NUL behind each word, to
                                      FIFO; FIFO.told has the exit status in a
                                      line, and then what was printed

A SPEC is hex bytes, 'texts', N*XX for a repeated byte, and @N, which pads
with zeros up to N bytes; # begins a comment.

Exit status: 0 the answers that were wanted came, and no others; 1 not; 2
wrong options.
"""
# The C part alone, and neither argparse nor re: each test starts one of these, and those
# would be three quarters of its start.
import _socket as socket
import select
import struct
import sys
import time

HERE = "02:00:00:00:00:02"
HOST = "02:00:00:00:00:01"
UUID = "00 4c4c4544 0042 4710 8057 b4c04f564432"


def words(text):
    """Those of a SPEC: each ends with a blank or, where it begins with one, a quote."""
    text = "\n".join(line.partition("#")[0] for line in text.split("\n"))
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        end = text.find("'", at + 1) + 1 if text[at] == "'" else 0
        if end == 0:
            end = at + len(text[at:].split(None, 1)[0])
        yield text[at:end]
        at = end


def spec(text):
    """The bytes of a SPEC."""
    out = b""
    for word in words(text):
        if word[0] == "'":
            out += word[1:-1].encode()
        elif word[0] == "@":
            out += bytes(int(word[1:]) - len(out))
        elif "*" in word:
            n, byte = word.split("*")
            out += bytes([int(byte, 16)]) * int(n)
        else:
            out += bytes.fromhex(word)
    return out


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def endpoint(text):
    address, port = text.split(":")
    return socket.inet_aton(address), int(port)


def option(code, value):
    """An option, in parts if it is long (RFC 3396)."""
    out = b""
    for i in range(0, max(len(value), 1), 255):
        part = value[i:i + 255]
        out += bytes([code, len(part)]) + part
    return out


def message(a):
    """The payload: 236 bytes of header, the cookie, the options."""
    hardware = mac(a.mac)
    out = struct.pack("!BBBB4sHH4s4s4s4s16s64s128s",
        a.op, a.htype, len(hardware) if a.hlen is None else a.hlen, 0,
        bytes.fromhex(a.xid), a.secs, int(a.flags, 16),
        socket.inet_aton(a.ciaddr), bytes(4), bytes(4),
        socket.inet_aton(a.giaddr), hardware, spec(a.sname), spec(a.file))
    out += bytes.fromhex(a.cookie)
    if a.type:
        out += option(53, bytes([a.type]))
    if a.vendor != "none":
        out += option(60, a.vendor.encode())
    if a.arch != "none":
        out += option(93, bytes.fromhex(a.arch))
    if a.undi != "none":
        out += option(94, bytes.fromhex(a.undi))
    if a.uuid != "none":
        out += option(97, spec(a.uuid))
    for text in a.option:
        code, value = text.split(":", 1)
        out += option(int(code), spec(value))
    out += spec(a.tail)
    return out[:a.cut]


def checksum(header):
    total = sum(struct.unpack("!%dH" % (len(header) // 2), header))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def frame(a, payload):
    (source, sport), (target, dport) = endpoint(a.source), endpoint(a.to)
    udp = struct.pack("!HHHH", sport, dport, 8 + len(payload), 0)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 1, 0, 64,
        17, 0, source, target)
    ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
    broadcast = target == b"\xff\xff\xff\xff"
    to = b"\xff" * 6 if broadcast else mac(HOST)
    return to + mac(HERE) + b"\x08\x00" + ip + udp + payload


def take(s):
    """A datagram that came in as (from, to, payload), or None."""
    data, where = s.recvfrom(65536)
    if where[2] == socket.PACKET_OUTGOING or data[12:14] != b"\x08\x00":
        return None
    ip = data[14:]
    if len(ip) < 28 or ip[9] != 17:
        return None
    udp = ip[4 * (ip[0] & 15):]
    sport, dport, n = struct.unpack("!HHH", udp[:6])
    return ("%s:%d" % (socket.inet_ntoa(ip[12:16]), sport),
        "%s:%d" % (socket.inet_ntoa(ip[16:20]), dport), udp[8:n])


def write(path, seconds, data):
    """Appends a frame to a capture of tcpdump's, Ethernet."""
    with open(path, "ab") as f:
        if f.tell() == 0:
            f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        f.write(struct.pack("<IIII", seconds, 0, len(data), len(data)) + data)


def lines(path):
    """The finished lines of the log that tell of a decision."""
    with open(path, errors="replace") as f:
        return sum(1 for line in f
            if line.endswith("\n") and line.startswith("boot "))


def wait_for_line(a, before):
    """Waits until the log has one decision more: nothing comes later."""
    deadline = time.monotonic() + a.deadline
    while lines(a.silent or a.log) <= before:
        if time.monotonic() > deadline:
            return False
        select.select([], [], [], 0.005)
    return True


class Wrong(Exception):
    """Options that are not understood."""


# What each option is without being given; its kind is that of the value: text, a number,
# one of many, or none.
DEFAULTS = {
    "show": None,
    "serve": None,              # FIFO
    "interface": "pc0",
    "from": "0.0.0.0:68",
    "to": "255.255.255.255:67",
    "write": None,              # a capture
    "seconds": 1700000000,      # the time in the capture
    "bytes": None,              # the whole payload, a SPEC
    "op": 1,
    "htype": 1,
    "hlen": None,
    "mac": "52:54:00:12:34:56",
    "xid": "01020304",
    "secs": 0,
    "flags": "0000",
    "ciaddr": "0.0.0.0",
    "giaddr": "0.0.0.0",
    "sname": "",
    "file": "",
    "cookie": "63825363",
    "type": 1,
    "vendor": "PXEClient:Arch:00007:UNDI:003016",
    "arch": "0007",
    "undi": "010310",
    "uuid": UUID,
    "option": [],               # CODE:SPEC
    "tail": "ff",
    "cut": None,
    "answers": 1,
    "silent": None,             # a log: wait for one more decision there, and for no answer
    "log": None,                # wait, after the answer, for its line there
    "deadline": 30.0,           # seconds
    "send-only": False,
    "burst": None,              # mac:N or xid:N: sends N, whose mac or xid ends in 00, 01...
}                               # and waits for nothing
NUMBERS = ("hlen", "cut")


class Options:
    """The values, by the names of the options: from is source, send-only send_only."""


def options(arguments=None):
    values = {name: list(value) if name == "option" else value
        for name, value in DEFAULTS.items()}
    left = list(sys.argv[1:] if arguments is None else arguments)
    while left:
        word = left.pop(0)
        name = word[2:]
        if word[:2] != "--" or name not in values:
            raise Wrong("unrecognized option: " + word)
        if values[name] is False or values[name] is True:
            values[name] = True
            continue
        if not left:
            raise Wrong(word + " wants a value")
        value = left.pop(0)
        if name == "option":
            values[name].append(value)
            continue
        try:
            kind = type(DEFAULTS[name])
            values[name] = int(value) if kind is int or name in NUMBERS else \
                float(value) if kind is float else value
        except ValueError:
            raise Wrong("%s wants a number, not %s" % (word, value)) from None
    a = Options()
    for name, value in values.items():
        setattr(a, {"from": "source"}.get(name, name.replace("-", "_")), value)
    return a


def act(a, say):
    """Does what the options say, and returns the exit status."""
    if a.show is not None:
        say(spec(a.show).hex())
        return 0
    data = frame(a, message(a) if a.bytes is None else spec(a.bytes))
    if a.write:
        write(a.write, a.seconds, data)
        return 0
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
    try:
        s.bind((a.interface, 0x0800))
        if a.burst:
            return burst(a, s)
        return ask(a, s, data, say)
    finally:
        s.close()


def burst(a, s):
    """One message behind the other, as fast as they go."""
    what, n = a.burst.split(":")
    for i in range(int(n)):
        setattr(a, what, getattr(a, what)[:-2] + "%02x" % i)
        s.send(frame(a, message(a)))
    return 0


def ask(a, s, data, say):
    """Sends the frame, and says what comes back."""
    log = a.silent or a.log
    before = lines(log) if log else 0
    s.send(data)
    if a.send_only:
        return 0
    if a.silent and not wait_for_line(a, before):
        say("no decision in the log")
        return 1

    wanted = 0 if a.silent else a.answers
    got = 0
    deadline = time.monotonic() + (0 if a.silent else a.deadline)
    while got < wanted or a.silent:
        left = max(0, deadline - time.monotonic())
        if not select.select([s], [], [], left)[0]:
            break
        answer = take(s)
        if answer is not None:
            got += 1
            say("%s > %s\n%s" % (answer[0], answer[1], answer[2].hex()))
    if a.log and got > 0 and not wait_for_line(a, before):
        say("no line in the log")
        return 1
    return 0 if got == wanted else 1


def serve(fifo):
    """Is there for many questions: a start of Python is dearer than all else."""
    while True:
        with open(fifo, encoding="utf-8", errors="surrogateescape") as f:
            arguments = f.read().split("\0")[1:-1]
        said = []
        try:
            status = act(options(arguments), said.append)
        except Wrong as e:
            status = 2
            said.append(str(e))
        except Exception:
            import traceback
            status = 1
            said.append(traceback.format_exc())
        with open(fifo + ".told", "w", encoding="utf-8") as f:
            f.write("".join(line + "\n" for line in [str(status)] + said))


def main():
    try:
        a = options()
    except Wrong as e:
        print(e, file=sys.stderr)
        return 2
    if a.serve:
        serve(a.serve)
    return act(a, print)


if __name__ == "__main__":
    sys.exit(main())
