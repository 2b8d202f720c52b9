"""Requests byte by byte, of http_cases.txt, and what a web server makes of them.

    http_cases.py TABLE ADDRESS ours LOG ROOT
    http_cases.py TABLE ADDRESS lighttpd - ROOT

Each case has a connection of its own, and a source address of its own. Prints what is
not as the table says, and "N cases"; status 1 if anything is not. Where the table has
no line for lighttpd it has to do what httpd does: the same status and connection, but
not the same words. ROOT is where the files are, to compare them.
"""
import os
import re
import socket
import subprocess
import sys
import time

PATIENCE = int(os.environ.get("CASE_SECONDS", 60))   # seconds until what has to come counts as missing
ESCAPES = {"r": b"\r", "n": b"\n", "t": b"\t", "\\": b"\\", "s": b" "}
PROBE = b"GET /hello HTTP/1.1\r\nHost: probe\r\n\r\n"


class Wrong(Exception):
    pass


def unescape(text):
    """The bytes of a text of the table."""
    out, i = b"", 0
    while i < len(text):
        if text[i] == "{" and (end := text.find("}", i)) != -1 and \
                (m := re.fullmatch(r"(.*)\*(\d+)", text[i + 1:end])):
            out += unescape(m[1]) * int(m[2])
            i = end + 1
        elif text[i] == "\\" and text[i + 1] == "x":
            out += bytes([int(text[i + 2:i + 4], 16)])
            i += 4
        elif text[i] == "\\":
            out += ESCAPES[text[i + 1]]
            i += 2
        else:
            out += text[i].encode()
            i += 1
    return out


class Case:
    def __init__(self, name):
        self.name, self.sends, self.answers = name, [], []
        self.kept = self.log = self.curl = self.lighttpd = self.why = None

    def line(self, line):
        mark, _, rest = line.partition(" ")
        if mark == ">":
            self.sends.append(unescape(rest))
        elif mark == "<":
            answer = Answer(rest)
            self.answers += [answer] * answer.times
        elif mark == "=":
            self.kept = rest
        elif mark in ("log", "lighttpd"):
            setattr(self, mark, rest.split())
        elif mark in ("curl", "why"):
            setattr(self, mark, rest)
        else:
            raise ValueError(line)

    def complete(self):
        if not self.sends or self.kept not in ("kept", "closed") or \
                not self.log or (self.lighttpd is None) != (self.why is None):
            raise ValueError("not a whole case: " + self.name)
        if len(self.log) == 1:
            self.log *= len(self.answers)
        return self


class Answer:
    def __init__(self, text):
        self.status, *rest = text.split(" ; ")
        self.status, self.body, self.bytes = int(self.status), None, None
        self.lines, self.times = [], 1
        for part in rest:
            if part.startswith("body="):
                self.body = unescape(part[5:])
            elif part.startswith("bytes="):
                self.bytes = int(part[6:])
            elif part.startswith("times="):
                self.times = int(part[6:])
            else:
                self.lines.append(part)


def cases(path):
    found, case = [], None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("#") or not line:
            case = None
        elif case is None:
            case = Case(line)
            found.append(case)
        else:
            case.line(line)
    return [case.complete() for case in found]


