"""What a configuration file is about, as far as it has to be known to ask: whose
it is, which cards and nets it names, and which addresses are a host's own. No
parser: words that look like such things, wherever they stand."""
import ipaddress
import json
import re

from blocks import blocks

STRANGER = "06:00:00:00:fe:01"
MOST_HOSTS, MOST_NETS = 10, 4
MAC = re.compile(r"(?<![\w:.-])(?:0?1[:-])?((?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2})"
    r"(?![\w:-])", re.I)
PREFIX = re.compile(r"(?<![\w:.-])((?:[0-9a-f]{1,2}[:-]){2,5})(?:[0-9a-f]{1,2}(?![\w:*-])"
    r"|\*)", re.I)
KEA_PREFIX = re.compile(r"0x([0-9a-f]{6,12})\b", re.I)
ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}"


def format_of(path, text):
    """dnsmasq, dhcpd, kea, or clients(5)."""
    if path.endswith(".clients"):
        return "clients"
    if re.search(r'"Dhcp4"\s*:', text):
        return "kea"
    if re.search(r"(?im)^\s*(subnet|shared-network|host|class|group|subclass|"
            r"option\s+\S+\s+code)\b[^=]*[{;]", text):
        return "dhcpd"
    return "dnsmasq"


def without_comments(kind, text):
    if kind == "kea":
        return re.sub(r'("(?:[^"\\]|\\.)*")|/\*.*?\*/|//[^\n]*|#[^\n]*',
            lambda m: m.group(1) or re.sub(r"[^\n]", "", m.group(0)), text,
            flags=re.S)
    if kind == "dhcpd":
        return re.sub(r'("(?:[^"\\\n]|\\.)*")|#[^\n]*',
            lambda m: m.group(1) or "", text)
    return re.sub(r'(?m)(^|[ \t])#(?![\w-]+\s*,)[^\n]*', "", text)


