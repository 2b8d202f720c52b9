"""How long it takes until the last of many clients is up, and what is in its way.

    scaling.py doc/measurements.md doc/scaling.md

Reads the constants that `PARTS=rack make bench` has measured from the one page, and
writes the tables of the other one anew, between its two marks. By bounds, as in the
theory of closed queues: no client is faster than its own round trips, no link carries
more than it can, no processor works more than all of its time; what takes longest is
the answer. Below the knee it is the client, above it the server.
"""
import math
import re
import sys
from collections import namedtuple

# What is loaded by one client: the loader's bytes, how many small files, what they
# have together, the bytes of kernel and initrd.
Boot = namedtuple("Boot", "loader small small_bytes bulk")
PC = Boot(1000 * 1000, 13, 82000, 70 * 10**6)

GRUB_BLOCK, EDK2_BLOCK, WINDOW = 1024, 1468, 4
# What a frame has beside its payload: preamble, Ethernet, gap, IP, UDP, TFTP; for TCP
# with its time stamps.
UDP_FRAME, TCP_FRAME, TCP_PAYLOAD = 38 + 20 + 8 + 4, 38 + 20 + 32, 1448

# Assumed, not measured: what is between a real PC and a real server.
GBIT = 1e9 / 8
CLIENT_LINK, RACK_LINK, SERVER_LINK = GBIT, 10 * GBIT, 10 * GBIT
ROUND_TRIP_S = 0.3e-3
DHCP_S = 4.0
CORES = 16
LINKS = (10, 25, 100)
A_RACK = 40

# How many clients a processor of the server has at once while a block in lock step is
# measured: the more processes take turns, the more each turn costs.
FEW_A_CORE, MANY_A_CORE = 10, 200

# The name of a constant: what it is.
WHAT = {"boot": "a client: DHCP and its first request",
    "small": "a small file by TFTP",
    "lockstep": "a block of 1024 in lock step, %d clients a processor" % FEW_A_CORE,
    "crowd": "the same, %d clients a processor" % MANY_A_CORE,
    "window4": "a block of 1468, window 4",
    "connection": "a small file by HTTP, a connection each",
    "http": "a megabyte by HTTP"}
LOCKSTEP, WINDOW4, HTTP, CACHES, MULTICAST = METHODS = ("TFTP in lock step",
    "TFTP, window 4", "HTTP", "HTTP, a cache in each rack", "TFTP by multicast")
BEGIN, END = "<!-- written by tests/bench/scaling.py -->", "<!-- end -->"


def constants_text(cost):
    """The constants as a table: {name: (elapsed, server, clients) in seconds}."""
    return "\n".join(["| constant | what | elapsed | CPU of the server | CPU of "
        "the clients |", "|---|---|---|---|---|"] + ["| %s | %s | %.3f | %.3f | "
        "%.3f |" % (name, what, *(1e6 * c for c in cost[name]))
        for name, what in WHAT.items()])


def constants(page):
    """That table read again; None: the page has none, or not all of it."""
    cost = {name: [float(n) * 1e-6 for n in numbers.split("|")]
        for name, numbers in re.findall(
            r"^\| (\w+) \| [^|]* \| ([\d.]+ \| [\d.]+ \| [\d.]+) \|$", page, re.M)}
    return {name: cost[name] for name in WHAT} if cost.keys() >= WHAT.keys() else None


def work(boot, method):
    """How many of each constant a client takes."""
    window = boot.loader / EDK2_BLOCK
    by_http = method in (HTTP, CACHES)
    # The loader is asked for twice, kernel and initrd once each.
    counts = {"boot": 1, "small": boot.small + 2 + (0 if by_http else 2),
        "window4": window, "lockstep": boot.small_bytes / GRUB_BLOCK,
        "connection": 0, "http": 0}
    if by_http:
        counts.update(connection=2, http=boot.bulk / 1e6)
    elif method == WINDOW4:
        counts["window4"] += boot.bulk / EDK2_BLOCK
    elif method == LOCKSTEP:
        counts["lockstep"] += boot.bulk / GRUB_BLOCK
    return counts


