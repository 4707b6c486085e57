"""Zip containers opened without trust in their size."""

import re
import zipfile
from io import BytesIO

MOST_BYTES = 200_000_000
"""What the parts of a container may come to when they are unpacked."""

_DECLARATION = 1_000
# <?xml version="1.0" encoding="UTF-8"?>
_ENCODING = re.compile(rb"<\?xml\s[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
# UTF-8, utf-16le, GB18030: in none of them a tag begins otherwise than with the byte of "<"
_COUNTABLE = re.compile(
    rb"utf-?8|utf-?16(?:le|be)?|(?:us-)?ascii|iso-8859-\d+|windows-125\d|gb(?:k|2312|18030)|big5", re.IGNORECASE
)


class ZipTooLarge(Exception):
    """The parts come to more than a plan or a table can hold."""


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The container in `data`. No part gives more bytes than it declares, so their sum bounds what is read.

    Raises zipfile.BadZipFile or ZipTooLarge.
    """
    archive = zipfile.ZipFile(BytesIO(data))
    if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
        archive.close()
        raise ZipTooLarge
    return archive


def hides_its_tags(part: bytes) -> bool:
    """Whether a part, by its beginning, says to be in an encoding that could write a tag so that nobody counts it.

    The standard of Office files allows UTF-8 and UTF-16 only. UTF-7 writes "<" as +ADw-.
    """
    found = _ENCODING.match(part[:_DECLARATION])
    return found is not None and not _COUNTABLE.fullmatch(found[1])
