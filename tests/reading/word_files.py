"""Word files for tests, part by part: python-docx writes neither numbering nor tracked changes nor text boxes."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from planner.domain.document import Document
from planner.reading.docx.reader import read_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PATH = Path("计划.docx")


def relations(targets: Mapping[str, str]) -> str:
    """A .rels part: target by kind; a kind may carry a number, so that it can stand twice (header1, header2)."""
    listed = "".join(
        f'<Relationship Id="r{k}" Type="{RELATIONSHIPS}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for k, (kind, target) in enumerate(targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word(body: str, **others: str) -> bytes:
    """A docx with this inside w:body; others are the insides of parts by kind (numbering, styles, header1 …)."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({kind: f"{kind}.xml" for kind in others}),
    }
    parts |= {f"word/{kind}.xml": f"<w:{kind} {NAMESPACES}>{inside}</w:{kind}>" for kind, inside in others.items()}
    return packed(parts)


def read(body: str, **others: str) -> Document:
    """What is read from such a file."""
    return read_docx(PATH, word(body, **others))


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    """A paragraph; what begins with < is XML, the rest runs of text."""
    runs = "".join(each if each.startswith("<") else run(each) for each in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph in a list."""
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=properties)


def cell(*paragraphs: str, properties: str = "") -> str:
    """A table's cell; a plain text is a paragraph."""
    inside = "".join(each if each.startswith("<") else paragraph(each) for each in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str, grid: str = "") -> str:
    """A table of rows, each the XML of its cells; a row that is a w:tr already stays as it is."""
    inside = "".join(each if each.startswith("<w:tr>") else f"<w:tr>{each}</w:tr>" for each in rows)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>"


SPAN2 = '<w:gridSpan w:val="2"/>'
DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"


def field_marks(code: str) -> tuple[str, str, str]:
    """The runs that open a complex field, part its instruction from its result, and close it."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText xml:space='preserve'>{code}</w:instrText></w:r>", separate, end


def field(code: str, result: str | None) -> str:
    """The runs of a complex field; None leaves out its result."""
    begin, separate, end = field_marks(code)
    return begin + ("" if result is None else separate + run(result)) + end
