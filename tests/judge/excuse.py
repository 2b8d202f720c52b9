"""Which lines that import-hosts has named stand for a difference.

A named line stands for what it says itself, and for what depends on it: the block
that it opens (of a net or a group not what is in blocks inside), or whose condition
it is; the lines with a tag or a class that it sets. Somewhere there has to be the word that differs: the boot file, the server,
the address. Who is told nothing by the other server is excused by a line that
refuses clients. What is inside of a host, or of a net, excuses nothing of another
one."""
import re

import about
from blocks import blocks

# That a pool stays behind is said of every file, and excuses nothing.
NOTHING = re.compile(r"stays with a DHCP server")
REFUSES = re.compile(r"(?i)ignore|deny|allow|known|booting|permit|DROP|static|"
    "client-class")
# What the reason has to speak of.
ABOUT = {"mask": r"mask", "router": r"router", "dns": r"name server|\bdns\b"}
# A reason that speaks of this alone.
ONLY = ((r": (router|dns|netmask) is ", ("router", "dns", "mask")),
    (r"and without a mask", ("mask", "address")),
    (r"told no name server", ("dns",)),
    (r"told no router", ("router",)),
    (r"addresses? of its hosts|ip= of a host is lent", ("address",)))
# A dhcp-boot that says that there is no file.
EMPTY = re.compile(r"\s*(?:--)?dhcp-boot\s*=\s*((tag|net):[^,]*,)*\s*(,|$)")


