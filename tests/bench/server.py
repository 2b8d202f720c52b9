"""A server that is measured: started, watched, ended.

All its processes are in one control group, whose seconds of CPU count.
"""
import os
import re
import signal
import subprocess
import sys
import time

HOME = "/run/bench"
GROUPS = HOME + "/groups"


def say(text):
    """What is going on, on stderr."""
    print("bench: " + text, file=sys.stderr, flush=True)


def prepare(cache):
    os.makedirs(GROUPS)
    subprocess.run(["mount", "-t", "cgroup2", "none", GROUPS], check=True)
    # systemd gives every host as much; a new namespace has room for 10 lines.
    with open("/proc/sys/net/unix/max_dgram_qlen", "w") as f:
        f.write("512")
    # Every server writes its log, as it would at home.
    subprocess.Popen([cache + "/bin/busybox", "syslogd", "-n", "-O",
        HOME + "/log"])


class Server:
    """A server that runs, in a control group of its own; with others beside it in the
    same one, where it takes several programs."""

    def __init__(self, name, command, answers, beside=()):
        self.group = "%s/%s-%d" % (GROUPS, name, time.monotonic_ns())
        os.mkdir(self.group)
        self.process, *self.beside = [subprocess.Popen(c, preexec_fn=self.join,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL) for c in (command, *beside)]
        deadline = time.monotonic() + 10
        while not answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                sys.exit("bench: %s does not answer" % name)

    def join(self):
        with open(self.group + "/cgroup.procs", "w") as f:
            f.write("0")

    def cpu_s(self):
        with open(self.group + "/cpu.stat") as f:
            return int(re.match(r"usage_usec (\d+)", f.read()).group(1)) / 1e6

    def faults(self):
        """Page faults of its first process, and of those it has waited for."""
        with open("/proc/%d/stat" % self.process.pid) as f:
            fields = f.read().rpartition(")")[2].split()
        return sum(int(n) for n in fields[7:11])

    def private_kib(self):
        """Private memory of every process but the first, in KiB."""
        sizes = []
        with open(self.group + "/cgroup.procs") as f:
            pids = [int(p) for p in f]
        for pid in pids:
            try:
                with open("/proc/%d/smaps_rollup" % pid) as f:
                    text = f.read()
            except (FileNotFoundError, ProcessLookupError):
                continue        # it has ended
            sizes.append(sum(int(n) for n in re.findall(
                r"^Private_\w+:\s+(\d+)", text, re.M)))
        return sizes

    def stop(self):
        """Ends it. What it has used, and all that it has waited for (getrusage(2));
        None where it had to be killed."""
        used = None
        for process in self.process, *self.beside:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 5
        while used is None and time.monotonic() < deadline:
            pid, _, usage = os.wait4(self.process.pid, os.WNOHANG)
            if pid != 0:
                self.process.returncode, used = 0, usage
            else:
                time.sleep(0.001)
        deadline = time.monotonic() + 5
        while True:
            with open(self.group + "/cgroup.procs") as f:
                pids = [int(p) for p in f]
            if not pids:
                break
            # Only what we have started is in this group.
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.poll()
            if time.monotonic() > deadline:
                sys.exit("bench: a server does not end")
        for process in self.beside:
            process.wait()
        self.leave(deadline)
        return used

    def leave(self, deadline):
        """Children that lost their parent are in the group until init has waited."""
        while True:
            try:
                return os.rmdir(self.group)
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
