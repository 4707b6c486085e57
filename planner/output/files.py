"""Files are written whole or not at all, under names that Windows takes."""

import errno
import glob
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import ChangedMeanwhile, OutputIsDatabase, OutputUnwritable

_REASONS = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "所在的盘是只读的",
    errno.ENOSPC: "磁盘空间不足",
    errno.EFBIG: "文件太大，超过了系统允许的大小",
    errno.EDQUOT: "磁盘配额已满",
    errno.ENOENT: "所在的文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENODEV: "这是一个设备，不是文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "文件正被占用",
    errno.EINVAL: "文件名含有系统不接受的字符",
}
_NO_SUCH_LETTERS = "这台电脑现在的语言环境写不了中文文件名，请先设 PYTHONUTF8=1"
_NAME_BYTES = 200
_SHORT = 40
_SQLITE = b"SQLite format 3\0"
_SIDES = ("-wal", "-shm", "-journal")
_DIGITS = 10
"""A process number has fewer."""
# \ / : * ? " < > | as the full-width signs that look the same
_FULL_WIDTH = {ord(sign): ord(sign) - 0x20 + 0xFF00 for sign in '\\/:*?"<>|'}
# CON, con.txt, LPT1.xlsx: devices to Windows, whatever their ending
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename it there, so that a reader sees the old file or the new one.

    Raises OutputUnwritable as `written_whole` does.
    """
    with written_whole(path) as beside:
        beside.write_bytes(data)


@contextmanager
def written_whole(path: Path, *, new: bool = False, database: bool = False) -> Iterator[Path]:
    """An empty file beside `path` for somebody else to fill: renamed there at the end, taken away on any exception.

    What an earlier run left of one, having been killed, goes too. Raises OutputUnwritable with the system's reason,
    OutputIsDatabase (a `database` may take the place of another, but not of what belongs to one), with `new`
    ChangedMeanwhile where somebody else has made a file of that name; what stood at `path` stays as it was.
    """
    with _told(path):
        _require_file(path)
        beside = _beside(path)
        _require_no_database(path, itself=not database)
        _sweep(path)
        beside.touch()
        try:
            yield beside
            _settle(beside)
            if new:
                _name_first(beside, path)
            else:
                beside.replace(path)
            _settle(path.parent)
        finally:
            for made in (beside, *_at_the_side(beside)):
                made.unlink(missing_ok=True)


def require_place(path: Path) -> None:
    """Raise OutputUnwritable where no file could be written at `path`: said of it, and before any work."""
    with _told(path):
        _require_file(path)
        beside = _beside(path)
        beside.touch()
        beside.unlink()


def _beside(path: Path) -> Path:
    return path.with_name(f".{_short(path.name)}.{os.getpid()}.tmp")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system says of a file to be written into our own refusal."""
    try:
        yield
    except OSError as error:
        missing = error.errno == errno.ENOENT and path.parent.is_dir()  # as in /proc, where nothing can be made
        raise OutputUnwritable(path, "这个文件夹里不能新建文件" if missing else _reason(error)) from error
    except UnicodeEncodeError as error:
        raise OutputUnwritable(path, _NO_SUCH_LETTERS) from error


def _name_first(beside: Path, path: Path) -> None:
    """Give a file its name, for which another link to it is made: that fails where the name is taken.

    Raises ChangedMeanwhile.
    """
    try:
        path.hardlink_to(beside)
    except OSError:  # the name is taken, or the disk has no links, like many a stick
        if path.exists():
            raise ChangedMeanwhile from None
        beside.replace(path)


def _require_file(path: Path) -> None:
    """Raise OSError where what is at `path` is a folder, or a device that a renamed file would take the place of."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    if path.exists() and not path.is_file():
        raise OSError(errno.ENODEV, "")


def _require_no_database(path: Path, *, itself: bool) -> None:
    """Raise OutputIsDatabase where at `path` is what SQLite keeps beside a database, or one `itself`."""
    belongs = [path.with_name(path.name.removesuffix(end)) for end in _SIDES if path.name.endswith(end)]
    for file in [*belongs, *([path] if itself else [])]:
        if file.is_file() and _begins(file) == _SQLITE:
            raise OutputIsDatabase(path)


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_SQLITE))


def make_folder(path: Path) -> None:
    """Make a folder with those above it, unless it is there.

    Raises OutputUnwritable.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputUnwritable(path, "同名的文件已经在那里，不是文件夹") from error
    except UnicodeEncodeError as error:
        raise OutputUnwritable(path, _NO_SUCH_LETTERS) from error
    except OSError as error:
        raise OutputUnwritable(path, _reason(error)) from error


def legal_name(name: str) -> str:
    """A file name like `name` that Windows takes: forbidden signs in full width, no device names, not too long.

    The ending after the last full stop survives shortening.
    """
    kept = "".join(c for c in name.translate(_FULL_WIDTH) if c.isprintable()).strip().rstrip(". ")
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    room = _NAME_BYTES - len((dot + ending).encode())
    short = stem.encode()[: max(room, 1)].decode(errors="ignore").rstrip(". ")
    return (short + dot + ending) or "_"


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name != "posix":
        return  # other systems don't open folders
    opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _at_the_side(path: Path) -> list[Path]:
    """What SQLite keeps beside a file while it is open."""
    return [path.with_name(path.name + ending) for ending in _SIDES]


def _sweep(path: Path) -> None:
    """Take away what a killed run left beside `path`: the file's name says whose it was."""
    if os.name != "posix":
        return  # elsewhere asking whether a process lives may end it
    for left in path.parent.glob(f".{glob.escape(_short(path.name))}.*.tmp"):
        number = left.name.split(".")[-2]
        if number.isdecimal() and len(number) < _DIGITS and not _lives(int(number)):
            for each in (left, *_at_the_side(left)):
                each.unlink(missing_ok=True)


def _short(name: str) -> str:
    """A name for the file beside one: no two long ones share theirs, as a backup and its note would."""
    if len(name) <= _SHORT:
        return name
    return f"{name[:_SHORT]}~{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:8]}"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
