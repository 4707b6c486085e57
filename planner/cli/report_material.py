"""planner report material: what the year-end report can be written from, for the coordinator to choose."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import AsOf, Json, Output, app_of
from planner.cli.show import as_json, say, warn

if TYPE_CHECKING:
    from planner.domain.material_book import MaterialBook
    from planner.domain.material_taking import TakenMaterial
    from planner.domain.report import AlteredRow


def material(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="代号", help="计划的代号，例如 2024")],
    output: Output,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """写选材表（.xlsx）：已采纳的每句话、每个数据一行，选采用、合并、不用；再用 report annual --material 写报告。"""
    from planner.usecases.material import export_material

    application = app_of(ctx)
    with application.reading() as session:
        book = export_material(session, application.as_of(session, as_of), output, code)
    if as_json_:
        as_json(_payload(book))
    else:
        _print_written(book, output)


def _payload(book: "MaterialBook") -> dict[str, object]:
    found = book.material
    return {
        "plan_code": found.plan_code,
        "plan_title": found.plan_title,
        "year": found.year,
        "as_of": book.as_of,
        "rows": found.rows,
    }


def _print_written(book: "MaterialBook", output: Path) -> None:
    from planner.domain.material import Use
    from planner.domain.wording import WORDS

    rows = book.material.rows
    uses = Counter(row.use for row in rows)
    proposed = "，".join(f"{WORDS[use]} {uses[use]}" for use in Use)
    figures = sum(len(row.origins) for row in rows)
    say(f"已写 {output}：{book.material.plan_title}，材料 {len(rows)} 条（提议{proposed}），数据 {figures} 处。")
    say(f"改好后用 planner report annual {book.material.plan_code} --material {output} -o 报告.docx 写报告。")


def warn_taken(taken: "TakenMaterial") -> None:
    """Tell what a person should know of how a workbook was taken."""
    for note in taken.notes:
        warn(f"提示：{note}。")


def told_altered(row: "AlteredRow") -> str:
    """A row of which the coordinator changed figures: where it stands, what it was, what it is, and which figures."""
    whose = f"{row.task} {row.unit}".rstrip()
    where = f"{row.place}，{whose}" if row.place else whose
    figures = f"，其中 {'、'.join(row.figures)} 没有填报来源" if row.figures else ""
    dropped = f"，原来的 {'、'.join(row.dropped)} 不再写入报告" if row.dropped else ""
    if not row.before:
        return f"补写：{where}{figures}{dropped}"
    words = f"由“{row.before}”改为“{row.after}”" if row.before != row.after else f"“{row.after}”没有改，并入它的行改了"
    return f"改动：{where}，{words}{figures}{dropped}"
