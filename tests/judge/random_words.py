"""What the files made at random have in common: cards, addresses, boot files."""

MACS = ["52:54:00:12:34:%02x" % n for n in range(0x51, 0x57)]
PREFIXES = ["b8:27:eb", "52:54:00", "dc:a6:32"]
ARCHES = [0, 6, 7, 9, 11]
SERVERS = ["10.20.0.5", "10.20.0.6", "10.20.0.7"]
FILES = ["nb/undionly.kpxe", "nb/pxelinux.0", "nb/snponly.efi", "nb/ipxe.efi",
    "nb/ia32.efi", "nb/arm64.efi", "x/grubx64.efi", "x/shimx64.efi", "wds/wdsnbp.com",
    "lone.0", "x/menu.ipxe"]
URLS = ["http://10.20.0.5/menu.ipxe", "http://10.20.0.6:8080/boot.ipxe?mac=${mac}",
    "http://10.20.0.5/EFI/BOOT/BOOTX64.EFI", "tftp://10.20.0.5/x/menu.ipxe"]
NETS = [("10.20.0", "10.20.0.0"), ("10.30.0", "10.30.0.0")]


def maybe(r, chance, text):
    return text if r.random() < chance else ""


class Files:
    """Boot files. Most have a name of their own, so that the line that says one
    is known; some are said again."""

    def __init__(self, r):
        self.r, self.said = r, []

    def file(self, urls=0.15):
        r = self.r
        if self.said and r.random() < 0.25:
            again = r.choice(self.said)
            if urls or "://" not in again:
                return again
        name = r.choice(URLS if r.random() < urls else FILES)
        if "?" not in name:
            stem, dot, ending = name.rpartition(".")
            name = "%s-%d%s%s" % (stem, len(self.said) + 1, dot, ending)
        self.said.append(name)
        return name
