"""Which lines that import-hosts has named stand for a difference.

A reason stands for what reasons.py has for it. One that is not there says that
something is not known, or has no word: it stands for what its line says itself, and
for what depends on it (see regions.py). There the word has to be that differs, of the
same field: the boot file, the server, the address. Who is told nothing by the other
server is excused by a line that refuses clients. What is inside of a host, or of a
net, excuses nothing of another one."""
import re

import about
import firmware
import reasons
import stands
from regions import Regions

REFUSES = re.compile(r"(?i)dhcp-ignore|,\s*ignore\b|\b(deny|ignore|allow)\b|"
    r"client-class|\bDROP\b|dhcp-range")
# A line that says one thing, and what that is.
ONE = re.compile(r'(?i)\s*("[\w-]+"\s*:|option\b|filename\b|next-server\b|server-name\b|'
    r"fixed-address\b)")
FIELDS = ((("boot",), r"(?i)filename\b|file-name|bootfile"),
    (("server", "name"), r"(?i)next-server|tftp|server-name|server-hostname"),
    (("router",), r"\brouters\b"), (("dns",), r"domain-name-servers"),
    (("address",), r"fixed-address|ip-address"))
# What says that there is no file.
EMPTY = re.compile(r'^\s*(?:--)?dhcp-boot\s*=\s*((tag|net):[^,]*,)*\s*(,|$)|'
    r'filename\s*=?\s*""|boot-?file-name"?\s*:?\s*""|pxe-service=.*,0\s*$')


