"""The machine that is measured, and the versions of the peers."""
import os
import platform
import re
import subprocess


def processor():
    with open("/proc/cpuinfo") as f:
        found = re.search(r"model name\s*: (.*)", f.read())
    return found.group(1) if found else platform.machine()


def name():
    return "%d x %s, Linux %s" % (os.cpu_count(), processor(),
        platform.release())


def versions():
    for name, package in (("tftp-hpa", "tftpd-hpa"), ("atftpd", "atftpd"),
            ("dnsmasq", "dnsmasq-base"), ("Kea", "kea-dhcp4-server"),
            ("lighttpd", "lighttpd"), ("nginx", "nginx"),
            ("busybox", "busybox-static")):
        out = subprocess.run(["apt-cache", "policy", package],
            capture_output=True, text=True).stdout
        found = re.search(r"Candidate: (\S+)", out)
        yield "%s %s" % (name, found.group(1) if found else "?")


def peers():
    return ", ".join(versions())


def say(parts):
    """In a part that is measured without that of TFTP, whose machine stands
    at the top of the page."""
    if "tftp" not in parts:
        print("Machine: %s. Peers: %s.\n" % (name(), peers()))
