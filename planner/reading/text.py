"""Plain text files."""

import hashlib
from pathlib import Path

from planner.domain.document import Document
from planner.errors import EncodingUnknown, FileEmpty, NotAText
from planner.reading.encoding import decode


def read_text(path: Path, data: bytes) -> Document:
    """The document of a txt file's bytes. Its text is exact but for a byte order mark.

    Raises EncodingUnknown, NotAText (NUL characters) or FileEmpty (nothing but blanks).
    """
    text = decode(data)
    if text is None:
        raise EncodingUnknown(path)
    if "\x00" in text:
        raise NotAText(path, "含有二进制内容")
    if not text.strip():
        raise FileEmpty(path)
    return Document(name=path.name, format="txt", sha256=hashlib.sha256(data).hexdigest(), text=text)
