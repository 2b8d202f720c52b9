#!/usr/bin/env python3
"""Readers of boot configuration, made from the loaders' own rules, and random
texts of a map to read back.

    config_reader.py RENDER [CASES [SEED]]

RENDER is tests/fuzz/config.c built with -DRENDER. Each case is some images
with random kernels, initrds and arguments. What a renderer writes is taken
apart here as the loader does it, and must be the commands and the words of
the record, no more and no fewer; what it refuses must be what the language
cannot say.
"""
import itertools
import random
import re
import subprocess
import sys
from urllib.parse import unquote_to_bytes


def pxelinux(text):
    """readconfig.c: lines of 4095 bytes; a word, blanks, the rest."""
    commands = []
    for line in text.splitlines(keepends=True):
        while line:
            part, line = line[:4095], line[4095:]
            word, _, rest = part.strip("\n").lstrip(" \t").partition(" ")
            if word:
                commands.append((word.upper(), rest.strip(" ")))
    return commands


def pxelinux_entries(text):
    """Each LABEL as (kernel, initrds, words of the arguments)."""
    entries, entry, uboot = [], None, set()
    for word, rest in pxelinux(text):
        if word == "LABEL":
            assert not uboot, uboot
            entry = {"label": rest}
            entries.append(entry)
        elif word == "IMPLICIT" and entry is not None:
            # What stood before is U-Boot's; each word of it has to be said once more.
            assert rest == "1", rest
            uboot, entry["uboot"] = set(entry) - {"label", "MENU"}, True
        elif word in ("LINUX", "INITRD", "APPEND", "LOCALBOOT", "PXE", "CONFIG", "IPAPPEND"):
            assert word not in entry or word in uboot, "%s twice" % word
            uboot.discard(word)
            entry[word] = rest
        elif word == "SAY" and entry is not None:
            pass
        elif word == "MENU" and entry is not None:
            assert rest.startswith("LABEL ") and "MENU" not in entry, rest
            entry["MENU"] = rest[6:]
        else:
            assert entry is None and word in ("DEFAULT", "PROMPT", "TIMEOUT", "SAY"), word
    got = []
    for e in entries:
        if "LINUX" not in e:
            continue
        kernel = e["LINUX"].split()  # arguments may stand behind a name
        assert len(kernel) == 1, kernel
        names = e["INITRD"].split(",") if "INITRD" in e else []
        args = e.get("APPEND", "")
        names = [n for name in names for n in name.split()]
        for name in kernel + names:
            assert name.startswith("::/") and len(name) <= 255, name
        got.append((kernel[0][2:], [n[2:] for n in names], "" if args == "-" else args))
    return got


def uboot_entries(text):
    """boot/pxe_utils.c: a word that it does not know ends a label, and is ignored."""
    known = ("MENU", "LINUX", "KERNEL", "INITRD", "APPEND", "LOCALBOOT", "IPAPPEND")
    entries, entry = [], None
    for word, rest in pxelinux(text):
        if word == "LABEL":
            entry = {}
            entries.append(entry)
        elif entry is not None and word in known:
            entry[word] = rest
        else:
            entry = None
    return entries


def grub(text):
    """GRUB's lexer: commands as lists of words; an expansion is an error."""
    commands, words, word, i = [], [], None, 0
    while i < len(text):
        c = text[i]
        i += 1
        if c == "'":
            end = text.index("'", i)
            word = (word or "") + text[i:end]
            i = end + 1
        elif c == '"':
            end = text.index('"', i)
            word = (word or "") + text[i:end]
            i = end + 1
        elif c == "\\":
            word = (word or "") + text[i]
            i += 1
        elif c in " \t\n;{}|&<>" or (c == "#" and word is None):
            if word is not None:
                words.append(word)
                word = None
            if c == "#":
                i = text.index("\n", i)
            elif c not in " \t":
                if words:
                    commands.append(words)
                words = []
                if c not in "\n;":
                    commands.append([c])
        else:
            word = (word or "") + c
    assert word is None and not words, "the text ends inside a command"
    return commands



