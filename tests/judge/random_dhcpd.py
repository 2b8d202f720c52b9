"""Files of ISC dhcpd, made at random: conditions in each other, scopes in each
other, classes, restrictions."""
from random_words import ARCHES, MACS, NETS, PREFIXES, SERVERS, Files, maybe

CLASS = "option vendor-class-identifier"


class Writer:
    def __init__(self, r):
        self.r, self.files = r, Files(r)
        self.arch = r.choice(["arch", "client-arch", "client-architecture",
            "architecture-type", "pxe-system-type"])
        self.classes = []
        self.macs = r.sample(MACS, 4)
        self.address = 20

    def word(self, text):
        """A keyword, now and then in capitals."""
        if self.r.random() < 0.03:
            return text.capitalize() if self.r.random() < 0.5 else text.upper()
        return text

    # Conditions.

    def atom(self):
        r, n = self.r, self.r.choice(ARCHES)
        mac, prefix = r.choice(self.macs), r.choice(PREFIXES)
        return r.choice([
            "option %s = 00:%02x" % (self.arch, n),
            "option %s = 00:%02x" % (self.arch, n),
            "option %s != 00:%02x" % (self.arch, n),
            "option %s = encode-int(%d, 16)" % (self.arch, n),
            "extract-int(option %s, 16) = %d" % (self.arch, n),
            'substring(%s, 15, 5) = "%05d"' % (CLASS, n),
            'substring (%s, 0, 20) = "PXEClient:Arch:%05d"' % (CLASS, n),
            'substring(%s, 16, 4) = "%04d"' % (CLASS, n),
            'substring(%s, 0, 9) = "PXEClient"' % CLASS,
            'substring(%s, 0, 10) = "HTTPClient"' % CLASS,
            'substring(%s, 0, 21) = "HTTPClient:Arch:00016"' % CLASS,
            "exists user-class",
            'exists user-class and option user-class = "iPXE"',
            'option user-class = "iPXE"',
            'option user-class != "iPXE"',
            'substring(option user-class, 0, 4) = "iPXE"',
            'binary-to-ascii(16, 16, "", option %s) = "%x"' % (self.arch, n),
            'binary-to-ascii(10, 8, ".", option %s) = "0.%d"' % (self.arch, n),
            'binary-to-ascii(16, 8, ":", substring(hardware, 1, 6)) = "%s"' % ":".join(
                "%x" % int(o, 16) for o in mac.split(":")),
            "substring(hardware, 1, 3) = %s" % prefix,
            "hardware = 1:%s" % mac,
            "exists %s" % r.choice([self.arch, "vendor-class-identifier", "host-name",
                "dhcp-client-identifier"]),
            "known",
        ] + ['option host-name = "web1"',
            'suffix(%s, 3) = "016"' % CLASS] * (r.random() < 0.3))

    def condition(self, depth=0):
        r = self.r
        if depth > 2 or r.random() < 0.5:
            return self.atom()
        how = r.randrange(6)
        if how == 0:
            return "not " + self.atom().split(" and ")[0]
        if how == 1:
            return "not (%s)" % self.condition(depth + 1)
        if how == 2:
            return "(%s)" % self.condition(depth + 1)
        return "%s %s %s" % (self.atom(), r.choice(["and", "or"]),
            self.condition(depth + 1))

    # Statements.

    def boots(self, depth=0):
        r, out = self.r, []
        for _ in range(r.choice([1, 1, 2])):
            out.append(r.choice([
                '%s "%s";' % (self.word("filename"), self.files.file()),
                '%s "%s";' % (self.word("filename"), self.files.file()),
                '%s%s "%s";' % (self.word("filename"), maybe(r, 0.2, " ="),
                    self.files.file()),
                "%s %s;" % (self.word("next-server"), r.choice(SERVERS)),
                "%s %s;" % (self.word("next-server"), r.choice(SERVERS)),
                'server-name "boot";',
                'option tftp-server-name "%s";' % r.choice(SERVERS),
                'option bootfile-name "%s";' % self.files.file(),
                'filename "%s";' % self.files.file(0),
                "option tftp150 %s;" % r.choice(SERVERS),
            ]))
        if depth < 2 and r.random() < 0.25:
            out.append(self.branch(depth + 1))
        return "\n".join(out)

    def branch(self, depth=0):
        r = self.r
        text = "%s %s {\n%s\n}" % (self.word("if"), self.condition(), self.boots(depth))
        for _ in range(r.choice([0, 0, 1, 2])):
            text += "\n%s %s {\n%s\n}" % (r.choice(["elsif", "else if"]), self.condition(),
                self.boots(depth))
        if r.random() < 0.5:
            text += "\nelse {\n%s\n}" % self.boots(depth)
        return text

    def said(self, chance):
        """What a scope may say."""
        r, out = self.r, []
        if r.random() < chance:
            out.append(self.boots(2))
        if r.random() < chance * 0.6:
            out.append(self.branch())
        if r.random() < 0.2:
            out.append("option domain-name-servers 10.20.0.3, 10.20.0.4;")
        if r.random() < 0.2:
            out.append("option routers 10.20.0.%d;" % r.choice([1, 2]))
        if r.random() < 0.2:
            out.append(r.choice(["default-lease-time 3600;", "max-lease-time 7200;",
                'option domain-name "example.org";', "use-host-decl-names on;",
                'option root-path "10.20.0.5:/srv/root";', "min-lease-time 60;",
                "option ntp-servers 10.20.0.3;", "always-broadcast on;",
                "set vendorclass = option vendor-class-identifier;",
                'on commit { log(info, "a lease"); }',
                "ddns-updates off;", "allow booting;", "option time-offset 3600;"]))
        if r.random() < 0.02:
            out.append('switch (extract-int(option %s, 16)) { case 7: filename "%s"; break; '
                "default: next-server %s; }" % (self.arch, self.files.file(),
                r.choice(SERVERS)))
        return out

    def host(self, mac, net):
        r = self.r
        self.address += 1
        out = ["hardware ethernet %s;" % mac]
        if r.random() < 0.05:
            out.append('option dhcp-client-identifier "%s";' % mac)
        if r.random() < 0.04:
            out[0] = 'option dhcp-client-identifier "c%d";' % self.address
        if r.random() < 0.7:
            more = ", %s.%d" % (NETS[1][0], self.address) if r.random() < 0.08 else ""
            out.append("fixed-address %s.%d%s;" % (net, self.address, more))
        out += self.said(0.35)
        if r.random() < 0.06:
            out.append(r.choice(["deny booting;", "ignore booting;"]))
        r.shuffle(out)
        return "%s h%d {\n%s\n}" % (self.word("host"), self.address, "\n".join(out))

    def pool(self, base):
        r, out = self.r, ["range %s.100 %s.120;" % (base, base)]
        if r.random() < 0.25:
            out.append(r.choice(["deny unknown-clients;", "allow unknown-clients;",
                "allow known-clients;", "deny known-clients;"] + [
                '%s members of "%s";' % (way, name) for name in self.classes
                for way in ("allow", "deny")]))
        out += self.said(0.2)
        return "pool {\n%s\n}" % "\n".join(out)

    def subnet(self, base, net, hosts):
        r = self.r
        out = self.said(0.5)
        how = r.random()
        if how < 0.3:
            out.append("range %s.100 %s.120;" % (base, base))
        elif how < 0.55:
            out.append(self.pool(base))
        if r.random() < 0.1:
            out.append(r.choice(["deny unknown-clients;", "ignore unknown-clients;",
                "allow unknown-clients;"]))
        for mac in hosts:
            out.append(self.host(mac, base))
        return "%s %s netmask 255.255.255.0 {\n%s\n}" % (self.word("subnet"), net,
            "\n".join(out))

    def kind(self):
        """A class."""
        r = self.r
        name = "c%d" % (len(self.classes) + 1)
        self.classes.append(name)
        how = r.random()
        if how < 0.7:
            return 'class "%s" {\nmatch if %s;\n%s\n}' % (name, self.condition(),
                "\n".join(self.said(0.7)))
        if how < 0.85:
            return 'class "%s" { match hardware; %s }\n%s' % (name,
                maybe(r, 0.3, self.boots(2)), "\n".join(
                'subclass "%s" 1:%s {\n%s\n}' % (name, mac, self.boots(2))
                for mac in r.sample(self.macs, 2)))
        if how < 0.95:
            return 'class "%s" { match option %s; }\n%s' % (name, self.arch, "\n".join(
                'subclass "%s" 00:%02x {\n%s\n}' % (name, n, self.boots(2))
                for n in r.sample(ARCHES, 2)))
        return 'class "%s" { spawn with %s; %s }' % (name, CLASS, self.boots(2))


    def http(self):
        """What firmware is told that boots by HTTP: its class, and a URL."""
        return 'if substring(%s, 0, 10) = "HTTPClient" {\n' \
            'option vendor-class-identifier "HTTPClient";\n' \
            '%s "%s";\n}' % (CLASS, self.word("filename"), self.files.url())


