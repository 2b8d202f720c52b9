"""A super-server of forty lines, which hands sockets to a program.

    superserver.py [--stream [--accept]] [--systemd] [--log FILE]
        ADDRESS:PORT... -- PROGRAM ARG...

Binds each address as a datagram socket and prints "ready". When a datagram
is there, it starts the program with that socket on descriptors 0 and 1, as
inetd does for "dgram wait", and leaves the socket alone until the program
is gone; with --systemd with all of them from descriptor 3 on (LISTEN_FDS).
With --stream the sockets are of TCP; with --accept each start gets one
connection, as for "nowait". Descriptor 2 is ours, for the program's -d; with --all it is the socket as
well. FILE gets a line for each start and each end. SIGTERM ends all.
"""
# The C part of socket alone, and no argparse: they would be half of its start.
import _signal as signal
import _socket as socket
import fcntl
import os
import select
import sys

split = sys.argv.index("--")
words, program = sys.argv[1:split], sys.argv[split + 1:]
log, flags, addresses = None, set(), []
while words:
    word = words.pop(0)
    if word == "--log":
        log = words.pop(0)
    elif word in ("--systemd", "--stream", "--accept", "--all"):
        flags.add(word)
    elif word.startswith("-"):
        sys.exit("superserver: unrecognized option: " + word)
    else:
        addresses.append(word)
systemd, stream = "--systemd" in flags, "--stream" in flags
accept, everything = "--accept" in flags, "--all" in flags

children = {}       # pid: the sockets that it has


def listen(text):
    address, port = text.rsplit(":", 1)
    address = address.strip("[]")
    s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET,
        socket.SOCK_STREAM if stream else socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, int(port)))
    if stream:
        s.listen(100)
    return s


def note(text):
    if log:
        with open(log, "a") as f:
            f.write(text + "\n")


def start(group):
    pid = os.fork()
    if pid == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if systemd:
            os.environ["LISTEN_PID"] = str(os.getpid())
            os.environ["LISTEN_FDS"] = str(len(group))
            # Away from where they are wanted first.
            high = [fcntl.fcntl(s, fcntl.F_DUPFD, 100) for s in group]
            for i, fd in enumerate(high):
                os.dup2(fd, 3 + i)
                os.close(fd)
        else:
            for fd in (0, 1, 2) if everything else (0, 1):
                os.dup2(group[0].fileno(), fd)
        os.execv(program[0], program)
    children[pid] = group
    note("start %d" % pid)


def reap():
    for pid in list(children):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            blocking = [s for s in children.pop(pid)
                if fcntl.fcntl(s, fcntl.F_GETFL) & os.O_NONBLOCK]
            note("end %d status %d%s" % (pid, os.waitstatus_to_exitcode(
                status), " O_NONBLOCK" if blocking else ""))


def stop(*_):
    for pid in children:
        os.kill(pid, signal.SIGTERM)
    os._exit(0)


sockets = [listen(text) for text in addresses]
groups = [sockets] if systemd else [[s] for s in sockets]
wake, waker = os.pipe()
os.set_blocking(waker, False)
signal.set_wakeup_fd(waker)
signal.signal(signal.SIGCHLD, lambda *_: None)
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
while True:
    busy = [s for group in children.values() for s in group]
    free = [s for s in sockets if s not in busy]
    readable = select.select(free + [wake], [], [])[0]
    if wake in readable:
        os.read(wake, 512)
        reap()
    for s in free if accept else ():
        if s in readable:
            fd, _ = s._accept()
            connection = socket.socket(fileno=fd)
            start([connection])
            # The program alone has it.
            children = {pid: [] if group == [connection] else group
                for pid, group in children.items()}
            connection.close()
    for group in () if accept else groups:
        if any(s in readable and s in free for s in group):
            start(group)
