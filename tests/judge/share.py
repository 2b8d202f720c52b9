"""How many of the boots of each kind of firmware are the same at both servers: what
is silent, or named, shows nothing."""

GROUPS = (("BIOS", lambda kind: kind.arch == 0 and not kind.ipxe),
    ("x64", lambda kind: kind.arch in (7, 9) and not kind.ipxe),
    ("iPXE", lambda kind: kind.ipxe),
    ("HTTP", lambda kind: kind.http))


class Share:
    def __init__(self):
        self.asked = dict.fromkeys((name for name, _ in GROUPS), 0)
        self.boots, self.same = dict(self.asked), dict(self.asked)

    def add(self, kind, theirs, found):
        """theirs: how it ended at their server; found: what differs."""
        for name, is_of in GROUPS:
            if not is_of(kind):
                continue
            self.asked[name] += 1
            if theirs.boot.file:
                self.boots[name] += 1
                self.same[name] += not found

    def of(self, name):
        """In a hundred of the boots at their server."""
        return 100 * self.same[name] // max(self.boots[name], 1)

    def lines(self):
        return ["%s: %d of %d boots are the same: %d %% (%d questions)" % (name,
            self.same[name], self.boots[name], self.of(name), self.asked[name])
            for name, _ in GROUPS]

    def below(self, least):
        """What is wrong with the shares: least is one number for all groups, or
        one for each; of each 100 questions at least 5 have to boot at all."""
        least = least * len(GROUPS) if len(least) == 1 else least
        out = []
        for (name, _), floor in zip(GROUPS, least):
            if self.of(name) < floor:
                out.append("%s: that is less than %d %%" % (name, floor))
            if floor and 20 * self.boots[name] < self.asked[name]:
                out.append("%s: fewer than 5 of 100 questions boot anything" % name)
        return out
