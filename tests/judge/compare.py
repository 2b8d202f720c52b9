"""Asks both servers the same, and compares what the clients end with."""
import os
import re

import clients
import wire
from about import STRANGER


class End:
    """How a question ended at one server."""

    def __init__(self):
        self.boot = clients.Boot()
        self.silent = True
        self.said = ""              # the file in the last answer, of use or not
        self.address = None         # an Answer, if one was lent
        self.own = ""

    def words(self, site):
        said = "silence" if self.silent else str(self.boot)
        if self.address is not None:
            a = self.address
            said += "; lends %s%s" % (a.yiaddr,
                "" if a.yiaddr not in site.fixed else " mask %s router %s dns %s" % (
                    "/".join(a.addresses(1)) or "-", "/".join(a.addresses(3)) or "-",
                    "/".join(a.addresses(6)) or "-"))
        return said


def questions(site, kinds=clients.KINDS):
    """Each client as each kind of firmware, on the link and behind a relay of
    each net."""
    out = []
    for mac in [STRANGER] + site.cards:
        for kind in kinds:
            out.append(clients.Question(mac, kind, site.nets[0]))
    for net, relay in zip(site.nets, site.relays):
        for mac in [STRANGER] + site.cards:
            for kind in kinds:
                out.append(clients.Question(mac, kind, net, relay))
    return out


def ask(host, site, asked):
    """What each question ends with: the DISCOVERs, then what goes to port 4011, at
    most twice: for a menu, and for an entry of it."""
    to = wire.packed_mac("02:00:00:00:00:01")
    own = list(site.owns.values())
    frames = []
    for i, q in enumerate(asked):
        frames.append((i, wire.frame(wire.message(i, q.mac, q.discover(),
            giaddr=q.relay or "0.0.0.0"),
            (q.relay, 67) if q.relay else ("0.0.0.0", 68),
            (site.own, 67) if q.relay else (wire.BROADCAST, 67), to)))
    ends = [End() for _ in asked]
    for turn in range(3):
        answers = host.ask(frames)
        frames = []
        for xid, answer in sorted(answers.items()):
            i = xid % len(asked)
            q, end = asked[i], ends[i]
            if turn == 0:
                end.silent = False
                if answer.yiaddr != "0.0.0.0":
                    end.address = answer
            end.said = answer.bootfile() or end.said
            step = clients.next_step(q, answer, own)
            if isinstance(step, clients.Boot):
                end.boot = step
                continue
            address = end.address.yiaddr if end.address is not None else \
                q.relay or site.relays[0]
            xid = i + (turn + 1) * len(asked)
            frames.append((xid, wire.frame(wire.message(xid, q.mac, step,
                ciaddr=address), (address, 68), (site.own, 4011), to)))
    return ends


def plain(file):
    """A file's name, however it is written: from the boot root."""
    if "://" in file:
        return file
    file = re.sub(r"/+", "/", file)
    file = re.sub(r"^/srv/tftp/", "/", file)
    return re.sub(r"^(\./|/)+", "", file)


def split(boot):
    """A tftp:// URL is a file on a server."""
    m = re.match(r"tftp://([\d.]+)(?::69)?/(.*)", boot.file)
    return clients.Boot(m.group(2), m.group(1), boot.name) if m else boot


class Difference:
    """what: boot, server, name, address, mask, router or dns; theirs and ours are
    the words that differ."""

    def __init__(self, what, question, theirs, ours, both):
        self.what, self.question = what, question
        self.theirs, self.ours, self.both = theirs, ours, both


def differences(site, question, theirs, ours):
    """What the two ends have not in common."""
    found = []
    both = (theirs, ours)

    def differ(what, a, b):
        if a != b:
            found.append(Difference(what, question, a, b, both))

    a, b = split(theirs.boot), split(ours.boot)
    differ("boot", plain(a.file), plain(b.file))
    if a.file and plain(a.file) == plain(b.file) and "://" not in a.file:
        differ("server", a.server, b.server)
        if "://" not in theirs.boot.file + ours.boot.file:
            differ("name", a.name, b.name)
    # An address without a boot file is none that firmware waits for.
    if question.kind.arch is not None and not (a.file and b.file) and \
            (ours.address is None or not theirs.silent):
        return found
    lent = [end.address.yiaddr if end.address is not None and
        end.address.yiaddr in site.fixed else "" for end in both]
    if not lent[1] and ours.address is not None:
        lent[1] = ours.address.yiaddr
    differ("address", *lent)
    if lent[0] and lent[0] == lent[1]:
        for what, code in (("mask", 1), ("router", 3), ("dns", 6)):
            differ(what, " ".join(theirs.address.addresses(code)),
                " ".join(ours.address.addresses(code)))
    return found
