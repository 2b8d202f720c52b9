#!/usr/bin/env python3
"""How long it takes from a line that is put into etcd to the map, and from a client
that says it is done to the folder of another server.

    tests/bench/follow.py [LINES [ROUNDS]]

Needs the built mkbootroot, and etcd of tests/setup in .cache. Prints a line for each
round, and the median; nothing is written but in a folder of its own in /tmp.
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

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PORT = int(os.environ.get("ETCD_PORT", "2399"))
AT_ONCE = 5000


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


def said(what, seconds):
    print("%s: %s s; median %.3f s" % (what, " ".join("%.3f" % s for s in seconds), statistics.median(seconds)))


def measure(folder, lines, rounds, pids):
    etcd = Etcd(folder)
    pids.append(etcd.process)
    began = time.monotonic()
    etcd.put_all([put("clients/image/deb", "image deb - kernel=linux"), put("clients/first", "52:ff:ff:ff:ff:ff first boot=deb once")] +
                 [put("clients/" + mac(i), "%s pc%d local" % (mac(i), i)) for i in range(lines)])
    print("%d lines were put in %.1f s" % (lines, time.monotonic() - began))
    began = time.monotonic()
    for name in ("a", "b"):
        follow(folder, name, pids)
    for name in ("a", "b"):
        wait_for("the first map", 600, lambda: inode("%s/%s.cdb" % (folder, name)))
    print("both servers had their first map after %.1f s" % (time.monotonic() - began))
    for name in ("a", "b"):
        wait_for("sharing", 60, lambda: os.path.exists("%s/%s/.store" % (folder, name)) and
                 time.time() - os.stat("%s/%s/.store" % (folder, name)).st_mtime < 15)
    # One server is enough to measure a map: two would share the processors.
    pids[-1].send_signal(signal.SIGSTOP)
    seconds = []
    for i in range(rounds):
        was = inode(folder + "/a.cdb")
        began = time.monotonic()
        etcd.put_all([put("clients/" + mac(i), "%s new%d local" % (mac(i), i))])
        wait_for("a map", 600, lambda: inode(folder + "/a.cdb") != was)
        seconds.append(time.monotonic() - began)
        time.sleep(0.5)
    said("%d lines, from a put to the map" % lines, seconds)


def measure_done(folder, rounds, pids):
    etcd = Etcd(folder)
    pids.append(etcd.process)
    etcd.put_all([put("clients/image/deb", "image deb - kernel=linux"), put("clients/default", "default - boot=deb once")])
    for name in ("a", "b"):
        follow(folder, name, pids)
    for name in ("a", "b"):
        wait_for("sharing", 60, lambda: os.path.exists("%s/%s/.store" % (folder, name)) and
                 time.time() - os.stat("%s/%s/.store" % (folder, name)).st_mtime < 15)
    seconds = []
    for i in range(rounds):
        name = "01-52-54-00-00-00-%02x" % i
        began = time.monotonic()
        with open("%s/a/%s" % (folder, name), "w") as file:
            file.write("tftp 10.9.0.7\n")
            os.fsync(file.fileno())
        wait_for("done", 60, lambda: inode("%s/b/%s" % (folder, name)))
        seconds.append(time.monotonic() - began)
        time.sleep(0.2)
    said("from done on one server to done on another", seconds)


def run(measure_it, *arguments):
    folder = tempfile.mkdtemp()
    os.makedirs(folder + "/root/deb")
    with open(folder + "/root/deb/linux", "w") as file:
        file.write("kernel")
    pids = []
    try:
        measure_it(folder, *arguments, pids)
    finally:
        for process in pids:
            process.kill()
            process.wait()
        if os.environ.get("KEEP"):
            print(folder)
        else:
            shutil.rmtree(folder)


def main():
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    run(measure, lines, rounds)
    run(measure_done, 4 * rounds)


if __name__ == "__main__":
    main()
