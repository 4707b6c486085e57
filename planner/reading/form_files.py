"""What came back, one file after another: from files, folders and zips. Nothing is written, nothing unpacked."""

import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from planner.errors import DocumentTooLarge, FileEmpty, FileMissing, PlannerError
from planner.reading.fetch import fetch
from planner.reading.zips import ZipTooLarge, open_zip

SET_ASIDE = "退回"
"""The folder that faulty returns are set aside in: what lies there is not collected again."""

MOST_BYTES = 50_000_000
"""A form is some hundred kilobytes; units also put pictures into it."""

MOST_ZIP_BYTES = 200_000_000

_LINK = "是链接，没有跟过去；请把文件本身放进来"
_EMPTY = "是空的，没有内容，请重新保存后再交"
_MOST_MEMBERS = 2_000
_ZIP = b"PK\x03\x04"
_ZIP_EMPTY = b"PK\x05\x06"
_UTF8_NAME = 0x800  # APPNOTE 4.4.4: general purpose bit 11
_ENCRYPTED = 0x1
_IGNORED = frozenset({"thumbs.db", "desktop.ini"})
_IGNORED_BEGINNINGS = ("~$", ".~", ".", "__MACOSX")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, LookupError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file that came back. `name` is how it is told to people: a zip's member is 收回.zip/市公安局.xlsx.

    `path` is the file on disk, None for a zip's member; `folder` the folder that was given, or that holds the file
    or zip that was. With a `fault`, a Chinese clause without a full stop, `data` is None; so is that of one that is
    `gone`: it was there when the folder was looked through.
    """

    name: str
    path: Path | None
    data: bytes | None
    fault: str = ""
    folder: Path = Path()
    gone: bool = False


def form_files(paths: Sequence[Path]) -> Iterator[FormFile]:
    """Every return among files, folders and zips, each once, folders in the order of their names.

    Folders are gone through with all below them but the folder SET_ASIDE; lock files, dot files and what Windows
    leaves in folders are no returns. What can't be read comes with a fault, and so does a link in a folder: whoever
    may write there could else have any of the reader's files taken and set aside.
    Raises FileMissing, before anything is read, for a path that doesn't exist.
    """
    for path in paths:
        if not path.exists():
            raise FileMissing(path)
    return _all_files(paths)


def _all_files(paths: Sequence[Path]) -> Iterator[FormFile]:
    seen: set[Path] = set()
    for path in paths:
        folder = path if path.is_dir() else path.parent
        for each in _below(path) if path.is_dir() else (path,):
            if each != path and each.is_symlink():
                yield FormFile(_label(each, path), None, None, _LINK, folder)
            elif each.resolve() not in seen:
                seen.add(each.resolve())
                yield from (replace(file, folder=folder) for file in _one(each, _label(each, path)))


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder, and the links; a folder that can't be opened stands for what is in it."""
    waiting = [folder]
    while waiting:  # not os.walk, which goes down by recursion
        at = waiting.pop()
        try:
            with os.scandir(at) as entries:
                found = sorted((entry for entry in entries if not _is_ignored(entry.name)), key=lambda each: each.name)
        except OSError:
            yield at  # comes with the fault that it can't be read
            continue
        folders = {entry.name: None for entry in found if entry.is_dir(follow_symlinks=False)}  # in order
        yield from (at / entry.name for entry in found if entry.name not in folders)
        waiting += [at / name for name in reversed(folders) if name != SET_ASIDE]


def _label(path: Path, given: Path) -> str:
    """A file's name as it is told: from the folder that was given on."""
    return path.relative_to(given).as_posix() if path != given else path.name


def _is_ignored(name: str) -> bool:
    return name.lower() in _IGNORED or name.startswith(_IGNORED_BEGINNINGS)


def _one(path: Path, name: str) -> Iterator[FormFile]:
    try:
        data = fetch(path, most=MOST_ZIP_BYTES)
    except FileEmpty:
        yield FormFile(name, path, None, _EMPTY)
        return
    except FileMissing:
        yield FormFile(name, path, None, gone=True)
        return
    except DocumentTooLarge:
        yield FormFile(name, path, None, f"超过 {MOST_ZIP_BYTES // 1_000_000} MB，不像收回的填报表，请分开再交")
        return
    except PlannerError as error:
        yield FormFile(name, path, None, str(error).removesuffix("。"))
        return
    if _is_plain_zip(data, name):
        yield from _members(path, name, data)
    elif len(data) > MOST_BYTES:
        yield FormFile(name, path, None, f"超过 {MOST_BYTES // 1_000_000} MB，不像填报表，请删去里面的图片后再交")
    else:
        yield FormFile(name, path, data)


# ---- zips ----


def _is_plain_zip(data: bytes, name: str) -> bool:
    """Whether it is a zip of files, and not a document that is a zip inside; one cut short is what its name says."""
    if not data.startswith((_ZIP, _ZIP_EMPTY)):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except _BROKEN:
        return name.lower().endswith(".zip")
    return "[content_types].xml" not in names and "mimetype" not in names


def _members(path: Path, name: str, data: bytes) -> Iterator[FormFile]:
    """The returns in a zip. The zip itself comes with the fault where it can't be opened."""
    try:
        archive = open_zip(data)
    except ZipTooLarge:
        yield FormFile(name, path, None, "解开后超过 200 MB，不像收回的填报表")
        return
    except _BROKEN:
        yield FormFile(name, path, None, "压缩包已损坏，打不开，请重新压缩后再交")
        return
    with archive:
        members = [(info, _decoded(info)) for info in archive.infolist()]
        members = [(info, inside) for info, inside in members if not inside.endswith("/")]
        if len(members) > _MOST_MEMBERS:
            yield FormFile(name, path, None, f"压缩包里有 {_MOST_MEMBERS} 多个文件，不像收回的填报表")
            return
        found = False
        for info, inside in sorted(members, key=lambda member: member[1]):
            parts = [part for part in inside.split("/") if part not in {"", ".", ".."}]
            if parts and SET_ASIDE not in parts[:-1] and not any(map(_is_ignored, parts)):
                found = True
                yield _member(archive, info, f"{name}/{'/'.join(parts)}")
        if not found:
            yield FormFile(name, path, None, "压缩包里没有填报表")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> FormFile:
    if info.flag_bits & _ENCRYPTED:
        return FormFile(name, None, None, "压缩包设了密码，请去掉密码，重新压缩后再交")
    if info.file_size > MOST_BYTES:
        return FormFile(name, None, None, f"超过 {MOST_BYTES // 1_000_000} MB，不像填报表，请删去里面的图片后再交")
    try:
        data = archive.read(info)
    except (*_BROKEN, RuntimeError):
        return FormFile(name, None, None, "在压缩包里已损坏，请重新压缩后再交")
    if not data:
        return FormFile(name, None, None, _EMPTY)
    if _is_plain_zip(data, name):
        return FormFile(name, None, None, "是压缩包里的压缩包，请先解压再交")
    return FormFile(name, None, data)


def _decoded(info: zipfile.ZipInfo) -> str:
    """A member's name: Windows in China writes GBK where it doesn't say that it is UTF-8."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
