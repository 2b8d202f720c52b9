"""The format of the log: what the servers can write, and what operating.md says.

    log_format.py lines PROGRAM FILE...	a line for each way of each text that is
					logged in the sources, "PROGRAM: TEXT"
    log_format.py check OPERATING.md	reads lines "PROGRAM: TEXT", and says what in
					them is not as the document has it; prints
					the kinds and words that were there
    log_format.py words OPERATING.md	the kinds and words of the document
"""
import re
import sys

from log_texts import arguments, strings

CALL = re.compile(r"\b(?:log_line|log_end|try_line|die|argument_reason|argument_usage|startup_fail|refuse_busy|note)\s*\(")

DESCRIBED = ["file=debian12/linux client=10.9.0.21 mac=52:54:00:12:34:56 name=web1",
    r"file=pxelinux.cfg/x\040y: generated=PXELINUX asked=a=b odd=garbage-behind-name client=fe80::1: mac=- name=-",
    "file=a client=10.9.0.21 mac=- name=- multicast=239.255.0.1:1758"]
WHO = "client=10.9.0.21 mac=52:54:00:12:34:56 name=web1"
# What stands for a conversion, by what stands before it.
MEANS = [
    (r"reason=%s%s%s", ["reason=not-found", "reason=Input/output error",
        "reason=not-readable-for-us path=/srv/a needs=r mode=0600 owner=0:0 us=65534:65534",
        "reason=not-readable-for-us path=/srv/a mode=0604 owner=0:0 us=1:1 maybe=SELinux,AppArmor,ACL label=x"]),
    (r"^%s %s bytes=", ["sent FILE bytes=", "received FILE bytes="]),
    (r"^(sent|probe|unchanged|refused|failed|aborted|put off|ended|stalled|warning|cannot answer) %s", [r"\1 FILE"]),
    (r"^done %s", ["done " + WHO]),
    (r"resent=N%s$", ["resent=7", "resent=7 paced"]),
    (r"status=N%s$", ["status=200", "status=206 range=0-9/10"]),
    (r"transfers%s$", ["transfers", "transfers of this client"]),
    (r"corrupt%s$", ["corrupt"]),
    (r"name=%s: ", ["name=-: "]),
    (r"client=%s", ["client=10.9.0.21", "client=fe80::1"]),
    (r"mac=%s", ["mac=52:54:00:12:34:56", "mac=-"]),
    (r"([a-z]+)=%s", [r"\1=some-thing"]),
    (r"counters %s$", ["counters transfers=0 over:sent=1"]),
    (r"([a-zA-Z0-9]): %s%s$", [r"\1: Some reason", r"\1: Some reason; and more"]),
    (r": %s", [": Some reason"]),
    (r"%s may stop", ["a Raspberry Pi may stop"]),
    (r"%s", ["thing"]),
    (r"%c", ["P"]),
    (r"%\.[0-9]f", ["0.5"]),
    (r"%[a-zN]+", ["7"]),
]
# These only hand on what others have written: those are looked for themselves.
HANDED_ON = {"lib/daemon/log.c": 1, "lib/daemon/startup.c": 1, "dhcp-helper/dhcp-helper.c": 2, "dhcp-helper/serve.c": 1}


def described(program, text):
    if "FILE" not in text:
        return [""]
    if text.startswith("received"):
        return DESCRIBED[:1]
    # A group's members have a word more.
    shared = program == "tftpd" and re.match("sent|failed|aborted|put off", text)
    return DESCRIBED[:3 if shared else 2]


def ways(program, text):
    """Each text that the format can come to: every way of one conversion."""
    text = re.sub(r"%N", "N", text)
    text = re.sub(r"%[-0-9.*]*(?:u|d|lu|zu|llu|ld)", "N", text)
    todo, done = [text], set()
    while todo:
        text = todo.pop()
        for pattern, values in MEANS:
            if re.search(pattern, text):
                for value in values:
                    todo.append(re.sub(pattern, value, text, count=1))
                break
        else:
            for file in described(program, text):
                done.add(re.sub(r"\bN\b|(?<==)N|(?<=-)N", "7", text.replace("FILE", file.replace("\\", "\\\\"))
                    .replace("\\\\", "\\")))
    return done


