"""Files that can't be read or written."""

from collections.abc import Sequence
from pathlib import Path

from planner.errors.base import InputError, Refused

_SHOWN = 40
_HEADER_SHOWN = 200


class FileMissing(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到文件“{path}”，请核对路径和文件名。")


class FileNameUnusable(InputError):
    def __init__(self, path: Path) -> None:
        name = str(path)
        shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
        super().__init__(f"“{shown}”做不了文件名（太长，或含有系统不接受的字符），请换一个短一些的名字。")


class FileUnreadable(InputError):
    def __init__(self, path: Path, reason: str) -> None:
        advice = "请写明是里面的哪一个文件" if reason == "是文件夹" else "请核对选的文件，检查有没有读取权限"
        super().__init__(f"读不了文件“{path}”（{reason}），{advice}。")


class FileEmpty(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"文件“{path}”是空的，没有可读的文字。")


class NotAText(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"“{path}”不是文本文件（{what}），请核对选的是不是要读的那份文件。")


class EncodingUnknown(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”的文字编码无法识别，请另存为 UTF-8 编码后再试。")


class FormatUnsupported(InputError):
    def __init__(self, path: Path, fmt: str, advice: str) -> None:
        self.fmt, self.advice = fmt, advice
        super().__init__(f"“{path}”是{fmt}文件，读不了；{advice}。")


class DocumentLocked(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”设了密码，读不了；请在原来的程序里去掉密码，另存后再试。")


class DocumentScanned(InputError):
    def __init__(self, path: Path, pages: int) -> None:
        super().__init__(
            f"“{path}”的 {pages} 页都是图片（扫描件），没有文字可读；请向发文单位要电子版，或先做文字识别。"
        )


class DocumentBroken(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"读不了“{path}”（{what}），请在原来的程序里打开检查，另存后再试。")


class DocumentTooLarge(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"“{path}”太大（{what}），不像一份公文；请只留正文，另存后再试。")


class ProcessRefused(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"读不了“{path}”（系统现在不给开新的进程），请关掉一些程序后再试。")


class DocumentBlank(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”里没有正文文字，请核对是不是存全了。")


class TaskColumnMissing(InputError):
    def __init__(self, name: str, header: Sequence[str]) -> None:
        words = "、".join(header)
        shown = words if len(words) <= _HEADER_SHOWN else f"{words[:_HEADER_SHOWN]}…"
        super().__init__(f"“{name}”的表格里没有“工作任务”一类的列（表头是：{shown}），请补上这一列的表头后再试。")


class HeaderDoubled(InputError):
    def __init__(self, name: str, columns: Sequence[str]) -> None:
        super().__init__(f"“{name}”的表头里“{'、'.join(columns)}”出现了不止一次，分不清用哪一列，请只留一列后再试。")


class TableBroken(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"读不了表格“{path}”（{what}），请用 Excel 或 WPS 打开检查，另存为 xlsx 后再试。")


class OutputUnwritable(InputError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"写不了“{path}”（{reason}），请换一个能写的位置，或先关闭正在打开它的程序。")


class OutputExists(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”已经有了，没有覆盖；请换一个文件名，或加 --replace 换下它。")


class OutputIsDatabase(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”是一个数据库，或者是数据库旁边的文件，没有覆盖；请换一个文件名。")


class OutputHoldsWork(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path}”已经有了，写出以后改过或另存过（或者是旧版本写的），没有覆盖；还没收回的请先收回，收回过的请移走，或换一个文件名。"
        )


class DemoHoldsWork(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path}”是以前留下的，写出以后改过或另存过（或者是旧版本写的），演示没有运行，什么也没有动；"
            "请移走它，或用 --out 换一个文件夹。"
        )


class OutputChanged(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path}”已经有了，写出以后被改动或另存过（或者不是本程序写的），没有覆盖；"
            "请换一个文件名，或先移走它，确实不要了再加 --force。"
        )


class SheetFaulty(InputError):
    """A sheet or list that came in with faults. All are told at once; `faults` holds a line each."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        lines = "".join(f"\n  {fault}" for fault in self.faults)
        super().__init__(f"“{path}”有 {len(self.faults)} 处问题，一处也没有采用，请改好后再交：{lines}")


class TemplateMissing(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到模板“{path}”，请核对模板文件夹是否完整。")


class TemplateFaulty(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"模板“{path}”有错（{what}），请改好模板，或换回自带的模板。")


class TemplateUnknown(InputError):
    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"没有“{name}”这个报告模板，可用的有：{'、'.join(known)}。")


class TemplateFolderMissing(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到模板文件夹“{path}”，请核对路径；里面应是 reports 文件夹，放自己的 .md.j2 模板。")


class ReportFormatUnknown(InputError):
    def __init__(self, path: Path, known: Sequence[str]) -> None:
        super().__init__(f"不知道“{path}”要写成什么格式，文件名请以 {'、'.join(known)} 结尾。")
