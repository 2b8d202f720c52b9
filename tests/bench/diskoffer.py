"""Answers a PC's DISCOVER beside the site's DHCP server, in one of the ways
that may send it to its disk.

    diskoffer.py KIND

It answers on port 67 and, where the way needs it, 4011.
"""
import select
import socket
import sys

SERVER = "10.9.0.1"
MENU = bytes([9, 13, 0, 0, 10]) + b"Local boot" + bytes([10, 11, 0]) + b"Local boot"


def option(code, data):
    return bytes([code, len(data)]) + data


# What the OFFER has besides option 60: of PXE, and of HTTP.
KINDS = {
    "menu": (option(43, bytes([6, 1, 3]) + MENU + b"\xff"), None),
    "control": (option(43, bytes([6, 1, 8, 255])), None),
    "menu8": (option(43, bytes([6, 1, 11]) + MENU + b"\xff"), None),
    "class": (b"", None),
    "class-ack": (b"", None),
    "file": (option(43, bytes([6, 1, 8, 255])) + option(67, b"none.efi") + b"\0", None),
    "program": (option(43, bytes([6, 1, 8, 255])) + option(67, b"notfound.efi") + b"\0", None),
    "http-404": (None, option(67, b"http://10.9.0.1:8080/none.efi") + b"\0"),
    "http-refused": (None, option(67, b"http://10.9.0.1:9/none.efi") + b"\0"),
    "http-scheme": (None, option(67, b"local://10.9.0.1/") + b"\0"),
    "http-class": (None, b""),
    "both": (option(43, bytes([6, 1, 3]) + MENU + b"\xff"),
             option(67, b"local://10.9.0.1/") + b"\0"),
    "both-refused": (option(43, bytes([6, 1, 3]) + MENU + b"\xff"),
             option(67, b"http://10.9.0.1:9/none.efi") + b"\0"),
}


def options(message):
    found, at = {}, 240
    while at + 1 < len(message) and message[at] != 255:
        if message[at] == 0:
            at += 1
            continue
        found[message[at]] = message[at + 2:at + 2 + message[at + 1]]
        at += 2 + message[at + 1]
    return found


def answer(message, kind, port):
    asked = options(message)
    vendor = asked.get(60, b"")
    by_http = vendor.startswith(b"HTTPClient")
    if not by_http and not vendor.startswith(b"PXEClient"):
        return None
    told = KINDS[kind][by_http]
    if told is None or (port == 67 and asked.get(53) != b"\1"):
        return None
    if port == 4011 and kind != "class-ack":
        return None
    here = socket.inet_aton(SERVER)
    out = bytes([2, 1, 6, 0]) + message[4:8] + b"\0\0\x80\0"
    out += (message[12:16] if port == 4011 else bytes(4)) + bytes(4) + here + bytes(4)
    out += message[28:44] + bytes(192) + b"\x63\x82\x53\x63"
    out += option(53, b"\2" if port == 67 else b"\5") + option(54, here)
    out += option(60, vendor[:10] if by_http else vendor[:9])
    if 97 in asked:
        out += option(97, asked[97])
    return (out + told + b"\xff").ljust(300, b"\0")


def main():
    sockets = []
    for port in (67, 4011):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
        s.bind(("", port))
        sockets.append(s)
    while True:
        for s in select.select(sockets, [], [])[0]:
            message, who = s.recvfrom(2048)
            port = s.getsockname()[1]
            out = answer(message, sys.argv[1], port)
            if out is not None:
                s.sendto(out, ("255.255.255.255", 68) if port == 67 else who)


main()
