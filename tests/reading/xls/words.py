"""Writes words.fods: more words than one record of an xls file holds, so that its strings are cut between records."""

from pathlib import Path

NAMESPACES = ("office:1.0", "table:1.0", "text:1.0")
ROWS = 12


def words(row: int) -> str:
    """The words of a row; every third is in Latin letters, which are kept in one byte each."""
    return f"row {row} " + "clear the river " * 60 if row % 3 == 0 else f"第{row}段" + "清理河道淤泥" * 130


def main() -> None:
    """Write the file beside this one."""
    spaces = " ".join(f'xmlns:{n[:-4]}="urn:oasis:names:tc:opendocument:xmlns:{n}"' for n in NAMESPACES)
    cells = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{words(row)}</text:p>'
        "</table:table-cell></table:table-row>"
        for row in range(ROWS)
    )
    Path(__file__).with_name("words.fods").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{cells}</table:table></office:spreadsheet></office:body></office:document>',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