def make(r):
    w = Writer(r)
    out = ["option tftp150 code 150 = ip-address;"]
    if w.arch != "pxe-system-type":
        out.append("option %s code 93 = unsigned integer 16;" % w.arch)
    out += w.said(0.25)
    for _ in range(r.choice([0, 0, 1, 2])):
        out.append(w.kind())
    nets = NETS[:r.choice([1, 1, 1, 1, 1, 2])]
    hosts = w.macs[:r.choice([0, 1, 2, 3])]
    inside = [mac for mac in hosts if r.random() < 0.4]
    parts = [w.subnet(base, net, inside if i == 0 else [])
        for i, (base, net) in enumerate(nets)]
    if r.random() < 0.25:
        parts = ["shared-network lab {\n%s\n%s\n}" % ("\n".join(w.said(0.4)),
            "\n".join(parts))]
    elif len(parts) == 2 and r.random() < 0.3:
        parts = ["shared-network n%d {\n%s\n%s\n}" % (i, "\n".join(w.said(0.4)), part)
            for i, part in enumerate(parts)]
    if r.random() < 0.5:
        parts.append(w.http())
    outside = [w.host(mac, r.choice(nets)[0]) for mac in hosts if mac not in inside]
    if outside and r.random() < 0.4:
        outside = ["group {\n%s\n%s\n}" % ("\n".join(w.said(0.6)), "\n".join(outside))]
    if hosts and len(nets) == 2 and r.random() < 0.15:
        outside.append(w.host(hosts[0], NETS[1][0]))    # the same card in both nets
    parts += outside
    r.shuffle(parts)
    if r.random() < 0.08:
        out.append(r.choice(["deny unknown-clients;", "authoritative;"]))
    text = "\n".join(out + parts) + "\n"
    if r.random() < 0.02:
        text = text[:r.randrange(len(text) // 2, len(text))]    # a broken copy
    return text
