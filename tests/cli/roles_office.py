"""An office with all four roles and something to do for each, and the files that its commands take."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from planner.domain.actors import ActorRole
from planner.domain.periods import Period
from planner.usecases.closing import close_period
from planner.usecases.extensions import ask_extension
from planner.usecases.forms import export_forms
from planner.usecases.material import export_material
from planner.usecases.plan_review import export_review
from planner.usecases.plans import import_plan
from planner.usecases.rosters import set_members
from planner.usecases.tables import export_responsibility
from planner.usecases.users import add_user
from tests.cli.conftest import run
from tests.filling import Filling
from tests.world import SMALL_PLAN, World, document

NEXT_PLAN = SMALL_PLAN.replace("2024", "2025")
PUBLISHED = "青禾市2023年法治政府建设年度报告\n一、主要举措和成效\n全年共受理行政复议申请550件。\n"
FILES = {
    "另一份.txt": SMALL_PLAN.replace("2024", "2023"),
    "新版.txt": SMALL_PLAN.replace("加强业务学习", "加强业务培训"),
    "年报.txt": PUBLISHED,
    "本年.txt": PUBLISHED.replace("2023", "2024"),
    "单位.csv": "单位,联络员\n市财政局,钱进\n",
    "名册.txt": "单位\n东桥县政府\n西河县政府\n",
    "填报.csv": "任务,单位,填报期,本期进展\n2024-02,市政府办公室,2024Q2,会议组织有改进。\n",
    "自报.csv": "任务,单位,填报期,本期进展\n2024-01,市司法局,2024Q3,审查文件三份。\n",
}


@dataclass(frozen=True)
class Office:
    """An office of 市司法局's liaison 李强, the leader 周局, the auditor 孙审, the coordinator 王敏; and its files."""

    world: World
    folder: Path


def office_of_four(world: World, folder: Path) -> Office:
    """The plan of 2024 at work: entries 1 and 2 wait for a review, so do the requests 1 and 2; 2025 is a draft."""
    world.once_in(folder, _year)
    return Office(world, folder)


def _year(world: World, folder: Path) -> None:
    world.confirmed()
    for name, role, unit in (
        ("王敏", ActorRole.COORDINATOR, None),
        ("李强", ActorRole.UNIT, "市司法局"),
        ("周局", ActorRole.LEADER, None),
        ("孙审", ActorRole.AUDITOR, None),
    ):
        world.do(add_user, "2024-03-12", name, role, unit=unit)
    world.do(set_members, "2024-03-20", "各县（市、区）政府", ["东桥县政府"])
    world.do(close_period, "2024-04-20", Period.parse("2024Q1"))
    world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    world.log("2024-03", "市公安局", "2024Q2", "2024-07-02")
    world.accepted("2024-03", "市司法局", "2024Q2", "2024-07-03", text="评查案卷12宗。")
    for task, unit in (("2024-03", "市司法局"), ("2024-04", "市公安局")):
        world.do(ask_extension, "2024-07-04", task, unit, dt.date(2025, 3, 1), reason="案卷未齐")
    world.do(import_plan, "2025-01-10", document(NEXT_PLAN, "新要点.txt"))
    _write_files(world, folder)
    done = run(
        world.app.engine.url.render_as_string(hide_password=False), "王敏", ("backup", "-o", f"{folder}/早先.db")
    )
    assert done.code == 0, done.err


def _write_files(world: World, folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    world.ask(export_review, None, folder / "核对表.xlsx", "2025")
    world.ask(export_responsibility, None, folder / "分工表.xlsx", "2024")
    world.ask(export_material, None, folder / "选材表.xlsx", "2024")
    world.do(export_forms, "2024-10-01", Period.parse("2024Q3"), folder / "发出")
    for unit, task in (("市司法局", "2024-03"), ("市公安局", "2024-04")):
        form = Filling(folder / "发出" / f"2024Q3填报表-{unit}.xlsx")
        form.put(task, 本期进展="评查案卷，办班两期。")
        form.save(folder / f"{unit}.xlsx")
