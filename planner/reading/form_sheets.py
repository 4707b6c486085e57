"""The sheets of a workbook that came back, xlsx or xls, told by its bytes; or one clause that says why not."""

from pathlib import Path

from planner.errors import (
    DocumentBroken,
    DocumentLocked,
    DocumentTooLarge,
    EncodingUnknown,
    FormatUnsupported,
    NotAText,
)
from planner.reading.kinds import Format, format_of
from planner.reading.sheets.grid import ExactBook, GridTooLarge
from planner.reading.zips import ZipTooLarge

_NAMES = {
    Format.DOCX: "Word（docx）",
    Format.PDF: " PDF ",
    Format.HTML: "网页",
    Format.TXT: "文本",
    Format.CSV: " csv ",
}
_RETURN_OURS = "请交回发出的那份表格（xlsx）"
_BROKEN = "内容损坏，打不开，请用 Excel 或 WPS 打开检查，另存为 xlsx 后再交"
_LOCKED = "设了打开密码，读不了，请去掉密码，另存后再交"


class FormUnreadable(Exception):
    """A file that is no workbook, or can't be read: a Chinese clause that says what it is and what would do."""


def exact_book(name: str, data: bytes) -> ExactBook:
    """The sheets with their cells as they were typed; an xls has no hidden properties. Raises FormUnreadable."""
    if not data:
        raise FormUnreadable(f"是空的，{_RETURN_OURS}")
    form = _format(name, data)
    if form in _NAMES:
        raise FormUnreadable(f"是{_NAMES[form]}文件，不是填报表，{_RETURN_OURS}")
    from planner.reading.sheets import xls, xlsx  # noqa: PLC0415 - lxml is slow to import

    try:
        return xlsx.read_exact_xlsx(data) if form is Format.XLSX else ExactBook({}, xls.read_exact_xls(data))
    except xls.XlsLocked:
        raise FormUnreadable(_LOCKED) from None
    except ZipTooLarge:
        raise FormUnreadable("解开后超过 200 MB，不像填报表，请只留填报的内容，另存后再交") from None
    except GridTooLarge as error:
        raise FormUnreadable(f"内容太多（{error}），不像填报表，请删去多出来的内容，另存后再交") from None
    except (*xlsx.BROKEN, *xls.BROKEN) as error:
        raise FormUnreadable(_BROKEN) from error


def _format(name: str, data: bytes) -> Format:
    try:
        return format_of(Path(name), data)
    except FormatUnsupported as error:
        advice = error.advice if "xlsx" in error.advice else _RETURN_OURS
        raise FormUnreadable(f"是{error.fmt}文件，不是填报表，{advice}") from None
    except DocumentLocked:
        raise FormUnreadable(_LOCKED) from None
    except (DocumentBroken, DocumentTooLarge):
        raise FormUnreadable(_BROKEN) from None
    except (EncodingUnknown, NotAText):
        raise FormUnreadable(f"不是表格文件，{_RETURN_OURS}") from None
