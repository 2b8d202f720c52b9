"""mkbootroot and dhcp-helper with what import-hosts makes of a file."""
import os
import re
import shutil
import subprocess

ROOT = "/srv/tftp"
TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))


class Broken(Exception):
    """Our own program did what it must never do."""


class Imported:
    """What import-hosts has said of a file. named: {line: [texts]}."""

    def __init__(self, path, status, text, errors):
        self.path, self.status, self.text, self.errors = path, status, text, errors
        self.named, self.other = {}, []
        for line in errors.splitlines():
            m = re.match(re.escape(path) + r":(\d+): (.*)", line)
            if m:
                self.named.setdefault(int(m.group(1)), []).append(m.group(2))
            else:
                self.other.append(line)


class Ours:
    def __init__(self, host, folder):
        self.host, self.folder = host, folder
        self.mkbootroot = os.environ.get("MKBOOTROOT", TOP + "/mkbootroot/mkbootroot")
        self.helper = os.environ.get("DHCP_HELPER", TOP + "/dhcp-helper/dhcp-helper")
        self.log = os.path.join(folder, "our.log")

    def run(self, arguments, **more):
        done = subprocess.run([self.mkbootroot, "-r", ROOT] + arguments, timeout=60,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        if done.returncode not in (0, 1):
            raise Broken("mkbootroot %s ended with %d: %s" % (" ".join(arguments),
                done.returncode, done.stderr.decode(errors="replace")))
        return (done.returncode, done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"))

    def read(self, path):
        return Imported(path, *self.run(["-v", "import-hosts", path]))

    def compile(self, text):
        """Makes a map of lines of clients(5), and the files that they name."""
        shutil.rmtree(ROOT, ignore_errors=True)
        os.makedirs(ROOT)
        for line in text.splitlines():
            if line.startswith("#"):
                continue
            image = re.search(r"\sboot=([\w.-]+)", line)
            if image and image.group(1) != "menu":
                os.makedirs(os.path.join(ROOT, image.group(1)), exist_ok=True)
            for word, path in re.findall(r'\s([\w-]+)="?([^\s"]+)"?', line):
                if re.fullmatch(r"kernel|initrd|bios|ia32|ipxe|uboot|rpi|arch\d+|[a-z]+(32|64)|"
                        r"[a-z0-9]+-ipxe", word) and "://" not in path and path != "-":
                    self.make(path if path[0] == "/" else "%s/%s" % (
                        image.group(1) if image else "", path))
        source = os.path.join(self.folder, "clients")
        with open(source, "w") as f:
            f.write(text)
        status, _, errors = self.run(["-q", "-f", source, "-m",
            os.path.join(self.folder, "clients.cdb")])
        if status != 0:
            raise Broken("what was imported does not compile:\n" + errors)
        os.chmod(os.path.join(self.folder, "clients.cdb"), 0o644)

    def is_disk(self, mac, file):
        """Whether a generated script sends a client of the last map to its disk."""
        status, script, errors = self.run(["-f", os.path.join(self.folder, "clients"),
            "-m", os.path.join(self.folder, "clients.cdb"), "explain", mac,
            "file=" + file])
        if status != 0:
            raise Broken("explain %s file=%s: %s" % (mac, file, errors))
        lines = script.partition("#!ipxe\n")[2]
        return "sanboot --no-describe --drive 0x80" in lines and \
            re.search(r"(?m)^(kernel|initrd|chain|imgfetch|boot)\b", lines) is None

    def make(self, path):
        path = os.path.join(ROOT, path.lstrip("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write("x")

    def export(self, kind):
        """What export writes of the last clients(5) that were compiled: (its file,
        what it warns of: [(line of clients(5), text)])."""
        status, text, errors = self.run(["-f", os.path.join(self.folder, "clients"),
            "export", kind])
        if status != 0:
            raise Broken("export %s: %s" % (kind, errors))
        path = os.path.join(self.folder, "exported." + kind)
        with open(path, "w") as f:
            f.write(text)
        # Others are about the loaders in the boot root.
        warned = [(int(n), text) for n, text in
            re.findall(r":(\d+): warning: (.*)", errors)
            if re.search(r"left out|no server=|said only|lies in another|lies in no net", text)]
        return path, warned

    def start(self, site):
        self.host.configure("eth0", site.addresses())
        self.host.start([self.helper, "-dv", "-m",
            os.path.join(self.folder, "clients.cdb"), "-l", "255.255.255.255",
            "-l", "0.0.0.0:4011"] + [w for a in site.owns.values()
            for w in ("-l", a)], self.log)
        if not self.host.ready():
            raise Broken("dhcp-helper has ended: " + open(self.log).read())
