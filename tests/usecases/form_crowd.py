"""Forty units that return forms as people do: some blank, late, sorted, renamed, doubled; some damaged or wrong.

Each return knows what is to be found of it: the cells that must be kept once it is taken, or the faults planted.
"""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from planner.domain.progress import Status
from planner.domain.wording import WORDS
from tests.filling import Filling

SECTIONS = ("规范决策", "规范执法", "服务群众", "加强保障", "抓好落实")
UNITS = tuple(
    f"市{name}局"
    for name in (
        *("司法", "财政", "公安", "民政", "教育", "审计", "统计", "林业", "水利", "住建", "商务", "体育", "文旅"),
        *("卫健", "医保", "应急", "信访", "税务", "气象", "科技", "工信", "人社", "交通", "农业", "城管", "环保"),
        *(
            "规划",
            "国资",
            "外事",
            "退役",
            "市监",
            "数据",
            "营商",
            "乡村",
            "金融",
            "档案",
            "粮食",
            "邮政",
            "地震",
            "机关",
        ),
    )
)
_DUTIES = (
    "每季度至少开展1次案卷评查，通报评查结果。",
    "6月底前完成清单编制，按清单办理。",
    "对有关文件开展审查，审查率100%。",
    "组织业务培训，培训不少于60学时。",
    "改进工作方法，提高办事效率。",
)


def crowded_plan(seed: int) -> str:
    """A plan of 25 tasks, each with two to six of the forty units; every unit stands on one at least."""
    chance = random.Random(seed)  # noqa: S311 - what happens again with the same seed is what is wanted
    waiting = list(UNITS)
    chance.shuffle(waiting)
    lines = ["青禾市2024年法治建设工作要点", "", "为做好本年度法治建设工作，制定本要点。", ""]
    number = 0
    for place, section in enumerate(SECTIONS):
        lines += [f"{'一二三四五'[place]}、{section}", ""]
        for _ in range(5):
            number += 1
            named = [waiting.pop() for _ in range(2) if waiting]
            named += chance.sample([unit for unit in UNITS if unit not in named], chance.randint(1, 4))
            body = _DUTIES[number % len(_DUTIES)]
            heading = f"（{_chinese(number)}）办好第{number}项工作。"
            lines += [f"{heading}{body}[责任单位：{'、'.join(named)}]", ""]
    return "\n".join([*lines, "青禾市司法局", "2024年1月8日", ""])


