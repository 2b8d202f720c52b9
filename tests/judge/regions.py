"""Which text of their file a line is about: the block that it opens, or whose
condition it is; the lines with a tag or a class that it sets."""
import re

import about
from blocks import blocks


class Regions:
    def __init__(self, site):
        self.site = site
        self.text = site.bare
        self.line = [""] + self.text.split("\n")
        self.at = [0, 0]
        for line in self.line[1:]:
            self.at.append(self.at[-1] + len(line) + 1)
        self.blocks = [] if site.kind == "dnsmasq" else blocks(self.text)
        self.known = {}

    def around(self, n):
        if n not in self.known:
            self.known[n] = self.region(n)
        return self.known[n]

    def opens(self, n):
        return any(self.at[n] <= b.begin <= self.at[n] + len(self.line[n])
            for b in self.blocks)

    def own_text(self, block):
        """Without what is in blocks inside."""
        text = self.text[block.begin:block.end]
        for inner in blocks(text)[1:]:
            text = text[:inner.begin] + " " * (inner.end - inner.begin) + \
                text[inner.end:]
        return text

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
        return self.own_text(block)

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
