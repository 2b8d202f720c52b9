"""Which record says a word: every word, said by every set of a client's records.

client_table.py FOLDER DEFAULT: writes FOLDER/clients (with a line `default` that has
every word, or with none), FOLDER/asked, a line "MAC ADDRESS" for each client, and
FOLDER/wanted, what client_words.c is to print of it. The order of lookup is written
down here once more, by clients(5) and not by the code.
"""
import itertools
import os
import sys

folder, with_default = sys.argv[1], sys.argv[2] == "default"

OWN, GROUP, IMAGE, NET, DEFAULT = LEVELS = ["own", "group", "image", "net", "default"]
NUMBER = {level: i + 1 for i, level in enumerate(LEVELS)}

# The word, its value at a level, and the levels at which it may stand besides a
# client's own line and its group's.
WORDS = {
    "kernel": (lambda l: f"/f/{l}", {IMAGE, DEFAULT}),
    "initrd": (lambda l: f"/f/{l}", {IMAGE, DEFAULT}),
    "args": (lambda l: f"a={l}", {IMAGE, DEFAULT}),
    "args!": (lambda l: f"a={l}", {IMAGE, DEFAULT}),
    "preseed": (lambda l: f"/f/{l}.cfg", {IMAGE, DEFAULT}),
    "answers": (lambda l: f"ks:/f/{l}.ks", {IMAGE, NET}),
    "x64": (lambda l: f"tftp://10.0.0.1/{l}", {IMAGE, DEFAULT}),
    "ipxe": (lambda l: f"http://h/{l}", {IMAGE, DEFAULT}),
    "class": (lambda l: f"Class-{l}", {IMAGE, DEFAULT}),
    "quirk": (lambda l: {OWN: "no-blksize", GROUP: "no-tsize", IMAGE: "no-timeout",
                         DEFAULT: "no-windowsize"}[l], {IMAGE, DEFAULT}),
    "server": (lambda l: f"10.0.1.{NUMBER[l]}", {IMAGE, NET, DEFAULT}),
    "servername": (lambda l: f"s-{l}", {IMAGE, NET, DEFAULT}),
    "http": (lambda l: f"http://{l}", {IMAGE, NET, DEFAULT}),
    "router": (lambda l: f"10.0.2.{NUMBER[l]}", {NET, DEFAULT}),
    "dns": (lambda l: f"10.0.3.{NUMBER[l]}", {NET, DEFAULT}),
    "lease": (lambda l: f"{100 + NUMBER[l]}", {NET, DEFAULT}),
}
ORDER = ["image", "once", "kernel", "initrd", "args", "preseed", "ip", "server",
         "servername", "http", "router", "dns", "lease", "quirk", "class", "file", "x64",
         "ipxe"]

lines, asked, wanted = [], [], []
os.makedirs(f"{folder}/root/f")
for level in LEVELS:
    for name in level, f"{level}.cfg":
        with open(f"{folder}/root/f/{name}", "w", encoding="ascii") as f:
            f.write("d-i a string b\n")
    with open(f"{folder}/root/f/{level}.ks", "w", encoding="ascii") as f:
        f.write("lang en_US\nkeyboard us\n")


def image(name, words=""):
    os.makedirs(f"{folder}/root/{name}")
    lines.append(f"image {name} - {words}")


def spelled(word, level):
    name, replaces = word.rstrip("!"), "!" if word.endswith("!") else ""
    return f"{name}={replaces}{WORDS[word][0](level)}"


def resolve(word, having):
    """The values of a word that the levels `having` say."""
    said = [level for level in LEVELS if level in having]
    value = WORDS[word][0]
    if word in ("args", "args!", "initrd"):
        joined = [level for level in (IMAGE, GROUP, OWN) if level in said]
        if not joined and DEFAULT in said:
            joined = [DEFAULT]
        if word == "args!":
            joined = joined[-1:]
        values = [value(level) for level in joined]
        return values if word == "initrd" else [" ".join(values)] if values else []
    if word == "quirk":
        return [value(level) for level in said]
    return [value(said[0])] if said else []


def expect(rule, action, found):
    # What the installer needs comes first; who has a kickstart has no preseed.
    needs = "priority=critical" if "preseed" in found else ""
    if found.get("answers"):
        found["preseed"], needs = [found["answers"][0][3:]], "inst.ks=file:/ks.cfg"
    if needs and "kernel" in found:
        found["args"] = [needs + "".join(" " + a for a in found.get("args", []))]
    words = [f"{w}={v}" for w in ORDER for v in found.get(w, [])]
    wanted.append(" ".join([rule, action, *words]))


default_words = {w for w in WORDS if w not in ("args!", "answers")} if with_default else set()
base = {w: resolve(w, {DEFAULT}) for w in default_words}

