"""The blocks of dhcpd's files, the objects of Kea's."""
import re

OPENS = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{};\[\]]')


class Block:
    """A block of dhcpd, or an object of Kea: begin and end in the text; head is
    what stands before it."""

    def __init__(self, begin, head, outer):
        self.begin, self.head, self.outer = begin, head, outer
        self.end = None


def blocks(text):
    """All blocks, the outer ones first."""
    found, stack, start = [], [], 0
    for m in OPENS.finditer(text):
        if m.group(0) == "{":
            head = text[start:m.start()]
            begin = start + len(head) - len(head.lstrip(" \t\r\n,"))
            found.append(Block(begin, head.strip(), stack[-1] if stack else None))
            stack.append(found[-1])
        elif m.group(0) == "}" and stack:
            stack.pop().end = m.end()
        elif m.group(0)[0] == '"':
            continue
        start = m.end()
    for block in stack:
        block.end = len(text)
    return found
