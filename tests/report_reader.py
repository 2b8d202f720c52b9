"""Reads a report strictly, and prints what a person reads of it.

    report_reader.py FILE

Prints a line for each heading, paragraph and row: its text, cells parted by " | ". A
picture is "{its title: titles of its parts}". Fails where an element is not closed or
not known, where the page could load or run something that is not its own, and where a
picture has no title.
"""
import base64
import hashlib
import html.parser
import re
import sys

VOID = {"meta", "input"}
KNOWN = VOID | set("""html head title style body header h1 h2 h3 p nav ul li a main section
    dl div dt dd table thead tbody tr th td small details summary ol b code span label
    footer svg defs pattern line rect circle text path g use script""".split())
LINE = {"h1", "h2", "h3", "p", "tr", "li", "div", "summary"}
sums = {}


def wrong(text):
    sys.exit("report_reader: " + text)


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.line, self.ids, self.used = [], [], set(), set()
        self.pictures = []

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag not in KNOWN:
            wrong("<%s>" % tag)
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "src"):
                wrong("<%s %s>" % (tag, name))
            if name == "href" and not value.startswith("#"):
                wrong("it refers to " + value)
        if "href" in a:
            self.used.add(a["href"][1:])
        if "id" in a:
            if a["id"] in self.ids:
                wrong("id %s twice" % a["id"])
            self.ids.add(a["id"])
        if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy":
            for kind, value in re.findall(r"(style|script)-src 'sha256-([^']*)'", a["content"]):
                sums[kind] = value
        if tag == "th" and "scope" not in a:
            wrong("<th> without scope")
        if tag == "svg":
            self.pictures.append([a.get("role") == "img", []])
        if tag not in VOID:
            self.open.append(tag)
        if tag in LINE:
            self.end_line()

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            wrong("</%s> in %s" % (tag, self.open))
        self.open.pop()
        if tag == "svg":
            is_image, titles = self.pictures.pop()
            if is_image and not titles:
                wrong("a picture has no title")
            if is_image:
                self.line.append("{%s: %s}" % (titles[0], "; ".join(titles[1:])))
        if tag in ("td", "th", "dt"):
            self.line.append(" | ")
        if tag in LINE:
            self.end_line()

    def handle_data(self, data):
        tag = self.open[-1] if self.open else ""
        if tag in ("style", "script"):
            has = base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()
            if sums.get(tag) != has:
                wrong("the sum of the %s is sha256-%s" % (tag, has))
            sums[tag] = "seen"
        elif tag == "title" and self.pictures:
            for picture in reversed(self.pictures):
                if picture[0]:
                    picture[1].append(data)
                    break
        elif tag == "small":
            self.line.append(" [%s]" % data)
        elif tag != "text":
            self.line.append(data)

    def end_line(self):
        text = " ".join("".join(self.line).split()).strip(" |")
        if text:
            print(text)
        self.line = []


page = open(sys.argv[1], encoding="utf-8", newline="").read()
reader = Reader()
reader.feed(page)
reader.close()
if reader.open:
    wrong("not closed: %s" % reader.open)
if reader.used - reader.ids:
    wrong("it refers to %s, which is not there" % (reader.used - reader.ids))
if sums != {"style": "seen", "script": "seen"}:
    wrong("no policy for style and script, or one of them is missing")