def grub_entries(text):
    """linux and initrd of each entry; all else must be what is always there."""
    text = re.sub(r"^for file in .*?^exit 1\n", "", text, flags=re.S | re.M)
    # Behind each kernel: it is started with all of its initrds or not at all.
    text, ends = re.subn(r"^(\t?)if \[ \"\$\?\" = 0 \]; then boot; fi\n\1echo '[^']*'\n"
                         r"\1sleep --interruptible 60\n\1reboot\n", "", text, flags=re.M)
    text = re.sub(r"^\tif \[ .*; fi\n", "", text, flags=re.M)
    got = []
    for words in grub(text):
        if words[0] == "linux":
            got.append([words[1], [], words[2:]])
        elif words[0] == "initrd":
            assert got[-1][1] == [], "initrd twice"
            got[-1][1] = words[1:]
        else:
            assert words[0] in ("set", "menuentry", "{", "}"), words
            assert words[0] != "menuentry" or len(words) == 2, words
    assert ends == len(got), "%d ends of %d kernels" % (ends, len(got))
    return [tuple(e) for e in got]


def ipxe(text):
    """script.c and exec.c: lines, continued; words; operators; comments."""
    commands = []
    assert text.startswith("#!ipxe\n"), "no magic"
    for line in text.replace("\\\n", "").split("\n"):
        words = []
        for word in line.split():
            if word.startswith("#"):
                break
            if word in ("||", "&&", ";"):
                commands.append(words)
                words = []
            else:
                words.append(word)
        if words:
            commands.append(words)
    return commands


FIXED_IPXE = [
    r"menu Boot", r"item \d+ [\w.-]+", r"item 0 local: boot from the disk",
    r"choose --timeout 10000 --default 0 number", r"goto 0", r"goto \$\{number\}",
    r":\d+", r"iseq \$\{platform\} efi", r"exit 1",
    r"sanboot --no-describe --drive 0x80", r"boot",
    r"goto failed", r":failed", r"echo This has not started\. .*", r"sleep 60", r"reboot",
    r"iseq \$\{buildarch\}-\$\{platform\} [\w-]+", r"chain /[^ $]*",
    r"set netX/next-server 10\.9\.0\.1"]


def ipxe_path(word):
    assert not re.search(r"[?#:$&]", word), word
    return unquote_to_bytes(word).decode()


def ipxe_entries(text):
    got = []
    for words in ipxe(text):
        if not words:
            continue
        for word in words:
            assert "${" not in word or words[0] in ("goto", "iseq"), words
        if words[0] == "kernel":
            n = 0
            while words[2 + n:] and words[2 + n] == "initrd=initrd%d" % n:
                n += 1
            got.append([ipxe_path(words[1]), [], words[2 + n:], n])
        elif words[0] == "initrd":
            assert words[1:3] == ["--name", "initrd%d" % len(got[-1][1])], words
            assert len(words) == 4, words
            got[-1][1].append(ipxe_path(words[3]))
        else:
            line = " ".join(words)
            assert any(re.fullmatch(f, line) for f in FIXED_IPXE), line
    for e in got:
        # An argument initrd=initrdN of the map looks like ours, and is.
        assert e[3] >= len(e[1]), e
        e[2] = ["initrd=initrd%d" % n for n in range(len(e[1]), e[3])] + e[2]
    return [tuple(e[:3]) for e in got]


def path(image, text):
    """As clients(5) says it: from the boot root, or inside the image."""
    if "://" in text:
        return "/" + text
    if text.startswith("/"):
        return "/" + text.lstrip("/")
    return "/%s/%s" % (image, text)


BOOTIF = "BOOTIF=01-00-00-00-00-00-00"
WORD = r"@@|@[A-Za-z][A-Za-z0-9_-]*@"


def filled(args):
    """As clients(5) says it: @@ is one @; in front is the card, of who asks here."""
    args = re.sub(WORD, lambda m: "@" if m[0] == "@@" else m[0], args)
    return BOOTIF + (" " if args[:1] not in ("", " ") else "") + args


def is_filled(args):
    """No word between two @ is a variable here: one is refused."""
    return all(m == "@@" for m in re.findall(WORD, args))


def wanted(image):
    return (path(image["name"], image["k"]),
            [path(image["name"], i) for i in image["i"]],
            filled(image["a"]))


def can_pxelinux(image):
    kernel, initrds, args = wanted(image)
    return image["a"].strip() != "-" and all(
        len(p) <= 253 and not re.search(r"[ ,\x80-\U0010ffff]", p)
        for p in [kernel] + initrds)


def can_grub(image):
    return not re.search(r"['\"\\]", image["a"])


