"""What a paragraph or a run takes from its style and from the styles that one is based on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from planner.reading.docx.package import attribute, child, switched, tag, value_of

_FARTHEST = 50  # steps up a line of styles; real ones have a handful


@dataclass(frozen=True, slots=True)
class Style:
    """One style: what it is based on, and its own properties for paragraphs and for runs."""

    based_on: str | None
    paragraph: _Element | None
    run: _Element | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by id; `default` is the id that paragraphs without one have."""

    by_id: Mapping[str, Style]
    default: str | None

    def line(self, style: str | None) -> Iterator[tuple[str, Style]]:
        """A style with its id, then what it is based on, and so on up."""
        for _ in range(_FARTHEST):  # a style may be based on itself in a roundabout way
            found = self.by_id.get(style or "")
            if style is None or found is None:
                return
            yield style, found
            style = found.based_on

    def of_paragraph(self, properties: _Element | None) -> str | None:
        """The id of a paragraph's style."""
        return value_of(properties, "w:pStyle") or self.default

    def hides(self, style: str | None) -> bool:
        """Whether words in this style are hidden."""
        found = (switched(each.run, "w:vanish") for _, each in self.line(style))
        return next((hidden for hidden in found if hidden is not None), False)


def styles_of(root: _Element | None) -> Styles:
    """The styles of a styles part."""
    found: dict[str, Style] = {}
    default = None
    for element in root if root is not None else ():
        name = attribute(element, "styleId")
        if tag(element) != "w:style" or name is None:
            continue
        found[name] = Style(value_of(element, "w:basedOn"), child(element, "w:pPr"), child(element, "w:rPr"))
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true", "on"}:
            default = name
    return Styles(found, default)