def among(cost, a_core):
    """The constants with so many clients a processor: between the two that were
    measured by the logarithm, and beyond them as the nearer one."""
    at = math.log(min(max(a_core, FEW_A_CORE), MANY_A_CORE) / FEW_A_CORE) / \
        math.log(MANY_A_CORE / FEW_A_CORE)
    return {**cost, "lockstep": [few + at * (many - few)
        for few, many in zip(cost["lockstep"], cost["crowd"])]}


def of_each(cost, boot, method, column, a_core):
    cost = among(cost, a_core)
    return sum(n * cost[name][column] for name, n in work(boot, method).items())


def this_machine(cost, clients, method, boot, apart_s, cores):
    """Seconds until the last is done where servers and clients share a machine, and
    the clients are switched on so many seconds apart."""
    return max(clients * of_each(cost, boot, method, 0, clients / cores),
        clients * apart_s)


def wire(boot, method):
    """Bytes on the wire for a client, all of them."""
    def udp(n, block):
        return n * (1 + UDP_FRAME / block)
    if method in (HTTP, CACHES):
        bulk = boot.bulk * (1 + TCP_FRAME / TCP_PAYLOAD)
    else:
        bulk = udp(boot.bulk, GRUB_BLOCK if method == LOCKSTEP else EDK2_BLOCK)
    return udp(boot.loader, EDK2_BLOCK) + udp(boot.small_bytes, GRUB_BLOCK) + bulk


def path_s(boot, method):
    """What a client takes that is alone."""
    trips = (boot.loader / EDK2_BLOCK / WINDOW + 3 * boot.small +
        boot.small_bytes / GRUB_BLOCK)
    if method == LOCKSTEP:
        trips += boot.bulk / GRUB_BLOCK
    elif method == WINDOW4:
        trips += boot.bulk / EDK2_BLOCK / WINDOW
    elif method == MULTICAST:
        # One of them answers each block; who comes late hears it all once more.
        trips += 2 * boot.bulk / EDK2_BLOCK
    return DHCP_S + trips * ROUND_TRIP_S + wire(boot, method) / CLIENT_LINK


