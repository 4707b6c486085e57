"""A seal in a written file tells whether anybody has changed the file since: it names the digest of all the rest."""

import hashlib
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args

from planner.domain.workbooks import BROKEN_FILE
from planner.errors import OutputHoldsWork, ReportFormatUnknown
from planner.output.files import write_whole

Sealed = Literal["md", "html", "docx", "xlsx"]

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
"""A seal is of letters alone: no digit of it passes for a number of a report."""
_PROPERTIES = "docProps/core.xml"
# <meta name="planner-seal" content="abcp…">; [//]: # (planner-seal abcp…), which Markdown shows nowhere
_IN_PAGE = re.compile(rb'<meta name="planner-seal" content="([a-p]{64})">\n?')
_IN_MARKDOWN = re.compile(rb"\n\[//\]: # \(planner-seal ([a-p]{64})\)\n")
# <dc:identifier>planner-seal abcp…</dc:identifier>, <dc:identifier xmlns:dc="…">planner-seal abcp…</dc:identifier>
_IN_PROPERTIES = re.compile(rb"<dc:identifier(?: [^<>]*)?>planner-seal ([a-p]{64})</dc:identifier>")
_IDENTIFIER = b'<dc:identifier xmlns:dc="http://purl.org/dc/elements/1.1/">planner-seal %b</dc:identifier>'
_LARGEST = 200_000_000
"""Bytes of a file, and of a package's parts; more is no file of ours."""


def write_sealed(path: Path, data: bytes) -> None:
    """Write a file with the seal in it, over nothing but a sealed one that is as it was written.

    Raises OutputHoldsWork, ReportFormatUnknown for an ending that holds no seal, OutputUnwritable.
    """
    if path.is_file() and not is_untouched(path):
        raise OutputHoldsWork(path)
    write_whole(path, sealed(data, _sealed_format(path)))


def _sealed_format(path: Path) -> Sealed:
    for known in get_args(Sealed):
        if path.suffix.lower() == f".{known}":
            found: Sealed = known
            return found
    raise ReportFormatUnknown(path, [f".{known}" for known in get_args(Sealed)])


def sealed(data: bytes, fmt: Sealed) -> bytes:
    """A file with the seal in it, where no reader of it looks."""
    if fmt in ("docx", "xlsx"):
        return _sealed_package(data)
    seal = _seal(data)
    if fmt == "html":
        return data.replace(b"</head>", b'<meta name="planner-seal" content="%b">\n</head>' % seal, 1)
    return data + b"\n[//]: # (planner-seal %b)\n" % seal


def is_untouched(path: Path) -> bool:
    """Whether a file is a sealed one as it was written: one that was changed or saved anew isn't, nor any other."""
    try:
        if path.stat().st_size > _LARGEST:
            return False
        data = path.read_bytes()
        return _holds_package(data) if zipfile.is_zipfile(BytesIO(data)) else _holds_text(data)
    except (OSError, *BROKEN_FILE):
        return False


def _seal(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest().translate(_LETTERS).encode()


def _holds_text(data: bytes) -> bool:
    for pattern in (_IN_PAGE, _IN_MARKDOWN):
        if found := pattern.search(data):
            return found[1] == _seal(data[: found.start()] + data[found.end() :])
    return False


def _holds_package(data: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(data)) as package:
        if _PROPERTIES not in package.namelist() or sum(one.file_size for one in package.infolist()) > _LARGEST:
            return False
        found = _IN_PROPERTIES.search(package.read(_PROPERTIES))
        return found is not None and found[1] == _seal_of(package)


def _seal_of(package: zipfile.ZipFile) -> bytes:
    """The seal of all parts but the one that holds it."""
    names = sorted(name for name in package.namelist() if name != _PROPERTIES)
    return _seal(*(part for name in names for part in (name.encode(), package.read(name))))


def _sealed_package(data: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        identifier = _IDENTIFIER % _seal_of(package)
        for part in package.infolist():
            held = package.read(part)
            if part.filename == _PROPERTIES:
                held = re.sub(rb"<dc:identifier>.*?</dc:identifier>|<dc:identifier/>", b"", held)
                held = held.replace(b"</cp:coreProperties>", identifier + b"</cp:coreProperties>")
            written.writestr(part, held)
    return made.getvalue()