number = 0
for w, word in enumerate(WORDS):
    levels = [OWN, GROUP] + [l for l in (IMAGE, NET) if l in WORDS[word][1]]
    for l in levels:
        if l == GROUP:
            lines.append(f"group {word.strip('!')}{w} - {spelled(word, l)}")
        elif l == IMAGE:
            image(f"i{w}", spelled(word, l))
        elif l == NET:
            lines.append(f"net 10.{w + 1}.0.0/16 - {spelled(word, l)}")
    for n in range(len(levels) + 1):
        for having in itertools.combinations(levels, n):
            number += 1
            mac = f"02:00:00:00:{number // 256:02x}:{number % 256:02x}"
            booted = f"i{w}" if IMAGE in having else "bare"
            own = [f"boot={booted}"]
            if GROUP in having:
                own.append(f"group={word.strip('!')}{w}")
            if OWN in having:
                own.append(spelled(word, OWN))
            net = f"10.{w + 1}.0.9" if NET in having else "10.200.0.9"
            lines.append(f"{mac} - {' '.join(own)}")
            asked.append(f"{mac} {net}")
            name = word.rstrip("!")
            found = {**base, "image": [booted],
                     name: resolve(word, set(having) | ({DEFAULT} if name in default_words else set()))}
            expect(f"mac:{mac}", "boot", found)

# What is done, and how often: each level with each action.
SAYS = {
    OWN: ["", "boot=o", "boot=o once", "local", "once"],
    GROUP: [None, "", "boot=g", "boot=g once=sent", "local", "ignore", "once"],
    IMAGE: ["", "once"],
    NET: ["", "boot=n", "boot=n once", "local", "ignore"],
}
for level, name in (OWN, "o"), (GROUP, "g"), (NET, "n"), (DEFAULT, "d"):
    image(name, "kernel=/f/image")
default_says = "boot=d once" if with_default else ""
for i, says in enumerate(SAYS[GROUP]):
    if says is not None:
        lines.append(f"group act{i} - {says}")
for i, says in enumerate(SAYS[NET]):
    lines.append(f"net 10.{100 + i}.0.0/16 - {says}")
ACTIONS = ("boot", "local", "ignore")


def action_of(says):
    for w in (says or "").split():
        if w.split("=")[0] in ACTIONS:
            return w
    return None


def once_of(says):
    return next((("sent" if "=" in w else "done") for w in (says or "").split()
                 if w.split("=")[0] == "once"), None)


def act(rule, own, group, net):
    order = [own, group, net, default_says]
    at = next((i for i, says in enumerate(order) if action_of(says)), None)
    found = dict(base)
    found.update(kernel=["/f/default"] if "kernel" in base else [])
    if at is None:
        expect(rule, "none", found)
        return
    action = action_of(order[at])
    if not action.startswith("boot="):
        found["x64"] = []       # default's is for who boots
        if "ipxe" in found and action == "local":
            found["ipxe"] = []
        if action == "ignore":
            found["x64"], found["ipxe"] = base.get("x64", []), base.get("ipxe", [])
        expect(rule, action, found)
        return
    found["image"] = [action[5:]]
    found["kernel"] = ["/f/image"]
    once_words = [once_of(own)]
    if at == 1 or not action_of(group):
        once_words.append(once_of(group))
    if at >= 2:
        once_words.append(once_of(order[at]))
    found["once"] = [next(o for o in once_words if o)] if any(once_words) else []
    expect(rule, "boot", found)


for kind in "mac", "prefix":
    for own in SAYS[OWN]:
        for g, group in enumerate(SAYS[GROUP]):
            number += 1
            tail = f"{number // 256:02x}:{number % 256:02x}"
            who = f"02:00:00:01:{tail}" if kind == "mac" else f"06:00:00:{tail}:*"
            mac = who.replace("*", "77")
            lines.append(f"{who} - {own} {'' if group is None else f'group=act{g}'}")
            for i, net in enumerate(SAYS[NET]):
                asked.append(f"{mac} 10.{100 + i}.0.9")
                act(f"{kind}:{who}", own, group, net)
# Who is in no line.
for i, net in enumerate(SAYS[NET]):
    asked.append(f"0a:00:00:00:00:01 10.{100 + i}.0.9")
    if action_of(net):
        act(f"net:10.{100 + i}.0.0/16", "", None, net)
    elif with_default:
        # default's is then the client's own record, before the image.
        act("default", "", None, "")
        wanted[-1] = wanted[-1].replace("kernel=/f/image", "kernel=/f/default")
    else:
        wanted.append("nobody")

image("bare")
if with_default:
    lines.append(" ".join(["default -", default_says] + [spelled(w, DEFAULT) for w in WORDS if w in default_words]))
for name, content in ("clients", lines), ("asked", asked), ("wanted", wanted):
    with open(f"{folder}/{name}", "w", encoding="ascii") as f:
        f.write("\n".join(content) + "\n")
