"""Two hosts, each a network namespace with one card, and the cable to us: the
other server runs on the one, dhcp-helper on the other. Nothing is waited for by
the clock: a host is quiet when it has got all frames and its server sleeps."""
import ctypes
import os
import platform
import select
import socket
import subprocess
import time

import wire

CLONE_NEWNET = 0x40000000
SO_RCVBUFFORCE = 33
TRIES = 5
DEADLINE = 30                   # seconds; only what hangs takes as long
CARD = "02:00:00:00:00:01"
SENTINEL = 9                    # a port that nobody else has
BACK = 11                       # one that nobody listens on: broadcasts come back
# The system calls in which a server waits for its next datagram.
WAITING = {
    "x86_64": {7, 23, 232, 270, 271, 281},      # poll, select, epoll and theirs
    "aarch64": {22, 72, 73},
}
libc = ctypes.CDLL(None, use_errno=True)


class Stuck(Exception):
    pass


def run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


class Host:
    def __init__(self, name):
        self.name, self.process = name, None
        self.card = "eth0"
        run("ip", "netns", "add", name)
        run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0",
            "address", CARD, "netns", name)
        run("ip", "link", "set", name, "up")
        run("ip", "-n", name, "link", "set", "lo", "up")
        self.here = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.there = os.open("/run/netns/" + name, os.O_RDONLY)
        self.cable = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
            socket.htons(0x0800))
        self.cable.bind((name, 0x0800))
        self.cable.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 22)
        self.cable.setblocking(False)
        self.enter()
        self.side = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.side.bind(("0.0.0.0", SENTINEL))
        self.side.settimeout(DEADLINE / TRIES)
        self.side.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self.leave()
        self.count, self.marks = 0, set()

    def enter(self):
        if libc.setns(self.there, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def leave(self):
        if libc.setns(self.here, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def configure(self, card, addresses):
        """Gives the card its name and addresses; everybody is on its cable, and is
        not asked for by ARP."""
        lines = ["address flush dev " + self.card]
        if card != self.card:
            lines += ["link set %s down" % self.card,
                "link set %s name %s" % (self.card, card)]
            self.card = card
        lines += ["link set %s arp off up" % card]
        lines += ["address add %s broadcast + dev %s" % (a, card) for a in addresses]
        lines += ["route replace default dev %s" % card]
        subprocess.run(("ip", "-n", self.name, "-batch", "-"), check=True,
            input="\n".join(lines).encode())
        self.warm()

    def warm(self):
        """Waits until the cable carries both ways: a card that has just come up
        drops what is sent for a moment."""
        end = time.monotonic() + DEADLINE
        self.count += 1
        mark = b"%d" % self.count
        while True:
            self.cable.send(self.sentinel(mark))
            self.side.sendto(mark, (wire.BROADCAST, BACK))
            came = False
            while select.select([self.side], [], [], 0 if came else 0.002)[0]:
                came = self.side.recv(64) == mark or came
            self.take(set(), {})
            if came and self.count in self.marks:
                return
            if time.monotonic() > end:
                raise Stuck("%s: the cable is broken" % self.name)

    def sentinel(self, mark):
        return wire.frame(mark, ("192.0.2.1", SENTINEL),
            (wire.BROADCAST, SENTINEL), b"")

    def start(self, command, log, **more):
        """Starts a server; its words go to log."""
        self.enter()
        try:
            with open(log, "wb") as out:
                self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                    stdout=out, stderr=out, **more)
        finally:
            self.leave()

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def sleeps(self):
        """The server is in the call that waits for a datagram, and has none."""
        with open("/proc/%d/syscall" % self.process.pid) as f:
            call = f.read().split()[0]
        if call == "running" or \
                int(call) not in WAITING.get(platform.machine(), ()):
            return False
        return self.queued() == 0

    def queued(self):
        """Bytes that wait in sockets of the host; the sentinel's not."""
        total = 0
        for part in self.sockets("udp"):
            if int(part[1].split(":")[1], 16) != SENTINEL:
                total += int(part[4].split(":")[1], 16)
        for part in self.sockets("packet"):
            total += int(part[6])
        return total

    def sockets(self, kind):
        """The words of each line that the kernel has of the host's sockets."""
        with open("/proc/%d/net/%s" % (self.process.pid, kind)) as f:
            return [line.split() for line in f.readlines()[1:]]

    def listens(self):
        """Somebody has port 67, or a raw socket."""
        return bool(self.sockets("packet")) or \
            any(part[1].endswith(":0043") for part in self.sockets("udp"))

    def wait(self, what, condition):
        end = time.monotonic() + DEADLINE
        pause = 0.0002
        while not self.holds(condition):
            if self.process.poll() is not None:
                return False
            if time.monotonic() > end:
                raise Stuck("%s: %s after %d seconds" % (self.name, what, DEADLINE))
            select.select([], [], [], pause)
            pause = min(pause * 1.5, 0.01)
        return True

    def holds(self, condition):
        try:
            return condition()
        except (FileNotFoundError, ProcessLookupError):
            return False            # it is ending

    def ready(self):
        """Waits until the server listens and sleeps; False: it has ended."""
        return self.wait("does not listen",
            lambda: self.listens() and self.sleeps())

    def ask(self, frames):
        """Sends [(xid, frame)]; returns {xid: Answer}: an xid that is missing
        got silence."""
        answers = {}
        for at in range(0, len(frames), 24):
            self.burst(frames[at:at + 24], answers)
        return answers

    def burst(self, frames, answers):
        cpus = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cpus)})    # so they arrive in this order
        try:
            for _ in range(TRIES):
                for _, data in frames:
                    self.cable.send(data)
                self.count += 1
                if self.arrived(b"%d" % self.count):
                    break
            else:
                raise Stuck("%s: the cable is broken" % self.name)
        finally:
            os.sched_setaffinity(0, cpus)
        wanted = {xid for xid, _ in frames}
        if not self.wait("does not come to rest",
                lambda: self.take(wanted, answers) or self.sleeps()):
            raise Stuck("%s: the server has ended with %d" % (self.name,
                self.process.returncode))
        if not self.take(wanted, answers):
            self.flush(cpus, wanted, answers)

    def arrived(self, mark):
        """Whether a mark that is sent comes: what was sent before has come then.
        A host that is behind with its work may lose it."""
        self.cable.send(self.sentinel(mark))
        try:
            while self.side.recv(64) != mark:
                pass
        except TimeoutError:
            return False
        return True

    def flush(self, cpus, wanted, answers):
        """What has been sent is here when what was sent later is, from each
        processor."""
        for cpu in cpus:
            os.sched_setaffinity(0, {cpu})
            self.count += 1
            self.side.sendto(b"%d" % self.count, (wire.BROADCAST, BACK))
            end = time.monotonic() + DEADLINE
            while True:
                self.take(wanted, answers)
                if self.count in self.marks:
                    break
                if time.monotonic() > end:
                    raise Stuck("%s: the cable is broken" % self.name)
                select.select([self.cable], [], [], 0.1)
        os.sched_setaffinity(0, cpus)

    def take(self, wanted, answers):
        """Reads what is there; True: all that were wanted have an answer."""
        while True:
            try:
                data, where = self.cable.recvfrom(65536)
            except BlockingIOError:
                return wanted <= answers.keys()
            if where[2] == socket.PACKET_OUTGOING:
                continue
            got = wire.datagram(data)
            if got is None:
                continue
            if got[0] == BACK:
                self.marks.add(int(got[1]))
                continue
            answer = wire.answer(got[1])
            if answer is not None and answer.xid in wanted:
                answers.setdefault(answer.xid, answer)
