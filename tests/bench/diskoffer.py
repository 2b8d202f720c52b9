"""Answers a PC's DISCOVER beside the site's DHCP server, in one of the ways
that may send it to its disk.

    diskoffer.py KIND
"""
import socket
import sys

SERVER = "10.9.0.1"
MENU = b"\x0a\x0b\0Local boot" + b"\x09\x0d\0\0\x0aLocal boot"


def option(code, data):
    return bytes([code, len(data)]) + data


# What the OFFER has besides option 60: of PXE, and of HTTP. None: no answer.
KINDS = {
    "menu": (option(43, bytes([6, 1, 3]) + MENU + b"\xff"), None),
    "control": (option(43, bytes([6, 1, 8, 255])), None),
    "class": (b"", b""),
    "file": (option(43, bytes([6, 1, 8, 255])) + option(67, b"none.efi") + b"\0", None),
    "http-404": (None, option(67, b"http://10.9.0.1:8080/none.efi") + b"\0"),
    "http-refused": (None, option(67, b"http://10.9.0.1:9/none.efi") + b"\0"),
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


def answer(message, kind):
    asked = options(message)
    vendor = asked.get(60, b"")
    by_http = vendor.startswith(b"HTTPClient")
    if asked.get(53) != b"\1" or not (by_http or vendor.startswith(b"PXEClient")):
        return None
    told = KINDS[kind][by_http]
    if told is None:
        return None
    here = socket.inet_aton(SERVER)
    out = bytes([2, 1, 6, 0]) + message[4:8] + b"\0\0\x80\0" + bytes(8) + here + bytes(4)
    out += message[28:44] + bytes(192) + b"\x63\x82\x53\x63"
    out += option(53, b"\2") + option(54, here)
    out += option(60, vendor[:10] if by_http else vendor[:9])
    return (out + told + b"\xff").ljust(300, b"\0")


def main():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
    s.bind(("", 67))
    while True:
        out = answer(s.recv(2048), sys.argv[1])
        if out is not None:
            s.sendto(out, ("255.255.255.255", 68))


main()
