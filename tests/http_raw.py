"""An HTTP client that does what it is told.

    http_raw.py [ADDRESS] <script.py

Reads a script that uses the names below; the first expectation that does not
hold ends it with a message and status 1.
"""
# As in tftp_raw.py: to start costs less.
import _socket as socket
import struct
import sys
import time

SERVER = (sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1", 80)
PATIENCE = 60       # seconds until what is expected counts as lost
END = None          # the server has closed the connection
RESET = "reset"     # it has taken it back


def fail(text):
    sys.exit("http_raw: " + text)


def equal(got, wanted):
    if got != wanted:
        fail("got %s, not %s" % (repr(got)[:400], repr(wanted)[:400]))


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body


class Connection:
    """source: an address of ours; room: bytes that are taken without being read."""

    def __init__(self, source=None, room=None):
        family = socket.AF_INET6 if ":" in SERVER[0] else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE)
        if room:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        if source:
            self.socket.bind((source, 0))
        self.socket.connect(SERVER)
        self.bytes = b""

    def send(self, data):
        self.socket.sendall(data)

    def ask(self, name, method="GET", **fields):
        """fields: If_Range="..." is a line of the head."""
        lines = ["%s /%s HTTP/1.1" % (method, name), "Host: x"]
        lines += ["%s: %s" % (key.replace("_", "-"), value) for key, value in fields.items()]
        self.send("\r\n".join(lines + ["", ""]).encode())

    def more(self):
        """Reads what there is: 1, or how it ended."""
        try:
            got = self.socket.recv(1 << 20)
        except ConnectionResetError:
            return RESET
        self.bytes += got
        return 1 if got else END

    def head(self):
        """The head of an answer: status and fields; or how the connection ended."""
        while b"\r\n\r\n" not in self.bytes:
            how = self.more()
            if how != 1:
                return how
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines[1:])
        return Answer(int(lines[0].split()[1]), fields, None)

    def answer(self, method="GET"):
        """An answer as a whole; or how the connection ended before that."""
        a = self.head()
        if not isinstance(a, Answer):
            return a
        n = 0 if method == "HEAD" or a.status == 304 else int(a.fields["Content-Length"])
        while len(self.bytes) < n:
            how = self.more()
            if how != 1:
                return how
        a.body, self.bytes = self.bytes[:n], self.bytes[n:]
        return a

    def get(self, name, method="GET", **fields):
        self.ask(name, method, **fields)
        return self.answer(method)

    def expect_end(self, how=END):
        while True:
            got = self.more()
            if got != 1:
                equal(got, how)
                return

    def close(self):
        self.socket.close()

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def get(name, **fields):
    """By a connection of its own: what was sent."""
    a = Connection().get(name, **fields)
    if not isinstance(a, Answer):
        fail("%s: the connection ended: %s" % (name, a))
    equal(a.status, 200)
    return a.body


exec(compile(sys.stdin.read(), "script", "exec"))