class Lines(Regions):
    """The lines of a file, once both servers have been asked of it."""

    def __init__(self, site, imported, ends):
        """ends: (question, theirs, ours) of each."""
        super().__init__(site)
        self.shared = about.shared(site)
        self.named = imported.named
        self.who = set(re.findall(r"(?m)^([0-9a-f]{2}(?::[0-9a-f]{2})+)\b",
            imported.text))
        self.homes = {}
        for question, *both in ends:
            for end in both:
                if end.address is not None and end.address.yiaddr in site.fixed and \
                        about.holds(question.net, end.address.yiaddr):
                    self.homes.setdefault(question.mac, set()).add(question.net)
        for mac, text in self.hosts():
            for net in site.nets:
                if any(has(text, ip) and about.holds(net, ip) for ip in site.fixed):
                    self.homes.setdefault(mac, set()).add(net)

    def hosts(self):
        """Each card, with the text of a host that it is of."""
        texts = self.line if self.site.kind == "dnsmasq" else [s for b in self.blocks
            for s in self.scope(b) if s[0] != "\0"]
        return [(mac, text) for text in texts
            for mac in about.host_cards(self.site.kind, text)]

    def excused(self, difference):
        """"LINE: TEXT" of the first that stands for it, or None."""
        return next(("%d: %s" % (n, text) for n, texts in self.named.items()
            for text in texts if self.stands_for(n, text, difference)), None)

    def stands_for(self, n, text, d):
        if n >= len(self.line):
            return False
        said = bare(text)
        m, stand = reasons.find(said)
        if stand is not None:
            return bool(stand(stands.Case(d, n, m, self)))
        return self.concerns(n, d.question) and self.is_about(n, said, d)

    def is_about(self, n, said, d):
        """A reason that says only that something is not known: what is written
        there is what they say; or what we say, where it was to be that or
        nothing."""
        region = self.around(n)[0]
        if ONE.match(self.line[n]) and not self.opens(n):
            field = next((what for what, name in FIELDS
                if re.search(name, self.line[n])), None)
            if field is not None and d.what not in field:
                return False
        if any(has(region, word) or has(region, word.encode().hex())
                for word in words(d)):
            return True
        if self.is_condition(n) and (has(region, d.ours) or
                self.has_file_of_others(region, d)):
            return True
        if d.what in ("boot", "address") and d.both[0].silent:
            return REFUSES.search(region) is not None
        if d.what == "boot" and not d.theirs:
            return any(EMPTY.search(line) for line in region.split("\n"))
        service = re.match(r"boot service (\d+)$", d.theirs)
        return service is not None and re.search(r"(?m),\s*%s\s*(,|$)" %
            service.group(1), region) is not None

    def has_file_of_others(self, region, d):
        """We say nothing, because a file that stands behind else is not for it."""
        found = [reasons.find(bare(text)) for texts in self.named.values()
            for text in texts]
        return d.what == "boot" and not d.ours and any(
            stand in (stands.cannot_start, stands.rom_without_urls) and
            has(region, m.group("x")) and not firmware.takes(d.question.kind, m.group("x"))
            for m, stand in found)

    def listed(self, mac):
        """Whether the map has a line of the card, or of its beginning."""
        return any(mac.startswith(who) for who in self.who)

    def shares(self, n, net):
        """Whether the net is one of the shared network that begins at the line."""
        at = self.at[n] + len(self.line[n])
        text = next((self.text[b.begin:b.end] for b in self.blocks
            if b.begin <= at < b.end and (re.match(r"(?i)shared-network\b", b.head) or
            b.outer is not None and '"subnet4"' in self.text[b.begin:b.end])), "")
        return any(net in group and (not text or all(str(one.network_address) in text
            for one in group)) for group in self.shared)

    def said(self, n):
        """What is named of a line."""
        return [bare(text) for text in self.named.get(n, ())]

    def says_some_nets(self, file):
        """Whether the file, from whichever server, is told on some nets only: so it
        is told on none."""
        return any(re.match(r"(tftp://[\d.]+/)?%s is told on some nets only" %
            re.escape(file), said) for n in self.named for said in self.said(n))

    def has_of_wire(self, d):
        return any(has(self.text, word) for word in words(d))

    def is_condition(self, n):
        """What is not known of it is taken as false, and so what is behind else as
        said."""
        return self.site.kind != "dnsmasq" and re.match(
            r'(?i)\s*(\}?\s*(if|else|elsif)\b|match\b|"test")', self.line[n])

    def of_host(self, n):
        return about.MAC.search(self.line[n]) or about.cards(self.line[n]) or \
            any(s[0] != "\0" for s in self.around(n)[1]) or \
            self.site.kind == "dnsmasq" and about.PREFIX.search(self.line[n])

    def macs(self, n):
        """The cards of the host that the line is of."""
        said = [s for s in self.around(n)[1] if s[0] != "\0"]
        if self.site.kind == "dnsmasq" or re.match(r"(?i)\s*(subclass|hardware)\b",
                self.line[n]):
            said.append(self.line[n])
        return [mac for text in said
            for mac in about.host_cards(self.site.kind, text)]

    def concerns(self, n, question):
        """The line is not of another host or net than the question."""
        macs = self.macs(n)
        if macs:
            return question.mac in macs     # a host's block is of all nets
        if self.site.kind == "dnsmasq" and about.cards(self.line[n]):
            return question.mac in about.cards(self.line[n])
        if self.has_inside(n, question.mac):
            return True
        nets = [s[1:] for s in self.around(n)[1] if s[0] == "\0"]
        wire = [question.net] + [net for group in self.shared if question.net in group
            for net in group]
        return not nets or any(str(net) in nets for net in wire)

    def has_inside(self, n, mac):
        """dhcpd: a host of this net has the net's words wherever it is."""
        return self.site.kind == "dhcpd" and any(
            b.begin < self.at[n] < b.end and re.match(r"(?i)subnet\b", b.head) and
            mac in about.host_cards("dhcpd", self.text[b.begin:b.end])
            for b in self.blocks)

    def is_guard(self, name):
        """Kea: whether a class is whom a net or a pool is for, by itself or by
        another class that asks for it."""
        asks = [b for b in self.blocks if re.search(r"member\(\W?%s\b" %
            re.escape(name), self.own_text(b))]
        names = [name] + [m.group(1) for b in asks for m in re.finditer(
            r'"name"\s*:\s*"([^"]*)"', self.own_text(b))]
        return any(re.search(r'"client-class(es)?"\s*:[^:}]*"%s"' % re.escape(one),
            self.text) for one in names)

def words(d):
    """What differs, as it may stand in their file: what they say, or if that is
    nothing, what we say."""
    if d.what in ("router", "dns"):
        return (d.theirs or d.ours).split()
    if d.what == "boot":
        end = d.both[0] if d.theirs else d.both[1]
        said = [end.boot.file, d.theirs or d.ours]
        if not d.theirs and d.both[0].said:
            said = [d.both[0].said]     # which the client cannot load
        said.append(re.sub(r"^tftp://[\d.]+/", "", end.boot.file))
        return [w for s in said for w in (s, re.sub(r"\.0$", "", s))]
    if d.what == "server":
        return [w for w in (d.theirs, d.ours) if w != "self"]
    if d.what == "mask":
        return [d.theirs or d.ours, str(d.question.net.network_address)]
    return [d.theirs or d.ours]


def bare(text):
    return re.sub(r"^(not translated|warning): ", "", unescaped(text))


def unescaped(text):
    """A message without its escapes, which are those of the log."""
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m.group(1), 8)), text)


def has(text, word):
    """A backslash may be written twice, or be a slash for us."""
    pattern = re.sub(r"\\\\|/+", lambda m: r"(/+|\\+)", re.escape(word))
    return bool(word) and re.search(r"(?<![\w.-])%s(?![\w-]|\.\w)" % pattern,
        text) is not None
