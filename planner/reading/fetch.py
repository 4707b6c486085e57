"""A file's bytes, or one sentence that says why not."""

from pathlib import Path

from planner.errors import DocumentTooLarge, FileEmpty, FileMissing, FileUnreadable

_MB = 1_000_000


def fetch(path: Path, *, most: int | None = None) -> bytes:
    """All of a file, if it has at most so many bytes.

    Raises FileMissing, FileUnreadable (also for a folder), FileEmpty, DocumentTooLarge.
    """
    try:
        if path.is_dir():
            raise FileUnreadable(path, "是文件夹")
        with path.open("rb") as file:
            data = file.read() if most is None else file.read(most + 1)
    except (FileNotFoundError, ValueError):  # ValueError: a NUL in the name, which no file has
        raise FileMissing(path) from None
    except PermissionError:
        raise FileUnreadable(path, "没有读取权限") from None
    except OSError as error:
        raise FileUnreadable(path, f"系统错误 {error.errno}") from error
    if not data:
        raise FileEmpty(path)
    if most is not None and len(data) > most:
        raise DocumentTooLarge(path, f"超过 {most // _MB} MB")
    return data
