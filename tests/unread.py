"""Programs whose log nobody reads, and then somebody does.

    unread.py WAY tftpd|dhcp-helper PROGRAM ARGUMENT...

Starts the program, asks it COUNT times, and wants an answer to each; the log is
read only then. WAY is where it goes: "pipe", "socket" or "terminal" as standard
error (-d is among the arguments), "gone" for a pipe whose reader has gone,
"syslogd" or "stream" for /dev/log, which is $DEV/log, and "anew" for a syslogd
that is started again. "stopped" is the syslogd of $BUSYBOX, which writes
$WRITTEN and is stopped meanwhile. Every line has to be there, or in the number of those that
were lost.
"""
import atexit
import fcntl
import os
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import time
import tty

COUNT = 900         # less than the allowance of one source
WAIT = 60

way, kind, command = sys.argv[1], sys.argv[2], sys.argv[3:]


class Client:
    def __init__(self):
        self.n = 0
        if kind == "dhcp-helper":
            self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.s.bind(("127.0.0.2", 67))
            self.s.settimeout(WAIT)

    def ask(self):
        self.n += 1
        if kind == "tftpd":
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(WAIT)
            s.sendto(b"\0\1%d" % self.n + b"n" * 200 + b"\0octet\0", ("127.0.0.1", 69))
            assert s.recv(600)[:4] == b"\0\5\0\1"
            s.close()
            return
        mac = bytes.fromhex("52540101") + struct.pack("!H", self.n)
        m = struct.pack("!BBBBIHH4s4s4s4s16s192s", 1, 1, 6, 0, self.n, 0, 0,
            bytes(4), bytes(4), bytes(4), socket.inet_aton("127.0.0.2"), mac, b"")
        m += bytes.fromhex("63825363 350101 3c09") + b"PXEClient" + bytes.fromhex("5d020007 ff")
        self.s.sendto(m, ("127.0.0.1", 67))
        assert self.s.recv(2000)[28:34] == mac


def syslogd(type):
    path = os.environ["DEV"] + "/log"
    if os.path.exists(path):
        os.unlink(path)
    s = socket.socket(socket.AF_UNIX, type)
    s.settimeout(WAIT)
    s.bind(path)
    os.chmod(path, 0o666)
    if type == socket.SOCK_STREAM:
        s.listen()
    return s


def real_syslogd(path):
    daemon = subprocess.Popen([os.environ["BUSYBOX"], "syslogd", "-n", "-O", path])
    atexit.register(daemon.kill)
    deadline = time.monotonic() + WAIT
    while not os.path.exists(os.environ["DEV"] + "/log"):
        assert daemon.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    return daemon


reader = None
error = subprocess.DEVNULL
if way in ("pipe", "gone"):
    r, error = os.pipe()
    reader = os.fdopen(r, "rb", 0)
elif way == "socket":
    reader, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    error = other.fileno()
elif way == "terminal":
    r, error = pty.openpty()
    tty.setraw(error)
    reader = os.fdopen(r, "rb", 0)
elif way == "stopped":
    written = os.environ["WRITTEN"]
    daemon = real_syslogd(written)
    daemon.send_signal(signal.SIGSTOP)
else:
    reader = syslogd(socket.SOCK_STREAM if way == "stream" else socket.SOCK_DGRAM)
# What others have open there as well stays as it is.
before = None if error == subprocess.DEVNULL else fcntl.fcntl(error, fcntl.F_GETFL)
program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=error)
atexit.register(program.kill)
listens = " 0100007F:%04X " % (69 if kind == "tftpd" else 67)
deadline = time.monotonic() + WAIT
while listens not in open("/proc/net/udp").read():
    assert program.poll() is None and time.monotonic() < deadline
    time.sleep(0.01)

client = Client()
if way == "gone":
    client.ask()
    reader.close()
    for i in range(20):
        client.ask()
    assert program.poll() is None
    sys.exit()
if way == "anew":
    client.ask()
    assert b"file=1n" in reader.recv(9000)
    reader.close()
    reader = syslogd(socket.SOCK_DGRAM)
    client.ask()
    text = reader.recv(9000)
    assert re.match(rb"<30>[A-Z][a-z]{2} [ 123]\d \d\d:\d\d:\d\d tftpd\[%d\]: refused file=2n" % program.pid, text), text
    # Nobody is there for a while: that is no reason to stop either.
    reader.close()
    os.unlink(os.environ["DEV"] + "/log")
    for i in range(20):
        client.ask()
    reader = syslogd(socket.SOCK_DGRAM)
    client.ask()
    # The answer comes before the line: the last one may be there.
    lost = re.search(rb": (19|20) lines were lost: nobody read the log$", reader.recv(9000)).group(1)
    assert b"file=%dn" % (3 + int(lost)) in reader.recv(9000)
    sys.exit()

for i in range(COUNT):
    client.ask()
if before is not None:
    assert fcntl.fcntl(error, fcntl.F_GETFL) == before, "a flag was set for all who share it"
if way == "stopped":
    daemon.send_signal(signal.SIGCONT)
    deadline = time.monotonic() + WAIT
    while b"lines were lost: nobody read the log" not in open(written, "rb").read():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    client.ask()
    while b"file=%dn" % client.n not in open(written, "rb").read():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    text = open(written, "rb").read()
    # It cuts lines.
    there = len(re.findall(rb": refused file=\d+n", text))
    lost = sum(int(n) for n in re.findall(rb"(\d+) lines were lost", text))
    assert there > 1 and lost > 0 and there + lost == client.n, (there, lost)
    sys.exit()
if way == "stream":
    reader = reader.accept()[0]
text = b""


def take():
    global text
    got = reader.recv(1 << 16) if isinstance(reader, socket.socket) else reader.read(1 << 16)
    text += got + (b"\n" if way == "syslogd" else b"")


# It is said when there is room again, without another question.
deadline = time.monotonic() + WAIT
while b"lines were lost" not in text:
    assert time.monotonic() < deadline, text[-300:]
    if select.select([reader], [], [], 1)[0]:
        take()
client.ask()
wanted = b"file=%dn" % client.n if kind == "tftpd" else b"mac=52:54:01:01:%02x:%02x" % divmod(client.n, 256)
while wanted not in text:
    assert time.monotonic() < deadline, text[-300:]
    if select.select([reader], [], [], 1)[0]:
        take()
lines = re.split(rb"[\n\0]", text)
there = sum(1 for line in lines if re.search(rb"(^|: )(refused|boot) .*(reason=|OFFER)", line))
lost = sum(int(n) for n in re.findall(rb"(\d+) lines were lost", text))
print("%d asked, %d there, %d lost" % (client.n, there, lost))
assert lost > 0
# Of a stream one line may be there in part: it counts as lost.
assert there + lost in (client.n, client.n + (way in ("socket", "stream", "terminal")))
program.send_signal(signal.SIGTERM)
assert program.wait(WAIT) == 0
