"""The other server on its host: the file as it is, but for what ties it to the
machine that it came from; and addresses for strangers, because who has none to
give tells nobody what it would have them boot."""
import json
import os
import re

from about import kea_json

BIN = os.path.realpath(os.path.join(os.path.dirname(__file__), "../../.cache/bin"))
# Of dnsmasq: other files, its place on the machine, TFTP, DNS upstream.
ELSEWHERE = ("interface", "listen-address", "bind-interfaces", "bind-dynamic",
    "except-interface", "no-dhcp-interface", "log-facility", "user", "group",
    "dhcp-leasefile", "conf-dir", "conf-file", "addn-hosts", "resolv-file",
    "dhcp-hostsfile", "dhcp-optsfile", "dhcp-hostsdir", "dhcp-optsdir", "tftp-root",
    "enable-tftp", "tftp-secure", "tftp-no-fail", "tftp-unique-root", "pid-file",
    "dhcp-script", "dhcp-luascript", "server", "log-queries", "log-dhcp",
    "servers-file", "dnssec", "trust-anchor", "strict-order", "dhcp-ttl")


def dnsmasq_text(site):
    out, has_range = [], False
    for line in site.text.split("\n"):
        bare = re.sub(r"^\s*(--)?", "", line)
        name = re.split(r"[\s=]", bare, maxsplit=1)[0]
        if name in ELSEWHERE:
            continue
        if name == "dhcp-range" and not re.search(r"[0-9a-f]*::", bare):
            has_range = True
            bare = re.sub(r"(%s)\s*,\s*static\b" % r"\d+\.\d+\.\d+\.\d+",
                lambda m: "%s,%s" % pool_of(site, m.group(1)), bare)
            line = bare
        out.append(line)
    if not has_range:
        for net in site.nets:
            out.append("dhcp-range=%s,%s,%s" % (*site.pool(net), net.netmask))
    return "\n".join(out) + "\n"


def pool_of(site, address):
    for net in site.nets:
        if address.rsplit(".", 1)[0] == str(net.network_address).rsplit(".", 1)[0]:
            return site.pool(net)
    return address, address


def dhcpd_text(site):
    text = site.bare
    text = re.sub(r'(?is)\bfailover\s+peer\s+"[^"]*"\s*(\{[^}]*\}|;)', "", text)
    text = re.sub(r'(?i)\b(ping-check|omapi-port|omapi-key|dhcp-cache-threshold)\b[^;]*;',
        "", text)
    out, at = [], 0
    for m in re.finditer(r"(?i)\bsubnet\s+([\d.]+)\s+netmask\s+([\d.]+)\s*\{", text):
        net = next((n for n in site.nets if str(n.network_address) == m.group(1)),
            None)
        around = block_around(text, m.start(), "shared-network")
        end = block_end(text, m.end())
        has = re.search(r"(?i)\brange\b", text[around[0]:around[1]] if around
            else text[m.end():end])
        out.append(text[at:m.end()])
        at = m.end()
        if net is not None and not has:
            out.append(" range %s %s;" % site.pool(net))
    out.append(text[at:])
    if not site.has_net:
        net = site.nets[0]
        out.append("\nsubnet %s netmask %s { range %s %s; }\n" % (
            net.network_address, net.netmask, *site.pool(net)))
    return "ping-check false;\n" + "".join(out)




def block_end(text, at):
    """Where the block ends whose { is just before."""
    depth = 1
    for m in re.compile(r'"(?:[^"\\]|\\.)*"|[{}]').finditer(text, at):
        depth += {"{": 1, "}": -1}.get(m.group(0), 0)
        if depth == 0:
            return m.end()
    return len(text)


def block_around(text, at, word):
    """(begin, end) of the block called word that at lies in, or None."""
    for m in re.finditer(r"(?i)\b%s\b[^{;]*\{" % word, text):
        end = block_end(text, m.end())
        if m.start() < at < end:
            return m.end(), end
    return None


def kea_text(site):
    top = kea_json(site.text)
    if top is None:
        return site.text            # Kea says what is wrong
    conf = top["Dhcp4"]
    for name in ("control-socket", "hooks-libraries", "dhcp-ddns", "hosts-database",
            "hosts-databases", "config-control", "loggers", "parked-packet-limit"):
        conf.pop(name, None)
    conf["interfaces-config"] = {"interfaces": ["eth0"]}
    conf["lease-database"] = {"type": "memfile", "persist": False}
    conf["multi-threading"] = {"enable-multi-threading": False}
    conf["sanity-checks"] = {"lease-checks": "none"}
    conf["loggers"] = [{"name": "kea-dhcp4", "severity": "WARN",
        "output_options": [{"output": "stdout"}]}]
    subnets = list(conf.get("subnet4", []))
    for shared in conf.get("shared-networks", []):
        subnets += shared.get("subnet4", [])
    if not subnets:
        subnets = [{"id": 1, "subnet": str(site.nets[0])}]
        conf["subnet4"] = subnets
    # A subnet without pools answers hosts only, and is imported so.
    for one in subnets:
        one.pop("interface", None)
    return json.dumps({"Dhcp4": conf}, indent=1)


class Theirs:
    """Starts the server that a file is of, on a host."""

    def __init__(self, host, folder):
        self.host, self.folder = host, folder

    def start(self, site):
        """True: it runs. False: it has refused the file."""
        path = os.path.join(self.folder, "their.conf")
        self.log = os.path.join(self.folder, "their.log")
        leases = os.path.join(self.folder, "their.leases")
        self.host.configure(site.card, site.addresses())
        text = {"dnsmasq": dnsmasq_text, "dhcpd": dhcpd_text,
            "kea": kea_text}[site.kind](site)
        with open(path, "w") as f:
            f.write(text)
        with open(leases, "w"):
            pass
        command, more = {
            "dnsmasq": ([BIN + "/dnsmasq", "--keep-in-foreground",
                "--conf-file=" + path, "--user=root", "--pid-file=", "--no-ping",
                "--no-resolv", "--no-hosts", "--log-facility=-", "--log-dhcp",
                "--dhcp-leasefile=" + leases, "--interface=" + site.card], {}),
            "dhcpd": ([BIN + "/dhcpd", "-4", "-d", "-f", "-cf", path, "-lf", leases,
                "--no-pid", site.card], {}),
            "kea": ([BIN + "/kea-dhcp4", "-c", path], {"env": dict(os.environ,
                KEA_LOCKFILE_DIR="none", KEA_PIDFILE_DIR=self.folder)}),
        }[site.kind]
        self.host.start(command, self.log, **more)
        return self.host.ready()

    def complaint(self):
        """What the server has said of the file: lines that name a place, or all."""
        with open(self.log, errors="replace") as f:
            lines = f.readlines()
        named = [line for line in lines if re.search(r"line \d+|ERROR|\berror", line)]
        return "".join((named or lines)[:6])