def logged(name):
    source = open(name).read()
    handed_on = 0
    for call in CALL.finditer(source):
        inside = arguments(source, call.end())
        called = call.group().rstrip("( \t")
        # Its declaration, or its own body.
        if re.match(r"\s*(const |int |struct |void)", inside):
            continue
        texts = [t.replace('\\"', '"') for t in strings(inside)]
        if called == "startup_fail" or called == "refuse_busy":
            texts = ["cannot %s: %%s" % t for t in texts[:1]]
        elif called == "argument_reason":
            texts = ["cannot use -%%c %%s: %s" % t for t in texts[:1]]
        elif called == "argument_usage":
            texts = ["wrong usage; see " + t for t in texts[:1]]
        if not texts:
            continue
        if texts[0] in ("%s", "bootroot"):
            handed_on += 1
            continue
        if texts[0] == "%s %s":
            sys.exit(name + ": a text without words")
        yield texts[0]
    if handed_on != HANDED_ON.get(name, 0):
        sys.exit("%s hands on %d texts of others, and not %d" % (name, handed_on, HANDED_ON.get(name, 0)))


def table(path):
    """{(kind, program): [message, (always, ...), sometimes]}"""
    rows = []
    text = open(path).read()
    text = text[text.index("## The format of the log"):text.index("## Programs that are told of events")]
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("kind", "---"):
            continue
        kind, message, programs, always, sometimes = cells
        programs = ["tftpd", "httpd", "dhcp-helper"] if programs == "all" else programs.split(", ")
        for program in programs:
            own = sometimes
            if "; httpd:" in own or "; tftpd:" in own:
                parts = [p for p in own.split("; ") if ":" not in p.split("`")[0] or p.startswith(program)]
                own = " ".join(parts)
            ways_of = [set(re.findall(r"`([a-z]+)=`", w)) for w in always.split(", or ")]
            if " or `" in always and len(ways_of) == 1:
                # "`from=` and `dropped=` or `unlogged=`"
                words = re.findall(r"`([a-z]+)=`", always)
                ways_of = [set(words[:-2]) | {w} for w in words[-2:]]
            if "or a sentence" in always:
                ways_of = [set(re.findall(r"`([a-z]+)=`", always)) - {"reason"}]
                own += " `reason=`"
            rows.append((kind, program, re.findall(r"`([^`]+)`", message), ways_of,
                set(re.findall(r"`([a-z]+)=?`", own))))
    return rows


def words_of(text):
    """The words of a message, up to its sentence."""
    words, rest = set(), text.split(" ")
    for i, word in enumerate(rest):
        more = rest[i + 1] if i + 1 < len(rest) else None
        key = re.match(r"([a-z][a-z0-9-]*)=", word)
        if word == "paced":
            words.add(word)
        if not key:
            continue
        words.add(key.group(1))
        if more is not None and not re.match(r"[a-z][a-z0-9-]*=", more) and \
                (word.endswith(":") or key.group(1) == "reason"):
            break
    return words


def begins(text, message):
    if message == ["a number"]:
        return re.match(r"[0-9]+ lines were lost", text)
    if message[0] == "boot":
        return text.startswith("boot ") and any(" " + m in text for m in message[1:])
    return text.startswith(message[0] + " ")


def check(path):
    rows, bad = table(path), 0
    seen = set()
    for line in sys.stdin.read().splitlines():
        program, text = line.split(": ", 1)
        fits = [r for r in rows if r[1] == program and r[2] and r[0] not in ("other", "lost", "counters") and
            begins(text, r[2])]
        if re.match(r"[0-9]+ lines were lost", text):
            seen.add("lost")
            continue
        if text.startswith("counters "):
            seen.add("counters")
            continue
        if not fits:
            seen.add("other")
            continue
        kind = fits[0]
        words = words_of(text)
        seen.add(kind[0])
        seen |= {w + "=" for w in words if w != "paced"}
        if not any(way <= words and words <= way | kind[4] for way in kind[3]):
            print("not as %s says: %s" % (path, line))
            print("  always %s, sometimes %s" % (kind[3], sorted(kind[4])))
            bad = 1
    print("\n".join("seen " + s for s in sorted(seen)))
    return bad


if sys.argv[1] == "lines":
    for name in sys.argv[3:]:
        for text in logged(name):
            for way in sorted(ways(sys.argv[2], text)):
                print(sys.argv[2] + ": " + way)
elif sys.argv[1] == "words":
    all_words = set()
    for kind, program, message, always, sometimes in table(sys.argv[2]):
        all_words.add(kind)
        all_words |= {w + "=" for way in always for w in way} | {w + "=" for w in sometimes if w != "paced"}
    print("\n".join(sorted(all_words)))
else:
    sys.exit(check(sys.argv[2]))
