"""The report as a page: each figure leads to its rows in the list of sources, and they name every source."""

from collections.abc import Mapping
from pathlib import Path

from lxml import html

from planner.domain.report import AnnualReport


def test_each_figure_of_the_page_leads_to_the_rows_of_its_sources(
    files: Mapping[str, Path], report: AnnualReport
) -> None:
    page = html.parse(files["html"], parser=html.HTMLParser(encoding="utf-8")).getroot()
    links = {link.get("href"): link.text_content() for link in page.xpath("//a[@class='figure']")}
    rows: dict[str, str] = {}
    for row in page.xpath("//table[.//tr[starts-with(@id, 'figure-')]]/tbody/tr"):
        first = f"#{row.get('id')}" if row.get("id") else next(reversed(rows))
        rows[first] = rows.get(first, "") + row.text_content()
    assert links == {f"#figure-{figure.number}": figure.printed for figure in report.figures}
    assert rows.keys() == links.keys()
    unnamed = [
        (figure.printed, named)
        for figure in report.figures
        for origin in figure.origins
        for named in (origin.printed, origin.unit, origin.period, str(origin.entry_id or ""))
        if named not in rows[f"#figure-{figure.number}"]
    ]
    assert unnamed == []
