"""A machine of a crowd: it boots from the network as firmware and loaders do,
packet by packet, but for what they would run.

    crowd_client.py MAC NUMBER KIND

KIND is bios or uefi; or what goes wrong: stranger (the map has no such MAC), secure
(its firmware refuses the loader), closed (its kernel is not for everybody), gone (it
is switched off while it loads), lossy (every 200th packet is lost).
"""
import os
import random
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import dhcp_client

SERVER = "10.9.0.1"
PATIENCE = 60

mac, number, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
chance = random.Random(number)
uefi = kind in ("uefi", "secure", "closed") or kind in ("gone", "lossy") and number % 2


def busy(low, high):
    """What the machine does by itself."""
    time.sleep(chance.uniform(low, high))


def dhcp():
    """DISCOVER, OFFER, REQUEST, ACK; the boot file, or None."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
    s.bind(("0.0.0.0", 68))
    arch = ["--arch", "0007"] if uefi else ["--arch", "0000",
        "--vendor", "PXEClient:Arch:00000:UNDI:002001"]
    uuid = ["--uuid", "00 4c4c4544 0042 4710 8057 %012x" % number]
    more, file = [], None
    for kind_of in ("1", "3"):
        xid = "%08x" % chance.getrandbits(32)
        payload = dhcp_client.message(dhcp_client.options(["--mac", mac, "--type",
            kind_of, "--flags", "8000", "--xid", xid] + arch + uuid + more))
        got = None
        for wait in (4, 8, 16):
            s.sendto(payload, ("255.255.255.255", 67))
            end = time.monotonic() + (1.5 if kind == "stranger" else wait)
            while got is None and time.monotonic() < end:
                s.settimeout(max(0.01, end - time.monotonic()))
                try:
                    packet = s.recv(2048)
                except socket.timeout:
                    break
                if packet[0] == 2 and packet[4:8].hex() == xid:
                    got = packet
            if got is not None:
                break
        if got is None:
            return None
        file = got[108:236].split(b"\0")[0].decode() or option(got, 67).decode()
        address = socket.inet_ntoa(got[16:20])
        more = ["--option", "54:" + socket.inet_aton(SERVER).hex(),
            "--option", "50:" + socket.inet_aton(address).hex()]
        busy(0.5, 2.5)
    return file


def option(packet, code):
    at = 240
    while at < len(packet) and packet[at] != 255:
        if packet[at] == 0:
            at += 1
            continue
        if packet[at] == code:
            return packet[at + 2:at + 2 + packet[at + 1]]
        at += 2 + packet[at + 1]
    return b""


def fetch(name, blksize=1468, window=1, until=None, loses=0, probes=False):
    """
    The file's size; None: it is refused. until: it is gone after so much. probes: it
    wants to know the size only.
    """
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    s.settimeout(PATIENCE)
    words = [name, "octet", "blksize", str(blksize)]
    if probes:
        words += ["tsize", "0"]
    if window > 1:
        words += ["windowsize", str(window)]
    s.sendto(b"\0\1" + b"\0".join(w.encode() for w in words) + b"\0", (SERVER, 69))
    packet, peer = s.recvfrom(65536)
    if packet[:2] == b"\0\5":
        return None
    agreed = packet[2:].split(b"\0")
    agreed = dict(zip(agreed[::2], agreed[1::2]))
    size, window = int(agreed[b"blksize"]), int(agreed.get(b"windowsize", 1))
    s.connect(peer)
    if probes:
        s.send(b"\0\5\0\10User aborted the transfer\0")
        return int(agreed[b"tsize"])
    s.send(struct.pack("!HH", 4, 0))
    block = taken = seen = 0
    said = -1
    while True:
        packet = s.recv(65536)
        seen += 1
        if loses and seen % loses == 0:
            continue
        if struct.unpack("!H", packet[2:4])[0] != (block + 1) & 0xffff:
            # What is in order stands, and the rest is to be sent again.
            if said != block:
                s.send(struct.pack("!HH", 4, block & 0xffff))
            said = block
            continue
        block += 1
        taken += len(packet) - 4
        if until is not None and taken > until:
            return None
        if len(packet) - 4 < size or block % window == 0:
            s.send(struct.pack("!HH", 4, block & 0xffff))
        if len(packet) - 4 < size:
            return taken


def boot_uefi(file):
    fetch(file, 1468, probes=True)
    fetch(file, 1468)
    if kind == "secure":
        return
    busy(0.3, 1)
    folder = file.rsplit("/", 1)[0] + "/"
    fetch(folder + "revocations.efi", 512, 4)
    fetch(folder + "grubx64.efi", 512, 4)
    busy(0.5, 1.5)
    for name in ("command.lst", "fs.lst", "crypto.lst", "terminal.lst"):
        fetch("grub/x86_64-efi/" + name, 1024)
    fetch(folder + "grub.cfg", 1024)
    busy(0.5, 2)
    system(1024)


def boot_bios(file):
    fetch(file, 1408)
    folder = file.rsplit("/", 1)[0] + "/"
    fetch(folder + "ldlinux.c32", 1408)
    fetch(folder + "pxelinux.cfg/01-" + mac.replace(":", "-"), 1408)
    busy(0.5, 2)
    system(1408)


def system(blksize):
    folder = "closed/" if kind == "closed" else "rescue/"
    # Some loaders of today ask for a window, most do not.
    window = 16 if number % 3 else 1
    if fetch(folder + "linux", blksize, window) is None:
        return
    fetch(folder + "initrd.gz", blksize, window,
        until=3000000 if kind == "gone" else None,
        loses=200 if kind == "lossy" else 0)


busy(0, 4)
file = dhcp()
if file is not None:
    (boot_uefi if uefi else boot_bios)(file)
