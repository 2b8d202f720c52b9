"""Files of dnsmasq, made at random: tags that are set by what a client says, by its
card, by its range; boot files and options with tags."""
from random_words import ARCHES, MACS, NETS, PREFIXES, SERVERS, Files, maybe

SERVICES = ["x86PC", "IA32_EFI", "BC_EFI", "X86-64_EFI", "ARM64_EFI", "ARM32_EFI",
    "IA64_EFI", "0", "6", "7", "9", "11"]


class Writer:
    def __init__(self, r):
        self.r, self.out, self.tags, self.files = r, [], [], Files(r)

    def new(self, name):
        """A tag that is set from now on; perhaps one that is set elsewhere, too."""
        if self.tags and self.r.random() < 0.15:
            return self.r.choice(self.tags)
        tag = "%s%s" % (name, maybe(self.r, 0.3, str(self.r.randrange(9))))
        if tag not in self.tags:
            self.tags.append(tag)
        return tag

    def set(self, name):
        return maybe(self.r, 0.75, "set:") + self.new(name)

    def asked(self, most=2):
        """tag:a,tag:!b, of tags that are set, and now and then of one that is
        not."""
        r, out = self.r, ""
        for _ in range(r.choice([0, 1, 1, 1, most])):
            tag = r.choice(self.tags + ["nowhere"] * (r.random() < 0.1)) \
                if self.tags else "nowhere"
            out += "%s%s%s," % (r.choice(["tag:", "tag:", "tag:", "net:"]),
                r.choice(["", "", "", "!", "#"]), tag)
        return out

    def line(self, name, value):
        r = self.r
        equals = r.choice(["="] * 8 + [" = "])
        self.out.append(name + equals + value + maybe(r, 0.05, "  # a comment"))

    # What sets tags.

    def arch(self):
        r, n = self.r, self.r.choice(ARCHES)
        tag = self.set(r.choice(["arch%d" % n, "efi", "a%d" % n]))
        how = r.randrange(7)
        if how == 0:
            self.line("dhcp-match", "%s,option:client-arch,%d" % (tag, n))
        elif how == 1:
            self.line("dhcp-match", "%s,93,%d" % (tag, n))
        elif how == 2:
            self.line("dhcp-match", "%s,93,00:%02x" % (tag, n))
        elif how == 3:
            self.line("dhcp-match", "%s,60,PXEClient:Arch:%05d" % (tag, n))
        elif how == 4:
            self.line("dhcp-match", "%s,option:vendor-class,PXEClient:Arch:%05d" % (tag, n))
        else:
            self.line("dhcp-vendorclass", "%s,PXEClient:Arch:%05d" % (tag, n))

    def ipxe(self):
        r, tag = self.r, self.set("ipxe")
        how = r.randrange(6)
        if how == 0:
            self.line("dhcp-userclass", tag + ",iPXE")
        elif how == 1:
            self.line("dhcp-match", tag + ",77,iPXE")
        elif how == 2:
            self.line("dhcp-match", tag + ",option:user-class,iPXE")
        elif how == 3:
            self.line("dhcp-match", tag + ",encap:175,%d" % r.choice([16, 19, 36, 99]))
        else:
            self.line("dhcp-match", tag + ",175")

    def other(self):
        r, tag = self.r, self.set(self.r.choice(["pxe", "http", "odd"]))
        self.line(*r.choice([
            ("dhcp-vendorclass", tag + ",PXEClient"),
            ("dhcp-vendorclass", tag + ",HTTPClient"),
            ("dhcp-vendorclass", tag + ",HTTPClient:Arch:00016"),
            ("dhcp-match", tag + ",60"),
            ("dhcp-match", tag + ",97"),
            ("dhcp-match", tag + ",93"),
            ("dhcp-match", tag + ",option:hostname,printer"),
            ("dhcp-circuitid", tag + ",switch1"),
            ("dhcp-vendorclass", tag + ",MSFT 5.0"),
        ]))
        if r.random() < 0.5:
            self.line("dhcp-option-force", "tag:%s,60,HTTPClient" % self.tags[-1])

    def mac(self):
        prefix = self.r.choice(PREFIXES)
        self.line("dhcp-mac", "%s,%s:*:*:*" % (self.set("card"), prefix))

    def tag_if(self):
        if len(self.tags) < 2:
            return
        conditions = self.asked(3)
        if conditions:
            self.line("tag-if", "set:%s,%s" % (self.new("both"),
                conditions.rstrip(",").replace("net:", "tag:")))

    # What has tags.

    def boot(self):
        r = self.r
        value = self.asked() + (self.files.file() if r.random() < 0.95 else "")
        how = r.random()
        if how < 0.2:
            value += ",," + r.choice(SERVERS)
        elif how < 0.3:
            value += ",bootserver,%s" % r.choice(SERVERS)
        self.line("dhcp-boot", value)

    def service(self):
        r = self.r
        what = r.random()
        value = r.choice(["nb/pxelinux", "nb/ipxe.efi", "x/x64.efi", "x/grub.efi",
            "x/boot.img", "x/menu.ipxe", "x/start.img"]) \
            if what < 0.85 else r.choice(["0", "15"])
        if what < 0.15:
            value += "," + r.choice(SERVERS)
        self.line("pxe-service", '%s%s,"%s",%s' % (self.asked(), r.choice(SERVICES),
            r.choice(["Boot", "Install, now", "Disk"]), value))

    def option(self):
        r = self.r
        name, value = r.choice([
            (("66", "option:tftp-server"), r.choice(SERVERS)),
            (("66", "option:tftp-server"), "boot.example.org"),
            (("67", "option:bootfile-name"), self.files.file()),
            (("67", "option:bootfile-name"), self.files.file()),
            (("150", "option:tftp-server-address"), r.choice(SERVERS)),
            (("3", "option:router"), "10.20.0.%d" % r.choice([1, 2])),
            (("6", "option:dns-server"), "10.20.0.3,10.20.0.4"),
            (("3", "6", "option:router"), None),
            (("17", "option:root-path"), "10.20.0.5:/srv/root"),
            (("vendor:PXEClient,6",), "2b"),
        ])
        self.line(r.choice(["dhcp-option", "dhcp-option", "dhcp-option-force"]),
            self.asked() + r.choice(name) + ("" if value is None else "," + value))

    def ignore(self):
        r = self.r
        self.line("dhcp-ignore", r.choice(["tag:!known", "tag:known", "tag:#known",
            (self.asked() or "tag:odd,").rstrip(",").replace("net:", "tag:")]))

    def beside(self):
        """What stands in such files and matters little."""
        r = self.r
        self.out.append(r.choice(["dhcp-authoritative", "dhcp-no-override", "log-dhcp",
            "domain=example.org", "domain-needed", "dhcp-sequential-ip",
            'pxe-prompt="Press F8 for a menu", 3', "enable-tftp", "# nothing",
            "tftp-root=/srv/tftp", "dhcp-lease-max=500", "dhcp-ignore-names"]))

    def card(self):
        """The interface, whose name is a tag, too."""
        name = self.r.choice(["eth0", "br-lan", "enp3s0"])
        self.line("interface", name)
        if self.r.random() < 0.5:
            self.tags.append(name)

    def http(self):
        """What firmware is told that boots by HTTP: its class, and a URL."""
        tag = self.new("http")
        self.line("dhcp-vendorclass", "set:%s,HTTPClient" % tag)
        self.line("dhcp-option-force", "tag:%s,60,HTTPClient" % tag)
        self.line("dhcp-boot", "tag:%s,%s" % (tag, self.files.url()))

    def host(self, mac, n):
        r = self.r
        value = maybe(r, 0.05, "tag:%s," % r.choice(self.tags or ["x"])) + mac
        for part in r.sample(["name", "ip", "tag", "lease", "second"],
                r.choice([1, 2, 2, 3])):
            value += {"name": ",h%d" % n, "ip": ",%s.%d" % (
                r.choice(NETS[:2] if r.random() < 0.3 else NETS[:1])[0], 20 + n),
                "tag": ",set:" + self.new("own"), "lease": ",45m",
                "second": ",52:54:00:99:00:%02x" % n if r.random() < 0.2 else ""}[part]
        if r.random() < 0.08:
            value = mac + ",ignore"
        self.line("dhcp-host", value)


