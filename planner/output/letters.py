"""Letters to units as Word files, from one Markdown template a kind."""

from pathlib import Path

from planner.domain.letters import Letter
from planner.domain.matters import LetterKind
from planner.domain.wording import WORDS
from planner.output.files import legal_name
from planner.output.markup import to_blocks
from planner.output.templating import render_markdown


def letter_docx(letter: Letter, templates: Path) -> bytes:
    """The letter as a docx file.

    Raises TemplateMissing or TemplateFaulty.
    """
    from planner.output.markup_docx import to_letter  # noqa: PLC0415 - python-docx is slow to import

    return to_letter(to_blocks(render_markdown(templates, f"letters/{letter.kind.value}.md.j2", letter)))


def letter_path(folder: Path, kind: LetterKind, unit: str, taken: set[str]) -> Path:
    """Where a letter goes: 催报函-市公安局.docx, numbered where that name is taken; it is added to `taken`.

    `taken` are the folder's names, folded: Windows doesn't tell 甲a from 甲A.
    """
    name = legal_name(f"{WORDS[kind]}-{unit}.docx")
    number = 1
    while name.casefold() in taken:
        number += 1
        name = legal_name(f"{WORDS[kind]}-{unit}（{number}）.docx")
    taken.add(name.casefold())
    return folder / name
