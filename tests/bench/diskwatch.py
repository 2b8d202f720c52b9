"""Watches a PC's cable and its serial console until its disk's loader speaks.

    diskwatch.py INTERFACE MAC SERIAL MARK SECONDS

Prints four times in seconds since the PC's first DISCOVER, "-" for what was not seen:
MARK; the PC's first REQUEST, by which it has chosen an answer; its last frame before the
firmware loads from the disk; and that the firmware has loaded, and verified, what it
starts there (OVMF says so). Behind them, for how many of these seconds the PC's processor,
a thread of QEMU, waited for one of this machine's. What was seen on the cable and on the
console is on standard error, with its time. Exit status 1: MARK did not come within
SECONDS.
"""
import glob
import re
import select
import socket
import sys
import time

STARTS = re.compile(rb"BdsDxe: starting Boot[0-9A-F]{4} \"([^\"]*)\"")
DISK = re.compile(rb"HARDDISK|disk", re.I)
MESSAGES = {1: "DISCOVER", 2: "OFFER", 3: "REQUEST", 5: "ACK", 8: "INFORM"}


def dhcp_of(frame):
    """Of DHCP for IPv4, in a frame without tags: the kind of message; else 0."""
    udp = 14 + 4 * (frame[14] & 15)
    if frame[12:14] != b"\x08\x00" or frame[23] != 17 or len(frame) < udp + 248 or \
            frame[udp + 236 + 8:udp + 240 + 8] != b"\x63\x82\x53\x63":
        return 0
    at = udp + 248
    while at + 2 < len(frame) and frame[at] not in (53, 255):
        at += 1 if frame[at] == 0 else 2 + frame[at + 1]
    return frame[at + 2] if at + 2 < len(frame) and frame[at] == 53 else 0


def processor_waits():
    """Seconds; of the PC's threads that one is its processor that waits most."""
    most = 0
    for name in glob.glob("/proc/[0-9]*/task/*/schedstat"):
        try:
            with open(name.rsplit("/", 1)[0] + "/../../comm") as comm, open(name) as stat:
                if comm.read().startswith("qemu-system"):
                    most = max(most, int(stat.read().split()[1]))
        except OSError:
            continue
    return most / 1e9


class Steps:
    def __init__(self, mac):
        self.mac, self.begun, self.waits = mac, None, 0
        self.chosen = self.last = self.starts = None

    def now(self):
        return time.time() - self.begun

    def say(self, text):
        if self.begun is not None:
            print("%8.2f %s" % (self.now(), text), file=sys.stderr)

    def frame(self, frame):
        kind = dhcp_of(frame)
        if frame[6:12] == self.mac:
            if self.begun is None and kind == 1:
                self.begun, self.waits = time.time(), processor_waits()
            if self.begun is not None and self.starts is None:
                self.last = self.now()
                if kind == 3 and self.chosen is None:
                    self.chosen = self.last
        if kind or frame[6:12] == self.mac:
            self.say("%s of %d bytes %s" % ("sent" if frame[6:12] == self.mac else "got",
                len(frame), MESSAGES.get(kind, frame[12:14].hex())))

    def console(self, text):
        self.say(repr(text))
        for found in STARTS.finditer(text):
            if self.begun is not None and DISK.search(found[1]):
                self.starts = self.now()


def main():
    interface, mac, serial, mark, limit = sys.argv[1:6]
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    wire.bind((interface, 0))
    steps = Steps(bytes.fromhex(mac.replace(":", "")))
    end, console, text = time.time() + float(limit), None, b""
    while time.time() < end:
        if select.select([wire], [], [], 0.01)[0]:
            steps.frame(wire.recv(2048))
        if console is None:
            try:
                console = open(serial, "rb")
            except FileNotFoundError:
                continue
        more = console.read()
        if not more:
            continue
        text += more
        # A line may come in two parts.
        done = text.rfind(b"\n") + 1
        lines, text = text[:done], text[done:]
        steps.console(lines)
        if steps.begun is not None and mark.encode() in lines + text:
            print(" ".join("-" if t is None else "%.2f" % t for t in
                (steps.now(), steps.chosen, steps.last, steps.starts,
                    processor_waits() - steps.waits)))
            return 0
    return 1


sys.exit(main())
