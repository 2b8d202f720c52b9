"""Compiles what make would compile, many files by one process: to start is what takes
clang longest.

    at_once.py BUILD GOAL...

Asks make in this folder for its commands, and leaves in BUILD the objects that these
compile; make then finds them newer than their files. It writes no .d files: a header
that changes later is not seen, so BUILD is for one run. What it cannot do is left to make.

Functions that are static have the same name in several files, and what counts branches
tells them apart by the name of the main file, which a process has once. So files with
such a name in common go to different processes.
"""
import concurrent.futures
import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
HEADERS = ["tests/fuzz/" + name for name in os.listdir(HERE) if name.endswith(".h")]
STATIC = re.compile(rb"^static\b[^;{}()=]*?\b(\w+)\(", re.M)


def wanted(build, goals):
    """{options: {source: object}} of what make would compile."""
    found = {}
    said = subprocess.run(["make", "-s", "-n", "BUILD=" + build, *goals], cwd=HERE,
                          stdout=subprocess.PIPE, check=True).stdout.decode()
    for line in said.splitlines():
        words = shlex.split(line)
        if words[-4:-2] == ["-c", "-o"]:
            source = os.path.relpath(os.path.join(HERE, words[-1]), TOP)
            found.setdefault(tuple(words[:-4]), {})[source] = words[-2]
    return found


def apart(sources):
    """Lists of them, in none of which two have a static function of the same name."""
    lists = []
    for source in sources:
        with open(os.path.join(TOP, source), "rb") as f:
            names = set(STATIC.findall(f.read()))
        for files, taken in lists:
            if not names & taken:
                files.append(source)
                taken |= names
                break
        else:
            lists.append(([source], names))
    return [files for files, _ in lists]


def links(folder, sources):
    """The sources in a folder of their own: an object goes beside its file. What lies
    beside a file here it finds by its own path."""
    for source in [*sources, *HEADERS]:
        at = os.path.join(folder, source)
        os.makedirs(os.path.dirname(at), exist_ok=True)
        os.symlink(os.path.join(TOP, source), at)


def compiler(command, name):
    """clang's own compiler with these options."""
    options = [re.sub(r"^-I", "-I" + HERE + "/", o) for o in command[1:]
               if o not in ("-MMD", "-MP")]
    said = subprocess.run([command[0], "-###", *options, "-c", "-x", "c", os.devnull],
                          cwd=TOP, env={**os.environ, "PWD": TOP}, stderr=subprocess.PIPE, check=True).stderr.decode()
    words = shlex.split(next(l for l in said.splitlines() if ' "-cc1" ' in l))
    # The folder that it is told of: what is said of a file has its path in the tree.
    words[words.index("-main-file-name") + 1] = name
    # As is, it keeps what it has of each file in memory, and has one name for all objects.
    words.remove("-disable-free")
    at = words.index("-o")
    del words[at:at + 2]
    return words[:-1]


def compile_at_once(command, objects, sources, folder):
    links(folder, sources)
    done = subprocess.run(compiler(command, os.path.basename(folder)) + sources, cwd=folder,
                          check=False)
    if done.returncode == 0:
        for source in sources:
            os.makedirs(os.path.dirname(objects[source]), exist_ok=True)
            os.rename(os.path.join(folder, source[:-2] + ".o"), objects[source])


BUILD = os.path.abspath(sys.argv[1])
os.makedirs(BUILD, exist_ok=True)
with tempfile.TemporaryDirectory(dir=BUILD, prefix="at-once.") as top, \
        concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
    tasks = [(command, objects, sources)
             for command, objects in wanted(BUILD, sys.argv[2:]).items()
             for sources in apart(sorted(objects))]
    for task in [pool.submit(compile_at_once, *task, "%s/%d.c" % (top, n))
                 for n, task in enumerate(tasks)]:
        task.result()
