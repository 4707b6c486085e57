"""Invented tables with merged cells, written as text: ↑ is covered by the cell above it, ← by the one to its left."""

from planner.domain.document import Continued, Document, Span
from planner.domain.drafts import PlanDraft
from planner.extraction.pipeline import read_plan


def table_document(text: str, *, form: str = "xlsx", name: str = "分解表.xlsx") -> Document:
    """A document of lines whose cells are parted by | ; a line without one is no row."""
    pieces: list[str] = []
    length = 0
    above: list[Span | None] = []
    continued: list[Continued] = []
    for line in text.strip("\n").splitlines():
        cells = line.split("|")
        spans: list[Span | None] = []
        for k, cell in enumerate(cells):
            words = cell.strip()
            length += bool(k)
            of = _covering(words, spans, above, k)
            if of:
                continued.append(Continued(length, of))
            printed = "" if words in {"↑", "←"} else words
            pieces += ["\t"] * bool(k) + [printed]
            spans.append(of or (Span(length, length + len(printed)) if printed else None))
            length += len(printed)
        pieces.append("\n")
        length += 1
        above = spans
    return Document(name, form, "", "".join(pieces), tuple(continued))


def _covering(words: str, left: list[Span | None], above: list[Span | None], k: int) -> Span | None:
    if words == "←":
        return left[k - 1]
    return above[k] if words == "↑" and k < len(above) else None


def table_draft(text: str, *, form: str = "xlsx") -> PlanDraft:
    """The draft of such a document."""
    return read_plan(table_document(text, form=form))
