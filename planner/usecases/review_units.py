"""Unit names as a person types them into a workbook: known ones, new ones, and those that look like a slip."""

import difflib
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import fold, name_key
from planner.extraction.names import is_unit_like
from planner.extraction.unit_kinds import is_collective
from planner.extraction.units import split_units
from planner.store.units import Unit, UnitName
from planner.usecases.acts import Act
from planner.usecases.lookups import lookup_unit
from planner.usecases.registry import registered

_SLIP = 0.7


# 市司法局（牵头） / 由市财政局配合
_ROLE = re.compile("[(（]?(?:牵头|配合|会同)")


class Names:
    """Finds the units of cells. A name that is nearly a known one is a fault; any other new one is entered (推定)."""

    def __init__(self, session: Session, act: Act, plan: str) -> None:
        self.session = session
        self.act = act
        self.plan = plan
        self.faults: list[str] = []
        self.added: dict[str, None] = {}
        self.known = session.scalars(select(UnitName.name).where(UnitName.office == act.office)).all()

    def units(self, cell: str, where: str) -> list[Unit]:
        """The units that a cell names, in order; what can't be one is told with its place `where`."""
        if not cell.strip():
            return []
        whole = lookup_unit(self.session, self.act.office, cell)
        if whole is not None:
            return [whole]  # a registered name that the grammar would cut
        if _ROLE.search(fold(cell)):
            self.faults.append(f"{where}：“{cell.strip()}”里写了角色；角色由列来分，请只写单位名称")
            return []
        names = split_units(cell)
        if not names:
            self.faults.append(f"{where}：“{cell.strip()}”里没有读到单位名称，请用顿号隔开各单位的全称")
        found = [unit for name in names if (unit := self._unit(name, where))]
        return list({unit.id: unit for unit in found}.values())

    def _unit(self, name: str, where: str) -> Unit | None:
        unit = lookup_unit(self.session, self.act.office, name)
        if unit is not None:
            return unit
        near = difflib.get_close_matches(name_key(name), [name_key(known) for known in self.known], n=1, cutoff=_SLIP)
        if near:
            self.faults.append(
                f"{where}：单位名录里没有“{name}”，是不是“{near[0]}”？确是另一个单位，请先用 unit add 添加"
            )
            return None
        if not (is_unit_like(fold(name)) or is_collective(name)):
            self.faults.append(f"{where}：“{name}”不像单位名称；确是单位的，请先用 unit add 添加")
            return None
        self.added[name] = None
        return registered(self.session, self.act, name, reason=f"计划 {self.plan} 核对")