def ranges(w, nets):
    r = w.r
    for base, net in nets:
        tag = w.set("net%s" % base.split(".")[1]) + "," if r.random() < 0.4 else ""
        how = r.random()
        if how < 0.15 and len(nets) == 1:
            w.line("dhcp-range", "%s%s,proxy%s" % (tag, net,
                maybe(r, 0.5, ",255.255.255.0")))
        elif how < 0.3:
            w.line("dhcp-range", "%s%s,static,255.255.255.0" % (tag, net))
        else:
            tag += maybe(r, 0.06, "tag:%s," % r.choice(w.tags or ["x"]))
            w.line("dhcp-range", "%s%s.100,%s.120,255.255.255.0%s" % (tag, base, base,
                maybe(r, 0.5, ",12h")))


def make(r):
    w = Writer(r)
    nets = NETS[:r.choice([1, 1, 1, 2])]
    if r.random() < 0.25:
        w.card()
    for _ in range(r.choice([0, 0, 1, 2])):
        w.beside()
    if r.random() < 0.4:
        w.out.append("port=0")
    if r.random() < 0.85:
        ranges(w, nets)
    for step in r.choices([w.arch, w.ipxe, w.other, w.mac], [6, 3, 2, 1],
            k=r.randrange(1, 6)):
        step()
    for _ in range(r.choice([0, 0, 1, 2])):
        w.tag_if()
    for n, mac in enumerate(r.sample(MACS, r.choice([0, 1, 2, 3]))):
        w.host(mac, n + 1)
    for step in r.choices([w.boot, w.service, w.option, w.ignore],
            r.choice([[6, 2, 3, 1], [6, 0, 2, 0], [1, 5, 1, 0]]), k=r.randrange(2, 8)):
        step()
    if r.random() < 0.4:
        w.http()
    if r.random() < 0.3:
        r.shuffle(w.out)
    return "\n".join(w.out) + "\n"
