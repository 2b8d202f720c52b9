"""What export writes tells clients the same: from the server that it is for, and
from dhcp-helper once import-hosts has read it again."""
import copy
import re

import about
import clients
import compare
from ours import Broken


def answers(ours, site, asked):
    ours.start(site)
    try:
        return compare.ask(ours.host, site, asked)
    finally:
        ours.host.stop()


# As iPXE expands it.
CARD = "${netX/mac:hexhyp}"
# The word that a warning has to have in it; of boot files: none of these.
WORDS = {"address": "ip=", "mask": "ip=", "router": "router=", "dns": "dns=",
    "server": "server=", "name": "servername="}


def excused(site, warned, d):
    """Export has warned of a word in a line of this client, or of an image, a net
    or default. That import-hosts cannot read what export writes is no excuse."""
    lines = site.text.split("\n")
    for n, text in warned:
        macs = [about.colons(m.group(1)) for m in about.MAC.finditer(lines[n - 1])]
        said = any(word in text for word in WORDS.values())
        # Of iPXE alone.
        if "for iPXE" in text and not d.question.kind.ipxe:
            continue
        if (not macs or d.question.mac in macs) and (
                WORDS[d.what] in text if d.what in WORDS else not said):
            return True
    return False


def expanded(asked, ends):
    """An iPXE that is told the generated script: dhcp-helper names it by the card,
    all others by the setting of iPXE's that is the card."""
    for question, end in zip(asked, ends):
        end.boot.file = end.boot.file.replace(CARD, question.mac.replace(":", "-"))
    return ends


def served(theirs, site, kind, path):
    """The site with what export has written, whose server is there; it has
    addresses for strangers, which the map has not."""
    there = copy.copy(site)
    with open(path) as f:
        there.kind, there.text = kind, f.read()
    if kind == "kea" and not site.has_net:
        there.text = there.text.replace('"subnet4": [ ]', '"subnet4": [ { "id": 1, '
            '"subnet": "%s", "pools": [ { "pool": "%s - %s" } ] } ]' % (site.nets[0],
            *site.pool(site.nets[0])))
    elif kind == "kea":
        for net in site.nets:
            there.text = re.sub(r'("subnet": "%s"(?:[^{}]|\{[^{}]*\})*?"pools": )\[\]' %
                re.escape(str(net)), r'\1[ { "pool": "%s - %s" } ]' % site.pool(net),
                there.text)
    there.bare = about.without_comments(kind, there.text)
    there.has_net = site.has_net
    if not theirs.start(there):
        raise Broken("%s refuses what export has written:\n%s" % (kind,
            theirs.complaint()))
    return there


def judge(ours, theirs, path, text):
    """Takes clients(5) to each server, to its file and back. Returns what is
    wrong."""
    site = about.Site(path, text, "clients")
    asked = compare.questions(site, clients.KINDS + clients.OTHERS)
    ours.compile(text)
    before = answers(ours, site, asked)
    wrong = []
    for kind in ("dnsmasq", "dhcpd", "kea"):
        ours.compile(text)
        exported, warned = ours.export(kind)
        there = served(theirs, site, kind, exported)
        real = compare.ask(theirs.host, there, asked)
        theirs.host.stop()
        found = []
        for question, a, b in zip(asked, expanded(asked, real), before):
            for d in compare.differences(site, question, a, b):
                # Where the map has no net the server has one of ours.
                if not excused(site, warned, d) and \
                        (site.has_net or d.what != "mask"):
                    found.append(d)
        if found:
            wrong.append((kind + "'s own server", found, ours.read(exported)))
        imported = ours.read(exported)
        ours.compile(imported.text)
        after = answers(ours, site, asked)
        found = []
        for question, a, b in zip(asked, before, expanded(asked, after)):
            for d in compare.differences(site, question, a, b):
                if not excused(site, warned, d):
                    found.append(d)
        if found:
            wrong.append((kind, found, imported))
    return site, len(asked) * 7, wrong
