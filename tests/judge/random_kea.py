"""Files of Kea, made at random: classes with test expressions, reservations,
subnets, shared networks."""
import json

from random_words import ARCHES, MACS, NETS, PREFIXES, SERVERS, Files


class Writer:
    def __init__(self, r):
        self.r, self.classes, self.address, self.files = r, [], 20, Files(r)
        self.macs = r.sample(MACS, 4)

    def atom(self):
        r, n = self.r, self.r.choice(ARCHES)
        return r.choice([
            "option[93].hex == 0x%04x" % n,
            "option[93].hex == 0x%04X" % n,
            "option[client-system].hex == 0x%04x" % n,
            "not option[93].hex == 0x%04x" % n,
            "substring(option[60].hex,0,9) == 'PXEClient'",
            "substring(option[60].hex,0,20) == 'PXEClient:Arch:%05d'" % n,
            "substring(option[60].hex,15,5) == '%05d'" % n,
            "substring(option[60].hex,0,10) == 'HTTPClient'",
            "option[vendor-class-identifier].text == 'PXEClient:Arch:%05d:UNDI:003016'" % n,
            "option[77].text == 'iPXE'",
            "option[77].hex == 'iPXE'",
            "option[user-class].hex == 0x69505845",
            "option[77].exists",
            "option[175].exists",
            "not option[175].exists",
            "pkt4.mac == 0x%s" % r.choice(self.macs).replace(":", ""),
            "substring(pkt4.mac,0,3) == 0x%s" % r.choice(PREFIXES).replace(":", ""),
            "hexstring(substring(pkt4.mac,0,3), ':') == '%s'" % r.choice(PREFIXES),
            "option[12].text == 'web1'",
            "member('KNOWN')",
            "member('UNKNOWN')",
            "ifelse(option[93].exists, option[93].hex, 0xffff) == 0x%04x" % n,
            "concat('PXE', 'Client') == substring(option[60].hex,0,9)",
            "substring(option[60].hex,-6,all) == '003016'",
        ] + ["pkt4.giaddr == 0.0.0.0", "relay4[1].exists"] * (r.random() < 0.2) + ["member('%s')" % name for name in self.classes])

    def test(self, depth=0):
        r = self.r
        if depth > 2 or r.random() < 0.5:
            return self.atom()
        how = r.randrange(5)
        if how == 0:
            return "not (%s)" % self.test(depth + 1)
        if how == 1:
            return "(%s)" % self.test(depth + 1)
        return "%s %s %s" % (self.atom(), r.choice(["and", "or"]), self.test(depth + 1))

    def boots(self, scope, chance):
        """Adds what a scope may say of booting."""
        r = self.r
        if r.random() < chance:
            scope["boot-file-name"] = self.files.file()
        if r.random() < chance * 0.6:
            scope["next-server"] = r.choice(SERVERS)
        if r.random() < chance * 0.2:
            scope["server-hostname"] = "boot"
        options = []
        if r.random() < chance * 0.15:
            options.append({"name": "boot-file-name", "data": self.files.file(0).replace(",", "")})
        if r.random() < chance * 0.15:
            options.append({"name": "tftp-server-name", "data": r.choice(SERVERS)})
        if r.random() < chance * 0.2:
            options.append({"code": 3, "data": "10.20.0.%d" % r.choice([1, 2])})
        if r.random() < chance * 0.3:
            options.append({"name": "domain-name-servers",
                "data": "10.20.0.3, 10.20.0.4"})
        if r.random() < chance * 0.05:
            options.append({"code": 67, "csv-format": False,
                "data": self.files.file(0).encode().hex()})
        if r.random() < chance * 0.1:
            options.append({"name": "boot-file-name", "data": self.files.file(0),
                "always-send": True})
        if options:
            scope["option-data"] = options
        return scope

    def kind(self):
        r, name = self.r, "c%d" % (len(self.classes) + 1)
        one = {"name": name}
        if r.random() < 0.9:
            one["test"] = self.test()
        self.boots(one, 0.7)
        if r.random() < 0.1:
            one["only-if-required"] = True
        self.classes.append(name)
        return one

    def http(self):
        """What firmware is told that boots by HTTP: its class, and a URL."""
        self.classes.append("http")
        return {"name": "http", "test": "substring(option[60].hex,0,10) == 'HTTPClient'",
            "boot-file-name": self.files.url(), "option-data": [
                {"name": "vendor-class-identifier", "data": "HTTPClient"}]}

    def reservation(self, mac, base):
        r = self.r
        one = {"hw-address": mac if r.random() < 0.8 else mac.upper()}
        self.address += 1
        if r.random() < 0.7:
            one["ip-address"] = "%s.%d" % (base, self.address)
        if r.random() < 0.4:
            one["hostname"] = "h%d" % self.address
        if r.random() < 0.2 and self.classes:
            one["client-classes"] = [r.choice(self.classes)]
        if r.random() < 0.04:
            one["client-id"] = one.pop("hw-address")
        self.boots(one, 0.3)
        one.pop("option-data", None) if r.random() < 0.5 else None
        return one

    def subnet(self, n, base, net, hosts):
        r = self.r
        one = {"id": n, "subnet": net + "/24"}
        if r.random() < 0.8:
            one["pools"] = [{"pool": "%s.100 - %s.120" % (base, base)}]
            if r.random() < 0.1 and self.classes:
                one["pools"][0]["client-class"] = r.choice(self.classes)
        self.boots(one, 0.4)
        if r.random() < 0.1 and self.classes:
            one[r.choice(["client-class", "client-class"])] = r.choice(self.classes)
        if r.random() < 0.15 and self.classes:
            one["require-client-classes"] = [r.choice(self.classes)]
        if hosts:
            one["reservations"] = [self.reservation(mac, base) for mac in hosts]
        return one


def make(r):
    w = Writer(r)
    top = w.boots({"valid-lifetime": 4000}, 0.25)
    classes = [w.kind() for _ in range(r.choice([0, 1, 2, 2, 3, 4]))]
    if r.random() < 0.5:
        classes.insert(0, w.http())
    if classes:
        top["client-classes"] = classes
    nets = NETS[:r.choice([1, 1, 1, 1, 2])]
    hosts = w.macs[:r.choice([0, 1, 2, 3])]
    split = r.randrange(len(hosts) + 1) if len(nets) > 1 else len(hosts)
    subnets = [w.subnet(i + 1, base, net, hosts[:split] if i == 0 else hosts[split:])
        for i, (base, net) in enumerate(nets)]
    if r.random() < 0.25:
        shared = w.boots({"name": "lab", "subnet4": subnets}, 0.4)
        top["shared-networks"] = [shared]
    else:
        top["subnet4"] = subnets
    if r.random() < 0.1:
        top["reservations"] = [w.reservation(w.macs[3], nets[0][0])]
        top["reservations-global"] = True
        top["reservations-in-subnet"] = True
    if r.random() < 0.1:
        top["match-client-id"] = False
    if r.random() < 0.05:
        top["reservations-in-subnet"] = False
    if r.random() < 0.1:
        top["option-def"] = [{"name": "arch", "code": 222, "type": "uint16"}]
    text = json.dumps({"Dhcp4": top}, indent=r.choice([1, 2, 4]))
    if r.random() < 0.4:
        text = text.replace('"client-classes": [', '// the kinds of firmware\n'
            '"client-classes": [', 1).replace('"subnet4"', "# nets\n/* here */ \"subnet4\"", 1)
    if r.random() < 0.02:
        text = text[:r.randrange(len(text) // 2, len(text))]    # a broken copy
    return text + "\n"