class Connection:
    def __init__(self, address, source):
        self.socket = socket.create_connection((address, 80), PATIENCE, (source, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got, self.ended = b"", None

    def send(self, data):
        """What cannot be sent any more was refused before its end."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def more(self):
        """Reads on; False: the connection has ended."""
        if self.ended:
            return False
        try:
            data = self.socket.recv(1 << 16)
        except ConnectionResetError:
            self.ended = "reset"
            return False
        except socket.timeout:
            raise Wrong("nothing came for %d seconds, behind %r" % (PATIENCE, self.got[:200]))
        self.got += data
        if not data:
            self.ended = "closed"
        return bool(data)

    def answer(self, has_content):
        """The next answer: its status, head and content."""
        while b"\r\n\r\n" not in self.got:
            if not self.more():
                raise Wrong("it was %s instead of an answer, behind %r" % (self.ended, self.got[:200]))
        head, _, self.got = self.got.partition(b"\r\n\r\n")
        head = head.decode("latin-1")
        m = re.match(r"HTTP/1\.[01] (\d{3}) ", head)
        if not m:
            raise Wrong("no head: %r" % head[:200])
        status = int(m[1])
        m = re.search(r"(?im)^content-length: *(\d+)", head)
        n = int(m[1]) if m and has_content and status != 304 else 0
        while len(self.got) < n:
            if not self.more():
                raise Wrong("%d of %d bytes" % (len(self.got), n))
        content, self.got = self.got[:n], self.got[n:]
        return status, head, content

    def end(self):
        """Whether it is closed, with nothing before that; reset counts, for some."""
        while self.more():
            pass
        if self.got:
            raise Wrong("more is answered: %r" % self.got[:200])


class Log:
    """What httpd has logged, line by line."""
    LINE = re.compile(rb"^(sent|probe|unchanged|refused|failed) .*?(?: reason=(\S+).*)?$")

    def __init__(self, path):
        self.file = open(path, "rb")
        self.part = b""

    def word(self):
        end = time.monotonic() + PATIENCE
        while True:
            self.part += self.file.readline()
            if self.part.endswith(b"\n"):
                m = self.LINE.match(self.part.rstrip(b"\n"))
                self.part = b""
                if m:
                    return (m[2] or m[1]).decode()
            elif time.monotonic() > end:
                return "nothing"
            else:
                time.sleep(0.01)    # between two looks at the file


def check_answer(case, wanted, got, root, strict):
    status, head, content = got
    if status != wanted.status:
        raise Wrong("status %d, want %d" % (status, wanted.status))
    if not strict:
        return
    for line in wanted.lines:
        if not re.search(r"(?m)^%s\r?$" % re.escape(line), head):
            raise Wrong("without %r: %s" % (line, head))
    if wanted.body is not None and content != wanted.body:
        raise Wrong("content %r, want %r" % (content[:100], wanted.body[:100]))
    if wanted.bytes is not None and len(content) != wanted.bytes:
        raise Wrong("%d bytes, want %d" % (len(content), wanted.bytes))
    if content and (m := re.search(r"(?m)^Content-Range: bytes (\d+)-(\d+)/", head)):
        name = re.search(rb"/(\w+)", case.sends[0])[1].decode()
        whole = open(os.path.join(root, name), "rb").read()
        if content != whole[int(m[1]):int(m[2]) + 1]:
            raise Wrong("other bytes")


def methods_of(case):
    """Which answers have content: not those to HEAD."""
    return [m != b"HEAD" for m in re.findall(
        rb"(?:^|\r\n\r\n|^(?:\r\n)+)(GET|HEAD) ", b"".join(case.sends))]


def run_case(case, number, address, log, root, strict):
    statuses, kept, has_content = [a.status for a in case.answers], case.kept, False
    if not strict and case.lighttpd:
        *statuses, kept = case.lighttpd
        has_content = "content" in statuses
        statuses = [int(s) for s in statuses if s != "content"]
    connection = Connection(address, "127.9.%d.%d" % divmod(number + 256, 256))
    for data in case.sends:
        connection.send(data)
    if not statuses:        # it would wait for more
        connection.socket.shutdown(socket.SHUT_WR)
    if kept == "other":
        while len(connection.got) < 13 and connection.more():
            pass
        # But for the line that says that it changes to another one.
        if re.match(rb"HTTP/(?!1\.1 101 )", connection.got):
            raise Wrong("it speaks no other protocol: %r" % connection.got[:200])
        connection.socket.close()
        return
    content = [True] if has_content else methods_of(case) + [True]
    for i, status in enumerate(statuses):
        wanted = case.answers[min(i, len(case.answers) - 1)]
        got = connection.answer(content[min(i, len(content) - 1)])
        if not strict and case.lighttpd:
            if got[0] != status:
                raise Wrong("status %d, want %d" % (got[0], status))
        else:
            check_answer(case, wanted, got, root, strict)
    words = [log.word() for _ in case.log] if log else case.log
    if words != case.log:
        raise Wrong("log %s, want %s" % (" ".join(words), " ".join(case.log)))
    if kept == "kept":
        if connection.got:
            raise Wrong("more is answered: %r" % connection.got[:200])
        connection.send(PROBE)
        if connection.answer(True)[2] != b"hello\n":
            raise Wrong("the connection is of no use")
        if log and log.word() != "sent":
            raise Wrong("the next request is not logged")
    else:
        connection.end()
    connection.socket.close()


def run_curl(case, address, log):
    """curl gets the same status: to one request, whatever else it sends."""
    *options, path = case.curl.split()
    done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--max-time",
                           str(PATIENCE), *options, "http://%s%s" % (address, path)],
                          stdout=subprocess.PIPE)
    if log:
        log.word()
    if done.stdout != b"%d" % case.answers[0].status:
        raise Wrong("curl gets %s" % done.stdout.decode())


def main():
    table, address, which, log_path, root = sys.argv[1:]
    strict = which == "ours"
    log = Log(log_path) if strict else None
    wrong, all_cases = 0, cases(table)
    for number, case in enumerate(all_cases):
        try:
            run_case(case, number, address, log, root, strict)
            if case.curl and (strict or not case.lighttpd):
                run_curl(case, address, log)
        except (Wrong, OSError) as e:
            print("%s: %s" % (case.name, e))
            wrong += 1
            if log:         # what the next case logs is not this one's
                log.file.seek(0, 2)
    print("%d cases" % len(all_cases))
    return wrong > 0


sys.exit(main())
