"""What can't be done, each case a class that says so in one Chinese sentence: what, where, what would help.

Only requests are refused by exceptions. What is odd in a document or a sheet is collected and told as a whole.
"""

import re
from collections.abc import Sequence
from pathlib import Path


class PlannerError(Exception):
    """A request that cannot be served. Nothing has been changed."""


class InputError(PlannerError):
    """What was given can't be read or understood."""


class NotFound(PlannerError):
    """What was named doesn't exist."""


class Refused(PlannerError):
    """A rule forbids it."""


class Conflict(PlannerError):
    """The world is not as the request supposed."""


class StoreError(PlannerError):
    """The database can't be used."""


# ---- files ----


class FileMissing(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到文件“{path}”，请核对路径和文件名。")


class FileUnreadable(InputError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"读不了文件“{path}”（{reason}），请检查它是不是文件夹、有没有读取权限。")


class FileEmpty(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"文件“{path}”是空的，没有可读的文字。")


class NotAText(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"“{path}”不是文本文件（{what}），请核对选的是不是计划的原文。")


class EncodingUnknown(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”的文字编码无法识别，请另存为 UTF-8 编码后再试。")


class FormatUnsupported(InputError):
    def __init__(self, path: Path, fmt: str, advice: str) -> None:
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
        super().__init__(f"“{path}”太大（{what}），不像一份工作计划；请只留计划本身，另存后再试。")


class DocumentBlank(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”里没有正文文字，请核对是不是存全了。")


class TaskColumnMissing(InputError):
    def __init__(self, name: str, header: Sequence[str]) -> None:
        super().__init__(
            f"“{name}”的表格里没有“工作任务”一类的列（表头是：{'、'.join(header)}），请补上这一列的表头后再试。"
        )


class HeaderDoubled(InputError):
    def __init__(self, name: str, columns: Sequence[str]) -> None:
        super().__init__(f"“{name}”的表头里“{'、'.join(columns)}”出现了不止一次，分不清用哪一列，请只留一列后再试。")


class TableBroken(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"读不了表格“{path}”（{what}），请用 Excel 或 WPS 打开检查，另存为 xlsx 后再试。")


class OutputUnwritable(InputError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"写不了“{path}”（{reason}），请换一个能写的位置，或先关闭正在打开它的程序。")


class OutputHoldsWork(Refused):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”已经有了，里面可能有没收回的修改，没有覆盖；请换一个文件名，或先收回、移走旧的。")


class SheetFaulty(InputError):
    """A sheet or list that came in with faults. All are told at once; `faults` holds a line each."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        lines = "".join(f"\n  {fault}" for fault in self.faults)
        super().__init__(f"“{path}”有 {len(self.faults)} 处问题，一处也没有采用，请改好后再交：{lines}")


# ---- words and numbers in a request ----


class PeriodUnknown(InputError):
    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}”不是填报期，请写成 2024Q1、2024Q2、2024Q3、2024Q4 的样子。")


class DayUnknown(InputError):
    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}”不是日期，请写成 2024-06-30 的样子。")


class DayInFuture(Refused):
    def __init__(self, day: object, today: object) -> None:
        super().__init__(f"日期 {day} 晚于 {today}，还没到的日子不能记；请改用 {today} 或以前的日期。")


class FigureUnreadable(InputError):
    def __init__(self, text: str, why: str) -> None:
        super().__init__(
            f"数据“{text}”{why}，请写成 名称=数字加单位，例如 案卷评查=2次、办件=累计30件、审查率=12/12件。"
        )


class EvidenceUnreadable(InputError):
    def __init__(self, text: str) -> None:
        super().__init__(f"佐证“{text}”没有写明种类或内容，请写成 文号:…、文件:… 或 链接:…。")


class WordUnknown(InputError):
    def __init__(self, what: str, text: str, known: Sequence[str]) -> None:
        super().__init__(f"{what}没有“{text}”这一项，可用的有：{'、'.join(known)}。")


class NothingToDo(InputError):
    def __init__(self, what: str) -> None:
        super().__init__(f"没有说明要做什么：{what}。")


# ---- the database ----


class DatabaseMissing(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”还不存在，请先运行 planner init，或用 --database 指明位置。")


class DatabaseEmpty(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”里还没有本程序的表，请先运行 planner init。")


class DatabaseOlder(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”是旧版本建的，请先运行 planner init 升级（数据会保留）。")


class DatabaseNewer(StoreError):
    def __init__(self, where: str, version: str) -> None:
        super().__init__(f"数据库“{where}”的版本（{version}）比本程序新，请换用更新的程序，不要用旧程序打开。")


class DatabaseBusy(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”正被别的程序占用，等了几秒仍不能写，请稍后再试。")


class DatabaseReadOnly(StoreError):
    def __init__(self, where: str) -> None:
        super().__init__(f"数据库“{where}”是只读的，写不进去，请检查文件和所在文件夹的权限。")


class DatabaseUnreadable(StoreError):
    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"打不开数据库“{where}”（{reason}），请核对 --database 的位置和文件。")


class DatabaseAddressUnknown(StoreError):
    def __init__(self, url: str) -> None:
        hidden = re.sub(r":[^:@/]*@", ":***@", url)  # a password must not end up on a screen
        super().__init__(
            f"看不懂数据库地址“{hidden}”，请写成 sqlite:///文件名.db 或 postgresql+psycopg://用户@主机/库名。"
        )


class DatabaseDriverMissing(StoreError):
    def __init__(self, driver: str) -> None:
        super().__init__(f"没有安装连接这种数据库的组件（{driver}），请安装 planner[postgresql]。")


class ValueUnstorable(StoreError):
    def __init__(self) -> None:
        super().__init__("有一个数或一段文字超出了数据库能存的范围，没有写入，请改短后再试。")


class ChangedMeanwhile(Conflict):
    def __init__(self) -> None:
        super().__init__("同一时间有别人改了同样的记录，这次没有写入，请再看一遍后重试。")


# ---- who may ----


class ActorUnknown(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”不在用户名单里，不能操作；请用 --actor 指明本人，或请统筹单位用 user add 登记。")


class NotAllowed(Refused):
    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"“{name}”无权{what}，请由统筹单位办理。")


class UserExists(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"用户“{name}”已经登记过了。")


class FirstUserNotCoordinator(Refused):
    def __init__(self) -> None:
        super().__init__("第一个登记的用户必须是统筹，否则登记以后就没有人能操作了。")


class LiaisonWithoutUnit(InputError):
    def __init__(self, name: str) -> None:
        super().__init__(f"用户“{name}”是责任单位的联络员，请用 --unit 写明是哪个单位。")


# ---- plans ----


class NoTasksFound(InputError):
    def __init__(self, source: str) -> None:
        super().__init__(
            f"“{source}”里没有读到任务（没有（一）、1. 这样编号的事项，也没有责任单位），请核对是不是工作要点。"
        )


class YearUnknown(InputError):
    def __init__(self, source: str) -> None:
        super().__init__(f"“{source}”没有写明是哪一年的计划，请用 --year 写明，例如 --year 2024。")


class YearUnreasonable(InputError):
    def __init__(self, year: int) -> None:
        super().__init__(f"年度 {year} 不合理，请写四位数的年份，例如 2024。")


class PlanMissing(NotFound):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        have = f"现有：{'、'.join(known)}" if known else "现在一个计划也没有，请先用 plan import 导入"
        super().__init__(f"没有代号为“{code}”的计划；{have}。")


class PlanNotYet(NotFound):
    def __init__(self, code: str, day: object, since: object) -> None:
        super().__init__(f"到 {day} 为止还没有计划“{code}”（{since} 才导入），请改用这以后的日期。")


class PlanUnclear(InputError):
    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(f"不止一个计划，请用 --plan 写明是哪个：{'、'.join(known)}。")


class PlanCodeTaken(Refused):
    def __init__(self, code: str, title: str) -> None:
        super().__init__(
            f"代号“{code}”已经用于《{title}》，是它的新版请用 --revise {code}，是另一个计划请用 --code 另取代号。"
        )


class ReadAsRevision(Conflict):
    def __init__(self, code: str) -> None:
        super().__init__(
            f"这份文件已经作为计划“{code}”的新版读过，不能再当另一个计划导入；用 plan review {code} 查看。"
        )


class RevisionUnlike(Refused):
    def __init__(self, code: str, title: str, found: int, total: int) -> None:
        super().__init__(f"这份文件和计划“{code}”《{title}》只对得上 {found}/{total} 项任务，不像它的新版，请核对。")


class SourceOfAnotherPlan(Conflict):
    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"这份文件（{name}）已经用于另一个计划，不能再作为“{code}”的新版；请核对计划代号和文件。")


class AlreadyImported(Refused):
    def __init__(self, code: str, option: str, stands: object) -> None:
        super().__init__(f"这份文件已经作为计划“{code}”导入，{option} 当时是“{stands}”，不能靠重新导入改动。")


class PlanCodeFaulty(InputError):
    def __init__(self, code: str) -> None:
        super().__init__(f"代号“{code}”不合用：只能用字母、数字、点和下划线，不超过20个字符，例如 2024 或 2024B。")


class PlanIsDraft(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(f"计划“{code}”还是草案，请先核对，再用 plan confirm {code} 确认。")


class PlanConfirmed(Refused):
    def __init__(self, code: str, day: object) -> None:
        super().__init__(f"计划“{code}”已于 {day} 确认，文字已锁定，不必再确认。")


# ---- units ----


class UnitMissing(NotFound):
    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        hint = f"；是不是：{'、'.join(near)}" if near else ""
        super().__init__(f"单位名录里没有“{name}”{hint}。可用 unit list 查看，用 unit add 添加。")


class UnitExists(Refused):
    def __init__(self, name: str, owner: str) -> None:
        also = "" if name == owner else f"（是“{owner}”的别名）"
        super().__init__(f"单位名录里已经有“{name}”{also}，没有重复添加。")


class UnitNotCollective(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”不是一类单位的统称，不能设名册；名册只用于“各县（市、区）政府”这样的统称。")


class UnitIsCollective(Refused):
    def __init__(self, name: str, in_what: str) -> None:
        super().__init__(f"“{name}”是一类单位的统称，不能列入{in_what}，请写具体单位。")


class RosterEmpty(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”里没有读到单位名称，请一行写一个单位，或用带“单位”列的表格。")


class RosterNeedsTask(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”指的是有关单位，每项任务各不相同，请用 --task 写明是哪项任务，例如 --task 2024-05。")


class UnitSucceeded(Refused):
    def __init__(self, name: str, successor: str) -> None:
        super().__init__(f"“{name}”已由“{successor}”接替，不能再承担任务；请改为“{successor}”。")


class SuccessionFaulty(Refused):
    def __init__(self, why: str) -> None:
        super().__init__(f"不能这样更替单位：{why}。")


# ---- tasks ----


class TaskMissing(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(f"没有编号为“{code}”的任务，请用 task list 查看编号（如 2024-07）。")


class CheckpointMissing(NotFound):
    def __init__(self, code: str, known: Sequence[str]) -> None:
        have = f"这项任务的考核点有：{'、'.join(known)}" if known else "这项任务没有考核点"
        super().__init__(f"没有编号为“{code}”的考核点；{have}。")


class AssignmentExists(Refused):
    def __init__(self, task: str, unit: str, role: str) -> None:
        super().__init__(f"“{unit}”已经是任务 {task} 的{role}单位，没有改动。")


class NotOnTask(Refused):
    def __init__(self, task: str, unit: str, units: Sequence[str]) -> None:
        on = f"；这项任务的单位有：{'、'.join(units)}" if units else ""
        super().__init__(f"“{unit}”不是任务 {task} 的责任单位{on}。如应由其承担，请先用 task assign 指定。")


class ReasonMissing(InputError):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what}要写明理由，请用 --reason 说明。")


class ExtensionNotLater(Refused):
    def __init__(self, code: str, now: object, to: object) -> None:
        super().__init__(f"{code} 现在的时限是 {now}，延期要晚于它（给的是 {to}）；要改早请用责任分工表改完成时限。")


class ExtensionTaken(Refused):
    def __init__(self, code: str, to: object) -> None:
        super().__init__(f"{to} 已经是考核点 {code} 的另一个到期日，不能把前一个延到同一天；请改用别的日期。")


class StateUnchanged(Refused):
    def __init__(self, code: str, state: str) -> None:
        super().__init__(f"任务 {code} 现在就是“{state}”，没有改动。")


class MergeFaulty(Refused):
    def __init__(self, code: str, into: str) -> None:
        super().__init__(f"任务 {code} 不能并入 {into}：并入的应是同一计划里另一项仍在执行的任务。")


class TaskClosed(Refused):
    def __init__(self, code: str, state: str) -> None:
        super().__init__(f"任务 {code} 已{state}，不再填报；如要恢复请用 task resume {code}。")


# ---- progress ----


class PeriodOutsidePlan(Refused):
    def __init__(self, period: object, code: str, year: int) -> None:
        super().__init__(f"填报期 {period} 不在计划“{code}”的年度（{year}年）之内。")


class PeriodNotBegun(Refused):
    def __init__(self, period: object, first: object) -> None:
        super().__init__(f"填报期 {period} 从 {first} 才开始，现在还不能填报。")


class EntryMissing(NotFound):
    def __init__(self, entry: object) -> None:
        super().__init__(f"没有编号为 {entry} 的填报，请用 progress list 查看编号。")


class NothingPending(Refused):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where}没有待审核的填报。")


class EntryReviewed(Refused):
    def __init__(self, entry: object, verdict: str, day: object) -> None:
        super().__init__(f"填报 {entry} {verdict}（{day}），不能再审；要改请由单位重新填报一次。")


class EntryOutdated(Conflict):
    def __init__(self, entry: object, newer: object) -> None:
        super().__init__(f"填报 {entry} 之后单位又重新填报了（{newer}），请审核新的那次。")


class EntryBackdated(Refused):
    def __init__(self, day: object, previous: object) -> None:
        super().__init__(f"日期 {day} 早于前一次的日期 {previous}，先后颠倒了，请改用 {previous} 或以后的日期。")


class TextMissing(InputError):
    def __init__(self) -> None:
        super().__init__("没有写本期进展，请用 --text 写明做了什么。")


# ---- outputs ----


class TemplateMissing(InputError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到模板“{path}”，请核对模板文件夹是否完整。")


class TemplateFaulty(InputError):
    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"模板“{path}”有错（{what}），请改好模板，或换回自带的模板。")


class ReportFormatUnknown(InputError):
    def __init__(self, path: Path, known: Sequence[str]) -> None:
        super().__init__(f"不知道“{path}”要写成什么格式，文件名请以 {'、'.join(known)} 结尾。")