def loads_s(cost, boot, method, clients, servers, link=SERVER_LINK):
    """{what is busy: seconds}, for all clients."""
    racks = -(-clients // A_RACK)
    each = wire(boot, method)
    a_core = clients / (servers * CORES)
    cpu = of_each(cost, boot, method, 1, a_core)
    rack = min(clients, A_RACK) * each / RACK_LINK
    from_server = clients
    if method == CACHES:
        # The caches fetch kernel and initrd once, the rest comes from the server.
        small = boot._replace(bulk=0)
        from_server = racks + clients * wire(small, HTTP) / each
        cpu_all = racks * cpu + clients * of_each(cost, small, HTTP, 1,
            a_core)
    elif method == MULTICAST:
        small = boot._replace(bulk=0)
        stream = 2 * boot.bulk / EDK2_BLOCK
        from_server = 1 + clients * wire(small, MULTICAST) / each
        rack = rack * wire(small, MULTICAST) / each
        cpu_all = (clients * of_each(cost, small, MULTICAST, 1, a_core) +
            stream * cost["lockstep"][1])
    else:
        cpu_all = clients * cpu
    return {"server's processors": cpu_all / (servers * CORES),
        "server's link": from_server * each / (servers * link),
        "rack's link": rack}


def last_s(cost, boot, method, clients, servers):
    """Seconds until the last is up, and what is in the way."""
    loads = loads_s(cost, boot, method, clients, servers)
    what = max(loads, key=loads.get)
    alone = path_s(boot, method)
    # A cache hands on what it has fetched when it has all of it.
    first = max(loads["server's processors"], loads["server's link"]) \
        if method == CACHES else 0
    if method == CACHES and first + loads["rack's link"] > alone:
        return first + loads["rack's link"], what
    return (loads[what], what) if loads[what] > alone else (alone, "client")


def knee(cost, boot, method, link=SERVER_LINK):
    """With so many clients a server is as busy as a client that is alone is slow;
    None: never, as far as a million."""
    few, many = 1, 10**6
    alone = path_s(boot, method)

    def above(n):
        loads = loads_s(cost, boot, method, n, 1, link)
        return max(loads["server's processors"], loads["server's link"]) > alone
    if not above(many):
        return None
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if above(middle) else (middle, many)
    return few


def servers_for(cost, boot, method, clients, seconds):
    """The fewest servers with which the last is up by then; None: no number helps."""
    if last_s(cost, boot, method, clients, 10**6)[0] > seconds:
        return None
    few, many = 0, 10**6
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if last_s(cost, boot, method, clients,
            middle)[0] <= seconds else (middle, many)
    return many


def rounded(n):
    return "%.0f" % n if n >= 10 else "%.1f" % n


def knee_text(cost, method, link):
    at = knee(cost, PC, method, link)
    if at is None:
        return "none below a million"
    loads = loads_s(cost, PC, method, at, 1, link)
    return "%d%s" % (at, ", *CPU*" if loads["server's processors"] >
        loads["server's link"] else "")


def tables(cost):
    """The tables of doc/scaling.md."""
    yield "One client alone, and the knee: how many clients a server has when it is as"
    yield "busy as they are slow, by the link of the server. *CPU*: its processors are in"
    yield "the way, not its link.\n"
    yield "| how kernel and initrd come | a client alone, s | CPU of the server for a "\
        "client, ms | MB on the wire | %s |" % " | ".join("knee at %d Gbit/s" % n
            for n in LINKS)
    yield "|---" * (4 + len(LINKS)) + "|"
    for method in METHODS:
        yield "| %s | %s | %s | %s | %s |" % (method, rounded(path_s(PC, method)),
            "–" if method == MULTICAST else
            rounded(1e3 * of_each(cost, PC, method, 1, FEW_A_CORE)),
            rounded(wire(PC, method) / 1e6), " | ".join(
                knee_text(cost, method, n * GBIT) for n in LINKS))
    for clients, counts in ((50 * A_RACK, (1, 2, 4, 8)), (100000, (1, 8, 32, 128))):
        yield "\n%d clients in %d racks: seconds until the last is up, and what is in "\
            "the way.\n" % (clients, clients // A_RACK)
        yield "| how kernel and initrd come | %s |" % " | ".join(
            "%d server%s" % (n, "s" if n > 1 else "") for n in counts)
        yield "|---" * (len(counts) + 1) + "|"
        for method in METHODS:
            yield "| %s | %s |" % (method, " | ".join("%s, %s" % (rounded(s), what)
                for s, what in (last_s(cost, PC, method, clients, n)
                    for n in counts)))
    yield "\nWhat to buy: the fewest servers with which the last is up in that time.\n"
    limits = (60, 120, 300)
    yield "| clients | how kernel and initrd come | %s |" % " | ".join(
        "%d s" % s for s in limits)
    yield "|---|---" + "|---" * len(limits) + "|"
    for clients in 50 * A_RACK, 100000:
        for method in METHODS:
            yield "| %d | %s | %s |" % (clients, method, " | ".join(
                str(servers_for(cost, PC, method, clients, s) or "–")
                for s in limits))


def main():
    measured, page = sys.argv[1:]
    with open(measured) as f:
        cost = constants(f.read())
    if cost is None:
        sys.exit("bootroot: %s has no constants: PARTS=rack make bench measures them"
            % measured)
    with open(page) as f:
        before, begin, rest = f.read().partition(BEGIN + "\n")
    _, end, after = rest.partition(END + "\n")
    if not begin or not end:
        sys.exit("bootroot: %s lacks the marks between which tables are written" % page)
    with open(page, "w") as f:
        f.write(before + begin + "\n".join(tables(cost)) + "\n" + end + after)


if __name__ == "__main__":
    main()
