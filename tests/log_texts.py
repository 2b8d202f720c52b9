"""What programs can say, out of their sources.

    log_texts.py FOLDER...

Prints the fixed parts of every text that is logged or is a program's last
word, one a line; a part that is only blanks, marks or a few letters is left
out.
"""
import glob
import re
import sys

CALL = re.compile(r"\b(?:log_line|die|refuse_busy|log_failed|wrong)\s*\(")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


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


parts = set()
for folder in sys.argv[1:]:
    for name in glob.glob(folder + "/*.c"):
        source = open(name).read()
        for call in CALL.finditer(source):
            inner = re.sub(r"\bPRI\w+", '"N"', arguments(source, call.end()))
            inner = re.sub(r'"\s*"', "", inner)
            for text in STRING.findall(inner):
                for part in re.split(r"%(?:[-0-9.]*[a-z]+|N)", text):
                    part = part.replace("\\n", " ").replace('\\"', '"').strip(" :")
                    if re.search(r"[a-zA-Z]{3}", part):
                        parts.add(part)
print("\n".join(sorted(parts)))
