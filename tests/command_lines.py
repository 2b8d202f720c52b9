"""Prints the command lines of the documents.

    command_lines.py [PAGE...]

Without a page all of them, each as "PAGE<tab>COMMAND"; else the commands alone.
A command is a line of a box, in manual pages one with a prompt; what goes on in
the next line is one with it. The comments and files of boxes are none.
"""
import glob
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def join(lines):
    """Lines that end with a backslash or a pipe, with those behind them."""
    whole = ""
    for line in lines:
        whole += line.strip() if whole else line
        if line.endswith("\\"):
            whole = whole[:-1].rstrip() + " "
        elif line.endswith("|"):
            whole += " "
        else:
            yield whole
            whole = ""


def of_markdown(path):
    lines, box = [], None
    with open(path) as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("```"):
                box = line[3:] if box is None else None
            elif box == "sh":
                lines.append(line)
            elif box is None and re.match(" {4,}[^ ]", line):
                lines.append(line.strip())
    for line in join(lines):
        # Comments, and lines of units.
        if not re.match(r"#|\[|[A-Z][A-Za-z]*=", line):
            yield line


def of_manual(path):
    text = subprocess.run(["mandoc", "-Tascii", "-Owidth=200", path],
        check=True, capture_output=True, text=True).stdout
    lines, on = [], False
    for line in re.sub(".\b", "", text).split("\n"):
        # Not the heads of columns in clients(5).
        prompt = re.match(" +[#$] ((?:[^ ]| (?! ))*)$", line)
        # "# /etc/exports:" is what a command says.
        if prompt and not line.endswith(":"):
            lines.append(prompt.group(1))
            on = True
        elif on and lines[-1].endswith(("\\", "|")):
            lines.append(line.strip())
        else:
            on = False
    return join(lines)


def of_page(page):
    path = os.path.join(TOP, page)
    return of_markdown(path) if page.endswith(".md") else of_manual(path)


def pages():
    os.chdir(TOP)
    return ["README.md", *sorted(glob.glob("doc/*.md")),
        *sorted(glob.glob("*/*.[58]"))]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        for page in sys.argv[1:]:
            print(*of_page(page), sep="\n")
    else:
        for page in pages():
            for command in of_page(page):
                print(page, command, sep="\t")
