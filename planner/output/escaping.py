"""Any text as Markdown that shows just that text, with no backslash more than needed."""

import re

from planner.domain.figure_marks import apart
from planner.output.text import carried

# Signs that mark up wherever they stand: *strong*, `code`, [link, <tag, |cell|, 5~10~ (struck through).
_ALWAYS = re.compile(r"[*`\[<|~]")
# A backslash before a sign, or last: \* would swallow itself.
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")
# &lt; &#60; would be read as the sign they name
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
# _emphasis_ at a word's edge; file_name is left alone
_UNDERSCORE = re.compile(r"(?<![0-9A-Za-z\u4e00-\u9fff])_|_(?![0-9A-Za-z\u4e00-\u9fff])")
# # a heading, "- item", "+ item", > quote, and the lines === and --- that make a heading of what stands above
_LEADING = re.compile(r"^(?:#|>|[-+](?=\s|$)|-+(?=\s*$)|=+(?=\s*$)|-(?=\s*-))")
# "1. item", "2) item"; 1.5 and 1.加强 are no items
_NUMBERED = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")
# # at a heading's end is dropped
_CLOSING = re.compile(r"(?<=\s)#")
_SIGNS = (_BACKSLASH, _ENTITY, _UNDERSCORE, _ALWAYS, _CLOSING, _LEADING)
_LINE_BREAKS = re.compile(r"\s*\n\s*|\t")


def escape(text: str) -> str:
    """The text on one line of Markdown: line breaks become blanks, nothing in it marks up or starts a block.

    Marks of figures stay; what they hold is escaped as if they weren't there.
    """
    line, marks = apart(_LINE_BREAKS.sub(" ", carried(text)).strip())
    if not (signs := _signs(line)) and not marks:
        return line
    # Where both stand a mark comes first: a backslash belongs to the sign behind it.
    insertions = sorted([*((at, 0, mark) for at, mark in marks), *((at, 1, "\\") for at in signs)], key=_first_two)
    pieces, behind = [], 0
    for at, _, insertion in insertions:
        pieces += [line[behind:at], insertion]
        behind = at
    return "".join([*pieces, line[behind:]])


def _signs(line: str) -> set[int]:
    """Where a line needs a backslash."""
    found = {match.start() for signs in _SIGNS for match in signs.finditer(line)}
    if numbered := _NUMBERED.match(line):
        found.add(numbered.start(2))
    return found


def _first_two(insertion: tuple[int, int, str]) -> tuple[int, int]:
    return insertion[:2]
