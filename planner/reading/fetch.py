"""A file's bytes, or one sentence that says why not."""

import stat
from pathlib import Path

from planner.errors import DocumentTooLarge, FileEmpty, FileMissing, FileUnreadable

_MB = 1_000_000


def fetch(path: Path, *, most: int | None = None) -> bytes:
    """All of a file, if it has at most so many bytes.

    Raises FileMissing, FileUnreadable (also for a folder, and for pipes and devices, which may have no end),
    FileEmpty, DocumentTooLarge.
    """
    data = beginning(path, None if most is None else most + 1)
    if not data:
        raise FileEmpty(path)
    if most is not None and len(data) > most:
        raise DocumentTooLarge(path, f"超过 {most // _MB} MB")
    return data


def beginning(path: Path, size: int | None) -> bytes:
    """The first bytes of a file however long it is, or all of them.

    Raises FileMissing, FileUnreadable as fetch does.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise FileUnreadable(path, "是文件夹" if stat.S_ISDIR(mode) else "是管道或设备，不是文件")
        with path.open("rb") as file:
            return file.read(size)
    except (FileNotFoundError, ValueError):  # ValueError: a NUL in the name, which no file has
        raise FileMissing(path) from None
    except PermissionError:
        raise FileUnreadable(path, "没有读取权限") from None
    except OSError as error:
        raise FileUnreadable(path, f"系统错误 {error.errno}") from error
