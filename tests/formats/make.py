"""Makes the fixtures in files/ out of sources/ with LibreOffice: python -m tests.formats.make"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
FILES = HERE / "files"

# The text box stands in a paragraph of its own.
_BOX = re.compile(
    r'<text:p text:style-name="Standard"><draw:frame.*?<draw:text-box[^>]*>(.*?)</draw:text-box></draw:frame></text:p>',
    re.DOTALL,
)
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_FURNITURE = re.compile(r'<div title="(?:header|footer)">.*?</div>', re.DOTALL)


class Office:
    """One LibreOffice with a profile and a workshop of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder

    def convert(self, source: Path, kind: str) -> Path:
        """`source` in another format, `kind` as LibreOffice calls it; the path of what it wrote."""
        into = self.folder / kind.partition(":")[0]
        subprocess.run(
            [
                self.program,
                f"-env:UserInstallation=file://{self.folder}/profile",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(into),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return into / f"{source.stem}.{into.name}"


def unboxed(folder: Path) -> Path:
    """The plan's source with its text box as an ordinary paragraph: LibreOffice writes no boxes into html or txt."""
    source = (SOURCES / "plan.fodt").read_text(encoding="utf-8")
    text, count = _BOX.subn(r"\1", source)
    if count != 1:
        raise ValueError(f"{count} text boxes in the source, not one")
    path = folder / "plan.fodt"
    path.write_text(text, encoding="utf-8")
    return path


def page(html: str) -> bytes:
    """A site's page, saved, around the body that LibreOffice wrote."""
    found = _BODY.search(html)
    if not found:
        raise ValueError("LibreOffice wrote no body")
    frame = (SOURCES / "page.html").read_text(encoding="utf-8")
    return frame.replace("<!-- plan -->", _FURNITURE.sub("", found[1])).encode("gb18030")


def make_plan(office: Office, into: Path) -> None:
    """The plan in prose: docx from the source, pdf from the docx; html and txt from the source without its box.

    By way of a docx the html has lists, told apart by nothing but their nesting.
    """
    docx = office.convert(SOURCES / "plan.fodt", "docx")
    pdf = office.convert(docx, "pdf")
    source = unboxed(office.folder)
    txt, html = (office.convert(source, kind) for kind in ("txt:Text", "html"))
    for made in (docx, pdf, txt, html):
        shutil.copy(made, into)
    shutil.copy(office.convert(office.convert(source, "docx"), "html"), into / "plan-lists.html")
    (into / "plan-page.html").write_bytes(page(html.read_text(encoding="utf-8")))


def make_table(office: Office, into: Path) -> None:
    """The plan as a table: docx from the source, pdf and html from the docx; a workbook as xlsx, xls and html."""
    docx = office.convert(SOURCES / "table.fodt", "docx")
    workbook = SOURCES / "table.fods"
    xlsx, xls, sheet = (office.convert(workbook, kind) for kind in ("xlsx", "xls", "html"))
    shutil.copy(sheet, into / "table-sheet.html")
    pdf, html = (office.convert(docx, kind) for kind in ("pdf", "html"))
    for made in (docx, pdf, html, xlsx, xls):
        shutil.copy(made, into)


def main() -> None:
    """Makes them all anew."""
    program = shutil.which("soffice")
    if program is None:
        sys.exit("LibreOffice (soffice) is not installed")
    FILES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        office = Office(program, Path(folder))
        make_plan(office, FILES)
        make_table(office, FILES)


if __name__ == "__main__":
    main()
