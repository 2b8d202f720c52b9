"""Writes a list of many clients, clients(5), for tests and measurements.

    clients_text.py NUMBER [ARGS]

The clients come in no order, as a database gives them; each has a name and
an address of its own, and with ARGS args= of its own. Everything boots the
image img, which needs a file pxelinux.0 (and with ARGS a file linux).
"""
import sys

STEP = 7368787      # a prime: each number below any other one comes once


def lines(number, args=False):
    yield "image img - bios=pxelinux.0%s" % (" kernel=linux" if args else "")
    yield "default - boot=img"
    for k in range(number):
        i = (k * STEP + 13) % number
        octets = i >> 16 & 255, i >> 8 & 255, i & 255
        yield "52:54:%02x:%02x:%02x:%02x pc%d boot=img ip=%d.%d.%d.%d%s" % (
            i >> 24, *octets, i, 10 + (i >> 24), *octets,
            ' args="console=ttyS0 host=%d"' % i if args else "")


if __name__ == "__main__":
    out = (line + "\n" for line in lines(int(sys.argv[1]), len(sys.argv) > 2))
    sys.stdout.writelines(out)
