"""What programs can say, out of their sources.

    log_texts.py [--without=FILE]... FOLDER...
    log_texts.py -s FILE...

Prints the fixed parts of every text that is logged or is a program's last
word, one a line; a part that is only blanks, marks or a few letters is left
out. With -s those of every text of three words and more, whoever says it.
"""
import glob
import re
import sys

CALL = re.compile(r"\b(?:log_line|log_end|try_line|die|refuse_busy|log_failed|wrong|argument_reason|startup_fail)\s*\(")
# A string, a character, a comment, an include, the conversion of a wide number.
TOKEN = re.compile(r'''"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|/\*.*?\*/|^#include[^\n]*|\bPRI\w+''',
    re.S | re.M)


def arguments(text, pos):
    """The text of a call's arguments, which begin at pos."""
    depth, start, inside = 1, pos, False
    while depth:
        c = text[pos]
        if inside:
            pos += c == "\\"
            inside = c != '"'
        elif c == '"':
            inside = True
        else:
            depth += (c == "(") - (c == ")")
        pos += 1
    return text[start:pos - 1]


def parts(text):
    """The fixed parts of a format."""
    for part in re.split(r"%[-0-9.*]*(?:[a-z]+|N)", text):
        part = part.replace("\\n", " ").replace('\\"', '"').replace("\\\\", "\\")
        if re.search(r"[a-zA-Z]{3}", part):
            yield part.strip(" :")


def strings(source):
    """The texts in source, each whole."""
    whole, end = None, 0
    for token in TOKEN.finditer(source):
        word = token.group()
        if word[0] not in '"P':
            continue
        word = "N" if word[0] == "P" else word[1:-1]
        if whole is not None and source[end:token.start()].isspace():
            whole += word
        else:
            if whole is not None:
                yield whole
            whole = word
        end = token.end()
    if whole is not None:
        yield whole


def logged(source):
    for call in CALL.finditer(source):
        for text in strings(arguments(source, call.end())):
            yield from parts(text)


def said(source):
    for text in strings(source):
        yield from (part for part in parts(text) if part.count(" ") >= 2)


def main():
    if sys.argv[1] == "-s":
        names, of = sys.argv[2:], said
    else:
        names, of = sum((glob.glob(folder + "/*.c") for folder in sys.argv[1:]), []), logged
        for word in sys.argv[1:]:
            if word.startswith("--without="):
                names.remove(word[len("--without="):])
    print("\n".join(sorted({part for name in names for part in of(open(name).read())})))


if __name__ == "__main__":
    main()