def few(found, most):
    """The first of each, and not more than most, over the whole length."""
    found = list(dict.fromkeys(found))
    if len(found) <= most:
        return found
    return [found[i * (len(found) - 1) // (most - 1)] for i in range(most)]


def colons(text):
    return ":".join("%02x" % int(part, 16) for part in re.split("[:-]", text))


def cards(text):
    """MAC addresses of hosts, then one for each prefix."""
    found = [colons(m.group(1)) for m in MAC.finditer(text)]
    rest = MAC.sub(" ", text)
    begun = []
    for m in PREFIX.finditer(rest):
        octets = colons(m.group(0).rstrip("*:-")).split(":")
        for start in (octets, octets[1:] if octets[0] == "01" else octets):
            if len(start) >= 2:
                begun.append(":".join((start + ["0a", "0b", "0c", "0d"])[:6]))
    for m in KEA_PREFIX.finditer(rest):
        octets = re.findall("..", m.group(1))
        begun.append(":".join((octets + ["0a", "0b", "0c", "0d"])[:6]))
    return few(found, MOST_HOSTS) + few([b for b in begun if b not in found], 4)


def host_cards(kind, text):
    """The cards that a host of this text is of, not those of its conditions."""
    if kind == "dhcpd" and re.search(r"(?i)\bhardware\s+ethernet\b", text):
        return [colons(m.group(1)) for m in re.finditer(
            r"(?i)\bhardware\s+ethernet\s+([0-9a-f:]+)", text)]
    return [colons(m.group(1)) for m in MAC.finditer(text)]


def network(address, mask):
    try:
        return ipaddress.ip_network("%s/%s" % (address, mask), strict=False)
    except ValueError:
        return None


def holds(net, address):
    return ipaddress.ip_address(address) in net


def dnsmasq_nets(text):
    nets = []
    for m in re.finditer(r"(?m)^\s*(?:--)?dhcp-range\s*=\s*(.*)$", text):
        words = [w.strip() for w in m.group(1).split(",")]
        found = [w for w in words if re.fullmatch(ADDRESS, w)]
        if not found:
            continue
        masks = [w for w in found[1:] if re.match(r"(255|254|252|248|240)\.", w)]
        nets.append(network(found[0], masks[0] if masks else "255.255.255.0"))
    return nets


def dhcpd_nets(text):
    return [network(m.group(1), m.group(2)) for m in re.finditer(
        r"(?i)\bsubnet\s+(%s)\s+netmask\s+(%s)" % (ADDRESS, ADDRESS), text)]


def kea_nets(text):
    return [network(*m.group(1).split("/")) for m in re.finditer(
        r'"subnet"\s*:\s*"([\d.]+/\d+)"', text)]


def clients_nets(text):
    return [network(*m.group(1).split("/")) for m in re.finditer(
        r"(?m)^net\s+([\d.]+/\d+)", text)]


def fixed(kind, text):
    """The addresses that hosts have for their own."""
    how = {"dnsmasq": r"(?m)^\s*(?:--)?dhcp-host\s*=\s*(.*)$",
        "dhcpd": r"(?i)\bfixed-address\b([^;]*)",
        "kea": r'"ip-address"\s*:\s*("[^"]*")',
        "clients": r"\sip=(\S+)"}[kind]
    found = []
    for m in re.finditer(how, text):
        found += re.findall(r"(?<![\d.])%s(?![\d.])" % ADDRESS, m.group(1))
    return list(dict.fromkeys(found))


class Site:
    def __init__(self, path, text, kind=None):
        self.path, self.text = path, text
        self.kind = kind or format_of(path, text)
        self.bare = without_comments(self.kind, text)
        self.cards = cards(self.bare)
        self.fixed = fixed(self.kind, self.bare)
        nets = {"dnsmasq": dnsmasq_nets, "dhcpd": dhcpd_nets,
            "kea": kea_nets, "clients": clients_nets}[self.kind](self.bare)
        self.has_net = any(nets)
        self.nets = few([n for n in nets if n is not None], MOST_NETS)
        if not self.nets:
            self.nets = [network(self.fixed[0] if self.fixed else "10.20.0.0",
                "255.255.255.0")]
        self.card = "eth0"
        if self.kind == "dnsmasq":
            m = re.search(r"(?m)^\s*(?:--)?interface\s*=\s*([\w.-]{1,15})\s*$",
                self.bare)
            if m and m.group(1) != "lo":
                self.card = m.group(1)
        self.own = self.free(self.nets[0], ())
        # On the wire of a shared network a server has an address of each.
        self.owns = {net: self.free(net, (self.own,)) for net in self.nets[1:]
            if any(self.nets[0] in group and net in group for group in shared(self))}
        self.owns[self.nets[0]] = self.own
        self.relays = [self.free(net, self.owns.values()) for net in self.nets]

    def addresses(self):
        """Those of the servers, with their nets' length; the first net's first."""
        return ["%s/%d" % (self.owns[net], net.prefixlen) for net in self.nets
            if net in self.owns]

    def free(self, net, taken):
        """An address of the net that the file does not name."""
        first, last = int(net.network_address) + 1, int(net.broadcast_address) - 1
        for n in range(last, first - 1, -1):
            text = str(ipaddress.ip_address(n))
            if text not in taken and \
                    not re.search(r"(?<![\d.])%s(?![\d.])" % re.escape(text), self.bare):
                return text
        raise ValueError("%s: no address of %s is free" % (self.path, net))

    def pool(self, net):
        """A range for strangers: 8 addresses that are not named."""
        found = []
        first, last = int(net.network_address) + 1, int(net.broadcast_address) - 1
        for n in range(max(first, last - 60), last + 1):
            text = str(ipaddress.ip_address(n))
            free = text not in self.owns.values() and \
                text not in self.relays and text not in self.fixed
            found = found + [text] if free else []
            if len(found) == 24:
                break
        return found[0], found[-1]


def shared(site):
    """The nets of each shared network."""
    if site.kind == "dhcpd":
        return [dhcpd_nets(site.bare[b.begin:b.end]) for b in blocks(site.bare)
            if re.match(r"(?i)shared-network\b", b.head)]
    top = kea_json(site.text) if site.kind == "kea" else None
    if top is not None:
        return [[network(*one["subnet"].split("/")) for one in each.get("subnet4", [])]
            for each in top["Dhcp4"].get("shared-networks", [])]
    return []


def kea_json(text):
    """The file as Kea reads it: JSON with comments; None if it is broken."""
    try:
        return json.loads(without_comments("kea", text))
    except ValueError:
        return None
