"""What a reason of import-hosts can stand for: each of these says whether it does for
one difference (see reasons.py)."""
import re

import about
import clients
from compare import plain, split
from firmware import KINDS, starts


class Case:
    """A difference, and the line that may stand for it."""

    def __init__(self, d, n, m, lines):
        self.d, self.n, self.m, self.lines = d, n, m, lines
        self.kind, self.theirs, self.ours = d.question.kind, d.theirs, d.ours
        self.silent = d.both[0].silent

    def x(self):
        """What the reason is about."""
        return self.m.group("x")

    def tells(self, end, file):
        """Whether the file, or the URL, is what was told at this end."""
        own = self.d.both[end].boot
        want, has = split(clients.Boot(file)), split(own)
        file = plain(has.file).replace("\\", "/")
        if plain(want.file).replace("\\", "/") not in (file,
                re.sub(r"\.0$", "", file)):
            return False
        return want.server in ("", has.server)

    def only_theirs(self):
        return self.d.what == "boot" and not self.ours and self.tells(0, self.x())

    def home(self):
        """Whether the client asks on the net of its address."""
        return self.d.question.net in self.lines.homes.get(self.d.question.mac, ())

    def has_home(self):
        return self.d.question.mac in self.lines.homes

    def is_own(self):
        """The line is one of this client's card."""
        return self.lines.of_host(self.n) and self.here()

    def here(self):
        """The line is not one of another host or net."""
        return self.lines.concerns(self.n, self.d.question)


def cannot_start(c):
    return c.only_theirs() and not starts(c.kind, c.x()) and c.here() and \
        c.kind.arch not in KINDS.get(c.m.groupdict().get("for"), ())


def rom_without_urls(c):
    return c.only_theirs() and "://" in c.x() and not c.kind.ipxe and \
        not c.kind.http and c.here()


def not_by_http(c):
    return c.only_theirs() and c.kind.http and c.here()


def is_ipxe(c):
    return c.only_theirs() and c.kind.ipxe and c.here() and \
        re.search(r"ipxe|undi|snp|\.k+pxe", c.x()) is not None


def twin(c):
    if c.kind.arch != int(c.m.group("lost")) or not c.here():
        return False
    was = c.m.group("was")
    if was == "another server":
        return c.tells(1, c.x()) if c.d.what == "server" else \
            c.only_theirs() and c.lines.says_some_nets(c.x())
    if c.d.what == "address":
        return was == "nothing" and c.silent
    if c.d.what != "boot" or not (not c.theirs if was == "nothing" else
            c.tells(0, was)):
        return False
    # What 7 and 9 get may be told on some nets only, and then neither gets it.
    return c.tells(1, c.x()) or (not c.ours and any(other.startswith(
        "%s is told on some nets only" % c.x()) for other in c.lines.said(c.n)))


def slashes(c):
    return c.d.what == "boot" and c.kind.ipxe and "\\" in c.x() and c.here() and \
        c.tells(0, c.x()) and c.ours == plain(c.theirs.replace("\\", "/"))


def name_for_all(c):
    return c.d.what == "name" and c.ours == c.x()


def name_for_none(c):
    return c.d.what == "name" and c.theirs == c.x() and not c.ours


def lent(what):
    """A router or a name server that is in one of the answers."""
    return lambda c: c.d.what == what and c.here() and \
        c.x().split(",")[0].split()[0] in (c.theirs + " " + c.ours).split()


def lent_by_class(what):
    return lambda c: lent(what)(c) and c.kind.arch is None


def theirs(c):
    """One of what they say."""
    return c.here() and (c.tells(0, c.x()) if c.d.what == "boot" else
        c.x() in c.theirs.split())


def on_some_nets(c):
    return c.d.what == "boot" and not c.ours and c.tells(0, c.x())


def inherited(what, none):
    """A host was told none, and gets what others are told."""
    return lambda c: c.d.what == what and c.ours and c.is_own() and (
        c.theirs == none or own_address(what)(c, True))


def elsewhere(c):
    """A host with an address is on another net than that."""
    return c.d.what in ("boot", "server", "name", "address") and c.has_home() and \
        not c.home()


