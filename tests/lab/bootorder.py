"""Puts a network entry before all others into the variables of UEFI firmware.

    bootorder.py VARIABLES pxe|http MAC SLOT

VARIABLES is a file of EDK2's, as QEMU gives it to the firmware: a volume with a
store of variables, one behind the other (UEFI 2.10 sections 3.1.3 and 10.3).
The firmware adds the disk and its other entries behind this one.
"""
import struct
import sys
import uuid

STORE = 0x48        # behind the header of the volume
FIRST = STORE + 28  # behind that of the store
GLOBAL = uuid.UUID("8be4df61-93ca-11d2-aa0d-00e098032b8c").bytes_le
MARK = b"\xaa\x55"


def variable(name, data):
    """NAME as the firmware would have stored it, for good and for everybody."""
    text = (name + "\0").encode("utf-16-le")
    head = MARK + struct.pack("<BBIQ16xIII", 0x3F, 0, 7, 0, 0, len(text), len(data))
    out = head + GLOBAL + text + data
    return out + b"\xff" * (-len(out) % 4)


def path(kind, mac, slot):
    """The device path of the card's entry for IPv4."""
    out = struct.pack("<BBHII", 2, 1, 12, 0x0A0341D0, 0)
    out += struct.pack("<BBHBB", 1, 1, 6, 0, slot)
    out += struct.pack("<BBH32sB", 3, 11, 37, bytes.fromhex(mac.replace(":", "")), 1)
    out += struct.pack("<BBH23x", 3, 12, 27)
    if kind == "http":
        out += struct.pack("<BBH", 3, 24, 4)
    return out + struct.pack("<BBH", 0x7F, 0xFF, 4)


def main():
    name, kind, mac, slot = sys.argv[1:5]
    where = path(kind, mac, int(slot))
    entry = struct.pack("<IH", 1, len(where)) + "network\0".encode("utf-16-le") + where
    with open(name, "r+b") as file:
        store = file.read()
        at = FIRST
        while store[at:at + 2] == MARK:
            sizes = struct.unpack_from("<II", store, at + 36)
            at += 60 + sum(sizes)
            at += -at % 4
        file.seek(at)
        file.write(variable("Boot0010", entry) + variable("BootOrder", struct.pack("<H", 0x10)))


main()
