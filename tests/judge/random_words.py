"""What the files made at random have in common: cards, addresses, boot files."""

MACS = ["52:54:00:12:34:%02x" % n for n in range(0x51, 0x57)]
PREFIXES = ["b8:27:eb", "52:54:00", "dc:a6:32"]
ARCHES = [0, 6, 7, 9, 11]
SERVERS = ["10.20.0.5", "10.20.0.6", "10.20.0.7"]
FILES = ["nb/undionly.kpxe", "nb/pxelinux.0", "nb/snponly.efi", "nb/ipxe.efi",
    "nb/ia32.efi", "nb/arm64.efi", "x/grubx64.efi", "x/shimx64.efi", "wds/wdsnbp.com",
    "lone.0", "x/menu.ipxe"]
# Whose names tell nothing of who starts them.
ANY = ["x/loader", "nb/start", "x/boot.img", "x/menu.ipxe", "lone"]
URLS = ["http://10.20.0.5/menu.ipxe", "http://10.20.0.6:8080/boot.ipxe?mac=${mac}",
    "http://10.20.0.5/EFI/BOOT/BOOTX64.EFI", "tftp://10.20.0.5/x/menu.ipxe"]
NETS = [("10.20.0", "10.20.0.0"), ("10.30.0", "10.30.0.0")]


def maybe(r, chance, text):
    return text if r.random() < chance else ""


class Files:
    """Boot files. Most have a name of their own, so that the line that says one
    is known; some are said again. Most are for any firmware: what a name is not
    for is left out, and then nothing is compared."""

    def __init__(self, r):
        self.r, self.said = r, []

    def file(self, urls=0.06):
        r = self.r
        if self.said and r.random() < 0.25:
            again = r.choice(self.said)
            if "://" not in again:
                return again
        return self.new(r.choice(URLS if r.random() < urls else
            ANY if r.random() < 0.9 else FILES))

    def url(self):
        """What firmware boots by HTTP."""
        return self.new(self.r.choice([u for u in URLS if u.startswith("http") and "$" not in u]))

    def new(self, name):
        if "?" not in name and "." not in name.rpartition("/")[2]:
            name = "%s-%d" % (name, len(self.said) + 1)
        elif "?" not in name:
            stem, dot, ending = name.rpartition(".")
            name = "%s-%d%s%s" % (stem, len(self.said) + 1, dot, ending)
        self.said.append(name)
        return name
