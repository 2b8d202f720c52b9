"""The reasons that import-hosts gives, and which difference each can stand for.

A reason says what differs (a boot file, a server, an address), mostly for whom and
for which firmware, and which file or address it is about. It stands for that
alone; where it gives the file, that file has to be the one that differs. What it
says of firmware is not taken from it where a name tells it as well. A reason that
is not here, or that says only that something is not known, stands for what is
written in the lines it is about: see excuse.py."""
import ipaddress
import re

import stands

F = r"(?P<x>.+?) "
REASONS = tuple((re.compile(pattern + "$"), stand) for pattern, stand in (
    (F + r"goes to (?P<for>\w+) only: other firmware, which was told it as well, "
        r"cannot start it", stands.cannot_start),
    (F + r"is not told to other firmware, which cannot start it", stands.cannot_start),
    (F + r"is a URL, which no firmware is told that boots by PXE", stands.rom_without_urls),
    (F + r"is not told to firmware that boots by HTTP", stands.not_by_http),
    (F + r"is iPXE, which iPXE is not told again", stands.is_ipxe),
    (F + r"was told to x64 by number \d+ only: number (?P<lost>\d+), which was told "
        r"(?P<was>.*), gets it, too", stands.twin),
    (F + r"is told to iPXE with slashes", stands.slashes),
    (F + r"was told to some kinds of firmware only: all are told it", stands.name_for_all),
    (F + r"was told to some kinds of firmware only: none is told it", stands.name_for_none),
    (F + r"is not told where the boot file is on a server of its own", stands.name_for_none),
    (F + r"is the router for some kinds of firmware only", stands.lent("router")),
    (F + r"is the name server \(dns\) for some kinds of firmware only", stands.lent("dns")),
    (F + r"is the router of a class with a test: .*", stands.lent_by_class("router")),
    (F + r"is the name server of a class with a test: .*", stands.lent_by_class("dns")),
    (F + r"is told on some nets only: .*", stands.on_some_nets),
    # What it tells nobody makes no difference.
    (r"no kind of firmware is told this boot file", stands.never),
    (r".* is what a Raspberry Pi looks for: .*", stands.never),
    (r".* is told to no kind of firmware", stands.never),
    (r".* is another (file|name|server) than .*", stands.never),
    (r".* stays with a DHCP server: only ip= is lent", stands.never),
    (r"this host was told no server, .*", stands.inherited("server", "self")),
    (r"this host was told no server name, .*", stands.inherited("name", "")),
    (r"this host was told no router, .*", stands.inherited("router", "")),
    (r"this host was told no name server, .*", stands.inherited("dns", "")),
    (r".* and other hosts with an address (may be told something else on another net; "
        r"here they are told the same on all|have their words on their own net only; "
        r"here they have them on all)", stands.elsewhere),
    (r".* and other hosts without an address may get silence on another net; here they "
        r"are answered on all", stands.quiet),
    (r"the server of a host without an address depends on its net", stands.of_net),
    (r"this card is told something else here than with its address: .*", stands.again),
    (r"clients that are not listed get no answer on this net, .*", stands.silence_here),
    (r".* has several nets: clients without ip= may have been told the words of any of "
        r"them", stands.any_of_wire),
    (r".* has several nets, and the ip= of a host is lent on its own only", stands.own_only),
    (r".* is a shared network: addresses of its hosts are lent on their own subnet "
        r"only", stands.own_only),
    (r".* is one of several (of a shared network )?that a client gets, .*", stands.one_of_wire),
    (F + r"is a class with a test, and the subnet is for it alone: .*", stands.systems),
    (F + r"is a class (of|whose) .*", stands.unknown_class),
    (F + r"is of an option that stands twice here", stands.theirs),
    (F + r"stands in line \d+ already", stands.second_line),
    (F + r"is a second address", stands.second_address),
    (r"vendor-encapsulated-options has no word in clients\(5\)", stands.menu_of_its_own),
    (F + r"is reserved outside of all subnets: .*", stands.address_of_all),
    # What has been booted, and says nothing of firmware.
    (F + r"was the name server \(dns\) for firmware only: .*", stands.booted_too("dns")),
    (F + r"was the router for firmware only: .*", stands.booted_too("router")),
    (F + r"was lent to firmware only: .*", stands.booted_too("address")),
    (F + r"is the router for what has been booted, .*", stands.booted_only("router")),
    (F + r"is the name server \(dns\) for what has been booted, .*",
        stands.booted_only("dns")),
    (F + r"was lent to what has been booted, .*", stands.booted_only("address")),
    (r"router is dnsmasq's own address, .*", stands.own_address("router")),
    (r"dns is dnsmasq's own address, .*", stands.own_address("dns")),
    (r"netmask is not known: clients behind a relay are told none", stands.relay_mask),
    (r".* (is on no net of this file: it is|and others are) lent on any( net)?, and "
        r"without a mask.*", stands.anywhere),
    (r"0\.0\.0\.0 is dnsmasq's own address as a (?P<as>router|name server): .*",
        stands.own_as),
    (F + r"goes to the first of \d+ cards only", stands.first_card),
    (F + r"was lent to this card only with the tag, .*", stands.lent_anyway),
    (F + r"is lent by no range, nor by a proxy: it is left out", stands.left_out),
    (r".* is a client-?id\b.*: .*", stands.client_id),
    (r".*static makes dnsmasq silent to clients without an address: .*", stands.static),
))


def find(text):
    """(match, what it stands for) of a reason; (None, None): it is not here."""
    for pattern, stand in REASONS:
        m = pattern.match(text)
        if m:
            return m, stand
    return None, None
