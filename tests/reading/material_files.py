"""Workbooks of material for tests: sent out, worked in as people do, and read back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from planner.domain.material import Material
from planner.domain.material_book import MaterialBook, ReturnedMaterial
from planner.domain.material_faults import material_faults
from planner.domain.material_taking import TakenMaterial, take_material
from planner.output.material_xlsx import material_workbook
from planner.reading.material import read_material
from tests.factories_material import MATERIAL_BOOK, TASKS

LETTERS = "ABCDEFGHIJKLMNOPQ"
FIRST_TYPED = 8
"""The first line under the rows of MATERIAL_BOOK that is open for typing."""


def sent(folder: Path, book: MaterialBook = MATERIAL_BOOK) -> Path:
    path = folder / "选材.xlsx"
    path.write_bytes(material_workbook(book))
    return path


def edited(folder: Path, edit: Callable[[Workbook], object], book: MaterialBook = MATERIAL_BOOK) -> ReturnedMaterial:
    """What comes back after somebody worked in the file."""
    path = sent(folder, book)
    workbook = load_workbook(path)
    edit(workbook)
    workbook.save(path)
    return read_material(path)


def write(workbook: Workbook, place: str, value: object) -> None:
    """Write into a cell: 选材!B7."""
    sheet, _, at = place.partition("!")
    cell: Any = workbook[sheet][at]
    cell.value = value


def typed(folder: Path, **cells: object) -> ReturnedMaterial:
    """The file with values typed into cells of 选材: K2="不用"."""

    def edit(workbook: Workbook) -> None:
        for place, value in cells.items():
            write(workbook, f"选材!{place}", value)

    return edited(folder, edit)


def faults(folder: Path, **cells: object) -> tuple[str, ...]:
    """What is wrong with the file with values typed into cells."""
    return material_faults(typed(folder, **cells), "2024", TASKS)


def taken(returned: ReturnedMaterial, now: Material = MATERIAL_BOOK.material) -> TakenMaterial:
    """What a workbook without faults makes of the material."""
    assert (returned.faults, material_faults(returned, "2024", TASKS)) == ((), ())
    return take_material(now, returned, TASKS)


def changed(material: Material, key: str, /, **fields: Any) -> Material:  # noqa: ANN401 - fields of a row
    """The material with fields of one row changed."""
    rows = tuple(replace(row, **fields) if row.key == key else row for row in material.rows)
    return replace(material, rows=rows)
