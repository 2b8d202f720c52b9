#!/usr/bin/env python3
"""The part "etcd" of make bench: how long it takes from a line that is put into etcd to
the maps, and from a client that says it is done to the folder of another server.

    tests/bench/follow.py [ROUNDS [LINES...]]

Needs the built mkbootroot, and etcd of tests/setup in .cache. Prints that part of
doc/measurements.md; nothing is written but in a folder of its own in /tmp.
"""
import base64
import http.client
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import machine

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PORT = int(os.environ.get("ETCD_PORT", "2399"))
AT_ONCE = 5000
SERVERS = ("a", "b", "c")


def text(s):
    return base64.b64encode(s.encode()).decode()


def put(key, value):
    return {"requestPut": {"key": text("bootroot/" + key), "value": text(value)}}


def mac(i):
    return "52:54:%02x:%02x:%02x:%02x" % (i >> 24, i >> 16 & 255, i >> 8 & 255, i & 255)


class Etcd:
    """One node, and a connection to its JSON gateway."""

    def __init__(self, folder):
        url = "http://127.0.0.1:%d" % PORT
        self.process = subprocess.Popen([
            TOP + "/.cache/bin/etcd", "--data-dir", folder + "/etcd",
            "--listen-client-urls", url, "--advertise-client-urls", url,
            "--listen-peer-urls", "http://127.0.0.1:%d" % (PORT + 1),
            "--max-txn-ops", str(AT_ONCE), "--max-request-bytes", "20000000",
            "--quota-backend-bytes", "8000000000",
        ], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while True:
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
                self.ask("/v3/kv/range", {"key": text("x")})
                return
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def ask(self, path, what):
        self.connection.request("POST", path, json.dumps(what))
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit("etcd: %d %r" % (answer.status, body[:200]))
        return json.loads(body)

    def put_all(self, changes):
        for i in range(0, len(changes), AT_ONCE):
            self.ask("/v3/kv/txn", {"success": changes[i:i + AT_ONCE]})


def follow(folder, name, pids):
    environment = dict(os.environ, ETCDCTL_API="3", ETCDCTL_ENDPOINTS="http://127.0.0.1:%d" % PORT,
                       PATH=TOP + "/.cache/bin:" + os.environ["PATH"])
    with open("%s/%s.log" % (folder, name), "w") as log:
        pids.append(subprocess.Popen([
            TOP + "/mkbootroot/mkbootroot", "-q", "-r", folder + "/root", "-m",
            "%s/%s.cdb" % (folder, name), "-D", "%s/%s" % (folder, name), "follow", "-e",
        ], stderr=log, env=environment))


def inode(path):
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return None


def wait_for(what, seconds, is_there):
    until = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > until:
            sys.exit("nothing happened: " + what)
        time.sleep(0.001)


def say(text):
    print("bench: " + text, file=sys.stderr, flush=True)


def cell(seconds):
    return "%.2f (%.2f to %.2f)" % (statistics.median(seconds), min(seconds), max(seconds))


def start_all(folder, pids):
    for name in SERVERS:
        follow(folder, name, pids)
    for name in SERVERS:
        wait_for("the first map", 600, lambda: inode("%s/%s.cdb" % (folder, name)))
    for name in SERVERS:
        wait_for("sharing", 60, lambda: os.path.exists("%s/%s/.store" % (folder, name)) and
                 time.time() - os.stat("%s/%s/.store" % (folder, name)).st_mtime < 15)


def until_all_have_it(etcd, folder, names, put_it):
    """Seconds until the last of these servers has a new map."""
    was = {name: inode("%s/%s.cdb" % (folder, name)) for name in names}
    began = time.monotonic()
    etcd.put_all([put_it])
    for name in names:
        wait_for("a map", 600, lambda: inode("%s/%s.cdb" % (folder, name)) != was[name])
    return time.monotonic() - began


def measure(folder, pids, lines, rounds):
    """Seconds to the first maps of all, to the map of one server, to the last map."""
    say("%d lines are put into etcd" % lines)
    etcd = Etcd(folder)
    pids.append(etcd.process)
    etcd.put_all([put("clients/image/deb", "image deb - kernel=linux"),
                  put("clients/52:ff:ff:ff:ff:ff", "52:ff:ff:ff:ff:ff installed boot=deb once")] +
                 [put("clients/" + mac(i), "%s pc%d local" % (mac(i), i)) for i in range(lines)])
    began = time.monotonic()
    start_all(folder, pids)
    first = time.monotonic() - began
    results = {}
    others = pids[2:]
    for names in (SERVERS[:1], SERVERS):
        for process in others:
            process.send_signal(signal.SIGSTOP if len(names) == 1 else signal.SIGCONT)
        # Those that were stopped have the changes of meanwhile before them.
        results[len(names)] = []
        for i in range(-1, rounds):
            say("%d lines, %d servers, round %d of %d" % (lines, len(names), i + 1, rounds))
            seconds = until_all_have_it(etcd, folder, names,
                put("clients/" + mac(lines - 1), "%s new%d local" % (mac(lines - 1), len(names) * 1000 + i)))
            if i >= 0:
                results[len(names)].append(seconds)
            time.sleep(2)
    return first, results


def measure_done(folder, pids, rounds):
    etcd = Etcd(folder)
    pids.append(etcd.process)
    etcd.put_all([put("clients/image/deb", "image deb - kernel=linux"), put("clients/default", "default - boot=deb once")])
    start_all(folder, pids)
    seconds = []
    for i in range(rounds):
        say("done, round %d of %d" % (i + 1, rounds))
        name = "01-52-54-00-00-00-%02x" % i
        began = time.monotonic()
        with open("%s/a/%s" % (folder, name), "w") as file:
            file.write("tftp 10.9.0.7\n")
            os.fsync(file.fileno())
        for other in SERVERS[1:]:
            wait_for("done", 60, lambda: inode("%s/%s/%s" % (folder, other, name)))
        seconds.append(time.monotonic() - began)
        time.sleep(0.2)
    return seconds


def run(measure_it, *arguments):
    folder = tempfile.mkdtemp()
    os.makedirs(folder + "/root/deb")
    with open(folder + "/root/deb/linux", "w") as file:
        file.write("kernel")
    pids = []
    try:
        return measure_it(folder, pids, *arguments)
    finally:
        for process in pids:
            process.terminate()      # what it has started ends with it
            process.wait()
        shutil.rmtree(folder)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    sizes = [int(lines) for lines in sys.argv[2:]] or [10000, 1000000]
    results = [(lines, run(measure, lines, rounds)) for lines in sizes]
    done = run(measure_done, rounds)
    print("""

## The map from etcd

Seconds from a line that is put into etcd until `mkbootroot follow` has replaced the map.
Changes are gathered for 0.2 s of that. etcd and all servers share this machine's
processors. Rounds of each: %d; median (smallest to largest).

Machine: %s.

| lines | first map of three servers | one server | the last of three |
|---|---|---|---|""" % (rounds, machine.name()))
    for lines, (first, seconds) in results:
        print("| %d | %.2f | %s | %s |" % (lines, first, cell(seconds[1]), cell(seconds[3])))
    print("""
A client that says done on one server is done in the folders of the two others after %s s.""" % cell(done))


if __name__ == "__main__":
    main()
