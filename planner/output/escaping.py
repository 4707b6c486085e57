"""Any text as Markdown that shows just that text, with no backslash more than needed."""

import re

from planner.output.text import clean

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
_LINE_BREAKS = re.compile(r"\s*[\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*|\t")


def escape(text: str) -> str:
    """The text on one line of Markdown: line breaks become blanks, nothing in it marks up or starts a block."""
    line = _LINE_BREAKS.sub(" ", clean(text)).strip()
    line = _BACKSLASH.sub(r"\\\\", line)
    line = _ENTITY.sub(r"\\&", line)
    line = _UNDERSCORE.sub(r"\\_", line)
    line = _ALWAYS.sub(r"\\\g<0>", line)
    line = _CLOSING.sub(r"\\#", line)
    line = _NUMBERED.sub(r"\1\\\2", line)
    return _LEADING.sub(r"\\\g<0>", line)
