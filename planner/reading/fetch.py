"""A file's bytes, or one sentence that says why not."""

from pathlib import Path

from planner.errors import FileEmpty, FileMissing, FileUnreadable


def fetch(path: Path) -> bytes:
    """All of a file.

    Raises FileMissing, FileUnreadable (also for a folder), FileEmpty.
    """
    if path.is_dir():
        raise FileUnreadable(path, "是文件夹")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileMissing(path) from None
    except PermissionError:
        raise FileUnreadable(path, "没有读取权限") from None
    except OSError as error:
        raise FileUnreadable(path, f"系统错误 {error.errno}") from error
    if not data:
        raise FileEmpty(path)
    return data
