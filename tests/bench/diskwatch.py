"""Watches a PC's cable and its serial console until its disk's loader speaks.

    diskwatch.py INTERFACE SERIAL MARK SECONDS

Prints the seconds from the first DISCOVER to MARK. Exit status 1: it did not come
within SECONDS; what the console said is on standard error.
"""
import select
import socket
import sys
import time

DISCOVER = bytes([53, 1, 1])


def is_discover(frame):
    """Whether it is a DISCOVER of DHCP for IPv4, in a frame without tags."""
    udp = 14 + 4 * (frame[14] & 15)
    return (frame[12:14] == b"\x08\x00" and frame[23] == 17 and
            frame[udp + 2:udp + 4] == b"\0\x43" and DISCOVER in frame[udp + 248:])


def main():
    interface, serial, mark, limit = sys.argv[1:5]
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    wire.bind((interface, 0))
    begun, end, console, text = None, time.time() + float(limit), None, b""
    while time.time() < end:
        if select.select([wire], [], [], 0.02)[0]:
            frame = wire.recv(2048)
            if begun is None and len(frame) > 282 and is_discover(frame):
                begun = time.time()
        if console is None:
            try:
                console = open(serial, "rb")
            except FileNotFoundError:
                continue
        text += console.read()
        if begun is not None and mark.encode() in text:
            print("%.2f" % (time.time() - begun))
            return 0
    print(text.decode("latin-1"), file=sys.stderr)
    return 1


sys.exit(main())