class Lines:
    def __init__(self, site):
        self.site = site
        self.text = site.bare
        self.line = [""] + self.text.split("\n")
        self.at = [0, 0]
        for line in self.line[1:]:
            self.at.append(self.at[-1] + len(line) + 1)
        self.blocks = [] if site.kind == "dnsmasq" else blocks(self.text)
        self.known = {}
        self.shared = about.shared(site)

    def excused(self, difference, named):
        """"LINE: TEXT" of the first that stands for it, or None."""
        return next(("%d: %s" % (n, text) for n, texts in named.items()
            for text in texts if self.stands_for(n, text, difference)), None)

    def stands_for(self, n, text, d):
        if NOTHING.search(text) or n >= len(self.line):
            return False
        for reason, whats in ONLY:
            if re.search(reason, text) and d.what not in whats:
                return False
        if n not in self.known:
            self.known[n] = self.region(n)
        region, scopes = self.known[n]
        if "the words of any of them" in text and not (d.both[0].address and
                d.both[0].address.yiaddr in self.site.fixed):
            return True         # the address is of any net of the link
        if re.search("other hosts with an address|lent on any", text) and self.away(d):
            return True
        if not re.search(" and others |on some nets only", text) and \
                not self.concerns(n, scopes, d.question):
            return False
        if d.what in ("boot", "address") and d.both[0].silent and REFUSES.search(region):
            return True
        if d.what == "boot" and not d.theirs and (EMPTY.match(self.line[n]) or
                "no boot file" in text):
            return True
        if "get silence on this net" in text and d.both[0].silent:
            return True
        if d.what in ABOUT and re.search(ABOUT[d.what], text):
            return True
        if d.what in ("server", "name") and "server" in text and \
                self.of_host(n, scopes):
            return True
        if d.what == "address" and d.theirs and "shared" in self.line[n] + text:
            return True         # a relay is on one net of several
        service = re.match(r"boot service (\d+)$", d.theirs)
        if service:
            return re.search(r"(?m),\s*%s\s*(,|$)" % service.group(1), region)
        return any(has(part, word) for word in words(d)
            for part in (region, unescaped(text), unescaped(text).replace("\\", "/"))) or \
            self.is_condition(n) and has(region, d.ours)

    def away(self, d):
        """A host that is known is on another net than its address."""
        lent = d.both[0].address
        return d.question.mac in self.site.cards and (lent is None or
            lent.yiaddr not in self.site.fixed)

    def is_condition(self, n):
        """What is not known of it is taken as false, and so what is behind else as
        said."""
        return self.site.kind != "dnsmasq" and re.match(
            r'(?i)\s*(\}?\s*(if|else|elsif)\b|match\b|"test")', self.line[n])

    def of_host(self, n, scopes):
        return about.MAC.search(self.line[n]) or any(s[0] != "\0" for s in scopes) or \
            self.site.kind == "dnsmasq" and about.PREFIX.search(self.line[n])

    def concerns(self, n, scopes, question):
        """The line is not of another host or net than the question."""
        said = [s for s in scopes if s[0] != "\0"]
        if self.site.kind == "dnsmasq" or re.match(r"(?i)\s*(subclass|hardware)\b",
                self.line[n]):
            said.append(self.line[n])
        macs = [about.colons(m.group(1)) for text in said
            for m in about.MAC.finditer(text)]
        if macs:
            return question.mac in macs     # a host's block is of all nets
        nets = [s[1:] for s in scopes if s[0] == "\0"]
        wire = [question.net] + [net for group in self.shared if question.net in group
            for net in group]
        return not nets or any(str(net) in nets for net in wire)

    def region(self, n):
        """(the text that the line stands for, its scopes). A scope is a host's
        text, or NUL and a net."""
        if self.site.kind == "dnsmasq":
            return self.tagged(n), []
        begin, end = self.at[n], self.at[n] + len(self.line[n])
        begin += len(self.line[n]) - len(self.line[n].lstrip())
        inner = None
        parts = [self.text[begin:end]]
        scopes = []
        for block in self.blocks:
            if begin <= block.begin <= end:
                parts.append(self.content(block))
                scopes += [s for s in self.scope(block) if s[0] != "\0"]
                parts += self.chain(block)
            if block.begin < begin < block.end:
                inner = block
                scopes += self.scope(block)
        if inner is not None and re.match(
                r'(?i)(match|spawn|lease|"test"|"name"|"only|"client-class|"id"|'
                r'\}?\s*(else|elsif)|"hw-address)', self.line[n].strip()):
            parts.append(self.text[inner.begin:inner.end])
        text = "\n".join(parts)
        for name in re.findall(
                r'(?i)(?:class\s+|"name"\s*:\s*|member\(\W?)["\']([^"\']+)', text):
            text += "".join("\n" + self.text[b.begin:b.end] for b in self.blocks
                if re.search(r"""(?i)class\b.*["']%s["']|member\(.%s""" % (
                    re.escape(name), re.escape(name)),
                    self.text[b.begin:b.end], re.S) and b.outer is not None or
                re.match(r'(?i)(sub)?class\s+"%s"' % re.escape(name), b.head))
        return text, scopes

    def content(self, block):
        """What a block says: of a net or a group not what is in blocks inside, which
        have lines of their own."""
        text = self.text[block.begin:block.end]
        if not re.match(r"(?i)(subnet|shared-network|group|pool)\b", block.head) and \
                not re.search(r'"(subnet4|reservations|pools)"\s*:', text):
            return text
        for inner in blocks(text)[1:]:
            text = text[:inner.begin] + " " * (inner.end - inner.begin) + \
                text[inner.end:]
        return text

    def chain(self, block):
        """The branches that follow an if."""
        if not re.match(r"(?i)(if|else|elsif)\b", block.head):
            return []
        parts, end = [], block.end
        for other in self.blocks:
            if other.outer is block.outer and other.begin >= end and \
                    re.match(r"(?i)(else|elsif)\b", other.head) and \
                    not self.text[end:other.begin].strip():
                parts.append(self.text[other.begin:other.end])
                end = other.end
        return parts

    def scope(self, block):
        if re.match(r"(?i)host\b", block.head):
            return [self.text[block.begin:block.end]]
        m = re.match(r"(?i)subnet\s+([\d.]+)\s+netmask\s+([\d.]+)", block.head)
        if m:
            return ["\0%s" % about.network(m.group(1), m.group(2))]
        if self.site.kind == "kea":
            text = self.text[block.begin:block.end]
            own = "".join(re.split(r"[\[{].*?[\]}]", text[text.find("{") + 1:],
                flags=re.S))
            m = re.search(r'"subnet"\s*:\s*"([^"]*)"', own)
            if m:
                return ["\0" + m.group(1)]
            if re.search(r'"hw-address"', own):
                return [own]
        return []

    def tagged(self, n):
        """The line, and those with a tag that it sets, and so on."""
        lines, sets, grown = {n}, set(), True
        while grown:
            grown = False
            for k in list(lines):
                for tag in set_tags(self.line[k]):
                    if tag not in sets:
                        sets.add(tag)
                        grown = True
            for k, line in enumerate(self.line):
                if k not in lines and sets & asked_tags(line):
                    lines.add(k)
                    grown = True
        return "\n".join(self.line[k] for k in sorted(lines))


def set_tags(line):
    tags = set(re.findall(r"\bset:([^,\s]+)", line))
    m = re.match(r"\s*(?:--)?dhcp-(?:match|vendorclass|userclass|mac|range|circuitid|"
        r"remoteid|subscrid)\s*=\s*([^,:\s]+),", line)
    if m and not re.fullmatch(r"[\d.]+", m.group(1)):
        tags.add(m.group(1))
    return tags


def asked_tags(line):
    tags = {t.lstrip("!#") for t in re.findall(r"\b(?:tag|net):([^,\s]+)", line)}
    m = re.match(r"\s*(?:--)?(?:dhcp-(?:boot|option|option-force|ignore)|pxe-service)"
        r"\s*=\s*([^,\s]+)", line)
    if m:
        tags.add(m.group(1).lstrip("!#"))
    return tags


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


def unescaped(text):
    """A message without its escapes, which are those of the log."""
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m.group(1), 8)), text)


def has(text, word):
    """A backslash may be written twice, or be a slash for us."""
    pattern = re.sub(r"\\\\|/+", lambda m: r"(/+|\\+)", re.escape(word))
    return bool(word) and re.search(r"(?<![\w.-])%s(?![\w-]|\.\w)" % pattern,
        text) is not None