def _chinese(number: int) -> str:
    """一 to 二十九."""
    tens, ones = ["", "十", "二十"], ["", *list("一二三四五六七八九")]
    return tens[number // 10] + ones[number % 10]


@dataclass
class Return:
    """A file that comes back. `kept` are the cells to be found once it is taken: task → column → value.

    `planted` are the places of its faults, a cell (G5) or "" for the file as a whole; {} where it is good.
    """

    unit: str
    path: Path
    kept: dict[str, dict[str, object]] = field(default_factory=dict)
    planted: set[str] = field(default_factory=set)
    blank: bool = False


@dataclass
class Crowd:
    """The units of a quarter at their desks. `earlier` is a folder with the forms that went out the quarter before.

    `said` is the last period that a unit reported on a task for.
    """

    chance: random.Random
    period: str
    back: Path
    earlier: Path | None
    said: dict[tuple[str, str], str]

    def answer(self, unit: str, form: Filling) -> list[Return]:
        """What a unit makes of its form: one file mostly, two sometimes, none from time to time."""
        deed = self.chance.choices(list(DEEDS), weights=[weight for weight, _ in DEEDS.values()])[0]
        return DEEDS[deed][1](self, unit, form)

    # ---- good returns ----

    def ordinary(self, unit: str, form: Filling) -> list[Return]:
        """Rows filled in, some ticked, some left."""
        return [self._save(unit, form, self._fill(unit, form))]

    def sorted_rows(self, unit: str, form: Filling) -> list[Return]:
        """Filled in, then sorted the other way round, and a filter left on."""
        kept = self._fill(unit, form)
        form.reorder(lambda rows: rows[::-1])
        form.sheet.row_dimensions[2].hidden = True
        return [self._save(unit, form, kept)]

    def renamed(self, unit: str, form: Filling) -> list[Return]:
        """Under a name of its own, in a folder of its own, its sheet renamed."""
        kept = self._fill(unit, form)
        form.sheet.title = f"{unit[:8]}填报"
        return [self._save(unit, form, kept, f"{unit}/最终版（{self.chance.randint(1, 9)}）.xlsx")]

    def blank(self, unit: str, form: Filling) -> list[Return]:
        """Sent back as it came."""
        found = self._save(unit, form, {})
        found.blank = True
        return [found]

    def silent(self, _unit: str, _form: Filling) -> list[Return]:
        """Never sent back."""
        return []

    def doubled(self, unit: str, form: Filling) -> list[Return]:
        """The same file twice."""
        first = self._save(unit, form, self._fill(unit, form))
        copy = self.back / f"{unit}-再发一次.xlsx"
        shutil.copy(first.path, copy)
        return [first, Return(unit, copy, first.kept)]

    # ---- faulty returns ----

    def wrong_value(self, unit: str, form: Filling) -> list[Return]:
        """Good rows, and in one a status that isn't on the list."""
        kept = self._fill(unit, form)
        code = self.chance.choice(form.codes)
        form.put(code, 本期进展="推进了工作。")
        return [self._planted(unit, form, kept, form.put(code, 状态=self.chance.choice(("快好了", "做完一半"))))]

    def locked_cell(self, unit: str, form: Filling) -> list[Return]:
        """The plan's own words changed."""
        kept = self._fill(unit, form)
        return [self._planted(unit, form, kept, form.put(self.chance.choice(form.codes), 举措="改过的举措。"))]

    def edited_key(self, unit: str, form: Filling) -> list[Return]:
        """The hidden key of a row changed: it is told at the row's first cell, which is seen."""
        kept = self._fill(unit, form)
        code = self.chance.choice(form.codes)
        form.put(code, 校验="0000 2024-99 0.0.0")
        return [self._planted(unit, form, kept, form.at(code, "编号").coordinate)]

    def added_row(self, unit: str, form: Filling) -> list[Return]:
        """A task of its own below the others."""
        kept = self._fill(unit, form)
        row = form.sheet.max_row + 1
        form.cell(row, "重点任务").value = "自己加的任务"
        form.cell(row, "本期进展").value = "也做了。"
        return [self._planted(unit, form, kept, f"row {row}")]

    def dropped_row(self, unit: str, form: Filling) -> list[Return]:
        """A row deleted: nothing is left of it to point at but its number in the message."""
        kept = self._fill(unit, form)
        code = self.chance.choice(form.codes)
        form.sheet.delete_rows(form.row(code))
        return [self._planted(unit, form, kept, f"task {code}")]

    def damaged(self, unit: str, form: Filling) -> list[Return]:
        """Cut short on its way."""
        found = self._planted(unit, form, self._fill(unit, form), "")
        found.path.write_bytes(found.path.read_bytes()[: self.chance.randint(100, 3000)])
        return [found]

    def wrong_round(self, unit: str, form: Filling) -> list[Return]:
        """The form of the quarter before, filled in once more with other words."""
        old = self.earlier / form.path.name.replace(self.period, _before(self.period)) if self.earlier else None
        if old is None or not old.exists():
            return self.ordinary(unit, form)
        stale = Filling(old)
        told = [code for code in stale.codes if self.said.get((unit, code)) == _before(self.period)]
        if not told:
            return self.ordinary(unit, form)
        code = self.chance.choice(told)
        stale.put(code, 本期进展=f"填在旧表里的{self.chance.randint(1, 999)}件。")
        return [self._planted(unit, stale, {}, f"task {code}")]

    # ---- how they write ----

    def _fill(self, unit: str, form: Filling) -> dict[str, dict[str, object]]:
        kept: dict[str, dict[str, object]] = {}
        for code in form.codes:
            if self.chance.random() < 0.2:
                continue
            if self.said.get((unit, code)) and self.chance.random() < 0.2:
                form.put(code, 无变化=self.chance.choice(("√", "是", "1")))
                kept[code] = {"无变化": True}
                continue
            cells: dict[str, object] = {"本期进展": f"{unit}办理{self.chance.randint(1, 500)}件，第{self.period}季度。"}
            if self.chance.random() < 0.5:
                cells["状态"] = WORDS[self.chance.choice([Status.IN_PROGRESS, Status.BLOCKED, Status.NOT_STARTED])]
            for column in ("存在问题", "下步安排", "需协调事项"):
                if self.chance.random() < 0.3:
                    cells[column] = f"{column}{self.chance.randint(1, 999)}"
            form.put(code, **cells)
            kept[code] = cells
        form.sign(填报人="李明", 审签人="张华")
        return kept

    def _save(self, unit: str, form: Filling, kept: dict[str, dict[str, object]], name: str = "") -> Return:
        return Return(unit, form.save(self.back / (name or form.path.name)), kept)

    def _planted(self, unit: str, form: Filling, kept: dict[str, dict[str, object]], place: str) -> Return:
        found = self._save(unit, form, kept, f"{unit}-{self.period}-有错.xlsx")
        found.planted.add(place)
        return found


def _before(period: str) -> str:
    return f"{period[:-1]}{int(period[-1]) - 1}"


DEEDS: dict[str, tuple[int, Callable[[Crowd, str, Filling], list[Return]]]] = {
    "ordinary": (10, Crowd.ordinary),
    "sorted": (3, Crowd.sorted_rows),
    "renamed": (3, Crowd.renamed),
    "blank": (2, Crowd.blank),
    "silent": (2, Crowd.silent),
    "doubled": (2, Crowd.doubled),
    "wrong value": (2, Crowd.wrong_value),
    "locked cell": (2, Crowd.locked_cell),
    "edited key": (2, Crowd.edited_key),
    "added row": (2, Crowd.added_row),
    "dropped row": (2, Crowd.dropped_row),
    "damaged": (2, Crowd.damaged),
    "wrong round": (3, Crowd.wrong_round),
}
"""What units do, and how often."""
