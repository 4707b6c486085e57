"""What a person should know of a workbook of material that was taken: each thing one Chinese sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from planner.domain.audit_words import ActTold
from planner.domain.document import name_key
from planner.domain.material import Material, MaterialRow, ReportPart, Use, opening
from planner.domain.material_book import KeptRow, ReturnedMaterial, content_of, recaused, retold, reworded
from planner.domain.wording import WORDS

TYPED = "统筹单位补写，没有填报作出处"
_LEAD = 6
_ACTS = 3


class News:
    """What is to be told of a workbook that was taken: `settled` are the rows that the report is written from."""

    def __init__(
        self,
        now: Material,
        returned: ReturnedMaterial,
        settled: Sequence[MaterialRow],
        acts: Sequence[ActTold] = (),
    ) -> None:
        self.acts = acts
        self.now = {row.key: row for row in now.rows}
        self.kept = {row.key: row for row in returned.kept}
        self.returned = returned
        self.back = {row.key: row for row in returned.rows}
        self.settled = {row.key: row for row in settled}

    def since(self) -> Iterator[str]:
        """Rows that came, changed or went since the workbook was made."""
        for row in self.now.values():
            kept = self.kept.get(row.key)
            if kept is None:
                how = f"按规则的提议写（{WORDS[self.settled[row.key].use]}），请核对"
                yield f"选材表导出以后新增：{_named(row)}，{how}{self._by(row.task, row.unit, row.period)}"
            elif content_of(row) != kept.content:
                mine = self._mine(row.key)
                told = "表里的改动照旧采用，请核对" if mine else f"按现在的写（{WORDS[row.use]}）"
                by = self._by(row.task, row.unit, row.period)
                yield f"选材表导出以后变了：{self._found(row)}，{self._what(row, kept)}，{told}{by}"
        for back in self.returned.rows:
            if not back.by_hand and back.key not in self.now:
                lost = "，表里对它的改动不再起作用" if self._mine(back.key) else ""
                named = f"{back.where}，{back.task} {back.unit}“{opening(back.wording)}”"
                yield f"选材表导出以后没有了：{named}，填报已经更正或退回{lost}{self._by(back.task, back.unit)}"

    def _by(self, task: str, unit: str, period: str = "") -> str:
        """Who did what to a row since: those on it, else on its unit's or on all of the task's; blank where unknown."""
        found = [act for act in self.acts if act.target.partition(" ")[0].partition(".")[0] == task]
        for word in filter(None, (unit, period)):
            found = [act for act in found if word in act.target.split(" ")] or found
        own = f"{task} {unit} {period}"
        told = [act.told if act.target == own else f"{act.told} {act.target}" for act in found[-_ACTS:]]
        many = f"共 {len(found)} 处，最近是 " if len(found) > _ACTS else ""
        return f"（其后{many or ' '}{'，'.join(told)}）" if told else ""

    def _what(self, row: MaterialRow, kept: KeptRow) -> str:
        """What is other in a row than when it went out, as far as it can be known."""
        back = self.back.get(row.key)
        if row.use is not kept.use:
            return f"提议由“{WORDS[kept.use]}”改为“{WORDS[row.use]}”"
        if back is not None and not reworded(back, kept) and name_key(back.wording) != name_key(row.told):
            return f"原来是“{_from_change(back.wording, row.told)}”"
        if back is not None and not recaused(back, kept) and name_key(back.cause) != name_key(row.cause):
            return f"原因原来是“{_from_change(back.cause, row.cause)}”"
        return "填报的话或数据有更正"

    def _mine(self, key: str) -> bool:
        """Whether the coordinator changed a row."""
        back, kept = self.back.get(key), self.kept[key]
        if back is None:
            return True
        return retold(back, kept, self.returned.names) or recaused(back, kept)

    def deleted(self) -> Iterator[str]:
        """Rows that were deleted, and so aren't told."""
        for key, kept in self.kept.items():
            if key not in self.back and key in self.now:
                yield f"选材表里删掉了序号{kept.number}的行，按“{WORDS[Use.LEAVE]}”处理：{_named(self.now[key])}"

    def followed(self, before: Iterable[MaterialRow]) -> Iterator[str]:
        """Rows that were proposed to go into one that the coordinator leaves out, and so aren't told either."""
        left = [row.key for row in before if row.use is Use.MERGE and self.settled[row.key].use is Use.LEAVE]
        if left:
            rows = "、".join(self.kept[key].number for key in left)
            how = f"要写的请把“处理”改成“{WORDS[Use.TAKE]}”"
            yield f"并入的行改为“{WORDS[Use.LEAVE]}”，选材表里序号{rows}的行也一起不写；{how}"

    def unmerged(self, before: Iterable[MaterialRow]) -> Iterator[str]:
        """Merged rows that are told by themselves now, as the row they were to go into isn't told."""
        for row in before:
            if row.use is Use.MERGE and self.settled[row.key].use is Use.TAKE:
                yield f"原定并入的行已经不写，改为采用：{self._found(row)}，请核对"

    def tied(self, rows: Sequence[MaterialRow], moved: Mapping[str, Decimal]) -> Iterator[str]:
        """Rows that are told in one place of their task, since somebody put one there. `rows` are in their order."""
        places: dict[tuple[str, ReportPart, Decimal], list[MaterialRow]] = {}
        for row in rows:
            if self.settled[row.key].use is Use.TAKE:
                at = moved.get(row.key, Decimal(row.order))
                places.setdefault((row.task, row.part, at), []).append(row)
        for (task, _, at), tied in places.items():
            if len(tied) > 1 and any(row.key in moved for row in tied):
                named = "、".join(self._numbered(row) for row in tied)
                yield f"{task} 有{len(tied)}行的“排序”都是 {at}，依次写{named}；要换先后，请写成不同的数"

    def typed(self) -> Iterator[str]:
        """Rows that no entry stands behind."""
        for row in self.settled.values():
            if row.entry_id is None and row.key not in self.now:
                yield f"{TYPED}：{self._found(row)}"

    def _found(self, row: MaterialRow) -> str:
        """A row with its place in the workbook, where it has one."""
        back = self.back.get(row.key)
        return f"{back.where}，{_named(row)}" if back else _named(row)

    def _numbered(self, row: MaterialRow) -> str:
        back = self.back.get(row.key)
        number = back and back.number
        return f"序号{number}" if number else f"“{opening(row.told)}”"


def _from_change(before: str, now: str) -> str:
    """The first words of a text as it was; where those are the same as now, the words from where it is another."""
    if opening(before) != opening(now):
        return opening(before)
    other = next((at for at, (old, new) in enumerate(zip(before, now, strict=False)) if old != new), len(now))
    return f"…{opening(before[max(0, other - _LEAD) :])}"


def _named(row: MaterialRow) -> str:
    """2024-03《评查案卷》市司法局 2024Q2“评查案卷36宗”."""
    whose = " ".join(filter(None, (row.unit, row.period)))
    return f"{row.task}《{row.title}》{whose}“{opening(row.told)}”"
