"""Writes the log of many machines that boot.

    log_boots.py MACHINES SECONDS

They begin within so many seconds, each as UEFI, shim and GRUB go on; of forty one finds
its kernel closed, one asks for no file, one refuses its loader. Three more machines are
strangers. The same arguments give the same lines.
"""
import datetime
import random
import sys

machines, seconds = int(sys.argv[1]), float(sys.argv[2])
chance = random.Random(7)
BEGIN = datetime.datetime(2026, 11, 28, 19, 0, 5, 123456, datetime.timezone.utc)
FOLDER = "debian13/debian-installer/amd64/"
lines = []


def line(at, program, text):
    when = (BEGIN + datetime.timedelta(seconds=at)).isoformat(timespec="microseconds")
    lines.append((at, "%s boot1 %s[917]: %s" % (when, program, text)))


class Machine:
    def __init__(self, number, at):
        self.mac = "52:54:00:12:%02x:%02x" % (number >> 8, number & 255)
        self.name, self.number, self.at = "web%d" % number, number, at
        self.of = "client=10.9.%d.%d mac=%s name=%s" % (number >> 8, number & 255,
            self.mac, self.name)

    def told(self, message, answer):
        line(self.at, "dhcp-helper", "boot mac=%s name=%s arch=x64 via=eth0 msg=%s "
            "rule=%s file=%sbootnetx64.efi server=10.9.0.1 -> %s" % (self.mac, self.name,
            message, self.mac, FOLDER, answer))

    def sent(self, file, size, rate, words="", window=4, resent=0):
        took = size / rate / 1e6 + 0.002
        self.at += took
        line(self.at, "tftpd", "sent file=%s%s %s bytes=%d seconds=%.3f rate=%.1fMB/s "
            "blksize=%d windowsize=%d resent=%d" % (file, words, self.of, size, took,
            size / took / 1e6, 1408 if window > 1 else 1024, window, resent))

    def refused(self, file, why="not-found"):
        line(self.at, "tftpd", "refused file=%s %s reason=%s" % (file, self.of, why))
        self.at += 0.004

    def boot(self, trouble):
        self.told("DISCOVER", "OFFER")
        self.at += 0.9 + chance.random()
        self.told("REQUEST", "ACK")
        if trouble == "lost":
            return
        self.at += 0.05
        self.sent(FOLDER + "bootnetx64.efi", 955656, chance.uniform(3, 9))
        self.at += 0.3
        self.refused(FOLDER + "revocations.efi")
        self.sent(FOLDER + "grubx64.efi", 2533000, chance.uniform(3, 9))
        self.at += 0.8
        for name in ("command.lst", "fs.lst", "crypto.lst", "terminal.lst"):
            self.refused("debian-installer/amd64/grub/x86_64-efi/" + name)
        self.sent("debian13/grub/grub.cfg", 612, 1, " generated=GRUB")
        self.at += 2
        if trouble == "closed":
            self.refused("debian13/linux", "not-readable-for-us path=debian13/linux "
                "needs=o+r mode=0600 owner=0:0 us=1:1")
            return
        if trouble == "refuses":
            line(self.at + 60, "tftpd", "stalled file=%sbootnetx64.efi %s "
                "hint=secure-boot: nothing more was asked for" % (FOLDER, self.of))
            return
        window = 4 if self.number % 9 else 1
        rate = chance.uniform(6, 11) if window > 1 else 1.2
        self.sent("debian13/linux", 12204000, rate, window=window)
        self.at += 0.1
        self.sent("debian13/initrd.gz", 42110000, rate, " generated=preseed", window,
            900 if self.number % 13 == 5 else 0)


for n in range(machines):
    Machine(n + 1, chance.random() * seconds).boot(
        {3: "closed", 11: "lost", 17: "refuses"}.get(n % 40))
for n in range(3):
    for k in range(7):
        line(n + 4 * 2 ** k, "dhcp-helper", "boot mac=aa:bb:cc:00:00:0%d name=- arch=bios "
            "via=eth0 msg=DISCOVER rule=- -> silent reason=unknown-client" % n)
print("\n".join(text for at, text in sorted(lines)))
