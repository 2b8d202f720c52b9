"""Which boot files a kind of firmware starts, by their names."""
import re

X64 = (7, 9)
BIOS = re.compile(r"\.(0|kpxe|kkpxe|kkkpxe|pxe|com|lkrn|n12)$")
MACHINES = ((r"aa64|arm64", (11,)), (r"x64|x86[_-]64|amd64", X64),
    (r"ia32|i386", (6,)), (r"riscv64", (27,)))
# The words of a kind of firmware in a reason, and its number.
KINDS = {"BIOS": (0,), "x64": X64, "ia32": (6,), "arm32": (10,), "arm64": (11,),
    "riscv64": (27,)}


def starts(kind, file):
    """Whether the file's name tells that this firmware starts it."""
    name = file.rpartition("/")[2].lower()
    if name.endswith(".ipxe"):
        return kind.ipxe
    if BIOS.search(name):
        return kind.arch == 0
    if not name.endswith(".efi"):
        return False
    for part, archs in MACHINES:
        if re.search(part, name):
            return kind.arch in archs
    return kind.arch in X64


def takes(kind, file):
    """Whether this firmware is told the file, or the URL."""
    return starts(kind, file) and ("://" not in file or kind.ipxe or kind.http)
