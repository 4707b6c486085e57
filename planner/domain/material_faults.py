"""What the coordinator may write into the workbook of material: pure checks, each fault one Chinese sentence."""

from collections.abc import Iterator, Mapping, Sequence

from planner.domain.document import name_key
from planner.domain.material import Use
from planner.domain.material_book import (
    LOCKED_FIELDS,
    BookTask,
    KeptRow,
    ReturnedMaterial,
    ReturnedRow,
    recaused,
    retold,
    reworded,
    state_of,
)
from planner.domain.wording import WORDS
from planner.domain.workbooks import LONGEST_CELL


def material_faults(returned: ReturnedMaterial, plan_code: str, tasks: Sequence[BookTask]) -> tuple[str, ...]:
    """Every fault of a workbook: those of the whole, else those of its cells in the order of its rows.

    A cell that can't be read is told once, and nothing is said of what follows from it.
    """
    if returned.faults and not returned.rows:
        return returned.faults
    if name_key(returned.plan_code) != name_key(plan_code):
        if not returned.plan_code:
            return (f"这份选材表看不出是哪个计划的，请在“{plan_code}”导出的选材表上改",)
        return (f"这份选材表是计划“{returned.plan_code}”的，不是“{plan_code}”的，请核对文件",)
    if state_of(row.content for row in returned.kept) != returned.state:
        return ("隐藏的“planner”表不完整，看不出改了哪些格，请在导出的选材表上改，不要另建表格",)
    if not returned.rows:
        return ("“选材”表一行也没有了；不用的行请在“处理”里选“不用”，不要全部删掉",)
    return (*returned.faults, *_Desk(returned, tasks).faults())


class _Desk:
    """The rows of a workbook by their keys, and what becomes of each."""

    def __init__(self, returned: ReturnedMaterial, tasks: Sequence[BookTask]) -> None:
        self.returned = returned
        self.kept = {row.key: row for row in returned.kept}
        self.names = returned.names
        self.tasks = {name_key(task.code): task for task in tasks}
        self.rows: Mapping[str, ReturnedRow] = {row.key: row for row in reversed(returned.rows)}

    def faults(self) -> Iterator[str]:
        """Every fault, row by row."""
        first: dict[str, ReturnedRow] = {}
        for row in self.returned.rows:
            yield from row.unread.values()
            if row.by_hand:
                yield from self._typed(row, first)
            elif row.key in first:
                copied = f"这一行是从{first[row.key].place}复制来的"
                yield f"{_at(row, 'number')}：{copied}，请删去一行；补写的请写在表末的空行里"
                continue
            elif row.key not in self.kept:
                yield f"{_at(row, 'number')}：这一行不是导出时就有的，补写的请写在表末的空行里"
                continue
            else:
                yield from _went_out(row, self.kept[row.key])
            first.setdefault(row.key, row)
            yield from self._words(row)
            if not {"use", "into"} & row.unread.keys():
                yield from self._merging(row)

    def _typed(self, row: ReturnedRow, first: Mapping[str, ReturnedRow]) -> Iterator[str]:
        """What a row lacks that somebody typed."""
        if "task" in row.unread:
            pass
        elif not row.task:
            yield f"{_at(row, 'task')}：补写的一行要写任务编号，如 {next(iter(self.tasks.values())).code}"
        elif name_key(row.task) not in self.tasks:
            yield f"{_at(row, 'task')}：没有编号为“{row.task}”的任务"
        if not row.number:
            return
        doubled = any(other.by_hand and other.number == row.number for other in first.values())
        if doubled or any(kept.number == row.number for kept in self.returned.kept):
            yield f"{_at(row, 'number')}：序号“{row.number}”已经有了，补写的一行请写 新1、新2，或空着"

    def _words(self, row: ReturnedRow) -> Iterator[str]:
        kept = self.kept.get(row.key)
        if row.use in (Use.TAKE, None) and not row.wording.strip() and not {"use", "wording"} & row.unread.keys():
            yield f"{_at(row, 'wording')}：报告用语是空的；要写进报告的请写明，不写的请在“处理”里选“{WORDS[Use.LEAVE]}”"
        if len(row.wording) > LONGEST_CELL and (kept is None or reworded(row, kept)):
            yield f"{_at(row, 'wording')}：这一格超过{LONGEST_CELL}字，表格里放不全，请分成几行"
        if len(row.cause) > LONGEST_CELL and (kept is None or recaused(row, kept)):
            yield f"{_at(row, 'cause')}：这一格超过{LONGEST_CELL}字，表格里放不全，请写短些"

    def _merging(self, row: ReturnedRow) -> Iterator[str]:
        """Whether a merged row goes into one that is told, of its own task and part."""
        kept = self.kept.get(row.key)
        where = _at(row, "into")
        if row.use is not Use.MERGE:
            if row.into and (kept is None or self.names.get(row.into) != kept.into):
                yield f"{where}：写了并入序号{row.into}，“处理”却不是“{WORDS[Use.MERGE]}”，请改成一致"
            return
        mine = kept is None or retold(row, kept, self.names)
        target = self.names.get(row.into)
        if not mine:
            return  # a proposal follows its place, wherever that goes
        if not row.into:
            yield f"{where}：“处理”是“{WORDS[Use.MERGE]}”，请写并到哪一行（那一行第一列的序号）"
        elif target is None:
            yield f"{where}：没有序号为“{row.into}”的行"
        elif target == row.key:
            yield f"{where}：一行不能并入它自己"
        elif (why := self._not_told(target)) is not None:
            yield f"{where}：序号{row.into}的行{why}，并进去就写不到报告里了；请并入一个采用的行，或改这一行的“处理”"
        elif other := self._elsewhere(row, target):
            yield f"{where}：序号{row.into}的行是别的{other}的，只能并入同一项任务、同一部分的行"

    def _not_told(self, key: str) -> str | None:
        """Why nothing can be merged into a row; None where it is told."""
        if key not in self.rows:
            return "已经删掉"
        if "use" in self.rows[key].unread:
            return None
        use = self.rows[key].use or Use.TAKE
        return {Use.TAKE: None, Use.MERGE: "自己也并入了别的行", Use.LEAVE: "不用"}[use]

    def _elsewhere(self, row: ReturnedRow, target: str) -> str:
        """What parts two rows: 任务 or 部分; blank where nothing does."""
        other = self.rows[target]
        if not (self._placed(row) and self._placed(other)):
            return ""
        if name_key(row.task) != name_key(other.task):
            return "任务"
        return "部分" if self._part(row) is not self._part(other) else ""

    def _placed(self, row: ReturnedRow) -> bool:
        """Whether it is known to which task and part a row belongs."""
        known = not row.by_hand or name_key(row.task) in self.tasks
        return known and not row.unread.keys() & {"task", "part"}

    def _part(self, row: ReturnedRow) -> object:
        task = self.tasks.get(name_key(row.task))
        return row.part or (task.part if task else None)


def _went_out(row: ReturnedRow, kept: KeptRow) -> Iterator[str]:
    if row.number != kept.number and "number" not in row.unread:
        yield f"{_at(row, 'number')}：这一行的序号是 {kept.number}，请改回来；“并入”写的就是它"
    if row.locked != kept.locked and not row.unread.keys() & set(LOCKED_FIELDS):
        yield f"{row.place}：灰色的格子改过了，改动不会写进报告；请恢复原样，要改的文字写在“报告用语”里"


def _at(row: ReturnedRow, field: str) -> str:
    return row.cells.get(field, row.place)
