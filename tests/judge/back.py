"""What export writes, and import-hosts reads again, tells clients the same."""
import about
import compare


def answers(ours, site, asked):
    ours.start(site)
    try:
        return compare.ask(ours.host, site, asked)
    finally:
        ours.host.stop()


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
        if (not macs or d.question.mac in macs) and (
                WORDS[d.what] in text if d.what in WORDS else not said):
            return True
    return False


def judge(ours, path, text):
    """Takes clients(5) to each server's file and back. Returns what is wrong."""
    site = about.Site(path, text, "clients")
    asked = compare.questions(site)
    ours.compile(text)
    before = answers(ours, site, asked)
    wrong = []
    for kind in ("dnsmasq", "dhcpd", "kea"):
        ours.compile(text)
        exported, warned = ours.export(kind)
        imported = ours.read(exported)
        ours.compile(imported.text)
        after = answers(ours, site, asked)
        found = []
        for question, a, b in zip(asked, before, after):
            for d in compare.differences(site, question, a, b):
                if not excused(site, warned, d):
                    found.append(d)
        if found:
            wrong.append((kind, found, imported))
    return site, len(asked) * 4, wrong