def can_ipxe(image):
    a = image["a"]
    return not ("${" in a or a.endswith("\\") or '"' in a and "  " in a or any(
        w in (";", "||", "&&") or w.startswith("#") for w in a.split()))


PRINTABLE = "".join(map(chr, range(0x20, 0x7f)))
PIECES = ["${x}", "$(x)", "; reboot", " ; exit", "|| shell", "&& boot", "'", '"',
          "\\", "\\\\", "{", "}", "#", " #x", "::", "://", "%0a", "%", "initrd=",
          "-", " - ", ",", "  ", "`x`", "*", "?", "~", "<", ">", "$?", "!", "../",
          "KERNEL x", "\\n", "[", "]", "(pxe)", "é"]


# A character is another, or in one of five cases a piece.
TOKENS = list(PRINTABLE) + PIECES
WEIGHTS = list(itertools.accumulate([4 / len(PRINTABLE)] * len(PRINTABLE) + [1 / len(PIECES)] * len(PIECES)))


def word(r, most):
    n = r.choice([1, 3, 8, 20, most])
    text = ""
    # Drawn many at a time: that is what takes long.
    for token in r.choices(TOKENS, cum_weights=WEIGHTS, k=n):
        text += token
        if len(text) >= n:
            break
    return text.encode()[:1000].decode(errors="ignore")


def tame(r):
    """What all languages can say, so that not everything is refused."""
    return "".join(r.choices("abz019/._-+=:~@%!*?[]^", k=r.choice([1, 5, 30, 30, 400])))


def random_image(r, n):
    text = word if r.random() < 0.6 else lambda r, most: tame(r)
    args = " ".join(text(r, 200) for _ in range(r.randint(0, 5)))
    return {"name": "image%d" % n, "k": text(r, 300), "a": args.lstrip("!")[:1000],
            "i": [text(r, 300) for _ in range(r.choice([0, 1, 2, 7]))]}


def ask(render, cases):
    out = []
    for images in cases:
        for image in images:
            out.append("m\nk%s\n" % image["k"] + "".join("i%s\n" % i for i in image["i"]) +
                       ("a%s\n" % image["a"] if image["a"] else ""))
        out.append("\n")
    done = subprocess.run([render], input="".join(out).encode(), stdout=subprocess.PIPE, check=True)
    return done.stdout


def answers(data):
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        language, n, why = data[at:end].decode().split(" ", 2)
        at = end + 1
        text = None if n == "-1" else data[at:at + int(n)].decode()
        at += 0 if text is None else int(n)
        yield language, text, why


READERS = {"PXELINUX": (pxelinux_entries, can_pxelinux), "GRUB": (grub_entries, can_grub),
           "iPXE": (ipxe_entries, can_ipxe)}


def compare(language, images, text, why):
    reader, can = READERS[language]
    said = all(can(i) and is_filled(i["a"]) for i in images)
    if text is None:
        assert not said or "too long" in why, "refused without need: " + why
        assert language in why or "too long" in why or "variable" in why, why
        return 0
    assert said, "not refused"
    got = reader(text)
    want = [wanted(i) for i in images]
    assert len(got) == len(want), "%d entries" % len(got)
    for (kernel, initrds, args), w in zip(got, want):
        assert kernel == w[0], kernel
        assert initrds == w[1], initrds
        if language == "PXELINUX":
            assert args.strip(" ") == w[2].strip(" "), args
        else:
            assert args == [a for a in w[2].split(" ") if a], args
    return 1


def main():
    render = sys.argv[1]
    cases_n = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    print("seed", seed)
    r = random.Random(seed)
    cases = [[random_image(r, n) for n in range(r.choice([1, 1, 2, 4]))] for _ in range(cases_n)]
    got = answers(ask(render, cases))
    read = dict.fromkeys(READERS, 0)
    for images in cases:
        for shown in (images[:1], images):
            for _ in READERS:
                language, text, why = next(got)
                try:
                    read[language] += compare(language, shown, text, why)
                except (AssertionError, ValueError, IndexError) as e:
                    sys.exit("%s: %r\nimages: %r\ntext:\n%s" % (language, e, shown, text))
    assert next(got, None) is None
    print(*("%s %d" % item for item in read.items()))
    for language, n in read.items():
        assert n > cases_n / 10, "%s was hardly ever read" % language


if __name__ == "__main__":
    main()
