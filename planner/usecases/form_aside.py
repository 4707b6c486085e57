"""Setting a faulty form aside: the file itself, and beside it a copy in which each faulty cell is marked."""

import re
from dataclasses import replace
from pathlib import Path

from planner.errors import PlannerError
from planner.output.files import legal_name, write_whole
from planner.reading.form_files import SET_ASIDE, FormFile
from planner.usecases.form_known import FormFaulty, FormOutcome

_MARKED = "（标注）"
_SAVED_ANEW = "这个文件刚刚又保存过，新的留在原处，请再收一次"
_STAYS = "原件移不走，还在原处，请手工删去：不删，下次又会收到它"
# 甲（标注） / 甲（标注）-2-2 / 甲（标注）(1): a marked copy that came back with faults still
_COPY = re.compile(rf"{_MARKED}(?:-\d+| ?\(\d+\))*$")


def set_aside(file: FormFile, data: bytes, faulty: FormFaulty) -> FormOutcome:
    """Move a faulty file to 退回 and put the marked copy beside it; nothing that lies there is written over.

    A file that lies there already (a zip that is collected again) keeps the copy that somebody may be correcting.
    What can't be moved stays where it is, and is told; so does what was saved under the name since it was read.
    """
    # Only faulty files need a writer.
    from planner.output.form_marked import marked_form  # noqa: PLC0415

    outcome, folder = faulty.outcome, file.folder / SET_ASIDE
    try:
        folder.mkdir(exist_ok=True)
        original, known = _original(folder, legal_name(Path(file.name).name), data)
        if not known:
            write_whole(original, data)
        copy = _copy(original, known=known)
        if not copy.exists() and (shown := marked_form(data, outcome.faults, faulty.sent)) is not None:
            write_whole(copy, shown)
    except (OSError, PlannerError) as fault:
        why = f"（{fault}）" if isinstance(fault, PlannerError) else ""
        return replace(outcome, notes=(*outcome.notes, f"没能移到“{folder}”{why}，原件留在原处，没有标注好的副本"))
    marked = copy.exists()
    notes = (*outcome.notes, *_take_away(file.path, data)) if file.path else outcome.notes
    return replace(outcome, notes=notes, set_aside=str(copy if marked else original), marked=marked)


def _take_away(path: Path, data: bytes) -> tuple[str, ...]:
    """Remove the file that was set aside, unless another was saved over it meanwhile: marking takes its time.

    What is told where it stays.
    """
    try:
        if path.exists() and path.read_bytes() != data:
            return (_SAVED_ANEW,)
        path.unlink(missing_ok=True)
    except OSError:
        return (_STAYS,)
    return ()


def _original(folder: Path, name: str, data: bytes) -> tuple[Path, bool]:
    """A free path for the file, or the one where it lies already."""
    path, count = folder / name, 1
    while path.exists():
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return path, True
        count += 1
        path = folder / f"{Path(name).stem}-{count}{Path(name).suffix}"
    return path, False


def _copy(original: Path, *, known: bool) -> Path:
    """Where the marked copy goes: a free path, or the first one for a file that lay there already."""
    base = f"{_COPY.sub('', original.stem)}{_MARKED}"
    path, count = original.with_name(f"{base}.xlsx"), 1
    while path == original or (path.exists() and not known):
        count += 1
        path = original.with_name(f"{base}-{count}.xlsx")
    return path