def quiet(c):
    """A host without an address gets silence on some nets."""
    return c.d.what in ("boot", "address") and c.silent and not c.has_home() and \
        c.lines.listed(c.d.question.mac)


def of_net(c):
    return c.d.what in ("server", "name") and not c.has_home() and c.here() and \
        c.lines.listed(c.d.question.mac)


def again(c):
    return elsewhere(c) and c.is_own()


def silence_here(c):
    return c.d.what == "boot" and c.silent and \
        not c.lines.listed(c.d.question.mac) and c.here()


def wire(c):
    """The question's net is one of the shared network that the line is of."""
    return c.lines.shares(c.n, c.d.question.net)


def any_of_wire(c):
    return c.d.what != "address" and wire(c) and not c.home() and \
        c.lines.has_of_wire(c.d)


def own_only(c):
    """A host of a shared network's, on another net of it."""
    return c.d.what == "address" and c.theirs and not c.ours and wire(c) and \
        not about.holds(c.d.question.net, c.theirs)


def one_of_wire(c):
    """Kea's choice of a subnet, or of a pool, and who may be there."""
    return not c.home() and (wire(c) or c.here())


def systems(c):
    return c.d.what == "address" and c.silent and c.kind.arch is None and c.here()


def unknown_class(c):
    """A class is in what they say or, where it is whom a subnet or pool is for,
    in whether they say anything."""
    if c.lines.is_guard(c.x()) and c.d.what in ("boot", "address") and not c.ours:
        return True
    return c.lines.is_about(c.n, c.m.group(0), c.d)


def second_address(c):
    """On the net of that address the client is another one to us."""
    return c.is_own() and (c.d.what == "address" and c.theirs == c.x() or
        about.holds(c.d.question.net, c.x()))


def menu_of_its_own(c):
    """What a ROM makes of a menu that is written by hand."""
    return c.d.what == "boot" and not c.theirs and c.here()


def address_of_all(c):
    """Kea lends it on nets of which it is not."""
    return c.is_own() and not c.home()


def second_line(c):
    """A client, or an address, that another line of the map has."""
    return c.d.question.mac == c.x() or c.d.what == "address" and \
        c.x() in ("ip=" + c.theirs, "ip=" + c.ours)


def own_address(what):
    """What dnsmasq says by itself."""
    return lambda c, inherited=False: c.d.what == what and (inherited or
        not c.ours) and c.theirs in (c.d.question.relay, *c.lines.site.owns.values())


def maskless(c):
    return c.d.what == "mask" and c.theirs and not c.ours


def anywhere(c):
    """A file without nets: the address of its hosts is lent on each, and without a
    mask. That is said of the first of them, and others."""
    return maskless(c) or (c.d.what == "address" and (c.is_own() or
        " and others " in c.m.group(0) and not c.theirs and
        c.d.question.mac in c.lines.site.cards))


def own_as(c):
    """dnsmasq's own address, which is left out of what it says."""
    own = (c.d.question.relay, *c.lines.site.owns.values())
    return c.d.what == {"router": "router", "name server": "dns"}[c.m.group("as")] and \
        c.theirs != c.ours and [a for a in c.theirs.split() if a not in own] == \
        c.ours.split()


def booted_too(what):
    """What firmware was told alone, or what is lent to it."""
    return lambda c: c.kind.arch is None and c.d.what == what and \
        c.x() in c.ours.split() and c.here()


def booted_only(what):
    return lambda c: c.kind.arch is None and c.d.what == what and \
        c.x() in c.theirs.split() and c.here()


def relay_mask(c):
    return c.d.what == "mask" and c.d.question.relay is not None


def first_card(c):
    macs = c.lines.macs(c.n)
    return c.d.what == "address" and c.theirs == c.x() and \
        c.d.question.mac in macs[1:]


def lent_anyway(c):
    return c.d.what == "address" and c.ours == c.x() and c.is_own()


def left_out(c):
    return c.d.what == "address" and c.x() in (c.theirs, c.ours) and c.is_own()


def client_id(c):
    return c.is_own()


def static(c):
    return c.d.what in ("boot", "address") and c.silent and \
        c.lines.site.kind == "dnsmasq"


def never(c):
    return False
