"""The parts of an Office file (docx and its kin), opened without trust: sizes, entities and depth are bounded."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from planner.errors import DocumentBroken, DocumentLocked, DocumentTooLarge
from planner.reading.zips import hides_its_tags

MOST_UNPACKED = 200_000_000
MOST_IN_A_PART = 100_000_000
_MOST_SIGNS = 2_500_000
_SIGNS = (b"<", b"=")  # of a tag and of an attribute: each costs up to 250 bytes of memory once it is parsed
_MOST_PARAGRAPHS = 200_000
_MOST_NUMBER = 1_000_000
_MB = 1_000_000
_ENCRYPTED = 1

# The same names in the transitional and the strict form of the standard.
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_PARAGRAPHS = tuple(f"{{{space}}}p" for space in _WORD)
_PREFIXES: Mapping[str, str] = {
    **dict.fromkeys(_WORD, "w"),
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "urn:schemas-microsoft-com:vml": "v",
}
_OFF = frozenset({"0", "false", "off"})


class Package:
    """The parts of one file by name.

    Making it and asking it raise DocumentBroken, DocumentLocked or DocumentTooLarge where the file can't be used.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, LookupError) as error:
            raise DocumentBroken(path, "文件不完整，或不是 docx") from error
        members = self._archive.infolist()
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise DocumentTooLarge(path, f"解开后超过 {MOST_UNPACKED // _MB} MB")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise DocumentLocked(path)
        self._members = {_key(member.filename): member for member in members}

    def main(self) -> str:
        """The name of the part that holds the text, as the package says, else the usual one."""
        return next((target for kind, target in self.related("") if kind == "officeDocument"), "word/document.xml")

    def related(self, part: str) -> Iterator[tuple[str, str]]:
        """The parts that a part refers to, each with its kind ("styles", "header" …), in the order written."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in root if root is not None else ():
            kind, target = relation.get("Type", ""), relation.get("Target", "")
            if target and relation.get("TargetMode") != "External":
                yield kind.rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def xml(self, part: str) -> _Element | None:
        """The root of a part, None where the file has no such part."""
        member = self._members.get(_key(part))
        return None if member is None else self._parsed(part, self._bytes(member))

    def _bytes(self, member: zipfile.ZipInfo) -> bytes:
        try:
            with self._archive.open(member) as file:
                data = file.read(MOST_IN_A_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise DocumentBroken(self.path, f"其中的 {member.filename} 已损坏") from error
        if len(data) > MOST_IN_A_PART:
            raise DocumentTooLarge(self.path, f"其中的 {member.filename} 超过 {MOST_IN_A_PART // _MB} MB")
        return data

    def _parsed(self, part: str, data: bytes) -> _Element:
        if hides_its_tags(data):
            raise DocumentBroken(self.path, f"其中的 {part} 的编码不是 Office 文件该有的")
        if sum(map(data.count, _SIGNS)) > _MOST_SIGNS:
            raise DocumentTooLarge(self.path, f"其中的 {part} 内容太多")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError) as error:
            raise DocumentBroken(self.path, f"其中的 {part} 不是完整的 XML") from error
        if root.getroottree().docinfo.internalDTD is not None:  # the standard allows none; entities come in by it
            raise DocumentBroken(self.path, f"其中的 {part} 带有不该有的 DOCTYPE 声明")
        if next(islice(root.iter(*_PARAGRAPHS), _MOST_PARAGRAPHS, None), None) is not None:
            raise DocumentTooLarge(self.path, f"其中的 {part} 超过 {_MOST_PARAGRAPHS // 10_000} 万段")
        return root


def _key(name: str) -> str:
    """Part names are compared without case; some programs write them with backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


# ---- elements ----


def tag(element: _Element) -> str:
    """An element's name with the usual prefix, whichever form of the standard the file keeps to: w:p, mc:Choice."""
    return _short(element.tag)


@lru_cache(maxsize=4096)
def _short(name: str) -> str:
    space, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    return f"{_PREFIXES.get(space, '?')}:{local}"


def attribute(element: _Element, name: str) -> str | None:
    """A w: attribute of an element."""
    for space in _WORD:
        value = element.get(f"{{{space}}}{name}")
        if value is not None:
            return value
    return None


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of a name; None also for a missing parent, so that look-ups can be chained."""
    if element is None:
        return None
    return next((inner for inner in element if tag(inner) == name), None)


def value_of(element: _Element | None, name: str) -> str | None:
    """The w:val of an element's child."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")


def switched(element: _Element | None, name: str) -> bool | None:
    """An on/off property: on without a value, None where it isn't given."""
    found = child(element, name)
    return None if found is None else attribute(found, "val") not in _OFF


def whole(value: str | None) -> int | None:
    """A number as files give it, None where it is none. Absurd ones are brought within a million."""
    try:
        return None if value is None else max(-_MOST_NUMBER, min(_MOST_NUMBER, int(value)))
    except ValueError:
        return None


def children(element: _Element) -> Iterator[_Element]:
    """An element's children, with one of the alternatives in place of an mc:AlternateContent."""
    for inner in element:
        if tag(inner) == "mc:AlternateContent":
            yield from _chosen(inner)
        else:
            yield inner


def _chosen(alternatives: _Element) -> Iterator[_Element]:
    """The children of the first alternative with words in it, else of the first: they say the same in several ways."""
    branches = [branch for branch in alternatives if tag(branch) in {"mc:Choice", "mc:Fallback"}]
    worded = (branch for branch in branches if any(tag(inner) == "w:t" for inner in branch.iter()))
    branch = next(worded, branches[0] if branches else None)
    if branch is not None:
        yield from children(branch)
